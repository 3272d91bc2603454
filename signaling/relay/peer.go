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
			p.r.displaced(f.Room, f.Conn, by)
		}
	case kindMediaOut:
		if rt := p.r.known(f.Room); rt != nil {
			rt.heard(f.Conn, f.Body)
		}
	default: // a newer node's word
	}
}
