package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// NodeID names one life of a node: it is made anew at each start, and is the owner in leases.
type NodeID string

// Node is one of the nodes of an installation.
type Node struct {
	ID       NodeID
	Link     string // host:port where other nodes reach it
	Version  string
	Draining bool // it takes no new rooms
}

// Registry is what the store knows of nodes and of who hosts what.
type Registry interface {
	// Beat says that this node lives and gives all that live, itself included.
	Beat(ctx context.Context, self Node) ([]Node, error)
	// Holder gives the owner of the room's lease and how long it still lives; 0 when nobody holds the room now.
	Holder(ctx context.Context, room rooms.RoomID) (owner NodeID, left time.Duration, err error)
}

// Host is what a relay asks of this node's host. *host.Host is one.
type Host interface {
	Open(ctx context.Context, room rooms.RoomID) error
	Join(ctx context.Context, room rooms.RoomID, req host.JoinRequest, joined func(host.Joined))
	Leave(room rooms.RoomID, conn host.ConnID)
	Submit(ctx context.Context, room rooms.RoomID, cmd rooms.Command, answer func(host.Answer))
	Head(room rooms.RoomID) (rooms.Seq, bool)
	Recent(room rooms.RoomID, after rooms.Seq) ([]host.Batch, bool)
	Readonly() (readonly, full bool)
	Forget(ctx context.Context, room rooms.RoomID) error
	Live() []rooms.RoomID
	Handover(ctx context.Context, room rooms.RoomID, to string) error
}

var _ Host = (*host.Host)(nil)

// Handler answers a call of another node. Args and what it gives back are JSON.
type Handler func(ctx context.Context, args []byte) ([]byte, error)

// Options are all that a relay needs.
type Options struct {
	Self     Node
	Host     Host
	Registry Registry
	Media    Media        // this node's media server; nil without media
	Listener net.Listener // where other nodes come in; links are spoken as it gives them (see TLS)
	Dial     func(ctx context.Context, address string) (net.Conn, error)
	Clock    host.Clock
	Logger   zerolog.Logger
	// OnMoved is told that a room has another host, or the same one anew: its followers here join again. OnDisplaced,
	// that the connection's person joined the session from the tab by, on another node: it may wait. OnNodes, of the nodes that
	// live, after each beat. OnCut, that this node cannot reach the one that hosts a room, though it lives; again, as long as that
	// lasts and somebody here follows the room. The others must not block.
	OnMoved     func(rooms.RoomID)
	OnDisplaced func(room rooms.RoomID, conn host.ConnID, by rooms.ClientID)
	OnNodes     func(nodes []Node, gone int)
	OnCut       func(rooms.RoomID)
	// Handlers answer Call, by name.
	Handlers map[string]Handler
	// Later lets New return before anything begins: Start begins it.
	Later bool

	BeatEvery time.Duration // 500 ms; also of links
	Silence   time.Duration // of a link, after which it is broken; 1.5 s
	Again     time.Duration // between two looks for a room's host; 50 ms
	Patience  time.Duration // how long a request waits for a host; 15 s
	PollEvery time.Duration // of heads of rooms hosted elsewhere; 2 s
	CutAfter  time.Duration // how long a living node may be out of reach before OnCut; more than a lease; 4 s
}

func (o *Options) fill() {
	for d, v := range map[*time.Duration]time.Duration{
		&o.BeatEvery: 500 * time.Millisecond, &o.Silence: 1500 * time.Millisecond, &o.Again: 50 * time.Millisecond,
		&o.Patience: 15 * time.Second, &o.PollEvery: 2 * time.Second, &o.CutAfter: 4 * time.Second,
	} {
		if *d == 0 {
			*d = v
		}
	}
	if o.Clock == nil {
		o.Clock = host.SystemClock{}
	}
	if o.OnMoved == nil {
		o.OnMoved = func(rooms.RoomID) {}
	}
	if o.OnDisplaced == nil {
		o.OnDisplaced = func(rooms.RoomID, host.ConnID, rooms.ClientID) {}
	}
	if o.OnNodes == nil {
		o.OnNodes = func([]Node, int) {}
	}
	if o.OnCut == nil {
		o.OnCut = func(rooms.RoomID) {}
	}
}

var (
	// ErrLink means that the link to a node broke before its answer came.
	ErrLink = errors.New("relay: the link broke")
	// ErrNoHost means that no node hosts the room and none can for now. What was asked may have been done by one that died with
	// its answer, or not: it is not known. Asked again, it has one effect.
	ErrNoHost = errors.New("relay: the room has no host for now")
)

