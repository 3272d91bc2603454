package storetest

import (
	"errors"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/host"
)

func newRoom(t *testing.T, log store.Log) {
	first := claimed(t, log, "ses_a")
	if first.Term != 1 || first.Head != 0 || first.Since != 0 || first.LogID == "" {
		t.Fatalf("first lease %+v", first)
	}
	again := claimed(t, log, "ses_a") // its own holder may claim: a node that lost its memory
	if again.Term != 2 || again.LogID != first.LogID || again.Since != 1000 {
		t.Fatalf("claimed again %+v after %+v", again, first)
	}
	if other := claimed(t, log, "ses_b"); other.LogID == first.LogID {
		t.Fatal("two rooms share a log id")
	}
	id, err := log.LogID(t.Context(), "ses_a")
	if err != nil || id != first.LogID {
		t.Fatalf("log id %q, %v", id, err)
	}
	if id, err := log.LogID(t.Context(), "ses_none"); err != nil || id != "" {
		t.Fatalf("log id of no room: %q, %v", id, err)
	}
	if list, err := log.Read(t.Context(), "ses_none", 0, 1<<20); err != nil || len(list) != 0 {
		t.Fatalf("read of no room: %v, %v", list, err)
	}
}

// A renewal, or a claim, that was overtaken on its way comes late: the lease that its owner believes in does not end sooner for it. One
// that was said after the clock had been set back does move the end.
func lateRenewal(t *testing.T, log store.Log) {
	ends := func(want rooms.Millis) {
		t.Helper()
		owner, until, err := log.Holder(t.Context(), "ses_a")
		if err != nil || owner != ada || until != want {
			t.Fatalf("held by %q until %d, want %d (%v)", owner, until, want, err)
		}
	}
	const hour = 3600_000
	lease, err := log.Claim(t.Context(), "ses_a", ada, 2*hour, 2*hour+2400)
	if err != nil {
		t.Fatal(err)
	}
	renew := func(until rooms.Millis) {
		t.Helper()
		if lost, err := log.Renew(t.Context(), ada, until, []host.Held{{Room: "ses_a", Term: lease.Term}}); err != nil || len(lost) > 0 {
			t.Fatal(lost, err)
		}
	}
	renew(2*hour + 2900)
	renew(2*hour + 1900) // said before
	ends(2*hour + 2900)
	if lease, err = log.Claim(t.Context(), "ses_a", ada, 2*hour-600, 2*hour+1800); err != nil {
		t.Fatal(err)
	}
	ends(2*hour + 2900)
	renew(hour)
	ends(hour)
	next, err := log.Claim(t.Context(), "ses_a", bo, hour+1, hour+2400) // just after
	if err != nil || next.Since != hour {
		t.Fatalf("%+v, %v", next, err)
	}
}

func fencedByTerm(t *testing.T, log store.Log) {
	old := claimed(t, log, "ses_a")
	appended(t, log, Segment("ses_a", old.Term, 0, 1))
	taken, err := log.Claim(t.Context(), "ses_a", bo, 1_000_000, 2_000_000) // ada's lease has ended
	if err != nil {
		t.Fatal(err)
	}
	if taken.Term != old.Term+1 || taken.Head != 1 {
		t.Fatalf("taken over %+v after %+v", taken, old)
	}
	if fenced := appended(t, log, Segment("ses_a", old.Term, 1, 2)); !errors.Is(fenced[0], host.ErrFenced) {
		t.Fatalf("the old host wrote: %v", fenced[0])
	}
	if fenced := appended(t, log, Segment("ses_a", taken.Term, 1, 3)); fenced[0] != nil {
		t.Fatal(fenced[0])
	}
	// The two never alternate, though the old one's sequence would now fit.
	if fenced := appended(t, log, Segment("ses_a", old.Term, 3, 4)); !errors.Is(fenced[0], host.ErrFenced) {
		t.Fatalf("the old host wrote: %v", fenced[0])
	}
	if head := Whole(t, log, "ses_a"); head != 3 {
		t.Fatalf("head %d", head)
	}
}

func oneClaimer(t *testing.T, log store.Log) {
	for round := range 5 {
		room := rooms.RoomID(fmt.Sprintf("ses_%d", round))
		results := together(24, func(i int) error {
			_, err := log.Claim(t.Context(), room, fmt.Sprintf("node-%d", i), 1000, 5000)
			return err
		})
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, host.ErrHeld):
				t.Fatal(err)
			}
		}
		if won != 1 {
			t.Fatalf("%s: %d owners", room, won)
		}
	}
}

func leaseEnds(t *testing.T, log store.Log) {
	ctx := t.Context()
	if _, err := log.Claim(ctx, "ses_a", ada, 1000, 5000); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Claim(ctx, "ses_a", bo, 4999, 9000); !errors.Is(err, host.ErrHeld) {
		t.Fatalf("claimed a held room: %v", err)
	}
	lease, err := log.Claim(ctx, "ses_a", bo, 7000, 9000)
	if err != nil || lease.Since != 5000 || lease.Term != 2 {
		t.Fatalf("after the lease's end: %+v, %v", lease, err)
	}
	if err := log.Release(ctx, ada, "ses_a", 1, 7100); err != nil { // hers no more: no error, no effect
		t.Fatal(err)
	}
	if err := log.Release(ctx, bo, "ses_a", 1, 7100); err != nil { // an older term of his
		t.Fatal(err)
	}
	if _, err := log.Claim(ctx, "ses_a", ada, 7200, 9999); !errors.Is(err, host.ErrHeld) {
		t.Fatalf("a release by another freed the room: %v", err)
	}
	if err := log.Release(ctx, bo, "ses_a", 2, 7300); err != nil {
		t.Fatal(err)
	}
	lease, err = log.Claim(ctx, "ses_a", ada, 7400, 9999)
	if err != nil || lease.Since != 7300 || lease.Term != 3 {
		t.Fatalf("after the release: %+v, %v", lease, err)
	}
	if err := log.Release(ctx, ada, "ses_none", 1, 7400); err != nil {
		t.Fatal(err)
	}
}

