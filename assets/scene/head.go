package scene

import "math"

// arrowhead is one end of an arrow, by the editor's name for it; "" is none.
type arrowhead struct {
	kind    string
	atStart bool
}

// head draws one end. shaft is the arrow's line, whose last curve gives the direction.
func (s *sketch) head(e Element, shaft Path, head arrowhead, o roughOptions, move affine) ([]Item, error) {
	if head.kind == "" {
		return nil, nil
	}
	aim, ok := aimOf(e, shaft, head)
	if !ok {
		return nil, nil
	}
	o.Fill, o.FillStyle = "", ""
	switch head.kind {
	case "dot", "circle", "circle_outline":
		o.Fill, o.FillStyle, o.Roughness = "#000", "solid", math.Min(0.5, o.Roughness)
		diameter := aim.tip.distance(aim.back) + e.StrokeWidth - 2
		return s.headParts(e, head, move, nil, o, "circle", []any{aim.tip.X, aim.tip.Y, math.Max(0.1, diameter)})
	case "triangle", "triangle_outline":
		o.Fill, o.FillStyle, o.Roughness = "#000", "solid", math.Min(1, o.Roughness)
		return s.headParts(e, head, move, nil, o, "polygon", []any{coordinates([]Point{aim.tip, aim.left, aim.right, aim.tip})})
	case "diamond", "diamond_outline":
		o.Fill, o.FillStyle, o.Roughness = "#000", "solid", math.Min(1, o.Roughness)
		return s.headParts(e, head, move, nil, o, "polygon", []any{coordinates([]Point{aim.tip, aim.left, aim.far, aim.right, aim.tip})})
	case "crowfoot_one":
		return s.headParts(e, head, move, dashOf(e), o, "line", []any{aim.left.X, aim.left.Y, aim.right.X, aim.right.Y})
	default: // arrow, bar, crowfoot_many, crowfoot_one_or_many, and any head of a later editor
		return s.openHead(e, shaft, head, aim, o, move)
	}
}

// openHead is two strokes that meet.
func (s *sketch) openHead(e Element, shaft Path, head arrowhead, aim aim, o roughOptions, move affine) ([]Item, error) {
	var dash []float64
	if e.StrokeStyle == "dotted" { // a tighter dotting keeps a small head legible
		dash = []float64{1.5, 4 + e.StrokeWidth}
	}
	o.Roughness = math.Min(1, o.Roughness)
	meet := aim.tip
	if head.kind == "crowfoot_many" || head.kind == "crowfoot_one_or_many" {
		meet = aim.back
	}
	lines := [][2]Point{{aim.left, meet}, {aim.right, meet}}
	if head.kind == "crowfoot_one_or_many" {
		if one, ok := aimOf(e, shaft, arrowhead{"crowfoot_one", head.atStart}); ok {
			lines = append(lines, [2]Point{one.left, one.right})
		}
	}
	var items []Item
	for _, l := range lines {
		more, err := s.headParts(e, head, move, dash, o, "line", []any{l[0].X, l[0].Y, l[1].X, l[1].Y})
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

// headParts paints one piece: filled heads with the line's colour, outlined ones with the paper's.
func (s *sketch) headParts(e Element, head arrowhead, move affine, dash []float64, o roughOptions, kind string, args []any) ([]Item, error) {
	sets, err := s.pen.rough(kind, args, o)
	if err != nil {
		return nil, err
	}
	painted := e
	painted.BackgroundColor = e.StrokeColor
	switch head.kind {
	case "circle_outline", "triangle_outline", "diamond_outline":
		painted.BackgroundColor = Color{255, 255, 255, 255}
	}
	return shapesOf(painted, sets, move, dash, kind == "polygon"), nil
}

// aim is where a head goes: its tip, the point behind it on the line, its two sides, and a diamond's far corner.
type aim struct{ tip, back, left, right, far Point }

func aimOf(e Element, shaft Path, head arrowhead) (aim, bool) {
	p0, p1, p2, p3, ok := endCurve(shaft, head.atStart)
	if !ok {
		return aim{}, false
	}
	tip := p3
	if head.atStart {
		tip = p0
	}
	// A point three tenths from the end tells the direction better than the very end of a curve.
	near := p3.times(0.343).plus(p2.times(3 * 0.3 * 0.49)).plus(p1.times(3 * 0.09 * 0.7)).plus(p0.times(0.027))
	distance := tip.distance(near)
	if distance == 0 {
		return aim{}, false
	}
	direction := tip.minus(near).times(1 / distance)
	end, before := e.Points[len(e.Points)-1], e.Points[len(e.Points)-2]
	if head.atStart {
		end, before = e.Points[0], e.Points[1]
	}
	share := 0.5
	if head.kind == "diamond" || head.kind == "diamond_outline" {
		share = 0.25
	}
	size := math.Min(headSize(head.kind), end.distance(before)*share)
	back, angle := tip.minus(direction.times(size)), headAngle(head.kind)
	a := aim{tip: tip, back: back, left: back.about(tip, -angle), right: back.about(tip, angle)}
	if head.kind == "crowfoot_many" || head.kind == "crowfoot_one_or_many" {
		a.left, a.right = tip.about(back, -angle), tip.about(back, angle)
	}
	towards := math.Atan2(before.Y-tip.Y, before.X-tip.X)
	a.far = Point{tip.X + size*2, tip.Y}.about(tip, towards)
	return a, true
}

// endCurve is the first or the last curve of the shaft, from p0 to p3. The last one of a doubled line is its second pass.
func endCurve(shaft Path, atStart bool) (p0, p1, p2, p3 Point, ok bool) {
	var at Point
	shaft.Each(func(op Op, q []Point) {
		if op == CubicTo && (!atStart || !ok) {
			p0, p1, p2, p3, ok = at, q[0], q[1], q[2], true
		}
		if len(q) > 0 {
			at = q[len(q)-1]
		}
	})
	return p0, p1, p2, p3, ok
}

// headSize in px.
func headSize(kind string) float64 {
	switch kind {
	case "arrow":
		return 25
	case "diamond", "diamond_outline":
		return 12
	case "crowfoot_many", "crowfoot_one", "crowfoot_one_or_many":
		return 20
	default:
		return 15
	}
}

// headAngle between the line and a side of its head, radians.
func headAngle(kind string) float64 {
	switch kind {
	case "bar":
		return math.Pi / 2
	case "arrow":
		return 20 * math.Pi / 180
	default:
		return 25 * math.Pi / 180
	}
}