// Relay is one node's. It is safe for concurrent use.
type Relay struct {
	Options
	ctx    context.Context //nolint:containedctx // the life of the relay's own goroutines, ended by Close
	cancel context.CancelFunc

	// life is a leaf: goroutines are begun under a route's lock, which is itself taken under mu.
	life  sync.Mutex
	ended bool
	wg    sync.WaitGroup

	draining  atomic.Bool
	takeovers atomic.Uint64
	cameIn    atomic.Uint64 // links
	strangers atomic.Uint64
	toldOf    atomic.Int64 // when strangers were last told of

	mu     sync.Mutex // taken before a route's
	routes map[rooms.RoomID]*route
	peers  map[NodeID]*peer
	nodes  []Node
	guests map[*guest]struct{} // links that came in
	seated seating
}

// New starts a relay. Close ends it.
func New(options Options) *Relay {
	options.fill()
	ctx, cancel := context.WithCancel(context.Background())
	r := &Relay{
		Options: options, ctx: ctx, cancel: cancel, routes: map[rooms.RoomID]*route{}, peers: map[NodeID]*peer{},
		guests: map[*guest]struct{}{}, seated: seating{},
	}
	if !r.Later {
		r.Start()
	}
	return r
}

// Start begins to speak to other nodes, once.
func (r *Relay) Start() {
	if r.Listener != nil {
		r.spawn(r.accept)
	}
	r.spawn(r.beatLoop)
	r.spawn(r.pollLoop)
}

// spawn runs a goroutine that Close waits for; after Close it does nothing.
func (r *Relay) spawn(f func()) {
	r.life.Lock()
	defer r.life.Unlock()
	if r.ended {
		return
	}
	r.wg.Add(1)
	go func() { defer r.wg.Done(); f() }()
}

// Close ends all links. Requests without an answer are told ErrNoHost.
func (r *Relay) Close() error {
	r.life.Lock()
	r.ended = true
	r.life.Unlock()
	r.cancel()
	var err error
	if r.Listener != nil {
		if err = r.Listener.Close(); errors.Is(err, net.ErrClosed) {
			err = nil
		}
	}
	r.mu.Lock()
	var ends []*link
	for _, p := range r.peers {
		if l := p.current(); l != nil {
			ends = append(ends, l)
		}
	}
	for g := range r.guests {
		ends = append(ends, g.link)
	}
	r.mu.Unlock()
	for _, l := range ends {
		l.end(ErrLink)
	}
	r.wg.Wait()
	r.mu.Lock()
	all := r.routesLocked()
	r.mu.Unlock()
	for _, rt := range all {
		rt.failAll(ErrNoHost)
	}
	if err != nil {
		return fmt.Errorf("relay: close: %w", err)
	}
	return nil
}

// routesLocked gives the routes in one order, so that what ends for all of them at once goes on the same way in every life.
func (r *Relay) routesLocked() []*route {
	return slices.SortedFunc(maps.Values(r.routes), func(a, b *route) int { return cmp.Compare(a.room, b.room) })
}

func (r *Relay) route(room rooms.RoomID) *route {
	r.mu.Lock()
	defer r.mu.Unlock()
	rt := r.routes[room]
	if rt == nil {
		rt = &route{r: r, room: room, nudge: make(chan struct{}, 1), seats: map[host.ConnID]*seat{}, follows: map[host.ConnID]uint64{}}
		r.routes[room] = rt
	}
	rt.used = r.Clock.Now()
	return rt
}

// known gives the route of a room that was asked for.
func (r *Relay) known(room rooms.RoomID) *route {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.routes[room]
}

// Submit is as host.Host's. Where the room's host dies before it answered, the next one is asked.
func (r *Relay) Submit(_ context.Context, room rooms.RoomID, cmd rooms.Command, answer func(host.Answer)) {
	rt := r.route(room)
	q := &request{until: r.Clock.Now() + millis(r.Patience), fail: func(err error) { answer(host.Answer{Err: err}) }}
	q.give = func(p place, turn uint64) {
		settle := func(a host.Answer) {
			if !rt.settle(q, turn, a.Err, done(a)) {
				answer(a)
			}
		}
		if p.here {
			r.Host.Submit(r.ctx, room, cmd, settle)
			return
		}
		p.link.submit(room, cmd, settle)
	}
	rt.add(q)
}

// done tells whether a command had its effect, now or earlier.
func done(a host.Answer) bool {
	return a.Err == nil && (a.Refusal == nil && !a.Nothing || a.Refusal != nil && a.Refusal.Code == rooms.CodeRepeated)
}

