package session

import (
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/codec"
	"palabre/rooms/desk"
	"palabre/rooms/groups"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// groupsCommands are of the small groups.
func groupsCommands() []command {
	const part, run, temper = rights.SessionTakePart, rights.SessionRun, rights.SessionTemper
	return []command{
		inside("groups.propose", run, runs, "Proposes groups: drawn, named, by a facet, with whom one has not sat, or as each chooses.",
			func(t *tx, a groups.ProposeArgs) *rooms.Refusal {
				if no := checkID("set", a.Set); no != nil {
					return no
				}
				p, _ := t.state().Agenda.Present()
				return t.then(t.state().Groups.Propose(t.me(), a, p.ID, t.room()))
			}),
		inside("groups.withdraw", run, runs, "Withdraws a proposal.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.then(t.state().Groups.Withdraw()) }),
		inside("groups.announce", run, runs, "Tells each person her group, before groups open.",
			func(t *tx, a groups.SetArgs) *rooms.Refusal { return t.then(t.state().Groups.Announce(a)) }),
		inside("groups.open", run, runs, "Lets people go to their groups.", afoot(openGroups)),
		inside("groups.extend", run, runs, "Gives groups more minutes, or fewer; takes a recall back.",
			func(t *tx, a groups.ExtendArgs) *rooms.Refusal { return t.then(t.state().Groups.Extend(a, t.now())) }),
		inside("groups.recall", run, runs, "Announces the return; then groups close by themselves.",
			afoot(func(t *tx, a groups.RecallArgs) *rooms.Refusal { return t.then(t.state().Groups.Recall(a, t.at)) })),
		inside("groups.close", run, runs, "Brings everyone back now.",
			func(t *tx, _ NoArgs) *rooms.Refusal { t.closeGroups(groups.WhyEnded); return nil }),
		inside("groups.turn", run, runs, "Next table: hosts stay, the others move.", afoot(turnTables)),
		inside("groups.say", run, runs, "Tells all groups a sentence.",
			func(t *tx, a groups.SayArgs) *rooms.Refusal { return t.then(t.state().Groups.Say(a)) }),
		inside("groups.move", run, runs, "Seats somebody in a group.",
			func(t *tx, a groups.MoveArgs) *rooms.Refusal {
				return t.seats(t.state().Groups.Move(t.me(), a, t.room()))
			}),
		inside("groups.swap", run, runs, "Lets two people change groups.",
			func(t *tx, a groups.SwapArgs) *rooms.Refusal { return t.seat1(t.state().Groups.Swap(a)) }),
		inside("groups.title", run, runs, "Names a group.",
			func(t *tx, a groups.TitleArgs) *rooms.Refusal { return t.then(t.state().Groups.Title(a)) }),
		inside("groups.host", run, runs, "Says who hosts a table.", hostTable),
		inside("groups.out", part, "oneself; "+runs, "Puts somebody, or oneself, back in the plenary.",
			func(t *tx, a groups.OutArgs) *rooms.Refusal {
				if a.Member != "" && a.Member != t.me() && !t.may(run, rights.Resource{}) {
					return rooms.Refuse(rooms.CodeNotAllowed)
				}
				return t.seats(t.state().Groups.Out(t.me(), a))
			}),
		inside("groups.join", part, anyone, "Goes to a group.",
			func(t *tx, a groups.JoinArgs) *rooms.Refusal {
				return t.seats(t.state().Groups.Join(t.me(), a, t.room()))
			}),
		inside("groups.help", part, "anyone in a group", "Calls those who facilitate.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.then(t.state().Groups.Help(t.me())) }),
		inside("groups.no_help", part, "anyone in that group", "Takes the call back.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.then(t.state().Groups.NoHelp(t.me())) }),
		inside("groups.done", part, "anyone in a group", "My group is done and comes back, or goes on.",
			func(t *tx, a groups.DoneArgs) *rooms.Refusal { return t.seats(t.state().Groups.Finish(t.me(), a)) }),
		inside("groups.answer", temper, leads, "Says that a call was heard.",
			func(t *tx, a groups.GroupArgs) *rooms.Refusal { return t.then(t.state().Groups.Answer(a)) }),
		inside("groups.visit", temper, leads, "Visits a group.",
			func(t *tx, a groups.GroupArgs) *rooms.Refusal {
				return t.seats(t.state().Groups.Visit(t.me(), a, t.room()))
			}),
		inside("groups.back", temper, leads, "Ends my visit.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.seat1(t.state().Groups.Back(t.me())) }),
		inside("groups.wish", temper, leads, "Wants a place in a group, or no longer.",
			func(t *tx, a groups.WishArgs) *rooms.Refusal { return t.then(t.state().Groups.Wish(t.me(), a.On), nil) }),
	}
}

func (t *tx) room() groups.Room { return t.state().groupsRoom(t.at) }

// openGroups lets people go to their groups, each with its board; not during a round, whose
// end must be somebody's gesture.
func openGroups(t *tx, a groups.OpenArgs) *rooms.Refusal {
	st := t.state()
	e, no := st.Groups.Open(a, t.at)
	if no != nil || e == nil {
		return no
	}
	if st.Stick.Active() {
		return rooms.Refuse(stick.CodeRoundRuns)
	}
	for i, b := range a.Boards {
		if no := checkID("boards", b); no != nil || slices.Contains(a.Boards[:i], b) {
			return bad("boards")
		}
		if _, no := st.Desk.Open(b, ""); no != nil {
			return no
		}
	}
	if !st.Desk.Room(len(a.Boards)) {
		return rooms.Refuse(desk.CodeFull)
	}
	if r := st.Stick.Round; r != nil && r.Life == stick.Proposed {
		t.emit(stick.Withdrawn{})
	}
	for i, b := range a.Boards {
		title := st.Groups.Set.Groups[i].Title
		if title == "" {
			title = fmt.Sprintf("Groupe %d", i+1)
		}
		t.emit(desk.Opened{Board: b, Title: title, Template: t.stencil(), Lang: st.Lang})
	}
	t.moving([]codec.Event{e})
	if p, ok := st.Agenda.Present(); ok {
		t.pass(p)
	}
	t.hosts()
	return nil
}

func turnTables(t *tx, a groups.TurnArgs) *rooms.Refusal {
	e, no := t.state().Groups.Turn(a, t.room())
	if no != nil || e == nil {
		return no
	}
	t.endSticks()
	t.endVotes()
	t.moving([]codec.Event{e})
	t.hosts()
	return nil
}

func hostTable(t *tx, a groups.HostArgs) *rooms.Refusal {
	if no := t.then(t.state().Groups.Host(a)); no != nil {
		return no
	}
	t.hosts()
	return nil
}

// hosts gives the part of those who stay at a table to whoever hosts it.
func (t *tx) hosts() {
	st := t.state()
	for _, p := range st.Cast.Parts {
		if !p.Stays || !p.Group {
			continue
		}
		for _, g := range st.Groups.Circles() {
			if h := st.Groups.Group(g).Host; h != "" {
				es, no := st.Cast.Give(cast.GiveArgs{Part: p.ID, Group: g, Member: h}, st.castRoom())
				if no == nil {
					t.emitAll(es...)
				}
			}
		}
	}
}

// closeGroups brings everyone back to the plenary: rounds in groups end, floors too.
func (t *tx) closeGroups(why groups.Why) {
	st := t.state()
	e := st.Groups.Close(why)
	if e == nil {
		return
	}
	t.endSticks()
	t.endVotes()
	t.emitAll(st.Floor.Close(st.Groups.Circles()...)...)
	t.moving([]codec.Event{e})
}

func (t *tx) endSticks() {
	for _, g := range t.state().Groups.Circles() {
		if s := t.state().stickOf(g); s != nil && s.Round != nil && s.Round.Life != stick.Ended {
			_ = t.tableOf(g).End(stick.WhyClosed) // never refuses a round that is there
		}
	}
}

// seats emits what moves people, unless it is a refusal.
func (t *tx) seats(es []codec.Event, no *rooms.Refusal) *rooms.Refusal {
	if no == nil {
		t.moving(es)
	}
	return no
}

func (t *tx) seat1(e codec.Event, no *rooms.Refusal) *rooms.Refusal {
	return t.seats([]codec.Event{e}, no)
}

// moving emits events that may move people from circle to circle, with what follows: a floor,
// a turn or a raised hand does not go along, and rounds that run seat who comes.
func (t *tx) moving(es []codec.Event) {
	st := t.state()
	before := map[rooms.MemberID]rooms.GroupID{}
	circle := st.People.Circle()
	for _, m := range circle {
		before[m] = st.where(m)
	}
	for _, e := range es {
		if _, ends := e.(groups.Ended); ends && st.Groups.Active() { // those that ended because all were done
			t.endSticks()
			t.endVotes()
			t.emitAll(st.Floor.Close(st.Groups.Circles()...)...)
		}
		for _, m := range st.subjects(e) { // a raised hand is for those who are with her
			t.emitAll(st.Hands.Lower(m))
			for _, c := range st.People.Company(m) {
				t.emitAll(st.Hands.Lower(c))
			}
		}
		t.emitAll(e)
	}
	for _, m := range circle {
		if now := st.where(m); now != before[m] {
			t.out(m, before[m])
			t.tableOf(now).Joined(m)
		}
	}
	t.unvote()
}

// out lets a circle that somebody was in go on without her.
func (t *tx) out(m rooms.MemberID, g rooms.GroupID) {
	st := t.state()
	t.emitAll(st.Hands.Lower(m))
	t.emitAll(st.Floor.Gone(g, m)...)
	if st.stickOf(g) != nil {
		t.tableOf(g).Parted(m)
	}
}
