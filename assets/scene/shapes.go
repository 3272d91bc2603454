package scene

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// closed draws a rectangle, an ellipse or a diamond with the same calls to rough.js as the editor's.
func (s *sketch) closed(e Element) ([]Item, error) {
	w, h := e.Width, e.Height
	var kind string
	var args []any
	o := roughOf(e, e.Roundness != 0 && e.Kind != Ellipse)
	switch {
	case e.Kind == Ellipse:
		kind, args = "ellipse", []any{w / 2, h / 2, w, h}
		o.CurveFitting = 1
	case e.Kind == Diamond && e.Roundness != 0:
		kind, args = "path", []any{roundedDiamond(e)}
	case e.Kind == Diamond:
		kind, args = "polygon", []any{diamond(e)}
	case e.Roundness != 0:
		kind, args = "path", []any{roundedRectangle(e)}
	default:
		kind, args = "rectangle", []any{0, 0, w, h}
	}
	sets, err := s.pen.rough(kind, args, o)
	if err != nil {
		return nil, err
	}
	move := turned(shift(e.X, e.Y), e.Angle, e.centre())
	return shapesOf(e, sets, move, dashOf(e), kind == "polygon"), nil
}

// turned is move followed by a turn about centre.
func turned(move affine, angle float64, centre Point) affine {
	if angle == 0 {
		return move
	}
	t := turn(angle, centre)
	p := t.apply(Point{move.e, move.f})
	return affine{t.a, t.b, t.c, t.d, p.X, p.Y}
}

// shapesOf paints the sets of one call: fills, then lines.
func shapesOf(e Element, sets []roughSet, move affine, dash []float64, evenOdd bool) []Item {
	stroke, fill := e.StrokeColor.Faded(e.Opacity), e.BackgroundColor.Faded(e.Opacity)
	width := e.StrokeWidth
	if e.StrokeStyle == "dashed" || e.StrokeStyle == "dotted" {
		width += 0.5
	}
	var items []Item
	for _, set := range sets {
		shape := Shape{ID: e.ID, Path: set.path.transformed(move)}
		switch set.kind {
		case setSolid:
			shape.Fill, shape.EvenOdd = fill, evenOdd
		case setSketch:
			shape.Stroke, shape.Width = fill, e.StrokeWidth/2
		default:
			shape.Stroke, shape.Width, shape.Dash = stroke, width, dash
		}
		if len(set.path.Ops) > 0 && (shape.Fill.A > 0 || shape.Stroke.A > 0) {
			items = append(items, shape)
		}
	}
	return items
}

func dashOf(e Element) []float64 {
	switch e.StrokeStyle {
	case "dashed":
		return []float64{8, 8 + e.StrokeWidth}
	case "dotted":
		return []float64{1.5, 6 + e.StrokeWidth}
	default:
		return nil
	}
}

// maxFilling is the most pixels of extent times points for which a loop is filled with lines; beyond, it is filled plain.
const maxFilling = 5_000_000

// roughOf gives the options the editor gives. continuous: the shape is one path whose corners must meet.
func roughOf(e Element, continuous bool) roughOptions {
	plain := e.StrokeStyle != "dashed" && e.StrokeStyle != "dotted"
	o := roughOptions{
		Seed: e.Seed, StrokeWidth: e.StrokeWidth, FillWeight: e.StrokeWidth / 2, HachureGap: e.StrokeWidth * 4,
		Roughness: roughnessOf(e), Stroke: "#000", PreserveVertices: continuous || e.Roughness < 2, DisableMultiStroke: !plain,
	}
	if !plain {
		o.StrokeWidth += 0.5
	}
	extent := math.Max(math.Abs(e.Width), math.Abs(e.Height))
	for _, p := range e.Points {
		extent = math.Max(extent, math.Max(math.Abs(p.X), math.Abs(p.Y)))
	}
	if e.BackgroundColor.A > 0 && (e.shape() || e.loop()) && e.Kind != Arrow {
		o.Fill, o.FillStyle = "#000", fillStyleOf(e)
		o.HachureGap = math.Max(o.HachureGap, extent/1000)
	}
	if extent > MaxSketched {
		o.Roughness = 0
	}
	// Filling lines cost, for each pixel of height, as much as the shape has sides.
	if o.Fill != "" && (extent > MaxSketched || extent*float64(len(e.Points)) > maxFilling) {
		o.FillStyle = "solid"
	}
	return o
}

func fillStyleOf(e Element) string {
	switch e.FillStyle {
	case "hachure", "cross-hatch", "zigzag":
		return e.FillStyle
	default:
		return "solid"
	}
}

// roughnessOf is gentler on small shapes, where the full wobble would hide the shape.
func roughnessOf(e Element) float64 {
	big, small := math.Max(e.Width, e.Height), math.Min(e.Width, e.Height)
	round := e.Roundness != 0 && (e.Kind == Rectangle || e.Kind == Diamond || e.Kind == Line)
	if (small >= 20 && big >= 50) || (small >= 15 && round) || (e.linear() && big >= 50) {
		return e.Roughness
	}
	by := 2.0
	if big < 10 {
		by = 3
	}
	return math.Min(e.Roughness/by, 2.5)
}

// cornerRadius for a side of x px: a quarter of it, held to a fixed radius for adaptive corners.
func cornerRadius(x float64, e Element) float64 {
	const quarter = 0.25
	switch e.Roundness {
	case 1, 2:
		return x * quarter
	case 3:
		fixed := e.RoundnessValue
		if fixed == 0 {
			fixed = 32
		}
		return math.Min(x*quarter, fixed)
	default:
		return 0
	}
}

func diamond(e Element) [][2]float64 {
	x, y := math.Floor(e.Width/2)+1, math.Floor(e.Height/2)+1
	return [][2]float64{{x, 0}, {e.Width, y}, {x, e.Height}, {0, y}}
}

func roundedRectangle(e Element) string {
	w, h := e.Width, e.Height
	r := cornerRadius(math.Min(w, h), e)
	return pathData("M", r, 0, "L", w-r, 0, "Q", w, 0, w, r, "L", w, h-r, "Q", w, h, w-r, h, "L", r, h, "Q", 0, h, 0, h-r, "L", 0, r, "Q", 0, 0, r, 0)
}

func roundedDiamond(e Element) string {
	d := diamond(e)
	top, right, bottom, left := d[0], d[1], d[2], d[3]
	v, h := cornerRadius(math.Abs(top[0]-left[0]), e), cornerRadius(math.Abs(right[1]-top[1]), e)
	return pathData(
		"M", top[0]+v, top[1]+h, "L", right[0]-v, right[1]-h,
		"C", right[0], right[1], right[0], right[1], right[0]-v, right[1]+h, "L", bottom[0]+v, bottom[1]-h,
		"C", bottom[0], bottom[1], bottom[0], bottom[1], bottom[0]-v, bottom[1]-h, "L", left[0]+v, left[1]+h,
		"C", left[0], left[1], left[0], left[1], left[0]+v, left[1]-h, "L", top[0]-v, top[1]+h,
		"C", top[0], top[1], top[0], top[1], top[0]+v, top[1]+h)
}

func pathData(parts ...any) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		switch v := part.(type) {
		case string:
			words[i] = v
		case float64:
			words[i] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			words[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(words, " ")
}
