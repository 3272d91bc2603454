package roomtest_test

import (
	"flag"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// rolls lets rapid choose, so that it can shrink a history that breaks a promise.
type rolls struct{ t *rapid.T }

func (r rolls) Roll(sides int, what string) int { return rapid.IntRange(0, sides-1).Draw(r.t, what) }

// TestHistories plays random meetings; the world checks at every step VI-1, VI-2, VI-5, SE-7, SE-9, I1 and ST-5
// (by the oracle), I2, I4, I7, replay, and that folds equal views.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		mode := session.ModeOpen
		if rapid.Bool().Draw(rt, "confidential") {
			mode = session.ModeConfidential
		}
		w, err := roomtest.NewWorld(roomtest.ShowPlan(mode), roomtest.Cast())
		if err != nil {
			rt.Fatal(err)
		}
		traffic := roomtest.NewTraffic(w, rolls{rt})
		if err := traffic.Populate(); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			if err := traffic.Step(); err != nil {
				rt.Fatal(err)
			}
		}
		if err := w.ReplayFrom(rapid.IntRange(0, len(w.Log)).Draw(rt, "snapshot after")); err != nil {
			rt.Fatal(err)
		}
	})
}

// seeds is how many long histories are played; more of them for a night's run.
var (
	first = flag.Uint64("first", 0, "the first of the seeds")
	seeds = flag.Uint64("seeds", 8, "seeded histories to play")
)

type dice struct{ *rand.Rand }

func (d dice) Roll(sides int, _ string) int { return d.IntN(sides) }

// TestSeededHistories plays long meetings, each from its seed: chance is even here,
// where rapid prefers small numbers and so short and idle meetings.
func TestSeededHistories(t *testing.T) {
	t.Parallel()
	for seed := *first; seed < *first+*seeds; seed++ {
		w := play(t, seed, 400)
		if err := w.ReplayFrom(int(seed*37) % len(w.Log)); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}
