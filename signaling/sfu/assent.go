package sfu

import (
	"sync/atomic"
	"time"
)

// assent is until when this node may believe what it knows of who is heard. Among many nodes another may have taken the room
// over while this one slept or was cut off, and begun a round: nobody is heard here then, in open talk as in a gated round,
// decided at each packet, before the node knows.
type assent struct{ until atomic.Pointer[time.Time] }

// holds tells whether anybody may be heard now; always, as long as nothing was said of it.
func (a *assent) holds(now time.Time) bool {
	until := a.until.Load()
	return until == nil || now.Before(*until)
}

// HearUntil lets people be heard until an instant, which moves on with each confirmation that this node still hosts its
// rooms. A node that is alone never calls it, and what it knows stands. The instant has Go's monotonic reading, so that a wall
// clock that jumps opens and shuts nothing.
func (s *SFU) HearUntil(until time.Time) { s.assent.until.Store(&until) }
