package board_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"

	"palabre/rooms"
	"palabre/rooms/board"
)

const brd = rooms.RoomID("brd_1")

type (
	values = map[string]any
	edit   = map[string]any // one operation as a client writes it
)

// rect is a whole rectangle at (x, y).
func rect(x, y float64, index string) values {
	return values{
		"type": "rectangle", "index": index, "x": x, "y": y, "width": 100.0, "height": 50.0, "angle": 0.0,
		"strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2.0,
		"strokeStyle": "solid", "roughness": 1.0, "opacity": 100.0, "seed": 7.0,
	}
}

func with(base values, more values) values {
	out := maps.Clone(base)
	maps.Copy(out, more)
	return out
}

func without(base values, names ...string) values {
	out := maps.Clone(base)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

func stroke(x, y float64, index string) values {
	return with(without(rect(x, y, index), "width", "height"), values{
		"type": "freedraw", "points": []any{[]any{0.0, 0.0}}, "pressures": []any{}, "simulatePressure": true,
	})
}

func note(x, y float64, index, words string) values {
	return with(rect(x, y, index), values{
		"type": "text", "text": words, "originalText": words, "fontSize": 20.0, "fontFamily": 6.0,
		"lineHeight": 1.25, "autoResize": true, "textAlign": "left", "verticalAlign": "top",
	})
}

func put(id string, v values) edit { return edit{"id": id, "put": v} }
func set(id string, v values) edit { return edit{"id": id, "set": v} }
func app(id string, n int, d ...int) edit {
	return edit{"id": id, "app": values{"n": n, "d": d}}
}

func encodeOps(ops []edit) json.RawMessage {
	data, err := json.Marshal(map[string]any{"ops": ops})
	if err != nil {
		panic(err)
	}
	return data
}

// encodeOpsAt is of somebody who saw the board up to a place.
func encodeOpsAt(at rooms.Seq, ops []edit) json.RawMessage {
	data, err := json.Marshal(map[string]any{"ops": ops, "at": at})
	if err != nil {
		panic(err)
	}
	return data
}

func command(who rooms.MemberID, n uint64, ops ...edit) rooms.Command {
	return rooms.Command{
		Client: rooms.ClientID("tab-" + string(who)), N: n, Name: board.NameOp, Args: encodeOps(ops), At: 1000,
		Actor: rooms.Actor{Member: who, Standing: rooms.RoleMember},
	}
}

// replica is a dumb second writing of the merge rule: maps, no sharing, no caches.
type replica map[string]values

func (r replica) apply(by string, o edit) bool {
	id, _ := o["id"].(string)
	if v, ok := o["put"].(values); ok {
		r[id] = with(v, values{"id": id})
		if by != "" {
			r[id]["by"] = by
		}
		r.measure(id)
		return true
	}
	if v, ok := o["set"].(values); ok {
		if r[id] == nil && v["type"] == nil {
			return false
		}
		e := maps.Clone(r[id])
		if e == nil {
			e = values{}
		}
		for name, value := range v {
			if change, ok := value.(values); ok && (name == "boundElements" || name == "groupIds") {
				value = mergeList(e[name], change)
			}
			e[name] = value
		}
		r[id] = e
		r.measure(id)
		return true
	}
	v, _ := o["app"].(values)
	points, _ := r[id]["points"].([]any)
	if r[id] == nil || toFloat(v["n"]) != float64(len(points)) {
		return false
	}
	last, _ := points[len(points)-1].([]any)
	x, y := toFloat(last[0]), toFloat(last[1])
	points = slices.Clone(points)
	d := toFloats(v["d"])
	for i := 0; i < len(d); i += 2 {
		x, y = x+d[i]/2, y+d[i+1]/2
		points = append(points, []any{x, y})
	}
	r[id] = with(r[id], values{"points": points})
	r.measure(id)
	return true
}

func (r replica) measure(id string) {
	points, ok := r[id]["points"].([]any)
	if !ok {
		return
	}
	l, t, rt, b := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		pair, _ := p.([]any)
		l, rt = min(l, toFloat(pair[0])), max(rt, toFloat(pair[0]))
		t, b = min(t, toFloat(pair[1])), max(b, toFloat(pair[1]))
	}
	r[id]["width"], r[id]["height"] = rt-l, b-t
}

func (r replica) fork() replica {
	out := replica{}
	for id, e := range r {
		out[id] = maps.Clone(e)
	}
	return out
}

func listKey(v any) string {
	if o, ok := v.(values); ok {
		return fmt.Sprint(o["id"])
	}
	return fmt.Sprint(v)
}

func mergeList(old any, change values) []any {
	items, _ := old.([]any)
	out := []any{}
	del, _ := change["del"].([]any)
	add, _ := change["add"].([]any)
	for _, v := range items {
		if !slices.ContainsFunc(del, func(d any) bool { return d == listKey(v) }) {
			out = append(out, v)
		}
	}
	for _, v := range add {
		if !slices.ContainsFunc(out, func(o any) bool { return listKey(o) == listKey(v) }) {
			out = append(out, v)
		}
	}
	return out
}

func toFloat(v any) float64 {
	switch n := v.(type) {
	case float64:
		return n
	case int:
		return float64(n)
	default:
		return math.NaN()
	}
}

func toFloats(v any) []float64 {
	var out []float64
	switch list := v.(type) {
	case []any:
		for _, n := range list {
			out = append(out, toFloat(n))
		}
	case []int:
		for _, n := range list {
			out = append(out, float64(n))
		}
	}
	return out
}

// decoded gives a JSON value as maps, lists and float64.
func decoded[T any](data []byte) T {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		panic(fmt.Sprintf("%v in %s", err, data))
	}
	return v
}

// seen is the board as a newcomer's replica.
func seen(b *board.Board) replica {
	data, err := json.Marshal(b.View(rooms.Viewer{Member: "ana", Role: rooms.RoleMember}))
	if err != nil {
		panic(err)
	}
	return decoded[struct{ Els replica }](data).Els
}

// alive drops what is deleted.
func (r replica) alive() replica {
	out := replica{}
	for id, e := range r {
		if e["isDeleted"] != true {
			out[id] = e
		}
	}
	return out
}

func same(a, b replica) bool { return reflect.DeepEqual(a, b) }

func replayed(log []rooms.Event) *board.Board {
	b := board.New(brd)
	for _, e := range log {
		if err := b.Apply(e); err != nil {
			panic(err)
		}
	}
	return b
}

func snapshotOf(b *board.Board) string {
	data, err := b.Snapshot()
	if err != nil {
		panic(err)
	}
	return string(data)
}
