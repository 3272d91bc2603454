package roomtest

import (
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/floor"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// listens: who is heard follows from what all may see of the round (AU-1 to AU-4),
// its number rises with each change, and each is told what the media server is (AU-7).
func (w *World) listens() error {
	a, before := w.Live.Audible(), w.heard
	w.heard = a
	if a.Grant < before.Grant || !alike(a, before) && a.Grant == before.Grant && before.Mode != "" {
		return fmt.Errorf("heard %+v after %+v", a, before)
	}
	for _, c := range w.Watchers {
		v := w.See(c.Member)
		if v.Agenda == nil {
			continue // outside: she sees no round
		}
		at, sits := a.CircleOf(c.Member)
		mode, members := expected(v, func(m rooms.MemberID) bool {
			if by := v.People[m].Behind; by != "" {
				m = by
			}
			of, _ := a.CircleOf(m)
			return of.Group == at.Group
		})
		members = lines(v, members)
		switch {
		case !sits:
			return fmt.Errorf("%s sits in two circles: %+v", c.Member, a)
		case v.Group == nil && at.Group != "" || v.Group != nil && at.Group != string(v.Group.Group):
			return fmt.Errorf("%s sits in %q for the media, and sees %+v", c.Member, at.Group, v.Group)
		case at.Mode != mode || !slices.Equal(at.Members, members):
			return fmt.Errorf("%s: heard %+v, should be %s %v", c.Member, at, mode, members)
		case (v.Voice != nil) != (at.Mode == rooms.HearOnly) || v.Voice != nil && !slices.Equal(slices.Concat(v.Voice.Turn, v.Voice.Others), at.Members):
			return fmt.Errorf("%s is told that %+v are heard, and %+v are", c.Member, v.Voice, at)
		}
	}
	return nil
}

// alike compares who is heard, whatever the numbers that go with it.
func alike(a, b rooms.Audible) bool {
	bare := func(a rooms.Audible) rooms.Audible {
		a.Grant, a.Apart = 0, slices.Clone(a.Apart)
		for i := range a.Apart {
			a.Apart[i].Grant = 0
		}
		return a
	}
	return bare(a).Equal(bare(b))
}

// lines are the people whose connections carry these voices (PE-13).
func lines(v session.View, members []rooms.MemberID) []rooms.MemberID {
	var on []rooms.MemberID
	for _, m := range members {
		if by := v.People[m].Behind; by != "" {
			m = by
		}
		if !slices.Contains(on, m) {
			on = append(on, m)
		}
	}
	return on
}

func expected(v session.View, in func(rooms.MemberID) bool) (rooms.Hearing, []rooms.MemberID) {
	r := v.Round
	if r != nil && r.State == session.RoundPaused && r.Pause.Bell != nil {
		if r.Pause.Bell.Says {
			return rooms.HearOnly, []rooms.MemberID{r.Pause.By}
		}
		return rooms.HearOnly, nil
	}
	if r != nil && r.Gate == stick.GateHolder && (r.State == session.RoundRunning || r.State == session.RoundPaused) {
		if r.Holder != nil && r.Holder.SuspendedAt == 0 && r.Pause == nil {
			heard := []rooms.MemberID{r.Holder.Member}
			if c := r.Holder.Clarifying; c != nil {
				heard = append(heard, c.Member)
			} else if p := r.Holder.Page; p != nil && p.Reader != "" {
				heard = append(heard, p.Reader)
			}
			if i := v.Agenda.At; i >= 0 && v.Agenda.Phases[i].ID == r.Phase && v.Agenda.Phases[i].Rule != nil {
				part := string(v.Agenda.Phases[i].Rule.Answers)
				for _, m := range those(v, in, func(m rooms.MemberID, _ session.Person) bool { return part != "" && plays(v, m, part) }) {
					if !slices.Contains(heard, m) {
						heard = append(heard, m)
					}
				}
			}
			return rooms.HearOnly, heard
		}
		return rooms.HearOnly, nil
	}
	if v.Status != session.StatusOpen || v.Floor == nil {
		return rooms.HearEveryone, nil
	}
	return byFloor(v, in)
}

// byFloor is who is heard where no round runs, by the rule that all may see (AU-3, AU-4).
func byFloor(v session.View, in func(rooms.MemberID) bool) (rooms.Hearing, []rooms.MemberID) {
	inside := those(v, in, func(rooms.MemberID, session.Person) bool { return true })
	lead := those(v, in, func(_ rooms.MemberID, p session.Person) bool { return p.Role.Facilitates() })
	heard, all := inside, false
	switch u := v.Floor.Rule; u.Kind {
	case floor.Silence:
		heard = nil
	case floor.OneRole:
		heard = those(v, in, func(m rooms.MemberID, p session.Person) bool { return p.Here && plays(v, m, string(u.Role)) })
		if len(heard) == 0 {
			heard = lead
		}
		if len(heard) == 0 {
			heard, all = inside, true
		}
	case floor.Hands:
		heard = those(v, in, func(m rooms.MemberID, p session.Person) bool {
			return p.Role.Facilitates() || v.Floor.Holder != nil && v.Floor.Holder.Member == m
		})
	case floor.Inside:
		heard = those(v, in, func(m rooms.MemberID, _ session.Person) bool { return slices.Contains(v.Floor.Inside, m) })
	default:
		all = true
	}
	not := those(v, in, func(m rooms.MemberID, _ session.Person) bool {
		return v.Floor.Rule.Not != "" && plays(v, m, string(v.Floor.Rule.Not))
	})
	if all && len(not) == 0 {
		return rooms.HearEveryone, nil
	}
	return rooms.HearOnly, slices.DeleteFunc(slices.Clone(heard), func(m rooms.MemberID) bool { return slices.Contains(not, m) })
}

func those(v session.View, in func(rooms.MemberID) bool, keep func(rooms.MemberID, session.Person) bool) []rooms.MemberID {
	var ms []rooms.MemberID
	for _, m := range slices.Sorted(maps.Keys(v.People)) {
		if p := v.People[m]; !p.Left && in(m) && keep(m, p) {
			ms = append(ms, m)
		}
	}
	return ms
}

func plays(v session.View, m rooms.MemberID, part string) bool {
	if part == string(floor.Facilitators) {
		return v.People[m].Role.Facilitates()
	}
	return slices.ContainsFunc(v.Cast, func(s cast.Seen) bool { return string(s.Part) == part && s.Member == m })
}
