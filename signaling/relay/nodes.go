package relay

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// beatLoop tells the store that this node lives, and keeps links to those that do.
func (r *Relay) beatLoop() {
	for failures := 0; ; {
		ctx, cancel := context.WithTimeout(r.ctx, 2*time.Second)
		self := r.Self
		self.Draining = r.draining.Load()
		nodes, err := r.Registry.Beat(ctx, self)
		cancel()
		if err != nil {
			if failures++; failures == 1 && r.ctx.Err() == nil { // then twice a second: once is enough
				r.Logger.Warn().Err(err).Msg("le nœud n’a pu être annoncé / the node could not be announced")
			}
		} else {
			if failures > 0 {
				r.Logger.Info().Int("failures", failures).Msg("le nœud est de nouveau annoncé / the node is announced again")
			}
			failures = 0
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

// Reaches tells whether another node is there: it has a link with this one, either way, or takes one before ctx ends. Those are tried
// that lived when the store last said who does. A dial that is under way then goes on for as long as a link's greeting may take.
func (r *Relay) Reaches(ctx context.Context) bool {
	r.mu.Lock()
	came := len(r.guests)
	peers := slices.Collect(maps.Values(r.peers))
	r.mu.Unlock()
	if came > 0 {
		return true
	}
	there := make(chan bool, len(peers))
	for _, p := range peers {
		r.spawn(func() {
			_, err := p.get(ctx)
			there <- err == nil
		})
	}
	for range peers {
		select {
		case yes := <-there:
			if yes {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
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
