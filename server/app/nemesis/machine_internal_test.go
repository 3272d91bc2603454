package nemesis

import (
	"testing"
	"time"
)

// A program beside the run took both processors for twenty seconds, a row of the run's own took six of them, and three boards
// that nothing had touched were said to have stood still.
func TestAMachineThatStandsStillIsNotHeldAgainstARoom(t *testing.T) {
	const s = time.Second
	m := &machine{}
	m.begins(1 * s)
	m.ends(1*s + 5*time.Millisecond)
	m.begins(10 * s)
	m.ends(16 * s)
	m.begins(30 * s)
	for _, c := range []struct {
		from, to, long time.Duration
		times          int
	}{
		{0, 5 * s, 0, 0}, {0, 12 * s, 2 * s, 1}, {0, 20 * s, 6 * s, 1}, {12 * s, 13 * s, s, 1}, {16 * s, 30 * s, 0, 0},
		{0, 30*s + slow, 6 * s, 1}, {0, 34 * s, 10 * s, 2}, {31 * s, 34 * s, 3 * s, 1},
	} {
		if long, times := m.stood(c.from, c.to); long != c.long || times != c.times {
			t.Errorf("between %s and %s the machine stood still for %s, %d times; want %s, %d", c.from, c.to, long, times, c.long, c.times)
		}
	}
}
