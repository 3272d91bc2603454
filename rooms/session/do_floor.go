package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/codec"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// floorCommands are who is heard where no round runs, who plays which part, and whether
// time is counted.
func floorCommands() []command {
	const part, run = rights.SessionTakePart, rights.SessionRun
	return []command{
		inCircle("floor.give", run, runs, "Gives the floor: to the next in the order of hands, or to somebody named.",
			func(t *tx, a floor.GiveArgs) *rooms.Refusal {
				return t.all(t.state().Floor.Give(t.circle(), a, t.state().floorRoom(t.circle())))
			}),
		gesture("floor.end", "who has the floor; "+runs, "Ends it.",
			func(t *tx, m rooms.MemberID, a EndFloorArgs) *rooms.Refusal {
				return t.then(t.state().Floor.End(t.circle(), m, t.may(run, rights.Resource{}), a.EndArgs))
			}),
		inCircle("floor.rule", run, runs, "Says who is heard until the next phase.",
			func(t *tx, a floor.RuleArgs) *rooms.Refusal { return t.all(t.state().Floor.Change(t.circle(), a)) }),
		inCircle("floor.enter", part, "oneself; "+runs, "Sits in the inner circle.", enterCircle),
		inCircle("floor.leave", part, "oneself; "+runs, "Goes out of the inner circle.", leaveCircle),
		inside("cast.give", run, runs, "Gives somebody a part of the scenario.",
			func(t *tx, a cast.GiveArgs) *rooms.Refusal {
				return t.all(t.state().Cast.Give(a, t.state().castRoom()))
			}),
		inside("cast.take", run, runs, "Makes a part free.",
			func(t *tx, a cast.TakeArgs) *rooms.Refusal { return t.then(t.state().Cast.Take(a)) }),
		gesture("cast.volunteer", anyone, "Plays a part that nobody plays, or lets whom I carry play it.",
			func(t *tx, m rooms.MemberID, a PartArgs) *rooms.Refusal {
				return t.all(t.state().Cast.Volunteer(m, a.PartArgs, t.state().castRoom(), t.state().People.Led()))
			}),
		gesture("cast.leave", "who plays it", "Gives up a part; no reason is asked.",
			func(t *tx, m rooms.MemberID, a PartArgs) *rooms.Refusal {
				return t.then(t.state().Cast.Leave(m, a.PartArgs))
			}),
		gesture("cast.hand", "who plays it", "Hands a part to another.",
			func(t *tx, m rooms.MemberID, a HandPartArgs) *rooms.Refusal {
				return t.all(t.state().Cast.Hand(m, a.GiveArgs, t.state().castRoom()))
			}),
		inside("equity.switch", rights.SessionTemper, "facilitators", "Counts the time that each is heard, or no longer: what was counted is shown no more, and forgotten at the close.",
			func(t *tx, a equity.SwitchArgs) *rooms.Refusal { return t.then(t.state().Equity.Switch(a), nil) }),
	}
}

type (
	// EndFloorArgs come with floor.end.
	EndFloorArgs struct {
		floor.EndArgs
		AsArgs
	}
	// PartArgs come with cast.volunteer and cast.leave.
	PartArgs struct {
		cast.PartArgs
		AsArgs
	}
	// HandPartArgs come with cast.hand.
	HandPartArgs struct {
		cast.GiveArgs
		AsArgs
	}
)

// all emits what was decided, unless it is a refusal.
func (t *tx) all(es []codec.Event, no *rooms.Refusal) *rooms.Refusal {
	if no == nil {
		t.emitAll(es...)
	}
	return no
}

// whom is the person whom a seat in the inner circle is about.
func (t *tx) whom(m rooms.MemberID) (rooms.MemberID, *rooms.Refusal) {
	if m == "" || m == t.me() || t.state().People.Carries(t.me(), m) || t.may(rights.SessionRun, rights.Resource{}) {
		if m == "" {
			m = t.me()
		}
		return m, nil
	}
	return "", rooms.Refuse(rooms.CodeNotAllowed)
}

func enterCircle(t *tx, a floor.SeatArgs) *rooms.Refusal {
	m, no := t.whom(a.Member)
	if no != nil {
		return no
	}
	return t.all(t.state().Floor.Enter(t.circle(), m, t.state().floorRoom(t.circle())))
}

func leaveCircle(t *tx, a floor.SeatArgs) *rooms.Refusal {
	m, no := t.whom(a.Member)
	if no != nil {
		return no
	}
	by := t.me()
	if t.state().People.Carries(by, m) {
		by = m // she goes out of her own, by who carries her
	}
	return t.then(t.state().Floor.Leave(t.circle(), by, m))
}

// ruled brings the rule of the phase that begins, and its parts. A plan that says no rule
// needs no word for it, unless something of the phase before is to end.
func (t *tx) ruled(p agenda.Phase) {
	st := t.state()
	u, said := floorOf(p)
	if said || st.Floor.Rule != u || len(st.Floor.Circles) > 0 {
		t.emitAll(st.Floor.Begin(u, p.Groups != nil)...)
	}
	var loop cast.LoopID
	if p.Loop != nil {
		loop = p.Loop.ID
	}
	t.emitAll(st.Cast.Over(loop)...)
	if p.Groups == nil || st.Groups.Active() {
		t.pass(p)
	}
}

// pass begins the pass of a loop that the present phase is: once its groups are open, when it
// has some.
func (t *tx) pass(p agenda.Phase) {
	if p.Loop != nil {
		t.emitAll(t.state().Cast.Turn(p.Loop.ID, p.Loop.Pass, t.state().castRoom()))
	}
}

// follow lets what concerns the whole room follow a command: parts whose people are gone,
// and the floor of a room that nobody leads.
func (t *tx) follow() {
	st := t.state()
	if st.closed() {
		return
	}
	if st.People.Led() {
		t.emitAll(st.Team.Settle(st.teamRoom(t.at)))
	}
	if len(st.Cast.Held) > 0 {
		t.emitAll(st.Cast.Settle(st.castRoom())...)
	}
	for _, g := range st.circles() {
		if st.Floor.In(g).Kind == floor.Hands && !st.active(g) {
			t.emitAll(st.Floor.Settle(g, st.floorRoom(g)))
		}
		if h := st.Floor.Holder(g); h != nil { // who has the floor asks for it no longer
			t.emitAll(st.Hands.Lower(h.Member))
		}
	}
	t.reseat()
}

// reseat lets rounds follow the parts that people play: who comes to listen or to answer
// (ST-36) has no seat, and who no longer does has one.
func (t *tx) reseat() {
	st := t.state()
	p, ok := st.Agenda.Present()
	if !ok || p.Rule == nil || p.Rule.Not == "" && p.Rule.Answers == "" {
		return
	}
	t.tables(func(table *stick.Table) {
		r := table.Round
		if r == nil || r.Life == stick.Ended || r.Phase != p.ID {
			return
		}
		for _, m := range st.People.Circle() {
			seat := r.Seats[m]
			switch has := seat != nil && seat.State != stick.Gone; {
			case has && seat.Awaits() && !table.Seatable(m) && st.People.Seatable(m):
				table.Parted(m)
			case !has && table.Seatable(m):
				table.Joined(m)
			}
		}
	})
}

// circle is the circle of whoever gives the command.
func (t *tx) circle() rooms.GroupID { return t.state().where(t.me()) }
