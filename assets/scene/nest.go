package scene

import (
	"math"
	"slices"
)

// nest gives each place its parent: its frame, else the smallest area around it, else the nearest large text above. A
// frame has none and an area's is larger than it or a frame, so no place is ever its own ancestor.
func (b *outliner) nest() {
	b.nestInAreas()
	b.promote()
	for i := range b.places {
		p := &b.places[i]
		if p.up >= 0 || p.node.Kind == Heading {
			continue
		}
		if h := b.headingFor(i); h >= 0 {
			p.up = h
		}
	}
	for i, p := range b.places {
		if p.up >= 0 {
			b.places[p.up].kids = append(b.places[p.up].kids, i)
		}
	}
}

func (b *outliner) nestInAreas() {
	var areas []int
	for i, p := range b.places {
		if p.area {
			areas = append(areas, i)
		}
	}
	for i := range b.places {
		p := &b.places[i]
		if p.node.Kind == Heading {
			continue
		}
		if f, ok := b.frames[b.inFrame[i]]; ok {
			p.up = f
		}
		best := math.Inf(1)
		for _, j := range areas {
			area := b.places[j]
			size := area.rect.W * area.rect.H
			if j == i || size >= best || size <= p.rect.W*p.rect.H || !area.rect.Holds(p.rect) {
				continue
			}
			best, p.up = size, j
		}
	}
}

// promote makes headings of areas that hold words, and of large texts. An area without words of its own takes those of its
// one large text.
func (b *outliner) promote() {
	held := make([]int, len(b.places))
	for _, p := range b.places {
		if p.up >= 0 && p.node.Text != "" {
			held[p.up]++
		}
	}
	for i := range b.places {
		p := &b.places[i]
		switch {
		case p.alone && p.size >= largeText && p.up < 0:
			p.node.Kind = Heading
		case p.area && p.node.Kind != Heading && held[i] > 0:
			p.node.Kind = Heading
			if p.node.Text == "" {
				b.title(i)
			}
		case p.area && p.node.Text == "":
			b.count(p.element)
		}
	}
}

func (b *outliner) title(area int) {
	for i := range b.places {
		p := &b.places[i]
		if p.up == area && p.alone && p.size >= largeText {
			b.places[area].node.Text, p.node.Text = p.node.Text, ""
			return
		}
	}
	b.places[area].node.Text = "Zone"
}

// headingFor finds the large text that words belong to: above or beside them, the nearest, going across costing twice as
// much as going down, so that both columns and rows of notes find their own title.
func (b *outliner) headingFor(i int) int {
	p, best, found := b.places[i].rect, math.Inf(1), -1
	for j, h := range b.places {
		if h.node.Kind != Heading || !h.alone || j == i {
			continue
		}
		if h.rect.Y > p.Y+p.H/2 {
			continue
		}
		down := math.Max(0, p.Y-(h.rect.Y+h.rect.H))
		aside := math.Max(0, math.Max(p.X-(h.rect.X+h.rect.W), h.rect.X-(p.X+p.W)))
		if cost := down + 2*aside; cost < best {
			best, found = cost, j
		}
	}
	return found
}

// tree orders the places under one parent as one reads a page.
func (b *outliner) tree(parent int) []Node {
	var kids []int
	if parent >= 0 {
		kids = b.places[parent].kids
	} else {
		for i, p := range b.places {
			if p.up < 0 {
				kids = append(kids, i)
			}
		}
	}
	var nodes []Node
	for _, i := range b.reading(kids) {
		n := b.places[i].node
		n.Children = b.tree(i)
		if n.Text != "" {
			nodes = append(nodes, n)
		} else {
			nodes = append(nodes, n.Children...)
		}
	}
	return nodes
}

// reading groups places into rows (those whose middles lie within the first one's height) and reads each from the left.
func (b *outliner) reading(kids []int) []int {
	sorted := slices.Clone(kids)
	slices.SortStableFunc(sorted, func(i, j int) int {
		return compare(b.places[i].rect.Y, b.places[j].rect.Y)
	})
	for start := 0; start < len(sorted); {
		first := b.places[sorted[start]].rect
		end := start + 1
		for end < len(sorted) {
			next := b.places[sorted[end]].rect
			if next.Y > first.Y+math.Max(8, math.Min(first.H, 120)/2) {
				break
			}
			end++
		}
		slices.SortStableFunc(sorted[start:end], func(i, j int) int {
			return compare(b.places[i].rect.X, b.places[j].rect.X)
		})
		start = end
	}
	return sorted
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}
