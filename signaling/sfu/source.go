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

	// mu is held while a packet is checked and written to everybody, so that whoever takes it after changing the gate or a
	// slot knows that nothing decided before is still on its way.
	mu   sync.Mutex
	slot int    // audio: the line it is on, or unseated
	run  uint32 // audio: raised at each break in what is forwarded

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
	g := s.room.gate.Load()
	if !g.allows(s.owner.member) || !s.room.assent.holds(now) {
		s.run++
		g.gated.Add(1)
		s.owner.figures.gated.Add(1)
		if s.owner.sfu != nil {
			s.owner.sfu.totals.refused.Add(1)
		}
		return true
	}
	if s.slot == unseated {
		return false
	}
	c := cut{source: s.id, run: s.run}
	for _, l := range *s.room.listeners.Load() {
		if l.member != s.owner.member && l.audio[s.slot].forwardAudio(c, h, payload, now) {
			s.owner.figures.written.Add(1)
		}
	}
	g.passed(now)
	s.owner.figures.audio.Add(1)
	return true
}

// move puts the voice on a line, or on none. It returns only when no packet is on its way to the former one.
func (s *source) move(slot int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.slot != slot {
		s.slot = slot
		s.run++
	}
}

// show forwards one video packet of a layer. The payload must not be written to afterwards: lines keep it to resend it.
func (s *source) show(l *layer, h *rtp.Header, payload []byte, now time.Time) {
	l.seen.Store(now.UnixNano())
	wanted := false
	for _, d := range *s.watchers.Load() {
		sent, key := d.forwardVideo(l, h, payload, now)
		if sent {
			s.owner.figures.written.Add(1)
		}
		wanted = wanted || key
	}
	s.owner.figures.video.Add(1)
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
