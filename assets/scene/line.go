package scene

import "math"

// line draws a line or an arrow: its shaft, then its heads.
func (s *sketch) line(e Element) ([]Item, error) {
	points := e.Points
	if len(points) == 0 {
		points = []Point{{}}
	}
	if len(points) < 2 {
		return []Item{boxOf(e)}, nil
	}
	kind, args, o := "linearPath", []any{coordinates(points)}, roughOf(e, false)
	switch {
	case e.Elbowed && e.Kind == Arrow:
		kind, args, o = "path", []any{elbowPath(points, 16)}, roughOf(e, true)
	case e.Roundness != 0:
		kind = "curve"
	case o.Fill != "":
		kind = "polygon"
	}
	sets, err := s.pen.rough(kind, args, o)
	if err != nil {
		return nil, err
	}
	shaft := lineOf(sets)
	move := turned(shift(e.X, e.Y), e.Angle, tightBounds(shaft).Centre().plus(Point{e.X, e.Y}))
	items := shapesOf(e, sets, move, dashOf(e), e.loop())
	if label, ok := s.labels[e.ID]; ok {
		items = makeWay(items, labelRect(e, label, move))
	}
	if e.Kind != Arrow {
		return items, nil
	}
	for _, head := range []arrowhead{{kind: e.StartHead, atStart: true}, {kind: e.EndHead}} {
		more, err := s.head(e, shaft, head, o, move)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// lineOf is the path of the shaft: the first set that is a line.
func lineOf(sets []roughSet) Path {
	for _, set := range sets {
		if set.kind == setLine {
			return set.path
		}
	}
	return Path{}
}

// makeWay opens strokes for the label, as the editor's mask does.
func makeWay(items []Item, hole Rect) []Item {
	for i, item := range items {
		if shape, ok := item.(Shape); ok && shape.Stroke.A > 0 && shape.Fill.A == 0 {
			shape.Path = shape.Path.without(hole)
			items[i] = shape
		}
	}
	return items
}

// labelRect is where the text of a line is set: on its middle point, or the middle of its middle segment.
func labelRect(e, label Element, move affine) Rect {
	n := len(e.Points)
	var middle Point
	switch {
	case n == 0:
	case n%2 == 1:
		middle = e.Points[n/2]
	case e.Roundness != 0 && !e.Elbowed && n > 2:
		i := n/2 - 1
		before, a, b, after := e.Points[max(0, i-1)], e.Points[i], e.Points[i+1], e.Points[min(n-1, i+2)]
		middle = onCubic(a, a.plus(b.minus(before).times(1.0/6)), b.minus(after.minus(a).times(1.0/6)), b, 0.5)
	default:
		middle = e.Points[n/2-1].between(e.Points[n/2])
	}
	c := move.apply(middle)
	return Rect{c.X - label.Width/2, c.Y - label.Height/2, label.Width, label.Height}
}

func coordinates(points []Point) [][2]float64 {
	out := make([][2]float64, len(points))
	for i, p := range points {
		out[i] = [2]float64{p.X, p.Y}
	}
	return out
}

// elbowPath is straight runs whose corners are rounded by at most radius px.
func elbowPath(points []Point, radius float64) string {
	parts := []any{"M", points[0].X, points[0].Y}
	for i := 1; i < len(points)-1; i++ {
		prev, at, next := points[i-1], points[i], points[i+1]
		corner := math.Min(radius, math.Min(at.distance(next)/2, at.distance(prev)/2))
		in, out := alongside(at, prev, horizontal(at, prev), corner), alongside(at, next, horizontal(next, at), corner)
		parts = append(parts, "L", in.X, in.Y, "Q", at.X, at.Y, out.X, out.Y)
	}
	last := points[len(points)-1]
	return pathData(append(parts, "L", last.X, last.Y)...)
}

// alongside is the point corner px away from at, towards the neighbour, along one axis.
func alongside(at, neighbour Point, flat bool, corner float64) Point {
	switch {
	case flat && neighbour.X < at.X:
		return Point{at.X - corner, at.Y}
	case flat:
		return Point{at.X + corner, at.Y}
	case neighbour.Y < at.Y:
		return Point{at.X, at.Y - corner}
	default:
		return Point{at.X, at.Y + corner}
	}
}

// horizontal says the way from o to p is more across than down; ties are as in the editor.
func horizontal(p, o Point) bool {
	v := p.minus(o)
	return v.X > math.Abs(v.Y) || v.X <= -math.Abs(v.Y)
}

// tightBounds is the box of the curve itself, not of its control points: it gives the centre that a turn is about.
func tightBounds(p Path) Rect {
	var ends Path
	var at Point
	p.Each(func(op Op, q []Point) {
		if op == CubicTo {
			for _, t := range append(extremes(at.X, q[0].X, q[1].X, q[2].X), extremes(at.Y, q[0].Y, q[1].Y, q[2].Y)...) {
				ends.Add(LineTo, onCubic(at, q[0], q[1], q[2], t))
			}
		}
		if len(q) > 0 {
			at = q[len(q)-1]
			ends.Add(LineTo, at)
		}
	})
	return ends.Bounds()
}

// extremes are the places where one coordinate of a cubic turns back.
func extremes(a, b, c, d float64) []float64 {
	k2, k1, k0 := 3*(-a+3*b-3*c+d), 6*(a-2*b+c), 3*(b-a)
	var out []float64
	keep := func(t float64) {
		if t > 0 && t < 1 {
			out = append(out, t)
		}
	}
	if math.Abs(k2) < 1e-12 {
		if k1 != 0 {
			keep(-k0 / k1)
		}
		return out
	}
	if disc := k1*k1 - 4*k2*k0; disc >= 0 {
		root := math.Sqrt(disc)
		keep((-k1 + root) / (2 * k2))
		keep((-k1 - root) / (2 * k2))
	}
	return out
}
