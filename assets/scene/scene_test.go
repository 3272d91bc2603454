package scene_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"palabre/assets/scene"
)

var update = flag.Bool("update", false, "write the golden files")

func sample(t testing.TB) []json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile("testdata/board.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func drafter(t testing.TB, machines int) *scene.Drafter {
	t.Helper()
	d, err := scene.NewDrafter(machines)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func draw(t testing.TB, d *scene.Drafter, elements []scene.Element) scene.Drawing {
	t.Helper()
	drawing, err := d.Draw(context.Background(), elements)
	if err != nil {
		t.Fatal(err)
	}
	return drawing
}

// one reads a board of one element written as JSON members.
func one(members string) []scene.Element {
	return scene.Read([]json.RawMessage{json.RawMessage("{" + members + "}")})
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed:\n%s", path, got)
	}
}

// Only what has no drawing of its own becomes a box, and it says its name. (rough.js once lost every rounded rectangle,
// because the engine has no RegExp.$1: they came out as boxes.)
func TestOnlyUndrawnKindsAreBoxes(t *testing.T) {
	var names []string
	for _, item := range draw(t, drafter(t, 1), scene.Read(sample(t))).Items {
		if b, ok := item.(scene.Box); ok {
			names = append(names, b.Label)
		}
	}
	want := []string{"Toutes les formes", "image", "contenu intégré", "élément « hologram »"}
	if !slices.Equal(names, want) {
		t.Errorf("boxes %q, want %q", names, want)
	}
}

// Every element that is not deleted leaves something, text bound to a shape included.
func TestNothingIsDropped(t *testing.T) {
	elements := scene.Read(sample(t))
	left := map[scene.ElementID]bool{}
	for _, item := range draw(t, drafter(t, 1), elements).Items {
		switch i := item.(type) {
		case scene.Shape:
			left[i.ID] = true
		case scene.Text:
			left[i.ID] = true
		case scene.Box:
			left[i.ID] = true
		}
	}
	for _, e := range elements {
		if !left[e.ID] {
			t.Errorf("%s, a %s, left nothing", e.ID, e.Kind)
		}
	}
}

// [I9] the order of the input, the machine used and what it drew before change nothing.
func TestSameBoardSameDrawing(t *testing.T) {
	raw := sample(t)
	d := drafter(t, 2)
	want := draw(t, d, scene.Read(raw))
	byID := map[scene.ElementID]json.RawMessage{}
	for _, r := range raw {
		var id struct{ ID scene.ElementID }
		if err := json.Unmarshal(r, &id); err != nil {
			t.Fatal(err)
		}
		byID[id.ID] = r
	}
	reversed := slices.Clone(raw)
	slices.Reverse(reversed)
	var wait sync.WaitGroup
	for i, elements := range [][]scene.Element{scene.Read(reversed), scene.ReadMap(byID), scene.Read(raw)} {
		wait.Go(func() {
			got, err := d.Draw(context.Background(), elements)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("reading %d gives another drawing (%v)", i, err)
			}
		})
	}
	wait.Wait()
}

func TestOutlineOfTheSample(t *testing.T) {
	var b strings.Builder
	var write func(nodes []scene.Node, indent string)
	write = func(nodes []scene.Node, indent string) {
		for _, n := range nodes {
			fmt.Fprintf(&b, "%s%s: %s\n", indent, n.Kind, n.Text)
			write(n.Children, indent+"  ")
		}
	}
	write(scene.Outline(scene.Read(sample(t))), "")
	golden(t, "outline.txt", []byte(b.String()))
}

// Titles over columns of notes each keep their own column.
func TestOutlineReadsColumns(t *testing.T) {
	text := func(id string, x, y, size int, words string) json.RawMessage {
		return json.RawMessage(fmt.Sprintf(`{"id":%q,"type":"text","x":%d,"y":%d,"width":150,"height":%d,"fontSize":%d,"text":%q}`, id, x, y, size, size, words))
	}
	nodes := scene.Outline(scene.Read([]json.RawMessage{
		text("g2", 0, 100, 20, "partage"), text("b", 400, 0, 36, "Enjeux"), text("b1", 400, 60, 20, "temps"), text("a", 0, 0, 36, "Constats"),
		text("g1", 0, 60, 20, "écoute"), text("b2", 400, 100, 20, "distance"),
	}))
	want := []scene.Node{
		{Kind: scene.Heading, Text: "Constats", Children: []scene.Node{{Kind: scene.Note, Text: "écoute"}, {Kind: scene.Note, Text: "partage"}}},
		{Kind: scene.Heading, Text: "Enjeux", Children: []scene.Node{{Kind: scene.Note, Text: "temps"}, {Kind: scene.Note, Text: "distance"}}},
	}
	got, _ := json.Marshal(nodes)
	wanted, _ := json.Marshal(want)
	if !bytes.Equal(got, wanted) {
		t.Errorf("%s\nwant\n%s", got, wanted)
	}
}

