package template

import (
	"math"
	"strings"

	"palabre/rooms/board/fractional"
)

// Lang is the language of a template's words.
type Lang string

// The languages of templates.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Element is one element of a board, every property as a board keeps it.
type Element map[string]any

// words are in both languages; a line that is too long for its place is broken by a new line.
type words struct{ fr, en string }

// tint is a fill, the line around it, and words on it: at least 6.8 to 1.
type tint struct{ fill, line, ink string }

// Colours of paper, of what is said, and of the bands that set communities apart.
//
//nolint:gochecknoglobals // constants: Go has no constant structs
var (
	green = tint{"#E4EBDD", "#BFD0BB", leaf}
	sand  = tint{"#EFE3CB", "#D6C197", "#4F3A12"}
	sky   = tint{"#DFE8EA", "#AFC6CC", "#153E4C"}
	mauve = tint{"#E6E1EC", "#C6BDD6", "#2F2A5C"}
	clay  = tint{"#F0DED5", "#D9B7A6", "#5C2613"}
	plain = tint{"#FFFCF6", "#DACFBA", ink}
	soft  = tint{"#F6F1E6", "#DACFBA", ink}
)

const (
	ink   = "#24211B"
	ink2  = "#4E483C"
	leaf  = "#1F4A3E"
	line  = "#DACFBA"
	edge  = "#857A65"
	clear = "transparent"
)

// Measures of a page, px.
const (
	left       = 64.0
	right      = 1216.0
	top        = 152.0
	gap        = 24.0
	inset      = 22.0
	titleSize  = 36.0
	labelSize  = 23.0
	hintSize   = 17.0
	lineHeight = 1.35
	nunito     = 6
)

// page is a template while it is laid out.
type page struct {
	lang  Lang
	newID func() string
	els   []Element
	index string
	loose bool // what comes next can be taken and moved
}

func (p *page) say(w words) string {
	if p.lang == English {
		return w.en
	}
	return w.fr
}

// hundredth rounds as browsers do before they write to a board: none of them then sees a difference of its own.
func hundredth(v float64) float64 { return math.Round(v*100) / 100 }

// add puts an element on top of the others.
func (p *page) add(kind string, x, y float64, t tint, more Element) Element {
	next, err := fractional.Between(p.index, "")
	if err != nil { // only a key that is not one fails
		next = p.index + "V"
	}
	p.index = next
	e := Element{
		"id": p.newID(), "type": kind, "index": next, "x": hundredth(x), "y": hundredth(y), "angle": 0.0, "strokeColor": strings.ToLower(t.line),
		"backgroundColor": strings.ToLower(t.fill), "fillStyle": "solid", "strokeWidth": 1.0, "strokeStyle": "solid", "roughness": 0.0,
		"opacity": 100.0, "seed": len(p.els) + 1, "roundness": nil, "groupIds": []string{}, "boundElements": []any{}, "link": nil,
		"locked": !p.loose, "isDeleted": false, "customData": nil,
	}
	for name, value := range more {
		if v, ok := value.(float64); ok {
			value = hundredth(v)
		}
		e[name] = value
	}
	p.els = append(p.els, e)
	return e
}

func (p *page) box(x, y, w, h float64, t tint) Element {
	return p.add("rectangle", x, y, t, Element{"width": w, "height": h, "roundness": map[string]any{"type": 3, "value": 16.0}})
}

func (p *page) ellipse(x, y, w, h float64, t tint) Element {
	return p.add("ellipse", x, y, t, Element{"width": w, "height": h})
}

func (p *page) circle(x, y, r float64, t tint) Element { return p.ellipse(x-r, y-r, 2*r, 2*r, t) }

// path draws a line through points given one after the other, the first at (x, y).
func (p *page) path(x, y float64, color string, width float64, points ...float64) Element {
	pairs := [][]float64{{0, 0}}
	for i := 0; i+1 < len(points); i += 2 {
		pairs = append(pairs, []float64{hundredth(points[i] - x), hundredth(points[i+1] - y)})
	}
	return p.add("line", x, y, tint{clear, color, ink}, Element{"points": pairs, "strokeWidth": width, "startBinding": nil, "endBinding": nil, "startArrowhead": nil, "endArrowhead": nil})
}

func (p *page) arrow(x, y float64, color string, points ...float64) {
	e := p.path(x, y, color, 2, points...)
	e["type"], e["endArrowhead"], e["elbowed"] = "arrow", "arrow", false
}

// text sets words in a place that is w wide; it is as high as its lines.
func (p *page) text(x, y, w, size float64, align, color string, said words) Element {
	s := p.say(said)
	return p.add("text", x, y, tint{clear, color, ink}, Element{
		"text": s, "originalText": s, "width": w, "height": float64(strings.Count(s, "\n")+1) * size * lineHeight,
		"fontSize": size, "fontFamily": nunito, "lineHeight": lineHeight, "autoResize": false, "textAlign": align,
		"verticalAlign": "top", "containerId": nil,
	})
}

// title names the page, and says in a line what to do there.
func (p *page) title(name, hint words) {
	p.text(left, 40, right-left, titleSize, "left", leaf, name)
	p.text(left, 96, right-left, 20, "left", ink2, hint)
}

// bind makes a text the label of a shape: who hears the board hears them as one.
func bind(shape, label Element) {
	label["containerId"] = shape["id"]
	shape["boundElements"] = []any{map[string]any{"id": label["id"], "type": "text"}}
}

// area is a place of the page where people write.
type area struct {
	tint  tint
	label words
	hint  words
}

// zone draws an area with its label on top.
func (p *page) zone(x, y, w, h float64, a area) {
	box := p.box(x, y, w, h, a.tint)
	box["customData"] = map[string]any{"palabre": "area"}
	if a.label != (words{}) {
		bind(box, p.text(x+inset, y+18, w-2*inset, labelSize, "left", a.tint.ink, a.label))
	}
	if a.hint != (words{}) {
		lines := float64(strings.Count(p.say(a.label), "\n"))
		p.text(x+inset, y+54+lines*labelSize*lineHeight, w-2*inset, hintSize, "left", ink2, a.hint)
	}
}

// grid lays areas in columns, row by row, under the title.
func (p *page) grid(columns int, height float64, areas ...area) {
	w := (right - left - gap*float64(columns-1)) / float64(columns)
	for i, a := range areas {
		x, y := left+float64(i%columns)*(w+gap), top+float64(i/columns)*(height+gap)
		p.zone(x, y, w, height, a)
	}
}
