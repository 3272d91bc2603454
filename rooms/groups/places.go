package groups

import (
	"slices"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
)

type (
	// MoveArgs come with groups.move; without a group, the smallest.
	MoveArgs struct {
		Member rooms.MemberID `json:"member"`
		Group  rooms.GroupID  `json:"group,omitempty"`
	}
	// SwapArgs come with groups.swap.
	SwapArgs struct {
		A rooms.MemberID `json:"a"`
		B rooms.MemberID `json:"b"`
	}
	// OutArgs come with groups.out; without a member, oneself.
	OutArgs struct {
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// JoinArgs come with groups.join; without a group, the smallest.
	JoinArgs struct {
		Group rooms.GroupID `json:"group,omitempty"`
	}
	// TitleArgs come with groups.title.
	TitleArgs struct {
		Group rooms.GroupID `json:"group"`
		Title string        `json:"title"`
	}
	// HostArgs come with groups.host; without a member, nobody hosts.
	HostArgs struct {
		Group  rooms.GroupID  `json:"group"`
		Member rooms.MemberID `json:"member,omitempty"`
	}
)

// seating is the set in which people can be placed: proposed or open.
func (s *State) seating() (*Set, *rooms.Refusal) {
	if s.Set == nil || s.Set.Life == Closed {
		return nil, rooms.Refuse(CodeNone)
	}
	return s.Set, nil
}

// smallest is the group that someone without one goes to: of those that are not done nor
// full, the one with the fewest people among those with someone connected, else among all.
func (set *Set) smallest(r Room) int {
	best := -1
	lively := func(i int) bool { return slices.ContainsFunc(set.Groups[i].Members, r.Here) }
	for i, g := range set.Groups {
		if g.Done || set.full(i) {
			continue
		}
		if best < 0 || lively(i) && !lively(best) || lively(i) == lively(best) && len(g.Members) < len(set.Groups[best].Members) {
			best = i
		}
	}
	return best
}

func (set *Set) full(i int) bool { return set.Limit > 0 && len(set.Groups[i].Members) >= set.Limit }

// place decides that she sits in a group, "" for the smallest.
func (set *Set) place(m rooms.MemberID, id rooms.GroupID, why Why, r Room) (codec.Event, *rooms.Refusal) {
	i := set.index(id)
	if id == "" {
		if i = set.smallest(r); i < 0 {
			return nil, refuse(CodeFull, "max", set.Limit)
		}
	}
	switch {
	case i < 0:
		return nil, rooms.Refuse(CodeNoGroup)
	case set.of(m) == i:
		return nil, nil
	case set.Groups[i].Done:
		return nil, rooms.Refuse(CodeDone)
	case set.full(i):
		return nil, refuse(CodeFull, "max", set.Limit)
	}
	return Placed{Member: m, Group: set.ID.Group(i + 1), Why: why}, nil
}

// Move decides, for somebody who runs, that a person sits in a group (GR-11, GR-15).
func (s *State) Move(by rooms.MemberID, a MoveArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	set, no := s.seating()
	if no != nil {
		return nil, no
	}
	if no := s.mayPlace(by, a.Member, r); no != nil {
		return nil, no
	}
	if a.Group == "" && set.of(a.Member) >= 0 {
		return nil, nil
	}
	return s.placed(set.place(a.Member, a.Group, WhyMoved, r))
}

// placed are the events of someone who is placed: a visit of hers is over.
func (s *State) placed(e codec.Event, no *rooms.Refusal) ([]codec.Event, *rooms.Refusal) {
	if no != nil || e == nil {
		return nil, no
	}
	var es []codec.Event
	if p, ok := e.(Placed); ok {
		es = s.visitEnds(p.Member)
	}
	return append(es, e), nil
}

func (s *State) visitEnds(m rooms.MemberID) []codec.Event {
	if s.Set != nil && s.Set.Visits[m] != "" {
		return []codec.Event{Visited{Member: m}}
	}
	return nil
}

// Join decides that somebody sits in a group by her own gesture (GR-10, GR-15, GR-16).
func (s *State) Join(m rooms.MemberID, a JoinArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	set := s.Set
	if i := set.of(m); i >= 0 && set.By != Self && !s.Alone(m, r) && set.ID.Group(i+1) != a.Group {
		return nil, rooms.Refuse(CodeStay)
	}
	if a.Group == "" && set.of(m) >= 0 {
		return s.elsewhere(m, r)
	}
	return s.placed(set.place(m, a.Group, WhyJoined, r))
}

// elsewhere is the smallest of the other groups, for somebody alone in hers.
func (s *State) elsewhere(m rooms.MemberID, r Room) ([]codec.Event, *rooms.Refusal) {
	i := s.Set.of(m)
	others := *s.Set
	others.Groups = slices.Clone(s.Set.Groups)
	others.Groups[i] = &Group{Done: true}
	best := others.smallest(r)
	if best < 0 || len(s.Set.Groups[best].Members) == 0 {
		return nil, nil
	}
	return s.placed(s.Set.place(m, s.Set.ID.Group(best+1), WhyJoined, r))
}

// Swap decides that two people change groups (GR-11).
func (s *State) Swap(a SwapArgs) (codec.Event, *rooms.Refusal) {
	set, no := s.seating()
	if no != nil {
		return nil, no
	}
	x, y := set.of(a.A), set.of(a.B)
	switch {
	case x < 0:
		return nil, refuse(CodeUnknown, "member", a.A)
	case y < 0:
		return nil, refuse(CodeUnknown, "member", a.B)
	case x == y:
		return nil, nil
	case set.Groups[x].Done || set.Groups[y].Done:
		return nil, rooms.Refuse(CodeDone)
	}
	return Swapped(a), nil
}

// Out decides that somebody is back in the plenary without a group, by those who run or
// by herself (GR-11).
func (s *State) Out(by rooms.MemberID, a OutArgs) ([]codec.Event, *rooms.Refusal) {
	set, no := s.seating()
	if no != nil {
		return nil, no
	}
	m, why := a.Member, WhyMoved
	if m == "" || m == by {
		m, why = by, WhyLeft
	}
	if set.of(m) < 0 {
		return nil, rooms.Refuse(CodeNotInOne)
	}
	return s.freed(m, why), nil
}

// over tells whether all groups that have people are done, once the group at that index
// is (-1 for none) and these people are in none.
func (s *State) over(i int, freed ...rooms.MemberID) bool {
	if !s.Active() {
		return false
	}
	done := false
	for j, g := range s.Set.Groups {
		if !slices.ContainsFunc(g.Members, func(m rooms.MemberID) bool { return !slices.Contains(freed, m) }) {
			continue
		}
		if !g.Done && i != j {
			return false
		}
		done = true
	}
	return done
}

// freed are the events of someone who has no group any more, and what follows.
func (s *State) freed(m rooms.MemberID, why Why) []codec.Event {
	es := []codec.Event{Freed{Member: m, Why: why}}
	if s.over(-1, m) {
		es = append(es, Ended{Why: WhyDone})
	}
	return es
}

// Title decides a group's name.
func (s *State) Title(a TitleArgs) (codec.Event, *rooms.Refusal) {
	set, no := s.seating()
	if no != nil {
		return nil, no
	}
	i := set.index(a.Group)
	title := chat.Clean(a.Title)
	switch {
	case i < 0:
		return nil, rooms.Refuse(CodeNoGroup)
	case utf8.RuneCountInString(title) > maxTitle:
		return nil, bad("title")
	case set.Groups[i].Title == title:
		return nil, nil
	}
	return Titled{Group: a.Group, Title: title}, nil
}

// Host decides who hosts a table: one of its people, or nobody.
func (s *State) Host(a HostArgs) (codec.Event, *rooms.Refusal) {
	set, no := s.seating()
	if no != nil {
		return nil, no
	}
	i := set.index(a.Group)
	switch {
	case i < 0:
		return nil, rooms.Refuse(CodeNoGroup)
	case a.Member != "" && !slices.Contains(set.Groups[i].Members, a.Member):
		return nil, refuse(CodeUnknown, "member", a.Member)
	case set.Groups[i].Host == a.Member:
		return nil, nil
	}
	return Hosted(a), nil
}

// Wish decides, for somebody who facilitates, whether draws place her too (GR-3).
func (s *State) Wish(m rooms.MemberID, on bool) codec.Event {
	if s.Willing[m] == on {
		return nil
	}
	return Wished{Member: m, On: on}
}

// Gone lets groups follow somebody who left the room or was removed (GR-17).
func (s *State) Gone(m rooms.MemberID) []codec.Event {
	if s.Set == nil || s.Set.Life == Closed {
		return nil
	}
	es := s.visitEnds(m)
	if s.Set.of(m) >= 0 {
		es = append(es, s.freed(m, WhyLeft)...)
	}
	return es
}

// RoleGiven lets groups follow somebody who has another role: a visit ends with the role
// that allowed it (GR-19).
func (s *State) RoleGiven(m rooms.MemberID, facilitates bool) []codec.Event {
	if facilitates {
		return nil
	}
	return s.visitEnds(m)
}
