package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
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
		inside("agenda.pause", rights.SessionRun, runs, "Pauses the whole meeting for some minutes; it goes on at a gesture.", pauseMeeting),
		inside("agenda.resume", rights.SessionRun, runs, "Ends the pause of the meeting.", resumeMeeting),
		inside("agenda.skip", rights.SessionRun, runs, "Lets next pass over a coming phase, or no longer.",
			func(t *tx, a SkipArgs) *rooms.Refusal { return t.then(t.state().Agenda.Skip(a.Phase, a.On)) }),
		inside("agenda.replan", rights.SessionRun, runs, "Gives coming phases the lengths that were proposed, or others.",
			func(t *tx, a ReplanArgs) *rooms.Refusal {
				if len(a.Phases) > maxPhases {
					return bad("phases")
				}
				return t.then(t.state().Agenda.Replan(a.From, a.Phases))
			}),
		inside("agenda.extend", rights.SessionRun, runs, "Gives the present phase more minutes, or fewer.",
			func(t *tx, a ExtendArgs) *rooms.Refusal {
				if no := t.state().Agenda.Saw(a.From, a.EndsAt); no != nil {
					return no
				}
				return t.then(t.state().Agenda.Extend(a.Minutes, t.now()))
			}),
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
	next := t.state().Agenda.Phases[e.(agenda.Moved).At] //nolint:forcetypeassert // a phase that moves is one
	if keeps := next.Groups != nil && (next.Groups.Keep || next.Groups.Hosts); !keeps {
		t.closeGroups(groups.WhyPhase)
	}
	t.emit(e)
	if p, ok := t.state().Agenda.Present(); ok {
		t.ruled(p)
		t.lay(p)
	}
	if r := t.state().Stick.Round; r != nil && r.Life == stick.Proposed {
		t.emit(stick.Withdrawn{})
	}
	return nil
}
