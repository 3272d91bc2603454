package typeface

import (
	"math"

	"palabre/assets/scene"
)

// Placed is one line of a text, set: where its baseline starts and how its glyphs are scaled.
type Placed struct {
	Text   string
	Glyphs []Glyph
	At     scene.Point // board px, before the text's own turn
	Size   float64     // px an em, downwards
	Wide   float64     // px an em, across: less than Size for a line set narrower to fit its box
	Width  float64     // px
}

// Layout sets the lines of a text in its box. The text's turn about the centre of its box is left to the caller.
func (s *Set) Layout(t scene.Text) []Placed {
	lines := make([]Placed, 0, len(t.Lines))
	for i, text := range t.Lines {
		glyphs, em := s.Line(t.Face, text)
		p := Placed{Text: text, Glyphs: glyphs, Size: t.Size, Wide: t.Size, Width: em * t.Size}
		if p.Width > t.Box.W && t.Box.W > 0 {
			p.Wide *= t.Box.W / p.Width
			p.Width = t.Box.W
		}
		p.At = scene.Point{X: t.Box.X, Y: t.Box.Y + t.Baseline + float64(i)*t.Step}
		switch t.Align {
		case scene.Left:
		case scene.Centre:
			p.At.X += (t.Box.W - p.Width) / 2
		case scene.Right:
			p.At.X += t.Box.W - p.Width
		}
		lines = append(lines, p)
	}
	return lines
}

// Path is the whole text as one path on the board, turned.
func (s *Set) Path(t scene.Text) (scene.Path, error) {
	var out scene.Path
	sin, cos := math.Sincos(t.Angle)
	c := t.Box.Centre()
	for _, line := range s.Layout(t) {
		for _, g := range line.Glyphs {
			if g.Blank() {
				continue
			}
			path, err := s.Outline(g)
			if err != nil {
				return scene.Path{}, err
			}
			for i, p := range path.Points {
				x, y := line.At.X+(g.X+p.X)*line.Wide-c.X, line.At.Y+p.Y*line.Size-c.Y
				path.Points[i] = scene.Point{X: c.X + x*cos - y*sin, Y: c.Y + x*sin + y*cos}
			}
			out.Append(path)
		}
	}
	return out, nil
}
