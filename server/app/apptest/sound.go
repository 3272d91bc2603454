package apptest

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Sound is the media of a tab in a room, with a real WebRTC stack: a microphone that
// never stops, and an ear that counts.
type Sound struct {
	s    *Socket
	room string
	api  *webrtc.API
	mic  *webrtc.TrackLocalStaticRTP
	// Resets is how often the server had it begin anew.
	Resets   atomic.Uint64
	attempt  string
	pub, sub *webrtc.PeerConnection
	// Heard is how many packets came, Sent how many left.
	Heard, Sent atomic.Uint64
	mu          sync.Mutex
	last        time.Time // when the latest of what was heard was said
	// voice goes with each packet of this microphone; by are those that were heard.
	voice uint64
	by    map[uint64]Voice
}

// Voice is what was heard of one microphone: so many packets, the latest of which was said then.
type Voice struct {
	Packets int
	Last    time.Time
}

// Of is what was heard of another's microphone.
func (d *Sound) Of(other *Sound) Voice {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.by[other.voice]
}

// Sound begins a tab's media in a room that it is in.
func (s *Socket) Sound(room string) *Sound {
	s.t.Helper()
	engine := &webrtc.MediaEngine{}
	if err := engine.RegisterDefaultCodecs(); err != nil {
		s.t.Fatal(err)
	}
	set := webrtc.SettingEngine{}
	set.SetIncludeLoopbackCandidate(true)
	set.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	set.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	api := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(set), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	mic, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "mic", "mic")
	if err != nil {
		s.t.Fatal(err)
	}
	mark := uuid.New()
	d := &Sound{s: s, room: room, api: api, mic: mic, voice: binary.BigEndian.Uint64(mark[:]), by: map[uint64]Voice{}}
	over := make(chan struct{})
	var work sync.WaitGroup
	s.t.Cleanup(func() {
		close(over)
		work.Wait() // a connection closed while it is being described is an error
		d.hangUp()
	})
	d.begin()
	work.Go(func() { d.answer(over) })
	work.Go(func() { d.talk(mic, over) })
	return d
}

// begin makes both connections from nothing, as a page does at first and when it is told to begin anew.
func (d *Sound) begin() {
	d.mu.Lock()
	d.pub, d.sub, d.attempt = peer(d.s.t, d.api), peer(d.s.t, d.api), uuid.NewString()
	d.mu.Unlock()
	d.sub.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { d.listen(track) })
	way, err := d.pub.AddTransceiverFromTrack(d.mic, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		d.s.t.Error(err)
		return
	}
	d.tell(map[string]any{"type": "start", "attempt": d.attempt})
	offer, err := d.pub.CreateOffer(nil)
	if err != nil {
		d.s.t.Error(err)
		return
	}
	d.tell(map[string]any{
		"type": "pub.offer", "epoch": 1, "sdp": described(d.s.t, d.pub, offer),
		"tracks": []map[string]any{{"mid": way.Mid(), "source": "mic"}},
	})
	d.tell(map[string]any{"type": "sending", "mic": true, "cam": false})
}

func (d *Sound) hangUp() {
	_, _ = d.pub.GracefulClose(), d.sub.GracefulClose() // the server may have ended them
}

func peer(t testing.TB, api *webrtc.API) *webrtc.PeerConnection {
	pc, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	return pc
}

// described sets a connection's own description and gives it with its addresses.
func described(t testing.TB, pc *webrtc.PeerConnection, d webrtc.SessionDescription) string {
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(d); err != nil {
		t.Errorf("describe: %v", err)
		return ""
	}
	<-gathered
	return pc.LocalDescription().SDP
}

func (d *Sound) tell(m map[string]any) {
	d.s.write.Lock()
	defer d.s.write.Unlock()
	_ = d.s.conn.WriteJSON(map[string]any{"t": "media", "r": d.room, "m": m}) // the socket may be closed by now
}

// answer does what the server asks until the socket ends.
func (d *Sound) answer(over <-chan struct{}) {
	for at := 0; ; {
		d.s.mu.Lock()
		asked, more, closed := d.s.media[at:], d.s.more, d.s.closed
		d.s.mu.Unlock()
		for _, raw := range asked {
			d.take(raw)
		}
		at += len(asked)
		if closed != nil {
			return
		}
		select {
		case <-over:
			return
		case <-more:
		}
	}
}

func (d *Sound) take(raw json.RawMessage) {
	var m struct {
		Type, Attempt string
		Epoch         int
		SDP, Code     string
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		d.s.t.Errorf("media: %v", err)
		return
	}
	var err error
	if m.Attempt != "" && m.Attempt != d.attempt {
		return // of connections that are no more
	}
	switch m.Type {
	case "reset":
		d.Resets.Add(1)
		d.hangUp()
		d.begin()
	case "refused":
		d.s.t.Errorf("media: refused: %s", m.Code)
	case "pub.answer":
		err = d.pub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: m.SDP})
	case "sub.offer":
		err = d.sub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP})
		var answer webrtc.SessionDescription
		if err == nil {
			answer, err = d.sub.CreateAnswer(nil)
		}
		if err == nil {
			d.tell(map[string]any{"type": "sub.answer", "epoch": m.Epoch, "sdp": described(d.s.t, d.sub, answer)})
		}
	}
	if err != nil {
		d.s.t.Errorf("media: %s: %v", m.Type, err)
	}
}

// talk sends 20 ms of sound every 4 ms.
func (d *Sound) talk(mic *webrtc.TrackLocalStaticRTP, over <-chan struct{}) {
	tick := time.NewTicker(4 * time.Millisecond)
	defer tick.Stop()
	h := rtp.Header{Version: 2}
	for {
		select {
		case <-over:
			return
		case <-tick.C:
		}
		h.SequenceNumber++
		h.Timestamp += 960
		said := binary.BigEndian.AppendUint64(make([]byte, 0, 60), uint64(time.Now().UnixNano()))
		said = binary.BigEndian.AppendUint64(said, d.voice)
		if err := mic.WriteRTP(&rtp.Packet{Header: h, Payload: said[:60]}); err != nil && !errors.Is(err, io.ErrClosedPipe) {
			d.s.t.Errorf("mic: %v", err)
		}
		d.Sent.Add(1)
	}
}

func (d *Sound) listen(track *webrtc.TrackRemote) {
	buf := make([]byte, 1500)
	for {
		n, _, err := track.Read(buf)
		if err != nil {
			return
		}
		p := rtp.Packet{}
		if err := p.Unmarshal(buf[:n]); err != nil || len(p.Payload) < 16 {
			d.s.t.Errorf("what is heard is not what was said: %d bytes, %v", len(p.Payload), err)
			return
		}
		said := time.Unix(0, int64(binary.BigEndian.Uint64(p.Payload)))
		voice := binary.BigEndian.Uint64(p.Payload[8:])
		d.mu.Lock()
		if said.After(d.last) {
			d.last = said
		}
		had := d.by[voice]
		if said.Before(had.Last) {
			said = had.Last
		}
		d.by[voice] = Voice{Packets: had.Packets + 1, Last: said}
		d.mu.Unlock()
		d.Heard.Add(1)
	}
}

// Way says where the connections are and what went through, for a test that waits in vain.
func (d *Sound) Way() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return fmt.Sprintf("microphone %s, ear %s; said %d, heard %d", d.pub.ConnectionState(), d.sub.ConnectionState(), d.Sent.Load(), d.Heard.Load())
}

// Last is when the latest of what was heard was said: packets tell, so that a machine that
// reads them late hears nothing late.
func (d *Sound) Last() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}
