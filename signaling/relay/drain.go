package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"palabre/rooms"
)

// atOnce is how many rooms are handed over side by side.
const atOnce = 8

// Drain hands every room of this node over to the others, one that has people or not, and tells all who follow. It takes no
// new room from then on. Rooms that could not be handed over stay; their leases end by themselves.
func (r *Relay) Drain(ctx context.Context) error {
	r.draining.Store(true)
	self := r.Self
	self.Draining = true
	if nodes, err := r.Registry.Beat(ctx, self); err == nil {
		r.seen(nodes)
	}
	all := r.Host.Live()
	rest := make(chan rooms.RoomID, len(all))
	for _, room := range all {
		rest <- room
	}
	close(rest)
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	for range min(atOnce, len(all)) {
		wg.Go(func() {
			for room := range rest {
				if err := r.handOver(ctx, room); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return failed
}

func (r *Relay) handOver(ctx context.Context, room rooms.RoomID) error {
	to := r.successor(room)
	if to == "" {
		return nil // the last node: the host's own end releases the room
	}
	if err := r.Host.Handover(ctx, room, string(to)); err != nil {
		return fmt.Errorf("relay: hand over %s: %w", room, err)
	}
	if p := r.peer(to); p != nil {
		if l, err := p.get(ctx); err == nil {
			// It opens the room now, not when the first asks. That it could not is found by who asks.
			if _, err := l.call(ctx, frame{head: head{Kind: kindTake, Room: room}}); err != nil {
				r.Logger.Warn().Err(err).Str("room", string(room)).Msg("salle remise, pas encore ouverte / room handed over, not open yet")
			}
		}
	}
	r.Gone(room)
	return nil
}

// Gone says that this node does not host a room any more: all who ask for it here look for its host.
func (r *Relay) Gone(room rooms.RoomID) {
	if rt := r.known(room); rt != nil {
		rt.lostAt(nil)
		rt.wake()
	}
	for _, g := range r.whoCameIn() {
		g.link.tell(frame{head: head{Kind: kindMoved, Room: room}})
	}
}

// whoCameIn gives the links by which other nodes ask, in the order in which they came.
func (r *Relay) whoCameIn() []*guest {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.SortedFunc(maps.Keys(r.guests), func(a, b *guest) int { return cmp.Compare(a.number, b.number) })
}
