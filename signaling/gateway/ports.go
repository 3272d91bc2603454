package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Identity is who a request proves to come from.
type Identity struct {
	Member rooms.MemberID
	// Session names what she signed in with, so that signing out can end its connections.
	Session string
	// Guest is true for somebody who came by a meeting's link, and is nobody outside of it.
	Guest bool
	// Token is true for a program that shows a token instead of a browser's cookie; it alone may come without an Origin.
	Token bool
}

// ErrNobody means that nobody is signed in.
var ErrNobody = errors.New("gateway: nobody is signed in")

// Auth says who is asking, or ErrNobody. Any other error means that it could not be found out: she comes again.
type Auth interface {
	Who(r *http.Request) (Identity, error)
}

// Admission says what the community gives a person in a room. A refusal ("not_admitted", "no_such_room") keeps her out; an
// error means that it could not be found out.
type Admission interface {
	Standing(ctx context.Context, who Identity, room rooms.RoomID) (rooms.Role, *rooms.Refusal, error)
}

// Directory knows people's names. Ids that name nobody (or somebody whose name was erased) are absent from the answer.
type Directory interface {
	Names(ctx context.Context, room rooms.RoomID, ids []rooms.MemberID) (map[rooms.MemberID]string, error)
}

// Media is the media server as seen from a socket. A connection is joined before its first message, and only when the
// person is admitted. Calls for one connection come in order; they may take a moment but not block for long.
type Media interface {
	// Join lets a connection send and receive media; send brings a message to its browser and never blocks. The tab is
	// the same after a lost connection: media that lived on meanwhile goes on.
	Join(room rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(message json.RawMessage))
	Handle(room rooms.RoomID, member rooms.MemberID, conn host.ConnID, message json.RawMessage)
	// Detach says that the socket is gone; her media may live on for a moment, since she may be back.
	Detach(room rooms.RoomID, member rooms.MemberID, conn host.ConnID)
	// Leave says that she is not in the room any more: her media ends now.
	Leave(room rooms.RoomID, member rooms.MemberID, conn host.ConnID)
}

// Rooms is the host of the rooms. *host.Host is one.
type Rooms interface {
	Join(ctx context.Context, room rooms.RoomID, req host.JoinRequest, joined func(host.Joined))
	Leave(room rooms.RoomID, conn host.ConnID)
	Submit(ctx context.Context, room rooms.RoomID, cmd rooms.Command, answer func(host.Answer))
	Head(room rooms.RoomID) (rooms.Seq, bool)
	Recent(room rooms.RoomID, after rooms.Seq) ([]host.Batch, bool)
	// Readonly tells whether this node can save nothing for now, in the rooms that it hosts: its pages are told when they come.
	Readonly() (readonly, full bool)
}

var _ Rooms = (*host.Host)(nil)

// Options are all that a gateway needs. Those up to Bus are required.
type Options struct {
	// Origins are the exact origins pages may come from: "https://palabre.example.org".
	Origins   []string
	Auth      Auth
	Admission Admission
	Directory Directory
	Rooms     Rooms
	Bus       host.Bus
	Media     Media // nil: media messages are refused

	Clock host.Clock
	// Elapsed is the time since some moment, by a clock that nobody sets: whether a socket is silent is judged by it. Clock's when nil.
	Elapsed func() rooms.Millis
	Logger  zerolog.Logger
	// NewID names a connection, uniquely in the whole installation; Chance gives a number in [0,1).
	NewID  func() host.ConnID
	Chance func() float64

	Commands Rate // joins and commands of one connection; 200 a second, 400 at once. Beyond it the socket is closed.
	Volatile Rate // volatile messages of one connection; 60 a second, 120 at once. Beyond it they are dropped.

	Sockets     int           // connections that one person may have here, 24: for one more the oldest is ended
	RingEntries int           // batches kept per room; 1024
	RingBytes   int           // bytes kept per room; 1 MiB
	Linger      time.Duration // a room's ring is kept this long after its last follower; 1 min
	Dead        time.Duration // silence after which a socket is closed; 12 s
	Stall       time.Duration // a write that makes no progress for this long ends the socket; 15 s
	Goodbye     time.Duration // how long a connection has to take its last words and to answer the close; 5 s
	NameAge     time.Duration // how long a name is believed; 1 min
}

func (o *Options) fill() {
	if o.Clock == nil {
		o.Clock = host.SystemClock{}
	}
	if o.Elapsed == nil {
		o.Elapsed = o.Clock.Now
	}
	if o.Sockets == 0 {
		o.Sockets = 24
	}
	if o.Commands == (Rate{}) {
		o.Commands = Rate{PerSecond: 200, Burst: 400}
	}
	if o.Volatile == (Rate{}) {
		o.Volatile = Rate{PerSecond: 60, Burst: 120}
	}
	if o.RingEntries == 0 {
		o.RingEntries = 1024
	}
	if o.RingBytes == 0 {
		o.RingBytes = 1 << 20
	}
	for d, v := range map[*time.Duration]time.Duration{
		&o.Linger: time.Minute, &o.Dead: 12 * time.Second, &o.Stall: 15 * time.Second, &o.Goodbye: 5 * time.Second,
		&o.NameAge: time.Minute,
	} {
		if *d == 0 {
			*d = v
		}
	}
}

// Rate is a token bucket.
type Rate struct {
	PerSecond float64
	Burst     float64
}

// bucket is one connection's.
type bucket struct {
	left float64
	at   rooms.Millis
}

// take tells whether one more may pass now.
func (b *bucket) take(r Rate, now rooms.Millis) bool {
	if b.at == 0 {
		b.left = r.Burst
	} else if now > b.at {
		b.left = min(r.Burst, b.left+float64(now-b.at)*r.PerSecond/1000)
	}
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}
