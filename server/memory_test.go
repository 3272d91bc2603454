package main

import (
	"slices"
	"testing"
)

// The memory of two hundred arrivals stayed for the evening: the heap did not grow enough to be collected again.
func TestMemoryIsGivenBackWhenItIsQuiet(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		story string
		looks []usage
		freed int
	}{
		{"people come", []usage{{10 * mib, 10 * mib, 0, 4 * mib}, {20 * mib, 9 * mib, 0, 4 * mib}}, 0},
		{"they came", []usage{{10 * mib, 10 * mib, 0, 4 * mib}, {10*mib + 100, 10 * mib, 0, 4 * mib}}, 1},
		{"they came, and were collected", []usage{{10 * mib, 4 * mib, 9 * mib, 4 * mib}, {10*mib + 100, 4 * mib, 9 * mib, 4 * mib}}, 1},
		{"nothing to speak of", []usage{{10 * mib, 6 * mib, mib / 2, 4 * mib}, {10*mib + 100, 6 * mib, mib / 2, 4 * mib}}, 0},
		{"a large heap, little to free", []usage{{900 * mib, 500 * mib, mib, 450 * mib}, {900 * mib, 500 * mib, mib, 450 * mib}}, 0},
		{"a collection is under way", []usage{{10 * mib, 3 * mib, 0, 4 * mib}, {10 * mib, 3 * mib, 0, 4 * mib}}, 0},
	} {
		freed, at := 0, 0
		s := steward{free: func() { freed++ }, read: func() usage { at++; return c.looks[at-1] }}
		for range c.looks {
			s.look()
		}
		if freed != c.freed {
			t.Errorf("%s: memory was given back %d times", c.story, freed)
		}
	}
}

// What the runtime calls its figures is theirs to change: a name that is unknown would panic here, not at night.
func TestTheRuntimeTellsOfItsHeap(t *testing.T) {
	if u := newSteward().read(); u.allocated == 0 || u.held == 0 || u.live == 0 && u.held > 64<<20 {
		t.Errorf("%+v", u)
	}
}

// On a small heap collections came three times a second, and a room's slowest hundredth with them.
func TestCollectionsArePacedByWhatLives(t *testing.T) {
	const mib = 1 << 20
	var paces []int
	var lives uint64
	s := steward{free: func() {}, pace: func(p int) { paces = append(paces, p) }, read: func() usage { return usage{live: lives} }}
	for _, lives = range []uint64{mib, 8 * mib, 9 * mib, 16 * mib, 400 * mib, 300 * mib} {
		s.look()
	}
	if want := []int{800, 400, 200, 100}; !slices.Equal(paces, want) {
		t.Errorf("paces %v, want %v", paces, want)
	}
}
