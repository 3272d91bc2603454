package sfu

import "time"

// RoomStats are counts of packets, never of what is in them.
type RoomStats struct {
	// Members by id, since each joined.
	Members map[string]MemberStats
	// Grants are the last gates put in force, oldest first.
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
			Grant: g.grant, Mode: g.mode, Since: g.since, Forwarded: g.forwarded.Load(), Gated: g.gated.Load(),
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
