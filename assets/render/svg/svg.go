// Package svg writes a drawing as SVG.
//
// The picture is safe to inline in a page and to serve by itself: nothing but svg, title, desc, g and path elements, with
// attributes made of numbers and colours alone; no script, style, id, link, image or external reference. Words are
// drawn as the outlines of their letters, in the embedded fonts, so that they look the same everywhere and need no font; the
// words themselves are in title and desc, and each text is a group named by its words for those who hear the picture.
package svg

import (
	"bytes"
	"fmt"
	"strings"

	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

// Picture is what goes on the page.
type Picture struct {
	Drawing scene.Drawing
	Title   string      // the board's name: the picture's accessible name
	Desc    string      // a longer description; "" for none
	Paper   scene.Color // the background; A = 0 for none
	Margin  float64     // board px around the drawing
	Inline  bool        // inside an HTML page: no XML declaration
}

// Frame is the part of the board that the picture shows, margin px around the drawing: its corner is the picture's own (0, 0).
func Frame(drawing scene.Drawing, margin float64) scene.Rect {
	if drawing.Empty() {
		return scene.Rect{W: 320, H: 180}
	}
	return drawing.Bounds.Grown(margin)
}

// Render gives the SVG. The same picture always gives the same bytes.
func Render(fonts *typeface.Set, p Picture) ([]byte, error) {
	box := Frame(p.Drawing, p.Margin)
	w := writer{fonts: fonts, shift: scene.Point{X: -box.X, Y: -box.Y}}
	if !p.Inline {
		w.out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	}
	fmt.Fprintf(&w.out, `<svg xmlns="http://www.w3.org/2000/svg" role="group" viewBox="0 0 %s %s" width="%s" height="%s"`,
		number(box.W), number(box.H), number(box.W), number(box.H))
	fmt.Fprintf(&w.out, ` aria-label="%s" fill="none" stroke-linecap="round" stroke-linejoin="round">`+"\n", escape(p.Title))
	fmt.Fprintf(&w.out, "<title>%s</title>\n", escape(p.Title))
	if p.Desc != "" {
		fmt.Fprintf(&w.out, "<desc>%s</desc>\n", escape(p.Desc))
	}
	if p.Paper.A > 0 {
		fmt.Fprintf(&w.out, `<path d="M0 0h%sv%sH0z"%s/>`+"\n", number(box.W), number(box.H), paint("fill", p.Paper))
	}
	for _, item := range p.Drawing.Items {
		if err := w.item(item); err != nil {
			return nil, err
		}
	}
	w.out.WriteString("</svg>\n")
	return w.out.Bytes(), nil
}

type writer struct {
	out   bytes.Buffer
	fonts *typeface.Set
	shift scene.Point
}

func (w *writer) item(item scene.Item) error {
	switch i := item.(type) {
	case scene.Shape:
		w.shape(i)
		return nil
	case scene.Text:
		return w.text(i)
	case scene.Box:
		for _, part := range i.Parts() {
			if err := w.item(part); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("svg: unknown item %T", item)
}

func (w *writer) shape(s scene.Shape) {
	w.out.WriteString(`<path d="`)
	w.path(s.Path)
	w.out.WriteByte('"')
	if s.Fill.A > 0 {
		w.out.WriteString(paint("fill", s.Fill))
		if s.EvenOdd {
			w.out.WriteString(` fill-rule="evenodd"`)
		}
	}
	if s.Stroke.A > 0 {
		w.out.WriteString(paint("stroke", s.Stroke))
		fmt.Fprintf(&w.out, ` stroke-width="%s"`, number(s.Width))
		if len(s.Dash) > 0 {
			dashes := make([]string, len(s.Dash))
			for i, d := range s.Dash {
				dashes[i] = number(d)
			}
			fmt.Fprintf(&w.out, ` stroke-dasharray="%s"`, strings.Join(dashes, " "))
		}
	}
	w.out.WriteString("/>\n")
}

func (w *writer) text(t scene.Text) error {
	path, err := w.fonts.Path(t)
	if err != nil {
		return fmt.Errorf("svg: text %s: %w", t.ID, err)
	}
	words := escape(strings.Join(t.Lines, " "))
	fmt.Fprintf(&w.out, `<g role="img" aria-label="%s"%s><path d="`, words, paint("fill", t.Color))
	w.path(path)
	w.out.WriteString("\"/></g>\n")
	return nil
}

func (w *writer) path(p scene.Path) {
	p.Each(func(op scene.Op, q []scene.Point) {
		w.out.WriteByte([...]byte{'M', 'L', 'Q', 'C', 'Z'}[op])
		for i, point := range q {
			if i > 0 {
				w.out.WriteByte(' ')
			}
			w.number(point.X + w.shift.X)
			w.out.WriteByte(' ')
			w.number(point.Y + w.shift.Y)
		}
	})
}
