package app

import (
	"sync"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

const (
	// slew is how fast the clock follows the machine's: one part in so many.
	slew = 200
	// beyond this it is not drift: somebody set the machine's clock.
	jump = time.Second
	// believedAfter is how long a clock that was set must stay so before it is believed.
	believedAfter = time.Minute
)

// steadyClock is the time of a node that is alone. A machine's clock that jumps ends nobody's turn and cuts nobody off: small
// differences are made good little by little, and a jump only once it has lasted, since it may be set back.
type steadyClock struct {
	host.SystemClock
	wall    func() time.Time
	elapsed func() time.Duration // since some moment, sleep of the machine included

	mu    sync.Mutex
	zero  time.Time     // the time when elapsed was 0
	last  time.Duration // elapsed when it was last asked
	since time.Duration // when the machine's clock jumped; negative for no jump
	by    time.Duration // how far
}

func newSteadyClock(wall func() time.Time, elapsed func() time.Duration) *steadyClock {
	e := elapsed()
	return &steadyClock{wall: wall, elapsed: elapsed, zero: wall().Round(0).Add(-e), last: e, since: -1}
}

// Now implements host.Clock.
func (c *steadyClock) Now() rooms.Millis {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.elapsed()
	step := e - c.last
	c.last = e
	apart := c.wall().Round(0).Sub(c.zero.Add(e))
	switch {
	case apart.Abs() < jump:
		c.since = -1
		c.zero = c.zero.Add(max(-step/slew, min(apart, step/slew)))
	case c.since < 0 || (apart-c.by).Abs() > jump:
		c.since, c.by = e, apart
	case e-c.since > believedAfter:
		c.since = -1
		c.zero = c.zero.Add(apart)
	}
	return rooms.Millis(c.zero.Add(e).UnixMilli())
}
