package nemesis

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// wayOf says what becomes of what passes in one direction.
type wayOf struct {
	held  bool          // nothing passes; it waits, as on a network that lost it and will send it again
	delay time.Duration // of each piece
}

// proxy stands before a server. What it holds back it passes on when it is told to: a partition that heals delivers late what
// was said before it, as TCP does, and new connections wait.
type proxy struct {
	Addr string

	listener net.Listener
	dial     func(context.Context) (net.Conn, error)
	whose    func(net.Conn) int // which node connects; -1 when it is not known

	mu     sync.Mutex
	ways   map[int]*[2]wayOf // by node, -1 for all: what goes to the server, what comes from it
	change chan struct{}     // closed at the next change
	conns  map[*passage]struct{}
	ended  bool
	work   sync.WaitGroup
}

// The two directions.
const (
	toServer = iota
	fromServer
)

type passage struct {
	of        int
	near, far net.Conn
}

func (p *passage) end() { _ = errors.Join(p.near.Close(), p.far.Close()) } // one may be closed already

// newProxy starts one before what dial reaches. The address is a free port of this machine.
func newProxy(ctx context.Context, dial func(context.Context) (net.Conn, error), whose func(net.Conn) int) (*proxy, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{
		Addr: l.Addr().String(), listener: l, dial: dial, whose: whose,
		ways: map[int]*[2]wayOf{}, change: make(chan struct{}), conns: map[*passage]struct{}{},
	}
	p.work.Go(func() { p.accept(ctx) })
	return p, nil
}

// Close ends it and everything that passes.
func (p *proxy) Close() {
	p.mu.Lock()
	p.ended = true
	p.changedLocked()
	p.mu.Unlock()
	_ = p.listener.Close() // once is enough
	p.Cut(-1)
	p.work.Wait()
}

// Set says what becomes of what a node sends and gets; -1 is everyone.
func (p *proxy) Set(node int, to, from wayOf) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ways[node] = &[2]wayOf{to, from}
	p.changedLocked()
}

// Heal lets everything pass at once.
func (p *proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.ways)
	p.changedLocked()
}

func (p *proxy) changedLocked() {
	close(p.change)
	p.change = make(chan struct{})
}

// Cut ends a node's connections, everyone's for -1.
func (p *proxy) Cut(node int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		if node < 0 || c.of == node {
			c.end()
		}
	}
}

// way is how it is now, and what is closed when it changes.
func (p *proxy) way(node, direction int) (w wayOf, change <-chan struct{}, over bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, of := range []int{-1, node} {
		if at := p.ways[of]; at != nil {
			w.held = w.held || at[direction].held
			w.delay = max(w.delay, at[direction].delay)
		}
	}
	return w, p.change, p.ended
}

// pass waits until a piece that came at some instant may go on; false when the proxy ended.
func (p *proxy) pass(node, direction int, came time.Time) bool {
	for {
		w, change, over := p.way(node, direction)
		late := time.Until(came.Add(w.delay))
		switch {
		case over:
			return false
		case w.held:
			<-change
			continue
		case late <= 0:
			return true
		}
		t := time.NewTimer(late)
		select {
		case <-t.C:
		case <-change:
			t.Stop()
		}
	}
}

func (p *proxy) accept(ctx context.Context) {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.work.Go(func() { p.serve(ctx, near) })
	}
}

func (p *proxy) serve(ctx context.Context, near net.Conn) {
	of := -1
	if p.whose != nil {
		of = p.whose(near)
	}
	if !p.pass(of, toServer, time.Now()) {
		_ = near.Close() // nobody waits for it any more
		return
	}
	far, err := p.dial(ctx)
	if err != nil {
		_ = near.Close() // the server is away: so it is told
		return
	}
	c := &passage{of: of, near: near, far: far}
	p.mu.Lock()
	p.conns[c] = struct{}{}
	ended := p.ended
	p.mu.Unlock()
	if ended {
		c.end()
	}
	var both sync.WaitGroup
	both.Go(func() { p.carry(c, far, near, toServer) })
	both.Go(func() { p.carry(c, near, far, fromServer) })
	both.Wait()
	p.mu.Lock()
	delete(p.conns, c)
	p.mu.Unlock()
}

// piece is what was read at once; nil data is the end of the connection.
type piece struct {
	data []byte
	came time.Time
}

// carry copies one direction. The end of a connection is told in its turn, as everything else.
func (p *proxy) carry(c *passage, to, from net.Conn, direction int) {
	const most = 256 // pieces on their way: then the sender waits, as before a full buffer
	pieces := make(chan piece, most)
	go func() {
		defer close(pieces)
		buf := make([]byte, 32<<10)
		for {
			n, err := from.Read(buf)
			if n > 0 {
				pieces <- piece{append([]byte(nil), buf[:n]...), time.Now()}
			}
			if err != nil {
				pieces <- piece{nil, time.Now()}
				return
			}
		}
	}()
	for one := range pieces {
		if !p.pass(c.of, direction, one.came) || one.data == nil {
			break
		}
		if _, err := to.Write(one.data); err != nil {
			break
		}
	}
	c.end()
	for range pieces { // what was read and has nowhere to go
	}
}
