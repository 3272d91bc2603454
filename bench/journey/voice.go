// Package journey measures what a person waits for: the stick's hand-over, the first
// sound after the door, the weight of the first screen.
package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"palabre/bench/palabre"
)

// packetEvery is how often a voice sends: five times as often as a browser, so that
// the figure is the server's and not the wait for the next packet.
const packetEvery = 4 * time.Millisecond

// voice is one person with a real WebRTC stack over the documented socket. Each of
// her packets carries her mark.
type voice struct {
	socket *palabre.Socket
	mark   byte
	api    *webrtc.API
	pub    *webrtc.PeerConnection
	sub    *webrtc.PeerConnection
	inbox  chan json.RawMessage
	ready  chan struct{}
	once   sync.Once
	heard  func(mark byte, at time.Time)
}

// toClient is what the media server says; only what a voice needs is read.
type toClient struct {
	Type  string `json:"type"`
	Epoch int    `json:"epoch"`
	SDP   string `json:"sdp"`
	Code  string `json:"code"`
}

// speak opens both connections and sends until ctx ends; heard gets every packet that reaches her.
func speak(ctx context.Context, socket *palabre.Socket, mark byte, heard func(mark byte, at time.Time)) (*voice, error) {
	v := &voice{socket: socket, mark: mark, inbox: make(chan json.RawMessage, 64), ready: make(chan struct{}), heard: heard}
	engine := &webrtc.MediaEngine{}
	if err := engine.RegisterDefaultCodecs(); err != nil {
		return nil, fmt.Errorf("codecs: %w", err)
	}
	settings := webrtc.SettingEngine{}
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetICEMulticastDNSMode(1)
	settings.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	v.api = webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(settings), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	var err error
	if v.sub, err = v.api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return nil, fmt.Errorf("listening connection: %w", err)
	}
	v.sub.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { v.listen(track) })
	socket.HearMedia(func(message json.RawMessage) { v.inbox <- message })
	if err := socket.SayMedia(map[string]any{"type": "start", "attempt": socket.Client}); err != nil {
		return nil, err
	}
	if err := v.publish(ctx); err != nil {
		return nil, err
	}
	go v.answer(ctx)
	select {
	case <-v.ready:
		return v, nil
	case <-time.After(15 * time.Second):
		return nil, fmt.Errorf("media of %d does not connect", mark)
	}
}

func (v *voice) publish(ctx context.Context) error {
	var err error
	if v.pub, err = v.api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return fmt.Errorf("speaking connection: %w", err)
	}
	v.pub.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			v.once.Do(func() { close(v.ready) })
		}
	})
	mic, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "mic", "mic")
	if err != nil {
		return fmt.Errorf("microphone: %w", err)
	}
	line, err := v.pub.AddTransceiverFromTrack(mic, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return fmt.Errorf("microphone: %w", err)
	}
	offer, err := v.pub.CreateOffer(nil)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(v.pub)
	if err := v.pub.SetLocalDescription(offer); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	<-gathered
	err = v.socket.SayMedia(map[string]any{
		"type": "pub.offer", "epoch": 1, "sdp": v.pub.LocalDescription().SDP,
		"tracks": []map[string]any{{"mid": line.Mid(), "source": "mic"}},
	})
	if err != nil {
		return err
	}
	go v.talk(ctx, mic)
	return v.socket.SayMedia(map[string]any{"type": "sending", "mic": true, "cam": false})
}

func (v *voice) talk(ctx context.Context, mic *webrtc.TrackLocalStaticRTP) {
	tick := time.NewTicker(packetEvery)
	defer tick.Stop()
	var seq uint16
	var ts uint32
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		seq++
		ts += 960
		body := make([]byte, 60)
		body[0] = v.mark
		packet := &rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: ts}, Payload: body}
		if mic.WriteRTP(packet) != nil {
			return
		}
	}
}

func (v *voice) answer(ctx context.Context) {
	for {
		var message toClient
		select {
		case <-ctx.Done():
			return
		case raw := <-v.inbox:
			if json.Unmarshal(raw, &message) != nil {
				continue
			}
		}
		switch message.Type {
		case "pub.answer":
			_ = v.pub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: message.SDP})
		case "sub.offer":
			v.accept(message)
		}
	}
}

func (v *voice) accept(offer toClient) {
	if v.sub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer.SDP}) != nil {
		return
	}
	answer, err := v.sub.CreateAnswer(nil)
	if err != nil {
		return
	}
	gathered := webrtc.GatheringCompletePromise(v.sub)
	if v.sub.SetLocalDescription(answer) != nil {
		return
	}
	<-gathered
	_ = v.socket.SayMedia(map[string]any{"type": "sub.answer", "epoch": offer.Epoch, "sdp": v.sub.LocalDescription().SDP})
}

func (v *voice) listen(track *webrtc.TrackRemote) {
	buffer := make([]byte, 1500)
	for {
		n, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		var packet rtp.Packet
		if packet.Unmarshal(buffer[:n]) == nil && len(packet.Payload) > 0 {
			v.heard(packet.Payload[0], time.Now())
		}
	}
}

func (v *voice) close() {
	_ = v.pub.Close()
	_ = v.sub.Close()
	v.socket.Close()
}
