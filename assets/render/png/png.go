// Package png paints a drawing as a PNG preview.
package png

import (
	"bytes"
	"fmt"
	"image/color"
	stdpng "image/png"
	"math"

	"git.sr.ht/~sbinet/gg"

	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

// MaxSide is the largest width or height of a preview, in pixels: 2,400 px square is 23 MB while it is painted.
const MaxSide = 2400

// Picture is what goes on the page.
type Picture struct {
	Drawing scene.Drawing
	Paper   scene.Color // the background; A = 0 leaves it transparent
	Margin  float64     // board px around the drawing
	Width   int         // of the image, px; the height follows. Held between 16 and MaxSide
}

// Render gives the PNG. A very tall board makes a narrower image, so that no side exceeds [MaxSide].
func Render(fonts *typeface.Set, p Picture) ([]byte, error) {
	box := p.Drawing.Bounds.Grown(p.Margin)
	if p.Drawing.Empty() {
		box = scene.Rect{W: 320, H: 180}
	}
	box.W, box.H = math.Max(1, box.W), math.Max(1, box.H)
	scale := float64(min(MaxSide, max(16, p.Width))) / box.W
	scale = math.Min(scale, MaxSide/box.H)
	width, height := max(1, int(math.Ceil(box.W*scale-1e-9))), max(1, int(math.Ceil(box.H*scale-1e-9)))
	c := canvas{ctx: gg.NewContext(width, height), fonts: fonts, scale: scale, origin: scene.Point{X: box.X, Y: box.Y}}
	if p.Paper.A > 0 {
		c.ctx.SetColor(nrgba(p.Paper))
		c.ctx.Clear()
	}
	c.ctx.SetLineCapRound()
	c.ctx.SetLineJoinRound()
	for _, item := range p.Drawing.Items {
		if err := c.item(item); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := stdpng.Encode(&out, c.ctx.Image()); err != nil {
		return nil, fmt.Errorf("png: encode: %w", err)
	}
	return out.Bytes(), nil
}

type canvas struct {
	ctx    *gg.Context
	fonts  *typeface.Set
	scale  float64
	origin scene.Point
}

func (c *canvas) item(item scene.Item) error {
	switch i := item.(type) {
	case scene.Shape:
		c.shape(i)
		return nil
	case scene.Text:
		path, err := c.fonts.Path(i)
		if err != nil {
			return fmt.Errorf("png: text %s: %w", i.ID, err)
		}
		c.shape(scene.Shape{Path: path, Fill: i.Color})
		return nil
	case scene.Box:
		for _, part := range i.Parts() {
			if err := c.item(part); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("png: unknown item %T", item)
}

func (c *canvas) shape(s scene.Shape) {
	if s.Fill.A > 0 {
		c.trace(s.Path)
		c.ctx.SetFillRuleWinding()
		if s.EvenOdd {
			c.ctx.SetFillRuleEvenOdd()
		}
		c.ctx.SetColor(nrgba(s.Fill))
		c.ctx.Fill()
	}
	if s.Stroke.A > 0 {
		c.trace(s.Path)
		c.ctx.SetColor(nrgba(s.Stroke))
		c.ctx.SetLineWidth(math.Max(s.Width*c.scale, 0.4))
		dashes := make([]float64, len(s.Dash))
		for i, d := range s.Dash {
			dashes[i] = math.Max(d*c.scale, 0.2)
		}
		c.ctx.SetDash(dashes...)
		c.ctx.Stroke()
	}
}

func (c *canvas) trace(p scene.Path) {
	c.ctx.ClearPath()
	at := func(q scene.Point) (float64, float64) {
		return (q.X - c.origin.X) * c.scale, (q.Y - c.origin.Y) * c.scale
	}
	p.Each(func(op scene.Op, q []scene.Point) {
		switch op {
		case scene.MoveTo:
			c.ctx.MoveTo(at(q[0]))
		case scene.LineTo:
			c.ctx.LineTo(at(q[0]))
		case scene.QuadTo:
			x1, y1 := at(q[0])
			x2, y2 := at(q[1])
			c.ctx.QuadraticTo(x1, y1, x2, y2)
		case scene.CubicTo:
			x1, y1 := at(q[0])
			x2, y2 := at(q[1])
			x3, y3 := at(q[2])
			c.ctx.CubicTo(x1, y1, x2, y2, x3, y3)
		case scene.Close:
			c.ctx.ClosePath()
		}
	})
}

func nrgba(c scene.Color) color.NRGBA { return color.NRGBA{R: c.R, G: c.G, B: c.B, A: c.A} }
