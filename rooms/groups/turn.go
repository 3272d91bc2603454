package groups

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/lot"
)

// CodeTurned refuses a next table that was reached already. Data "round".
const CodeTurned = "tables_turned"

// comesBack is what it costs that someone comes back to a table: more than all that the
// people of a session can meet again, so that tables come first (GR-22).
const comesBack = 1 << 30

// Turn decides the next table (GR-22): hosts stay, all others sit anew. From an open set,
// a recalled one, or the last one when it has closed.
func (s *State) Turn(a TurnArgs, r Room) (codec.Event, *rooms.Refusal) {
	set := s.Set
	switch {
	case set == nil || set.Life == Proposed:
		return nil, rooms.Refuse(CodeNone)
	case a.Round != set.Round:
		return nil, refuse(CodeTurned, "round", set.Round)
	case a.Minutes < 0 || a.Minutes > maxMinutes:
		return nil, refuse(CodeNoTime, "max", maxMinutes)
	}
	at, people := set.tables(r)
	if len(people) == 0 || len(at) < 2 {
		return nil, rooms.Refuse(CodeFew)
	}
	d := draw{people: people, seed: a.Seed, tables: set.laid(at, len(people), r)}
	been := s.sat(at)
	met := s.met()
	d.pair = func(x, y rooms.MemberID) int { return met[both(x, y)] }
	d.seat = func(m rooms.MemberID, t int) int { return been(m, t) * comesBack }
	d.starts = func(l *lot.Lot, p *problem) []seating {
		var ss []seating
		for range 8 {
			ss = append(ss, newTables(order(l, len(people)), p.sizes, func(i, t int) bool { return been(people[i], t) > 0 }))
		}
		return ss
	}
	gs, cost, sure := d.solve()
	e := Turned{Round: set.Round + 1, Groups: make([][]rooms.MemberID, len(set.Groups)), Repeats: cost % comesBack, Sure: sure}
	for i := range e.Groups {
		e.Groups[i] = []rooms.MemberID{}
	}
	for t, g := range at {
		e.Groups[g] = gs[t]
		for _, m := range gs[t] {
			if m != d.tables[t].host && been(m, t) > 0 {
				e.Back++
			}
		}
	}
	e.Until = until(r.At, a.Minutes, set.Minutes)
	return e, nil
}

// tables are the indexes of the groups that have people, and who changes table.
func (set *Set) tables(r Room) (at []int, people []rooms.MemberID) {
	for i, g := range set.Groups {
		if !slices.ContainsFunc(g.Members, r.inside) {
			continue
		}
		at = append(at, i)
		for _, m := range g.Members {
			if m != g.Host && r.inside(m) {
				people = append(people, m)
			}
		}
	}
	return at, people
}

// laid are these tables, with the host who is there and places for so many others.
func (set *Set) laid(at []int, others int, r Room) []table {
	var ts []table
	hosts := 0
	for _, g := range at {
		t := table{}
		if h := set.Groups[g].Host; h != "" && r.inside(h) {
			t.host = h
			hosts++
		}
		ts = append(ts, t)
	}
	for i, n := range Split(others+hosts, len(at)) {
		if ts[i].host != "" {
			n--
		}
		ts[i].places = n
	}
	return ts
}

// sat counts how often someone sat at the t-th of these tables, in this set.
func (s *State) sat(at []int) func(m rooms.MemberID, t int) int {
	type seat struct {
		m rooms.MemberID
		t int
	}
	n := map[seat]int{}
	count := func(groups [][]rooms.MemberID) {
		for t, g := range at {
			if g < len(groups) {
				for _, m := range groups[g] {
					n[seat{m, t}]++
				}
			}
		}
	}
	for _, p := range s.Past {
		if p.Set == s.Set.ID {
			count(p.Groups)
		}
	}
	if s.Active() {
		now := make([][]rooms.MemberID, len(s.Set.Groups))
		for i, g := range s.Set.Groups {
			now[i] = g.Been
		}
		count(now)
	}
	return func(m rooms.MemberID, t int) int { return n[seat{m, t}] }
}
