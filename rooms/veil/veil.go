// Package veil is for gestures whose author a room must be able to forget: a card
// written for an unsigned reveal, a ballot, a sentence offered without a name.
//
// Such an event says nothing of its author in the fields that every event of a log has:
// who asked is in its payload, and goes with the words when these are taken out of the
// log (the log keeps places, instants and names, and rewrites payloads only).
package veil

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Mark is the command that a veiled event came from: from it a replay knows what each
// client was answered, until the event is redacted. A retry after that is decided anew,
// and refused by what has happened since.
type Mark struct {
	By     rooms.MemberID `json:"by,omitempty"`
	Client rooms.ClientID `json:"k,omitempty"`
	N      uint64         `json:"n,omitempty"`
}

// Whose is the command that the event came from; all zero once it was redacted.
func (m Mark) Whose() Mark { return m }

// Event is a payload that carries its own author. Who emits it marks it with the
// command's actor, client and number, and leaves these fields of the log's event empty.
type Event interface {
	codec.Event
	Whose() Mark
	Marked(Mark) codec.Event
}

// Fate says how long what an event holds of a person stays in the log.
type Fate int

// What becomes of it.
const (
	Stays    Fate = iota // the minutes are made from it
	AtOnce               // it is to be destroyed by now
	AtClose              // …at the close of the session, whatever its mode
	WithTalk             // …with the chat: at the close of a confidential session, thirty days after that of an open one
)
