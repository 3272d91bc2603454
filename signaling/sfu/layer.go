package sfu

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
)

// layer is one encoding of a source: the only one of a microphone, one of several of a camera.
type layer struct {
	id     uint32
	rid    string
	ssrc   uint32
	source *source
	ask    func([]rtcp.Packet) error // writes RTCP to the publisher

	seen    atomic.Int64 // Unix ns of the newest packet
	askedAt atomic.Int64 // Unix ns of the last key frame request
}

// rank orders layers by size; one without a rid is alone.
func (l *layer) rank() int {
	switch l.rid {
	case "h":
		return 1
	case "f":
		return 2
	default:
		return 0
	}
}

func (l *layer) alive(now time.Time) bool {
	return now.UnixNano()-l.seen.Load() < int64(layerStaleAfter)
}

// keyframe asks the publisher for a key frame, at most once per keyframeEvery whoever asks and however often.
func (l *layer) keyframe(now time.Time) {
	last := l.askedAt.Load()
	if now.UnixNano()-last < int64(keyframeEvery) || !l.askedAt.CompareAndSwap(last, now.UnixNano()) {
		return
	}
	// A request that cannot be written is repeated by the next packet that waits for it.
	_ = l.ask([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: l.ssrc}})
}
