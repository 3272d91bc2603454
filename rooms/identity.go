package rooms

import "strings"

// RoomID names one room. Its prefix tells the kind: "ses_" for a session, "brd_"
// for a board, followed by the UUID (v7) of the meeting or of the board.
type RoomID string

// MemberID names a person, member or guest, everywhere in Palabre (UUID v7).
type MemberID string

// ClientID names one browser tab (random, kept for the tab's life). With a rising
// counter it makes a command's identity.
type ClientID string

// Parts of a session; clients mint the last three as UUIDs.
type (
	// PhaseID names a phase of the run of show.
	PhaseID string
	// RoundID names a round of the stick.
	RoundID string
	// MessageID names a message of the chat.
	MessageID string
	// BoardID names a board, in every meeting that works with it.
	BoardID string
	// GroupID names a small group of a session; "" is the circle of all, the plenary.
	GroupID string
)

// Seq is an event's place in its room's log; the first event is 1, 0 is "before
// everything".
type Seq uint64

// Millis is an instant in Unix milliseconds, or a span in milliseconds.
type Millis int64

// Kind is the kind of a room.
type Kind string

// The kinds of room. Notes are a later kind on the same engine.
const (
	KindSession Kind = "session"
	KindBoard   Kind = "board"
)

// SessionRoom is the room of a meeting's live session.
func SessionRoom(meeting string) RoomID { return RoomID("ses_" + meeting) }

// BoardRoom is the room of a board.
func BoardRoom(board BoardID) RoomID { return RoomID("brd_" + string(board)) }

// Kind tells the room's kind from its id, and "" for an id of no known kind.
func (r RoomID) Kind() Kind {
	switch {
	case strings.HasPrefix(string(r), "ses_"):
		return KindSession
	case strings.HasPrefix(string(r), "brd_"):
		return KindBoard
	default:
		return ""
	}
}

// Meeting is the meeting's id of a session room, Board the board's id of a board
// room; both are what follows the prefix.
func (r RoomID) Meeting() string { return strings.TrimPrefix(string(r), "ses_") }

// Board is the id of the board whose room this is.
func (r RoomID) Board() BoardID { return BoardID(strings.TrimPrefix(string(r), "brd_")) }
