package nemesis

import (
	"slices"
	"sort"
	"time"

	"palabre/rooms"
	"palabre/rooms/session"
)

// lateClock is how far the database's clock and ours may be apart, and how long a packet may be on its way inside.
const lateClock = 100 * time.Millisecond

// silence is I8. Who may be heard follows from the log. A gate is shut before anybody is told of it: once somebody has seen a
// position, no packet said afterwards by someone whom no later position lets speak may be heard, by any way.
func (l *Lab) silence(log []logged) {
	room := l.Meetings[0].Session
	hear, err := hearings(room, log)
	if err != nil {
		l.w.violated("I8", "%s: the log does not replay: %v", room, err)
		return
	}
	seen := l.w.firstSeen(room, len(log))
	wall := l.w.begun.UnixMilli()
	came := func(by time.Duration) int { // the last position committed by then
		late := wall + (by + lateClock).Milliseconds()
		return sort.Search(len(log), func(i int) bool { return int64(log[i].At) > late })
	}
	for _, s := range l.Sounds {
		s.mu.Lock()
		heard := slices.Clone(s.heard)
		s.mu.Unlock()
		for _, p := range heard {
			first := sort.Search(len(seen), func(i int) bool { return seen[i] > p.said }) // positions 1 to first were seen by then
			last := max(came(p.came), first)
			may := false
			for seq := max(first, 1); seq <= last && !may; seq++ {
				may = hear[seq-1].lets(l.Clients[p.speaker].Member)
			}
			if !may && first > 0 {
				l.w.violated("I8", "%s heard %s: positions %d to %d do not let her", s.p.Name, p, first, last)
			}
		}
		l.closed(s.p.Name, heard, func(from, to time.Duration) bool {
			first := sort.Search(len(seen), func(i int) bool { return seen[i] > from })
			for seq := max(first, 1); seq <= came(to); seq++ {
				if hear[seq-1].Mode != rooms.HearOnly {
					return false
				}
			}
			return first > 0
		})
	}
}

type hearing struct{ rooms.Audible }

func (h hearing) lets(member string) bool {
	return h.Mode == rooms.HearEveryone || slices.Contains(h.Members, rooms.MemberID(member))
}

// hearings tells who is heard after each event.
func hearings(room string, log []logged) ([]hearing, error) {
	s := session.New(rooms.RoomID(room))
	out := make([]hearing, 0, len(log))
	for _, e := range log {
		if err := s.Apply(e.Event); err != nil {
			return nil, err
		}
		out = append(out, hearing{s.Audible()})
	}
	return out, nil
}

// firstSeen tells when somebody first saw each position, 1 and on, or a later one; positions nobody saw were seen never.
func (w *witness) firstSeen(room string, n int) []time.Duration {
	const never = 1<<63 - 1
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]time.Duration, n)
	best := time.Duration(never)
	for seq := n; seq >= 1; seq-- {
		if at, ok := w.seen[room][uint64(seq)]; ok {
			best = min(best, at)
		}
		out[seq-1] = best
	}
	return out
}

// gateHold is how long a gate may stay open after its node last heard the store.
const gateHold = 2 * time.Second

// closed is I8 of a node that is cut off from the store: after two seconds its gated rounds are silent, whoever holds the stick.
func (l *Lab) closed(who string, heard []packet, gated func(from, to time.Duration) bool) {
	for _, h := range l.faults {
		switch h.Kind {
		case PartStore, PartAll, OneWay, StoreAway:
		default:
			continue
		}
		from, to := h.began+gateHold+lateClock, h.ended
		if h.Kind != StoreAway && h.host != h.Node || from >= to || !gated(h.began, to) {
			continue
		}
		if h.Kind == StoreAway {
			from += h.crashed - h.began
		}
		n := 0
		for _, p := range heard {
			if p.begun < h.began && p.said > from && p.said < to {
				n++
			}
		}
		l.w.noted("gated rounds on a node cut off from the store")
		if n > 0 {
			l.w.violated("I8", "%s heard %d packets from a node cut off from the store (%s at %.3fs)", who, n, h.Fault, h.began.Seconds())
		}
	}
}
