package app

import (
	"testing"
	"time"

	"palabre/rooms"
)

// I8: the database's clock was set back by an hour while a renewal was on its way; its answer let a stick be heard for that hour,
// unless another came.
func TestNoClockHoldsTheGateOpen(t *testing.T) {
	for ago, want := range map[rooms.Millis]time.Duration{
		0: gateHold, 300: gateHold - 300*time.Millisecond, 5000: gateHold - 5*time.Second, -3600_000: gateHold,
	} {
		if got := hearFor(ago); got != want {
			t.Errorf("a lease of %d ms ago is good for %s, want %s", ago, got, want)
		}
	}
	if gateHold >= manyLease {
		t.Error("the gate outlives the lease")
	}
}
