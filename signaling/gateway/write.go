package gateway

import (
	"errors"
	"slices"
	"syscall"
	"time"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/wire"
)

// maxDirect is how much may wait for one connection besides the rings, in bytes, before it counts as behind.
const maxDirect = 1 << 20

// sub is one connection following one room. Its fields are guarded by the connection's lock.
type sub struct {
	conn     *conn
	ch       *channel
	standing rooms.Role
	stood    uint64       // what the connection's was when standing was asked
	asked    rooms.Millis // when the page asked to follow
	viewer   rooms.Viewer
	log      string
	term     uint64 // of the host that let it in
	told     uint64 // the highest that its page was told of on this connection
	pos      rooms.Seq
	next     uint64 // the entry of the ring it needs next
	live     bool   // joined: it may be sent frames
	placed   bool   // it joined once, here or as the follower that it replaces: the viewer is known
	gone     bool
	media    bool
}

// verdict is what became of a follower while bytes were gathered for it.
type verdict int

const (
	well   verdict = iota
	behind         // the ring has moved past it
	hole           // something was lost on the way here
	out            // it may not follow any more
)

// collect gathers what the follower lacks, up to about maxWrite bytes. It moves the follower on.
func (s *sub) collect(v ring, r *runs) ([]byte, verdict) {
	if !s.live || s.gone {
		return nil, well
	}
	if s.next < v.base {
		return nil, behind
	}
	for s.next < v.end() && v.at(s.next).to <= s.pos {
		s.next++
	}
	if s.next >= v.end() {
		return nil, well
	}
	if r != nil && !s.viewer.Waiting && v.at(v.end()-1).term <= s.term {
		if run, ok := r.of(v, s.next); ok && run.from == s.pos {
			s.pos, s.next = run.to, run.next
			if s.next >= v.end() || len(run.bytes) >= maxWrite {
				return run.bytes, well
			}
			rest, verdict := s.collectEach(v, len(run.bytes))
			return append(run.bytes, rest...), verdict
		}
	}
	return s.collectEach(v, 0)
}

func (s *sub) collectEach(v ring, already int) ([]byte, verdict) {
	var bytes []byte
	for s.next < v.end() && already+len(bytes) < maxWrite {
		e := v.at(s.next)
		// A host that did not let her in does not know what she may see, and does not tell when that changes.
		if e.from != s.pos || e.term > s.term {
			s.live = false // until it is healed
			return bytes, hole
		}
		var f []byte
		if seat, ok := e.seats[s.viewer.Member]; ok {
			if seat.out {
				s.gone = true
				return append(bytes, seat.frame...), out
			}
			s.viewer, f = seat.viewer, seat.frame
		} else {
			f = e.frameFor(s.viewer)
		}
		if bytes == nil {
			bytes = f[:len(f):len(f)] // shared until something is added
		} else {
			bytes = append(bytes, f...)
		}
		s.pos, s.next = e.to, s.next+1
	}
	return bytes, well
}

// advance brings a follower up to a view of its ring, unless a drain is at it, which will.
func (c *conn) advance(s *sub, v ring, r *runs) {
	c.mu.Lock()
	if c.dead || c.closing {
		c.mu.Unlock()
		return
	}
	if c.draining {
		if s.live && !s.gone && s.next < v.base {
			c.shutLocked(wire.CloseBehind, 0)
		}
		c.mu.Unlock()
		return
	}
	var found verdict
	for {
		var bytes []byte
		bytes, found = s.collect(v, r)
		if found == behind {
			c.shutLocked(wire.CloseBehind, 0)
			c.mu.Unlock()
			return
		}
		lent := len(c.soon) > 0
		if lent {
			bytes = r.join(bytes, c.soon)
			c.soon = nil
		}
		if len(bytes) == 0 {
			break
		}
		c.putLocked(bytes)
		if lent && c.draining {
			c.direct = slices.Clone(c.direct) // the flush uses the place again
		}
		if c.dead || c.draining || found != well {
			break
		}
	}
	c.mu.Unlock()
	c.settle(s, found)
}

// settle does, without a lock, what collecting found to be done.
func (c *conn) settle(s *sub, v verdict) {
	switch v {
	case hole:
		go c.heal(s)
	case out:
		go c.evicted(s)
	case well, behind:
	}
}

// answer sends the answer to a command that led its room to seq. When a flush is on its way to this connection with what
// leads up there, the answer goes with it: one write for both.
func (c *conn) answer(s *sub, seq rooms.Seq, bytes []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answerLocked(s, seq, bytes)
}

// traceless gives an answer to what left no trace in the room's log: not when the page has heard of another host since, and with
// that said again what it asked: only what becomes of it there counts.
func (c *conn) traceless(m wire.Do, seq rooms.Seq, bytes []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.followsLocked(m.Room)
	switch {
	case s == nil:
		c.sendLocked(bytes)
	case m.Term == 0 || s.told <= m.Term:
		c.answerLocked(s, seq, bytes)
	}
}

func (c *conn) answerLocked(s *sub, seq rooms.Seq, bytes []byte) {
	if !c.dead && !c.closing && !c.draining && s.live && !s.gone && s.pos < seq && s.ch.leadsTo(seq) {
		c.soon = append(c.soon, bytes...)
		return
	}
	c.sendLocked(bytes)
}

// send writes bytes of its own to the connection.
func (c *conn) send(bytes []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sendLocked(bytes)
}

