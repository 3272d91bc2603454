package scene

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/dop251/goja"
)

// Filled shapes are the same whether rough.js makes its filling lines or Go does.
func TestFillingLinesAreThoseOfRough(t *testing.T) {
	drafter, err := NewDrafter(2)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := drafter.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	original, err := drafter.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := original.vm.Set("hachureLines", goja.Undefined()); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 1))
	for i := range 60 {
		o := roughOptions{
			Seed: r.Int64N(1e6) + 1, StrokeWidth: 2, FillWeight: 1, HachureGap: []float64{1.5, 4, 8, 16}[r.IntN(4)], Roughness: float64(r.IntN(3)),
			Stroke: "#000", Fill: "#000", FillStyle: []string{"hachure", "cross-hatch", "zigzag"}[r.IntN(3)], PreserveVertices: r.IntN(2) == 0,
		}
		kind := "polygon"
		var args []any
		switch i % 3 {
		case 0:
			kind, args = "ellipse", []any{50, 40, 20 + r.Float64()*200, 20 + r.Float64()*200}
		case 1:
			kind, args = "rectangle", []any{0, 0, 10 + r.Float64()*200, 10 + r.Float64()*200}
		default:
			var points [][2]float64
			for range 3 + r.IntN(8) {
				points = append(points, [2]float64{r.Float64() * 200, r.Float64() * 200})
			}
			args = []any{points}
		}
		got, err := ours.rough(kind, args, o)
		if err != nil {
			t.Fatal(err)
		}
		want, err := original.rough(kind, args, o)
		if err != nil {
			t.Fatal(err)
		}
		if !alike(got, want) {
			shape, _ := json.Marshal([]any{kind, args, o})
			t.Errorf("other lines for %s", shape)
		}
	}
}

func alike(a, b []roughSet) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].kind != b[i].kind || len(a[i].path.Points) != len(b[i].path.Points) {
			return false
		}
		for j, p := range a[i].path.Points {
			if q := b[i].path.Points[j]; math.Abs(p.X-q.X) > 1e-6 || math.Abs(p.Y-q.Y) > 1e-6 {
				return false
			}
		}
	}
	return true
}
