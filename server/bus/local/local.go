// Package local is the bus of a node that is alone: publishing calls the subscribers.
package local

import (
	"context"
	"sync"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Bus carries batches inside one process. It loses nothing.
type Bus struct {
	mu   sync.RWMutex
	subs map[rooms.RoomID][]*sub // the slices are never changed, only replaced
}

type sub struct{ receive func(host.Batch) }

// New makes an empty bus.
func New() *Bus { return &Bus{subs: map[rooms.RoomID][]*sub{}} }

var _ host.Bus = (*Bus)(nil)

// Publish calls every subscriber of the room, one after the other.
func (b *Bus) Publish(_ context.Context, batch host.Batch) error {
	b.mu.RLock()
	subs := b.subs[batch.Room]
	b.mu.RUnlock()
	for _, s := range subs {
		s.receive(batch)
	}
	return nil
}

// Subscribe is part of host.Bus. Volatile batches may arrive while another is being received: they have no order.
func (b *Bus) Subscribe(room rooms.RoomID, receive func(host.Batch)) (stop func()) {
	s := &sub{receive}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[room] = append(append([]*sub(nil), b.subs[room]...), s)
	return func() { b.drop(room, s) }
}

func (b *Bus) drop(room rooms.RoomID, gone *sub) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var rest []*sub
	for _, s := range b.subs[room] {
		if s != gone {
			rest = append(rest, s)
		}
	}
	if len(rest) == 0 {
		delete(b.subs, room)
		return
	}
	b.subs[room] = rest
}