func (c *conn) sendLocked(bytes []byte) {
	switch {
	case c.dead || c.closing || len(bytes) == 0:
	case !c.draining:
		c.putLocked(bytes)
	case len(c.direct) > maxDirect:
		c.shutLocked(wire.CloseBehind, 0)
	default:
		c.direct = append(c.direct, bytes...)
	}
}

// volatile writes bytes that may be missed: not to those who are busy with something else.
func (c *conn) volatile(s *sub, bytes []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead || c.closing || c.draining || !s.live || s.gone || s.viewer.Waiting {
		return
	}
	c.putLocked(bytes)
}

// flushLocked sends the answers that waited for frames, when those may not come any more.
func (c *conn) flushLocked() {
	if !c.draining && len(c.soon) > 0 {
		c.putLocked(nil)
	}
}

// putLocked tries one write that does not block; what it leaves is drained. The bytes may be shared: nobody
// changes them. Answers that still wait go first: nothing said after them overtakes them.
func (c *conn) putLocked(bytes []byte) {
	if c.dead {
		return // its descriptor may be another connection's by now
	}
	if len(c.soon) > 0 {
		bytes = append(c.soon, bytes...)
		c.soon = nil
	}
	if c.fd != noFD {
		n, ok := writeNow(c.fd, bytes)
		if !ok {
			c.killLocked()
			return
		}
		if bytes = bytes[n:]; len(bytes) == 0 {
			return
		}
	}
	c.direct = bytes[:len(bytes):len(bytes)] // shared until something is added
	c.draining = true
	go c.drain()
}

// noFD is the descriptor of a connection that cannot be written without blocking.
const noFD = -1

// writeNow is one write to a socket that does not block; it tells how much was taken, and whether the socket still is one.
// The connection's lock is held and it is not dead, so that the descriptor is its own: only killLocked closes it. Going
// through net.Conn's own RawConn costs a twentieth more.
func writeNow(fd int, bytes []byte) (n int, ok bool) {
	for {
		n, err := syscall.Write(fd, bytes)
		switch {
		case err == nil:
			return n, true
		case errors.Is(err, syscall.EINTR):
			continue
		default:
			return 0, errors.Is(err, syscall.EAGAIN)
		}
	}
}

// drain serves a connection that could not take all at once, until it has caught up. Direct bytes first (they begin with
// the rest of a frame), then each room from where it stopped.
func (c *conn) drain() {
	for {
		c.mu.Lock()
		if c.dead {
			c.mu.Unlock()
			return
		}
		bytes, verdict, s := c.nextLocked()
		if len(bytes) == 0 {
			c.draining = false
			// A deadline left behind would end the next write, however quick.
			if c.net.SetWriteDeadline(time.Time{}) != nil {
				c.killLocked()
			}
			if c.closing {
				c.finishLocked()
			}
			c.mu.Unlock()
			c.settle(s, verdict)
			return
		}
		limit := c.g.Stall
		if c.closing {
			limit = c.g.Goodbye
		}
		err := c.net.SetWriteDeadline(time.Now().Add(limit))
		c.mu.Unlock()
		c.settle(s, verdict)
		if err == nil {
			_, err = c.net.Write(bytes)
		}
		if err != nil {
			c.kill()
			return
		}
	}
}

// nextLocked gives the drain its next bytes; none when the connection has caught up.
func (c *conn) nextLocked() ([]byte, verdict, *sub) {
	if len(c.direct) > 0 || c.closing {
		bytes := c.direct
		c.direct = nil
		return bytes, well, nil
	}
	for _, s := range c.subs {
		bytes, verdict := s.collect(s.ch.view(), nil)
		if verdict == behind {
			c.shutLocked(wire.CloseBehind, 0)
			bytes := c.direct
			c.direct = nil
			return bytes, well, nil
		}
		if len(bytes) > 0 || verdict != well {
			return bytes, verdict, s
		}
	}
	return nil, well, nil
}

// shutLocked says goodbye: nothing more is sent after it. RetryMs tells when to come back.
func (c *conn) shutLocked(code wire.Close, retryMs int) {
	if c.dead || c.closing {
		return
	}
	c.g.counts.evicted(code)
	name := closeName(code)
	words, _ := refusals.Say(name, nil)
	bytes := c.g.text(wire.Bye{Code: name, Fr: words.FR, En: words.EN, RetryMs: retryMs})
	bytes = append(bytes, closeFrame(code, name)...)
	if c.draining {
		c.closing = true
		c.direct = append(c.direct, bytes...)
		if c.net.SetWriteDeadline(time.Now().Add(c.g.Goodbye)) != nil {
			c.killLocked()
		}
		return
	}
	c.putLocked(bytes)
	c.closing = true
	if !c.draining {
		c.finishLocked()
	}
}

// finishLocked leaves the other side a moment to read the end and to answer it.
func (c *conn) finishLocked() {
	if c.dead {
		return
	}
	if c.net.SetReadDeadline(time.Now().Add(c.g.Goodbye)) != nil {
		c.killLocked()
	}
}

func (c *conn) shut(code wire.Close, retryMs int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shutLocked(code, retryMs)
}

func (c *conn) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.killLocked()
}

// killLocked ends the connection without a word; its reader then cleans up.
func (c *conn) killLocked() {
	if c.dead {
		return
	}
	c.dead, c.direct, c.soon = true, nil, nil
	_ = c.net.Close() // it is being given up: there is nobody to tell
}

func closeName(code wire.Close) string {
	for _, e := range wire.Closes() {
		if e.Code == code {
			return e.Name
		}
	}
	return wire.CodeProtocol
}
