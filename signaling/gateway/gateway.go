package gateway

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/host"
	"palabre/signaling/presence"
	"palabre/signaling/wire"
)

// Gateway holds the sockets of one node. It is an http.Handler for the socket's path.
type Gateway struct {
	Options
	ctx    context.Context //nolint:containedctx // the life of the gateway's own goroutines, ended by Shutdown
	cancel context.CancelFunc
	names  *names
	counts counters
	wg     sync.WaitGroup
	closes atomic.Uint64 // how often Close was called

	mu       sync.Mutex
	conns    map[host.ConnID]*conn
	had      map[rooms.MemberID]int // how many of them a person has
	came     uint64                 // how many have ever come
	channels map[rooms.RoomID]*channel
	stopping bool
}

// New makes a gateway. Shutdown ends it.
func New(options Options) *Gateway {
	options.fill()
	ctx, cancel := context.WithCancel(context.Background())
	g := &Gateway{
		Options: options, ctx: ctx, cancel: cancel,
		conns: map[host.ConnID]*conn{}, had: map[rooms.MemberID]int{}, channels: map[rooms.RoomID]*channel{},
	}
	g.names = &names{g: g, known: map[nameKey]nameEntry{}}
	g.wg.Add(1)
	go func() { defer g.wg.Done(); g.sweepLoop() }()
	return g
}

// Connections is how many sockets are open.
func (g *Gateway) Connections() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.conns)
}

// Shutdown tells everyone to come back in a moment, spread over two seconds, and ends when all are gone or ctx is over.
func (g *Gateway) Shutdown(ctx context.Context) error {
	g.mu.Lock()
	g.stopping = true
	g.mu.Unlock()
	for _, c := range g.all() {
		c.shut(wire.CloseRestart, 500+int(2000*g.Chance()))
	}
	g.cancel()
	done := make(chan struct{})
	go func() { g.wg.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		for _, c := range g.all() {
			c.kill()
		}
		<-done
		return fmt.Errorf("gateway: shutdown: %w", ctx.Err())
	}
}

// Close ends the connections that match, with a code: someone signed out, or lost her place. Nothing more is sent to them
// from then on, and their media ends at once, however long they take to answer the close.
func (g *Gateway) Close(match func(Identity) bool, code wire.Close) {
	g.closes.Add(1) // first: who is not among the connections yet sees it
	for _, c := range g.all() {
		if match(c.who) {
			c.shut(code, 0)
			c.forsake()
		}
	}
}

// SendAway has those who follow a room, or wait to, come back in a moment, spread over two seconds: another node may serve them
// better.
func (g *Gateway) SendAway(room rooms.RoomID) {
	for _, c := range g.all() {
		if c.follows(room) != nil {
			c.shut(wire.CloseRestart, 500+int(2000*g.Chance()))
		}
	}
}

// Restand asks anew what a person is in each room that she follows: her role in the community changed. When it returns, no
// command of hers is given to a room under what she was.
func (g *Gateway) Restand(ctx context.Context, m rooms.MemberID) {
	for _, c := range g.all() {
		if c.who.Member == m {
			c.restand(ctx)
		}
	}
}

// Any tells whether a connection matches.
func (g *Gateway) Any(match func(Identity) bool) bool {
	return slices.ContainsFunc(g.all(), func(c *conn) bool { return match(c.who) })
}

// Follows gives the sessions that a person follows by this node, in no order.
func (g *Gateway) Follows(m rooms.MemberID) []rooms.RoomID {
	var out []rooms.RoomID
	for _, c := range g.all() {
		if c.who.Member != m {
			continue
		}
		c.mu.Lock()
		for _, s := range c.subs {
			if !s.gone && s.ch.room.Kind() == rooms.KindSession && !slices.Contains(out, s.ch.room) {
				out = append(out, s.ch.room)
			}
		}
		c.mu.Unlock()
	}
	return out
}

// forsake ends the connection's media for good; the rest of it ends when its reader does.
func (c *conn) forsake() {
	c.mu.Lock()
	var heard []rooms.RoomID
	for _, s := range c.subs {
		if s.media {
			heard = append(heard, s.ch.room)
		}
		s.media, s.gone = false, true
	}
	c.mu.Unlock()
	for _, room := range heard {
		c.g.Media.Leave(room, c.who.Member, c.id)
	}
}

// Readonly tells everyone that nothing can be saved for now, or that it can again. It fits host.Options.OnReadonly.
func (g *Gateway) Readonly(readonly, full bool) {
	bytes := g.text(g.storeMessage(readonly, full))
	for _, c := range g.all() {
		c.send(bytes)
	}
}

func (g *Gateway) storeMessage(readonly, full bool) wire.Store {
	code := wire.CodeWritable
	if readonly {
		code = wire.CodeStoreAway
	}
	if readonly && full {
		code = wire.CodeStoreFull
	}
	words, _ := refusals.Say(code, nil)
	return wire.Store{Readonly: readonly, Fr: words.FR, En: words.EN}
}

// RoomClosed tells a room's people that it cannot be followed for now. It fits host.Options.OnClosed.
func (g *Gateway) RoomClosed(room rooms.RoomID, why error) {
	g.mu.Lock()
	ch := g.channels[room]
	g.mu.Unlock()
	if ch == nil {
		return
	}
	ch.mu.Lock()
	subs := ch.subs
	ch.mu.Unlock()
	for _, s := range subs {
		s.conn.drop(s, codeOf(why))
	}
}

