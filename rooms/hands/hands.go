// Package hands keeps the raised hands, in the order in which they rose. Its rules
// are numbered HA in rooms/SPEC.md.
package hands

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Hand is one raised hand.
type Hand struct {
	Since rooms.Millis `json:"since"`
	Seq   rooms.Seq    `json:"seq"`
}

// State is the raised hands.
type State struct {
	Up map[rooms.MemberID]Hand `json:"up"`
}

// New is no hand raised.
func New() State { return State{Up: map[rooms.MemberID]Hand{}} }

// CodeClosed refuses a hand while a round runs.
const CodeClosed = "hands_closed"

type (
	// Raised is a hand that rose.
	Raised struct {
		Member rooms.MemberID `json:"member"`
	}
	// Lowered is a hand that came down.
	Lowered struct {
		Member rooms.MemberID `json:"member"`
	}
	// Cleared is all hands down, as a round begins.
	Cleared struct{}
)

// EventName is the name in the log.
func (Raised) EventName() string { return "hands.raised" }

// EventName is the name in the log.
func (Lowered) EventName() string { return "hands.lowered" }

// EventName is the name in the log.
func (Cleared) EventName() string { return "hands.cleared" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Raised](r)
	codec.Put[Lowered](r)
	codec.Put[Cleared](r)
	return r
}

// Raise decides a hand; a hand already up stays as it is.
func (s *State) Raise(m rooms.MemberID, round bool) (codec.Event, *rooms.Refusal) {
	if round {
		return nil, rooms.Refuse(CodeClosed)
	}
	if _, up := s.Up[m]; up {
		return nil, nil
	}
	return Raised{Member: m}, nil
}

// Lower decides that a hand comes down, if it was up.
func (s *State) Lower(m rooms.MemberID) codec.Event {
	if _, up := s.Up[m]; !up {
		return nil
	}
	return Lowered{Member: m}
}

// Apply records what happened.
func (s *State) Apply(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Raised:
		s.Up[e.Member] = Hand{Since: at, Seq: seq}
	case Lowered:
		delete(s.Up, e.Member)
	case Cleared:
		s.Up = map[rooms.MemberID]Hand{}
	}
}
