package roomtest_test

import (
	"flag"
	"fmt"
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
		plan, err := roomtest.AnyPlan(rolls{rt}, mode)
		if err != nil {
			rt.Fatal(err)
		}
		w, err := roomtest.NewWorld(plan, roomtest.Cast())
		if err != nil {
			rt.Fatal(err)
		}
		traffic := roomtest.NewTraffic(w, rolls{rt})
		traffic.Mood = roomtest.Mood(rapid.IntRange(0, 5).Draw(rt, "mood"))
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
	// Ten thousand of them take a minute: tools/test.sh asks for them, without the race detector.
	histories = flag.Uint64("histories", 500, "short histories for the oracle")
)

// TestManyHistories lets the oracle follow many short meetings (ST-5, ST-15, ST-33; I1, I4): to whom the
// stick goes, that nobody is offered it twice before all were once, nobody is forgotten, one holds it at a time, and
// what remained of a turn is what remains after a drop.
func TestManyHistories(t *testing.T) {
	t.Parallel()
	const parts = 4 // side by side
	for part := range uint64(parts) {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			played, events := 0, 0
			for seed := part; seed < *histories; seed += parts {
				events += history(t, *first+seed)
				played++
			}
			t.Logf("%d histories, %d events", played, events)
		})
	}
}

// history lets the oracle follow a short meeting, and tells how many events it had.
func history(t *testing.T, seed uint64) int {
	t.Helper()
	d := dice{rand.New(rand.NewPCG(seed, 2))}
	w, err := roomtest.NewLightWorld(roomtest.ShowPlan(session.ModeOpen), roomtest.Cast())
	if err != nil {
		t.Fatal(err)
	}
	traffic := roomtest.NewTraffic(w, d)
	if err := traffic.Populate(); err != nil {
		t.Fatal(err)
	}
	for range 20 + d.Roll(40, "steps") {
		if err := traffic.Step(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	return len(w.Log)
}

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
