//go:build !race

package sim_test

import (
	"strings"
	"testing"

	"palabre/signaling/sim"
)

const raced = false

// TestReplay plays seeds twice: the same seed gives the same trace.
func TestReplay(t *testing.T) {
	seeds := uint64(16)
	if testing.Short() {
		seeds = 3
	}
	for seed := range seeds {
		opt := sim.Expand(seed)
		opt.All = true
		a, b := sim.Run(t, opt), sim.Run(t, opt)
		if a.Hash == b.Hash {
			continue
		}
		for i := range min(len(a.Trace), len(b.Trace)) {
			if a.Trace[i] != b.Trace[i] {
				t.Errorf("seed %d goes two ways after %d steps:\n%s\n\n%s", seed, i, strings.Join(a.Trace[max(0, i-12):i+6], "\n"),
					strings.Join(b.Trace[max(0, i-12):i+6], "\n"))
				break
			}
		}
	}
}
