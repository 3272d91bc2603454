package relay

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"palabre/rooms"
)

// proto is the version of what links say; nodes of different versions of Palabre speak as long as this is the same.
const proto = 1

// hello is the first frame of each side.
type hello struct {
	Proto int    `json:"proto"`
	Node  NodeID `json:"node"`
}

// peer is another node as this one reaches it.
type peer struct {
	r    *Relay
	node Node

	dialing baton
	mu      sync.Mutex
	link    *link
	gone    bool
	tried   rooms.Millis
}

// peer gives a node that lives, nil for another.
func (r *Relay) peer(id NodeID) *peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.peers[id]
}

func (p *peer) current() *link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.link
}

// errRest means that the node failed a moment ago.
var errRest = errors.New("relay: the node could not be reached a moment ago")

// get gives the link, made if need be.
func (p *peer) get(ctx context.Context) (*link, error) {
	if l := p.current(); l != nil {
		return l, nil
	}
	p.dialing.Lock()
	defer p.dialing.Unlock()
	p.mu.Lock()
	l, gone, now := p.link, p.gone, p.r.Clock.Now()
	rest := now-p.tried < millis(p.r.Again)
	if !rest { // else many who look would keep each other from ever trying
		p.tried = now
	}
	p.mu.Unlock()
	switch {
	case l != nil:
		return l, nil
	case gone:
		return nil, ErrNoHost
	case rest:
		return nil, errRest
	}
	l, err := p.dial(ctx)
	if err != nil { // who waited meanwhile is told so, instead of waiting for a try of her own
		p.mu.Lock()
		p.tried = p.r.Clock.Now()
		p.mu.Unlock()
	}
	return l, err
}

// within gives the link if it can be had that soon, else nil. A machine without power does not refuse: dialling it takes as long as
// one lets it, and its rooms must not wait longer than for the ends of their leases.
func (p *peer) within(ctx context.Context, soon time.Duration) *link {
	if l := p.current(); l != nil {
		return l
	}
	got := make(chan *link, 1)
	p.r.spawn(func() {
		dial, cancel := context.WithTimeout(p.r.ctx, p.r.Silence)
		defer cancel()
		l, err := p.get(dial)
		if err != nil {
			l = nil
		}
		got <- l
	})
	late := make(chan struct{})
	defer p.r.Clock.After(soon, func() { close(late) })()
	select {
	case l := <-got:
		return l
	case <-late:
	case <-ctx.Done():
	}
	return nil
}

func (p *peer) dial(ctx context.Context) (*link, error) {
	conn, err := p.r.Dial(ctx, p.node.Link)
	if err != nil {
		return nil, fmt.Errorf("relay: dial: %w", err)
	}
	in := bufio.NewReaderSize(conn, 64<<10)
	l := newLink(p.r, p.node.ID, conn, maxFrame, p.told)
	if err := p.greet(l, in); err != nil {
		_ = conn.Close() // the greeting failed: that is told
		return nil, err
	}
	p.mu.Lock()
	p.link = l
	p.mu.Unlock()
	p.r.spawn(func() {
		l.run(in)
		p.broke(l)
	})
	if p.r.ctx.Err() != nil {
		l.end(ErrLink)
		return nil, ErrNoHost
	}
	p.r.Logger.Info().Str("node", string(p.node.ID)).Str("link", p.node.Link).Msg("nœud joint / node reached")
	return l, nil
}

// greet says who asks, and hears who answers.
func (p *peer) greet(l *link, in *bufio.Reader) error {
	if err := l.conn.SetDeadline(time.Now().Add(p.r.Silence)); err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	if err := sayHello(l, p.r.Self.ID); err != nil {
		return err
	}
	their, err := hearHello(in)
	if err != nil {
		return err
	}
	if their != p.node.ID {
		return fmt.Errorf("%w: another node answers at its address", errFrame)
	}
	return nil
}

func sayHello(l *link, self NodeID) error {
	body, err := json.Marshal(hello{proto, self})
	if err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	data, err := encode(frame{head: head{Kind: kindHello, Body: body}})
	if err != nil {
		return err
	}
	if _, err := l.conn.Write(data); err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	return nil
}