// Frames that hold each other, areas within them, texts bound to nothing: every word is still said, once.
func TestOutlineSaysEveryWordOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []string{"a", "b", "c", "d", "e", "f", "g"}
		id := rapid.SampledFrom(append(ids, "", "gone"))
		raw := map[scene.ElementID]json.RawMessage{}
		bound := map[string]int{}
		for _, name := range ids {
			kind := rapid.SampledFrom([]string{"text", "rectangle", "frame", "ellipse", "arrow", "image"}).Draw(t, "kind")
			container := ""
			if kind == "text" {
				container = id.Draw(t, "container")
				bound[container]++
			}
			raw[scene.ElementID(name)] = json.RawMessage(fmt.Sprintf(
				`{"type":%q,"x":%d,"y":%d,"width":%d,"height":%d,"text":%q,"name":%q,"fontSize":%d,"containerId":%q,"frameId":%q,"points":[[0,0],[10,10]],"startBinding":{"elementId":%q}}`,
				kind, rapid.IntRange(0, 300).Draw(t, "x"), rapid.IntRange(0, 300).Draw(t, "y"), rapid.IntRange(0, 300).Draw(t, "w"), rapid.IntRange(0, 300).Draw(t, "h"),
				"mot"+name, "mot"+name, rapid.SampledFrom([]int{16, 40}).Draw(t, "size"), container, id.Draw(t, "frame"), id.Draw(t, "start")))
		}
		elements := scene.ReadMap(raw)
		var all strings.Builder
		var read func([]scene.Node)
		read = func(nodes []scene.Node) {
			for _, n := range nodes {
				if n.Kind != scene.Relation {
					all.WriteString(n.Text + "\n")
				}
				read(n.Children)
			}
		}
		read(scene.Outline(elements))
		for _, e := range elements {
			if e.Kind != scene.Words && e.Kind != scene.Frame {
				continue
			}
			if n := strings.Count(all.String(), "mot"+string(e.ID)+"\n"); n != 1 {
				t.Fatalf("%s is said %d times in\n%s", e.ID, n, all.String())
			}
		}
	})
}

// Whatever JSON a board holds, reading and drawing neither panic nor fail, and every number of the drawing is finite and
// within what pages can take.
func FuzzDraw(f *testing.F) {
	for _, r := range sample(f) {
		f.Add([]byte(r))
	}
	for _, hostile := range []string{
		`{"type":"rectangle","width":1e300,"height":-1e300,"fillStyle":"hachure","backgroundColor":"#fff","strokeWidth":1e-300,"roughness":1e9,"seed":0}`,
		`{"type":"arrow","points":[[0,0],[0,0]],"startArrowhead":"triangle","endArrowhead":"nouveau","strokeWidth":"x"}`,
		`{"type":"line","points":[[1e9,null],["a"],[1,2,3],[4,5]],"roundness":{"type":"x"}}`,
		`{"type":"freedraw","points":[[0,0],[0,0],[0,0]],"pressures":[null],"strokeWidth":0}`,
		`{"type":"arrow","elbowed":true,"points":[[0,0],[0,0],[5,5]]}`, `{"type":"text","text":"\ud800\u0000x","fontSize":-1}`, `[]`, `null`, `{"type":1}`, `"`, `{`,
		`{"type":"ellipse","width":0,"height":0,"fillStyle":"zigzag","backgroundColor":"red"}`,
		`{"type":"diamond","width":1e6,"height":1,"fillStyle":"cross-hatch","backgroundColor":"red","roundness":{"type":3,"value":-5}}`,
	} {
		f.Add([]byte(hostile))
	}
	d := drafter(f, 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		elements := scene.Read([]json.RawMessage{data, data})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // one element, however hostile, takes far less
		defer cancel()
		drawing, err := d.Draw(ctx, elements)
		if err != nil {
			t.Fatal(err)
		}
		scene.Outline(elements)
		bounded(t, drawing)
	})
}

func bounded(t *testing.T, drawing scene.Drawing) {
	t.Helper()
	fine := func(v ...float64) {
		for _, x := range v {
			if math.IsNaN(x) || math.Abs(x) > 40*scene.MaxCoordinate {
				t.Fatalf("a number is %v", x)
			}
		}
	}
	for _, item := range drawing.Items {
		for _, part := range parts(item) {
			switch i := part.(type) {
			case scene.Shape:
				if len(i.Path.Ops) > 600_000 {
					t.Fatalf("%d steps in one path", len(i.Path.Ops))
				}
				fine(i.Width)
				for _, p := range i.Path.Points {
					fine(p.X, p.Y)
				}
			case scene.Text:
				fine(i.Box.X, i.Box.Y, i.Box.W, i.Box.H, i.Size, i.Baseline, i.Step, i.Angle)
			case scene.Box:
				t.Fatal("a box among the parts of one")
			}
		}
	}
	fine(drawing.Bounds.X, drawing.Bounds.Y, drawing.Bounds.W, drawing.Bounds.H)
}

