package scene

import "math"

// Op is a step of a path; it takes as many points as [Op.Points] says.
type Op uint8

// The steps.
const (
	MoveTo  Op = iota // to
	LineTo            // to
	QuadTo            // control, to
	CubicTo           // control, control, to
	Close
)

// Points is how many points the step takes.
func (o Op) Points() int {
	switch o {
	case MoveTo, LineTo:
		return 1
	case QuadTo:
		return 2
	case CubicTo:
		return 3
	case Close:
		return 0
	}
	return 0
}

// Path is steps and, end to end, the points they take.
type Path struct {
	Ops    []Op
	Points []Point
}

// Add appends a step.
func (p *Path) Add(op Op, points ...Point) {
	p.Ops = append(p.Ops, op)
	p.Points = append(p.Points, points...)
}

// Append adds all the steps of q.
func (p *Path) Append(q Path) {
	p.Ops = append(p.Ops, q.Ops...)
	p.Points = append(p.Points, q.Points...)
}

// Each calls f for every step with its points.
func (p Path) Each(f func(op Op, points []Point)) {
	at := 0
	for _, op := range p.Ops {
		n := op.Points()
		f(op, p.Points[at:at+n])
		at += n
	}
}

// Bounds is the box of all the path's points, control points included: it holds the path, at times with room to spare.
func (p Path) Bounds() Rect {
	if len(p.Points) == 0 {
		return Rect{}
	}
	low, high := p.Points[0], p.Points[0]
	for _, q := range p.Points[1:] {
		low.X, low.Y = math.Min(low.X, q.X), math.Min(low.Y, q.Y)
		high.X, high.Y = math.Max(high.X, q.X), math.Max(high.Y, q.Y)
	}
	return Rect{low.X, low.Y, high.X - low.X, high.Y - low.Y}
}

func (p Path) transformed(m affine) Path {
	out := Path{Ops: p.Ops, Points: make([]Point, len(p.Points))}
	for i, q := range p.Points {
		out.Points[i] = m.apply(q)
	}
	return out
}

// flattened replaces curves by chords of a sixteenth of the curve, enough for a line a few px wide.
func (p Path) flattened() Path {
	const chords = 16
	var out Path
	var at Point
	p.Each(func(op Op, q []Point) {
		switch op {
		case MoveTo, LineTo:
			out.Add(op, q[0])
			at = q[0]
		case QuadTo:
			for i := 1; i <= chords; i++ {
				out.Add(LineTo, onCubic(at, at.plus(q[0].minus(at).times(2.0/3)), q[1].plus(q[0].minus(q[1]).times(2.0/3)), q[1], float64(i)/chords))
			}
			at = q[1]
		case CubicTo:
			for i := 1; i <= chords; i++ {
				out.Add(LineTo, onCubic(at, q[0], q[1], q[2], float64(i)/chords))
			}
			at = q[2]
		case Close:
			out.Add(Close)
		}
	})
	return out
}

func onCubic(a, b, c, d Point, t float64) Point {
	u := 1 - t
	return a.times(u * u * u).plus(b.times(3 * u * u * t)).plus(c.times(3 * u * t * t)).plus(d.times(t * t * t))
}

// without is the path as line pieces, less what lies inside hole: an arrow makes way for its label. A cut is right to
// an eighth of a chord or better, by halving.
func (p Path) without(hole Rect) Path {
	var out Path
	var at Point
	down := false // the pen is on the paper at "at"
	p.flattened().Each(func(op Op, q []Point) {
		switch op {
		case MoveTo:
			at, down = q[0], false
		case LineTo:
			down = cutLine(&out, at, q[0], hole, down)
			at = q[0]
		case QuadTo, CubicTo, Close:
		}
	})
	return out
}

func cutLine(out *Path, from, to Point, hole Rect, down bool) bool {
	pieces := max(1, min(400, int(from.distance(to)/2)))
	prev := from
	for i := 1; i <= pieces; i++ {
		next := from.plus(to.minus(from).times(float64(i) / float64(pieces)))
		if hole.has(next) || hole.has(prev) {
			down = false
			prev = next
			continue
		}
		if !down {
			out.Add(MoveTo, prev)
			down = true
		}
		if i == pieces || hole.has(from.plus(to.minus(from).times(float64(i+1)/float64(pieces)))) {
			out.Add(LineTo, next)
		}
		prev = next
	}
	return down
}

func roundedRect(r Rect, radius float64) Path {
	radius = math.Max(0, math.Min(radius, math.Min(r.W, r.H)/2))
	left, top, right, bottom := r.X, r.Y, r.X+r.W, r.Y+r.H
	var p Path
	p.Add(MoveTo, Point{left + radius, top})
	p.Add(LineTo, Point{right - radius, top})
	p.Add(QuadTo, Point{right, top}, Point{right, top + radius})
	p.Add(LineTo, Point{right, bottom - radius})
	p.Add(QuadTo, Point{right, bottom}, Point{right - radius, bottom})
	p.Add(LineTo, Point{left + radius, bottom})
	p.Add(QuadTo, Point{left, bottom}, Point{left, bottom - radius})
	p.Add(LineTo, Point{left, top + radius})
	p.Add(QuadTo, Point{left, top}, Point{left + radius, top})
	p.Add(Close)
	return p
}
