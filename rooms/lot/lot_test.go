package lot_test

import (
	"slices"
	"testing"

	"palabre/rooms/lot"
)

// TestDrawsNeverChange: logs hold what was drawn, and rehearsals draw it again. These
// orders were drawn by the first version.
func TestDrawsNeverChange(t *testing.T) {
	for seed, want := range map[uint64][]int{
		0:       {2, 5, 0, 3, 4, 6, 1, 7},
		1:       {4, 3, 2, 7, 5, 6, 0, 1},
		1 << 63: {0, 1, 5, 7, 2, 6, 4, 3},
	} {
		got := []int{0, 1, 2, 3, 4, 5, 6, 7}
		lot.Shuffle(lot.New(seed), got)
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: %v, was %v", seed, got, want)
		}
	}
}

// TestPublishedNumbers: the first numbers of seed 1234567, as the generator's authors'
// reference code prints them, modulo 2³¹−1.
func TestPublishedNumbers(t *testing.T) {
	l := lot.New(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		if got := l.Below(1<<31 - 1); uint64(got) != want%(1<<31-1) {
			t.Errorf("%d, not %d", got, want%(1<<31-1))
		}
	}
}

// TestEachOrderIsAsLikely: 24 orders of four, 48,000 draws, each within six standard
// deviations of 2,000.
func TestEachOrderIsAsLikely(t *testing.T) {
	seen := map[[4]int]int{}
	for seed := range uint64(48_000) {
		items := []int{0, 1, 2, 3}
		lot.Shuffle(lot.New(seed), items)
		seen[[4]int(items)]++
	}
	if len(seen) != 24 {
		t.Fatalf("%d orders", len(seen))
	}
	for order, n := range seen {
		if n < 2000-263 || n > 2000+263 {
			t.Errorf("%v drawn %d times of 48,000", order, n)
		}
	}
}
