package sfu

import (
	"strconv"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/rs/zerolog"
)

// nobodyReads is a listener's connection that takes packets at no cost.
type nobodyReads struct{}

func (nobodyReads) WriteRTP(_ *rtp.Header, p []byte) (int, error) { return len(p), nil }
func (nobodyReads) Write(b []byte) (int, error)                   { return len(b), nil }

// seatMany gives a room people who hear and are heard, without connections.
func seatMany(b *testing.B, r *room, people int) []*source {
	b.Helper()
	all := make([]*source, 0, people)
	for i := range people {
		p := newPerson(nil, r, "membre"+strconv.Itoa(i), uint64(i))
		l := &listener{member: p.member}
		for slot := range l.audio {
			l.audio[slot] = newAudioLine("line")
			l.audio[slot].mu.Lock()
			l.audio[slot].bound, l.audio[slot].writer = true, nobodyReads{}
			l.audio[slot].mu.Unlock()
		}
		r.listen(nil, l)
		s := newSource(uint32(i+1), Mic, p)
		r.addSource(s)
		all = append(all, s)
	}
	return all
}

// speak sends one packet of each speaker in turn; of packets, not of writes, is the cost told.
func speak(b *testing.B, speakers []*source) {
	b.Helper()
	now := time.Now()
	payload := make([]byte, 80)
	var h rtp.Header
	b.ReportAllocs()
	for b.Loop() {
		h.SequenceNumber++
		h.Timestamp += 960
		for _, s := range speakers {
			s.hear(&h, payload, true, now)
		}
	}
	b.StopTimer()
	written := uint64(0)
	for _, s := range speakers {
		written += s.owner.figures.written.Load()
	}
	if written < uint64(b.N*len(speakers)) {
		b.Fatalf("%d packets were written in %d rounds", written, b.N)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(speakers)), "ns/packet")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(written), "ns/write")
}

// One voice to fifty people who are all in the plenary, as an open talk and as a round.
func BenchmarkForwardPlenary(b *testing.B) {
	for name, a := range map[string]Audible{
		"open":  {Grant: 1, Mode: Everyone},
		"round": {Grant: 1, Mode: Only, Members: map[string]struct{}{"membre0": {}}},
	} {
		b.Run(name, func(b *testing.B) {
			r := newRoom("r", zerolog.Nop(), &assent{}, time.Now())
			r.setAudible(a, time.Now())
			speak(b, seatMany(b, r, 50)[:1])
		})
	}
}

// One voice in each of ten circles of five, and one in a circle of fifty who are apart: a packet costs by its listeners, not
// by how people sit.
func BenchmarkForwardCircles(b *testing.B) {
	for name, size := range map[string]int{"ten of five": 5, "one of fifty": 50} {
		b.Run(name, func(b *testing.B) {
			r := newRoom("r", zerolog.Nop(), &assent{}, time.Now())
			a := Audible{Grant: 1, Mode: Everyone}
			for i := range 50 {
				if i%size == 0 {
					a.Apart = append(a.Apart, Circle{Group: "g" + strconv.Itoa(i), Grant: 1, People: map[string]struct{}{}, Mode: Everyone})
				}
				a.Apart[i/size].People["membre"+strconv.Itoa(i)] = struct{}{}
			}
			r.setAudible(a, time.Now())
			var speakers []*source
			for i, s := range seatMany(b, r, 50) {
				if i%size == 0 {
					speakers = append(speakers, s)
				}
			}
			speak(b, speakers)
		})
	}
}

// Fifty people moved into ten circles and back.
func BenchmarkMove(b *testing.B) {
	r := newRoom("r", zerolog.Nop(), &assent{}, time.Now())
	seatMany(b, r, 50)
	apart := Audible{Grant: 1, Mode: Everyone}
	for i := range 50 {
		if i%5 == 0 {
			apart.Apart = append(apart.Apart, Circle{Group: "g" + strconv.Itoa(i), Grant: 1, People: map[string]struct{}{}, Mode: Everyone})
		}
		apart.Apart[i/5].People["membre"+strconv.Itoa(i)] = struct{}{}
	}
	b.ReportAllocs()
	for b.Loop() {
		r.setAudible(apart, time.Now())
		r.setAudible(Audible{Grant: 2, Mode: Everyone}, time.Now())
	}
}
