package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/rights"
)

func peopleCommands() []command {
	return []command{
		make1("people.enter", "members and facilitators; guests wait at the door",
			"Comes in, or rings at the door. Again after a reload: seat, role and hand are kept.", enter),
		inside("people.leave", "", anyone, "Leaves; coming back needs nobody. Where the scenario asks everyone to stay until a phase, only anyway.", leave),
		inside("people.listen", "", anyone, "Listens only, or takes part again.", listen),
		make1("people.list", "anyone inside or at the door", "Lets the minutes name me among those present, or no longer.", list),
		inside("people.admit", rights.SessionAdmit, leads, "Opens the door to one who waits; forgives one who was refused or removed.", admit),
		inside("people.refuse", rights.SessionAdmit, leads, "Turns away one who waits.",
			func(t *tx, a MemberArgs) *rooms.Refusal { return t.then(t.state().People.Refuse(a.Member)) }),
		inside("people.role", "", "facilitators (not co-facilitators)", "Gives someone a role for this session.", giveRole),
		inside("people.remove", "", "facilitators; co-facilitators, but not a facilitator", "Puts someone out of the room.", remove),
		byHost(CmdExpel, "A person lost her place outside of the room: she is put out, or turned away at the door.", expel),
		byHost(CmdStanding, "A person's role in the community changed: hers here follows.", stands),
		byHost(rooms.CmdDropped, "A person has had no connection for 10 s.", dropped),
		byHost(rooms.CmdBack, "A person is connected again.", back),
	}
}

func enter(t *tx, a EnterArgs) *rooms.Refusal {
	st, me := t.state(), t.me()
	if t.c.Actor.Standing == "" || !t.may(rights.SessionEnter, rights.Resource{Guests: true}) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	es, no := st.People.Enter(people.Entry{
		Member: me, Role: t.role(), Direct: t.may(rights.SessionDirect, rights.Resource{}) && !t.shutOut(),
		Listen: a.Listen, Listed: a.Listed, Until: st.opensAt(),
	})
	if no != nil {
		return no
	}
	for _, e := range es {
		t.emit(e)
		t.react(e)
	}
	return nil
}

// react lets the round and the hands follow what happened to a person.
func (t *tx) react(e codec.Event) {
	st := t.state()
	switch e := e.(type) {
	case people.Entered:
		t.tableOf(st.where(e.Member)).Joined(e.Member)
	case people.Carried:
		t.tableOf(st.where(e.Member)).Joined(e.Member)
	case people.Returned:
		if st.People.Inside(e.Member) {
			t.emitAll(st.Team.Returned(e.Member, st.teamRoom(t.at)))
			t.tableOf(st.where(e.Member)).Returned(e.Member)
			t.company(e.Member, func(m rooms.MemberID) { t.arrives(st.People.Back(m)) })
		}
	case people.Dropped:
		if st.People.Inside(e.Member) {
			t.emitAll(st.Team.Dropped(e.Member, e.Since))
			t.tableOf(st.where(e.Member)).Dropped(e.Member, e.Since)
			t.emitAll(st.Floor.Dropped(st.where(e.Member), e.Member, e.Since))
			t.company(e.Member, func(m rooms.MemberID) { t.arrives(st.People.Drop(m, e.Since)) })
		}
	case people.Departed:
		t.parted(e.Member, false)
		t.gone(e.Member)
	case people.PutOut:
		t.parted(e.Member, true)
		t.gone(e.Member)
	case people.RoleGiven:
		if !e.Role.Facilitates() {
			t.parted(e.Member, true)
		}
		t.moving(st.Groups.RoleGiven(e.Member, e.Role.Facilitates()))
	case people.Listening:
		if e.On {
			t.tableOf(st.where(e.Member)).Parted(e.Member)
		} else {
			t.tableOf(st.where(e.Member)).Joined(e.Member)
		}
	}
}

