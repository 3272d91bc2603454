package session

import (
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/rights"
	"palabre/rooms/scenario"
	"palabre/rooms/stick"
	"palabre/rooms/veil"
)

// tx is one command under way. What it emits is applied at once, so that what
// follows is decided on the state as it then is; a refusal comes before anything
// is emitted, or not at all.
type tx struct {
	s     *Session
	c     rooms.Command
	at    rooms.Millis
	steps []rooms.Step
	// own is true for a command about the circle of whoever gives it.
	own bool
	// veiled: its author is to be forgotten. Nothing else happens with it, for what happened
	// in her name would name her.
	veiled bool
}

func (t *tx) state() *state       { return &t.s.state }
func (t *tx) me() rooms.MemberID  { return t.c.Actor.Member }
func (t *tx) role() rooms.Role    { return t.s.state.roleOf(t.me(), t.c.Actor.Standing) }
func (t *tx) actor() rights.Actor { return rights.Actor{Role: t.role(), System: t.c.Actor.System} }

// may asks the rights table, with what the session knows of itself.
func (t *tx) may(v rights.Verb, r rights.Resource) bool {
	r.Led = t.state().People.Led()
	if t.own {
		at := t.state().where(t.me())
		r.Led, r.Group = t.state().led(at), at != plenary
	}
	return rights.Authorize(t.actor(), v, r)
}

// emit makes one thing happen: the event takes its place in the log, the state
// changes, and each audience is told what changed for it.
func (t *tx) emit(p codec.Event) {
	if v, ok := p.(veil.Event); ok {
		t.veiled = true
		p = v.Marked(veil.Mark{By: t.me(), Client: t.c.Client, N: t.c.N})
	}
	data, err := codec.Encode(p)
	if err != nil {
		panic(fmt.Sprintf("session: a payload that JSON cannot say: %v", err))
	}
	st := t.state()
	e := rooms.Event{Seq: st.Head + 1, At: t.at, Name: p.EventName(), Data: data}
	if !t.c.Actor.System && !t.veiled {
		e.By, e.Client, e.N = t.me(), t.c.Client, t.c.N
	}
	sc, who := scopeOf(st, p), st.subjects(p)
	before, asSeen := st.cells(sc), map[rooms.MemberID]seenAs{}
	for _, m := range who {
		asSeen[m] = st.known(m)
	}
	st.record(e, p)
	deltas := diff(before, st.cells(sc))
	for _, m := range who {
		if asSeen[m] != st.known(m) {
			deltas = append(deltas, rooms.Delta{To: rooms.Only(m), Afresh: true})
		}
	}
	t.steps = append(t.steps, rooms.Step{Event: e, Deltas: deltas})
}

// emitAll emits those of the events that are there.
func (t *tx) emitAll(ps ...codec.Event) {
	for _, p := range ps {
		if p != nil {
			t.emit(p)
		}
	}
}

// then emits an event unless its decision is a refusal.
func (t *tx) then(p codec.Event, no *rooms.Refusal) *rooms.Refusal {
	if no == nil {
		t.emitAll(p)
	}
	return no
}

// table is the table of the stick in the circle of whoever acts.
func (t *tx) table() *stick.Table { return t.tableOf(t.state().where(t.me())) }

// tableOf is the table of a circle's stick at this moment. A group has a stick once a round
// is proposed in it.
func (t *tx) tableOf(g rooms.GroupID) *stick.Table {
	st := t.state()
	s, emit := st.stickOf(g), t.emit
	if s == nil {
		s = &stick.State{Grant: st.grants()}
	}
	table := &stick.Table{At: t.at, Here: st.hereIn(g), Present: st.presentIn(g), Seatable: st.seatableIn(g), Led: st.led(g)}
	if g != plenary {
		emit = func(e codec.Event) {
			t.emit(within(g, e))
			table.State = t.state().Sticks[g] // which the first event made
		}
	}
	table.State, table.Emit = s, emit
	return table
}

// tables calls do for the stick of each circle that has one.
func (t *tx) tables(do func(*stick.Table)) {
	for _, g := range t.state().circles() {
		if t.state().stickOf(g) != nil {
			do(t.tableOf(g))
		}
	}
}

// hereIn tells whether the stick of a circle can be held out to somebody now.
func (st *state) hereIn(g rooms.GroupID) func(rooms.MemberID) bool {
	seatable := st.seatableIn(g)
	return func(m rooms.MemberID) bool { return st.People.Here(m) && seatable(m) }
}

// presentIn tells whether somebody is in a circle now and can be heard there, with a seat or none.
func (st *state) presentIn(g rooms.GroupID) func(rooms.MemberID) bool {
	return func(m rooms.MemberID) bool { return st.People.Here(m) && st.where(m) == g }
}

// seatableIn tells whether rounds of a circle have a seat for somebody: she sits there and
// does not only listen; not a visitor, nor whom the phase lets listen or answer (ST-36).
func (st *state) seatableIn(g rooms.GroupID) func(rooms.MemberID) bool {
	return func(m rooms.MemberID) bool {
		return st.People.Seatable(m) && st.sits(m, g) && !st.unseated(m, g)
	}
}

// sits tells whether a circle is where somebody belongs now.
func (st *state) sits(m rooms.MemberID, g rooms.GroupID) bool {
	m = st.People.Line(m)
	return st.where(m) == g && (g == plenary || st.Groups.Member(m) == g)
}

// unseated tells whether the present phase's round has no seat for somebody, by the part
// that she plays.
func (st *state) unseated(m rooms.MemberID, g rooms.GroupID) bool {
	p, ok := st.Agenda.Present()
	if !ok || p.Rule == nil || p.Rule.Kind != scenario.WithStick {
		return false
	}
	for _, part := range []scenario.PartID{p.Rule.Not, p.Rule.Answers} {
		if part != "" && slices.Contains(st.Cast.In(part, g), m) {
			return true
		}
	}
	return false
}

// roleOf is the role in this session: what it gave her, else what her standing makes
// of her here.
func (st *state) roleOf(m rooms.MemberID, standing rooms.Role) rooms.Role {
	if p := st.People.All[m]; p != nil && (p.Order > 0 || standing == "") {
		return p.Role
	}
	for _, l := range st.Lead {
		if l == m && standing != "" {
			return rooms.RoleFacilitator
		}
	}
	switch standing {
	case rooms.RoleFacilitator, rooms.RoleCoFacilitator, rooms.RoleMember, rooms.RoleGuest:
		return standing
	case rights.RolePassive:
		return rooms.RoleMember
	case rights.RoleLiaison:
		return rooms.RoleGuest
	default:
		return ""
	}
}

// known is how audiences see a person of whom the session has heard.
func (st *state) known(m rooms.MemberID) seenAs {
	p := st.People.All[m]
	if p == nil {
		return seenAs{}
	}
	v := rooms.Viewer{Member: m, Role: p.Role, Waiting: p.Place != people.Inside}
	if !v.Waiting {
		v.Group = st.circleName(m)
	}
	return seenAs{v, p.Place != people.Removed}
}

type seenAs struct {
	viewer rooms.Viewer
	may    bool
}

// Viewer tells how audiences see a person. One who has a standing and has not
// entered is Waiting: she may join the room's frames and sees only herself.
func (s *Session) Viewer(m rooms.MemberID, standing rooms.Role) (rooms.Viewer, bool) {
	if s.state.People.All[m] != nil {
		k := s.state.known(m)
		return k.viewer, k.may
	}
	role := s.state.roleOf(m, standing)
	return rooms.Viewer{Member: m, Role: role, Waiting: true}, role != ""
}
