// Package bustest is what every bus promises, as tests that each adapter runs.
package bustest

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"

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
