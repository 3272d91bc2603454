package demo

import "math"

// pt is a point of a board, in px.
type pt struct{ x, y float64 }

// every is the px between two points of a stroke, about what a hand's mouse sends.
const every = 7.0

// between is a straight line.
func between(a, b pt) []pt {
	n := max(2, int(math.Hypot(b.x-a.x, b.y-a.y)/every))
	out := make([]pt, 0, n+1)
	for i := range n + 1 {
		t := float64(i) / float64(n)
		out = append(out, pt{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t})
	}
	return out
}

// bezier is a cubic curve.
func bezier(a, b, c, d pt) []pt {
	length := math.Hypot(b.x-a.x, b.y-a.y) + math.Hypot(c.x-b.x, c.y-b.y) + math.Hypot(d.x-c.x, d.y-c.y)
	n := max(4, int(length/every))
	out := make([]pt, 0, n+1)
	for i := range n + 1 {
		t := float64(i) / float64(n)
		u := 1 - t
		f := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
		out = append(out, pt{
			f[0]*a.x + f[1]*b.x + f[2]*c.x + f[3]*d.x,
			f[0]*a.y + f[1]*b.y + f[2]*c.y + f[3]*d.y,
		})
	}
	return out
}

// scallop goes through anchors, swelling to its left between them, as one draws a cloud.
func scallop(swell float64, anchors ...pt) []pt {
	var out []pt
	for i := range len(anchors) - 1 {
		a, b := anchors[i], anchors[i+1]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		nx, ny := (b.y-a.y)/length, -(b.x-a.x)/length
		rise := swell * length
		lobe := bezier(a,
			pt{a.x + (b.x-a.x)*0.05 + nx*rise, a.y + (b.y-a.y)*0.05 + ny*rise},
			pt{a.x + (b.x-a.x)*0.95 + nx*rise, a.y + (b.y-a.y)*0.95 + ny*rise}, b)
		out = append(out, lobe...)
	}
	return out
}

// oval is a loop by hand: it ends a little beyond where it began, and aside.
func oval(b box, from, turns float64) []pt {
	n := int(turns * math.Pi * (b.w + b.h) / 2 / every)
	out := make([]pt, 0, n+1)
	c := b.centre()
	for i := range n + 1 {
		t := float64(i) / float64(n)
		angle := from + t*turns*2*math.Pi
		grow := 1 + 0.05*t
		out = append(out, pt{c.x + b.w/2*grow*math.Cos(angle), c.y + b.h/2*grow*math.Sin(angle)})
	}
	return out
}

// wobble is a hand's tremor: slow waves of at most so many px, from a place in the wave.
func wobble(points []pt, most, from float64) []pt {
	out := make([]pt, len(points))
	for i, p := range points {
		s := float64(i)*0.35 + from
		out[i] = pt{p.x + most*0.6*math.Sin(s*0.9+1), p.y + most*(0.6*math.Sin(s*0.55)+0.4*math.Sin(s*1.3+2))}
	}
	return out
}

// joined makes one stroke of several.
func joined(parts ...[]pt) []pt {
	var out []pt
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// moved is the stroke elsewhere.
func moved(points []pt, dx, dy float64) []pt {
	out := make([]pt, len(points))
	for i, p := range points {
		out[i] = pt{p.x + dx, p.y + dy}
	}
	return out
}