// arrives is what follows for one who is carried from what happened to who carries her.
func (t *tx) arrives(e codec.Event) {
	if e != nil {
		t.emit(e)
		t.react(e)
	}
}

// gone: whoever she carried goes with her, and comes back when she is seated again.
func (t *tx) gone(m rooms.MemberID) {
	t.company(m, func(c rooms.MemberID) { t.arrives(people.Departed{Member: c}) })
	t.out(m, t.state().where(m))
	t.moving(t.state().Groups.Gone(m))
}

// happen emits an event about a person, when there is one, with what follows from it.
func (t *tx) happen(e codec.Event, no *rooms.Refusal) *rooms.Refusal {
	if no == nil && e != nil {
		t.emit(e)
		t.react(e)
	}
	return no
}

func leave(t *tx, a LeaveArgs) *rooms.Refusal {
	if before, ok := t.state().stays(); ok && !a.Anyway {
		return &rooms.Refusal{Code: CodeStay, Data: map[string]any{"phase": before}}
	}
	return t.happen(people.Departed{Member: t.me()}, nil)
}

func listen(t *tx, a OnArgs) *rooms.Refusal {
	if t.state().People.All[t.me()].Listen == a.On {
		return nil
	}
	return t.happen(people.Listening{Member: t.me(), On: a.On}, nil)
}

func list(t *tx, a AsOnArgs) *rooms.Refusal {
	m, no := t.as(a.As)
	if no != nil {
		return no
	}
	p := t.state().People.All[m]
	if p == nil || p.Place != people.Inside && p.Place != people.AtDoor {
		return rooms.Refuse(rooms.CodeNotAdmitted)
	}
	if p.Listed != a.On {
		t.emit(people.Listed{Member: m, On: a.On})
	}
	return nil
}

func admit(t *tx, a MemberArgs) *rooms.Refusal { return t.happen(t.state().People.Admit(a.Member)) }

func giveRole(t *tx, a RoleArgs) *rooms.Refusal {
	r := rights.Resource{Gives: a.Role}
	if p := t.state().People.All[a.Member]; p != nil {
		r.Target = p.Role
	}
	if !t.may(rights.SessionRole, r) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.happen(t.state().People.Give(a.Member, a.Role))
}

func remove(t *tx, a MemberArgs) *rooms.Refusal {
	r := rights.Resource{}
	if p := t.state().People.All[a.Member]; p != nil {
		r.Target = p.Role
	}
	if !t.may(rights.SessionRemove, r) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.happen(t.state().People.Remove(t.me(), a.Member))
}

func expel(t *tx, a MemberArgs) *rooms.Refusal {
	switch p := t.state().People.All[a.Member]; {
	case p == nil:
		return nil
	case p.Place == people.Inside:
		return t.happen(people.PutOut{Member: a.Member}, nil)
	case p.Place == people.AtDoor:
		return t.happen(people.TurnedAway{Member: a.Member}, nil)
	default:
		return nil
	}
}

// stands gives someone the role of her new standing, the last who facilitates too. Of
// one who has not come yet it matters only when the plan said that she leads.
func stands(t *tx, a RoleArgs) *rooms.Refusal {
	st := t.state()
	if a.Role != rooms.RoleFacilitator && a.Role != rooms.RoleMember {
		return bad("role")
	}
	p := st.People.All[a.Member]
	leads := slices.Contains(st.Lead, a.Member)
	switch {
	case p == nil && !leads, p != nil && p.Role == a.Role && (!leads || a.Role.Facilitates()):
		return nil
	default:
		return t.happen(people.RoleGiven{Member: a.Member, Role: a.Role}, nil)
	}
}

func dropped(t *tx, a DroppedArgs) *rooms.Refusal {
	since := a.Since
	if since <= 0 || since > t.at {
		since = t.at - dropAfter
	}
	return t.happen(t.state().People.Drop(a.Member, since), nil)
}

func back(t *tx, a MemberArgs) *rooms.Refusal {
	return t.happen(t.state().People.Back(a.Member), nil)
}
