package sfu

import (
	"time"

	"github.com/pion/rtp"
)

// videoState is what a video line has besides its numbers: the layer it copies, and the packets it can send again.
// Guarded by its downTrack's lock.
type videoState struct {
	wish    Layer
	gen     uint32 // raised when the line is given another source or is opened again
	current *layer // nil until a key frame of the wanted layer came
	source  *source

	pics    pictures
	scratch []byte
	sent    []sentPacket
}

// sentPacket is a written packet, kept to be sent again. The payload is shared by all listeners.
type sentPacket struct {
	used    bool
	seq     uint16
	ts      uint32
	marker  bool
	payload []byte
	head    vp8Header
	move    shift
}

func newVideoState() *videoState {
	return &videoState{wish: LayerNone, scratch: make([]byte, 0, readBuffer), sent: make([]sentPacket, resendKept)}
}

// feed gives the line another source, or the same with another wish; nil empties it.
func (d *downTrack) feed(s *source, wish Layer) {
	d.mu.Lock()
	v := d.video
	if v.source != s || (v.wish == LayerNone) != (wish == LayerNone) {
		v.gen++
		v.current = nil
	}
	if v.source != s {
		clear(v.sent) // who was shown may be in another circle by the time somebody misses a packet of it
	}
	v.source, v.wish = s, wish
	d.mu.Unlock()
}

// pause stops the picture until a key frame comes when it may go on.
func (d *downTrack) pause() {
	d.mu.Lock()
	d.video.current = nil
	d.mu.Unlock()
}

// fed tells what the line carries.
func (d *downTrack) fed() (*source, Layer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.video.source, d.video.wish
}

// forwardVideo sends a camera's packet on when it belongs to the layer this listener gets. It answers whether it was sent
// and whether a key frame of that layer is needed before anything can be.
func (d *downTrack) forwardVideo(l *layer, h *rtp.Header, payload []byte, now time.Time) (sent, wantKey bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.video
	if !d.bound || v.wish == LayerNone || v.source != l.source {
		return false, false
	}
	head, parsed := readVP8(payload)
	if v.current != l {
		if l.source.pick(v.wish, now) != l {
			return false, false
		}
		if !parsed || !head.keyframe {
			return false, true
		}
		v.gen++
		v.current = l
	}
	n, ok := d.num.next(cut{source: l.id, run: v.gen}, h.SequenceNumber, h.Timestamp, now)
	if !ok {
		return false, false
	}
	p := sentPacket{used: true, seq: n.seq, ts: n.ts, marker: h.Marker, payload: payload, head: head}
	if parsed {
		p.move = v.pics.next(head, n.anchored, n.late)
	}
	v.sent[int(n.seq)%len(v.sent)] = p
	return d.resendLocked(p), false
}

func (d *downTrack) resendLocked(p sentPacket) bool {
	return d.writeLocked(p.seq, p.ts, p.marker, p.move.apply(d.video.scratch, p.payload, p.head))
}

// resend answers a listener who missed a packet, if it is still remembered.
func (d *downTrack) resend(seq uint16) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.video == nil || !d.bound {
		return false
	}
	p := d.video.sent[int(seq)%len(d.video.sent)]
	return p.used && p.seq == seq && d.resendLocked(p)
}

// watching is the layer the line copies now, or nil.
func (d *downTrack) watching() *layer {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.video == nil {
		return nil
	}
	return d.video.current
}
