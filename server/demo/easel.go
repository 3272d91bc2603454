package demo

import (
	"errors"
	"math"
	"strings"

	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/board/fractional"
)

// The design's colours of notes and inks.
const (
	butter, mint, sky, rose, lilac = "#fbe7a6", "#cde5cf", "#cfe0ec", "#f3d3cb", "#e0d8ee"

	ink, leaf, moss, bark, root, plum, river = "#24211b", "#1f4a3e", "#2f6148", "#5b4632", "#7a5a34", "#74304f", "#1f5e6b"
)

// easel is one board that people of a session draw on. Lengths are in board px.
type easel struct {
	*hall
	board rooms.BoardID
	top   string // index of the topmost element
	seed  int
	boxes map[string]box
	pace  rooms.Millis // between two gestures
}

type box struct{ x, y, w, h float64 }

func (b box) centre() pt { return pt{b.x + b.w/2, b.y + b.h/2} }

// easel opens a new board in the session and shows it.
func (h *hall) easel(by *person, title string) *easel {
	id := rooms.BoardID(h.IDs.ID())
	h.does(by, "boards.open", args{"board": id, "title": title})
	h.does(by, "boards.show", args{"board": id})
	h.settle()
	return &easel{hall: h, board: id, boxes: map[string]box{}, pace: 6 * second, seed: len(title) * 7919}
}

func (e *easel) ops(by *person, ops ...args) {
	e.give(rooms.BoardRoom(e.board), by, board.NameOp, args{"ops": ops})
	e.wait(e.pace)
}

// put is the operation that puts an element on top of the others.
func (e *easel) put(kind string, x, y float64, more args) (string, args) {
	next, err := fractional.Between(e.top, "")
	e.fail("index", err)
	e.top = next
	e.seed += 104_729
	v := args{
		"type": kind, "index": next, "x": px(x), "y": px(y), "angle": 0, "strokeColor": ink, "backgroundColor": "transparent",
		"fillStyle": "solid", "strokeWidth": 1, "strokeStyle": "solid", "roughness": 0, "opacity": 100, "seed": 1 + e.seed%999_983,
		"groupIds": []string{}, "boundElements": []any{}, "locked": false,
	}
	for name, value := range more {
		v[name] = value
	}
	id := e.IDs.ID()
	return id, args{"id": id, "put": v}
}

// values are those of an operation made by put.
func values(op args) args {
	v, ok := op["put"].(args)
	if !ok {
		panic("demo: not a put")
	}
	return v
}

// px keeps hundredths, as the editor sends them.
func px(v float64) float64 { return math.Round(v*100) / 100 }

const (
	sans  = 6 // Nunito
	hand  = 5
	noteH = 1.35 // lines of notes
)

// width of a line in px.
func (e *easel) width(text string, size float64, family int) float64 {
	face := scene.Rounded
	if family == hand {
		face = scene.Hand
	}
	_, em := e.fonts.Line(face, text)
	return em * size * 1.03
}

// broken breaks words into lines of at most so many px, about as long as each other.
func (e *easel) broken(words string, size, most float64) []string {
	lines := e.lines(words, size, most)
	for narrower := most - 6; narrower > most/3; narrower -= 6 {
		again := e.lines(words, size, narrower)
		if len(again) > len(lines) {
			break
		}
		lines = again
	}
	return lines
}

func (e *easel) lines(words string, size, most float64) []string {
	var lines []string
	for _, line := range strings.Split(words, "\n") {
		current := ""
		for _, word := range strings.Fields(line) {
			longer := strings.TrimSpace(current + " " + word)
			if current != "" && e.width(longer, size, sans) > most {
				lines = append(lines, current)
				longer = word
			}
			current = longer
		}
		lines = append(lines, current)
	}
	return lines
}

// words is the operation that puts a text whose box begins at x, y.
func (e *easel) words(x, y, size float64, family int, colour string, lines []string, more args) (string, args, box) {
	wide := 0.0
	for _, line := range lines {
		wide = max(wide, e.width(line, size, family))
	}
	step := noteH
	if family == hand {
		step = 1.25
	}
	b := box{x, y, wide, float64(len(lines)) * size * step}
	v := args{
		"width": px(b.w), "height": px(b.h), "strokeColor": colour, "text": strings.Join(lines, "\n"), "originalText": strings.Join(lines, " "),
		"fontSize": size, "fontFamily": family, "lineHeight": step, "autoResize": true, "textAlign": "left", "verticalAlign": "top",
	}
	for name, value := range more {
		v[name] = value
	}
	id, op := e.put("text", x, y, v)
	return id, op, b
}

// note puts a papillon: a coloured paper a little askew, with its words.
func (e *easel) note(by *person, x, y, w float64, colour, words string) string {
	const size, pad = 20.0, 14.0
	lines := e.broken(words, size, w-2*pad)
	b := box{x, y, w, max(64, float64(len(lines))*size*noteH+2*pad)}
	lean := float64((e.seed/7)%7-3) * 0.008
	id, paper := e.put("rectangle", x, y, args{
		"width": px(b.w), "height": px(b.h), "angle": lean, "strokeColor": "transparent", "backgroundColor": colour,
		"roundness": args{"type": 3, "value": 6}, "customData": args{"palabre": "note"},
	})
	text, label, t := e.words(0, 0, size, sans, ink, lines, args{"textAlign": "center", "verticalAlign": "middle", "containerId": id, "angle": lean})
	put := values(label)
	put["x"], put["y"] = px(b.centre().x-t.w/2), px(b.centre().y-t.h/2)
	put["originalText"] = words
	values(paper)["boundElements"] = []any{args{"id": text, "type": "text"}}
	e.boxes[id] = b
	e.ops(by, paper, label)
	return id
}

