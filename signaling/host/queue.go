package host

import (
	"errors"
	"slices"
	"sync"

	"palabre/rooms"
)

// item is something that becomes true, or is called off, at its place in a room's order.
type item struct {
	batch   *Batch
	audible *rooms.Audible
	seg     *Segment     // of a board, just committed
	names   []string     // of the batch's events, each once
	at      rooms.Millis // of its last event
	// done is told nil once all that stands before it is committed and published, or why that never came to be.
	done func(error)
	err  error
}

// queue is a room's order from decided to told: pending items wait for the committer, flying ones are with it, out ones
// are published by one deliverer at a time. A leaf: nothing is called while its lock is held.
type queue struct {
	mu   sync.Mutex
	room rooms.RoomID
	term uint64

	pending  []item
	open     int // the pending batch that the next events join, -1 for none
	seg      []byte
	from, to rooms.Seq // of seg; from is also the committed head when nothing flies

	flying   []item
	inFlight bool
	flew     Segment
	landing  chan struct{} // closed when what flies has landed
	halted   bool          // the tentative state is false: nothing is committed until the actor has read the log again
	cause    error

	out        []item
	delivering bool
	told       rooms.Seq // published up to here
	recent     []Batch
	recentSize int
}

const (
	recentBatches = 512
	recentBytes   = 512 << 10
	pendingBytes  = 4 << 20 // an actor decides no more before the committer has taken these
)

// begin sets the queue at a committed head.
func (q *queue) begin(term uint64, head rooms.Seq) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.term, q.from, q.to, q.told = term, head, head, max(q.told, head)
	q.open, q.halted, q.cause = -1, false, nil
}

// outcome is what follows from one command.
type outcome struct {
	events  []byte // as the log keeps them, joined by commas
	to      rooms.Seq
	parts   []Part
	seats   []Seat
	audible *rooms.Audible // nil: who is heard has not changed
	steps   []rooms.Step
}

// decided adds the events of one command. Seats end the batch, so that nobody's frame mixes what she may see before and
// after. It tells whether the queue was clean before (the committer must be woken).
func (q *queue) decided(o outcome) (wake bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	wake = len(q.seg) == 0
	if len(q.seg) > 0 {
		q.seg = append(q.seg, ',')
	}
	q.seg = append(q.seg, o.events...)
	if q.open < 0 || len(o.seats) > 0 {
		q.pending = append(q.pending, item{batch: &Batch{Room: q.room, Term: q.term, From: q.to, Seats: o.seats}})
		q.open = len(q.pending) - 1
	}
	q.pending[q.open].add(o)
	if len(o.seats) > 0 {
		q.open = -1
	}
	q.to = o.to
	return wake
}

// add takes an outcome into the item's batch.
func (it *item) add(o outcome) {
	it.batch.To = o.to
	for _, p := range o.parts {
		it.batch.Parts = joinPart(it.batch.Parts, p)
	}
	if o.audible != nil {
		it.audible = o.audible
	}
	for i := range o.steps {
		e := &o.steps[i].Event
		if it.at = e.At; !slices.Contains(it.names, e.Name) {
			it.names = append(it.names, e.Name)
		}
	}
}

// joinPart adds a part, to the last one when it has the same audience.
func joinPart(parts []Part, p Part) []Part {
	if n := len(parts); n > 0 && parts[n-1].To == p.To {
		last := &parts[n-1]
		if len(last.Data) > 0 && len(p.Data) > 0 {
			last.Data = append(last.Data, ',')
		}
		last.Data = append(last.Data, p.Data...)
		last.Mentions = append(last.Mentions, p.Mentions...)
		return parts
	}
	return append(parts, p)
}

// after adds something to be told once all that was decided so far is committed. With cut, the batch before it ends
// here: a person who joins at this place gets what follows in frames of its own. It tells whether to start a deliverer.
func (q *queue) after(done func(error), cut bool) (deliver bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if cut {
		q.open = -1
	}
	if len(q.seg) == 0 && !q.inFlight && len(q.pending) == 0 && !q.halted {
		q.out = append(q.out, item{done: done})
		return q.startLocked()
	}
	q.pending = append(q.pending, item{done: done})
	return false
}

func (q *queue) startLocked() bool {
	if q.delivering || len(q.out) == 0 {
		return false
	}
	q.delivering = true
	return true
}

// take gives the committer the room's pending events, false when there is nothing to commit.
func (q *queue) take(at rooms.Millis) (Segment, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.halted || q.inFlight || len(q.seg) == 0 {
		return Segment{}, false
	}
	s := Segment{Room: q.room, Term: q.term, From: q.from, To: q.to, At: at, Data: q.seg}
	q.flying, q.pending, q.seg = q.pending, nil, nil
	q.open, q.from, q.flew = -1, q.to, s
	q.inFlight, q.landing = true, make(chan struct{})
	return s, true
}

