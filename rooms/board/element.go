package board

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"palabre/rooms"
)

// element is one piece of the board. Its slices may be shared between a board and a
// stage that is being decided: values are replaced, never written into, and points
// are only written beyond the length that the other one sees.
type element struct {
	kind      kind
	dead      bool           // isDeleted
	by        rooms.MemberID // who put it
	index     string
	props     []json.RawMessage // by slot; nil: absent
	points    []float64         // x0, y0, x1, y1…
	pressures []float64
	box       box
	author    *authorship
	raw       []byte // cache of encode; nil: stale
}

// box is the extent of the points.
type box struct{ left, top, right, bottom float64 }

func newElement(k kind, by rooms.MemberID) *element {
	return &element{kind: k, by: by, props: make([]json.RawMessage, len(properties))}
}

func (e *element) clone() *element {
	c := *e
	c.props = slices.Clone(e.props)
	c.raw = nil
	return &c
}

func (e *element) deleted() bool { return e.dead }

// count is the number of points.
func (e *element) count() int { return len(e.points) / 2 }

// size approximates the bytes that the element takes.
func (e *element) size() int {
	n := 200 + 12*len(e.points) + 6*len(e.pressures)
	for _, p := range e.props {
		n += len(p)
	}
	return n
}

func (e *element) setPoints(points, pressures []float64) {
	e.points, e.pressures = points, pressures
	e.box = box{}
	for i := 0; i+1 < len(points); i += 2 {
		e.stretch(points[i], points[i+1], i == 0)
	}
}

// appendPoints adds points given as half pixels from the one before (B6).
func (e *element) appendPoints(deltas []int, pressures []int) {
	x, y := 0.0, 0.0
	if n := len(e.points); n > 0 {
		x, y = e.points[n-2], e.points[n-1]
	}
	for i := 0; i+1 < len(deltas); i += 2 {
		x += float64(deltas[i]) / 2
		y += float64(deltas[i+1]) / 2
		e.stretch(x, y, len(e.points) == 0)
		e.points = append(e.points, x, y)
	}
	for _, p := range pressures {
		e.pressures = append(e.pressures, float64(p)/100)
	}
}

func (e *element) stretch(x, y float64, first bool) {
	if first {
		e.box = box{x, y, x, y}
		return
	}
	e.box.left, e.box.right = math.Min(e.box.left, x), math.Max(e.box.right, x)
	e.box.top, e.box.bottom = math.Min(e.box.top, y), math.Max(e.box.bottom, y)
}

// encode gives the element as JSON; the bytes are never written to again.
func (e *element) encode(id string) json.RawMessage {
	if e.raw != nil {
		return e.raw
	}
	out := make([]byte, 0, e.size()+200)
	out = append(out, `{"id":"`...)
	out = append(out, id...)
	out = append(out, `","type":"`...)
	out = append(out, e.kind.name()...)
	out = append(out, `","index":"`...)
	out = append(out, e.index...)
	out = append(out, '"')
	if e.by != "" {
		out = append(out, `,"by":`...)
		out = append(out, quote(string(e.by))...)
	}
	if signed := e.signature(); signed != nil {
		out = append(append(out, `,"wrote":`...), signed...)
	}
	if e.author.isShut() {
		out = append(out, `,"withdrawn":true`...)
	}
	for i, value := range e.props {
		if value != nil {
			out = append(append(append(out, `,"`...), properties[i].name...), `":`...)
			out = append(out, value...)
		}
	}
	if e.kind.is(paths) {
		out = append(out, `,"width":`...)
		out = appendNumber(out, e.box.right-e.box.left)
		out = append(out, `,"height":`...)
		out = appendNumber(out, e.box.bottom-e.box.top)
		out = append(out, `,"points":`...)
		out = appendPairs(out, e.points)
	}
	if e.kind == freedraw {
		out = append(out, `,"pressures":`...)
		out = appendNumbers(out, e.pressures)
	}
	e.raw = append(out, '}')
	return e.raw
}

func appendNumber(out []byte, v float64) []byte {
	return strconv.AppendFloat(out, v, 'f', -1, 64)
}

func appendNumbers(out []byte, values []float64) []byte {
	out = append(out, '[')
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendNumber(out, v)
	}
	return append(out, ']')
}

func appendPairs(out []byte, values []float64) []byte {
	out = append(out, '[')
	for i := 0; i+1 < len(values); i += 2 {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[')
		out = appendNumber(out, values[i])
		out = append(out, ',')
		out = appendNumber(out, values[i+1])
		out = append(out, ']')
	}
	return append(out, ']')
}
