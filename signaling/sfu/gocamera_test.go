package sfu_test

import (
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const vp8HeadLen = 4 // X, I, 15-bit picture id

// film sends frames of three packets at 50 frames a second, a key frame whenever one is asked.
func (b *browser) film(sender *webrtc.RTPSender) {
	b.work.Go(func() {
		for {
			packets, _, err := sender.ReadRTCP()
			if err != nil {
				return
			}
			for _, p := range packets {
				if _, ok := p.(*rtcp.PictureLossIndication); ok {
					b.keysAsked.Add(1)
				}
			}
		}
	})
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var seq, pic uint16
	var ts uint32
	var count, served uint64
	for {
		select {
		case <-b.stopped:
			return
		case <-tick.C:
		}
		asked := b.keysAsked.Load()
		key := asked > served
		served = asked
		pic++
		ts += 1800
		for i := range 3 {
			count++
			seq++
			p := &rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: ts, Marker: i == 2}, Payload: vp8Body(b.mark, count, pic, i == 0, key)}
			if err := b.cam.WriteRTP(p); err != nil && !errors.Is(err, io.ErrClosedPipe) {
				b.t.Logf("%s: cam: %v", b.member, err)
			}
		}
	}
}

func vp8Body(mark byte, count uint64, pic uint16, first, key bool) []byte {
	body := make([]byte, 600)
	body[0], body[1] = 0x80, 0x80
	if first {
		body[0] |= 0x10
	}
	body[2], body[3] = 0x80|byte(pic>>8)&0x7f, byte(pic)
	body[4] = mark // the parity bit of the first byte tells a key frame
	body[4] |= 1
	if key && first {
		body[4] &^= 1
	}
	binary.BigEndian.PutUint64(body[5:], count)
	return body
}
