package sfu

import "time"

// cut names an unbroken run of packets of one source. When it changes, numbering is anchored again, so that the listener
// sees one stream without a gap whatever happened in between (another speaker, a closed gate, another circle, another layer).
type cut struct {
	source uint32
	run    uint32
	stay   uint32 // of the listener in her circle
}

// numbers rewrites sequence numbers and timestamps of many sources into those of one line.
//
//	(1) The first packet after a new cut follows the newest one written: sequence +1, time moved by the clock.
//	(2) Within a cut, distances are kept; what comes before the cut's first packet is dropped.
//	(3) No sequence number is ever written with two different packets.
type numbers struct {
	clock uint32 // timestamp units per second

	started bool
	cut     cut
	firstIn uint16
	newest  uint16 // incoming sequence number of the newest packet of this cut
	seqBy   uint16 // outgoing minus incoming
	tsBy    uint32

	lastSeq uint16 // newest written
	lastTS  uint32
	lastAt  time.Time
}

// numbered is a packet's place in the outgoing line.
type numbered struct {
	seq      uint16
	ts       uint32
	anchored bool // the first of a cut
	late     bool // older than the newest of its cut
}

// latest how far behind the newest a late packet may be, in packets.
const latest = 256

// next places a packet; ok is false when it must be dropped.
func (n *numbers) next(c cut, seq uint16, ts uint32, now time.Time) (numbered, bool) {
	if !n.started || c != n.cut {
		return n.anchor(c, seq, ts, now), true
	}
	ahead := int16(seq - n.newest)
	if ahead <= 0 {
		behind := -int(ahead)
		if behind == 0 || behind > latest || int16(seq-n.firstIn) < 0 {
			return numbered{}, false
		}
		return numbered{seq: seq + n.seqBy, ts: ts + n.tsBy, late: true}, true
	}
	n.newest = seq
	if behind := int16(n.newest - n.firstIn); behind > 1<<14 || behind < 0 {
		n.firstIn = n.newest - 1<<14 // keeps the comparison meaningful in a long cut
	}
	n.lastSeq, n.lastTS, n.lastAt = seq+n.seqBy, ts+n.tsBy, now
	return numbered{seq: n.lastSeq, ts: n.lastTS}, true
}

func (n *numbers) anchor(c cut, seq uint16, ts uint32, now time.Time) numbered {
	outSeq, outTS := seq, ts
	if n.started {
		passed := max(uint64(max(now.Sub(n.lastAt), 0))*uint64(n.clock)/uint64(time.Second), uint64(n.clock/50))
		outSeq, outTS = n.lastSeq+1, n.lastTS+uint32(passed)
	}
	n.started, n.cut = true, c
	n.firstIn, n.newest = seq, seq
	n.seqBy, n.tsBy = outSeq-seq, outTS-ts
	n.lastSeq, n.lastTS, n.lastAt = outSeq, outTS, now
	return numbered{seq: outSeq, ts: outTS, anchored: true}
}
