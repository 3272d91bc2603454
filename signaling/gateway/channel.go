package gateway

import (
	"slices"
	"sync"
	"sync/atomic"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/presence"
)

// channel is a room as this gateway follows it: a ring of recent batches and those who read it.
type channel struct {
	g        *Gateway
	room     rooms.RoomID
	presence *presence.Room
	telling  sync.Mutex // held while volatile news are noted and spread; taken before any other lock
	once     sync.Once
	stop     func() // ends the subscription to the bus

	mu       sync.Mutex
	entries  []*entry // never changed in place below its length: snapshots of the slice stay good
	base     uint64   // the number of entries[0], counted since the channel began
	bytes    int
	head     rooms.Seq
	term     uint64
	known    bool   // head means something
	subs     []*sub // never changed in place: replaced
	dirty    bool
	flushing bool

	// Guarded by the gateway's lock.
	holds int
	empty rooms.Millis // since when nobody follows

	lastPoll rooms.Seq     // the sweeper's
	filling  atomic.Bool   // what the bus lost is being asked for
	moves    atomic.Uint64 // how often the room got another host
	asked    int           // the sweeper's: how often other nodes were asked what lasts of their people
}

// ring is a channel's entries at one moment.
type ring struct {
	entries []*entry
	base    uint64
}

func (r ring) end() uint64           { return r.base + uint64(len(r.entries)) }
func (r ring) at(n uint64) *entry    { return r.entries[n-r.base] }
func (ch *channel) viewLocked() ring { return ring{ch.entries, ch.base} }
func (ch *channel) view() ring {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return ch.viewLocked()
}

// receive takes a batch from the bus.
func (ch *channel) receive(b host.Batch) {
	if b.Volatile {
		ch.receiveVolatile(b)
		return
	}
	for ch.add(b) == gap {
		if !ch.fill() {
			ch.restart(b)
		}
	}
}

type fit int

const (
	fits fit = iota
	stale
	gap
)

// add puts a batch at the end of the ring if it fits there.
func (ch *channel) add(b host.Batch) fit {
	if f := ch.fit(b); f != fits {
		return f
	}
	e := ch.prepare(b)
	ch.mu.Lock()
	if f := ch.fitLocked(b); f != fits {
		ch.mu.Unlock()
		return f
	}
	ch.known, ch.head, ch.term = true, b.To, b.Term
	ch.entries = append(ch.entries, e)
	ch.bytes += e.size
	for len(ch.entries) > ch.g.RingEntries || ch.bytes > ch.g.RingBytes && len(ch.entries) > 1 {
		ch.bytes -= ch.entries[0].size
		ch.entries = ch.entries[1:]
		ch.base++
	}
	ch.dirty = true
	start := !ch.flushing && len(ch.subs) > 0
	if start {
		ch.flushing = true
	}
	ch.mu.Unlock()
	if start {
		go ch.flush()
	}
	return fits
}

func (ch *channel) fit(b host.Batch) fit {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return ch.fitLocked(b)
}

func (ch *channel) fitLocked(b host.Batch) fit {
	switch {
	case b.Term < ch.term:
		return stale // said by a host that has since been replaced
	case !ch.known || b.From == ch.head:
		return fits
	case b.To <= ch.head && b.Term == ch.term:
		return stale
	default:
		return gap
	}
}

// fill asks the host for what the bus lost; false when it does not have it any more.
func (ch *channel) fill() bool {
	ch.mu.Lock()
	head := ch.head
	ch.mu.Unlock()
	lost, ok := ch.g.Rooms.Recent(ch.room, head)
	if !ok || len(lost) == 0 {
		return false
	}
	for _, b := range lost {
		if ch.add(b) == gap {
			return false
		}
	}
	return true
}

// restart begins the ring anew before a batch that cannot be joined to it. Those who are at older positions are healed
// when the flush comes to them.
func (ch *channel) restart(b host.Batch) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.base += uint64(len(ch.entries))
	ch.entries, ch.bytes = nil, 0
	ch.head, ch.term, ch.known = b.From, b.Term, true
}

// forget drops the entries that lead up to a place. Who is still behind it is closed with "resume", as one that fell
// behind the ring.
func (ch *channel) forget(upto rooms.Seq) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	n := 0
	for n < len(ch.entries) && ch.entries[n].to <= upto {
		ch.bytes -= ch.entries[n].size
		n++
	}
	ch.entries = slices.Clone(ch.entries[n:]) // the old ones are held by nothing any more
	ch.base += uint64(n)
}

