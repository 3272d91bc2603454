package sfu

import (
	"bytes"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"
)

// tape records what a line writes.
type tape struct {
	heads  []rtp.Header
	bodies [][]byte
}

func (w *tape) WriteRTP(h *rtp.Header, p []byte) (int, error) {
	w.heads = append(w.heads, *h)
	w.bodies = append(w.bodies, bytes.Clone(p))
	return len(p), nil
}

func (w *tape) Write(b []byte) (int, error) { return len(b), nil }

type bound struct{ w webrtc.TrackLocalWriter }

func (bound) CodecParameters() []webrtc.RTPCodecParameters {
	return []webrtc.RTPCodecParameters{{RTPCodecCapability: vp8Capability(), PayloadType: vp8Payload}}
}
func (bound) HeaderExtensions() []webrtc.RTPHeaderExtensionParameter { return nil }
func (bound) SSRC() webrtc.SSRC                                      { return 7 }
func (bound) SSRCRetransmission() webrtc.SSRC                        { return 0 }
func (bound) SSRCForwardErrorCorrection() webrtc.SSRC                { return 0 }
func (b bound) WriteStream() webrtc.TrackLocalWriter                 { return b.w }
func (bound) ID() string                                             { return "x" }
func (bound) RTCPReader() interceptor.RTCPReader                     { return nil }

// camera is a source with a small and a large layer, and a line fed by it.
type camera struct {
	src        *source
	small, big *layer
	line       *downTrack
	out        *tape
	asked      int
	now        time.Time
}

func newCamera(t testing.TB) *camera {
	c := &camera{out: &tape{}, now: time.Unix(1000, 0)}
	p := newPerson(nil, newRoom("r", zerolog.Nop(), &assent{}, c.now), "awa", 1)
	c.src = newSource(1, Cam, p)
	ask := func([]rtcp.Packet) error { c.asked++; return nil }
	c.small = &layer{id: 1, rid: "q", source: c.src, ask: ask}
	c.big = &layer{id: 2, rid: "h", source: c.src, ask: ask}
	c.src.addLayer(c.big)
	c.src.addLayer(c.small)
	c.line = newVideoLine("v")
	if _, err := c.line.Bind(bound{c.out}); err != nil {
		t.Fatal(err)
	}
	c.src.watch(c.line, true)
	return c
}

// frame sends one frame of two packets on a layer.
func (c *camera) frame(l *layer, seq *uint16, pic uint16, key bool) {
	for i := range 2 {
		body := []byte{0x80, 0xc0, 0x80 | byte(pic>>8)&0x7f, byte(pic), byte(pic), 1, 2, 3}
		if i == 0 {
			body[0] |= 0x10
			if key {
				body[5] = 0
			}
		}
		*seq++
		c.src.show(l, &rtp.Header{SequenceNumber: *seq, Timestamp: uint32(pic) * 3000, Marker: i == 1}, body, c.now)
	}
}

