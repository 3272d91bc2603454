package scene

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/dop251/goja"
)

// The port of perfect-freehand gives the points of the original, to a millionth of a px, over strokes of every sort.
func TestStrokesAreThoseOfPerfectFreehand(t *testing.T) {
	source, err := os.ReadFile("testdata/freehand.js")
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	if _, err := vm.RunScript("freehand.js", string(source)+`
		function oracle(points, simulate, size, last) {
			return freehand.getStroke(points, {simulatePressure: simulate, size: size, thinning: 0.6, smoothing: 0.5,
				streamline: 0.5, easing: function (t) { return Math.sin(t * Math.PI / 2) }, last: last});
		}`); err != nil {
		t.Fatal(err)
	}
	oracle, _ := goja.AssertFunction(vm.Get("oracle"))
	for seed := range uint64(400) {
		points, simulate, size, last := randomStroke(rand.New(rand.NewPCG(seed, 7)))
		input := make([]any, len(points))
		for i, p := range points {
			if math.IsNaN(p.pressure) {
				input[i] = []any{p.at.X, p.at.Y}
			} else {
				input[i] = []any{p.at.X, p.at.Y, p.pressure}
			}
		}
		v, err := oracle(goja.Undefined(), vm.ToValue(input), vm.ToValue(simulate), vm.ToValue(size), vm.ToValue(last))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var want [][]float64
		if err := vm.ExportTo(v, &want); err != nil {
			t.Fatal(err)
		}
		got := strokeOutline(points, penOptions{size: size, simulate: simulate, last: last})
		if err := same(got, want); err != nil {
			t.Fatalf("seed %d, %d points, simulate %v, last %v: %v", seed, len(points), simulate, last, err)
		}
	}
}

func same(got []Point, want [][]float64) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d points, the original has %d", len(got), len(want))
	}
	for i, p := range got {
		if math.Abs(p.X-want[i][0]) > 1e-6 || math.Abs(p.Y-want[i][1]) > 1e-6 {
			return fmt.Errorf("point %d is %v, the original has %v", i, p, want[i])
		}
	}
	return nil
}

// randomStroke wanders, stops, turns back sharply and sometimes does not move at all.
func randomStroke(r *rand.Rand) ([]penPoint, bool, float64, bool) {
	simulate, last := r.IntN(2) == 0, r.IntN(2) == 0
	n := 1 + r.IntN(4)
	if r.IntN(3) > 0 {
		n = 3 + r.IntN(120)
	}
	at, heading := Point{}, r.Float64()*6
	var points []penPoint
	for range n {
		p := penPoint{at, math.NaN()}
		if !simulate {
			p.pressure = r.Float64()
		}
		points = append(points, p)
		switch r.IntN(12) {
		case 0: // the pen rests
		case 1:
			heading += math.Pi * (0.8 + 0.4*r.Float64())
		default:
			heading += r.NormFloat64() * 0.3
			at = at.plus(Point{math.Cos(heading), math.Sin(heading)}.times(r.Float64() * 20))
		}
	}
	return points, simulate, []float64{1, 2, 4}[r.IntN(3)] * 4.25, last
}
