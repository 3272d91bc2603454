package template_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/draw"
	stdpng "image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"palabre/assets/render/png"
	"palabre/assets/render/rendertest"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/template"
)

var (
	update = rendertest.Update()
	paper  = scene.Color{R: 255, G: 252, B: 246, A: 255}
)

func counter() func() string {
	n := 0
	return func() string { n++; return "e" + strconv.Itoa(n) }
}

// drawn puts a template on a real board, as its command does, and gives what the board then holds.
func drawn(t *testing.T, n template.Name, l template.Lang) []scene.Element {
	t.Helper()
	args, ok := template.Ops(n, l, counter())
	if !ok {
		t.Fatalf("no template %s", n)
	}
	b := board.New("brd_1")
	steps, no := b.Handle(rooms.Command{Client: "tab", N: 1, Actor: rooms.Actor{System: true}, At: 1, Name: "board.op", Args: args})
	if no != nil {
		t.Fatalf("%s: the board refuses: %s %v", n, no.Code, no.Data)
	}
	if strings.Contains(string(steps[0].Event.Data), `"fix"`) {
		t.Errorf("%s: the board had to mend keys", n)
	}
	seen, ok := b.View(rooms.Viewer{Member: "ana", Role: rooms.RoleFacilitator}).(board.View)
	if !ok {
		t.Fatal("no view")
	}
	els := map[scene.ElementID]json.RawMessage{}
	for id, e := range seen.Els {
		els[scene.ElementID(id)] = e
	}
	return scene.ReadMap(els)
}

// Each template is a picture that was looked at, and stays so: the French ones are kept, the words of the others are measured
// below. With PALABRE_LOOK, larger pictures of both go to that folder.
func TestPictures(t *testing.T) {
	fonts := rendertest.Fonts(t)
	drafter, err := scene.NewDrafter(1)
	if err != nil {
		t.Fatal(err)
	}
	dir := os.Getenv("PALABRE_LOOK")
	for _, n := range template.Names() {
		for _, l := range []template.Lang{template.French, template.English} {
			if l == template.English && dir == "" {
				continue
			}
			drawing, err := drafter.Draw(t.Context(), drawn(t, n, l))
			if err != nil {
				t.Fatal(err)
			}
			if l == template.French {
				golden(t, string(n)+".png", picture(t, fonts, drawing, 480))
			}
			if dir != "" {
				if err := os.WriteFile(filepath.Join(dir, string(n)+"."+string(l)+".png"), picture(t, fonts, drawing, 1280), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func picture(t *testing.T, fonts *typeface.Set, drawing scene.Drawing, width int) []byte {
	t.Helper()
	got, err := png.Render(fonts, png.Picture{Drawing: drawing, Paper: paper, Margin: 40, Width: width})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// golden compares pictures point by point: another machine may round the edge of a letter otherwise, and packs otherwise.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		rendertest.Golden(t, true, name, got)
		return
	}
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	want, err := stdpng.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	is, err := stdpng.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if is.Bounds() != want.Bounds() {
		t.Fatalf("%s is %v, was %v", name, is.Bounds(), want.Bounds())
	}
	other := 0
	a, b := points(is), points(want)
	for i := 0; i < len(a); i += 4 {
		if apart(a[i], b[i])+apart(a[i+1], b[i+1])+apart(a[i+2], b[i+2]) > 48 {
			other++
		}
	}
	if other > 8 {
		t.Errorf("%s has changed in %d points: look at it, then run go test with -update", name, other)
	}
}

// points are a picture's red, green, blue and opacity, one after the other.
func points(i image.Image) []uint8 {
	flat := image.NewRGBA(i.Bounds())
	draw.Draw(flat, flat.Bounds(), i, i.Bounds().Min, draw.Src)
	return flat.Pix
}

func apart(a, b uint8) int { return int(max(a, b)) - int(min(a, b)) }

// Words stay in their places, on the page, and on no other words; they are read by those who hear the board.
func TestWordsFit(t *testing.T) {
	fonts := rendertest.Fonts(t)
	for _, n := range template.Names() {
		for _, l := range []template.Lang{template.French, template.English} {
			els := drawn(t, n, l)
			var texts []scene.Rect
			for _, e := range els {
				if e.Kind != scene.Words {
					continue
				}
				widest := 0.0
				for _, said := range strings.Split(e.Text, "\n") {
					_, width := fonts.Line(scene.Rounded, said)
					widest = max(widest, width*e.FontSize)
				}
				if widest*1.04 > e.Width { // a browser's own setting may be a little wider
					t.Errorf("%s.%s: %q is %.0f px wide in %.0f", n, l, e.Text, widest, e.Width)
				}
				if e.X < 40 || e.X+e.Width > 1240 || e.Y < 30 || e.Y+e.Height > 830 {
					t.Errorf("%s.%s: %q is off the page", n, l, e.Text)
				}
				place := scene.Rect{X: e.X, Y: e.Y, W: widest, H: e.Height}
				switch e.Align {
				case scene.Left:
				case scene.Centre:
					place.X = e.X + (e.Width-widest)/2
				case scene.Right:
					place.X = e.X + e.Width - widest
				}
				for _, other := range texts {
					if place.X < other.X+other.W && other.X < place.X+place.W && place.Y < other.Y+other.H && other.Y < place.Y+place.H {
						t.Errorf("%s.%s: %q lies on other words", n, l, e.Text)
					}
				}
				texts = append(texts, place)
			}
			outline := scene.Outline(els)
			if len(outline) == 0 || outline[0].Kind != scene.Heading || outline[0].Text != template.Title(n, l) {
				t.Errorf("%s.%s begins with %+v", n, l, outline)
			}
		}
	}
}

// What is on the page stays when people write over it; only what they are to take is loose. Ids and keys are each their own.
func TestElements(t *testing.T) {
	if len(template.Names()) != 32 {
		t.Errorf("%d templates", len(template.Names()))
	}
	for _, n := range template.Names() {
		els, ok := template.Elements(n, template.French, counter())
		if !ok || len(els) > 200 {
			t.Fatalf("%s: %v, %d elements", n, ok, len(els))
		}
		loose, seen := 0, map[any]bool{}
		for _, e := range els {
			if e["locked"] == false {
				loose++
			}
			if seen[e["id"]] || seen[e["index"]] {
				t.Errorf("%s: %v twice", n, e["id"])
			}
			seen[e["id"]], seen[e["index"]] = true, true
			if strings.Contains(strings.ToLower(e["strokeColor"].(string)+e["backgroundColor"].(string)), "f0a82a") {
				t.Errorf("%s: honey is the stick's alone", n)
			}
			for _, name := range []string{"x", "y", "width", "height"} { // as browsers round, or each would write its own
				if v, ok := e[name].(float64); ok && math.Abs(v*100-math.Round(v*100)) > 1e-6 {
					t.Errorf("%s: %s is %v", n, name, v)
				}
			}
			if s, said := e["text"].(string); said {
				for _, wrong := range []string{" ?", " ;", "« ", " »", " : ", "'", "!", "réunion", "chacun "} {
					if strings.Contains(s, wrong) {
						t.Errorf("%s: %q in %q", n, wrong, s)
					}
				}
			}
		}
		if (n == template.Collage) != (loose > 0) {
			t.Errorf("%s: %d can be taken", n, loose)
		}
	}
	if _, ok := template.Elements("question", template.French, counter()); ok {
		t.Error("a screen is no board")
	}
	if got := template.Title(template.Weather, template.English); got != "Weather of the circle" {
		t.Errorf("%q", got)
	}
}
