// Package desk knows the boards that a session works with, and which one is shown.
// Their content is in rooms of their own.
package desk

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Board is one board of the session.
type Board struct {
	Title string `json:"title"`
	Order int    `json:"order"` // rises with each board opened
	// Named is the place in the log where its title was given.
	Named rooms.Seq `json:"named,omitempty"`
}

// State is the boards and the one shown ("" for the circle).
type State struct {
	Boards map[rooms.BoardID]Board `json:"boards"`
	Shown  rooms.BoardID           `json:"shown,omitempty"`
}

// New is an empty desk.
func New() State { return State{Boards: map[rooms.BoardID]Board{}} }

// Codes of this machine's refusals.
const (
	CodeNoBoard      = "no_such_board"
	CodeAlreadyThere = "board_already_open"
	CodeFull         = "too_many_boards"
)

const maxBoards = 30

type (
	// Opened is a board that the session works with from now on.
	Opened struct {
		Board rooms.BoardID `json:"board"`
		Title string        `json:"title"`
		// Template is what it is made from, "" for an empty one, in the language.
		Template string `json:"template,omitempty"`
		Lang     string `json:"lang,omitempty"`
	}
	// Shown is the board before everyone; "" for the circle again.
	Shown struct {
		Board rooms.BoardID `json:"board"`
	}
	// Renamed is a board with another title.
	Renamed struct {
		Board rooms.BoardID `json:"board"`
		Title string        `json:"title"`
	}
)

// EventName is the name in the log.
func (Opened) EventName() string { return "boards.opened" }

// EventName is the name in the log.
func (Shown) EventName() string { return "boards.shown" }

// EventName is the name in the log.
func (Renamed) EventName() string { return "boards.renamed" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Opened](r)
	codec.Put[Shown](r)
	codec.Put[Renamed](r)
	return r
}

// Open decides a new board.
func (s *State) Open(b rooms.BoardID, title string) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Boards[b]; ok {
		return nil, rooms.Refuse(CodeAlreadyThere)
	}
	if len(s.Boards) >= maxBoards {
		return nil, rooms.Refuse(CodeFull)
	}
	return Opened{Board: b, Title: title}, nil
}

// Room tells whether so many boards more may be opened.
func (s *State) Room(more int) bool { return len(s.Boards)+more <= maxBoards }

// Show decides which board is before everyone.
func (s *State) Show(b rooms.BoardID) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Boards[b]; b != "" && !ok {
		return nil, rooms.Refuse(CodeNoBoard)
	}
	if s.Shown == b {
		return nil, nil
	}
	return Shown{Board: b}, nil
}

// Rename decides another title.
func (s *State) Rename(b rooms.BoardID, title string) (codec.Event, *rooms.Refusal) {
	old, ok := s.Boards[b]
	if !ok {
		return nil, rooms.Refuse(CodeNoBoard)
	}
	if old.Title == title {
		return nil, nil
	}
	return Renamed{Board: b, Title: title}, nil
}

// Apply records what happened, at a place of the log.
func (s *State) Apply(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Opened:
		s.Boards[e.Board] = Board{Title: e.Title, Order: len(s.Boards) + 1, Named: seq}
	case Shown:
		s.Shown = e.Board
	case Renamed:
		b := s.Boards[e.Board]
		b.Title, b.Named = e.Title, seq
		s.Boards[e.Board] = b
	}
}

// Redact takes away the titles that were given at these places.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for id, b := range s.Boards {
		if gone[b.Named] {
			b.Title = ""
			s.Boards[id] = b
		}
	}
}
