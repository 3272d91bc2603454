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
	assent *assent

	formation atomic.Pointer[formation] // replaced under mu

	mu      sync.Mutex
	people  map[string]*person // by member
	sources []*source
	sat     uint32 // how often somebody sat down in a circle
	recent  recentGates
}

func newRoom(id string, log zerolog.Logger, assent *assent, now time.Time) *room {
	r := &room{id: id, log: log.With().Str("room", id).Logger(), assent: assent, people: map[string]*person{}}
	g := newGate("", 0, Nobody, nil, now)
	r.formation.Store(&formation{circles: []*circle{{gate: g, voices: &voices{}}}, unknown: true})
	return r
}

// setAudible puts gates in force and people in their circles. When it returns, nobody has a packet on its way to somebody of
// another circle, and nobody whom her circle's gate excludes has one on its way at all.
func (r *room) setAudible(a Audible, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	had := r.formation.Load()
	if f := had.form(a, now); !f.same(had) {
		r.takeLocked(f)
	}
}

// hush lets nobody be heard in any circle. People stay where they sit: no circle sees another's pictures meanwhile.
func (r *room) hush(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	had := r.formation.Load()
	if f := had.hushed(now); !f.same(had) {
		r.takeLocked(f)
	}
}

// takeLocked puts a formation in force.
func (r *room) takeLocked(f *formation) {
	f.settle(r.formation.Load(), &r.sat)
	r.formation.Store(f)
	r.recent.follow(f)
	for _, s := range r.sources {
		switch c := f.circle(s.owner.member); {
		case s.kind == Cam:
			r.partLocked(s, f)
		case r.keepsLine(s, c):
			s.move(s.voices, s.slot) // waits for a packet decided by the former formation
		default:
			r.standLocked(s)
		}
	}
	for _, s := range r.sources {
		if c := f.circle(s.owner.member); s.kind == Mic && c.gate.holder() == s.owner.member {
			r.sitLocked(s, c.voices, stickLine)
		}
	}
	r.kickLocked()
}

// keepsLine tells whether a voice stays where it is, which is true also of one on no line that has no claim to the stick's.
func (r *room) keepsLine(s *source, c *circle) bool {
	if s.slot != unseated && s.voices != c.voices {
		return false
	}
	return c.gate.allows(s.owner.member) && (c.gate.holder() != "") == (s.slot == stickLine)
}

// partLocked empties the lines that show a camera to people of other circles.
func (r *room) partLocked(s *source, f *formation) {
	for _, d := range *s.watchers.Load() {
		if !f.together(s.owner.member, d.to) {
			r.watchLocked(d, nil, LayerNone)
		}
	}
}

// seat finds a line for a voice the gate lets pass.
func (r *room) seat(s *source, speaking bool, now time.Time) bool {
	if now.UnixNano()-s.triedAt.Load() < int64(stealEvery) {
		return false
	}
	s.triedAt.Store(now.UnixNano())
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.formation.Load().circle(s.owner.member)
	if !c.gate.allows(s.owner.member) || !slices.Contains(r.sources, s) {
		return false
	}
	if s.slot != unseated {
		return true
	}
	if c.gate.holder() == s.owner.member {
		r.sitLocked(s, c.voices, stickLine)
		r.kickLocked()
		return true
	}
	lines := make([]talker, talkLines)
	for i := range lines {
		if t := c.voices[1+i]; t != nil {
			lines[i] = talker{taken: true, spokeAt: time.Unix(0, t.spokeAt.Load())}
		}
	}
	i, ok := lineFor(lines, speaking, now)
	if !ok {
		return false
	}
	r.sitLocked(s, c.voices, 1+i)
	r.kickLocked()
	return true
}

// sitLocked gives a line of a circle to a voice and takes it from whoever had it, in that order of silence: the former one is
// off the line before the new one is on.
func (r *room) sitLocked(s *source, v *voices, slot int) {
	had := v[slot]
	if had == s {
		return
	}
	if had != nil {
		r.standLocked(had)
	}
	r.standLocked(s)
	v[slot] = s
	s.move(v, slot)
}

func (r *room) standLocked(s *source) {
	if s.slot != unseated {
		s.voices[s.slot] = nil
	}
	s.move(nil, unseated)
}

func (r *room) addSource(s *source) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sources = append(r.sources, s)
	slices.SortFunc(r.sources, func(a, b *source) int { return cmp.Compare(a.owner.order, b.owner.order) })
	if c := r.formation.Load().circle(s.owner.member); s.kind == Mic && c.gate.holder() == s.owner.member {
		r.sitLocked(s, c.voices, stickLine)
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
	for _, d := range *s.watchers.Load() {
		r.watchLocked(d, nil, LayerNone) // nobody looks after them any more when people move
	}
	r.kickLocked()
}

// listen adds a listener, in place of the one she had.
func (r *room) listen(had, l *listener) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sat++
	r.formation.Store(r.formation.Load().with(had, l, r.sat))
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

// heardBy are the members on the audio lines of somebody's circle, "" for nobody.
func (r *room) heardBy(member string) (on [audioLines]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, s := range r.formation.Load().circle(member).voices {
		if s != nil {
			on[i] = s.owner.member
		}
	}
	return on
}

// cameras are those of somebody's circle, and who holds the stick there.
func (r *room) cameras(member string) (cams []*source, holder string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.formation.Load()
	for _, s := range r.sources {
		if s.kind == Cam && f.together(member, s.owner.member) {
			cams = append(cams, s)
		}
	}
	return cams, f.circle(member).gate.holder()
}

// watch moves a video line from one source to another, and to none when that one is of another circle by now.
func (r *room) watch(d *downTrack, to *source, wish Layer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if to != nil && (!r.formation.Load().together(d.to, to.owner.member) || !slices.Contains(r.sources, to)) {
		to, wish = nil, LayerNone
	}
	r.watchLocked(d, to, wish)
}

func (r *room) watchLocked(d *downTrack, to *source, wish Layer) {
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
