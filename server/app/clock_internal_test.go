package app

import (
	"testing"
	"time"
)

// A clock that was set an hour ahead in the middle of a meeting ended the turn under way and cut every page off.
func TestAClockThatJumpsMovesNobodysTime(t *testing.T) {
	var elapsed time.Duration
	start := time.Date(2026, 11, 22, 19, 0, 0, 0, time.UTC)
	wrong := time.Duration(0)
	c := newSteadyClock(func() time.Time { return start.Add(elapsed + wrong) }, func() time.Duration { return elapsed })
	told := func() time.Duration { return time.UnixMilli(int64(c.Now())).UTC().Sub(start) }
	pass := func(d time.Duration) {
		for range int(d / time.Second) {
			elapsed += time.Second
			c.Now()
		}
	}
	pass(10 * time.Second)
	wrong = time.Hour
	if got := told(); got != 10*time.Second {
		t.Errorf("at the jump it is %s", got)
	}
	pass(30 * time.Second)
	wrong = 0 // set back
	if got := told(); got != 40*time.Second {
		t.Errorf("set back, it is %s", got)
	}
	wrong = 100 * time.Millisecond // drift
	pass(10 * time.Second)
	if got := told(); got < 50*time.Second+40*time.Millisecond || got > 50*time.Second+60*time.Millisecond {
		t.Errorf("drift is made good to %s", got)
	}
	pass(20 * time.Second)
	if got := told(); got != 70*time.Second+100*time.Millisecond {
		t.Errorf("and then %s", got)
	}
	wrong = -time.Hour // the machine learned the time: it was wrong from the start
	pass(59 * time.Second)
	if got := told(); got < 129*time.Second {
		t.Errorf("believed too soon: %s", got)
	}
	pass(5 * time.Second)
	if got := told(); got != 134*time.Second-time.Hour {
		t.Errorf("never believed: %s", got)
	}
}

func TestTimePasses(t *testing.T) {
	c := newSteadyClock(time.Now, elapsed)
	apart := time.Since(time.UnixMilli(int64(c.Now()))).Abs()
	if apart > time.Second || elapsed() <= 0 {
		t.Errorf("%s from the machine's clock", apart)
	}
}
