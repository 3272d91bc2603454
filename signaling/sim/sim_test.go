package sim_test

import (
	"os"
	"strconv"
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
		r := sim.Run(t, sim.Expand(seed))
		steps += r.Steps
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
	for seed := range uint64(4) {
		a, b := sim.Run(t, sim.Expand(seed)), sim.Run(t, sim.Expand(seed))
		if a.Hash != b.Hash {
			t.Errorf("seed %d: %x, then %x", seed, a.Hash, b.Hash)
		}
	}
}
