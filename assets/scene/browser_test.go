package scene_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"palabre/assets/scene"
)

// The shapes drawn here are those the editor itself exports: testdata/browser.svg is what exportToSvg of Excalidraw 0.18.1 gave
// in Chromium for testdata/board.json (without the image and the unknown kind, which it refuses). Each of our
// paths must be among the browser's, to the hundredths it writes. Arrows with a label are left out: we cut the line where
// the browser masks it.
func TestShapesAreThoseOfTheBrowser(t *testing.T) {
	theirs := browserPaths(t)
	compared := map[scene.Kind]int{}
	kinds := map[scene.ElementID]scene.Kind{}
	near := map[scene.ElementID]float64{}
	elements := scene.Read(sample(t))
	for _, e := range elements {
		kinds[e.ID], near[e.ID] = e.Kind, 0.03
		if e.Angle != 0 && e.Kind == scene.Arrow {
			near[e.ID] = 0.2
		}
	}
	for _, item := range draw(t, drafter(t, 1), elements).Items {
		shape, ok := item.(scene.Shape)
		if !ok || shape.ID == "labelled" {
			continue
		}
		best := math.Inf(1)
		for _, p := range theirs {
			best = math.Min(best, apart(shape.Path.Points, p))
		}
		if best > near[shape.ID] {
			t.Errorf("%s, a %s: its nearest path in the browser is %.3f px away", shape.ID, kinds[shape.ID], best)
		}
		compared[kinds[shape.ID]]++
	}
	for _, kind := range []scene.Kind{scene.Rectangle, scene.Ellipse, scene.Diamond, scene.Line, scene.Arrow, scene.Freedraw} {
		if compared[kind] < 2 {
			t.Errorf("%d paths of %s compared", compared[kind], kind)
		}
	}
}

// apart is the greatest distance between the points of two paths.
func apart(a, b []scene.Point) float64 {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	most := 0.0
	for i := range a {
		most = math.Max(most, math.Hypot(a[i].X-b[i].X, a[i].Y-b[i].Y))
		if most > 5 {
			break
		}
	}
	return most
}

// Each line of text starts, or has its middle or its end, where the browser puts it.
func TestTextsAreWhereTheBrowserPutsThem(t *testing.T) {
	_, theirs := readBrowser(t)
	lines := 0
	for _, item := range draw(t, drafter(t, 1), scene.Read(sample(t))).Items {
		text, ok := item.(scene.Text)
		if !ok {
			continue
		}
		c := text.Box.Centre()
		sin, cos := math.Sincos(text.Angle)
		for i := range text.Lines {
			x, y := text.Box.X+text.Box.W*float64(text.Align)/2-c.X, text.Box.Y+text.Baseline+float64(i)*text.Step-c.Y
			at, best := []scene.Point{{X: c.X + x*cos - y*sin, Y: c.Y + x*sin + y*cos}}, math.Inf(1)
			for _, p := range theirs {
				best = math.Min(best, apart(at, p))
			}
			if best > 0.03 {
				t.Errorf("%q is %.3f px from any text of the browser", text.Lines[i], best)
			}
			lines++
		}
	}
	if lines < 30 {
		t.Errorf("%d lines compared", lines)
	}
}

func browserPaths(t *testing.T) [][]scene.Point {
	t.Helper()
	paths, _ := readBrowser(t)
	return paths
}

// readBrowser reads the export: each path, and the anchor of each line of text, turned and moved as its group says, less the
// export's own margin.
func readBrowser(t *testing.T) (out, texts [][]scene.Point) {
	t.Helper()
	raw, err := os.ReadFile("testdata/browser.svg")
	if err != nil {
		t.Fatal(err)
	}
	var transforms [][]float64
	var margin *scene.Point
	decoder := xml.NewDecoder(strings.NewReader(string(raw)))
	decoder.Strict = false
	decoder.AutoClose = xml.HTMLAutoClose
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			m := transformOf(attribute(e, "transform"))
			if m == nil && len(transforms) > 0 {
				m = transforms[len(transforms)-1]
			}
			transforms = append(transforms, m)
			if e.Name.Local == "text" && margin == nil { // the board's first element is a text at (60, 20)
				margin = &scene.Point{X: m[0] - 60, Y: m[1] - 20}
			}
			if e.Name.Local == "text" && len(m) == 5 {
				texts = append(texts, placed(numbers(attribute(e, "x")+" "+attribute(e, "y")), m, *margin))
			}
			if e.Name.Local == "path" && len(m) == 5 && margin != nil {
				out = append(out, placed(numbers(attribute(e, "d")), m, *margin))
			}
		case xml.EndElement:
			transforms = transforms[:len(transforms)-1]
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

var (
	number    = regexp.MustCompile(`-?(\d+\.?\d*|\.\d+)(e-?\d+)?`)
	transform = regexp.MustCompile(`^translate\(.*\) rotate\(.*\)$`)
)

// transformOf is x, y, degrees and the centre of "translate(x y) rotate(degrees cx cy)"; nil for anything else.
func transformOf(s string) []float64 {
	if !transform.MatchString(s) {
		return nil
	}
	return numbers(s)
}

func numbers(s string) []float64 {
	var out []float64
	for _, n := range number.FindAllString(s, -1) {
		v, err := strconv.ParseFloat(n, 64)
		if err == nil {
			out = append(out, v)
		}
	}
	return out
}

func placed(d, m []float64, margin scene.Point) []scene.Point {
	sin, cos := math.Sincos(m[2] * math.Pi / 180)
	points := make([]scene.Point, 0, len(d)/2)
	for i := 0; i+1 < len(d); i += 2 {
		x, y := d[i]-m[3], d[i+1]-m[4]
		points = append(points, scene.Point{X: m[0] + m[3] + x*cos - y*sin - margin.X, Y: m[1] + m[4] + x*sin + y*cos - margin.Y})
	}
	return points
}
