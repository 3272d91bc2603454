package sfu

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// pub is what one person publishes.
type pub struct {
	p       *person
	pc      *webrtc.PeerConnection
	epoch   int
	labels  map[string]TrackSource // by mid
	sources map[TrackSource]*source
	stopped bool
}

// checkOffer refuses what no client of ours sends.
func checkOffer(m PubOffer) error {
	if len(m.SDP) > maxSDP || len(m.Tracks) > maxPubLines || strings.Count(m.SDP, "\nm=") > maxPubLines {
		return fmt.Errorf("sfu: pub offer: %w", ErrSDP)
	}
	for _, t := range m.Tracks {
		if (t.Source != Mic && t.Source != Cam) || len(t.Mid) > maxID {
			return fmt.Errorf("sfu: track %q: %w", t.Source, ErrMalformed)
		}
	}
	return nil
}

// withoutCandidates removes the addresses a browser may have put in its description: we learn it from its packets, and
// never send to an address somebody merely wrote down.
func withoutCandidates(sdp string) string {
	lines := strings.SplitAfter(sdp, "\n")
	kept := lines[:0]
	for _, l := range lines {
		if !strings.HasPrefix(l, "a=candidate:") {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "")
}

func newPub(p *person) (*pub, error) {
	pc, err := p.sfu.pub.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, fmt.Errorf("sfu: pub: %w", err)
	}
	b := &pub{p: p, pc: pc, labels: map[string]TrackSource{}, sources: map[TrackSource]*source{}}
	pc.OnTrack(func(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
		p.sfu.spawn(func() {
			defer p.room.guard("track")
			b.receive(t, r)
		})
	})
	watchState(p, pc)
	return b, nil
}

// watchState has the person's media begin again when a path is lost for good.
func watchState(p *person, pc *webrtc.PeerConnection) {
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateFailed {
			p.broken.Store(true)
			p.kick()
		}
	})
}

func (b *pub) offered(m PubOffer) error {
	if m.Epoch <= b.epoch {
		return nil // a repeated or an older offer: its answer is on its way, or nobody waits for it
	}
	for _, t := range m.Tracks {
		b.labels[t.Mid] = t.Source
	}
	offer := webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: withoutCandidates(m.SDP)}
	if err := b.pc.SetRemoteDescription(offer); err != nil {
		return fmt.Errorf("sfu: pub offer: %w: %w", ErrSDP, err)
	}
	answer, err := b.pc.CreateAnswer(nil)
	if err != nil {
		return fmt.Errorf("sfu: pub answer: %w: %w", ErrSDP, err)
	}
	if err := describe(b.pc, answer); err != nil {
		return fmt.Errorf("sfu: pub answer: %w: %w", ErrSDP, err)
	}
	b.epoch = m.Epoch
	b.p.tell(PubAnswer{Epoch: m.Epoch, SDP: b.pc.LocalDescription().SDP})
	return nil
}

// describe sets a local description and waits for the sockets' candidates, which are known at once. A description that has
// candidates is good enough when the end of the gathering is not told.
func describe(pc *webrtc.PeerConnection, d webrtc.SessionDescription) error {
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(d); err != nil {
		return fmt.Errorf("set local description: %w", err)
	}
	timeout := time.NewTimer(gatherWithin)
	defer timeout.Stop()
	select {
	case <-gathered:
		return nil
	case <-timeout.C:
		if strings.Contains(pc.LocalDescription().SDP, "a=candidate:") {
			return nil
		}
		return errors.New("no candidate was gathered")
	}
}

func (b *pub) sending(m Sending) {
	if s := b.sources[Cam]; s != nil {
		s.on.Store(m.Cam)
	}
}

// stop takes what she publishes off the fan-out. Called under person.mu.
func (b *pub) stop() {
	b.stopped = true
	for _, s := range b.sources {
		b.p.room.removeSource(s)
	}
}