// Do gives a command and waits for its answer, as host.Host's.
func (r *Relay) Do(ctx context.Context, room rooms.RoomID, cmd rooms.Command) (rooms.Seq, *rooms.Refusal, error) {
	got := make(chan host.Answer, 1)
	r.Submit(ctx, room, cmd, func(a host.Answer) { got <- a })
	select {
	case a := <-got:
		return a.Seq, a.Refusal, a.Err
	case <-ctx.Done():
		return 0, nil, fmt.Errorf("relay: do %s: %w", cmd.Name, ctx.Err())
	}
}

// Join is as host.Host's.
func (r *Relay) Join(_ context.Context, room rooms.RoomID, req host.JoinRequest, joined func(host.Joined)) {
	rt := r.route(room)
	rt.follow(req.Conn, true)
	q := &request{until: r.Clock.Now() + millis(r.Patience), fail: func(err error) { joined(host.Joined{Err: err}) }}
	q.give = func(p place, turn uint64) {
		settle := func(j host.Joined) {
			if !rt.settle(q, turn, j.Err, false) {
				rt.letIn(req.Conn, turn, j)
				joined(j)
			}
		}
		if p.here {
			join := r.seated.take(room, req.Conn, nil)
			r.Host.Join(r.ctx, room, req, func(j host.Joined) {
				r.sat(room, req, join, j)
				settle(j)
			})
			return
		}
		p.link.join(room, req, settle)
	}
	rt.add(q)
}

// Leave is as host.Host's. It stays behind what the connection asked before. Where nobody hosts the room there is nothing to leave.
func (r *Relay) Leave(room rooms.RoomID, conn host.ConnID) {
	rt := r.known(room)
	if rt == nil {
		return
	}
	rt.follow(conn, false)
	q := &request{until: r.Clock.Now() + millis(r.Patience), idle: true, fail: func(error) { r.left(room, conn) }}
	q.give = func(p place, turn uint64) {
		r.left(room, conn) // wherever the room is: it may have been here when she came
		if p.here {
			r.Host.Leave(room, conn)
			rt.settle(q, turn, nil, true)
			return
		}
		p.link.leave(room, conn, func(err error) { rt.settle(q, turn, err, true) })
	}
	rt.add(q)
}

// Head is the room's head as far as it is known here: at once for rooms of this node, of a moment ago for others'.
func (r *Relay) Head(room rooms.RoomID) (rooms.Seq, bool) {
	if seq, ok := r.Host.Head(room); ok {
		return seq, true
	}
	if rt := r.known(room); rt != nil {
		rt.mu.Lock()
		defer rt.mu.Unlock()
		return rt.head, rt.headKnown
	}
	return 0, false
}

// Recent gives the batches after a position, asking the room's node when it is another; it waits a second at most.
func (r *Relay) Recent(room rooms.RoomID, after rooms.Seq) ([]host.Batch, bool) {
	rt := r.known(room)
	if rt == nil {
		return r.Host.Recent(room, after)
	}
	rt.mu.Lock()
	p := rt.place
	rt.mu.Unlock()
	if p.link == nil {
		return r.Host.Recent(room, after)
	}
	return p.link.recent(r.ctx, room, after)
}

// Readonly tells whether this node can save nothing for now, in the rooms that it hosts. A room elsewhere that cannot be saved
// says so to each command (host.ErrFull, host.ErrNotSaved).
func (r *Relay) Readonly() (readonly, full bool) { return r.Host.Readonly() }

// Forget makes a live room lose what it remembers of earlier, on whichever node it lives.
func (r *Relay) Forget(ctx context.Context, room rooms.RoomID) error {
	for {
		owner, left, err := r.Registry.Holder(ctx, room)
		if err != nil {
			return fmt.Errorf("relay: forget %s: %w", room, err)
		}
		if owner == "" || left <= 0 || owner == r.Self.ID {
			return r.Host.Forget(ctx, room)
		}
		if p := r.peer(owner); p != nil {
			if l, err := p.get(ctx); err == nil && l.forget(ctx, room) == nil {
				return nil
			}
		}
		if err := r.pause(ctx, min(left, r.Again)); err != nil {
			return fmt.Errorf("relay: forget %s: %w", room, err)
		}
	}
}

// Takeovers is how many rooms this node took over from another since it began.
func (r *Relay) Takeovers() uint64 { return r.takeovers.Load() }

// pause waits on the relay's clock.
func (r *Relay) pause(ctx context.Context, d time.Duration) error {
	over := make(chan struct{})
	stop := r.Clock.After(d, func() { close(over) })
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		stop()
		return ctx.Err()
	case <-r.ctx.Done():
		stop()
		return ErrNoHost
	}
}

func millis(d time.Duration) rooms.Millis { return rooms.Millis(d.Milliseconds()) }
