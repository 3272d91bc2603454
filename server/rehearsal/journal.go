package rehearsal

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/desk"
	"palabre/rooms/floor"
	"palabre/rooms/groups"
	"palabre/rooms/hands"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// Line is something that happened and that all could see. Who passed is in none.
type Line struct {
	At     rooms.Millis // since the beginning
	Kind   LineKind
	Member rooms.MemberID
	Words  string // the phase's title, or the board's
}

// LineKind is what happened.
type LineKind string

// The kinds of line.
const (
	Phase     LineKind = "phase"
	Round     LineKind = "round"
	Offered   LineKind = "offered"
	Holds     LineKind = "holds"
	RoundOver LineKind = "round_over"
	Hand      LineKind = "hand"
	Floor     LineKind = "floor"
	Board     LineKind = "board"
	Groups    LineKind = "groups"
	Together  LineKind = "together"
)

// note keeps what is worth a line.
func (h *hall) note(e rooms.Event) {
	d, err := session.Decode(e)
	if err != nil {
		return // an event of this very code decodes
	}
	h.papers.follow(d)
	line := Line{At: e.At - begins}
	switch d := d.(type) {
	case agenda.Moved:
		line.Kind, line.Words = Phase, h.view(Lead).Agenda.Phases[d.At].Title
	case stick.Begun:
		line.Kind = Round
	case stick.Given:
		if d.Second {
			return
		}
		line.Kind, line.Member = Offered, d.To
	case stick.Granted:
		line.Kind, line.Member = Holds, d.Member
	case stick.Finished:
		line.Kind = RoundOver
	case hands.Raised:
		line.Kind, line.Member = Hand, d.Member
	case floor.Given:
		line.Kind, line.Member = Floor, d.Member
	case desk.Opened:
		line.Kind, line.Words = Board, d.Title
	case groups.Opened:
		line.Kind = Groups
	case groups.Ended:
		line.Kind = Together
	default:
		return
	}
	h.lines = append(h.lines, line)
}