// landed is what the store said of the flying segment.
func (q *queue) landed(err error) (deliver bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.inFlight = false
	close(q.landing)
	if err != nil {
		q.halted = true
		if !errors.Is(q.cause, ErrFenced) {
			q.cause = err
		}
		return false
	}
	if q.room.Kind() == rooms.KindBoard {
		flew := q.flew
		q.out = append(q.out, item{seg: &flew})
	}
	q.out = append(q.out, q.flying...)
	q.flying, q.flew = nil, Segment{}
	// Refusals and joins that came meanwhile and depend on nothing newer.
	n := 0
	for n < len(q.pending) && q.pending[n].batch == nil {
		n++
	}
	q.out = append(q.out, q.pending[:n]...)
	q.pending = q.pending[n:]
	if q.open >= 0 {
		q.open -= n
	}
	return q.startLocked()
}

// halt stops committing because the tentative state is false.
func (q *queue) halt(cause error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.halted = true
	if q.cause == nil || errors.Is(cause, ErrFenced) {
		q.cause = cause
	}
}

// flight gives a channel to wait on while a segment flies, nil when none does.
func (q *queue) flight() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.inFlight {
		return q.landing
	}
	return nil
}

// whatFlew tells the segment of a doubtful append (none is in doubt: it leads nowhere), and why the queue is halted (nil: it
// is not).
func (q *queue) whatFlew() (flew Segment, cause error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case !q.halted:
		return Segment{}, nil
	case len(q.flying) == 0:
		return Segment{}, q.cause
	default:
		return q.flew, q.cause
	}
}

// settled is how far what was decided is committed, when a queue is halted: what waits for that place is told.
func (q *queue) settled(flewCommitted bool) rooms.Seq {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case len(q.flying) == 0:
		return q.from
	case flewCommitted:
		return q.flew.To
	default:
		return q.flew.From
	}
}

// asked tells whether somebody waits for what is called off.
func (q *queue) asked(flewCommitted bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	waits := func(it item) bool { return it.done != nil }
	return !flewCommitted && slices.ContainsFunc(q.flying, waits) || slices.ContainsFunc(q.pending, waits)
}

// callOff ends a halt's discarding: what flew is told if it proved to be committed; the rest is told it never came to be.
func (q *queue) callOff(flewCommitted bool, cause error) (deliver bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, it := range q.flying {
		if !flewCommitted {
			it = item{done: it.done, err: cause}
		}
		q.out = append(q.out, it)
	}
	for _, it := range q.pending {
		if it.done != nil {
			q.out = append(q.out, item{done: it.done, err: cause})
		}
	}
	q.flying, q.pending, q.seg, q.open, q.flew = nil, nil, nil, -1, Segment{}
	return q.startLocked()
}

// next gives the deliverer what is to be told now; nothing ends it.
func (q *queue) next() []item {
	q.mu.Lock()
	defer q.mu.Unlock()
	out := q.out
	q.out = nil
	if len(out) == 0 {
		q.delivering = false
	}
	return out
}

// publishing remembers a batch for gateways that may have lost it.
func (q *queue) publishing(b Batch) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.told = b.To
	q.recent = append(q.recent, b)
	q.recentSize += size(b)
	for len(q.recent) > recentBatches || q.recentSize > recentBytes && len(q.recent) > 1 {
		q.recentSize -= size(q.recent[0])
		q.recent[0] = Batch{}
		q.recent = q.recent[1:]
	}
}

func size(b Batch) int {
	n := 64
	for _, p := range b.Parts {
		n += len(p.Data) + 64
	}
	for _, s := range b.Seats {
		n += len(s.View) + 64
	}
	return n
}

// forget drops what was remembered for gateways.
func (q *queue) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.recent, q.recentSize = nil, 0
}

func (q *queue) published() rooms.Seq {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.told
}

func (q *queue) recentAfter(after rooms.Seq) ([]Batch, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if after == q.told {
		return nil, true
	}
	for i, b := range q.recent {
		if b.From == after {
			return append([]Batch(nil), q.recent[i:]...), true
		}
	}
	return nil, false
}

// crowded tells whether the actor should let the committer work first.
func (q *queue) crowded() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.seg) > pendingBytes && !q.halted
}

// quiet tells whether everything decided is committed and, save for what is being told now, told.
func (q *queue) quiet() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.seg) == 0 && !q.inFlight && len(q.pending) == 0 && len(q.out) == 0 && !q.halted
}