func hearHello(in *bufio.Reader) (NodeID, error) {
	const most = 4096
	f, err := read(in, most)
	if err != nil {
		return "", fmt.Errorf("relay: greet: %w", err)
	}
	var h hello
	if err := json.Unmarshal(f.Body, &h); err != nil || f.Kind != kindHello || h.Node == "" {
		return "", fmt.Errorf("relay: greet: %w", errFrame)
	}
	if h.Proto != proto {
		return "", fmt.Errorf("%w: protocol %d, ours is %d", errFrame, h.Proto, proto)
	}
	return h.Node, nil
}

// broke forgets a link that ended: the rooms that were asked there are looked for.
func (p *peer) broke(l *link) {
	p.mu.Lock()
	if p.link == l {
		p.link = nil
	}
	p.mu.Unlock()
	p.r.Logger.Warn().Str("node", string(p.node.ID)).Msg("nœud perdu de vue / node out of sight")
	p.r.mu.Lock()
	all := p.r.routesLocked()
	p.r.mu.Unlock()
	for _, rt := range all {
		rt.lostAt(l)
	}
}

// told takes what a host's node tells without being asked.
func (p *peer) told(f frame) {
	switch f.Kind {
	case kindMoved:
		if rt := p.r.known(f.Room); rt != nil {
			rt.lostAt(p.current())
			rt.wake()
		}
	case kindDisplaced:
		var by rooms.ClientID
		if err := json.Unmarshal(f.Body, &by); err == nil {
			p.r.OnDisplaced(f.Room, f.Conn, by)
		}
	case kindMediaOut:
		if rt := p.r.known(f.Room); rt != nil {
			rt.heard(f.Conn, f.Body)
		}
	default: // a newer node's word
	}
}

// beatLoop tells the store that this node lives, and keeps links to those that do.
func (r *Relay) beatLoop() {
	for {
		ctx, cancel := context.WithTimeout(r.ctx, 2*time.Second)
		self := r.Self
		self.Draining = r.draining.Load()
		nodes, err := r.Registry.Beat(ctx, self)
		cancel()
		if err != nil {
			if r.ctx.Err() == nil {
				r.Logger.Warn().Err(err).Msg("le nœud n’a pu être annoncé / the node could not be announced")
			}
		} else {
			r.seen(nodes)
		}
		if r.pause(r.ctx, r.BeatEvery) != nil {
			return
		}
	}
}

// Meet says that this node lives and reaches for the others, once, before it starts. It fails with ErrStranger when one of
// them has another secret; one that cannot be reached now is no matter.
func (r *Relay) Meet(ctx context.Context) error {
	nodes, err := r.Registry.Beat(ctx, r.Self)
	if err != nil {
		return fmt.Errorf("relay: meet: %w", err)
	}
	for _, n := range nodes {
		if n.ID == r.Self.ID {
			continue
		}
		brief, cancel := context.WithTimeout(ctx, r.Silence)
		conn, err := r.Dial(brief, n.Link)
		cancel()
		if errors.Is(err, ErrStranger) {
			return fmt.Errorf("relay: meet %s: %w", n.ID, err)
		}
		if err == nil {
			_ = conn.Close() // it was only to be known
		}
	}
	return nil
}

// seen takes the nodes that live now.
func (r *Relay) seen(nodes []Node) {
	alive := map[NodeID]bool{}
	var ends []*link
	var fresh []*peer
	r.mu.Lock()
	r.nodes = nodes
	for _, n := range nodes {
		if n.ID == r.Self.ID {
			continue
		}
		alive[n.ID] = true
		p := r.peers[n.ID]
		if p == nil {
			p = &peer{r: r, node: n}
			r.peers[n.ID] = p
		}
		if p.current() == nil {
			fresh = append(fresh, p)
		}
	}
	gone := 0
	for id, p := range r.peers {
		if alive[id] {
			continue
		}
		delete(r.peers, id)
		gone++
		p.mu.Lock()
		p.gone = true
		if p.link != nil {
			ends = append(ends, p.link)
		}
		p.mu.Unlock()
	}
	r.mu.Unlock()
	for _, l := range ends {
		l.end(ErrLink)
	}
	for _, p := range fresh {
		r.spawn(func() {
			ctx, cancel := context.WithTimeout(r.ctx, r.Silence)
			defer cancel()
			if _, err := p.get(ctx); err != nil && !errors.Is(err, errRest) && r.ctx.Err() == nil {
				r.Logger.Warn().Err(err).Str("node", string(p.node.ID)).Msg("nœud injoignable / node out of reach")
			}
		})
	}
	r.OnNodes(nodes, gone)
}

