package scene

// Drawing is a board ready to be painted: items from the lowest to the highest, in board pixels, y downwards.
type Drawing struct {
	Items  []Item
	Bounds Rect // holds every item; the zero Rect when there is none
}

// Empty says there is nothing to paint.
func (d Drawing) Empty() bool { return len(d.Items) == 0 }

// Item is one thing to paint: a [Shape], a [Text] or a [Box].
//
//sumtype:decl
type Item interface {
	item()
	// Extent is the rectangle the item may touch.
	Extent() Rect
}

// Shape is a path, filled then stroked. A colour with A = 0 paints nothing. Joins and caps are round.
type Shape struct {
	ID      ElementID
	Path    Path
	Fill    Color
	EvenOdd bool // the rule of the fill; non-zero otherwise
	Stroke  Color
	Width   float64   // of the stroke, px
	Dash    []float64 // px on, px off…; nil is solid
}

// Align places lines within a text's box.
type Align uint8

// The three alignments.
const (
	Left Align = iota
	Centre
	Right
)

// Face is a family the renderers embed.
type Face uint8

// The faces. Those of the editor whose licence is not sure are replaced by the nearest one that is: see faceOf.
const (
	Sans Face = iota // Atkinson Hyperlegible Next
	SansBold
	SansItalic
	Hand    // Virgil
	Rounded // Nunito
	Display // Lilita One
	Mono    // Atkinson Hyperlegible Mono
)

// Text is a block of lines in a box that may be turned about its centre.
//
// A line longer than Box.W is set narrower, never cut: the editor measured it with its own font.
type Text struct {
	ID       ElementID
	Lines    []string
	Box      Rect
	Angle    float64 // radians, clockwise
	Face     Face
	Size     float64 // px
	Baseline float64 // px, from the top of the box to the first baseline
	Step     float64 // px, from one baseline to the next
	Align    Align
	Color    Color
}

// Box stands for an element that is not drawn as it is: an image, a frame, embedded content, a kind of a later editor, or
// anything beyond the limits. Label says, in French, what is there.
type Box struct {
	ID    ElementID
	Kind  Kind
	Label string
	Rect  Rect
	Angle float64 // radians, clockwise
}

func (Shape) item() {}
func (Text) item()  {}
func (Box) item()   {}

// Extent implements [Item]: the path's box, and half the stroke around it.
func (s Shape) Extent() Rect {
	r := s.Path.Bounds()
	if s.Stroke.A > 0 {
		r = r.Grown(s.Width / 2)
	}
	return r
}

// Extent implements [Item].
func (t Text) Extent() Rect { return t.Box.Turned(t.Angle) }

// Extent implements [Item].
func (b Box) Extent() Rect { return b.Rect.Grown(1).union(b.label().Extent()).Turned(b.Angle) }

// Parts gives the outline of the box and its label, as things any renderer can paint.
func (b Box) Parts() []Item {
	grey := Color{0x85, 0x7A, 0x65, 255}
	outline := Shape{ID: b.ID, Stroke: grey, Width: 1.5, Dash: []float64{6, 4}}
	if b.Kind == Frame || b.Kind == MagicArea {
		outline.Width, outline.Dash = 1.5, nil
	}
	outline.Path = roundedRect(b.Rect, 8).transformed(turn(b.Angle, b.Rect.Centre()))
	label := b.label()
	centre, home := b.Rect.Centre(), label.Box.Centre()
	moved := turn(b.Angle, centre).apply(home)
	label.Box.X, label.Box.Y = label.Box.X+moved.X-home.X, label.Box.Y+moved.Y-home.Y
	label.Angle = b.Angle
	return []Item{outline, label}
}

// label is a frame's name above it, or the middle of any other box; its box is wide enough for the words at 0.62 em each.
func (b Box) label() Text {
	const size = 16.0
	t := Text{
		ID: b.ID, Lines: []string{b.Label}, Face: Sans, Size: size, Baseline: size, Step: size * 1.3,
		Color: Color{0x65, 0x5E, 0x50, 255},
	}
	width := float64(len([]rune(b.Label))) * size * 0.62
	if b.Kind == Frame || b.Kind == MagicArea {
		t.Box = Rect{b.Rect.X, b.Rect.Y - size*1.5, max(width, b.Rect.W), size * 1.3}
		return t
	}
	c := b.Rect.Centre()
	t.Align = Centre
	width = min(width, max(b.Rect.W-12, 60))
	t.Box = Rect{c.X - width/2, c.Y - size*0.65, width, size * 1.3}
	return t
}
