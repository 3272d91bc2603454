package scene

import "math"

// freehand draws a stroke as the filled outline of its pen, and, when it closes on itself, its background.
func (s *sketch) freehand(e Element) ([]Item, error) {
	if len(e.Points) == 0 {
		return []Item{boxOf(e)}, nil
	}
	var track Path
	for _, p := range e.Points {
		track.Add(LineTo, p)
	}
	move := turned(shift(e.X, e.Y), e.Angle, track.Bounds().Centre().plus(Point{e.X, e.Y}))
	var items []Item
	if o := roughOf(e, false); o.Fill != "" {
		o.Stroke = "none"
		sets, err := s.pen.rough("curve", []any{coordinates(simplified(e.Points, 0.75))}, o)
		if err != nil {
			return nil, err
		}
		items = shapesOf(e, sets, move, nil, true)
	}
	outline := strokeOutline(penPoints(e), penOptions{size: e.StrokeWidth * 4.25, simulate: e.SimulatePressure, last: e.LastPoint})
	if ink := e.StrokeColor.Faded(e.Opacity); len(outline) > 0 && ink.A > 0 {
		items = append(items, Shape{ID: e.ID, Path: smoothed(outline).transformed(move), Fill: ink})
	}
	return items, nil
}

// penPoints joins points and pressures; a pressure that was not recorded is NaN.
func penPoints(e Element) []penPoint {
	points := make([]penPoint, len(e.Points))
	for i, p := range e.Points {
		points[i] = penPoint{p, math.NaN()}
		if !e.SimulatePressure && i < len(e.Pressures) {
			points[i].pressure = e.Pressures[i]
		}
	}
	return points
}

// smoothed rounds an outline off: its points become controls, and the path goes through their middles.
func smoothed(outline []Point) Path {
	var p Path
	last := len(outline) - 1
	p.Add(MoveTo, outline[0])
	for i, q := range outline {
		next := outline[0]
		if i < last {
			next = outline[i+1]
		}
		p.Add(QuadTo, q, q.between(next))
	}
	p.Add(LineTo, outline[0])
	p.Add(Close)
	return p
}

// simplified drops points nearer than tolerance px to the line of their neighbours (Ramer, Douglas and Peucker).
func simplified(points []Point, tolerance float64) []Point {
	if len(points) < 3 {
		return points
	}
	keep := make([]bool, len(points))
	keep[0], keep[len(points)-1] = true, true
	for todo := [][2]int{{0, len(points) - 1}}; len(todo) > 0; {
		span := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		far, at := 0.0, 0
		for i := span[0] + 1; i < span[1]; i++ {
			if d := fromSegment(points[i], points[span[0]], points[span[1]]); d > far {
				far, at = d, i
			}
		}
		if far > tolerance {
			keep[at] = true
			todo = append(todo, [2]int{span[0], at}, [2]int{at, span[1]})
		}
	}
	var out []Point
	for i, p := range points {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

func fromSegment(p, a, b Point) float64 {
	d := b.minus(a)
	long := d.X*d.X + d.Y*d.Y
	if long == 0 {
		return p.distance(a)
	}
	t := within(((p.X-a.X)*d.X+(p.Y-a.Y)*d.Y)/long, 0, 1)
	return p.distance(a.plus(d.times(t)))
}
