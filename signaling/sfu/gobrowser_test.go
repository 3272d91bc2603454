package sfu_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"

	"palabre/signaling/sfu"
)

// patience is how long a test waits for something that must happen.
const patience = 20 * time.Second

func newSFU(t *testing.T, tune ...func(*sfu.Config)) *sfu.SFU {
	t.Helper()
	config := sfu.Config{UDPAddr: "127.0.0.1:0", Log: zerolog.New(zerolog.NewTestWriter(t)).Level(zerolog.WarnLevel)}
	for _, f := range tune {
		f(&config)
	}
	s, err := sfu.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// heard is one packet that reached a listener.
type heard struct {
	line  sfu.LineKind
	mid   string
	from  byte // the talker's mark
	count uint64
	seq   uint16
	ts    uint32
	at    time.Time
	size  int
}

// browser is a person with a real WebRTC stack, as her browser would behave.
type browser struct {
	t      *testing.T
	member string
	mark   byte
	peer   *sfu.Peer
	api    *webrtc.API

	mu    sync.Mutex
	cond  *sync.Cond
	pub   *webrtc.PeerConnection
	sub   *webrtc.PeerConnection
	epoch int
	lines []sfu.Line
	heard []heard
	told  []sfu.ToClient
	dead  bool
	inbox chan sfu.ToClient

	mic, cam  *webrtc.TrackLocalStaticRTP
	sent      atomic.Uint64 // packets of the microphone
	keysAsked atomic.Uint64
	work      sync.WaitGroup
	answering sync.WaitGroup
	stopped   chan struct{}
}

func join(t *testing.T, s *sfu.SFU, room, member string, mark byte) *browser {
	t.Helper()
	b := newBrowser(t, member, mark)
	b.connect(s, room, "connection-"+member)
	b.tell(sfu.Start{Attempt: attemptOf(member)})
	return b
}

// attemptOf is the id a page gives its media.
func attemptOf(member string) string { return "page of " + member }

func newBrowser(t *testing.T, member string, mark byte) *browser {
	t.Helper()
	return newBrowserOn(t, member, mark, webrtc.NetworkTypeUDP4)
}

// newBrowserOn is a browser on a network that lets only one kind of packet through.
func newBrowserOn(t *testing.T, member string, mark byte, network webrtc.NetworkType) *browser {
	t.Helper()
	b := &browser{t: t, member: member, mark: mark, inbox: make(chan sfu.ToClient, 256), stopped: make(chan struct{})}
	b.cond = sync.NewCond(&b.mu)
	m := &webrtc.MediaEngine{}
	if err := m.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	e := webrtc.SettingEngine{}
	e.SetIncludeLoopbackCandidate(true)
	e.SetICEMulticastDNSMode(1)
	// A browser that restarts checks its pairs several times a second; pion would try again after two seconds.
	e.SetICETimeouts(5*time.Second, 25*time.Second, 200*time.Millisecond)
	e.SetNetworkTypes([]webrtc.NetworkType{network})
	e.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	b.api = webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithSettingEngine(e), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	b.sub = b.newPC()
	b.sub.OnTrack(func(tr *webrtc.TrackRemote, r *webrtc.RTPReceiver) { b.listen(tr, r) })
	b.answering.Go(b.answer)
	t.Cleanup(b.leave)
	return b
}

func (b *browser) newPC() *webrtc.PeerConnection {
	pc, err := b.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		b.t.Fatal(err)
	}
	return pc
}

func (b *browser) connect(s *sfu.SFU, room, connection string) {
	b.t.Helper()
	p, err := s.Join(room, b.member, connection, func(m sfu.ToClient) { b.inbox <- m })
	if err != nil {
		b.t.Fatal(err)
	}
	b.peer = p
}

func (b *browser) tell(m sfu.FromClient) {
	b.t.Helper()
	if err := b.peer.Handle(m); err != nil {
		b.t.Errorf("%s: %T: %v", b.member, m, err)
	}
}

