package sim

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// network carries links between nodes: bytes arrive in order, late, or not before a partition ends.
type network struct {
	w     *world
	doors map[string]*door // by address
	conns []*pipe
	shut  map[[2]string]time.Time // from, to: until when nothing passes
	dials int
}

func newNetwork(w *world) *network {
	return &network{w: w, doors: map[string]*door{}, shut: map[[2]string]time.Time{}}
}

func (t *network) blocked(from, to string) time.Time {
	if until := t.shut[[2]string{from, to}]; until.After(t.w.now()) {
		return until
	}
	return time.Time{}
}

// door is where a node's links come in: a net.Listener.
type door struct {
	n      *node
	in     chan net.Conn
	closed chan struct{}
	once   sync.Once
}

type address string

// Network is part of net.Addr.
func (address) Network() string { return "sim" }

// String is part of net.Addr.
func (a address) String() string { return string(a) }

func newDoor(n *node) *door {
	return &door{n: n, in: make(chan net.Conn, 64), closed: make(chan struct{})}
}

// Accept is part of net.Listener.
func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.in:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Close is part of net.Listener.
func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// Addr is part of net.Listener.
func (d *door) Addr() net.Addr { return address(d.n.place) }

var errRefused = errors.New("sim: connection refused")

// dial reaches another node's door.
func (n *node) dial(ctx context.Context, to string) (net.Conn, error) {
	w := n.w
	ctx, cancel := context.WithTimeout(ctx, time.Second) // as relay.Dialer
	defer cancel()
	got := make(chan reply[net.Conn], 1)
	key := fmt.Sprintf("dial %s to %s", n.name, to)
	w.post(&event{key: key, max: 2 * time.Millisecond, node: n, run: func() {
		t := w.net
		if !t.blocked(n.place, to).IsZero() || !t.blocked(to, n.place).IsZero() {
			return // nobody answers; the dialler loses patience
		}
		d := t.doors[to]
		if d == nil || d.n.dead {
			got <- reply[net.Conn]{err: errRefused}
			return
		}
		t.dials++
		near, far := newPipe(w, fmt.Sprintf("%s>%s#%d", n.name, d.n.name, t.dials), n, d.n)
		t.conns = append(t.conns, near, far)
		d.in <- far
		got <- reply[net.Conn]{value: near}
	}})
	select {
	case r := <-got:
		return r.value, r.err
	case <-n.died:
		return nil, errDead
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pipe is one side of a link's connection.
type pipe struct {
	w     *world
	name  string
	mine  *node
	their *node
	other *pipe
	lane  lane // of what goes out

	sent     int // the simulation's
	mu       sync.Mutex
	out      []byte
	dirty    bool
	ended    bool
	in       []byte
	err      error // what Read says once all is read
	closed   bool
	wake     chan struct{}
	deadline time.Time
}

func newPipe(w *world, name string, a, b *node) (near, far *pipe) {
	near = &pipe{w: w, name: name, mine: a, their: b, wake: make(chan struct{})}
	far = &pipe{w: w, name: name + "'", mine: b, their: a, wake: make(chan struct{}), other: near}
	near.other = far
	return near, far
}

func (p *pipe) rouse() {
	close(p.wake)
	p.wake = make(chan struct{})
}

// Read is part of net.Conn.
func (p *pipe) Read(b []byte) (int, error) {
	for {
		p.mu.Lock()
		deadline, wake := p.deadline, p.wake
		switch {
		case p.closed:
			p.mu.Unlock()
			return 0, net.ErrClosed
		case len(p.in) > 0:
			n := copy(b, p.in)
			p.in = p.in[n:]
			p.mu.Unlock()
			return n, nil
		case p.err != nil:
			p.mu.Unlock()
			return 0, p.err
		}
		p.mu.Unlock()
		if deadline.IsZero() {
			<-wake
			continue
		}
		left := time.Until(deadline)
		if left <= 0 {
			return 0, os.ErrDeadlineExceeded
		}
		t := time.NewTimer(left)
		select {
		case <-wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// Write is part of net.Conn. What is written leaves when all is at rest.
func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, net.ErrClosed
	}
	if p.err != nil && !errors.Is(p.err, io.EOF) {
		return 0, p.err
	}
	p.out = append(p.out, b...)
	p.soil()
	return len(b), nil
}

// soil has the simulation look at what the pipe has to send.
func (p *pipe) soil() {
	if !p.dirty {
		p.dirty = true
		p.w.soiled(p)
	}
}

// flush sends what was written since the last look, frame by frame. Frames of different rooms were written in the order in
// which goroutines happened to run: they leave by room.
func (p *pipe) flush() {
	p.mu.Lock()
	frames, rest := split(p.out)
	p.out, p.dirty = rest, false
	ends := p.closed && !p.ended
	p.ended = p.ended || ends
	p.mu.Unlock()
	slices.SortStableFunc(frames, func(a, b piece) int { return strings.Compare(a.room, b.room) })
	for _, f := range frames {
		p.sent++
		p.carry(fmt.Sprintf("link %s %06d: %s", p.name, p.sent, f.what), func() {
			o := p.other
			o.mu.Lock()
			defer o.mu.Unlock()
			o.in = append(o.in, f.data...)
			o.rouse()
		})
	}
	if ends {
		p.carry("link "+p.name+" ends", func() { p.other.end(io.EOF) })
	}
}

// piece is one frame of a link (see relay's frame.go).
type piece struct {
	data       []byte
	room, what string
}

func split(data []byte) (frames []piece, rest []byte) {
	for len(data) >= 8 {
		all, text := int(binary.BigEndian.Uint32(data))+4, int(binary.BigEndian.Uint32(data[4:]))
		if len(data) < all {
			break
		}
		f := piece{data: slices.Clone(data[:all])}
		var head struct {
			Kind string          `json:"k"`
			Room string          `json:"r"`
			Conn string          `json:"c"`
			Err  string          `json:"e"`
			ID   json.RawMessage `json:"i"`
		}
		if json.Unmarshal(data[8:8+text], &head) == nil {
			f.room, f.what = head.Room, strings.TrimSpace(head.Kind+" "+head.Room+" "+head.Conn+" "+head.Err)
		}
		frames, data = append(frames, f), data[all:]
	}
	return frames, slices.Clone(data)
}

// carry brings something to the other side, after all before it. A node that died or sleeps sends nothing; what was sent
// waits out a partition, and what arrives at one that sleeps, its sleep.
func (p *pipe) carry(key string, arrive func()) {
	p.lane.send(arrive)
	e := &event{key: key, max: 2 * time.Millisecond, lane: &p.lane, node: p.mine}
	e.run = func() {
		if until := p.w.net.blocked(p.mine.place, p.their.place); !until.IsZero() {
			back := *e
			back.due, back.fixed, back.parked = until, true, true
			p.w.post(&back)
			return
		}
		if p.their.asleep {
			p.their.held = append(p.their.held, e)
			return
		}
		if arrive := p.lane.next(); !p.their.dead {
			arrive()
		}
	}
	p.w.post(e)
}

// Close is part of net.Conn.
func (p *pipe) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	p.rouse()
	p.soil()
	p.mu.Unlock()
	return nil
}

func (p *pipe) end(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = why
		p.rouse()
	}
}

// LocalAddr is part of net.Conn.
func (p *pipe) LocalAddr() net.Addr { return address(p.mine.place) }

// RemoteAddr is part of net.Conn.
func (p *pipe) RemoteAddr() net.Addr { return address(p.their.place) }

// SetDeadline is part of net.Conn.
func (p *pipe) SetDeadline(t time.Time) error { return p.SetReadDeadline(t) }

// SetReadDeadline is part of net.Conn.
func (p *pipe) SetReadDeadline(t time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deadline = t
	return nil
}

// SetWriteDeadline is part of net.Conn. Writes do not wait here.
func (*pipe) SetWriteDeadline(time.Time) error { return nil }

var errReset = errors.New("sim: connection reset")

// breakLinks resets the connections that match, on the sides that live; silently on the other's side when half.
func (t *network) breakLinks(match func(a, b *node) bool, half bool) {
	kept := t.conns[:0]
	for _, p := range t.conns {
		if !match(p.mine, p.their) && !match(p.their, p.mine) {
			kept = append(kept, p)
			continue
		}
		if !half {
			p.end(errReset)
		}
	}
	t.conns = kept
}
