package scene

import (
	"cmp"
	"math"
	"slices"
)

// hachureLines gives the lines that fill polygons, gap px apart and at angle degrees, as rough.js makes them (hachure-fill, MIT,
// © 2023 Preet Shihn): the polygons are laid so that the lines are level, scanned down in steps, and the lines laid
// back. The test runs the original beside it.
func hachureLines(polygons [][][2]float64, gap, angle, step float64) [][2][2]float64 {
	gap = math.Max(gap, 0.1)
	sin, cos := math.Sincos(math.Pi / 180 * angle)
	laid := make([][][2]float64, 0, len(polygons))
	for _, polygon := range polygons {
		if len(polygon) == 0 {
			continue
		}
		turned := make([][2]float64, len(polygon), len(polygon)+1)
		for i, p := range polygon {
			turned[i] = [2]float64{p[0]*cos - p[1]*sin, p[0]*sin + p[1]*cos}
		}
		if turned[0] != turned[len(turned)-1] {
			turned = append(turned, turned[0])
		}
		if len(turned) > 2 {
			laid = append(laid, turned)
		}
	}
	lines := scanned(laid, gap, step)
	for i, l := range lines {
		for j, p := range l {
			lines[i][j] = [2]float64{p[0]*cos + p[1]*sin, -p[0]*sin + p[1]*cos}
		}
	}
	return lines
}

// hachureEdge is a side of a polygon, x being where it meets the line being scanned.
type hachureEdge struct{ top, bottom, x, slope float64 }

func scanned(polygons [][][2]float64, gap, step float64) [][2][2]float64 {
	edges := edgesOf(polygons)
	if len(edges) == 0 {
		return nil
	}
	var lines [][2][2]float64
	var active []hachureEdge
	y := edges[0].top
	for row := 0; len(active) > 0 || len(edges) > 0; row++ {
		for len(edges) > 0 && edges[0].top <= y {
			active, edges = append(active, edges[0]), edges[1:]
		}
		active = slices.DeleteFunc(active, func(e hachureEdge) bool { return e.bottom <= y })
		slices.SortStableFunc(active, func(a, b hachureEdge) int { return cmp.Compare(a.x, b.x) })
		if step != 1 || math.Mod(float64(row), gap) == 0 {
			for i := 0; i+1 < len(active); i += 2 {
				lines = append(lines, [2][2]float64{{rounded(active[i].x), y}, {rounded(active[i+1].x), y}})
			}
		}
		y += step
		for i := range active {
			active[i].x += step * active[i].slope
		}
	}
	return lines
}

func edgesOf(polygons [][][2]float64) []hachureEdge {
	var edges []hachureEdge
	for _, polygon := range polygons {
		for i := range len(polygon) - 1 {
			a, b := polygon[i], polygon[i+1]
			if a[1] == b[1] {
				continue
			}
			e := hachureEdge{top: math.Min(a[1], b[1]), bottom: math.Max(a[1], b[1]), x: b[0], slope: (b[0] - a[0]) / (b[1] - a[1])}
			if e.top == a[1] {
				e.x = a[0]
			}
			edges = append(edges, e)
		}
	}
	slices.SortStableFunc(edges, func(a, b hachureEdge) int {
		return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.x, b.x), cmp.Compare(a.bottom, b.bottom))
	})
	return edges
}

// rounded is JavaScript's Math.round: halves go up.
func rounded(v float64) float64 { return math.Floor(v + 0.5) }
