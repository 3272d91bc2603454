package sfu

import (
	"sync/atomic"
	"time"
)

// Totals are counts of packets of all rooms since the media server began.
type Totals struct {
	Received uint64 // audio that came in
	Lost     uint64 // audio that did not, by the gaps between what came
	Refused  uint64 // audio that the gate dropped
}

type totals struct{ received, lost, refused atomic.Uint64 }

// Totals of all rooms.
func (s *SFU) Totals() Totals {
	t := &s.totals
	return Totals{Received: t.received.Load(), Lost: t.lost.Load(), Refused: t.refused.Load()}
}

// sequence counts the gaps in a run of packets by their numbers, which go round.
type sequence struct {
	next  uint16
	known bool
}

// gap gives how many packets are missing before this one: 0 for the next, for one that comes late, and for a jump so large
// that another run has begun.
func (s *sequence) gap(number uint16) uint64 {
	const most = 1000
	ahead := number - s.next
	if s.known && ahead >= 1<<15 {
		return 0 // late
	}
	missing := uint64(ahead)
	if !s.known || missing > most {
		missing = 0
	}
	s.next, s.known = number+1, true
	return missing
}

// RoomStats are counts of packets, never of what is in them.
type RoomStats struct {
	// Members by id, since each joined.
	Members map[string]MemberStats
	// Grants are the gates in force and the last that were, oldest first.
	Grants []GrantStats
}

// MemberStats counts one person's packets.
type MemberStats struct {
	AudioForwarded uint64 // let through by the gate and put on a line
	AudioGated     uint64 // dropped by the gate
	AudioUnseated  uint64 // let through, but more people talk than there are lines
	VideoReceived  uint64
	Written        uint64 // written to listeners, audio and video
}

// GrantStats counts what passed one gate.
type GrantStats struct {
	Group     string // of the circle; "" for the plenary
	Grant     uint64
	Mode      Mode
	Since     time.Time
	Forwarded uint64
	Gated     uint64
	First     time.Time // of the first forwarded audio packet, zero before it
	Last      time.Time
}

// Stats of a room; false when nothing is known of it.
func (s *SFU) Stats(roomID string) (RoomStats, bool) {
	s.mu.Lock()
	r := s.rooms[roomID]
	s.mu.Unlock()
	if r == nil {
		return RoomStats{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	out := RoomStats{Members: make(map[string]MemberStats, len(r.people))}
	for m, p := range r.people {
		f := &p.figures
		out.Members[m] = MemberStats{
			AudioForwarded: f.audio.Load(), AudioGated: f.gated.Load(), AudioUnseated: f.unseated.Load(),
			VideoReceived: f.video.Load(), Written: f.written.Load(),
		}
	}
	for _, g := range r.recent.list {
		out.Grants = append(out.Grants, GrantStats{
			Group: g.group, Grant: g.grant, Mode: g.mode, Since: g.since, Forwarded: g.forwarded.Load(), Gated: g.gated.Load(),
			First: moment(g.first.Load()), Last: moment(g.last.Load()),
		})
	}
	return out, true
}

func moment(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns)
}