func renewal(t *testing.T, log store.Log) {
	ctx := t.Context()
	var held []host.Held
	for i := range 20 {
		room := rooms.RoomID(fmt.Sprintf("ses_%d", i))
		lease, err := log.Claim(ctx, room, ada, 1000, 5000)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, host.Held{Room: room, Term: lease.Term})
	}
	if lost, err := log.Renew(ctx, ada, 9000, held); err != nil || len(lost) != 0 {
		t.Fatalf("lost %v, %v", lost, err)
	}
	if _, err := log.Claim(ctx, "ses_3", bo, 8999, 20_000); !errors.Is(err, host.ErrHeld) {
		t.Fatalf("a renewed lease did not hold: %v", err)
	}
	if _, err := log.Claim(ctx, "ses_3", bo, 9000, 20_000); err != nil {
		t.Fatal(err)
	}
	held[7].Term = 99
	held = append(held, host.Held{Room: "ses_none", Term: 1})
	lost, err := log.Renew(ctx, ada, 12_000, held)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(lost) != "[ses_3 ses_7 ses_none]" {
		t.Fatalf("lost %v", lost)
	}
	if lost, err := log.Renew(ctx, ada, 12_000, nil); err != nil || len(lost) != 0 {
		t.Fatalf("renewed nothing: %v, %v", lost, err)
	}
}

func handover(t *testing.T, log store.Log) {
	ctx := t.Context()
	if _, err := log.Claim(ctx, "ses_a", ada, 1000, 5000); err != nil {
		t.Fatal(err)
	}
	appended(t, log, Segment("ses_a", 1, 0, 2))
	for _, c := range []struct {
		owner string
		room  rooms.RoomID
		term  uint64
	}{{bo, "ses_a", 1}, {ada, "ses_a", 2}, {ada, "ses_a", 0}, {ada, "ses_none", 1}, {"", "ses_a", 1}} {
		if err := log.Handover(ctx, c.owner, c.room, c.term, bo, 7000); !errors.Is(err, host.ErrFenced) {
			t.Errorf("%+v handed it over: %v", c, err)
		}
	}
	if err := log.Handover(ctx, ada, "ses_a", 1, bo, 7000); err != nil {
		t.Fatal(err)
	}
	if _, err := log.Claim(ctx, "ses_a", ada, 5500, 9000); !errors.Is(err, host.ErrHeld) { // past her own lease
		t.Fatalf("she took back what she gave: %v", err)
	}
	if lost, err := log.Renew(ctx, ada, 9000, []host.Held{{Room: "ses_a", Term: 1}}); err != nil || len(lost) != 1 {
		t.Fatalf("she renewed what she gave: %v, %v", lost, err)
	}
	if err := log.Handover(ctx, ada, "ses_a", 1, "node-cy", 9000); !errors.Is(err, host.ErrFenced) {
		t.Fatalf("given twice: %v", err)
	}
	// What was under way when she gave the room is still in its log.
	if fenced := appended(t, log, Segment("ses_a", 1, 2, 3)); fenced[0] != nil {
		t.Fatal(fenced[0])
	}
	lease, err := log.Claim(ctx, "ses_a", bo, 5500, 9000)
	if err != nil || lease.Term != 2 || lease.Head != 3 || lease.Since != 5500 {
		t.Fatalf("the successor claims %+v, %v", lease, err)
	}
	if fenced := appended(t, log, Segment("ses_a", 1, 3, 4)); !errors.Is(fenced[0], host.ErrFenced) {
		t.Fatalf("she wrote after him: %v", fenced[0])
	}
}

func holder(t *testing.T, log store.Log) {
	ctx := t.Context()
	holds := func(want string, end rooms.Millis) {
		t.Helper()
		if owner, until, err := log.Holder(ctx, "ses_a"); err != nil || owner != want || until != end {
			t.Fatalf("held by %q until %d, %v; want %q until %d", owner, until, err, want, end)
		}
	}
	holds("", 0)
	for _, step := range []struct {
		do    func() error
		owner string
		until rooms.Millis
	}{
		{func() error { _, err := log.Claim(ctx, "ses_a", ada, 1000, 5000); return err }, ada, 5000},
		{func() error {
			_, err := log.Renew(ctx, ada, 6000, []host.Held{{Room: "ses_a", Term: 1}})
			return err
		}, ada, 6000},
		{func() error { return log.Handover(ctx, ada, "ses_a", 1, bo, 7000) }, bo, 7000},
		{func() error { _, err := log.Claim(ctx, "ses_a", bo, 6500, 8000); return err }, bo, 8000},
		{func() error { return log.Release(ctx, bo, "ses_a", 2, 7500) }, "", 0},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		holds(step.owner, step.until)
	}
}
