package session

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

func agendaCommands() []command {
	return []command{
		inside("agenda.next", rights.SessionRun, runs, "Moves to the next phase; from is the index seen (-1 before the first).",
			func(t *tx, a FromArgs) *rooms.Refusal { return t.move(t.state().Agenda.Next(a.From, t.at)) }),
		inside("agenda.back", rights.SessionRun, runs, "Moves to the phase before.",
			func(t *tx, a FromArgs) *rooms.Refusal { return t.move(t.state().Agenda.Back(a.From, t.at)) }),
		inside("agenda.go", rights.SessionRun, runs, "Moves to a phase.",
			func(t *tx, a GoArgs) *rooms.Refusal { return t.move(t.state().Agenda.Go(a.Phase, a.From, t.at)) }),
		inside("agenda.extend", rights.SessionRun, runs, "Gives the present phase more minutes, or fewer.",
			func(t *tx, a ExtendArgs) *rooms.Refusal { return t.then(t.state().Agenda.Extend(a.Minutes, t.at)) }),
	}
}

// move changes the phase: never during a round, whose end must be somebody's
// gesture; a round that had not begun is withdrawn (AG-4).
func (t *tx) move(e codec.Event, no *rooms.Refusal) *rooms.Refusal {
	if no != nil {
		return no
	}
	if t.state().Stick.Active() {
		return rooms.Refuse(stick.CodeRoundRuns)
	}
	t.emit(e)
	if r := t.state().Stick.Round; r != nil && r.Life == stick.Proposed {
		t.emit(stick.Withdrawn{})
	}
	return nil
}
