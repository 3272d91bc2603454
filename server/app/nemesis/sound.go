package nemesis

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Sound is a person's microphone, which never stops and says who speaks and when, and her ear, which writes down what it hears.
type Sound struct {
	p    *Client
	room string
	w    *witness
	api  *webrtc.API
	mic  *webrtc.TrackLocalStaticRTP

	asked chan asked
	over  chan struct{}
	work  sync.WaitGroup

	mu       sync.Mutex
	pub, sub *webrtc.PeerConnection
	attempt  string
	heard    []packet
}

// asked is what the server wants, or nil: to begin anew.
type asked struct{ message json.RawMessage }

// packet is one that was heard: who said it and when, when it came, and when the connection it came by was begun.
type packet struct {
	speaker           int
	said, came, begun time.Duration
}

// between is the pace of packets of sound.
const between = 20 * time.Millisecond

func newSound(p *Client, room string, w *witness) (*Sound, error) {
	engine := &webrtc.MediaEngine{}
	if err := engine.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	set := webrtc.SettingEngine{}
	set.SetIncludeLoopbackCandidate(true)
	set.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	set.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	s := &Sound{
		p: p, room: room, w: w, asked: make(chan asked, 256), over: make(chan struct{}),
		api: webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(set), webrtc.WithInterceptorRegistry(&interceptor.Registry{})),
	}
	var err error
	s.mic, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "mic", "mic")
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.media = func(r string, message json.RawMessage) {
		if r == room {
			s.ask(asked{message})
		}
	}
	p.arrived = func(r string) {
		if r == room {
			s.ask(asked{})
		}
	}
	p.mu.Unlock()
	s.work.Go(s.serve)
	s.work.Go(s.talk)
	s.ask(asked{})
	return s, nil
}

func (s *Sound) ask(a asked) {
	select {
	case s.asked <- a:
	default:
		s.w.noted("a media message was not read in time")
	}
}

// Close ends it.
func (s *Sound) Close() {
	close(s.over)
	s.work.Wait()
	s.hangUp()
}

func (s *Sound) hangUp() {
	s.mu.Lock()
	pub, sub := s.pub, s.sub
	s.pub, s.sub = nil, nil
	s.mu.Unlock()
	if pub != nil {
		_, _ = pub.GracefulClose(), sub.GracefulClose() // the server may have ended them
	}
}

func (s *Sound) heardCount() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return uint64(len(s.heard))
}

// serve does what the server asks, one thing after the other.
func (s *Sound) serve() {
	for {
		select {
		case <-s.over:
			return
		case a := <-s.asked:
			var err error
			if a.message == nil {
				err = s.begin()
			} else {
				err = s.take(a.message)
			}
			if err != nil {
				s.w.noted("media: " + err.Error())
				s.later()
			}
		}
	}
}

// later begins anew in a moment.
func (s *Sound) later() {
	time.AfterFunc(time.Second, func() { s.ask(asked{}) })
}

// begin makes both connections from nothing.
func (s *Sound) begin() error {
	s.hangUp()
	pub, err := s.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	sub, err := s.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	begun, attempt := s.w.now(), uuid.NewString()
	s.mu.Lock()
	s.pub, s.sub, s.attempt = pub, sub, attempt
	s.mu.Unlock()
	sub.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { s.listen(track, begun) })
	way, err := pub.AddTransceiverFromTrack(s.mic, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return err
	}
	s.tell(map[string]any{"type": "start", "attempt": attempt})
	offer, err := pub.CreateOffer(nil)
	if err != nil {
		return err
	}
	sdp, err := described(pub, offer)
	if err != nil {
		return err
	}
	s.tell(map[string]any{"type": "pub.offer", "epoch": 1, "sdp": sdp, "tracks": []map[string]any{{"mid": way.Mid(), "source": "mic"}}})
	s.tell(map[string]any{"type": "sending", "mic": true, "cam": false})
	return nil
}

// described sets a connection's own description and gives it with its addresses.
func described(pc *webrtc.PeerConnection, d webrtc.SessionDescription) (string, error) {
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(d); err != nil {
		return "", err
	}
	<-gathered
	return pc.LocalDescription().SDP, nil
}

func (s *Sound) tell(m map[string]any) {
	_ = s.p.say(map[string]any{"t": "media", "r": s.room, "m": m}) // it begins anew on the next socket
}

func (s *Sound) take(raw json.RawMessage) error {
	var m struct {
		Type, Attempt string
		Epoch         int
		SDP, Code     string
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	s.mu.Lock()
	pub, sub, attempt := s.pub, s.sub, s.attempt
	s.mu.Unlock()
	if m.Attempt != "" && m.Attempt != attempt || pub == nil && m.Type != "reset" {
		return nil // of connections that are no more
	}
	switch m.Type {
	case "reset":
		s.w.noted("media reset")
		return s.begin()
	case "refused":
		s.w.noted("media refused " + m.Code)
		s.later()
	case "pub.answer":
		return pub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: m.SDP})
	case "sub.offer":
		if err := sub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP}); err != nil {
			return err
		}
		answer, err := sub.CreateAnswer(nil)
		if err != nil {
			return err
		}
		sdp, err := described(sub, answer)
		if err != nil {
			return err
		}
		s.tell(map[string]any{"type": "sub.answer", "epoch": m.Epoch, "sdp": sdp})
	}
	return nil
}

// talk sends sound: the instant and the speaker.
func (s *Sound) talk() {
	tick := time.NewTicker(between)
	defer tick.Stop()
	h := rtp.Header{Version: 2}
	for {
		select {
		case <-s.over:
			return
		case <-tick.C:
		}
		h.SequenceNumber++
		h.Timestamp += 960
		said := binary.BigEndian.AppendUint64(make([]byte, 0, 60), uint64(s.w.now()))
		said = binary.BigEndian.AppendUint32(said, uint32(s.p.Place))
		_ = s.mic.WriteRTP(&rtp.Packet{Header: h, Payload: said[:60]}) // connections come and go
	}
}

func (s *Sound) listen(track *webrtc.TrackRemote, begun time.Duration) {
	buf := make([]byte, 1500)
	for {
		n, _, err := track.Read(buf)
		if err != nil {
			return
		}
		p := rtp.Packet{}
		if err := p.Unmarshal(buf[:n]); err != nil || len(p.Payload) < 12 {
			s.w.violated("media", "what is heard is not what was said: %d bytes, %v", len(p.Payload), err)
			return
		}
		one := packet{
			speaker: int(binary.BigEndian.Uint32(p.Payload[8:])), said: time.Duration(binary.BigEndian.Uint64(p.Payload)), came: s.w.now(), begun: begun,
		}
		s.mu.Lock()
		s.heard = append(s.heard, one)
		s.mu.Unlock()
	}
}

func (p packet) String() string {
	return fmt.Sprintf("what person %d said at %.3fs, heard at %.3fs by a connection begun at %.3fs", p.speaker, p.said.Seconds(), p.came.Seconds(), p.begun.Seconds())
}
