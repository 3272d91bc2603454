package cast

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// now is the index of the pass under way, the last that began; -1 before the first.
func (s *State) now(l LoopID) int {
	at := -1
	for i, t := range s.Turns {
		if t.Loop == l {
			at = i
		}
	}
	return at
}

// Turn decides who plays the parts that go round in a pass of a loop (CA-9 to CA-11). The session asks when a phase of the
// pass begins; nil when that pass is already under way.
func (s *State) Turn(l LoopID, pass int, r Room) codec.Event {
	if i := s.now(l); i >= 0 && s.Turns[i].Pass == pass {
		return nil
	}
	e := Turned{Loop: l, Pass: pass}
	before := map[rooms.GroupID]rooms.MemberID{} // whom the part before went to, in each circle
	for _, p := range s.Parts {
		if p.Loop != l {
			continue
		}
		circles := []Group{{Members: r.Circle}}
		if p.Group {
			circles = r.Groups
		}
		for _, c := range circles {
			if m, ok := s.whose(p, pass, from(c, before[c.ID]), r, e.Held); ok {
				e.Held = append(e.Held, Held{Part: p.ID, Group: c.ID, Member: m})
				before[c.ID] = m
			}
		}
	}
	return e
}

// from is the circle in its order, beginning after somebody: of two parts that go round, one follows the other.
func from(c Group, m rooms.MemberID) Group {
	if i := slices.Index(c.Members, m); i >= 0 {
		c.Members = slices.Concat(c.Members[i+1:], c.Members[:i+1])
	}
	return c
}

// Over decides that the loops are over whose passes the present phase is none of; present is "" outside of loops (CA-8). Their parts
// are then nobody's, and a pass that comes again finds its people.
func (s *State) Over(present LoopID) []codec.Event {
	var es []codec.Event
	for _, p := range s.Parts {
		i := s.now(p.Loop)
		if p.Loop == "" || p.Loop == present || i < 0 || s.Turns[i].Pass == 0 {
			continue
		}
		if !begun(es, p.Loop) {
			es = append(es, Turned{Loop: p.Loop})
		}
	}
	return es
}

func begun(es []codec.Event, l LoopID) bool {
	return slices.ContainsFunc(es, func(e codec.Event) bool {
		t, ok := e.(Turned)
		return ok && t.Loop == l
	})
}

// whose is whose pass it is in one circle: who had it when that pass was there before, else the first who has not had one.
func (s *State) whose(p Part, pass int, c Group, r Room, taken []Held) (rooms.MemberID, bool) {
	had := map[rooms.MemberID]bool{}
	for _, h := range taken {
		had[h.Member] = true
	}
	for _, t := range s.Turns {
		for _, h := range t.Held {
			if t.Loop != p.Loop || h.Part != p.ID {
				continue
			}
			if t.Pass == pass && h.Group == c.ID && slices.Contains(c.Members, h.Member) && r.plays(h.Member, p, c.ID) {
				return h.Member, true
			}
			had[h.Member] = true
		}
	}
	for _, m := range c.Members {
		declined := slices.ContainsFunc(s.Declined, func(h Held) bool { return h.Part == p.ID && h.Member == m })
		if !had[m] && !declined && r.Here(m) && r.plays(m, p, c.ID) {
			return m, true
		}
	}
	return "", false
}

// turned gives the parts of a pass to its people, and takes them from those of the pass before.
func (s *State) turned(e Turned) {
	s.Turns = slices.DeleteFunc(slices.Clone(s.Turns), func(t Turn) bool { return t.Loop == e.Loop && t.Pass == e.Pass })
	s.Turns = append(s.Turns, Turn(e))
	s.Held = slices.DeleteFunc(slices.Clone(s.Held), func(h Held) bool {
		p, _ := s.Part(h.Part)
		return p.Loop == e.Loop
	})
	s.Held = append(s.Held, e.Held...)
}