// Moved joins anew all who follow a room, from where each of them is: it has another host, who does not know them yet.
func (g *Gateway) Moved(room rooms.RoomID) {
	g.mu.Lock()
	ch := g.channels[room]
	g.mu.Unlock()
	if ch == nil {
		return
	}
	ch.moves.Add(1)
	ch.mu.Lock()
	subs := ch.subs
	ch.mu.Unlock()
	for _, s := range subs {
		go s.conn.unsettle(s)
	}
}

// Displaced ends a follower because its person joined the session on another node, from the tab by.
func (g *Gateway) Displaced(room rooms.RoomID, conn host.ConnID, by rooms.ClientID) {
	g.mu.Lock()
	c := g.conns[conn]
	g.mu.Unlock()
	if c == nil {
		return
	}
	if s := c.follows(room); s != nil {
		c.overtaken(s, by)
	}
}

// Forget drops what is remembered of a room up to a place, because words were taken out of its log: who comes back from
// before it gets a new view.
func (g *Gateway) Forget(room rooms.RoomID, upto rooms.Seq) {
	g.mu.Lock()
	ch := g.channels[room]
	g.mu.Unlock()
	if ch != nil {
		ch.forget(upto)
	}
}

// all gives the connections in one order: what is done to all of them at once is done the same way in every life.
func (g *Gateway) all() []*conn {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.SortedFunc(maps.Values(g.conns), func(a, b *conn) int { return cmp.Compare(a.id, b.id) })
}

// channel gives the room's channel, held until release is called: it stays while somebody is about to follow.
func (g *Gateway) channel(room rooms.RoomID) (ch *channel, release func()) {
	g.mu.Lock()
	ch = g.channels[room]
	if ch == nil {
		ch = &channel{g: g, room: room}
		ch.presence = presence.New(g.Clock.After, func(data []byte) { ch.publishVolatile(data) })
		g.channels[room] = ch
	}
	ch.holds++
	g.mu.Unlock()
	ch.once.Do(func() {
		ch.stop = g.Bus.Subscribe(room, ch.receive)
		ch.ask()
	})
	return ch, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		ch.holds--
		ch.empty = g.Clock.Now()
	}
}

// sweepLoop looks at every connection and channel once a second.
func (g *Gateway) sweepLoop() {
	for n := 0; ; n++ {
		tick := make(chan struct{})
		stop := g.Clock.After(time.Second, func() { close(tick) })
		select {
		case <-tick:
		case <-g.ctx.Done():
			stop()
			g.closeChannels(true)
			return
		}
		now := g.Elapsed()
		for _, c := range g.all() {
			c.beat(now)
		}
		g.closeChannels(false)
		g.keepTelling(n)
		g.pollHeads()
	}
}

// pollHeads notices batches that the bus lost when nothing came after them.
func (g *Gateway) pollHeads() {
	for _, ch := range g.allChannels() {
		ch.mu.Lock()
		head, known := ch.head, ch.known
		ch.mu.Unlock()
		told, ok := g.Rooms.Head(ch.room)
		if ok && known && told > head && ch.lastPoll == head && ch.filling.CompareAndSwap(false, true) {
			// Apart: the room's node may be slow to say, and pings must not wait for it.
			g.spawn(func() {
				defer ch.filling.Store(false)
				if !ch.fill() {
					g.healAll(ch, told)
				}
			})
		}
		ch.lastPoll = head
	}
}

// spawn runs f apart, unless the gateway stops, which waits for it.
func (g *Gateway) spawn(f func()) {
	g.mu.Lock()
	stopping := g.stopping
	if !stopping {
		g.wg.Add(1)
	}
	g.mu.Unlock()
	if !stopping {
		go func() { defer g.wg.Done(); f() }()
	}
}

// healAll joins everyone anew who is behind what the host told, when nothing leads there: also who joined past the ring's head.
func (g *Gateway) healAll(ch *channel, told rooms.Seq) {
	ch.mu.Lock()
	subs := ch.subs
	ch.mu.Unlock()
	for _, s := range subs {
		s.conn.mu.Lock()
		lost := s.live && !s.gone && s.pos < told
		s.live = s.live && !lost
		s.conn.mu.Unlock()
		if lost {
			go s.conn.healFrom(s, false)
		}
	}
}

func (g *Gateway) closeChannels(all bool) {
	now := g.Clock.Now()
	linger := rooms.Millis(g.Linger.Milliseconds())
	var idle []*channel
	g.mu.Lock()
	for room, ch := range g.channels {
		ch.mu.Lock()
		followed := len(ch.subs) > 0
		ch.mu.Unlock()
		switch {
		case all:
		case followed || ch.holds > 0:
			ch.empty = now
			continue
		case now-ch.empty < linger:
			continue
		}
		delete(g.channels, room)
		idle = append(idle, ch)
	}
	g.mu.Unlock()
	for _, ch := range idle {
		ch.presence.Close()
		ch.once.Do(func() {})
		if ch.stop != nil {
			ch.stop()
		}
	}
}

// allowed tells whether a request's origin is one of ours, exactly. A program with a token has none.
func (g *Gateway) allowed(origins []string, token bool) bool {
	switch len(origins) {
	case 0:
		return token
	case 1:
		return origins[0] != "" && slices.Contains(g.Origins, origins[0])
	default:
		return false
	}
}
