package groups

import (
	"cmp"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Apply records what happened, by whom, at this instant and place of the log. An event
// that has no set or group to happen in is passed over.
func (s *State) Apply(at rooms.Millis, seq rooms.Seq, by rooms.MemberID, e codec.Event) {
	switch e := e.(type) {
	case Made:
		s.made(e)
		s.Set.Named = seq
		return
	case Wished:
		if e.On {
			s.Willing[e.Member] = true
		} else {
			delete(s.Willing, e.Member)
		}
		return
	}
	set := s.Set
	if set == nil {
		return
	}
	switch e := e.(type) {
	case Announced:
		set.Announced = true
	case Withdrawn:
		s.Set = nil
	case Titled:
		set.titled(seq, e)
	case Placed, Swapped, Freed, Hosted:
		set.seated(e)
	case Opened:
		set.opened(at, e)
	case Extended:
		set.Life, set.ClosesAt, set.Until = Open, 0, e.Until
	case Called:
		set.Life, set.ClosesAt = Recalled, e.ClosesAt
	case Ended:
		s.ended()
	case Turned:
		s.turned(at, e)
	case Asked, Answered, Visited, Done:
		set.asked(at, by, e)
	case Said:
		s.Told = &Told{Seq: seq, At: at, By: by, Text: e.Text}
	}
}

func (s *State) made(e Made) {
	set := &Set{
		ID: e.Set, Phase: e.Phase, By: e.By, Life: Proposed, Limit: e.Limit, Minutes: e.Minutes, Repeats: e.Repeats, Sure: e.Sure,
		Groups: []*Group{}, Visits: map[rooms.MemberID]rooms.GroupID{},
	}
	for _, g := range e.Groups {
		set.Groups = append(set.Groups, &Group{Title: g.Title, Host: g.Host, Members: slices.Clone(g.Members)})
	}
	s.Set, s.Told = set, nil
}

func (set *Set) seated(e codec.Event) {
	switch e := e.(type) {
	case Placed:
		set.free(e.Member)
		if i := set.index(e.Group); i >= 0 {
			set.put(i, e.Member)
		}
	case Swapped:
		if a, b := set.of(e.A), set.of(e.B); a >= 0 && b >= 0 {
			set.free(e.A)
			set.free(e.B)
			set.put(b, e.A)
			set.put(a, e.B)
		}
	case Freed:
		set.free(e.Member)
	case Hosted:
		if i := set.index(e.Group); i >= 0 {
			set.Groups[i].Host = e.Member
		}
	}
}

func (set *Set) free(m rooms.MemberID) {
	for _, g := range set.Groups {
		g.Members = slices.DeleteFunc(g.Members, func(x rooms.MemberID) bool { return x == m })
		if g.Host == m {
			g.Host = ""
		}
		if len(g.Members) == 0 {
			g.Help = nil
		}
	}
}

func (set *Set) put(i int, m rooms.MemberID) {
	g := set.Groups[i]
	g.Members = append(g.Members, m)
	if set.Life != Proposed && !slices.Contains(g.Been, m) {
		g.Been = append(g.Been, m)
	}
}

func (set *Set) opened(at rooms.Millis, e Opened) {
	set.Life, set.Round, set.OpenedAt, set.Until = Open, 1, at, e.Until
	if e.Until != 0 {
		set.Minutes = int((e.Until - at) / minute) // what the next tables have too
	}
	for i, g := range set.Groups {
		g.Been = slices.Clone(g.Members)
		if i < len(e.Boards) {
			g.Board = e.Boards[i]
		}
	}
}

// remember keeps who sat where in the round that is over.
func (s *State) remember() {
	sat := Sat{Set: s.Set.ID, Groups: [][]rooms.MemberID{}, Untold: s.Set.Untold}
	for _, g := range s.Set.Groups {
		sat.Groups = append(sat.Groups, append([]rooms.MemberID{}, g.Been...))
		g.Been = nil
	}
	s.Past = append(s.Past, sat)
	if len(s.Past) > maxPast {
		s.Past = slices.Delete(s.Past, 0, len(s.Past)-maxPast)
	}
}

func (s *State) ended() {
	s.remember()
	set := s.Set
	set.Life, set.ClosesAt, set.Until = Closed, 0, 0
	set.Visits = map[rooms.MemberID]rooms.GroupID{}
	for _, g := range set.Groups {
		g.Help, g.Done = nil, false
	}
	s.Told = nil
}

func (s *State) turned(at rooms.Millis, e Turned) {
	set := s.Set
	if set.Life != Closed {
		s.remember()
	}
	set.Life, set.Round, set.OpenedAt, set.Until, set.ClosesAt = Open, e.Round, at, e.Until, 0
	set.Repeats, set.Sure = e.Repeats, e.Sure
	for i, g := range set.Groups {
		g.Members, g.Help, g.Done = []rooms.MemberID{}, nil, false
		if i < len(e.Groups) {
			g.Members = slices.Clone(e.Groups[i])
		}
		if !slices.Contains(g.Members, g.Host) {
			g.Host = ""
		}
		g.Been = slices.Clone(g.Members)
	}
}

func (set *Set) asked(at rooms.Millis, by rooms.MemberID, e codec.Event) {
	switch e := e.(type) {
	case Asked:
		if i := set.index(e.Group); i >= 0 {
			set.Groups[i].Help = &Help{By: by, At: at}
		}
	case Answered:
		if i := set.index(e.Group); i >= 0 {
			set.Groups[i].Help = nil
		}
	case Visited:
		if e.Group == "" {
			delete(set.Visits, e.Member)
		} else {
			set.Visits[e.Member] = e.Group
		}
	case Done:
		i := set.index(e.Group)
		if i < 0 {
			return
		}
		set.Groups[i].Done = e.On
		if e.On {
			set.Groups[i].Help = nil
			for m, g := range set.Visits {
				if g == e.Group {
					delete(set.Visits, m)
				}
			}
		}
	}
}

// Shift lets the time of groups stand still for that long (GR-24).
func (s *State) Shift(by rooms.Millis) {
	if !s.Active() {
		return
	}
	set := s.Set
	set.OpenedAt += by
	if set.Until != 0 {
		set.Until += by
	}
	if set.ClosesAt != 0 {
		set.ClosesAt += by
	}
}

// Redact takes out the sentence that was told at one of these places.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	if s.Told != nil && gone[s.Told.Seq] {
		bare := *s.Told // who sees it holds the one before
		bare.Text = ""
		s.Told = &bare
	}
	if s.Set == nil {
		return
	}
	for _, g := range s.Set.Groups {
		if at := cmp.Or(g.Named, s.Set.Named); gone[at] {
			g.Title = ""
		}
	}
}

func (set *Set) titled(seq rooms.Seq, e Titled) {
	if i := set.index(e.Group); i >= 0 {
		set.Groups[i].Title, set.Groups[i].Named = e.Title, seq
	}
}

// Unname takes out of an event the names that somebody gave to groups; false when there are none (any more).
func Unname(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Titled:
		named := e.Title != ""
		e.Title = ""
		return e, named
	case Made:
		named := false
		e.Groups = slices.Clone(e.Groups)
		for i := range e.Groups {
			named = named || e.Groups[i].Title != ""
			e.Groups[i].Title = ""
		}
		return e, named
	default:
		return nil, false
	}
}
