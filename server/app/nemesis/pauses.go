package nemesis

import (
	"cmp"
	"slices"
	"time"
)

// What a room may do while a fault lasts.
type pause int

const (
	asLong pause = iota // as the fault: nothing can be saved, or whoever is there may not reach who saves
	sent                // until people are sent away from a node that is cut off, too: after ten seconds
	strict              // I12: people are where nothing is wrong
)

// wentOnMeanwhile looks at what a fault did to the rooms while it lasted: those whose people are at whole nodes go on.
func (l *Lab) wentOnMeanwhile(h *happened) {
	const away = 4 * time.Second
	longest := map[pause]time.Duration{strict: l.Patience, sent: l.Patience + away}
	still, _ := l.machine.stood(h.began, l.w.now())
	slowest := ""
	for _, m := range l.Meetings {
		for _, room := range []string{m.Session, m.Board} {
			stall := l.w.stalled(room, h.began, l.w.now())
			if stall > h.stall {
				h.stall, slowest = stall, room
			}
			may := l.mayPause(h, m, room)
			if may == strict {
				l.w.noted("rooms that had to go on through a fault")
			}
			if most, bounded := longest[may]; bounded && stall > most+still {
				l.w.violated("I12", "nothing was saved in %s for %s around %s", room, stall.Round(time.Millisecond), h.Fault)
			}
		}
	}
	l.Say("%8.3fs  … went on %s after its end; the longest pause was %s, of %s", l.w.now().Seconds(), h.went.Round(time.Millisecond), h.stall.Round(time.Millisecond), cmp.Or(slowest, "none"))
}

// mayPause tells what a room may do: go on, when enough of its people had their sockets at whole nodes from before the fault until
// after it.
func (l *Lab) mayPause(h *happened, m *Meeting, room string) pause {
	whole, known := h.whole(room)
	if !known {
		return asLong
	}
	// So many gestures within five seconds, about: that none of them is for this room and taken does not happen by chance.
	const within, enough = 5 * time.Second, 25
	n := 0
	for _, p := range append([]*Client{m.Lead}, m.People...) {
		if p.stayed(h.began, m.Session, room, whole) {
			n++
		}
	}
	switch {
	case time.Duration(n)*within/l.Every >= enough:
		return strict
	case h.And != nil: // the other may be one of those that take as long as they last
		return asLong
	default:
		return sent
	}
}

// stayed tells whether a person was at one whole node since an instant, in a room and its session.
func (p *Client) stayed(since time.Duration, session, room string, whole func(node int) bool) bool {
	there := p.At(session, "people."+p.Member) != nil && p.Live(room)
	p.mu.Lock()
	defer p.mu.Unlock()
	return there && p.conn != nil && p.back < since && whole(p.node)
}

// whole tells from which nodes a room can be reached all through a fault, once another node hosts it; false when from none.
func (h *happened) whole(room string) (at func(node int) bool, known bool) {
	host, hosted := h.hosts[room]
	hurt := []int{}
	for f, node := &h.Fault, h.Node; f != nil; f, node = f.And, andNode(f) {
		switch f.Kind {
		case StoreCrash, StoreAway, StoreFull, StoreHung:
			return nil, false
		case PartLinks, PartPair: // the host keeps its lease, and those who are elsewhere wait
			if f.And != nil || f != &h.Fault || !hosted {
				return nil, false
			}
			return h.parted(host), true
		case KillTwo:
			hurt = append(hurt, node, h.Other)
		case Kill, Freeze, Drain, PartStore, PartAll, OneWay, CutAll:
			hurt = append(hurt, node)
		case Roll: // all of them: nobody stays
		case RedisKill, RedisFlush, RedisAway, RedisHung, PartRedis, Slow, SlowReaders, Storm: // what is said is saved
		}
	}
	return func(node int) bool { return !slices.Contains(hurt, node) }, true
}

func andNode(f *Fault) int {
	if f.And == nil {
		return -1
	}
	return f.And.Node
}

// parted tells who reaches a host when links are broken.
func (h *happened) parted(host int) func(node int) bool {
	apart := func(a, b int) bool {
		if h.Kind == PartPair {
			return a == h.Node && b == h.Other || a == h.Other && b == h.Node
		}
		return a != b && (a == h.Node || b == h.Node)
	}
	return func(node int) bool { return !apart(node, host) }
}