// leave closes everything and waits for it.
func (b *browser) leave() {
	b.mu.Lock()
	if b.dead {
		b.mu.Unlock()
		return
	}
	b.dead = true
	b.mu.Unlock()
	if b.peer != nil {
		b.peer.Close()
	}
	close(b.stopped)
	b.answering.Wait() // a connection closed while it is being described leaves its ICE agent behind
	if b.pub != nil {
		_ = b.pub.GracefulClose()
	}
	_ = b.sub.GracefulClose()
	b.work.Wait()
}

// answer does what the server asks, one message after the other.
func (b *browser) answer() {
	for {
		select {
		case <-b.stopped:
			return
		case m := <-b.inbox:
			b.take(m)
		}
	}
}

func (b *browser) take(m sfu.ToClient) {
	switch m := m.(type) {
	case sfu.SubOffer:
		b.takeOffer(m)
	case sfu.PubAnswer:
		if err := b.pub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: m.SDP}); err != nil {
			b.complain("pub answer", err)
		}
	case sfu.Lines, sfu.Reset, sfu.Closed:
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch m := m.(type) {
	case sfu.SubOffer:
		b.lines = m.Lines
	case sfu.Lines:
		b.lines = m.Lines
	case sfu.PubAnswer, sfu.Reset, sfu.Closed:
	}
	b.told = append(b.told, m)
	b.cond.Broadcast()
}

// complain fails the test, unless the browser is just leaving.
func (b *browser) complain(what string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.dead {
		b.t.Errorf("%s: %s: %v", b.member, what, err)
	}
}

func (b *browser) takeOffer(m sfu.SubOffer) {
	if err := b.sub.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP}); err != nil {
		b.complain("sub offer", err)
		return
	}
	answer, err := b.sub.CreateAnswer(nil)
	if err != nil {
		b.complain("sub answer", err)
		return
	}
	gathered := webrtc.GatheringCompletePromise(b.sub)
	if err := b.sub.SetLocalDescription(answer); err != nil {
		b.complain("sub answer", err)
		return
	}
	<-gathered
	// The peer may have been closed by the test meanwhile.
	_ = b.peer.Handle(sfu.SubAnswer{Epoch: m.Epoch, SDP: b.sub.LocalDescription().SDP})
}

// listen records every packet of one line.
func (b *browser) listen(tr *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	mid := ""
	for _, x := range b.sub.GetTransceivers() {
		if x.Receiver() == r {
			mid = x.Mid()
		}
	}
	buf := make([]byte, 1500)
	for {
		n, _, err := tr.Read(buf)
		if err != nil {
			return
		}
		var p rtp.Packet
		if err := p.Unmarshal(buf[:n]); err != nil {
			b.t.Errorf("%s: %v", b.member, err)
			return
		}
		b.hear(mid, tr, &p)
	}
}

func (b *browser) hear(mid string, tr *webrtc.TrackRemote, p *rtp.Packet) {
	h := heard{mid: mid, seq: p.SequenceNumber, ts: p.Timestamp, at: time.Now(), size: len(p.Payload)}
	body := p.Payload
	if tr.Kind() == webrtc.RTPCodecTypeVideo && len(body) > vp8HeadLen {
		body = body[vp8HeadLen:]
	}
	if len(body) >= 9 {
		h.from, h.count = body[0], binary.BigEndian.Uint64(body[1:])
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range b.lines {
		if l.Mid == mid {
			h.line = l.Kind
		}
	}
	if tr.Kind() == webrtc.RTPCodecTypeVideo {
		h.line = sfu.LineVideo
	}
	b.heard = append(b.heard, h)
	b.cond.Broadcast()
}

// publish offers a microphone (and a camera), and sends from it until the browser leaves.
func (b *browser) publish(camera bool) {
	b.t.Helper()
	b.pub = b.newPC()
	mic, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "mic", "mic")
	if err != nil {
		b.t.Fatal(err)
	}
	b.mic = mic
	b.addTrack(mic)
	if camera {
		if b.cam, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, "cam", "cam"); err != nil {
			b.t.Fatal(err)
		}
		sender := b.addTrack(b.cam)
		b.work.Go(func() { b.film(sender) })
	}
	b.offer(false)
	b.work.Go(b.talk)
}

