package pdf

import (
	"fmt"
	"math"
	"strings"

	"palabre/assets/document"
	"palabre/assets/scene"
)

// smaller is how much of its size a picture keeps at least, to stay on a page: a slightly smaller one rather than half a page of white.
const smaller = 0.75

// caption is a figure's name, in lines, with the height it takes below the picture.
func (s *setter) caption(f document.Figure) (lines [][]piece, st style, height float64) {
	words := document.Words{{Text: f.Title, Strong: true}}
	if f.Caption != "" {
		words = append(words, document.Span{Text: ", " + f.Caption})
	}
	if href := s.site.Href(f.Href); href != "" && !strings.HasPrefix(href, "/") {
		words = append(words, document.Span{Text: ". "}, document.Link(document.OpenBoard, href))
	}
	st = style{face: scene.Sans, size: 9.5, step: 13.5, ink: grey}
	lines = s.broken(words, st, s.right-s.left)
	return lines, st, float64(len(lines))*st.step + 6
}

// least is the height a figure takes at least on a page.
func (s *setter) least(f document.Figure) float64 {
	_, st, below := s.caption(f)
	if f.Drawing.Empty() {
		return st.step + below
	}
	_, h := s.fitted(f.Drawing, s.bottom()-marginTop-below)
	return h*smaller + below
}

// figure sets a board, as wide as the text at most, with its name below. The frame is that of a sheet.
func (s *setter) figure(f document.Figure) {
	lines, st, below := s.caption(f)
	if f.Drawing.Empty() {
		s.paragraph(document.Plain(document.EmptyBoard), st)
		s.lines(lines, st, s.left)
		return
	}
	most := s.bottom() - marginTop - below
	_, h := s.fitted(f.Drawing, most)
	if left := s.bottom() - s.y - below; h > left && (left > most*0.55 || left >= h*smaller) {
		most = left
		_, h = s.fitted(f.Drawing, most)
	}
	s.room(h + below)
	s.board(f.Drawing, most)
	s.y += 6
	s.lines(lines, st, s.left)
}

const boardPad = 8.0

// fitted is the scale (points a board pixel) and the height, frame included, of a board on the page.
func (s *setter) fitted(d scene.Drawing, most float64) (scale, height float64) {
	box := d.Bounds.Grown(6)
	scale = math.Min(0.75, math.Min((s.right-s.left-2*boardPad)/math.Max(1, box.W), (most-2*boardPad)/math.Max(1, box.H)))
	return scale, box.H*scale + 2*boardPad
}

func (s *setter) board(d scene.Drawing, most float64) {
	scale, h := s.fitted(d, most)
	box := d.Bounds.Grown(6)
	s.pdf.SetDrawColor(int(line.R), int(line.G), int(line.B))
	s.pdf.SetFillColor(255, 255, 255)
	s.pdf.SetLineWidth(0.75)
	s.pdf.RoundedRect(s.left, s.y, s.right-s.left, h, 6, "1234", "DF")
	p := painter{setter: s, scale: scale, x: s.left + (s.right-s.left-box.W*scale)/2 - box.X*scale, y: s.y + boardPad - box.Y*scale}
	for _, item := range d.Items {
		p.item(item)
	}
	s.pdf.SetAlpha(1, "Normal")
	s.pdf.SetDashPattern(nil, 0)
	s.y += h
}

// painter puts a drawing on the page: board pixels times scale, plus x and y.
type painter struct {
	*setter
	scale, x, y float64
}

func (p *painter) at(q scene.Point) scene.Point {
	return scene.Point{X: p.x + q.X*p.scale, Y: p.y + q.Y*p.scale}
}

func (p *painter) item(item scene.Item) {
	switch i := item.(type) {
	case scene.Shape:
		p.shape(i)
	case scene.Text:
		p.text(i)
	case scene.Box:
		for _, part := range i.Parts() {
			p.item(part)
		}
	default:
		p.fail(fmt.Errorf("unknown item %T", item))
	}
}

func (p *painter) shape(s scene.Shape) {
	path := scene.Path{Ops: s.Path.Ops, Points: make([]scene.Point, len(s.Path.Points))}
	for i, q := range s.Path.Points {
		path.Points[i] = p.at(q)
	}
	if s.Fill.A > 0 {
		p.alpha(s.Fill)
		p.pdf.SetFillColor(int(s.Fill.R), int(s.Fill.G), int(s.Fill.B))
		p.trace(path)
		rule := "F"
		if s.EvenOdd {
			rule = "F*"
		}
		p.pdf.DrawPath(rule)
	}
	if s.Stroke.A > 0 {
		p.alpha(s.Stroke)
		p.pdf.SetDrawColor(int(s.Stroke.R), int(s.Stroke.G), int(s.Stroke.B))
		p.pdf.SetLineWidth(math.Max(0.2, s.Width*p.scale))
		dash := make([]float64, len(s.Dash))
		for i, d := range s.Dash {
			dash[i] = d * p.scale
		}
		p.pdf.SetDashPattern(dash, 0)
		p.trace(path)
		p.pdf.DrawPath("D")
		p.pdf.SetDashPattern(nil, 0)
	}
}

func (p *painter) alpha(c scene.Color) { p.pdf.SetAlpha(float64(c.A)/255, "Normal") }

// text sets a board's words as words: each line in place, narrowed to its box if it must be, turned with it.
func (p *painter) text(t scene.Text) {
	if t.Color.A == 0 {
		return
	}
	p.alpha(t.Color)
	if t.Angle != 0 {
		c := p.at(t.Box.Centre())
		p.pdf.TransformBegin()
		p.pdf.TransformRotate(-t.Angle*180/math.Pi, c.X, c.Y)
	}
	for _, l := range p.fonts.Layout(t) {
		at := p.at(l.At)
		text := strings.TrimRight(l.Text, " ")
		narrow := l.Wide < l.Size*0.999
		if narrow {
			p.pdf.TransformBegin()
			p.pdf.TransformScaleX(math.Max(1, l.Wide/l.Size*100), at.X, at.Y)
		}
		p.put(text, at.X, at.Y, style{face: t.Face, size: t.Size * p.scale, ink: t.Color})
		if narrow {
			p.pdf.TransformEnd()
		}
	}
	if t.Angle != 0 {
		p.pdf.TransformEnd()
	}
}

// trace writes a path of page points.
func (s *setter) trace(path scene.Path) {
	var at scene.Point
	path.Each(func(op scene.Op, q []scene.Point) {
		switch op {
		case scene.MoveTo:
			s.pdf.MoveTo(q[0].X, q[0].Y)
		case scene.LineTo:
			s.pdf.LineTo(q[0].X, q[0].Y)
		case scene.QuadTo: // PDF has cubics only
			s.pdf.CurveBezierCubicTo(at.X+(q[0].X-at.X)*2/3, at.Y+(q[0].Y-at.Y)*2/3,
				q[1].X+(q[0].X-q[1].X)*2/3, q[1].Y+(q[0].Y-q[1].Y)*2/3, q[1].X, q[1].Y)
		case scene.CubicTo:
			s.pdf.CurveBezierCubicTo(q[0].X, q[0].Y, q[1].X, q[1].Y, q[2].X, q[2].Y)
		case scene.Close:
			s.pdf.ClosePath()
		}
		if len(q) > 0 {
			at = q[len(q)-1]
		}
	})
}
