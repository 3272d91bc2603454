package sfu

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// unseated is the slot of a voice that is on no line.
const unseated = -1

// source is what one person publishes of one kind.
type source struct {
	id     uint32
	kind   TrackSource
	owner  *person
	room   *room
	layers atomic.Pointer[[]*layer]
	on     atomic.Bool // the owner says her camera is on

	watchers atomic.Pointer[[]*downTrack] // video: the lines fed by it; replaced under room.mu

	// mu is held while a packet is checked and written to everybody, so that whoever takes it after changing the formation or a
	// slot knows that nothing decided before is still on its way.
	mu   sync.Mutex
	slot int    // audio: the line it is on, or unseated
	run  uint32 // audio: raised at each break in what is forwarded
	// voices are those of the circle whose line it is; nil for none. It and slot are written under room.mu too.
	voices *voices
	formed *formation // what circle was found in
	circle *circle

	spokeAt atomic.Int64 // Unix ns of the last packet with a voice in it
	triedAt atomic.Int64 // Unix ns of the last try to be seated
}

func newSource(id uint32, kind TrackSource, owner *person) *source {
	s := &source{id: id, kind: kind, owner: owner, room: owner.room, slot: unseated}
	s.on.Store(true)
	s.layers.Store(&[]*layer{})
	s.watchers.Store(&[]*downTrack{})
	return s
}

// hear forwards one audio packet, or drops it.
func (s *source) hear(h *rtp.Header, payload []byte, voice bool, now time.Time) {
	if voice {
		s.spokeAt.Store(now.UnixNano())
	}
	if s.pass(h, payload, now) {
		return
	}
	// Allowed but on no line: try for one, then this packet again.
	if s.room.seat(s, voice, now) && s.pass(h, payload, now) {
		return
	}
	s.owner.figures.unseated.Add(1)
}

// pass answers false only for a voice that may be heard and is on no line.
func (s *source) pass(h *rtp.Header, payload []byte, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.circleLocked()
	if !at.gate.allows(s.owner.member) || !s.room.assent.holds(now) {
		s.run++
		at.gate.gated.Add(1)
		s.owner.figures.gated.Add(1)
		if s.owner.sfu != nil {
			s.owner.sfu.totals.refused.Add(1)
		}
		return true
	}
	if s.slot == unseated || s.voices != at.voices {
		return false
	}
	c := cut{source: s.id, run: s.run}
	self, slot, written := s.owner.member, s.slot, uint64(0)
	for _, e := range at.ears {
		c.stay = e.stay
		if e.member != self && e.audio[slot].forwardAudio(c, h, payload, now) {
			written++
		}
	}
	at.gate.passed(now)
	s.owner.figures.audio.Add(1)
	s.owner.figures.written.Add(written)
	return true
}

// circleLocked is where her packet is decided: all of it by the one formation that is in force now.
func (s *source) circleLocked() *circle {
	if f := s.room.formation.Load(); f != s.formed {
		s.formed, s.circle = f, f.circle(s.owner.member)
	}
	return s.circle
}

// move puts the voice on a line of a circle, or on none. It returns only when no packet is on its way to the former one.
func (s *source) move(v *voices, slot int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.voices != v || s.slot != slot {
		s.voices, s.slot = v, slot
		s.run++
	}
}

// show forwards one video packet of a layer. The payload must not be written to afterwards: lines keep it to resend it.
func (s *source) show(l *layer, h *rtp.Header, payload []byte, now time.Time) {
	l.seen.Store(now.UnixNano())
	s.owner.figures.video.Add(1)
	wanted := false
	unsure := s.room.formation.Load().divided() && !s.room.assent.holds(now)
	for _, d := range *s.watchers.Load() {
		if unsure {
			d.pause()
			continue
		}
		sent, key := d.forwardVideo(l, h, payload, now)
		if sent {
			s.owner.figures.written.Add(1)
		}
		wanted = wanted || key
	}
	if wanted {
		l.keyframe(now)
	}
}

// pick is the layer a wish gets now: the largest or the smallest that is arriving.
func (s *source) pick(wish Layer, now time.Time) *layer {
	all := *s.layers.Load()
	if wish == LayerHigh {
		for _, l := range slices.Backward(all) {
			if l.alive(now) {
				return l
			}
		}
		return nil
	}
	for _, l := range all {
		if l.alive(now) {
			return l
		}
	}
	return nil
}

// addLayer is called under room.mu.
func (s *source) addLayer(l *layer) {
	all := append(slices.Clone(*s.layers.Load()), l)
	slices.SortFunc(all, func(a, b *layer) int { return a.rank() - b.rank() })
	s.layers.Store(&all)
}

// watch adds a line to those fed by the source, or takes it away; called under room.mu.
func (s *source) watch(d *downTrack, on bool) {
	had := *s.watchers.Load()
	next := make([]*downTrack, 0, len(had)+1)
	for _, w := range had {
		if w != d {
			next = append(next, w)
		}
	}
	if on {
		next = append(next, d)
	}
	s.watchers.Store(&next)
}
