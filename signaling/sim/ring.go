package sim

import (
	"fmt"
	"slices"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// ring is what a gateway knows of a room: recent batches, and those of its people who follow. It does what
// gateway.channel does, without sockets.
type ring struct {
	n       *node
	room    rooms.RoomID
	entries []host.Batch
	head    rooms.Seq
	term    uint64
	known   bool
	subs    []*follower
	moves   int

	filling  bool
	polled   bool // what is being filled was noticed by looking at heads
	waiting  []host.Batch
	lastPoll rooms.Seq
	told     rooms.Seq // the host's head at the last look
}

const ringEntries = 48

func (n *node) gate(room rooms.RoomID) *ring {
	r := n.gates[room]
	if r == nil {
		r = &ring{n: n, room: room}
		n.gates[room] = r
		n.wire.Subscribe(room, r.receive)
	}
	return r
}

// receive takes a batch from the bus.
func (r *ring) receive(b host.Batch) {
	if b.Volatile {
		return
	}
	r.waiting = append(r.waiting, b)
	if !r.filling {
		r.take()
	}
}

// take puts what waits into the ring, until something is missing.
func (r *ring) take() {
	for len(r.waiting) > 0 {
		if r.add(r.waiting[0]) == gap {
			r.fill(false)
			return
		}
		r.waiting = r.waiting[1:]
	}
	r.flush()
}

type fit int

const (
	fits fit = iota
	stale
	gap
)

func (r *ring) add(b host.Batch) fit {
	switch {
	case b.Term < r.term:
		return stale
	case !r.known || b.From == r.head:
	case b.To <= r.head && b.Term == r.term:
		return stale
	default:
		return gap
	}
	r.known, r.head, r.term = true, b.To, b.Term
	r.entries = append(r.entries, b)
	if len(r.entries) > ringEntries {
		r.entries = slices.Clone(r.entries[1:])
	}
	return fits
}

// fill asks the host for what was lost.
func (r *ring) fill(polled bool) {
	r.filling, r.polled = true, polled
	head, n := r.head, r.n
	n.done.Go(func() {
		lost, ok := n.relay.Recent(r.room, head)
		n.w.post(&event{key: fmt.Sprintf("recent %s %s after %d: %d %t", n.name, short(r.room), head, len(lost), ok), node: n, run: func() { r.filled(lost, ok) }})
	})
}

func (r *ring) filled(lost []host.Batch, ok bool) {
	r.filling = false
	found := ok && len(lost) > 0
	for _, b := range lost {
		if r.add(b) == gap {
			found = false
			break
		}
	}
	if !found && r.polled {
		r.heal(r.told)
	}
	if !found && len(r.waiting) > 0 && r.add(r.waiting[0]) == gap { // begin anew before it
		b := r.waiting[0]
		r.entries, r.head, r.term, r.known = nil, b.From, b.Term, true
	}
	r.take()
}

// heal joins anew who is behind what the host told, when nothing leads there.
func (r *ring) heal(told rooms.Seq) {
	for _, f := range slices.Clone(r.subs) {
		if f.live && f.state().pos < told {
			f.live = false
			f.joinFrom(false)
		}
	}
}

// flush brings followers on.
func (r *ring) flush() {
	for _, f := range slices.Clone(r.subs) {
		f.advance()
	}
}

// after gives the batch that follows a position: none when the ring leads no further, a hole when it lost some.
func (r *ring) after(pos rooms.Seq, term uint64) (b *host.Batch, hole bool) {
	for i := range r.entries {
		if r.entries[i].To <= pos {
			continue
		}
		return &r.entries[i], r.entries[i].From != pos || r.entries[i].Term > term
	}
	return nil, false
}

// has tells whether the ring leads on from a position.
func (r *ring) has(pos rooms.Seq) bool {
	if !r.known || pos >= r.head {
		return true
	}
	return slices.ContainsFunc(r.entries, func(b host.Batch) bool { return b.From == pos })
}

// moved joins everyone anew: the room has another host.
func (r *ring) moved() {
	r.moves++
	for _, f := range slices.Clone(r.subs) {
		if f.live {
			f.live = false
			f.join()
		}
	}
}

// keepPolling notices what the bus lost when nothing came after it.
func (n *node) keepPolling() {
	n.After(2*time.Second, func() {
		n.w.post(&event{key: "poll " + n.name, node: n, run: func() {
			for _, room := range n.w.allRooms() {
				r := n.gates[room]
				if r == nil || r.filling {
					continue
				}
				told, ok := n.relay.Head(room)
				r.told = told
				if ok && r.known && told > r.head && r.lastPoll == r.head {
					r.fill(true)
				}
				r.lastPoll = r.head
			}
			n.keepPolling()
		}})
	})
}
