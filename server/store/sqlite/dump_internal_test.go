package sqlite

import (
	"errors"
	"strconv"
	"testing"

	"palabre/server/community"
)

// What tells that the records stood still between two looks: it changes with another
// process' commit, and with nothing else, while a transaction reads as it began.
func TestTheRecordsAreSeenToMove(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := OpenBeside(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	watch, err := b.own.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	look := func() int64 {
		t.Helper()
		v, err := dataVersion(t.Context(), watch)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c, same, err := b.try(t.Context(), watch)
	if err != nil || !same {
		t.Fatalf("nobody writes, and it moves: %v", err)
	}
	before := look()
	for n := range 20 {
		id := strconv.Itoa(n)
		if err := s.Records.AddNetwork(t.Context(), community.Network{ID: community.NetworkID(id), Name: id}); err != nil {
			t.Fatal(err)
		}
		after := look()
		if after == before || look() != after {
			t.Fatalf("commit %d: it was %d and is %d, then %d", n, before, after, look())
		}
		before = after
	}
	rows := 0
	all, err := c.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range all {
		for range c.Rows(t.Context(), table) {
			rows++
		}
	}
	if len(all) == 0 || rows != 0 {
		t.Errorf("%d tables, %d rows that came after", len(all), rows)
	}
	if err := errors.Join(c.Close(), watch.Close(), b.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
}
