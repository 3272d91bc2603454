package scene

import "math"

// This file follows perfect-freehand 1.2.0 (MIT, © 2021 Stephen Ruiz Ltd) step by step, with the settings the editor gives
// it; the test runs the original beside it.

// penPoint is one place of the pen; a pressure of NaN was not recorded.
type penPoint struct {
	at       Point
	pressure float64
}

type penOptions struct {
	size     float64 // px: the width at full pressure
	simulate bool    // make pressure out of speed
	last     bool    // the stroke is finished: its end is where the pen was lifted
}

const (
	penThinning   = 0.6
	penSmoothing  = 0.5
	penStreamline = 0.5
	penChange     = 0.275          // how fast simulated pressure follows speed
	penHalfTurn   = math.Pi + 1e-4 // a little more than half a turn, so that caps close
)

// strokePoint is a place of the smoothed track.
type strokePoint struct {
	at, vector                  Point
	pressure, distance, running float64
}

// strokeOutline is the closed outline of the pen's mark.
func strokeOutline(points []penPoint, o penOptions) []Point {
	track := strokeTrack(points, o)
	if len(track) == 0 || o.size <= 0 {
		return nil
	}
	left, right, first, radius := sides(track, o)
	start := track[0].at
	if len(track) == 1 {
		return dot(start, first)
	}
	end := track[len(track)-1].at
	var startCap, endCap []Point
	if len(right) > 0 {
		for step, t := 1.0/13, 1.0/13; t <= 1; t += step {
			startCap = append(startCap, right[0].about(start, penHalfTurn*t))
		}
	}
	tip := end.plus(across(track[len(track)-1].vector.times(-1)).times(radius))
	for step, t := 1.0/29, 1.0/29; t < 1; t += step {
		endCap = append(endCap, tip.about(end, penHalfTurn*3*t))
	}
	outline := append(left, endCap...)
	for i := len(right) - 1; i >= 0; i-- {
		outline = append(outline, right[i])
	}
	return append(outline, startCap...)
}

// strokeTrack smooths the input by keeping each point near the one before.
func strokeTrack(points []penPoint, o penOptions) []strokePoint {
	if len(points) == 0 {
		return nil
	}
	const follow = 0.15 + (1-penStreamline)*0.85
	points = enough(points)
	firstPressure := 0.25
	if points[0].pressure >= 0 {
		firstPressure = points[0].pressure
	}
	track := []strokePoint{{at: points[0].at, pressure: firstPressure, vector: Point{1, 1}}}
	running, started, prev := 0.0, false, track[0]
	for i := 1; i < len(points); i++ {
		at := toward(prev.at, points[i].at, follow)
		if o.last && i == len(points)-1 {
			at = points[i].at
		}
		if at == prev.at {
			continue
		}
		distance := at.distance(prev.at)
		running += distance
		if i < len(points)-1 && !started {
			if running < o.size {
				continue
			}
			started = true
		}
		pressure := 0.5
		if points[i].pressure >= 0 {
			pressure = points[i].pressure
		}
		prev = strokePoint{at: at, pressure: pressure, vector: unit(prev.at.minus(at)), distance: distance, running: running}
		track = append(track, prev)
	}
	track[0].vector = Point{}
	if len(track) > 1 {
		track[0].vector = track[1].vector
	}
	return track
}

// enough turns one or two points into a track that can be followed.
func enough(points []penPoint) []penPoint {
	switch len(points) {
	case 1:
		return []penPoint{points[0], {points[0].at.plus(Point{1, 1}), points[0].pressure}}
	case 2:
		out := []penPoint{points[0]}
		for i := 1; i < 5; i++ {
			out = append(out, penPoint{toward(points[0].at, points[1].at, float64(i)/4), math.NaN()})
		}
		return out
	default:
		return points
	}
}

