package sfu

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
)

// listener is a person as fan-out sees her. It never changes: a rebuilt sub is another listener.
type listener struct {
	member string
	audio  [audioLines]*downTrack
}

// room is the media of one room. Locks are taken in this order: person.mu, SFU.mu, room.mu, source.mu, downTrack.mu.
type room struct {
	id     string
	log    zerolog.Logger
	assent *assent // the node's

	gate      atomic.Pointer[gate]
	listeners atomic.Pointer[[]*listener] // replaced, never changed

	mu      sync.Mutex
	people  map[string]*person // by member
	sources []*source
	slots   [audioLines]*source
	recent  recentGates
}

func newRoom(id string, log zerolog.Logger, assent *assent, now time.Time) *room {
	r := &room{id: id, log: log.With().Str("room", id).Logger(), assent: assent, people: map[string]*person{}}
	g := newGate(Audible{Mode: Nobody}, now)
	r.gate.Store(g)
	r.listeners.Store(&[]*listener{})
	return r
}

// setAudible puts a gate in force. When it returns, nobody the gate excludes has a packet on its way.
func (r *room) setAudible(a Audible, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gate.Load().same(a) {
		return
	}
	g := newGate(a, now)
	r.gate.Store(g)
	r.recent.add(g)
	holder := g.holder()
	for _, s := range r.sources {
		if s.kind != Mic {
			continue
		}
		if r.keepsLine(s, g, holder) {
			s.move(s.slot) // waits for a packet decided by the former gate
			continue
		}
		r.standLocked(s)
	}
	for _, s := range r.sources {
		if s.kind == Mic && holder != "" && s.owner.member == holder {
			r.sitLocked(s, stickLine)
		}
	}
	r.kickLocked()
}

func (r *room) keepsLine(s *source, g *gate, holder string) bool {
	return g.allows(s.owner.member) && (holder != "") == (s.slot == stickLine)
}

// seat finds a line for a voice the gate lets pass.
func (r *room) seat(s *source, speaking bool, now time.Time) bool {
	if now.UnixNano()-s.triedAt.Load() < int64(stealEvery) {
		return false
	}
	s.triedAt.Store(now.UnixNano())
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.gate.Load()
	if !g.allows(s.owner.member) || !slices.Contains(r.sources, s) {
		return false
	}
	if s.slot != unseated {
		return true
	}
	if g.holder() == s.owner.member {
		r.sitLocked(s, stickLine)
		r.kickLocked()
		return true
	}
	lines := make([]talker, talkLines)
	for i := range lines {
		if t := r.slots[1+i]; t != nil {
			lines[i] = talker{taken: true, spokeAt: time.Unix(0, t.spokeAt.Load())}
		}
	}
	i, ok := lineFor(lines, speaking, now)
	if !ok {
		return false
	}
	r.sitLocked(s, 1+i)
	r.kickLocked()
	return true
}

// sitLocked gives a line to a voice and takes it from whoever had it, in that order of silence: the former one is off the
// line before the new one is on.
func (r *room) sitLocked(s *source, slot int) {
	if r.slots[slot] == s {
		return
	}
	if had := r.slots[slot]; had != nil && had != s {
		r.standLocked(had)
	}
	r.standLocked(s)
	r.slots[slot] = s
	s.move(slot)
}

func (r *room) standLocked(s *source) {
	s.move(unseated)
	for i, had := range r.slots {
		if had == s {
			r.slots[i] = nil
		}
	}
}

func (r *room) addSource(s *source) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sources = append(r.sources, s)
	slices.SortFunc(r.sources, func(a, b *source) int { return cmp.Compare(a.owner.order, b.owner.order) })
	if h := r.gate.Load().holder(); s.kind == Mic && h != "" && h == s.owner.member {
		r.sitLocked(s, stickLine)
	}
	r.kickLocked()
}

func (r *room) removeSource(s *source) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.sources, s) {
		return
	}
	r.sources = slices.DeleteFunc(r.sources, func(had *source) bool { return had == s })
	r.standLocked(s)
	r.kickLocked()
}

// listen adds a listener, in place of the one she had.
func (r *room) listen(had, l *listener) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := *r.listeners.Load()
	next := make([]*listener, 0, len(old)+1)
	for _, o := range old {
		if o != had {
			next = append(next, o)
		}
	}
	if l != nil {
		next = append(next, l)
	}
	r.listeners.Store(&next)
}

// kick makes everybody look at the room again.
func (r *room) kick() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kickLocked()
}

func (r *room) kickLocked() {
	for _, p := range r.people {
		p.kick()
	}
}

// voices are the members on the audio lines, "" for nobody.
func (r *room) voices() (on [audioLines]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, s := range r.slots {
		if s != nil {
			on[i] = s.owner.member
		}
	}
	return on
}

func (r *room) cameras() []*source {
	r.mu.Lock()
	defer r.mu.Unlock()
	var cams []*source
	for _, s := range r.sources {
		if s.kind == Cam {
			cams = append(cams, s)
		}
	}
	return cams
}

// watch moves a video line from one source to another.
func (r *room) watch(d *downTrack, to *source, wish Layer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	from, had := d.fed()
	if from == to && had == wish {
		return
	}
	if from != nil && from != to {
		from.watch(d, false)
	}
	d.feed(to, wish)
	if to != nil && from != to {
		to.watch(d, true)
	}
}

func (r *room) everyone() []*person {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]*person, 0, len(r.people))
	for _, p := range r.people {
		all = append(all, p)
	}
	return all
}

// guard is deferred by every goroutine of the room: a panic ends the room's media, is told, and goes no further.
func (r *room) guard(where string) {
	if v := recover(); v != nil {
		r.failed(where, v)
	}
}

func (r *room) failed(where string, v any) {
	r.log.Error().Str("where", where).Interface("panic", v).Msg("media of the room failed and begins again")
	for _, p := range r.everyone() {
		p.broken.Store(true)
		p.kick()
	}
}
