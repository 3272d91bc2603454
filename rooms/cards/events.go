package cards

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

type (
	// Opened is a sheet to write on.
	Opened struct {
		Sheet SheetID `json:"sheet"`
		Setup
		Fleeting bool `json:"fleeting,omitempty"`
	}
	// Written is a card as it now reads, new or not: all that is known of it. Without
	// words, they were taken out of the log.
	Written struct {
		Sheet  SheetID        `json:"sheet"`
		Card   CardID         `json:"card"`
		Member rooms.MemberID `json:"member,omitempty"` // whose it is
		Text   string         `json:"text,omitempty"`
		Keep   bool           `json:"keep,omitempty"`
		veil.Mark
	}
	// Withdrawn is a card that its author took away.
	Withdrawn struct {
		Sheet SheetID `json:"sheet"`
		Card  CardID  `json:"card"`
		veil.Mark
	}
	// Done is who has finished, or no longer.
	Done struct {
		Sheet  SheetID        `json:"sheet"`
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on"`
	}
	// Unveiled is the reveal: signed, the cards' ids in their order; unsigned, their words,
	// those of the sheets With it among them.
	Unveiled struct {
		Sheet    SheetID       `json:"sheet"`
		With     []SheetID     `json:"with,omitempty"`
		Unsigned bool          `json:"unsigned,omitempty"`
		Cards    []CardID      `json:"cards,omitempty"`
		Texts    []string      `json:"texts,omitempty"`
		Board    rooms.BoardID `json:"board,omitempty"`
		Spot     Spot          `json:"spot,omitzero"`
	}
	// Abandoned is a sheet that will not be revealed: its cards are destroyed.
	Abandoned struct {
		Sheet SheetID `json:"sheet"`
	}
	// Placed says that the revealed cards are on their board.
	Placed struct {
		Sheet SheetID `json:"sheet"`
	}
)

// EventName is the name in the log.
func (Opened) EventName() string { return "cards.opened" }

// EventName is the name in the log.
func (Written) EventName() string { return "cards.written" }

// EventName is the name in the log.
func (Withdrawn) EventName() string { return "cards.withdrawn" }

// EventName is the name in the log.
func (Done) EventName() string { return "cards.done" }

// EventName is the name in the log.
func (Unveiled) EventName() string { return "cards.revealed" }

// EventName is the name in the log.
func (Abandoned) EventName() string { return "cards.given_up" }

// EventName is the name in the log.
func (Placed) EventName() string { return "cards.placed" }

// Marked implements veil.Event.
func (e Written) Marked(m veil.Mark) codec.Event { e.Mark = m; return e }

// Marked implements veil.Event.
func (e Withdrawn) Marked(m veil.Mark) codec.Event { e.Mark = m; return e }

var (
	_ veil.Event = Written{}
	_ veil.Event = Withdrawn{}
)

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Opened](r)
	codec.Put[Written](r)
	codec.Put[Withdrawn](r)
	codec.Put[Done](r)
	codec.Put[Unveiled](r)
	codec.Put[Abandoned](r)
	codec.Put[Placed](r)
	return r
}