// Nodes gives the nodes that lived at the last beat.
func (r *Relay) Nodes() []Node {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Node(nil), r.nodes...)
}

// Links tells which other nodes are reached.
func (r *Relay) Links() map[NodeID]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	up := make(map[NodeID]bool, len(r.peers))
	for id, p := range r.peers {
		up[id] = p.current() != nil
	}
	return up
}

// pollLoop learns the heads of rooms hosted elsewhere, so that a lost last batch is noticed, and forgets routes nobody uses.
func (r *Relay) pollLoop() {
	const forgetAfter = 10 * time.Minute
	for r.pause(r.ctx, r.PollEvery) == nil {
		now := r.Clock.Now()
		by := map[*link][]*route{}
		r.mu.Lock()
		for room, rt := range r.routes {
			rt.mu.Lock()
			idle := len(rt.follows) == 0 && len(rt.waiting) == 0 && len(rt.seats) == 0 && !rt.looking
			if idle && now-rt.used > millis(forgetAfter) {
				delete(r.routes, room)
			} else if rt.place.link != nil && len(rt.follows) > 0 {
				by[rt.place.link] = append(by[rt.place.link], rt)
			}
			rt.mu.Unlock()
		}
		r.mu.Unlock()
		for l, routes := range by {
			r.spawn(func() { pollHeads(r.ctx, l, routes) })
		}
	}
}

func pollHeads(ctx context.Context, l *link, routes []*route) {
	ids := make([]rooms.RoomID, len(routes))
	for i, rt := range routes {
		ids[i] = rt.room
	}
	heads, err := l.heads(ctx, ids)
	if err != nil {
		return
	}
	for _, rt := range routes {
		if head, ok := heads[rt.room]; ok {
			rt.mu.Lock()
			if rt.place.link == l {
				rt.head, rt.headKnown = max(rt.head, head), true
			}
			rt.mu.Unlock()
		}
	}
}

// Reply is what another node answered to a call.
type Reply struct {
	Data []byte
	Err  error
}

// Call asks every other node that is known, at once, and gives their replies by node.
func (r *Relay) Call(ctx context.Context, name string, args []byte) map[NodeID]Reply {
	r.mu.Lock()
	peers := make([]*peer, 0, len(r.peers))
	for _, p := range r.peers {
		peers = append(peers, p)
	}
	r.mu.Unlock()
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := make(map[NodeID]Reply, len(peers))
	for _, p := range peers {
		wg.Go(func() {
			data, err := p.call(ctx, name, args)
			mu.Lock()
			defer mu.Unlock()
			out[p.node.ID] = Reply{data, err}
		})
	}
	wg.Wait()
	return out
}

func (p *peer) call(ctx context.Context, name string, args []byte) ([]byte, error) {
	if l := p.current(); l != nil {
		return l.named(ctx, name, args)
	}
	return nil, ErrLink
}

// named calls a handler of the other side by its name.
func (l *link) named(ctx context.Context, name string, args []byte) ([]byte, error) {
	body, err := json.Marshal(name)
	if err != nil {
		return nil, fmt.Errorf("relay: encode: %w", err)
	}
	f, err := l.call(ctx, frame{head: head{Kind: kindCall, Body: body}, blobs: [][]byte{args}})
	if err != nil || len(f.blobs) != 1 {
		return nil, err
	}
	return f.blobs[0], nil
}
