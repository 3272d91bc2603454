package nemesis

import (
	"time"
)

// net breaks ways, or people's patience.
func (l *Lab) net(h *happened, node *Node) {
	held, open := wayOf{held: true}, wayOf{}
	switch h.Kind {
	case PartStore:
		node.toStore.Set(-1, held, held)
	case StoreHung:
		for _, n := range l.Cluster.Nodes {
			n.toStore.Set(-1, held, held)
		}
	case RedisHung:
		for _, n := range l.Cluster.Nodes {
			n.toRedis.Set(-1, held, held)
		}
	case PartRedis:
		node.toRedis.Set(-1, held, held)
	case PartLinks:
		l.part(h.Node)
	case PartPair:
		node.toLink.Set(h.Other, held, held)
		l.Cluster.Nodes[h.Other].toLink.Set(h.Node, held, held)
	case PartAll:
		node.toStore.Set(-1, held, held)
		node.toRedis.Set(-1, held, held)
		l.part(h.Node)
	case OneWay:
		if h.Way == toServer {
			node.toStore.Set(-1, held, open)
		} else {
			node.toStore.Set(-1, open, held)
		}
	case Slow:
		l.slow(time.Duration(5+h.For.Milliseconds()%60) * time.Millisecond)
	case CutAll:
		for _, p := range []*proxy{node.toStore, node.toRedis, node.toLink} {
			p.Cut(-1)
		}
	case SlowReaders, Storm:
		l.haste(h)
	default: // not a way
	}
}

// part has no other node hear one, nor be heard by it.
func (l *Lab) part(node int) {
	held := wayOf{held: true}
	l.Cluster.Nodes[node].toLink.Set(-1, held, held)
	for _, n := range l.Cluster.Nodes {
		n.toLink.Set(node, held, held)
	}
}

// slow makes every way late.
func (l *Lab) slow(by time.Duration) {
	late := wayOf{delay: by}
	for _, n := range l.Cluster.Nodes {
		for _, p := range []*proxy{n.toStore, n.toRedis, n.toLink} {
			p.Set(-1, late, late)
		}
	}
}

// haste has a third of the people read nothing, or everybody come back at once.
func (l *Lab) haste(h *happened) {
	for i, p := range l.Clients {
		switch {
		case h.Kind == Storm:
			p.Drop()
		case i%3 == h.Node:
			p.Stall(h.For)
		}
	}
}

func (l *Lab) heal() {
	for _, n := range l.Cluster.Nodes {
		n.toStore.Heal()
		n.toRedis.Heal()
		n.toLink.Heal()
	}
}
