// Package jobs brings about what follows from a live session outside of it: the
// rights on its boards, the meeting's status, its minutes. Each is a projector: it
// reads rooms' logs from a cursor kept in the same transaction as its effect (or
// after an effect that can be repeated), so that nothing happens twice or is
// forgotten, whenever the process dies.
package jobs

import (
	"context"
	"errors"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Log is what projectors read.
type Log interface {
	Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error)
	// Heads gives the head of every room of a kind ("ses_", "brd_") that changed since.
	Heads(ctx context.Context, prefix string, since rooms.Millis) (map[rooms.RoomID]rooms.Seq, error)
}

// Projector has effects of one kind.
type Projector interface {
	// Name is its cursors' name in the store; it never changes.
	Name() string
	// Reads says what it reads.
	Reads() Source
	// Project has the effects of a room's events, in order, and moves the stored cursor
	// from at.Kept to at.To with them. Events it was given before may come again when
	// it failed, or after a restart: their effect must not. When nothing follows from
	// these events it writes nothing and says so with kept false.
	Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error)
}

// ErrNotYet is in the error of a projector that needs what another one is about to do, or a board on which somebody still writes. It is
// tried again like any other, and told to the operator only when it lasts.
var ErrNotYet = errors.New("not yet")

// Span is where a projector stands in a room. Its stored cursor is at Kept. It was given
// events up to Since (0 when that is not known any more), is known to be unconcerned by
// those up to From, and is given those up to To.
type Span struct{ Kept, Since, From, To rooms.Seq }

// Source is what a projector reads: rooms of a kind, and there the events of these names
// (it is given others too, which must have no effect). With Latest only the last of them
// matters, and may be all it is given, by name and instant alone. Pause is how long it
// rests after a pass (20 ms at least), for effects that can wait.
type Source struct {
	Kind   rooms.Kind
	Events []string
	Latest bool
	Pause  time.Duration
}
