package gateway

import (
	"sync"
	"sync/atomic"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// Counts is what a gateway did since it was made.
type Counts struct {
	Connections int
	// Evictions are the connections that the gateway ended, by the name of the close code.
	Evictions map[string]uint64
	// Joins that were given a whole view, those that went on from the ring, and from the log.
	Views, RingResumes, LogResumes uint64
}

type counters struct {
	views, rings, logs atomic.Uint64

	mu        sync.Mutex
	evictions map[string]uint64
}

func (c *counters) evicted(code wire.Close) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.evictions == nil {
		c.evictions = map[string]uint64{}
	}
	c.evictions[closeName(code)]++
}

func (c *counters) joined(j host.Joined) {
	switch {
	case !j.Resume:
		c.views.Add(1)
	case len(j.Tail) > 0:
		c.logs.Add(1)
	default:
		c.rings.Add(1)
	}
}

// Counts tells what the gateway did since it was made.
func (g *Gateway) Counts() Counts {
	c := &g.counts
	out := Counts{Connections: g.Connections(), Evictions: map[string]uint64{}, Views: c.views.Load(), RingResumes: c.rings.Load(), LogResumes: c.logs.Load()}
	c.mu.Lock()
	defer c.mu.Unlock()
	for code, n := range c.evictions {
		out.Evictions[code] = n
	}
	return out
}

// Lag is by how many events the room that is furthest behind here is behind its host, as far as that is known.
func (g *Gateway) Lag() rooms.Seq {
	g.mu.Lock()
	all := make([]*channel, 0, len(g.channels))
	for _, ch := range g.channels {
		all = append(all, ch)
	}
	g.mu.Unlock()
	var most rooms.Seq
	for _, ch := range all {
		told, ok := g.Rooms.Head(ch.room)
		ch.mu.Lock()
		if ok && ch.known && len(ch.subs) > 0 && told > ch.head {
			most = max(most, told-ch.head)
		}
		ch.mu.Unlock()
	}
	return most
}
