package relay_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/relay"
)

// nobody is a registry of one node and rooms whose host cannot be asked.
type nobody struct{ self relay.Node }

func (n nobody) Beat(context.Context, relay.Node) ([]relay.Node, error) {
	return []relay.Node{n.self}, nil
}

func (nobody) Holder(context.Context, rooms.RoomID) (relay.NodeID, time.Duration, error) {
	return "", 0, nil
}

// gone is a host that has lost every room it is asked for.
type gone struct{ relay.Host }

func (gone) Open(context.Context, rooms.RoomID) error { return nil }

func (gone) Submit(_ context.Context, _ rooms.RoomID, _ rooms.Command, answer func(host.Answer)) {
	answer(host.Answer{Err: host.ErrFenced})
}

// A request found its room's host unknown, and began a look for it, at the instant at which the relay went through its routes: each
// held the lock that the other waited for, and the node answered nobody any more.
func TestManyLooksWhileRoutesAreGoneThrough(t *testing.T) {
	self := relay.Node{ID: "a"}
	r := relay.New(relay.Options{
		Self: self, Host: gone{}, Registry: nobody{self}, Again: time.Microsecond, PollEvery: time.Microsecond, Patience: 300 * time.Millisecond,
	})
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			for k := range uint64(3) {
				_, _, err := r.Do(context.Background(), rooms.RoomID(fmt.Sprint("ses_", i)), say("marie", k+1, "ici"))
				if err == nil {
					t.Error("a room that nobody hosts was had")
				}
			}
		})
	}
	all.Wait()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}
