// Package agenda is the run of show: phases that follow each other at a gesture,
// never by themselves, and the time that the present one has.
package agenda

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// State is where the meeting is in its run of show.
type State struct {
	Phases    []Phase      `json:"phases"`
	At        int          `json:"at"` // index of the present phase, -1 before the first
	StartedAt rooms.Millis `json:"started_at,omitempty"`
	EndsAt    rooms.Millis `json:"ends_at,omitempty"`
	// By is when the meeting should be over: set as its first phase begins, by the minutes
	// planned, or when it is planned anew.
	By rooms.Millis `json:"by,omitempty"`
	// Pause is a pause of the whole meeting.
	Pause *Pause `json:"pause,omitempty"`
	// Skipped are phases that next passes over.
	Skipped map[rooms.PhaseID]bool `json:"skipped,omitempty"`
}

// New is an agenda before its first phase.
func New(phases []Phase) State { return State{Phases: phases, At: -1} }

// Codes of this machine's refusals.
const (
	CodeAlreadyMoved = "already_moved" // another gesture moved the phase first; Data "at"
	CodeLastPhase    = "last_phase"
	CodeFirstPhase   = "first_phase"
	CodeNoPhase      = "no_such_phase"
	CodeNoTime       = "no_time_there" // no phase runs, or not that many minutes can be added
	CodePaused       = "meeting_paused"
	CodeNotPaused    = "meeting_not_paused"
	CodePast         = "phase_past" // that phase is under way, or over
	CodeTimeMoved    = "time_moved" // another gesture changed that time first
)

// Longest a phase may be extended or shortened at once, and last in all, in minutes.
const (
	maxExtend  = 120
	maxMinutes = 600
)

const minute rooms.Millis = 60_000

type (
	// Moved says which phase is the present one, since when and until when.
	Moved struct {
		At        int           `json:"at"`
		Phase     rooms.PhaseID `json:"phase"`
		StartedAt rooms.Millis  `json:"started_at"`
		EndsAt    rooms.Millis  `json:"ends_at"`
	}
	// Extended says when the present phase now ends, and by how many minutes that is later, or
	// earlier, than before: the nearest.
	Extended struct {
		Minutes int          `json:"minutes"`
		EndsAt  rooms.Millis `json:"ends_at"`
	}
)

// EventName is the name in the log.
func (Moved) EventName() string { return "agenda.moved" }

// EventName is the name in the log.
func (Extended) EventName() string { return "agenda.extended" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Moved](r)
	codec.Put[Extended](r)
	codec.Put[Paused](r)
	codec.Put[Resumed](r)
	codec.Put[Skipped](r)
	codec.Put[Replanned](r)
	return r
}

// Present is the phase under way; false before the first.
func (s *State) Present() (Phase, bool) {
	if s.At < 0 || s.At >= len(s.Phases) {
		return Phase{}, false
	}
	return s.Phases[s.At], true
}

// Next moves to the phase after the one the person saw.
func (s *State) Next(from int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	to := s.At + 1
	for to < len(s.Phases) && s.Skipped[s.Phases[to].ID] {
		to++
	}
	switch {
	case from != s.At:
		to = s.At // another gesture was first
	case to >= len(s.Phases):
		return nil, rooms.Refuse(CodeLastPhase)
	}
	return s.move(from, to, at)
}

// Back moves to the phase before, of those that are not skipped.
func (s *State) Back(from int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	to := s.At - 1
	for to >= 0 && s.Skipped[s.Phases[to].ID] {
		to--
	}
	switch {
	case from != s.At:
		to = s.At // another gesture was first
	case to < 0:
		return nil, rooms.Refuse(CodeFirstPhase)
	}
	return s.move(from, to, at)
}

// Go moves to any phase.
func (s *State) Go(phase rooms.PhaseID, from int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	for i, p := range s.Phases {
		if p.ID == phase {
			return s.move(from, i, at)
		}
	}
	return nil, rooms.Refuse(CodeNoPhase)
}

func (s *State) move(from, to int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if from != s.At || to == s.At {
		return nil, &rooms.Refusal{Code: CodeAlreadyMoved, Data: map[string]any{"at": s.At}}
	}
	if s.Pause != nil {
		return nil, rooms.Refuse(CodePaused)
	}
	p := s.Phases[to]
	return Moved{At: to, Phase: p.ID, StartedAt: at, EndsAt: at + rooms.Millis(p.Minutes)*minute}, nil
}

// Saw refuses a gesture about a phase that is no longer the present one, or whose end is no
// longer when the person saw it (AG-2); nil and 0 are not said.
func (s *State) Saw(from *int, endsAt rooms.Millis) *rooms.Refusal {
	switch {
	case from != nil && *from != s.At:
		return &rooms.Refusal{Code: CodeAlreadyMoved, Data: map[string]any{"at": s.At}}
	case endsAt != 0 && endsAt != s.EndsAt:
		return rooms.Refuse(CodeTimeMoved)
	}
	return nil
}

// Extend gives the present phase more minutes, or fewer; it never ends in the past, and what
// ends there already is not shortened. The event says by how much, in whole minutes.
func (s *State) Extend(minutes int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Present(); !ok || minutes == 0 || minutes > maxExtend || minutes < -maxExtend {
		return nil, rooms.Refuse(CodeNoTime)
	}
	ends := max(s.EndsAt+rooms.Millis(minutes)*minute, at)
	if minutes < 0 {
		ends = min(ends, s.EndsAt)
	}
	switch {
	case ends-s.StartedAt > maxMinutes*minute:
		return nil, rooms.Refuse(CodeNoTime)
	case ends == s.EndsAt:
		return nil, nil // it is over time already
	case minutes < 0:
		return Extended{Minutes: min(-1, -whole(s.EndsAt-ends)), EndsAt: ends}, nil // what happened, not what was asked
	}
	return Extended{Minutes: whole(ends - s.EndsAt), EndsAt: ends}, nil
}

// whole is a span in minutes, the nearest.
func whole(span rooms.Millis) int { return int((span + minute/2) / minute) }

// Apply records what happened.
func (s *State) Apply(e codec.Event) {
	switch e := e.(type) {
	case Moved:
		if s.By == 0 {
			s.By = e.StartedAt + s.planned()
		}
		s.At, s.StartedAt, s.EndsAt = e.At, e.StartedAt, e.EndsAt
		s.skip(Skipped{Phase: e.Phase})
	case Paused:
		s.Pause = &Pause{By: e.By, Since: e.Since, Until: e.Until}
	case Resumed:
		s.Pause = nil
		s.Shift(e.LastedMS)
	case Skipped:
		s.skip(e)
	case Replanned:
		s.replanned(e)
	case Extended:
		s.EndsAt = e.EndsAt
	}
}

// Shift lets the present phase's clock stand still for that long.
func (s *State) Shift(by rooms.Millis) {
	if s.EndsAt != 0 {
		s.StartedAt += by
		s.EndsAt += by
	}
	if s.Pause != nil {
		s.Pause = &Pause{By: s.Pause.By, Since: s.Pause.Since + by, Until: s.Pause.Until + by}
	}
}
