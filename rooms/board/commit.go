package board

import (
	"encoding/json"
	"slices"
)

// full checks what the board as a whole may hold.
func (s *stage) full() *problem {
	live, ever, bytes := s.totals()
	switch {
	case live > maxLive && live > s.board.live:
		return &problem{code: CodeTooMany, data: map[string]any{"what": "elements", "max": maxLive}}
	case ever > maxEver && ever > len(s.board.els):
		return &problem{code: CodeTooMany, data: map[string]any{"what": "elements", "max": maxEver}}
	case bytes > maxBytes && bytes > s.board.bytes:
		return &problem{code: CodeTooMany, data: map[string]any{"what": "bytes", "max": maxBytes}}
	default:
		return nil
	}
}

func (s *stage) totals() (live, ever, bytes int) {
	live, ever, bytes = s.board.live, len(s.board.els), s.board.bytes
	for id, e := range s.els {
		old := s.board.els[id]
		if old == nil {
			ever++
		} else {
			bytes -= old.size()
			if !old.deleted() {
				live--
			}
		}
		bytes += e.size()
		if !e.deleted() {
			live++
		}
	}
	return live, ever, bytes
}

// settle makes the staged elements the board's.
func (s *stage) settle() {
	s.board.live, _, s.board.bytes = s.totals()
	for _, id := range s.touched {
		s.board.els[id] = s.els[id]
	}
}

// replay settles what the log says, as it says it.
func (s *stage) replay() {
	for _, p := range s.placing {
		s.lift(p.id)
		s.drop(p.id, p.want)
	}
	s.settle()
}

// commit settles with healed indexes (B2), and tells what happened.
func (s *stage) commit() change {
	healed := map[string]bool{}
	for _, p := range s.placing {
		s.lift(p.id)
		index := s.board.order.heal(p.want)
		s.drop(p.id, index)
		healed[p.id] = index != p.want
		if o := &s.ops[p.op]; o.Put != nil {
			o.Put["index"] = quote(index)
		} else {
			o.Set["index"] = quote(index)
		}
	}
	s.settle()
	return change{Ops: s.ops, Fix: s.fixes(healed)}
}

// lift takes the element out of the order, and with it the deleted one that a new put
// replaces.
func (s *stage) lift(id string) {
	for _, e := range []*element{s.board.els[id], s.els[id]} {
		if e != nil && e.index != "" {
			s.board.order.remove(e.index, id)
		}
	}
}

func (s *stage) drop(id, index string) {
	s.els[id].index = index
	s.board.order.add(index, id)
}

// fixes tells the healed indexes, who wrote besides who put, and the whole of what came back from deletion: who
// joined after it was deleted has never seen it.
func (s *stage) fixes(healed map[string]bool) []fix {
	var out []fix
	for _, id := range s.touched {
		e := s.els[id]
		switch {
		case slices.Contains(s.revived, id):
			out = append(out, fix{ID: id, Set: e.encode(id)})
			continue
		case healed[id]:
			out = append(out, fix{ID: id, Set: json.RawMessage(`{"index":"` + e.index + `"}`)})
		}
		if slices.Contains(s.signed, id) {
			out = append(out, fix{ID: id, Set: e.signatures()})
		}
	}
	return out
}
