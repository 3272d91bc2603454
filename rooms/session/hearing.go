package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/floor"
	"palabre/rooms/stick"
)

// listen notes who is heard now; a change of anything raises the number that goes with it.
func (st *state) listen() {
	h := st.hearing(plenary)
	var apart []heard
	for _, g := range st.Groups.Circles() {
		a := st.hearing(g)
		a.Group, a.People = g, st.lines(st.in(g))
		a.Grant = st.Voice + 1
		for _, was := range st.Apart {
			if was.same(a) {
				a.Grant = was.Grant
			}
		}
		apart = append(apart, a)
	}
	if h.same(st.Heard) && slices.EqualFunc(apart, st.Apart, heard.same) {
		return
	}
	st.Heard, st.Apart = h, apart
	st.Voice++
}

// hearing is who is heard in a circle: the stick's round first, then the floor (AU-1 to AU-4).
// Of one who is carried, it is who carries her.
func (st *state) hearing(g rooms.GroupID) heard {
	if s := st.stickOf(g); s != nil {
		if limited, ms := s.Hearing(); limited {
			return heard{Only: true, Lines: st.lines(st.withAnswers(g, s, ms)), Turn: s.Turn()}
		}
	}
	if st.closed() {
		return heard{}
	}
	if p, ok := st.Agenda.Present(); g == plenary && ok && p.Rule == nil && p.Kind == agenda.Write &&
		st.Floor.In(plenary).Kind == floor.Open && !st.Floor.View(plenary, floor.Room{}).Changed {
		return heard{Only: true} // logs of before floors
	}
	h := st.Floor.Heard(g, st.floorRoom(g))
	if h.Mode == rooms.HearEveryone {
		return heard{}
	}
	return heard{Only: true, Lines: st.lines(h.Members)}
}

// voice is hearing as people see it; nil where everyone is heard.
func (st *state) voice(g rooms.GroupID) *Voice {
	h := st.hearing(g)
	if !h.Only {
		return nil
	}
	v := &Voice{Others: slices.Clone(h.Lines)}
	if s := st.stickOf(g); s != nil {
		if limited, ms := s.Hearing(); limited {
			v.Turn = st.lines(ms)
			v.Others = slices.DeleteFunc(v.Others, func(m rooms.MemberID) bool { return slices.Contains(v.Turn, m) })
		}
	}
	return v
}

// withAnswers are those heard in a round, with whom the phase lets answer each turn: the
// client of a codéveloppement (AU-5).
func (st *state) withAnswers(g rooms.GroupID, s *stick.State, ms []rooms.MemberID) []rooms.MemberID {
	p, ok := st.Agenda.Present()
	if !ok || p.Rule == nil || p.Rule.Answers == "" || s.Round.Phase != p.ID || s.Round.Holder == nil || s.Round.Pause != nil || len(ms) == 0 {
		return ms
	}
	for _, m := range st.Cast.In(p.Rule.Answers, g) {
		if st.where(m) == g && st.People.Inside(m) && !slices.Contains(ms, m) {
			ms = append(ms, m)
		}
	}
	return ms
}

func (st *state) lines(ms []rooms.MemberID) []rooms.MemberID {
	var on []rooms.MemberID
	for _, m := range ms {
		if l := st.People.Line(m); !slices.Contains(on, l) {
			on = append(on, l)
		}
	}
	return on
}
