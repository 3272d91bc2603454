// Package bustest is what every bus promises, as tests that each adapter runs.
package bustest

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Run checks a bus. Open gives two ends of one bus: what one publishes, the other's subscribers receive (they may be the
// same). Await waits until what was asked of the bus so far is in effect.
func Run(t *testing.T, open func(t *testing.T) (a, b host.Bus, await func(room rooms.RoomID, subscribers int))) {
	t.Helper()
	t.Run("what is published arrives whole and in order", func(t *testing.T) {
		a, b, await := open(t)
		got := make(chan host.Batch, 100)
		stop := b.Subscribe("ses_1", func(x host.Batch) { got <- x })
		defer stop()
		await("ses_1", 1)
		for i := range rooms.Seq(50) {
			publish(t, a, sample("ses_1", i))
		}
		for i := range rooms.Seq(50) {
			if x := <-got; !reflect.DeepEqual(x, sample("ses_1", i)) {
				t.Fatalf("batch %d arrived as %+v", i, x)
			}
		}
	})
	t.Run("a room hears its own alone, and every subscriber of it does", func(t *testing.T) {
		a, b, await := open(t)
		var wg sync.WaitGroup
		wg.Add(2)
		for range 2 {
			stop := b.Subscribe("ses_1", func(x host.Batch) {
				if x.Room != "ses_1" {
					t.Errorf("ses_1 received %s", x.Room)
				}
				if x.From == 9 {
					wg.Done()
				}
			})
			defer stop()
		}
		await("ses_1", 2)
		publish(t, a, sample("ses_2", 1))
		publish(t, a, sample("ses_1", 9))
		wg.Wait()
	})
	t.Run("after stop nothing is received", func(t *testing.T) {
		a, b, await := open(t)
		late := make(chan host.Batch, 10)
		stop := b.Subscribe("ses_1", func(x host.Batch) { late <- x })
		await("ses_1", 1)
		stop()
		await("ses_1", 0)
		other := make(chan host.Batch, 10)
		defer b.Subscribe("ses_1", func(x host.Batch) { other <- x })()
		await("ses_1", 1)
		publish(t, a, sample("ses_1", 4))
		<-other
		if len(late) > 0 {
			t.Error("received after stop")
		}
	})
	t.Run("volatile batches pass too", func(t *testing.T) { volatile(t, open) })
}

func volatile(t *testing.T, open func(t *testing.T) (a, b host.Bus, await func(room rooms.RoomID, subscribers int))) {
	t.Helper()
	a, b, await := open(t)
	got := make(chan host.Batch, 1)
	defer b.Subscribe("brd_1", func(x host.Batch) { got <- x })()
	await("brd_1", 1)
	want := host.Batch{Room: "brd_1", Volatile: true, Parts: []host.Part{{Data: []byte(`["m","cursor",{"x":1}]`)}}}
	publish(t, a, want)
	if x := <-got; !reflect.DeepEqual(x, want) {
		t.Errorf("arrived as %+v", x)
	}
}

func publish(t *testing.T, bus host.Bus, b host.Batch) {
	t.Helper()
	if err := bus.Publish(context.Background(), b); err != nil {
		t.Fatal(err)
	}
}

func sample(room rooms.RoomID, i rooms.Seq) host.Batch {
	return host.Batch{
		Room: room, Term: 3, From: i, To: i + 1,
		Parts: []host.Part{
			{To: rooms.Everyone, Data: fmt.Appendf(nil, `[["a"],"line\n%d"]`, i), Mentions: []rooms.MemberID{"m1"}},
			{To: rooms.Facilitators(), Data: []byte(`[["door"]]`)},
		},
		Seats: []host.Seat{{Viewer: rooms.Viewer{Member: "m2", Role: rooms.RoleGuest}, View: []byte("{\n}")}},
	}
}

// Flow sends batches of some rooms from one end of a bus to the other, and never takes one twice or one that is older than
// the last.
type Flow struct {
	t     *testing.T
	from  host.Bus
	rooms []rooms.RoomID
	got   chan rooms.RoomID

	mu   sync.Mutex
	sent rooms.Seq
	last map[rooms.RoomID]rooms.Seq
}

// NewFlow subscribes at one end; it stops with the test, or at stop.
func NewFlow(t *testing.T, from, to host.Bus, rs ...rooms.RoomID) (f *Flow, stop func()) {
	t.Helper()
	f = &Flow{t: t, from: from, rooms: rs, got: make(chan rooms.RoomID, 1), last: map[rooms.RoomID]rooms.Seq{}}
	var stops []func()
	for _, room := range rs {
		stops = append(stops, to.Subscribe(room, func(b host.Batch) { f.take(room, b) }))
	}
	return f, func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func (f *Flow) take(room rooms.RoomID, b host.Batch) {
	f.mu.Lock()
	if b.Room != room || b.To <= f.last[room] {
		f.t.Errorf("%s received %s at %d after %d", room, b.Room, b.To, f.last[room])
	}
	f.last[room] = b.To
	f.mu.Unlock()
	select {
	case f.got <- room:
	default:
	}
}

// Passes publishes for each room until what it published arrives, and tells how many were lost before.
func (f *Flow) Passes() (lost int) {
	f.t.Helper()
	for _, room := range f.rooms {
		f.mu.Lock()
		before := f.sent
		f.mu.Unlock()
		sent := 0
		Until(f.t, "a batch of "+string(room)+" passes", func() bool {
			f.Publish(room)
			sent++
			select {
			case <-f.got:
			case <-time.After(20 * time.Millisecond):
			}
			return f.Last(room) > before
		})
		lost += sent - 1
	}
	return lost
}

// Publish sends one; it may be lost.
func (f *Flow) Publish(room rooms.RoomID) rooms.Seq {
	f.mu.Lock()
	f.sent++
	to := f.sent
	f.mu.Unlock()
	_ = f.from.Publish(context.Background(), host.Batch{Room: room, From: to - 1, To: to})
	return to
}

// Last is the position of the last one that arrived.
func (f *Flow) Last(room rooms.RoomID) rooms.Seq {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last[room]
}
