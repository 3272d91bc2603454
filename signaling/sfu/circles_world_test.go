package sfu

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"
)

// crowd is a room of people without connections: what each line of theirs writes is looked at as it is written.
type crowd struct {
	room  *room
	all   []*somebody
	ids   uint32
	heard func(to *somebody, line int, from byte, h *rtp.Header) // under the locks of the packet
}

// somebody has a microphone, a camera, five audio lines and one for pictures.
type somebody struct {
	name     string
	mark     byte
	p        *person
	mic, cam *source
	layer    *layer
	listener *listener
	screen   *downTrack
	here     bool
	said     atomic.Uint32
	shown    atomic.Uint32
}

const screenLine = audioLines

// outlet is the end of a line, in pion's place.
type outlet struct {
	w    *crowd
	to   *somebody
	line int
}

func (o outlet) WriteRTP(h *rtp.Header, p []byte) (int, error) {
	body := p
	if o.line == screenLine {
		body = p[vp8BodyAt:]
	}
	o.w.heard(o.to, o.line, body[0], h)
	return len(p), nil
}

func (o outlet) Write(b []byte) (int, error) { return len(b), nil }

// socket is what pion binds a line with.
type socket struct {
	bound
	codec webrtc.RTPCodecParameters
}

func (s socket) CodecParameters() []webrtc.RTPCodecParameters {
	return []webrtc.RTPCodecParameters{s.codec}
}
func (socket) RTCPReader() interceptor.RTCPReader { return nil }

func newCrowd(t rapid.TB, people int, now time.Time) *crowd {
	t.Helper()
	w := &crowd{room: newRoom("r", zerolog.Nop(), &assent{}, now)}
	for i := range people {
		s := &somebody{name: string(rune('a' + i)), mark: byte(i + 1)}
		s.p = newPerson(nil, w.room, s.name, uint64(i))
		w.all = append(w.all, s)
		w.enter(t, s)
	}
	return w
}

// enter has somebody publish and listen; she may have been there before.
func (w *crowd) enter(t rapid.TB, s *somebody) {
	t.Helper()
	w.ids += 2
	s.mic, s.cam = newSource(w.ids-1, Mic, s.p), newSource(w.ids, Cam, s.p)
	s.layer = &layer{id: s.cam.id, source: s.cam, ask: func([]rtcp.Packet) error { return nil }}
	s.cam.addLayer(s.layer)
	s.listener = &listener{member: s.name}
	opus := webrtc.RTPCodecParameters{RTPCodecCapability: opusCapability(), PayloadType: opusPayload}
	vp8 := webrtc.RTPCodecParameters{RTPCodecCapability: vp8Capability(), PayloadType: vp8Payload}
	bind := func(d *downTrack, line int, codec webrtc.RTPCodecParameters) {
		d.to = s.name
		if _, err := d.Bind(socket{bound{outlet{w, s, line}}, codec}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range s.listener.audio {
		s.listener.audio[i] = newAudioLine(fmt.Sprint("line", i))
		bind(s.listener.audio[i], i, opus)
	}
	s.screen = newVideoLine("screen")
	bind(s.screen, screenLine, vp8)
	w.room.listen(nil, s.listener)
	w.room.addSource(s.mic)
	w.room.addSource(s.cam)
	s.here = true
}

// exit takes her off the fan-out, as her peer connections' end does.
func (w *crowd) exit(s *somebody) {
	w.room.removeSource(s.mic)
	w.room.removeSource(s.cam)
	w.room.watch(s.screen, nil, LayerNone)
	w.room.listen(s.listener, nil)
	s.here = false
}

// speak sends one packet of her voice.
func (s *somebody) speak(now time.Time) {
	n := s.said.Add(1)
	s.mic.hear(&rtp.Header{SequenceNumber: uint16(n), Timestamp: n * 960}, payloadOf(s.mark), true, now)
}

// show sends one packet of her camera, a key frame by itself.
func (s *somebody) show(now time.Time) {
	n := s.shown.Add(1)
	body := append([]byte{0x90, 0x80, 0x80 | byte(n>>8)&0x7f, byte(n)}, 0, s.mark)
	s.cam.show(s.layer, &rtp.Header{SequenceNumber: uint16(n), Timestamp: n * 3000, Marker: true}, body, now)
}

const vp8BodyAt = 5 // X, I, picture id of 15 bits, the byte that tells a key frame

func payloadOf(mark byte) []byte {
	body := make([]byte, 60)
	body[0] = mark
	return body
}

// said is an Audible as a test draws it: by lists, so that the oracle reads it slowly.
type said struct {
	grant   uint64
	plenary place
	apart   []place
}

type place struct {
	group           string
	people, members []string
	mode            Mode
	grant           uint64
}

func (a said) audible() Audible {
	out := Audible{Grant: a.grant, Mode: a.plenary.mode, Members: setOf(a.plenary.members)}
	for _, c := range a.apart {
		out.Apart = append(out.Apart, Circle{
			Group: c.group, Grant: c.grant, People: setOf(c.people), Mode: c.mode, Members: setOf(c.members),
		})
	}
	return out
}

func setOf(names []string) map[string]struct{} {
	out := map[string]struct{}{}
	for _, n := range names {
		out[n] = struct{}{}
	}
	return out
}

// sits tells where somebody is, the slow way: -1 the plenary, else the index of the one circle that names her; false when
// several do.
func (a said) sits(name string) (int, bool) {
	at, times := -1, 0
	for i, c := range a.apart {
		for _, p := range c.people {
			if p == name {
				at = i
				times++
			}
		}
	}
	return at, times <= 1
}

func (a said) at(i int) place {
	if i < 0 {
		return a.plenary
	}
	return a.apart[i]
}

func (a said) sees(to, from string) bool {
	x, ok := a.sits(to)
	y, fine := a.sits(from)
	return ok && fine && x == y
}

func (a said) hears(to, from string) bool {
	i, ok := a.sits(from)
	if !ok || !a.sees(to, from) {
		return false
	}
	c := a.at(i)
	if c.mode == Everyone {
		return true
	}
	for _, m := range c.members {
		if c.mode == Only && m == from {
			return true
		}
	}
	return false
}