// Layers come and go and the listener changes her mind: what she gets is one stream of pictures, each starting where the
// other ended, each switch on a key frame, sequence and picture ids without a hole.
func TestSwitchingLayersIsSeamless(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newCamera(t)
		c.line.feed(c.src, LayerLow)
		seqs := map[*layer]*uint16{c.small: ptr(rapid.Uint16().Draw(rt, "seq q")), c.big: ptr(rapid.Uint16().Draw(rt, "seq h"))}
		pics := map[*layer]uint16{c.small: rapid.Uint16Range(0, 0x7fff).Draw(rt, "pic q"), c.big: rapid.Uint16Range(0, 0x7fff).Draw(rt, "pic h")}
		dead := false
		for range rapid.IntRange(10, 120).Draw(rt, "frames") {
			switch rapid.IntRange(0, 19).Draw(rt, "what") {
			case 0:
				c.line.feed(c.src, LayerHigh)
			case 1:
				c.line.feed(c.src, LayerLow)
			case 2:
				c.line.feed(c.src, LayerNone)
			case 3:
				dead = !dead
			}
			c.now = c.now.Add(33 * time.Millisecond)
			for _, l := range []*layer{c.small, c.big} {
				if dead && l == c.big {
					continue
				}
				pics[l] = (pics[l] + 1) & 0x7fff
				c.frame(l, seqs[l], pics[l], rapid.IntRange(0, 4).Draw(rt, "key") == 0)
			}
		}
		for i := 1; i < len(c.out.heads); i++ {
			if c.out.heads[i].SequenceNumber != c.out.heads[i-1].SequenceNumber+1 {
				rt.Fatalf("packet %d: sequence %d after %d", i, c.out.heads[i].SequenceNumber, c.out.heads[i-1].SequenceNumber)
			}
			had, _ := readVP8(c.out.bodies[i-1])
			got, _ := readVP8(c.out.bodies[i])
			if step := (got.pic - had.pic) & 0x7fff; step > 1 {
				rt.Fatalf("packet %d: picture %d after %d", i, got.pic, had.pic)
			}
			if !got.start && got.pic != had.pic {
				rt.Fatalf("packet %d begins a picture in its middle", i)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }

// A viewer gets nothing before a key frame; requests for one are not repeated within half a second whoever waits.
func TestKeyFrameRequestsAreCoalesced(t *testing.T) {
	c := newCamera(t)
	c.line.feed(c.src, LayerLow)
	var seq uint16
	for i := range 30 {
		c.now = c.now.Add(20 * time.Millisecond) // 600 ms in all
		c.frame(c.small, &seq, uint16(i), false)
	}
	if len(c.out.heads) != 0 || c.asked != 2 {
		t.Fatalf("%d packets before a key frame, %d requests", len(c.out.heads), c.asked)
	}
	c.frame(c.small, &seq, 31, true)
	if len(c.out.heads) != 2 {
		t.Fatal("the key frame was not forwarded")
	}
}

// What a listener missed is sent again, the same bytes under the same number; what is forgotten is not invented.
func TestResend(t *testing.T) {
	c := newCamera(t)
	c.line.feed(c.src, LayerLow)
	var seq uint16 = 65000
	for i := range 300 {
		c.now = c.now.Add(20 * time.Millisecond)
		c.frame(c.small, &seq, uint16(i), i == 0)
	}
	n := len(c.out.heads)
	want := c.out.heads[n-100]
	if !c.line.resend(want.SequenceNumber) {
		t.Fatal("a recent packet is not sent again")
	}
	if got := c.out.heads[n]; got.SequenceNumber != want.SequenceNumber || got.Timestamp != want.Timestamp || !bytes.Equal(c.out.bodies[n], c.out.bodies[n-100]) {
		t.Fatalf("sent %+v again as %+v", want, got)
	}
	if c.line.resend(c.out.heads[n-300].SequenceNumber) || c.line.resend(seq+1000) {
		t.Fatal("a packet was sent again that is not remembered")
	}
}

// Twelve cameras and no more; the holder's is always among them, then those asked large, then the order of arrival.
func TestChooseCameras(t *testing.T) {
	r := newRoom("r", zerolog.Nop(), &assent{}, time.Unix(0, 0))
	var all []*source
	for i := range 20 {
		all = append(all, newSource(uint32(i), Cam, newPerson(nil, r, string(rune('a'+i)), uint64(i))))
	}
	all[1].on.Store(false)
	w := wishes{video: map[string]Layer{"s": LayerHigh, "c": LayerNone}}
	got := ""
	for _, s := range chooseCameras(all, "a", "t", w, maxVideoLines) {
		got += s.owner.member
	}
	if got != "tsdefghijklm" {
		t.Fatalf("cameras chosen: %s", got)
	}
	if n := len(chooseCameras(all, "a", "t", wishes{audioOnly: true}, maxVideoLines)); n != 0 {
		t.Fatalf("%d cameras for somebody who wants sound only", n)
	}
}

func FuzzVP8(f *testing.F) {
	f.Add([]byte{0x90, 0xf0, 0x81, 0x02, 0x03, 0x04, 0x00})
	f.Add([]byte{0x10, 0x00})
	f.Fuzz(func(t *testing.T, p []byte) {
		h, ok := readVP8(p)
		if !ok {
			return
		}
		if h.headLen >= len(p) {
			t.Fatalf("descriptor of %d bytes in %d", h.headLen, len(p))
		}
		moved := shift{pic: 3, tl0: 5}.apply(make([]byte, 0, readBuffer), p, h)
		back, ok := readVP8(moved)
		if !ok || back.keyframe != h.keyframe || back.headLen != h.headLen || !bytes.Equal(moved[h.headLen:], p[h.headLen:]) {
			t.Fatalf("moving the descriptor changed the picture: %+v, %+v", h, back)
		}
	})
}
