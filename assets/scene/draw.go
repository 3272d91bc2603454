package scene

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
)

// ErrTooLarge says the board has more than [MaxElements] elements.
var ErrTooLarge = errors.New("scene: more elements than a drawing can hold")

// Draw makes the drawing of elements, which must come from [Read] or [ReadMap]. It fails with [ErrTooLarge], or with [ErrStopped]
// when ctx ends first; the same elements otherwise always give the same drawing. A shape that rough.js refuses is
// drawn as a labelled box.
func (d *Drafter) Draw(ctx context.Context, elements []Element) (Drawing, error) {
	if len(elements) > MaxElements {
		return Drawing{}, fmt.Errorf("%w: %d", ErrTooLarge, len(elements))
	}
	p, err := d.take(ctx)
	if err != nil {
		return Drawing{}, err
	}
	release := context.AfterFunc(ctx, func() { p.vm.Interrupt(ErrStopped) })
	s := sketch{pen: p, byID: make(map[ElementID]Element, len(elements)), labels: map[ElementID]Element{}}
	s.index(elements)
	for _, e := range elements {
		if ctx.Err() != nil {
			break
		}
		s.add(e)
	}
	if !release() || ctx.Err() != nil {
		d.idle <- nil // an interrupt may still be on its way to this machine: leave it
		return Drawing{}, fmt.Errorf("%w: %w", ErrStopped, context.Cause(ctx))
	}
	d.idle <- p
	return s.finished(), nil
}

// sketch is a drawing under way.
type sketch struct {
	pen    *pen
	byID   map[ElementID]Element
	labels map[ElementID]Element // the text bound to each container
	points int
	items  []Item
}

func (s *sketch) index(elements []Element) {
	for _, e := range elements {
		s.byID[e.ID] = e
	}
	for _, e := range elements {
		if e.Kind != Words || e.Container == "" {
			continue
		}
		if holder, ok := s.byID[e.Container]; ok && (holder.shape() || holder.linear()) {
			s.labels[e.Container] = e
		}
	}
}

// add paints e, and the text it holds just above it, as the editor does.
func (s *sketch) add(e Element) {
	if held, ok := s.labels[e.Container]; ok && e.Kind == Words && held.ID == e.ID {
		return
	}
	s.points += len(e.Points)
	items, err := s.paint(e)
	if err != nil {
		items = []Item{boxOf(e)}
	}
	s.items = append(s.items, items...)
	if label, ok := s.labels[e.ID]; ok {
		s.items = append(s.items, s.words(label)...)
	}
}

func (s *sketch) paint(e Element) ([]Item, error) {
	if s.points > MaxBoardPoints {
		return []Item{boxOf(e)}, nil
	}
	switch e.Kind {
	case Rectangle, Ellipse, Diamond:
		return s.closed(e)
	case Line, Arrow:
		return s.line(e)
	case Freedraw:
		return s.freehand(e)
	case Words:
		return s.words(e), nil
	default:
		return []Item{boxOf(e)}, nil
	}
}

func (s *sketch) finished() Drawing {
	d := Drawing{Items: s.items}
	for i, item := range d.Items {
		if i == 0 {
			d.Bounds = item.Extent()
			continue
		}
		d.Bounds = d.Bounds.union(item.Extent())
	}
	return d
}

// boxOf is the labelled box of an element that is not drawn.
func boxOf(e Element) Box {
	r := Rect{e.X, e.Y, e.Width, e.Height}
	if e.linear() || e.Kind == Freedraw {
		var p Path
		for _, q := range e.Points {
			p.Add(LineTo, q)
		}
		r = p.Bounds()
		r.X, r.Y = r.X+e.X, r.Y+e.Y
	}
	r.W, r.H = math.Max(r.W, 24), math.Max(r.H, 24)
	return Box{ID: e.ID, Kind: e.Kind, Label: NameOf(e), Rect: r, Angle: e.Angle}
}

// NameOf is what the element is called in French; a named frame is called by its name.
func NameOf(e Element) string {
	switch e.Kind {
	case Rectangle:
		return "rectangle"
	case Ellipse:
		return "ellipse"
	case Diamond:
		return "losange"
	case Line:
		return "ligne"
	case Arrow:
		return "flèche"
	case Freedraw:
		return "trait à main levée"
	case Words:
		return "texte"
	case Image:
		return "image"
	case Frame, MagicArea:
		if name := strings.TrimSpace(e.Name); name != "" {
			return name
		}
		return "cadre"
	case Embed, IFrame:
		return "contenu intégré"
	default:
		if e.unreadable || e.Kind == "" {
			return "élément illisible"
		}
		return "élément «\u00a0" + string(e.Kind) + "\u00a0»"
	}
}
