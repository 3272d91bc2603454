package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/codec"
	"palabre/rooms/floor"
	"palabre/rooms/groups"
	"palabre/rooms/scenario"
	"palabre/rooms/stick"
	"palabre/rooms/team"
)

// plenary is the circle of all.
const plenary rooms.GroupID = ""

// where is the circle that somebody is in; one who is carried is where who carries her is.
func (st *state) where(m rooms.MemberID) rooms.GroupID { return st.Groups.Where(st.People.Line(m)) }

// circles are all circles in which people are: the plenary, then the groups that are open.
func (st *state) circles() []rooms.GroupID {
	return append([]rooms.GroupID{plenary}, st.Groups.Circles()...)
}

// in are the people of a circle, in the order of their arrival, with those they carry.
func (st *state) in(g rooms.GroupID) []rooms.MemberID {
	return slices.DeleteFunc(st.People.Circle(), func(m rooms.MemberID) bool { return st.where(m) != g })
}

// stickOf is the stick of a circle; nil for a group in which no round was ever proposed.
func (st *state) stickOf(g rooms.GroupID) *stick.State {
	if g == plenary {
		return &st.Stick
	}
	return st.Sticks[g]
}

// active tells whether a round runs in a circle.
func (st *state) active(g rooms.GroupID) bool {
	s := st.stickOf(g)
	return s != nil && s.Active()
}

// recordGroups makes an event of groups part of the state.
func (st *state) recordGroups(e rooms.Event, p codec.Event) {
	switch p := p.(type) {
	case Within:
		inner, err := p.Inner()
		if err != nil {
			return // what cannot be read was refused before it came here
		}
		s := st.Sticks[p.Circle]
		if s == nil {
			s = &stick.State{Grant: st.grants()}
			if st.Sticks == nil {
				st.Sticks = map[rooms.GroupID]*stick.State{}
			}
			st.Sticks[p.Circle] = s
		}
		s.Apply(e.At, e.Seq, inner)
		st.count(func() { st.Equity.Stick(p.Circle, e.At, inner) })
	case groups.Ended, groups.Made:
		st.Groups.Apply(e.At, e.Seq, e.By, p)
		st.Sticks = nil
	default:
		st.Groups.Apply(e.At, e.Seq, e.By, p)
		if st.traces() == scenario.NoTraces {
			st.Groups.Untell()
		}
	}
}

// grants is the last grant given in any circle.
func (st *state) grants() uint64 {
	last := st.Stick.Grant
	for _, s := range st.Sticks {
		last = max(last, s.Grant)
	}
	return last
}

// floorOf is the rule that a phase brings; false for one that says none.
func floorOf(p agenda.Phase) (floor.Rule, bool) {
	switch r := p.Rule; {
	case r != nil:
		return floor.Rule{
			Kind: floor.Kind(r.Kind), Role: floor.Part(r.Role), Not: floor.Part(r.Not), Seats: r.Seats, Free: r.Free,
		}, true
	case p.Kind == agenda.Write:
		return floor.Rule{Kind: floor.Silence}, false
	default:
		return floor.Rule{Kind: floor.Open}, false
	}
}

// floorRoom is what the floor needs to know of a circle.
func (st *state) floorRoom(g rooms.GroupID) floor.Room {
	r := floor.Room{
		At: st.At, People: st.in(g), Here: st.People.Here, Facilitates: st.facilitates,
		Plays: func(p floor.Part) []rooms.MemberID { return st.Cast.In(cast.PartID(p), g) },
		Led:   st.led(g),
	}
	if u := st.Floor.In(g); u.Kind == floor.Hands {
		r.Line = st.Hands.Line(u.Order, st.Equity.Heard(), func(m rooms.MemberID) bool { return st.where(m) == g })
	}
	return r
}

// led tells whether somebody who facilitates is connected, in the room or in this group.
func (st *state) led(g rooms.GroupID) bool {
	if g == plenary {
		return st.People.Led()
	}
	return slices.ContainsFunc(st.in(g), func(m rooms.MemberID) bool { return st.facilitates(m) && st.People.Here(m) })
}

// groupsRoom is what groups need to know.
func (st *state) groupsRoom(at rooms.Millis) groups.Room {
	return groups.Room{
		At: at, Circle: st.ownLines(), Here: st.People.Here, Facilitates: st.facilitates,
		Listens: func(m rooms.MemberID) bool { return !st.People.Seatable(m) },
	}
}

// ownLines are those inside with a connection of their own: who is carried sits where who
// carries her does.
func (st *state) ownLines() []rooms.MemberID {
	return slices.DeleteFunc(st.People.Circle(), func(m rooms.MemberID) bool { return st.People.Line(m) != m })
}

// castRoom is what the cast needs to know.
func (st *state) castRoom() cast.Room {
	var open []cast.Group
	for _, g := range st.Groups.Circles() {
		open = append(open, cast.Group{ID: g, Members: st.in(g)})
	}
	return cast.Room{
		Circle: st.People.Circle(), Groups: open, Here: st.People.Here, Facilitates: st.facilitates,
		Listens: func(m rooms.MemberID) bool { return !st.People.Seatable(m) },
	}
}

// teamRoom is what the team needs to know.
func (st *state) teamRoom(at rooms.Millis) team.Room {
	return team.Room{At: at, Circle: st.People.Circle(), Here: st.People.Here, Facilitates: st.facilitates}
}

// facilitates tells whether somebody inside has a role that does.
func (st *state) facilitates(m rooms.MemberID) bool {
	return st.People.Inside(m) && st.People.All[m].Role.Facilitates()
}

// seated are those who take part, in the order of their arrival.
func (st *state) seated() []rooms.MemberID {
	return slices.DeleteFunc(st.People.Circle(), func(m rooms.MemberID) bool { return !st.People.Seatable(m) })
}

func (st *state) floorView(g rooms.GroupID) *floor.View {
	v := st.Floor.View(g, st.floorRoom(g))
	v.Holder = copied(v.Holder)
	return &v
}

// castView is the parts as the people of a circle see them.
func (st *state) castView(g rooms.GroupID) []cast.Seen {
	r := st.castRoom()
	for i := range r.Groups {
		if r.Groups[i].ID == g {
			r.Groups[i].Members = append(slices.Clone(r.Groups[i].Members), someone)
		}
	}
	return st.Cast.View(someone, r)
}

// someone stands for anybody of a circle.
const someone rooms.MemberID = "?"

// castAll is the parts of every group, for those who facilitate; nil while there are none.
func (st *state) castAll() []cast.Seen {
	if !st.Groups.Active() {
		return nil
	}
	r := st.castRoom()
	r.Facilitates = func(rooms.MemberID) bool { return true }
	return st.Cast.View(someone, r)
}
