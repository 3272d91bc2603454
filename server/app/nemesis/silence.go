package nemesis

import (
	"fmt"
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
	g := gates{hear: hear, seen: l.w.firstSeen(room, len(log))}
	for _, e := range log {
		g.at = append(g.at, time.Duration(int64(e.At)-l.w.begun.UnixMilli())*time.Millisecond)
	}
	for _, s := range l.Sounds {
		g.ear = rooms.MemberID(s.p.Member)
		s.mu.Lock()
		heard := slices.Clone(s.heard)
		s.mu.Unlock()
		for _, o := range overheard(heard, func(p packet) (bool, string) { return g.lets(l.Clients[p.speaker].Member, p.said, p.came) }) {
			l.w.violated("I8", "%s heard %s%s", s.p.Name, o, l.openTalk(o, g))
		}
		l.closed(s.p.Name, heard, g)
	}
}

// stretch is what somebody heard of one speaker, without a second's pause, who should not have been heard.
type stretch struct {
	packet // the first
	last   time.Duration
	n      int
	why    string // of the first
}

func (o stretch) String() string {
	return fmt.Sprintf("%d packets until %.3fs of %s: %s", o.n, o.last.Seconds(), o.packet, o.why)
}

// overheard gathers the packets that nothing lets through.
func overheard(heard []packet, lets func(packet) (bool, string)) (all []stretch) {
	open := map[int]int{} // by speaker, the last
	for _, p := range heard {
		ok, why := lets(p)
		if ok {
			continue
		}
		if at, is := open[p.speaker]; is && p.said-all[at].last < time.Second {
			all[at].last, all[at].n = p.said, all[at].n+1
			continue
		}
		open[p.speaker] = len(all)
		all = append(all, stretch{p, p.said, 1, why})
	}
	return all
}

// openTalk tells of which fault a stretch may be the trace: everybody could be heard at a node when it was cut off, and it does not
// know of the round that began elsewhere. It excuses nothing.
func (l *Lab) openTalk(o stretch, g gates) string {
	for _, h := range l.faults {
		const media = 20 * time.Second // outlive a socket
		_, at := g.between(h.began, h.began)
		if h.began <= o.said && o.said <= h.ended+media && at > 0 && g.hear[at-1].of(g.ear).Mode == rooms.HearEveryone {
			return fmt.Sprintf(" (everybody could be heard when this began at %.3fs: %s)", h.began.Seconds(), h.Fault)
		}
	}
	return ""
}

// gates is who may be heard from each position of a log on: when it was committed, and when somebody first saw it or a later one.
type gates struct {
	ear      rooms.MemberID // of whom they are asked
	hear     []hearing
	at, seen []time.Duration
}

// between gives the positions that may have been in force from one instant to another, first to last, 0 for before all.
func (g gates) between(from, to time.Duration) (first, last int) {
	first = sort.Search(len(g.seen), func(i int) bool { return g.seen[i] > from })
	last = sort.Search(len(g.at), func(i int) bool { return g.at[i] > to+lateClock })
	return first, max(first, last)
}

// lets tells whether something said then could be heard by her when it came; if not, why.
func (g gates) lets(member string, said, came time.Duration) (bool, string) {
	first, last := g.between(said, came)
	if first == 0 {
		return true, ""
	}
	for seq := first; seq <= last; seq++ {
		if g.hear[seq-1].Hears(g.ear, rooms.MemberID(member)) {
			return true, ""
		}
	}
	return false, fmt.Sprintf("positions %d to %d do not let her", first, last)
}

// gated tells whether not everybody could be heard in her circle, all the time.
func (g gates) gated(from, to time.Duration) bool {
	first, last := g.between(from, to)
	for seq := max(first, 1); seq <= last; seq++ {
		if g.hear[seq-1].of(g.ear).Mode != rooms.HearOnly {
			return false
		}
	}
	return first > 0
}

type hearing struct{ rooms.Audible }

// of is the circle somebody sits in; one of its own, where nobody is heard, for whom two circles name.
func (h hearing) of(m rooms.MemberID) rooms.Circle {
	if c, ok := h.CircleOf(m); ok {
		return c
	}
	return rooms.Circle{Mode: rooms.HearOnly}
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
func (l *Lab) closed(who string, heard []packet, g gates) {
	for _, h := range l.faults {
		switch h.Kind {
		case PartStore, PartAll, OneWay, StoreAway, StoreHung:
		default:
			continue
		}
		from, to := h.began+gateHold+lateClock, h.ended
		if h.And != nil || h.Kind != StoreAway && h.Kind != StoreHung && h.host != h.Node || from >= to || !g.gated(h.began, to) {
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
