package scene

import "strings"

// words sets a text element; one bound to a line is set where the line is now.
func (s *sketch) words(e Element) []Item {
	if strings.TrimSpace(e.Text) == "" {
		return nil
	}
	box := Rect{e.X, e.Y, e.Width, e.Height}
	if holder, ok := s.byID[e.Container]; ok && holder.linear() && len(holder.Points) > 1 {
		box = labelRect(holder, e, s.moveOf(holder))
	}
	step := e.FontSize * e.LineHeight
	m := faceOf(e.FontFamily)
	text := e.Text
	if e.textCut {
		text += "…"
	}
	t := Text{
		ID: e.ID, Lines: strings.Split(text, "\n"), Box: box, Angle: e.Angle, Face: m.face, Size: e.FontSize, Align: e.Align,
		Step: step, Baseline: e.FontSize*m.ascent + (step-e.FontSize*m.ascent-e.FontSize*m.descent)/2, Color: e.StrokeColor.Faded(e.Opacity),
	}
	if t.Box.W <= 0 || t.Box.H <= 0 { // never measured: make room for it
		longest := 0
		for _, line := range t.Lines {
			longest = max(longest, len([]rune(line)))
		}
		t.Box.W, t.Box.H = max(t.Box.W, float64(longest)*e.FontSize*0.6), max(t.Box.H, float64(len(t.Lines))*step)
	}
	return []Item{t}
}

// moveOf is where a line is put, as line computes it; the few px of wobble in a curve's own centre matter only when it
// is turned.
func (s *sketch) moveOf(e Element) affine {
	if e.Angle == 0 {
		return shift(e.X, e.Y)
	}
	var track Path
	for _, p := range e.Points {
		track.Add(LineTo, p)
	}
	return turned(shift(e.X, e.Y), e.Angle, track.Bounds().Centre().plus(Point{e.X, e.Y}))
}

// metrics of the editor's own font, in em: they give the baseline the editor used, whatever face sets the words here.
type metrics struct {
	face            Face
	ascent, descent float64
}

// faceOf maps the editor's families. Excalifont's licence is not confirmed: Virgil, which it continues, stands for it.
// Helvetica and Liberation Sans become our sans; Cascadia and Comic Shanns our monospace.
func faceOf(family int) metrics {
	switch family {
	case 2:
		return metrics{Sans, 1577.0 / 2048, 471.0 / 2048}
	case 3:
		return metrics{Mono, 1900.0 / 2048, 480.0 / 2048}
	case 6:
		return metrics{Rounded, 1.011, 0.353}
	case 7:
		return metrics{Display, 0.923, 0.22}
	case 8:
		return metrics{Mono, 0.75, 0.25}
	case 9:
		return metrics{Sans, 1854.0 / 2048, 434.0 / 2048}
	default:
		return metrics{Hand, 0.886, 0.374}
	}
}