// title writes a heading by hand and underlines it.
func (e *easel) title(by *person, x, y, size float64, colour, words string) string {
	id, op, b := e.words(x, y, size, hand, colour, []string{words}, nil)
	e.boxes[id] = b
	e.ops(by, op)
	e.stroke(by, colour, 0.7, wobble(between(pt{x - 2, y + b.h + 3}, pt{x + b.w + 8, y + b.h + 1}), 1.6, float64(e.seed%100)), "")
	return id
}

// line writes plain words.
func (e *easel) line(by *person, x, y, size float64, colour, words string) box {
	id, op, b := e.words(x, y, size, sans, colour, strings.Split(words, "\n"), nil)
	e.boxes[id] = b
	e.ops(by, op)
	return b
}

// stroke draws by hand: the first point, then the others as the pen goes. A fill colours what a closed stroke holds.
func (e *easel) stroke(by *person, colour string, width float64, points []pt, fill string) {
	e.drawn(by, colour, width, 100, points, fill)
}

func (e *easel) drawn(by *person, colour string, width, opacity float64, points []pt, fill string) {
	if len(points) < 2 {
		e.fail("stroke", errors.New("too short"))
		return
	}
	v := args{
		"strokeColor": colour, "strokeWidth": width, "opacity": opacity, "points": []any{[]float64{0, 0}}, "pressures": []any{}, "simulatePressure": true,
	}
	if fill != "" {
		v["backgroundColor"] = fill
	}
	id, op := e.put("freedraw", points[0].x, points[0].y, v)
	e.ops(by, op)
	const chunk = 60
	for from := 1; from < len(points); from += chunk {
		to := min(from+chunk, len(points))
		d := make([]int, 0, 2*chunk)
		for i := from; i < to; i++ {
			a, b := half(points[0], points[i-1]), half(points[0], points[i])
			d = append(d, b[0]-a[0], b[1]-a[1])
		}
		e.ops(by, args{"id": id, "app": args{"n": from, "d": d}})
	}
}

// half is a point in half pixels from the first one.
func half(first, p pt) [2]int {
	return [2]int{int(math.Round((p.x - first.x) * 2)), int(math.Round((p.y - first.y) * 2))}
}

// path draws a line through points: curved, and dotted or dashed when style says so.
func (e *easel) path(by *person, colour string, width float64, style string, points []pt) {
	_, op := e.put("line", points[0].x, points[0].y, args{
		"strokeColor": colour, "strokeWidth": width, "strokeStyle": style, "roughness": 1, "roundness": args{"type": 2},
		"points": relative(points), "startArrowhead": nil, "endArrowhead": nil,
	})
	e.ops(by, op)
}

func relative(points []pt) [][2]float64 {
	out := make([][2]float64, len(points))
	for i, p := range points {
		out[i] = [2]float64{px(p.x - points[0].x), px(p.y - points[0].y)}
	}
	return out
}

// dot is a vote.
func (e *easel) dot(by *person, x, y float64, colour string) {
	_, op := e.put("ellipse", x, y, args{
		"width": 18, "height": 18, "strokeColor": colour, "backgroundColor": colour, "roughness": 1,
	})
	e.ops(by, op)
}

// area is a zone that others' words lie in, hatched by hand.
func (e *easel) area(by *person, b box, stroke, fill string) {
	_, op := e.put("rectangle", b.x, b.y, args{
		"width": b.w, "height": b.h, "strokeColor": stroke, "backgroundColor": fill, "fillStyle": "hachure", "roughness": 1.4,
		"roundness": args{"type": 3, "value": 32}, "customData": args{"palabre": "area"},
	})
	e.ops(by, op)
}

// arrow ties two things, with a bend (px, to the left of its way).
func (e *easel) arrow(by *person, from, to string, colour string, bend float64) {
	a, b := e.boxes[from], e.boxes[to]
	const gap = 8
	start, end := a.edge(b.centre(), gap), b.edge(a.centre(), gap)
	length := math.Hypot(end.x-start.x, end.y-start.y)
	middle := pt{(start.x+end.x)/2 + (end.y-start.y)/length*bend, (start.y+end.y)/2 - (end.x-start.x)/length*bend}
	tied := func(id string) args { return args{"elementId": id, "focus": 0, "gap": gap} }
	id, op := e.put("arrow", start.x, start.y, args{
		"strokeColor": colour, "strokeWidth": 1.5, "roughness": 1, "roundness": args{"type": 2}, "points": relative([]pt{start, middle, end}),
		"startArrowhead": nil, "endArrowhead": "arrow", "startBinding": tied(from), "endBinding": tied(to), "elbowed": false,
	})
	bound := func(shape string) args {
		return args{"id": shape, "set": args{"boundElements": args{"add": []any{args{"id": id, "type": "arrow"}}}}}
	}
	e.ops(by, op, bound(from), bound(to))
}

// edge is where the way from the box's middle to a point leaves it, and a gap further.
func (b box) edge(to pt, gap float64) pt {
	c := b.centre()
	dx, dy := to.x-c.x, to.y-c.y
	scale := math.Min((b.w/2+gap)/math.Max(1, math.Abs(dx)), (b.h/2+gap)/math.Max(1, math.Abs(dy)))
	return pt{c.x + dx*scale, c.y + dy*scale}
}
