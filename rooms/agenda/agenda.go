// Package agenda is the run of show: phases that follow each other at a gesture,
// never by themselves, and the time that the present one has.
package agenda

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Kind is what a phase is for.
type Kind string

// The kinds of phase. In KindWrite nobody is heard.
const (
	Plenary Kind = "plenary"
	Stick   Kind = "stick"
	Board   Kind = "board"
	Write   Kind = "write"
	Break   Kind = "break"
	Closing Kind = "closing"
)

// Phase is one step of the run of show.
type Phase struct {
	ID       rooms.PhaseID `json:"id"`
	Title    string        `json:"title"`
	Kind     Kind          `json:"kind"`
	Minutes  int           `json:"minutes"`
	Question string        `json:"question,omitempty"`
	TurnS    int           `json:"turn_s,omitempty"` // seconds of a turn of the stick; 0: no measure
	Board    rooms.BoardID `json:"board,omitempty"`
}

// State is where the meeting is in its run of show.
type State struct {
	Phases    []Phase      `json:"phases"`
	At        int          `json:"at"` // index of the present phase, -1 before the first
	StartedAt rooms.Millis `json:"started_at,omitempty"`
	EndsAt    rooms.Millis `json:"ends_at,omitempty"`
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
	// Extended says when the present phase now ends.
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
	if from == s.At && s.At+1 >= len(s.Phases) {
		return nil, rooms.Refuse(CodeLastPhase)
	}
	return s.move(from, s.At+1, at)
}

// Back moves to the phase before.
func (s *State) Back(from int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if from == s.At && s.At <= 0 {
		return nil, rooms.Refuse(CodeFirstPhase)
	}
	return s.move(from, s.At-1, at)
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
	p := s.Phases[to]
	return Moved{At: to, Phase: p.ID, StartedAt: at, EndsAt: at + rooms.Millis(p.Minutes)*minute}, nil
}

// Extend gives the present phase more minutes, or fewer; it never ends in the past.
func (s *State) Extend(minutes int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Present(); !ok || minutes == 0 || minutes > maxExtend || minutes < -maxExtend {
		return nil, rooms.Refuse(CodeNoTime)
	}
	ends := max(s.EndsAt+rooms.Millis(minutes)*minute, at)
	if ends-s.StartedAt > maxMinutes*minute {
		return nil, rooms.Refuse(CodeNoTime)
	}
	return Extended{Minutes: minutes, EndsAt: ends}, nil
}

// Apply records what happened.
func (s *State) Apply(e codec.Event) {
	switch e := e.(type) {
	case Moved:
		s.At, s.StartedAt, s.EndsAt = e.At, e.StartedAt, e.EndsAt
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
}