// receive is the read loop of one track, until its connection closes.
func (b *pub) receive(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	l := b.publish(t, r)
	if l == nil {
		return
	}
	if !b.p.sfu.spawn(func() { drain(t, r) }) {
		return
	}
	if l.source.kind == Mic {
		hearAll(l.source, t, levelExtension(r))
		return
	}
	showAll(l, t)
}

// publish finds the source a track belongs to, and makes it when it is the first. It answers nil for a track that nobody
// asked for: a second microphone, a layer too many.
func (b *pub) publish(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) *layer {
	b.p.mu.Lock()
	defer b.p.mu.Unlock()
	if b.stopped {
		return nil
	}
	kind := b.labelOf(t, r)
	if (kind == Mic) != (t.Kind() == webrtc.RTPCodecTypeAudio) {
		return nil
	}
	s := b.sources[kind]
	if s != nil && (kind == Mic || t.RID() == "" || len(*s.layers.Load()) >= maxLayers) {
		return nil
	}
	l := &layer{id: b.p.sfu.ids.Add(1), rid: t.RID(), ssrc: uint32(t.SSRC()), ask: b.pc.WriteRTCP}
	if s == nil {
		s = newSource(l.id, kind, b.p)
		s.on.Store(kind == Mic || b.p.sending.Cam)
		b.sources[kind] = s
		defer b.p.room.addSource(s)
	}
	l.source = s
	b.p.room.mu.Lock()
	s.addLayer(l)
	b.p.room.mu.Unlock()
	return l
}

func (b *pub) labelOf(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) TrackSource {
	for _, tr := range b.pc.GetTransceivers() {
		if tr.Receiver() == r {
			if s, ok := b.labels[tr.Mid()]; ok {
				return s
			}
		}
	}
	if t.Kind() == webrtc.RTPCodecTypeAudio {
		return Mic
	}
	return Cam
}

// drain reads the publisher's reports, for the interceptors that answer them.
func drain(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	buf := make([]byte, readBuffer)
	for {
		var err error
		if t.RID() == "" {
			_, _, err = r.Read(buf)
		} else {
			_, _, err = r.ReadSimulcast(buf, t.RID())
		}
		if err != nil {
			return
		}
	}
}

func levelExtension(r *webrtc.RTPReceiver) uint8 {
	for _, e := range r.GetParameters().HeaderExtensions {
		if e.URI == levelURI {
			return uint8(e.ID)
		}
	}
	return 0
}

func hearAll(s *source, t *webrtc.TrackRemote, levelID uint8) {
	buf := make([]byte, readBuffer)
	var pkt rtp.Packet
	var run sequence
	totals := &s.owner.sfu.totals
	for {
		n, _, err := t.Read(buf)
		if err != nil {
			return
		}
		pkt = rtp.Packet{}
		if pkt.Unmarshal(buf[:n]) != nil {
			continue // not RTP: nothing to forward
		}
		totals.received.Add(1)
		totals.lost.Add(run.gap(pkt.SequenceNumber))
		s.hear(&pkt.Header, pkt.Payload, voiced(&pkt, levelID), time.Now())
	}
}

// voiced tells speech from silence by the level the browser measured (RFC 6464), or by the packet's size when it did not:
// with DTX a silence is a few bytes.
func voiced(pkt *rtp.Packet, levelID uint8) bool {
	if levelID != 0 {
		var l rtp.AudioLevelExtension
		if raw := pkt.GetExtension(levelID); raw != nil && l.Unmarshal(raw) == nil {
			return l.Level < quietLevel
		}
	}
	return len(pkt.Payload) > silentBytes
}

func showAll(l *layer, t *webrtc.TrackRemote) {
	buf := make([]byte, readBuffer)
	for {
		n, _, err := t.Read(buf)
		if err != nil {
			return
		}
		var pkt rtp.Packet
		if pkt.Unmarshal(append([]byte(nil), buf[:n]...)) != nil {
			continue // not RTP: nothing to forward
		}
		l.source.show(l, &pkt.Header, pkt.Payload, time.Now())
	}
}

// isPictureRequest tells the RTCP that asks for a key frame.
func isPictureRequest(p rtcp.Packet) bool {
	switch p.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		return true
	default:
		return false
	}
}
