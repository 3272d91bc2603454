package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/host"
)

type logCase struct {
	name string
	run  func(*testing.T, store.Log)
}

func runLog(t *testing.T, open func(testing.TB) Opened) {
	cases := []logCase{
		{"a new room begins at term 1 and head 0", newRoom},
		{"sequences are dense and read back as written", dense},
		{"a reader stops after maxBytes and goes on from where it was", readRanges},
		{"a segment that does not fit touches nothing, its neighbours are kept", missTouchesNothing},
		{"an older term is fenced off", fencedByTerm},
		{"what comes late ends no lease sooner", lateRenewal},
		{"of many claimers at once one wins", oneClaimer},
		{"a lease ends by itself at its end, or at its release", leaseEnds},
		{"a lease is renewed by its owner at its term alone", renewal},
		{"a lease is handed over by its owner at its term alone", handover},
		{"a room's holder is found", holder},
		{"one commit holds many rooms", manyRooms},
		{"one commit holds following segments of one room", chained},
		{"writers at once leave one dense log", concurrentAppends},
		{"a malformed segment commits nothing at all", malformed},
		{"an append asked for too late changes nothing", cancelled},
		{"any bytes come back as they were", anyBytes},
		{"a snapshot is replaced by a newer one alone", snapshots},
		{"words taken out of events leave all the rest as it was", redacts},
		{"words taken out by two at once are all gone", redactsTogether},
		{"what is no redaction changes nothing", redactsNothing},
		{"a snapshot from before a redaction is not taken", bareSnapshots},
		{"heads of changed rooms are found by kind", heads},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t).Log) })
	}
	t.Run("behaves as the simplest log would", func(t *testing.T) { runModel(t, open(t).Log) })
}

func dense(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	var head rooms.Seq
	for n := rooms.Seq(1); n <= 40; n++ {
		to := head + n%5 + 1
		if fenced := appended(t, log, Segment("ses_a", term, head, to)); fenced[0] != nil {
			t.Fatal(fenced[0])
		}
		head = to
	}
	if got := Whole(t, log, "ses_a"); got != head {
		t.Fatalf("read to %d, wrote to %d", got, head)
	}
	if lease := claimed(t, log, "ses_a"); lease.Head != head {
		t.Fatalf("head %d, wrote to %d", lease.Head, head)
	}
}

func readRanges(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	appended(t, log, Segment("ses_a", term, 0, 3), Segment("ses_a", term, 3, 4), Segment("ses_a", term, 4, 9))
	for _, c := range []struct {
		after rooms.Seq
		most  int
		from  []rooms.Seq
	}{
		{0, 1 << 20, []rooms.Seq{0, 3, 4}},
		{0, 0, []rooms.Seq{0}}, // at least one
		{1, 1 << 20, []rooms.Seq{0, 3, 4}},
		{3, 1 << 20, []rooms.Seq{3, 4}},
		{3, 1, []rooms.Seq{3}},
		{3, len(Text("ses_a", 3, 4)), []rooms.Seq{3, 4}}, // not exceeded yet
		{8, 1 << 20, []rooms.Seq{4}},
		{9, 1 << 20, nil},
		{99, 1 << 20, nil},
	} {
		list, err := log.Read(t.Context(), "ses_a", c.after, c.most)
		if err != nil {
			t.Fatal(err)
		}
		var from []rooms.Seq
		for _, s := range list {
			from = append(from, s.From)
		}
		if fmt.Sprint(from) != fmt.Sprint(c.from) {
			t.Errorf("after %d, at most %d bytes: segments after %v, want %v", c.after, c.most, from, c.from)
		}
	}
}

