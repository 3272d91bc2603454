package groups

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/lot"
)

// history counts how often two people sat together.
type history map[[2]rooms.MemberID]int

func (h history) add(group []rooms.MemberID) {
	for i, a := range group {
		for _, b := range group[:i] {
			h[both(a, b)]++
		}
	}
}

func both(a, b rooms.MemberID) [2]rooms.MemberID {
	if a > b {
		a, b = b, a
	}
	return [2]rooms.MemberID{a, b}
}

// met counts how often each two sat together: in earlier sessions, in the rounds that
// are over, and in the one under way.
func (s *State) met() history {
	h := history{}
	for _, g := range s.Before {
		h.add(unique(g))
	}
	for _, sat := range s.Past {
		for _, g := range sat.Groups {
			h.add(g)
		}
	}
	if s.Active() {
		for _, g := range s.Set.Groups {
			h.add(g.Been)
		}
	}
	return h
}

func unique(ms []rooms.MemberID) []rooms.MemberID {
	ms = slices.Clone(ms)
	slices.Sort(ms)
	return slices.Compact(ms)
}

// table is one people are drawn to: how many places it has beside its host's.
type table struct {
	host   rooms.MemberID
	places int
}

// draw is a draw to make: whom to seat, at which tables, and what it costs that two sit
// together, or that one sits at a table (nil: nothing).
type draw struct {
	people []rooms.MemberID
	tables []table
	pair   func(a, b rooms.MemberID) int
	seat   func(m rooms.MemberID, table int) int
	seed   uint64
	starts func(l *lot.Lot, p *problem) []seating
}

// seat makes the draw: the people of each table, hosts first, and what it cost.
func (d draw) solve() (groups [][]rooms.MemberID, cost int, sure bool) {
	p := &problem{pair: make([][]int, len(d.people)), sizes: make([]int, len(d.tables))}
	hosted := false
	for g, t := range d.tables {
		p.sizes[g] = t.places
		hosted = hosted || t.host != ""
	}
	for i, a := range d.people {
		p.pair[i] = make([]int, len(d.people))
		for j, b := range d.people {
			if i != j {
				p.pair[i][j] = d.pair(a, b)
			}
		}
	}
	if hosted || d.seat != nil {
		p.seat = make([][]int, len(d.people))
		for i, m := range d.people {
			p.seat[i] = d.costs(m)
		}
	}
	l := lot.New(d.seed)
	var starts []seating
	if d.starts != nil {
		starts = d.starts(l, p)
	}
	f := p.solve(l, starts...)
	groups = make([][]rooms.MemberID, len(d.tables))
	for g, t := range d.tables {
		groups[g] = []rooms.MemberID{}
		if t.host != "" {
			groups[g] = append(groups[g], t.host)
		}
	}
	for i, m := range d.people {
		groups[f.seating[i]] = append(groups[f.seating[i]], m)
	}
	return groups, f.cost, f.sure
}

// costs is what each table costs her: the table itself, and its host.
func (d draw) costs(m rooms.MemberID) []int {
	cs := make([]int, len(d.tables))
	for g, t := range d.tables {
		if d.seat != nil {
			cs[g] = d.seat(m, g)
		}
		if t.host != "" {
			cs[g] += d.pair(m, t.host)
		}
	}
	return cs
}

func indifferent(rooms.MemberID, rooms.MemberID) int { return 0 }

// unlike costs pairs that have the same value; like, pairs that have not (GR-7).
func unlike(value map[rooms.MemberID]string) func(a, b rooms.MemberID) int {
	return func(a, b rooms.MemberID) int {
		if va := value[a]; va != "" && va == value[b] {
			return 1
		}
		return 0
	}
}

func like(value map[rooms.MemberID]string) func(a, b rooms.MemberID) int {
	return func(a, b rooms.MemberID) int {
		if va, vb := value[a], value[b]; va != "" && vb != "" && va != vb {
			return 1
		}
		return 0
	}
}

// sides are those who sat together in the last round, as values of a facet (GR-26).
func (s *State) sides() map[rooms.MemberID]string {
	values := map[rooms.MemberID]string{}
	if len(s.Past) == 0 {
		return values
	}
	last := s.Past[len(s.Past)-1]
	for i, g := range last.Groups {
		for _, m := range g {
			values[m] = string(last.Set.Group(i + 1))
		}
	}
	return values
}

// byValue are two ways to begin with a facet: people of one value one after the other,
// dealt in a row or to each group in turn.
func byValue(people []rooms.MemberID, value map[rooms.MemberID]string) func(*lot.Lot, *problem) []seating {
	return func(l *lot.Lot, p *problem) []seating {
		line := order(l, len(people))
		first := map[string]int{}
		for i, m := range line {
			if _, ok := first[value[people[m]]]; !ok {
				first[value[people[m]]] = i
			}
		}
		slices.SortStableFunc(line, func(a, b int) int { return first[value[people[a]]] - first[value[people[b]]] })
		return []seating{p.deal(line), p.turns(line)}
	}
}

// turns seats people in that order, each in the next group that has a place.
func (p *problem) turns(order []int) seating {
	s := make(seating, len(order))
	free := slices.Clone(p.sizes)
	g := 0
	for _, m := range order {
		for free[g] == 0 {
			g = (g + 1) % len(free)
		}
		s[m] = g
		free[g]--
		g = (g + 1) % len(free)
	}
	return s
}