// sides walks the track and gives both edges of the mark, with the first and the last radius.
func sides(track []strokePoint, o penOptions) (left, right []Point, first, radius float64) {
	const squared = penSmoothing * penSmoothing
	apart := o.size * o.size * squared
	total := track[len(track)-1].running
	held := firstPressure(track, o)
	radius = penRadius(o.size, track[len(track)-1].pressure)
	first = math.NaN()
	vector, sharpBefore := track[0].vector, false
	lastLeft, lastRight := track[0].at, track[0].at
	for i, p := range track {
		end := i == len(track)-1
		if !end && total-p.running < 3 {
			continue
		}
		pressure := p.pressure
		if o.simulate {
			pressure = eased(held, p.distance, o.size)
		}
		radius = penRadius(o.size, pressure)
		if math.IsNaN(first) {
			first = radius
		}
		radius = math.Max(0.01, radius)
		ahead, turnAhead := p.vector, 1.0
		if !end {
			ahead = track[i+1].vector
			turnAhead = dot2(p.vector, ahead)
		}
		sharp, sharpAhead := dot2(p.vector, vector) < 0 && !sharpBefore, turnAhead < 0
		if sharp || sharpAhead { // a corner: go round it
			offset := across(vector).times(radius)
			for step, t := 1.0/13, 0.0; t <= 1; t += step {
				lastLeft = p.at.minus(offset).about(p.at, penHalfTurn*t)
				lastRight = p.at.plus(offset).about(p.at, penHalfTurn*-t)
				left, right = append(left, lastLeft), append(right, lastRight)
			}
			sharpBefore = sharpBefore || sharpAhead
			continue
		}
		sharpBefore = false
		if end {
			offset := across(p.vector).times(radius)
			left, right = append(left, p.at.minus(offset)), append(right, p.at.plus(offset))
			continue
		}
		offset := across(toward(ahead, p.vector, turnAhead)).times(radius)
		if l := p.at.minus(offset); i <= 1 || squareApart(lastLeft, l) > apart {
			left, lastLeft = append(left, l), l
		}
		if r := p.at.plus(offset); i <= 1 || squareApart(lastRight, r) > apart {
			right, lastRight = append(right, r), r
		}
		held, vector = pressure, p.vector
	}
	return left, right, first, radius
}

// firstPressure averages the start, so that a stroke does not begin with a blot.
func firstPressure(track []strokePoint, o penOptions) float64 {
	held := track[0].pressure
	for _, p := range track[:min(10, len(track))] {
		pressure := p.pressure
		if o.simulate {
			pressure = eased(held, p.distance, o.size)
		}
		held = (held + pressure) / 2
	}
	return held
}

// eased is the simulated pressure after a step of distance px: fast is light.
func eased(held, distance, size float64) float64 {
	speed := math.Min(1, distance/size)
	rate := math.Min(1, 1-speed)
	return math.Min(1, held+(rate-held)*(speed*penChange))
}

func penRadius(size, pressure float64) float64 {
	t := 0.5 - penThinning*(0.5-pressure)
	return size * math.Sin(t*math.Pi/2)
}

// dot is the mark of a pen that did not move.
func dot(at Point, radius float64) []Point {
	out := make([]Point, 0, 13)
	lastly := at.plus(Point{1, 1})
	start := at.plus(unit(across(at.minus(lastly))).times(-radius))
	for step, t := 1.0/13, 1.0/13; t <= 1; t += step {
		out = append(out, start.about(at, penHalfTurn*2*t))
	}
	return out
}

func toward(a, b Point, t float64) Point { return a.plus(b.minus(a).times(t)) }
func across(v Point) Point               { return Point{v.Y, -v.X} }
func dot2(a, b Point) float64            { return a.X*b.X + a.Y*b.Y }

func squareApart(a, b Point) float64 {
	d := a.minus(b)
	return dot2(d, d)
}

func unit(v Point) Point {
	long := math.Hypot(v.X, v.Y)
	if long == 0 {
		return Point{}
	}
	return Point{v.X / long, v.Y / long}
}
