package scene_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"palabre/assets/scene"
)

// marked is every place that an outline tells, by element.
func marked(t interface{ Errorf(string, ...any) }, nodes []scene.Node) map[scene.ElementID]scene.Rect {
	out := map[scene.ElementID]scene.Rect{}
	var read func([]scene.Node)
	read = func(nodes []scene.Node) {
		for _, n := range nodes {
			if n.Kind != scene.Rest && len(n.Marks) != 1 {
				t.Errorf("%v %q has %d places", n.Kind, n.Text, len(n.Marks))
			}
			for _, m := range n.Marks {
				if _, twice := out[m.ID]; twice {
					t.Errorf("%s is in two entries", m.ID)
				}
				out[m.ID] = m.Box
			}
			read(n.Children)
		}
	}
	read(nodes)
	return out
}

// What the outline says of a place is where the drawing has it, turned or not: people are shown that place.
func TestOutlineTellsWhereThingsAreDrawn(t *testing.T) {
	d := drafter(t, 1)
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SampledFrom([]string{"rectangle", "ellipse", "diamond", "line", "arrow", "freedraw", "text", "image"})
		px := rapid.IntRange(-400, 400)
		size := rapid.IntRange(30, 300)
		raw := map[scene.ElementID]json.RawMessage{}
		for i := range rapid.IntRange(1, 6).Draw(t, "n") {
			w, h := size.Draw(t, "w"), size.Draw(t, "h")
			raw[scene.ElementID(fmt.Sprint("e", i))] = json.RawMessage(fmt.Sprintf(
				`{"type":%q,"x":%d,"y":%d,"width":%d,"height":%d,"angle":%.3f,"text":"mot","fontSize":20,"strokeColor":"#000000","strokeWidth":1,"roughness":0,"opacity":100,"points":[[0,0],[%d,0],[%d,%d]]}`,
				kinds.Draw(t, "kind"), px.Draw(t, "x"), px.Draw(t, "y"), w, h, rapid.Float64Range(0, 6).Draw(t, "angle"), w, w, h))
		}
		elements := scene.ReadMap(raw)
		drawing, err := d.Draw(context.Background(), elements)
		if err != nil {
			t.Fatal(err)
		}
		places := marked(t, scene.Outline(elements))
		drawn := map[scene.ElementID]scene.Rect{}
		for _, item := range drawing.Items {
			id := idOf(item)
			if seen, ok := drawn[id]; ok {
				drawn[id] = around(seen, item.Extent())
			} else {
				drawn[id] = item.Extent()
			}
		}
		for _, e := range elements {
			box, ok := places[e.ID]
			if !ok {
				t.Errorf("%s, %s: the outline does not tell where it is", e.ID, e.Kind)
				continue
			}
			// An arrow's head and a stroke's thickness go beyond; an ellipse fills no corner of its turned box.
			if !box.Grown(45).Holds(drawn[e.ID]) || !drawn[e.ID].Grown(140).Holds(box) {
				t.Errorf("%s: the outline says %+v, the drawing has %+v", e.Kind, box, drawn[e.ID])
			}
			if !drawing.Bounds.Grown(140).Holds(box) {
				t.Errorf("%s: %+v is not in the picture %+v", e.Kind, box, drawing.Bounds)
			}
		}
	})
}

func idOf(item scene.Item) scene.ElementID {
	switch i := item.(type) {
	case scene.Shape:
		return i.ID
	case scene.Text:
		return i.ID
	case scene.Box:
		return i.ID
	}
	return ""
}

func around(a, b scene.Rect) scene.Rect {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return scene.Rect{X: x, Y: y, W: max(a.X+a.W, b.X+b.W) - x, H: max(a.Y+a.H, b.Y+b.H) - y}
}

// A board of drawings alone is not an empty board: it says what is on it, and where each is.
func TestDrawingsWithoutWordsAreTold(t *testing.T) {
	if nodes := scene.Outline(nil); len(nodes) != 0 {
		t.Errorf("an empty board says %v", nodes)
	}
	nodes := scene.Outline(scene.Read([]json.RawMessage{
		json.RawMessage(`{"id":"r","type":"rectangle","x":10,"y":20,"width":100,"height":50}`),
		json.RawMessage(`{"id":"s","type":"freedraw","x":200,"y":100,"points":[[0,0],[-30,10],[20,40]]}`),
	}))
	if len(nodes) != 1 || nodes[0].Kind != scene.Rest || nodes[0].Text != "Sans mots\u00a0: 1\u00a0rectangle, 1\u00a0trait à main levée" {
		t.Fatalf("%+v", nodes)
	}
	places := marked(t, nodes)
	if places["r"] != (scene.Rect{X: 10, Y: 20, W: 100, H: 50}) || places["s"] != (scene.Rect{X: 170, Y: 100, W: 50, H: 40}) {
		t.Errorf("%+v", places)
	}
}

// The box of a turned corner stroke reached far beyond the stroke: what people were shown was mostly empty paper.
func TestATurnedStrokeIsMarkedByItsPoints(t *testing.T) {
	nodes := scene.Outline(scene.Read([]json.RawMessage{
		json.RawMessage(`{"id":"s","type":"freedraw","x":0,"y":0,"width":100,"height":100,"angle":0.7853981633974483,"points":[[0,0],[100,0],[100,100]]}`),
	}))
	box := marked(t, nodes)["s"]
	// Turned by an eighth, the corner's legs are 100 px slopes: 141 px high, and half as wide.
	if box.H < 141 || box.H > 142 || box.W < 70 || box.W > 71 {
		t.Errorf("%+v", box)
	}
}
