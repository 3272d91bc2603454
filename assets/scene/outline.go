package scene

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// NodeKind says what a node of the outline is.
type NodeKind uint8

// The kinds of node.
const (
	Heading  NodeKind = iota // a frame, an area or a large text; its children lie in or under it
	Note                     // words on the board, one line per line written
	Relation                 // an arrow or a line between two things: "A → B"
	Thing                    // something without words, by its name
	Rest                     // how many shapes and strokes have no words
)

// String is the kind's name in JSON: heading, note, relation, thing or rest.
func (k NodeKind) String() string {
	switch k {
	case Heading:
		return "heading"
	case Note:
		return "note"
	case Relation:
		return "relation"
	case Thing:
		return "thing"
	case Rest:
		return "rest"
	}
	return "rest"
}

// MarshalText writes the kind by its name.
func (k NodeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Node is one entry of a board's outline.
type Node struct {
	Kind     NodeKind `json:"kind"`
	Text     string   `json:"text"`
	Marks    []Mark   `json:"-"` // where it is: one element, or all that a count without words counts
	Children []Node   `json:"children,omitempty"`
}

// Mark is where an element of the outline is on the board.
type Mark struct {
	ID  ElementID
	Box Rect // px, in the board's coordinates, as it is turned
}

// place is a node on its way to its parent.
type place struct {
	node    Node
	element Element
	rect    Rect
	size    float64 // of the words, px; 0 without words
	area    bool    // a frame or a shape: it holds what lies in it
	alone   bool    // words outside any shape
	kids    []int
	up      int // the parent, or -1
}

// largeText is the size from which words alone are a heading; the editor's large is 28 px.
const largeText = 28

// Outline is the board in words, for those who cannot see it. Headings are frames, shapes that hold other words, and large
// texts; under them come the words of the board from top to bottom and left to right, then the relations that arrows
// and lines draw, and last a count of what has no words. An empty board has no node.
func Outline(elements []Element) []Node {
	b := outliner{byID: make(map[ElementID]Element, len(elements)), label: map[ElementID]Element{}}
	for _, e := range elements {
		b.byID[e.ID] = e
		if e.Kind == Words && e.Container != "" {
			b.label[e.Container] = e
		}
	}
	for _, e := range elements {
		b.add(e)
	}
	b.nest()
	nodes := b.tree(-1)
	nodes = append(nodes, b.relations...)
	if rest := b.rest(); rest != "" {
		nodes = append(nodes, Node{Kind: Rest, Text: rest, Marks: b.marks})
	}
	return nodes
}

type outliner struct {
	byID      map[ElementID]Element
	label     map[ElementID]Element
	places    []place
	frames    map[ElementID]int
	inFrame   []ElementID
	relations []Node
	silent    []string
	silentN   map[string]int
	marks     []Mark // of what has no words
}

func (b *outliner) add(e Element) {
	rect := Rect{e.X, e.Y, e.Width, e.Height}
	switch {
	case e.Kind == Words:
		if holder, ok := b.byID[e.Container]; ok && (holder.shape() || holder.linear()) && b.label[e.Container].ID == e.ID {
			return // said with what holds it
		}
		if text := plain(e.Text); text != "" {
			b.put(e, place{node: Node{Kind: Note, Text: text}, rect: rect, size: e.FontSize, alone: true, up: -1})
		}
	case e.Kind == Frame || e.Kind == MagicArea:
		if b.frames == nil {
			b.frames = map[ElementID]int{}
		}
		b.frames[e.ID] = len(b.places)
		b.put(e, place{node: Node{Kind: Heading, Text: NameOf(e)}, rect: rect, area: true, up: -1})
	case e.shape():
		text := plain(b.label[e.ID].Text)
		b.put(e, place{node: Node{Kind: Note, Text: text}, rect: rect, size: b.label[e.ID].FontSize, area: e.Kind == Rectangle, up: -1})
	case e.linear():
		b.relate(e)
	case e.Kind == Freedraw:
		b.count(e)
	default:
		text := NameOf(e)
		if safeLink(e.Link) {
			text += " : " + e.Link
		}
		b.put(e, place{node: Node{Kind: Thing, Text: text}, rect: rect, up: -1})
	}
}

func (b *outliner) put(e Element, p place) {
	p.element = e
	p.node.Marks = []Mark{mark(e)}
	b.places = append(b.places, p)
	b.inFrame = append(b.inFrame, e.Frame)
	if p.node.Text == "" && !p.area {
		b.count(e)
	}
}

// mark is where the element is, as the drawing shows it: a turned line goes by its points, for the corners of its box may
// be far from it.
func mark(e Element) Mark {
	if (e.linear() || e.Kind == Freedraw) && len(e.Points) > 0 {
		var p Path
		for _, q := range e.Points {
			p.Add(LineTo, q)
		}
		centre := p.Bounds().Centre().plus(Point{e.X, e.Y})
		return Mark{ID: e.ID, Box: p.transformed(turned(shift(e.X, e.Y), e.Angle, centre)).Bounds()}
	}
	return Mark{ID: e.ID, Box: Rect{e.X, e.Y, e.Width, e.Height}.Turned(e.Angle)}
}

func safeLink(link string) bool {
	return strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
}

// plain joins a text's lines, which the editor may have broken to fit a shape.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// relate says what a line links; a line that links nothing says its label, or is counted.
func (b *outliner) relate(e Element) {
	label := plain(b.label[e.ID].Text)
	from, to := b.called(e.StartBound), b.called(e.EndBound)
	if from == "" || to == "" {
		if label != "" {
			r := Rect{e.X, e.Y, math.Abs(e.Width), math.Abs(e.Height)}
			b.put(e, place{node: Node{Kind: Note, Text: label}, rect: r, size: b.label[e.ID].FontSize, up: -1})
			return
		}
		b.count(e)
		return
	}
	sign := " — "
	switch {
	case e.StartHead != "" && e.EndHead != "":
		sign = " ↔ "
	case e.EndHead != "":
		sign = " → "
	case e.StartHead != "":
		from, to, sign = to, from, " → "
	}
	text := from + sign + to
	if label != "" {
		text += " (" + label + ")"
	}
	b.relations = append(b.relations, Node{Kind: Relation, Text: text, Marks: []Mark{mark(e)}})
}

// called is what to call the element an arrow is bound to: its words, else its kind.
func (b *outliner) called(id ElementID) string {
	e, ok := b.byID[id]
	if !ok || id == "" {
		return ""
	}
	text := plain(e.Text)
	if e.Kind != Words {
		text = plain(b.label[id].Text)
	}
	if text == "" {
		return NameOf(e)
	}
	if r := []rune(text); len(r) > 60 {
		text = strings.TrimSpace(string(r[:59])) + "…"
	}
	return text
}

// count notes an element that has no words.
func (b *outliner) count(e Element) {
	name := NameOf(e)
	b.marks = append(b.marks, mark(e))
	if b.silentN == nil {
		b.silentN = map[string]int{}
	}
	if b.silentN[name] == 0 {
		b.silent = append(b.silent, name)
	}
	b.silentN[name]++
}

// rest counts what has no words, in words.
func (b *outliner) rest() string {
	if len(b.silent) == 0 {
		return ""
	}
	slices.Sort(b.silent)
	parts := make([]string, len(b.silent))
	for i, name := range b.silent {
		n := b.silentN[name]
		if n > 1 {
			name = plural(name)
		}
		parts[i] = fmt.Sprintf("%d\u00a0%s", n, name)
	}
	return "Sans mots\u00a0: " + strings.Join(parts, ", ")
}

func plural(name string) string {
	if name == "trait à main levée" {
		return "traits à main levée"
	}
	return name + "s"
}
