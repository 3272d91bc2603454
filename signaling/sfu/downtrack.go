package sfu

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// downTrack is one line to one listener: a webrtc.TrackLocal that copies whichever source it is given into one stream of
// its own. Its lock is a leaf: nothing is called under it but the socket's write.
type downTrack struct {
	id    string
	to    string // the listener
	kind  webrtc.RTPCodecType
	codec webrtc.RTPCodecCapability

	mu     sync.Mutex
	bound  bool
	ssrc   uint32
	pt     uint8
	writer webrtc.TrackLocalWriter
	num    numbers
	header rtp.Header

	video *videoState // nil for audio

	sent atomic.Uint64
}

// newAudioLine makes a line that carries a voice.
func newAudioLine(id string) *downTrack {
	return &downTrack{
		id: id, kind: webrtc.RTPCodecTypeAudio, codec: opusCapability(),
		num: numbers{clock: opusClock},
	}
}

// newVideoLine makes a line that carries a camera.
func newVideoLine(id string) *downTrack {
	return &downTrack{
		id: id, kind: webrtc.RTPCodecTypeVideo, codec: vp8Capability(),
		num: numbers{clock: vp8Clock}, video: newVideoState(),
	}
}

// Bind starts the line with what was negotiated; pion calls it.
func (d *downTrack) Bind(ctx webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	for _, c := range ctx.CodecParameters() {
		if c.MimeType != d.codec.MimeType {
			continue
		}
		d.mu.Lock()
		d.bound, d.ssrc, d.pt, d.writer = true, uint32(ctx.SSRC()), uint8(c.PayloadType), ctx.WriteStream()
		d.mu.Unlock()
		return c, nil
	}
	return webrtc.RTPCodecParameters{}, fmt.Errorf("sfu: line %s: %w", d.id, webrtc.ErrUnsupportedCodec)
}

// Unbind stops the line; pion calls it.
func (d *downTrack) Unbind(webrtc.TrackLocalContext) error {
	d.mu.Lock()
	d.bound, d.writer = false, nil
	d.mu.Unlock()
	return nil
}

// ID names the line.
func (d *downTrack) ID() string { return d.id }

// RID is empty: a listener gets one layer.
func (d *downTrack) RID() string { return "" }

// StreamID names the line: each is its own stream, so that the browser never holds one back for another.
func (d *downTrack) StreamID() string { return d.id }

// Kind is audio or video.
func (d *downTrack) Kind() webrtc.RTPCodecType { return d.kind }

// forwardAudio sends a voice's packet on. A write that fails is lost like any packet: the connection's own state tells
// when there is nobody at the end.
func (d *downTrack) forwardAudio(c cut, h *rtp.Header, payload []byte, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.bound {
		return false
	}
	n, ok := d.num.next(c, h.SequenceNumber, h.Timestamp, now)
	if !ok {
		return false
	}
	return d.writeLocked(n.seq, n.ts, h.Marker || n.anchored, payload)
}

func (d *downTrack) writeLocked(seq uint16, ts uint32, marker bool, payload []byte) bool {
	d.header = rtp.Header{
		Version: 2, PayloadType: d.pt, SSRC: d.ssrc, SequenceNumber: seq, Timestamp: ts, Marker: marker,
	}
	if _, err := d.writer.WriteRTP(&d.header, payload); err != nil {
		return false
	}
	d.sent.Add(1)
	return true
}
