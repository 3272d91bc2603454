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

// On a small heap collections came three times a second, and a room's slowest hundredth with them. Put off while people
// arrived, they left what stays scattered: an idle connection took twice the memory.
func TestCollectionsArePutOffWhileAMeetingIsBusyAndNobodyArrives(t *testing.T) {
	const mib = 1 << 20
	var paces []int
	var now usage
	s := steward{free: func() {}, pace: func(p int) { paces = append(paces, p) }, read: func() usage { return now }}
	for _, look := range []struct{ allocated, live uint64 }{
		{1, 4}, {1, 4}, // nobody
		{20, 6}, {20, 8}, {20, 9}, // they arrive
		{20, 9}, {20, 8}, {20, 9}, // the meeting
		{20, 12},                    // some more arrive
		{20, 12}, {20, 12}, {0, 12}, // and all is quiet
		{900, 400}, {900, 400}, // a large heap
	} {
		now.allocated += look.allocated * mib
		now.live = look.live * mib
		s.look()
	}
	if want := []int{100, 400, 100, 266, 100}; !slices.Equal(paces, want) {
		t.Errorf("paces %v, want %v", paces, want)
	}
}
