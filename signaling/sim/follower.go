package sim

import (
	"context"
	"fmt"
	"slices"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// conn is one socket of a person, at one node.
type conn struct {
	id     host.ConnID
	p      *person
	n      *node
	work   chan func() // what its reader does, in order
	asked  int
	over   bool
	follow map[rooms.RoomID]*follower
	since  time.Time // when it last heard anything
}

// follower is a connection following a room.
type follower struct {
	c    *conn
	room rooms.RoomID
	ring *ring
	live bool
	in   bool // it came in once: its page says what it wants
	gone bool
	asks int // joins so far; answers to earlier ones are late
	wait bool
	term uint64 // of the host that let it in
}

func (f *follower) state() *replica { return f.c.p.states[f.room] }

// do has the connection's reader do something that may wait, after all before it. Readers begin one at a time.
func (c *conn) do(f func()) {
	if c.over {
		return
	}
	c.asked++
	c.n.w.post(&event{key: fmt.Sprintf("reads %s %06d", c.id, c.asked), mute: true, run: func() { c.work <- f }})
}

// start makes the follower known to its ring and asks for its place.
func (c *conn) start(room rooms.RoomID) {
	f := &follower{c: c, room: room, ring: c.n.gate(room)}
	c.follow[room] = f
	f.ring.subs = append(f.ring.subs, f)
	f.join()
}

// join asks the host for a place, from where the person is.
func (f *follower) join() { f.joinFrom(true) }

// joinFrom asks so; without the ring when it does not lead on, whatever its places say.
func (f *follower) joinFrom(ring bool) {
	c, st := f.c, f.state()
	f.asks++
	f.wait = true
	asks, moves := f.asks, f.ring.moves
	req := host.JoinRequest{Conn: c.id, Tab: c.p.tab, Member: c.p.Member, Standing: c.p.Standing}
	if st.have {
		req.Log, req.Seq, req.FromRing = st.log, st.pos, ring && f.ring.known && f.ring.has(st.pos)
	}
	c.do(func() {
		c.n.relay.Join(context.Background(), f.room, req, func(j host.Joined) {
			word := fmt.Sprintf("at %d term %d", j.To, j.Term)
			switch {
			case j.Err != nil:
				word = j.Err.Error()
			case j.Out:
				word = "out"
			}
			key := fmt.Sprintf("joined %s %s #%d from %d: %s", c.id, short(f.room), asks, req.Seq, word)
			c.n.w.post(&event{key: key, max: time.Millisecond, node: c.n, run: func() { f.joined(asks, moves, req, j) }})
		})
	})
}

// joined takes the host's answer.
func (f *follower) joined(asks, moves int, req host.JoinRequest, j host.Joined) {
	c := f.c
	switch {
	case c.over || f.gone:
		if !c.over || c.follow[f.room] == nil {
			c.n.done.Go(func() { c.n.relay.Leave(f.room, c.id) })
		}
		return
	case asks != f.asks:
		return
	}
	f.wait = false
	c.since = c.n.w.now()
	if j.Err != nil || j.Out {
		f.drop(j.Out)
		return
	}
	st := f.state()
	start := req.Seq
	switch n := len(j.Tail); {
	case !j.Resume:
		start = j.To
	case n > 0:
		start = j.Tail[n-1].To
	}
	if !f.ring.known {
		f.ring.known, f.ring.head, f.ring.term = true, start, j.Term
	}
	if !f.ring.has(start) {
		st.have = false // a new view is asked for
		f.join()
		return
	}
	if !st.settle(f, req, j) {
		return
	}
	f.live, f.term, f.in = true, j.Term, true
	st.term = max(st.term, j.Term)
	c.p.resend(f.room)
	if f.ring.moves != moves { // who let her in is not the room's host any more
		f.anew()
		return
	}
	f.advance()
}

// anew joins again from where the page is.
func (f *follower) anew() {
	if f.live {
		f.live = false
		f.join()
	}
}

// advance brings the follower up to its ring.
func (f *follower) advance() {
	for f.live && !f.gone && f.c.n.w.broken() == nil {
		b, hole := f.ring.after(f.state().pos, f.term)
		if b == nil {
			return
		}
		if hole {
			f.live = false
			f.join()
			return
		}
		f.c.since = f.c.n.w.now()
		if out := f.state().take(f.c.p, *b); out {
			f.drop(true)
			return
		}
	}
}

// drop ends following; the person knocks again a little later.
func (f *follower) drop(out bool) {
	c := f.c
	f.end()
	st := f.state()
	if out {
		st.have, st.out = false, true
		c.p.abandon(f.room)
	}
	c.do(func() { c.n.relay.Leave(f.room, c.id) })
	w := c.n.w
	again := w.between(200*time.Millisecond, 900*time.Millisecond)
	if out {
		again += time.Second
	}
	w.later(fmt.Sprintf("knocks again %s %s", c.id, short(f.room)), again, func() {
		if !c.over && c.follow[f.room] == nil {
			c.start(f.room)
		}
	})
}

func (f *follower) end() {
	f.live, f.gone = false, true
	f.ring.subs = slices.DeleteFunc(slices.Clone(f.ring.subs), func(x *follower) bool { return x == f })
	if f.c.follow[f.room] == f {
		delete(f.c.follow, f.room)
	}
}

// displaced: the same person came into the session elsewhere.
func (c *conn) displaced(room rooms.RoomID, by rooms.ClientID) {
	if f := c.follow[room]; f != nil && !c.over {
		c.n.w.count("displaced")
		if by == c.p.tab { // the same page by another socket: this one is dead, as the gateway sees it
			c.leave()
			c.lost()
			return
		}
		f.drop(false)
	}
}

// leave tells the hosts that the connection ends.
func (c *conn) leave() {
	for _, room := range c.n.w.allRooms() {
		if c.follow[room] != nil {
			c.do(func() { c.n.relay.Leave(room, c.id) })
		}
	}
}

// lost ends the connection; its person comes back elsewhere.
func (c *conn) lost() {
	if c.over {
		return
	}
	for _, room := range c.n.w.allRooms() {
		if f := c.follow[room]; f != nil {
			f.end()
		}
	}
	c.do(nil)
	c.over = true
	c.n.conns = slices.DeleteFunc(slices.Clone(c.n.conns), func(x *conn) bool { return x == c })
	if c.p.conn == c {
		c.p.conn = nil
		c.p.comeBack()
	}
}
