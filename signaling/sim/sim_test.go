package sim_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"palabre/signaling/sim"
)

func number(t *testing.T, name string) (uint64, bool) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%s: %v", name, text, err)
	}
	return n, true
}

// TestSeeds plays seed after seed.
func TestSeeds(t *testing.T) {
	first, one := number(t, "SEED")
	many, given := number(t, "SEEDS")
	if !given {
		many = 20
		if one {
			many = 1
		}
	}
	begun := time.Now()
	steps := 0
	for seed := first; seed < first+many; seed++ {
		opt := sim.Expand(seed)
		opt.All = os.Getenv("TRACE") != ""
		r := sim.Run(t, opt)
		steps += r.Steps
		if opt.All {
			t.Log(strings.Join(r.Trace, "\n"))
		}
		if r.Err != nil {
			t.Fatal(r)
		}
		if one && many == 1 {
			t.Log(r)
		}
	}
	t.Logf("%d seeds, %d steps in %s", many, steps, time.Since(begun))
}

// TestReplay plays seeds twice: the same seed gives the same trace.
func TestReplay(t *testing.T) {
	for seed := range uint64(40) {
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
