package sim

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// bus carries batches from every node to every node. It loses, repeats and delays them; of one publisher and room it keeps
// the order.
type bus struct {
	w     *world
	lanes map[string]*lane
	down  time.Time // until when it loses everything
}

func newBus(w *world) *bus { return &bus{w: w, lanes: map[string]*lane{}} }

// wire is the bus as one node reaches it.
type wire struct {
	n    *node
	mu   sync.Mutex
	subs map[rooms.RoomID]map[int]func(host.Batch)
	last int
}

var _ host.Bus = (*wire)(nil)

// Publish is part of host.Bus.
func (b *wire) Publish(_ context.Context, batch host.Batch) error {
	n := b.n
	data, err := host.EncodeBatch(batch)
	if err != nil {
		return err
	}
	n.w.post(&event{
		key: fmt.Sprintf("bus %s %s@%06d %06d-%06d", n.name, short(batch.Room), batch.Term, batch.From, batch.To), node: n,
		run: func() { n.w.bus.spread(n, batch.Room, batch.Term, batch.From, batch.To, data) },
	})
	return nil
}

// Subscribe is part of host.Bus.
func (b *wire) Subscribe(room rooms.RoomID, receive func(host.Batch)) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs[room] == nil {
		b.subs[room] = map[int]func(host.Batch){}
	}
	b.last++
	id := b.last
	b.subs[room][id] = receive
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs[room], id)
	}
}

func (b *wire) receivers(room rooms.RoomID) []func(host.Batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []func(host.Batch)
	for _, id := range slices.Sorted(maps.Keys(b.subs[room])) {
		out = append(out, b.subs[room][id])
	}
	return out
}

// spread brings a batch on its way to all nodes, its own too. What is published must be in the log.
func (b *bus) spread(from *node, room rooms.RoomID, term uint64, first, last rooms.Seq, data []byte) {
	w := b.w
	w.store.known(room).book.published(from, data)
	for _, to := range w.nodes {
		if to.dead {
			continue
		}
		copies := 1
		switch {
		case w.faulty && (b.down.After(w.now()) || w.chance(w.opt.Lost)):
			w.count("batch lost")
			copies = 0
		case w.faulty && w.chance(w.opt.Repeated):
			w.count("batch repeated")
			copies = 2
		}
		name := from.name + ">" + to.name + " " + short(room)
		l := b.lanes[name]
		if l == nil {
			l = &lane{}
			b.lanes[name] = l
		}
		for i := range copies {
			arrive := func() {
				batch, err := host.DecodeBatch(slices.Clone(data))
				if err != nil {
					w.fail("a batch does not decode: %v", err)
					return
				}
				for _, receive := range to.wire.receivers(room) {
					receive(batch)
				}
			}
			e := &event{key: fmt.Sprintf("batch %s@%06d %06d-%06d", name, term, first, last), max: 4 * time.Millisecond, node: to}
			if i > 0 { // repeated much later, perhaps
				e.max, e.run = 300*time.Millisecond, arrive
				w.post(e)
				continue
			}
			if w.faulty && w.chance(30) {
				e.max = 400 * time.Millisecond
			}
			l.send(arrive)
			e.lane, e.run = l, func() { l.next()() }
			w.post(e)
		}
	}
}
