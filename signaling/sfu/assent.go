package sfu

import (
	"sync/atomic"
	"time"
)

// assent is until when this node may believe what it knows of who is heard in a room. Among many nodes another may have taken the
// room over while this one slept or was cut off, and begun a round: nobody is heard here then, in open talk as in a gated round,
// decided at each packet, before the node knows. That is so of every circle: one that was not touched here may have been
// closed, or joined, elsewhere. Pictures stop too where people sit apart, since they show a circle to its own people alone.
// It is the room's own: the leases of other rooms say nothing of it.
type assent struct{ until atomic.Pointer[time.Time] }

// holds tells whether anybody may be heard now; always, where no other node may host the room.
func (a *assent) holds(now time.Time) bool {
	until := a.until.Load()
	return until == nil || now.Before(*until)
}

// HearUntil lets people be heard in a room until an instant, which moves on with each confirmation that this node still hosts it;
// the zero time when it does no more. A node that is alone never calls it, and what it knows stands. The instant has Go's monotonic
// reading, so that a wall clock that jumps opens and shuts nothing.
func (s *SFU) HearUntil(roomID string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.assentLocked(roomID).until.Store(&until)
	if s.rooms[roomID] == nil {
		s.dropAssentLocked(roomID)
	}
}

func (s *SFU) assentLocked(id string) *assent {
	a := s.assents[id]
	if a == nil {
		a = &assent{}
		if s.leased {
			a.until.Store(&time.Time{})
		}
		s.assents[id] = a
	}
	return a
}

// dropAssentLocked forgets the assent of a room that nobody is in, unless the room is held here: who comes next is heard at once.
func (s *SFU) dropAssentLocked(id string) {
	if a := s.assents[id]; a != nil && (!s.leased || a.until.Load().IsZero()) {
		delete(s.assents, id)
	}
}
