package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/codec"
	"palabre/rooms/stick"
)

// The pause of the whole meeting (AG-5): no clock of it runs, in its groups neither.

// pauseMeeting pauses the meeting, with the rounds that run in its groups; that of the plenary
// has a pause of its own.
func pauseMeeting(t *tx, a PauseArgs) *rooms.Refusal {
	if t.state().Stick.Active() {
		return rooms.Refuse(stick.CodeRoundRuns)
	}
	if no := t.then(t.state().Agenda.PauseFor(t.me(), a.Minutes, t.at)); no != nil {
		return no
	}
	t.tables(func(table *stick.Table) { table.Rest(t.me()) })
	return nil
}

// resumeMeeting ends the pause, and that of the rounds that waited with it: not of one that was
// paused before.
func resumeMeeting(t *tx, _ NoArgs) *rooms.Refusal {
	p := t.state().Agenda.Pause
	if no := t.then(t.state().Agenda.GoOn(t.at)); no != nil {
		return no
	}
	t.tables(func(table *stick.Table) {
		if table.Active() && table.Round.Rests(p.By, p.Since) {
			_ = table.GoOn() // paused: never refused
		}
	})
	return nil
}

// afoot is a command of those who run that the pause of the whole meeting refuses.
func afoot[A any](do func(*tx, A) *rooms.Refusal) func(*tx, A) *rooms.Refusal {
	return func(t *tx, a A) *rooms.Refusal {
		if t.state().Agenda.Pause != nil {
			return rooms.Refuse(agenda.CodePaused)
		}
		return do(t, a)
	}
}

// now is the instant at which the meeting's clock stands: that of the pause's beginning while
// the meeting pauses.
func (t *tx) now() rooms.Millis {
	if p := t.state().Agenda.Pause; p != nil {
		return p.Since
	}
	return t.at
}

// recordAgenda makes an event of the agenda part of the state.
func (st *state) recordAgenda(at rooms.Millis, p codec.Event) {
	pause := st.Agenda.Pause
	st.Agenda.Apply(p)
	if e, ok := p.(agenda.Resumed); ok && pause != nil {
		st.Groups.Shift(e.LastedMS)
		st.Floor.Rested(pause.Since, at)
		for _, g := range st.idle() {
			st.Equity.Resumes(g, at)
		}
	}
}

// rest lets nobody's time of speech run while the meeting pauses (EQ-1), whatever happens
// meanwhile; a round's own pause does the same for its turns.
func (st *state) rest(at rooms.Millis) {
	if st.Agenda.Pause == nil {
		return
	}
	for _, g := range st.idle() {
		st.Equity.Pauses(g, at)
	}
}

// idle are the circles in which no round runs.
func (st *state) idle() []rooms.GroupID {
	var gs []rooms.GroupID
	for _, g := range append([]rooms.GroupID{plenary}, st.Groups.All()...) {
		if !st.active(g) {
			gs = append(gs, g)
		}
	}
	return gs
}