func (b *browser) addTrack(tr webrtc.TrackLocal) *webrtc.RTPSender {
	x, err := b.pub.AddTransceiverFromTrack(tr, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		b.t.Fatal(err)
	}
	return x.Sender()
}

func (b *browser) offer(restart bool) {
	b.t.Helper()
	o, err := b.pub.CreateOffer(&webrtc.OfferOptions{ICERestart: restart})
	if err != nil {
		b.t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(b.pub)
	if err := b.pub.SetLocalDescription(o); err != nil {
		b.t.Fatal(err)
	}
	<-gathered
	b.epoch++
	m := sfu.PubOffer{Epoch: b.epoch, SDP: b.pub.LocalDescription().SDP}
	for _, x := range b.pub.GetTransceivers() {
		source := sfu.Mic
		if x.Kind() == webrtc.RTPCodecTypeVideo {
			source = sfu.Cam
		}
		m.Tracks = append(m.Tracks, sfu.Track{Mid: x.Mid(), Source: source})
	}
	b.tell(m)
}

// talk sends a voice: 20 ms of sound every 4 ms, each packet marked with the talker and a number.
func (b *browser) talk() {
	tick := time.NewTicker(4 * time.Millisecond)
	defer tick.Stop()
	var seq uint16 = 65000 // wraps early
	var ts uint32 = 1<<32 - 9600
	for {
		select {
		case <-b.stopped:
			return
		case <-tick.C:
		}
		body := make([]byte, 60)
		body[0] = b.mark
		n := b.sent.Add(1)
		binary.BigEndian.PutUint64(body[1:], n)
		seq++
		ts += 960
		p := &rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: ts}, Payload: body}
		if err := b.mic.WriteRTP(p); err != nil && !errors.Is(err, io.ErrClosedPipe) {
			b.t.Logf("%s: mic: %v", b.member, err)
		}
	}
}

// await waits until ok holds; it is called under the browser's lock.
func (b *browser) await(what string, ok func() bool) {
	b.t.Helper()
	timer := time.AfterFunc(patience, func() { b.mu.Lock(); defer b.mu.Unlock(); b.cond.Broadcast() })
	defer timer.Stop()
	limit := time.Now().Add(patience)
	b.mu.Lock()
	defer b.mu.Unlock()
	for !ok() {
		if time.Now().After(limit) {
			b.t.Fatalf("%s waited in vain for %s (told %s)", b.member, what, kinds(b.told))
		}
		b.cond.Wait()
	}
}

func kinds(all []sfu.ToClient) string {
	out := ""
	for _, m := range all {
		out += fmt.Sprintf(" %T", m)
	}
	return out
}

// awaitFrom waits for n packets of a talker that were sent after her packet number since.
func (b *browser) awaitFrom(who *browser, since uint64, n int) {
	b.t.Helper()
	b.await("the voice of "+who.member, func() bool {
		got := 0
		for i := len(b.heard) - 1; i >= 0; i-- {
			if h := b.heard[i]; h.line != sfu.LineVideo && h.from == who.mark && h.count > since {
				got++
			}
		}
		return got >= n
	})
}

// snapshot copies what was heard so far.
func (b *browser) snapshot() []heard {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]heard(nil), b.heard...)
}

func only(grant uint64, members ...string) sfu.Audible {
	set := map[string]struct{}{}
	for _, m := range members {
		set[m] = struct{}{}
	}
	return sfu.Audible{Grant: grant, Mode: sfu.Only, Members: set}
}