func parts(item scene.Item) []scene.Item {
	if b, ok := item.(scene.Box); ok {
		return b.Parts()
	}
	return []scene.Item{item}
}

// A drawing stops with its context, and the drafter still works afterwards.
func TestStops(t *testing.T) {
	d := drafter(t, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.Draw(ctx, scene.Read(sample(t))); !errors.Is(err, scene.ErrStopped) {
		t.Errorf("error %v", err)
	}
	if draw(t, d, scene.Read(sample(t))).Empty() {
		t.Error("nothing drawn after a stop")
	}
}

func TestTooManyElements(t *testing.T) {
	_, err := drafter(t, 1).Draw(context.Background(), make([]scene.Element, scene.MaxElements+1))
	if !errors.Is(err, scene.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}

// Past the board's budget of points, strokes are still there, as boxes with their name.
func TestBudgetLeavesBoxes(t *testing.T) {
	var points strings.Builder
	for i := range scene.MaxPoints {
		fmt.Fprintf(&points, ",[%d,%d]", i, i%7)
	}
	var raw []json.RawMessage
	for i := range scene.MaxBoardPoints/scene.MaxPoints + 3 {
		raw = append(raw, json.RawMessage(fmt.Sprintf(`{"id":"s%d","type":"freedraw","points":[[0,0]%s]}`, i, points.String())))
	}
	boxes := 0
	for _, item := range draw(t, drafter(t, 1), scene.Read(raw)).Items {
		if b, ok := item.(scene.Box); ok && b.Label == "trait à main levée" {
			boxes++
		}
	}
	if boxes != 3 {
		t.Errorf("%d boxes, want 3", boxes)
	}
}

// A loop of ten thousand points over eleven thousand pixels once took seconds to hatch, in a step that nothing could stop.
func TestHugeLoopsAreFilledPlain(t *testing.T) {
	var points strings.Builder
	for i := range scene.MaxPoints - 1 {
		fmt.Fprintf(&points, "[%d,%d],", i%2*11000, i)
	}
	items := draw(t, drafter(t, 1), one(`"type":"line","backgroundColor":"#ffeeaa","fillStyle":"cross-hatch","points":[`+points.String()+`[0,0]]`)).Items
	fill, ok := items[0].(scene.Shape)
	if !ok || fill.Fill.A == 0 {
		t.Errorf("the fill is %+v", fill.Fill)
	}
}

// Dash, opacity and colour reach the drawing.
func TestLooks(t *testing.T) {
	items := draw(t, drafter(t, 1), one(`"type":"rectangle","width":100,"height":60,"strokeStyle":"dashed","strokeWidth":4,"opacity":50,"strokeColor":"#102030","backgroundColor":"#ffeeaa","fillStyle":"solid"`)).Items
	if len(items) != 2 {
		t.Fatalf("%d items, want the fill and the line", len(items))
	}
	fill, line := items[0].(scene.Shape), items[1].(scene.Shape)
	if fill.Fill != (scene.Color{R: 0xff, G: 0xee, B: 0xaa, A: 128}) || fill.Stroke.A != 0 {
		t.Errorf("fill %+v", fill.Fill)
	}
	if line.Stroke != (scene.Color{R: 0x10, G: 0x20, B: 0x30, A: 128}) || line.Width != 4.5 || !slices.Equal(line.Dash, []float64{8, 12}) {
		t.Errorf("line %+v %v %v", line.Stroke, line.Width, line.Dash)
	}
}

// An arrow makes way for its label.
func TestLabelIsNotCrossed(t *testing.T) {
	elements := scene.Read([]json.RawMessage{
		json.RawMessage(`{"id":"a","index":"a0","type":"arrow","x":0,"y":0,"width":300,"height":0,"points":[[0,0],[300,0]],"endArrowhead":null}`),
		json.RawMessage(`{"id":"l","index":"a1","type":"text","containerId":"a","text":"mène à","width":60,"height":24,"fontSize":20}`),
	})
	var label scene.Text
	var line scene.Path
	for _, item := range draw(t, drafter(t, 1), elements).Items {
		switch i := item.(type) {
		case scene.Text:
			label = i
		case scene.Shape:
			line.Append(i.Path)
		case scene.Box:
			t.Error("an arrow is drawn as a box")
		}
	}
	if label.Box != (scene.Rect{X: 120, Y: -12, W: 60, H: 24}) {
		t.Errorf("the label is at %v", label.Box)
	}
	long := 0.0
	var at scene.Point
	line.Each(func(op scene.Op, p []scene.Point) {
		if op == scene.LineTo {
			long += math.Hypot(p[0].X-at.X, p[0].Y-at.Y)
			if middle := (p[0].X + at.X) / 2; middle > 122 && middle < 178 {
				t.Fatalf("the line goes through the label, at %v", middle)
			}
		}
		at = p[0]
	})
	if long < 430 || long > 500 { // two passes of 240 px
		t.Errorf("%v px of line", long)
	}
}
