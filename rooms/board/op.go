package board

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"palabre/rooms"
)

// op is one operation, as clients send it and as events keep it. Exactly one of Put,
// Set and App is there.
type op struct {
	ID  string                     `json:"id"`
	Put map[string]json.RawMessage `json:"put,omitempty"`
	Set map[string]json.RawMessage `json:"set,omitempty"`
	App *appended                  `json:"app,omitempty"`
}

// appended continues a stroke: N is how many points its writer believes it has, D
// holds dx, dy of each new point in half pixels from the point before, P the pen's
// pressures in hundredths (as many as points, or none).
type appended struct {
	N int   `json:"n"`
	D []int `json:"d"`
	P []int `json:"p,omitempty"`
}

// fix tells what the server decided differently: the sender takes it from the
// answer, the others from the event.
type fix struct {
	ID  string          `json:"id"`
	Set json.RawMessage `json:"set"`
}

// change is the data of an event "board.op" and the arguments of its command. At, of a command alone, is the place of the log that its
// person saw when she made it (B10).
type change struct {
	Ops []op      `json:"ops"`
	Fix []fix     `json:"fix,omitempty"`
	At  rooms.Seq `json:"at,omitempty"`
}

func decodeChange(args json.RawMessage) (change, error) {
	var c change
	if err := json.Unmarshal(args, &c); err != nil {
		return change{}, fmt.Errorf("board: operations: %w", err)
	}
	return c, nil
}

// forms counts the forms that the operation has; one is right.
func (o *op) forms() int {
	n := 0
	if o.Put != nil {
		n++
	}
	if o.Set != nil {
		n++
	}
	if o.App != nil {
		n++
	}
	return n
}

// readPoints reads [[x,y],…] into x0, y0, x1, y1…
func readPoints(raw json.RawMessage) ([]float64, string) {
	var pairs [][]float64
	if json.Unmarshal(raw, &pairs) != nil {
		return nil, CodeNumber
	}
	if len(pairs) > maxPoints {
		return nil, CodeTooMany
	}
	points := make([]float64, 0, 2*len(pairs))
	for _, pair := range pairs {
		if len(pair) != 2 || !within(pair[0]) || !within(pair[1]) {
			return nil, CodeNumber
		}
		points = append(points, pair[0], pair[1])
	}
	return points, ""
}

func readPressures(raw json.RawMessage, points int) ([]float64, string) {
	if raw == nil {
		return nil, ""
	}
	var pressures []float64
	if json.Unmarshal(raw, &pressures) != nil {
		return nil, CodeNumber
	}
	if len(pressures) > points {
		return nil, CodeTooMany
	}
	for _, p := range pressures {
		if p < 0 || p > 1 {
			return nil, CodeNumber
		}
	}
	return pressures, ""
}

// encode writes the change as its event keeps it: values that were decoded before, and
// names of our own, so it cannot fail.
func (c change) encode() json.RawMessage {
	out := make([]byte, 0, 256)
	out = append(out, `{"ops":[`...)
	for i := range c.Ops {
		if i > 0 {
			out = append(out, ',')
		}
		out = c.Ops[i].encode(out)
	}
	out = append(out, ']')
	if len(c.Fix) > 0 {
		out = append(out, `,"fix":`...)
		out = append(out, encodeFixes(c.Fix)...)
	}
	return append(out, '}')
}

func encodeFixes(fixes []fix) []byte {
	out := []byte{'['}
	for i, f := range fixes {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, `{"id":"`...), f.ID...), `","set":`...)
		out = append(append(out, f.Set...), '}')
	}
	return append(out, ']')
}

func (o *op) encode(out []byte) []byte {
	out = append(append(append(out, `{"id":"`...), o.ID...), '"')
	switch {
	case o.Put != nil:
		out = encodeValues(append(out, `,"put":`...), o.Put)
	case o.Set != nil:
		out = encodeValues(append(out, `,"set":`...), o.Set)
	case o.App != nil:
		out = append(out, `,"app":{"n":`...)
		out = strconv.AppendInt(out, int64(o.App.N), 10)
		out = encodeInts(append(out, `,"d":`...), o.App.D)
		if len(o.App.P) > 0 {
			out = encodeInts(append(out, `,"p":`...), o.App.P)
		}
		out = append(out, '}')
	}
	return append(out, '}')
}

func encodeValues(out []byte, values map[string]json.RawMessage) []byte {
	out = append(out, '{')
	for i, name := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), name...), `":`...)
		out = append(out, values[name]...)
	}
	return append(out, '}')
}

func encodeInts(out []byte, values []int) []byte {
	out = append(out, '[')
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(v), 10)
	}
	return append(out, ']')
}
