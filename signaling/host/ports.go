package host

import (
	"context"
	"errors"
	"time"

	"palabre/rooms"
)

// What a Log says when it cannot do as asked.
var (
	// ErrHeld means that another owner's lease on the room still lives.
	ErrHeld = errors.New("host: the room is held by another owner")
	// ErrFenced means that the room has a newer term or another head than the asker believed: she must step down.
	ErrFenced = errors.New("host: the room moved on without this owner")
	// ErrFull means that there is no space left to write; nothing was committed.
	ErrFull = errors.New("host: the store is full")
)

// Log is the durable, ordered, fenced record of every room. Implementations are safe for concurrent use.
type Log interface {
	// Claim wins the room for owner until the given instant: makes the room if it is new, raises its term otherwise
	// (also when owner held it already, whose lease then ends as Renew says). It fails with ErrHeld when another owner's lease lives
	// at now.
	Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (Lease, error)
	// Append commits all segments in one durable transaction. A segment whose (Term, From) is not its room's term and
	// head is left out and its place in the answer is ErrFenced; the others are committed and theirs is nil. A
	// non-nil error means that nothing at all was committed (ErrFull: no space), unless the store could not be asked what became
	// of a commit whose answer was lost: the host takes any error but ErrFull to be such, and decides nothing more in that term
	// before it has read the log.
	Append(ctx context.Context, segments []Segment) ([]error, error)
	// Read gives the segments that follow after, oldest first, stopping once maxBytes of data are exceeded, or sooner (at
	// least one segment is given when there is one: that there is none is the log's end). The first may begin before after when after falls inside it.
	Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]Segment, error)
	// Renew moves the end of the leases held by owner to until, but by Moved, and names those that owner does not hold any more
	// at that term.
	Renew(ctx context.Context, owner string, until rooms.Millis, held []Held) (lost []rooms.RoomID, err error)
	// Release ends the lease now, so that another owner need not wait. Releasing what is not held is not an error.
	Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error
	// Handover passes the lease that owner holds at that term on to another owner, until the given instant: her Claim
	// succeeds from now on, everybody else's fails, owner's own too. The term stays, until she claims. It fails with
	// ErrFenced when owner does not hold the room at that term.
	Handover(ctx context.Context, owner string, room rooms.RoomID, term uint64, to string, until rooms.Millis) error
	// Snapshot gives the room's latest snapshot; false when there is none.
	Snapshot(ctx context.Context, room rooms.RoomID) (Snapshot, bool, error)
	// SaveSnapshot replaces the room's snapshot, unless a newer one is there.
	SaveSnapshot(ctx context.Context, snapshot Snapshot) error
}

// Held is one lease of a node.
type Held struct {
	Room rooms.RoomID
	Term uint64
}

// Lease is what winning a room gives.
type Lease struct {
	Term uint64    // rises with each Claim of the room; begins at 1
	Head rooms.Seq // the last committed sequence, 0 for a new room
	// LogID names this log's history; it changes only when a log was restored from a backup or cut, which makes every
	// position held by clients void.
	LogID string
	// Since is when the room last stopped having a host: the end of the previous lease (its release, or its expiry),
	// 0 for a new room. It is never after now, and may be now when the answer to an earlier claim was lost.
	Since rooms.Millis
}

// clockSet is how much nearer the end of a lease comes only when the clock was set back. Leases last seconds.
const clockSet rooms.Millis = 60_000

// Moved is the end that a lease has when its owner moves it to until. A renewal that was overtaken on its way shortens nothing: its
// owner, and those who hear the room, believe the later one. When a clock was set back by an hour, until is what is right.
func Moved(end, until rooms.Millis) rooms.Millis {
	if end > until && end-until < clockSet {
		return end
	}
	return until
}

// Segment is a run of events of one room: those numbered From+1 to To. Data is their JSON, joined by commas: the items of
// a JSON array.
type Segment struct {
	Room     rooms.RoomID
	Term     uint64
	From, To rooms.Seq
	At       rooms.Millis
	Data     []byte
}

// Snapshot is a room's encoded state at a sequence. It is a cache: one whose CodeVersion is not this program's is ignored.
type Snapshot struct {
	Room        rooms.RoomID
	Seq         rooms.Seq
	LogID       string
	CodeVersion int
	Data        []byte
}

// Rooms says how a room is born and how it is read back.
type Rooms interface {
	// Open makes the room's empty state, before its first event. ErrNoRoom when nothing of that name may exist.
	Open(ctx context.Context, room rooms.RoomID) (rooms.Room, error)
	// Found gives the system commands that found the room. The host asks for them when the log is empty: to gather what a room
	// is born from may cost more than to read it again.
	Found(ctx context.Context, room rooms.RoomID) ([]rooms.Command, error)
	// Restore reads a state back from what Room.Snapshot wrote.
	Restore(ctx context.Context, room rooms.RoomID, snapshot []byte) (rooms.Room, error)
}

// ErrNoRoom means that no meeting or board has this id.
var ErrNoRoom = errors.New("host: no such room")

// Bus carries what was committed (and volatile news) to every gateway that has someone in the room. It may lose or repeat
// batches, never alter them; per room and publisher it keeps their order.
type Bus interface {
	Publish(ctx context.Context, batch Batch) error
	// Subscribe calls receive, one batch at a time, for every batch of the room published from now on, until stop.
	// After stop has returned, receive may still be running once, and is not called again. Receive must not block.
	Subscribe(room rooms.RoomID, receive func(Batch)) (stop func())
}

// Batch is what happened in a room between two of its positions, by audience. Its bytes are shared: nobody writes to them.
type Batch struct {
	Room     rooms.RoomID
	Term     uint64
	From, To rooms.Seq // for a volatile batch both are 0
	Parts    []Part    // in order
	Seats    []Seat    // people whose sight of the room changed with this batch
	Volatile bool      // presence: not in the log, no place in the order
}

// Part is what one audience is told. Data holds JSON array items joined by commas: view operations in a session, events
// on a board, [member, kind, value] triples when volatile.
type Part struct {
	To       rooms.Audience
	Data     []byte
	Mentions []rooms.MemberID // people named here, perhaps for the first time
}

// Seat is a person's new place in the room. She gets View instead of the batch's parts; when Out, she gets no more frames.
type Seat struct {
	Viewer rooms.Viewer
	Out    bool
	Code   string // why, when Out
	View   []byte // JSON
	Log    string // the history that the view is of
	Names  []rooms.MemberID
}

// Clock is the time as the host knows it.
type Clock interface {
	Now() rooms.Millis
	// After calls f once, in a goroutine of its own, when d has passed, unless stop was called before.
	After(d time.Duration, f func()) (stop func())
}

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now is the wall clock's time.
func (SystemClock) Now() rooms.Millis { return rooms.Millis(time.Now().UnixMilli()) }

// After is time.AfterFunc.
func (SystemClock) After(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}