// prepare encodes what does not depend on the ring: names may have to be looked up.
func (ch *channel) prepare(b host.Batch) *entry {
	var mentions []rooms.MemberID
	for _, p := range b.Parts {
		mentions = append(mentions, p.Mentions...)
	}
	var seats map[rooms.MemberID]*seat
	for _, s := range b.Seats {
		if seats == nil {
			seats = map[rooms.MemberID]*seat{}
		}
		seats[s.Viewer.Member] = ch.prepareSeat(b, s)
	}
	return newEntry(b, ch.g.names.of(ch.room, mentions), seats)
}

// flush brings the ring to everyone who follows, as long as there is something new. There is one at a time per channel:
// what arrives meanwhile leaves together in the next pass.
func (ch *channel) flush() {
	for {
		ch.mu.Lock()
		if !ch.dirty {
			ch.flushing = false
			ch.mu.Unlock()
			return
		}
		ch.dirty = false
		view, subs := ch.viewLocked(), ch.subs
		ch.mu.Unlock()
		runs := runs{}
		for _, s := range subs {
			s.conn.advance(s, view, &runs)
		}
	}
}

// spread brings volatile bytes to everyone who can take them now.
func (ch *channel) spread(bytes []byte) {
	ch.mu.Lock()
	subs := ch.subs
	ch.mu.Unlock()
	for _, s := range subs {
		s.conn.volatile(s, bytes)
	}
}

// findLocked gives the number of the entry that follows a position; false when the ring does not have it.
func (ch *channel) findLocked(pos rooms.Seq) (uint64, bool) {
	r := ch.viewLocked()
	if !ch.known || pos >= ch.head {
		return r.end(), true
	}
	for n := r.end(); n > r.base; n-- {
		e := r.at(n - 1)
		if e.from == pos {
			return n - 1, true
		}
		if e.from < pos {
			break
		}
	}
	return 0, false
}

// leadsTo tells whether the ring has come to a position: every live follower that is not there yet will be brought there
// by a flush.
func (ch *channel) leadsTo(seq rooms.Seq) bool {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return ch.known && ch.head >= seq
}

// has tells whether the ring can lead on from a position.
func (ch *channel) has(pos rooms.Seq) bool {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	_, ok := ch.findLocked(pos)
	return ok && ch.known
}

func (ch *channel) addSubLocked(s *sub) (others []*sub) {
	for _, x := range ch.subs {
		if x.conn != s.conn && x.conn.who.Member == s.conn.who.Member {
			others = append(others, x)
		}
	}
	ch.subs = append(append(make([]*sub, 0, len(ch.subs)+1), ch.subs...), s)
	return others
}

// remove takes a follower away and gives how many connections of the same member still follow.
func (ch *channel) remove(gone *sub) (left int) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	rest := make([]*sub, 0, len(ch.subs))
	for _, s := range ch.subs {
		if s == gone {
			continue
		}
		rest = append(rest, s)
		if s.conn.who.Member == gone.conn.who.Member {
			left++
		}
	}
	ch.subs = rest
	return left
}

// runs remembers, during one flush, the bytes that several plain entries make together.
type runs struct {
	made map[uint64]run
	lent []byte
}

// join puts two runs of bytes one after the other, in a place that is good until the next call.
func (r *runs) join(a, b []byte) []byte {
	if r == nil {
		return append(slices.Clone(a), b...)
	}
	r.lent = append(append(r.lent[:0], a...), b...)
	return r.lent
}

type run struct {
	bytes []byte
	from  rooms.Seq
	to    rooms.Seq
	next  uint64
}

// maxWrite is how much one write carries at most, in bytes.
const maxWrite = 256 << 10

func (r *runs) of(v ring, start uint64) (run, bool) {
	if got, ok := r.made[start]; ok {
		return got, got.next > start
	}
	out := run{next: start}
	for n := start; n < v.end() && len(out.bytes) < maxWrite; n++ {
		e := v.at(n)
		if !e.plain() || n > start && e.from != out.to {
			break
		}
		if n == start {
			out.bytes, out.from = e.all, e.from
		} else {
			out.bytes = append(out.bytes, e.all...)
		}
		out.to, out.next = e.to, n+1
	}
	out.bytes = out.bytes[:len(out.bytes):len(out.bytes)]
	if r.made == nil {
		r.made = map[uint64]run{}
	}
	r.made[start] = out
	return out, out.next > start
}
