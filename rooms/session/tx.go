package session

import (
	"fmt"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// tx is one command under way. What it emits is applied at once, so that what
// follows is decided on the state as it then is; a refusal comes before anything
// is emitted, or not at all.
type tx struct {
	s     *Session
	c     rooms.Command
	at    rooms.Millis
	steps []rooms.Step
}

func (t *tx) state() *state       { return &t.s.state }
func (t *tx) me() rooms.MemberID  { return t.c.Actor.Member }
func (t *tx) role() rooms.Role    { return t.s.state.roleOf(t.me(), t.c.Actor.Standing) }
func (t *tx) actor() rights.Actor { return rights.Actor{Role: t.role(), System: t.c.Actor.System} }

// may asks the rights table, with what the session knows of itself.
func (t *tx) may(v rights.Verb, r rights.Resource) bool {
	r.Led = t.state().People.Led()
	return rights.Authorize(t.actor(), v, r)
}

// emit makes one thing happen: the event takes its place in the log, the state
// changes, and each audience is told what changed for it.
func (t *tx) emit(p codec.Event) {
	data, err := codec.Encode(p)
	if err != nil {
		panic(fmt.Sprintf("session: a payload that JSON cannot say: %v", err))
	}
	st := t.state()
	e := rooms.Event{Seq: st.Head + 1, At: t.at, Name: p.EventName(), Data: data}
	if !t.c.Actor.System {
		e.By, e.Client, e.N = t.me(), t.c.Client, t.c.N
	}
	sc, who := scopeOf(st, p), subject(p)
	before, asSeen := st.cells(sc), st.known(who)
	st.record(e, p)
	deltas := diff(before, st.cells(sc))
	if who != "" && asSeen != st.known(who) {
		deltas = append(deltas, rooms.Delta{To: rooms.Only(who), Afresh: true})
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

// table is the stick's table at this moment.
func (t *tx) table() *stick.Table {
	st := t.state()
	return &stick.Table{
		State: &st.Stick, At: t.at, Here: st.stickHere, Seatable: st.People.Seatable,
		Led: st.People.Led(), Emit: t.emit,
	}
}

// stickHere tells whether the stick can be held out to her now.
func (st *state) stickHere(m rooms.MemberID) bool {
	return st.People.Here(m) && st.People.Seatable(m)
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