func missTouchesNothing(t *testing.T, log store.Log) {
	a, b := claimed(t, log, "ses_a").Term, claimed(t, log, "ses_b").Term
	appended(t, log, Segment("ses_a", a, 0, 5))
	fenced := appended(t, log,
		Segment("ses_a", a, 4, 6),    // begins too early
		Segment("ses_b", b, 0, 2),    // good
		Segment("ses_a", a, 6, 7),    // begins too late
		Segment("ses_a", a+1, 5, 6),  // a term not yet given
		Segment("ses_new", 1, 0, 1),  // nobody claimed it
		Segment("ses_b", b, 2, 3),    // good
		Segment("ses_b", b-1, 3, 4),  // an older term
		Segment("ses_a", a, 5, 6),    // good
		Segment("ses_a", a, 0, 1000), // long ago
	)
	for i, want := range []error{host.ErrFenced, nil, host.ErrFenced, host.ErrFenced, host.ErrFenced, nil, host.ErrFenced, nil, host.ErrFenced} {
		if !errors.Is(fenced[i], want) {
			t.Errorf("segment %d: %v, want %v", i, fenced[i], want)
		}
	}
	if a, b := Whole(t, log, "ses_a"), Whole(t, log, "ses_b"); a != 6 || b != 3 {
		t.Errorf("heads %d and %d, want 6 and 3", a, b)
	}
	if id, err := log.LogID(t.Context(), "ses_new"); err != nil || id != "" {
		t.Errorf("an append made a room: %q, %v", id, err)
	}
}

