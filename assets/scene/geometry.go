package scene

import "math"

// Point is a place on the board, px.
type Point struct{ X, Y float64 }

func (p Point) plus(q Point) Point       { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) minus(q Point) Point      { return Point{p.X - q.X, p.Y - q.Y} }
func (p Point) times(k float64) Point    { return Point{p.X * k, p.Y * k} }
func (p Point) distance(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }
func (p Point) between(q Point) Point    { return Point{(p.X + q.X) / 2, (p.Y + q.Y) / 2} }
func (p Point) about(c Point, a float64) Point {
	sin, cos := math.Sincos(a)
	d := p.minus(c)
	return Point{d.X*cos - d.Y*sin + c.X, d.X*sin + d.Y*cos + c.Y}
}

// Rect is an upright rectangle, px.
type Rect struct{ X, Y, W, H float64 }

// Centre is the middle of the rectangle.
func (r Rect) Centre() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Empty says it holds no place at all.
func (r Rect) Empty() bool { return r.W <= 0 && r.H <= 0 }

// Grown is the rectangle with d px more on every side.
func (r Rect) Grown(d float64) Rect { return Rect{r.X - d, r.Y - d, r.W + 2*d, r.H + 2*d} }

// Turned is the upright rectangle that holds this one turned by a radians about its centre.
func (r Rect) Turned(a float64) Rect {
	if a == 0 {
		return r
	}
	sin, cos := math.Sincos(a)
	sin, cos = math.Abs(sin), math.Abs(cos)
	c, w, h := r.Centre(), r.W*cos+r.H*sin, r.W*sin+r.H*cos
	return Rect{c.X - w/2, c.Y - h/2, w, h}
}

// Holds says q lies within r, edges included.
func (r Rect) Holds(q Rect) bool {
	return q.X >= r.X && q.Y >= r.Y && q.X+q.W <= r.X+r.W && q.Y+q.H <= r.Y+r.H
}

func (r Rect) has(p Point) bool {
	return p.X > r.X && p.X < r.X+r.W && p.Y > r.Y && p.Y < r.Y+r.H
}

func (r Rect) union(q Rect) Rect {
	x, y := math.Min(r.X, q.X), math.Min(r.Y, q.Y)
	return Rect{x, y, math.Max(r.X+r.W, q.X+q.W) - x, math.Max(r.Y+r.H, q.Y+q.H) - y}
}

// affine maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) apply(p Point) Point {
	return Point{m.a*p.X + m.c*p.Y + m.e, m.b*p.X + m.d*p.Y + m.f}
}

func shift(x, y float64) affine { return affine{1, 0, 0, 1, x, y} }

// turn rotates by a radians about c.
func turn(a float64, c Point) affine {
	sin, cos := math.Sincos(a)
	return affine{cos, sin, -sin, cos, c.X - c.X*cos + c.Y*sin, c.Y - c.X*sin - c.Y*cos}
}