func manyRooms(t *testing.T, log store.Log) {
	const n = 200
	segments := make([]host.Segment, n)
	for i := range segments {
		room := rooms.RoomID(fmt.Sprintf("ses_%03d", i))
		segments[i] = Segment(room, claimed(t, log, room).Term, 0, rooms.Seq(i%7+1))
	}
	for i, err := range appended(t, log, segments...) {
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	for i, s := range segments {
		if head := Whole(t, log, s.Room); head != rooms.Seq(i%7+1) {
			t.Fatalf("%s: head %d", s.Room, head)
		}
	}
}

func chained(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	other := claimed(t, log, "ses_b").Term
	fenced := appended(t, log,
		Segment("ses_a", term, 0, 2), Segment("ses_b", other, 0, 1), Segment("ses_a", term, 2, 3),
		Segment("ses_a", term, 2, 4), // its place was taken by the one before
		Segment("ses_a", term, 3, 8))
	for i, err := range fenced {
		if (i == 3) != errors.Is(err, host.ErrFenced) {
			t.Errorf("segment %d: %v", i, err)
		}
	}
	if head := Whole(t, log, "ses_a"); head != 8 {
		t.Errorf("head %d", head)
	}
}

// concurrentAppends: several writers of one term compare-and-set their way
// forward; each step is won by one of them.
func concurrentAppends(t *testing.T, log store.Log) {
	shared := claimed(t, log, "ses_shared").Term
	const writers, steps = 8, 25
	var mu sync.Mutex
	won := map[rooms.Seq]int{}
	results := together(writers, func(w int) error {
		own := rooms.RoomID(fmt.Sprintf("ses_%d", w))
		lease, err := log.Claim(t.Context(), own, ada, 1000, 1_000_000)
		if err != nil {
			return err
		}
		for i := range rooms.Seq(steps) {
			fenced, err := log.Append(t.Context(), []host.Segment{
				Segment("ses_shared", shared, i, i+1), Segment(own, lease.Term, i, i+1),
			})
			if err != nil {
				return err
			}
			if fenced[1] != nil {
				return fmt.Errorf("%s, step %d: %w", own, i, fenced[1])
			}
			if fenced[0] == nil {
				mu.Lock()
				won[i]++
				mu.Unlock()
			}
		}
		return nil
	})
	for _, err := range results {
		if err != nil {
			t.Fatal(err)
		}
	}
	head := Whole(t, log, "ses_shared")
	for i := range head {
		if won[i] != 1 {
			t.Errorf("step %d was won %d times", i, won[i])
		}
	}
	if rooms.Seq(len(won)) != head {
		t.Errorf("%d steps told as won, head %d", len(won), head)
	}
}

func malformed(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	for _, bad := range []host.Segment{
		{Room: "ses_a", Term: term, From: 1, To: 1, Data: []byte("x")},
		{Room: "ses_a", Term: term, From: 2, To: 1, Data: []byte("x")},
	} {
		if _, err := log.Append(t.Context(), []host.Segment{Segment("ses_a", term, 0, 1), bad}); err == nil {
			t.Error("took a segment that holds nothing")
		}
	}
	if head := Whole(t, log, "ses_a"); head != 0 {
		t.Errorf("head %d", head)
	}
}

func cancelled(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := log.Append(ctx, []host.Segment{Segment("ses_a", term, 0, 1)}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if head := Whole(t, log, "ses_a"); head != 0 {
		t.Fatalf("head %d", head)
	}
	if fenced := appended(t, log, Segment("ses_a", term, 0, 1)); fenced[0] != nil {
		t.Fatal(fenced[0])
	}
}

func anyBytes(t *testing.T, log store.Log) {
	term := claimed(t, log, "brd_a").Term
	data := bytes.Repeat([]byte{0, 0xff, '\'', '"', '\n', 0xc3}, 200_000)
	appended(t, log, host.Segment{Room: "brd_a", Term: term, From: 0, To: 1, At: 1, Data: data})
	list, err := log.Read(t.Context(), "brd_a", 0, 1)
	if err != nil || len(list) != 1 || !bytes.Equal(list[0].Data, data) {
		t.Fatalf("%d segments, %v", len(list), err)
	}
}

func snapshots(t *testing.T, log store.Log) {
	ctx := t.Context()
	if _, ok, err := log.Snapshot(ctx, "ses_a"); ok || err != nil {
		t.Fatalf("a snapshot of nothing: %v", err)
	}
	save := func(seq rooms.Seq, logID string, code int, data string) {
		t.Helper()
		err := log.SaveSnapshot(ctx, host.Snapshot{Room: "ses_a", Seq: seq, LogID: logID, CodeVersion: code, Data: []byte(data)})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := func(seq rooms.Seq, logID string, code int, data string) {
		t.Helper()
		s, ok, err := log.Snapshot(ctx, "ses_a")
		if err != nil || !ok || s.Room != "ses_a" || s.Seq != seq || s.LogID != logID || s.CodeVersion != code || string(s.Data) != data {
			t.Fatalf("snapshot %+v, %v, %v", s, ok, err)
		}
	}
	save(10, "log", 1, "ten")
	want(10, "log", 1, "ten")
	save(20, "log", 1, "twenty\x00\xff")
	want(20, "log", 1, "twenty\x00\xff")
	save(15, "log", 2, "late")
	want(20, "log", 1, "twenty\x00\xff")
	save(20, "log", 2, "same place, newer code")
	want(20, "log", 2, "same place, newer code")
	save(3, "restored", 2, "another history")
	want(3, "restored", 2, "another history")
}

func heads(t *testing.T, log store.Log) {
	s, b := claimed(t, log, "ses_a").Term, claimed(t, log, "brd_a").Term
	claimed(t, log, "ses_empty")
	late := claimed(t, log, "ses_late").Term
	appended(t, log, Segment("ses_a", s, 0, 4), Segment("brd_a", b, 0, 2), Segment("ses_late", late, 0, 500))
	for _, c := range []struct {
		prefix string
		since  rooms.Millis
		want   string
	}{
		{"ses_", 0, "map[ses_a:4 ses_late:500]"},
		{"brd_", 0, "map[brd_a:2]"},
		{"ses_", 2005, "map[ses_late:500]"},
		{"ses_", 2004, "map[ses_a:4 ses_late:500]"},
		{"ses_", 9999, "map[]"},
	} {
		got, err := log.Heads(t.Context(), c.prefix, c.since)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("heads of %s since %d: %v, %v; want %s", c.prefix, c.since, got, err, c.want)
		}
	}
}

// together runs n calls at once and gives their errors.
func together(n int, call func(int) error) []error {
	start, results := make(chan struct{}), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			results[i] = call(i)
		})
	}
	close(start)
	all.Wait()
	return results
}
