package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// another opens a connection beside the store's, in a transaction that is rolled back when the test ends or is told to.
func another(t *testing.T, url, lock string, args ...any) (end func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), lock, args...); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// goesOn appends to a room and renews its lease, soon.
func goesOn(t *testing.T, s *store.Store, term uint64, from rooms.Seq, story string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		fenced, err := s.Log.Append(ctx, []host.Segment{storetest.Segment("ses_a", term, from, from+1)})
		if err == nil {
			err = fenced[0]
		}
		if err == nil {
			_, err = s.Log.Renew(ctx, "ada", 900_000, []host.Held{{Room: "ses_a", Term: term}})
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("%s: %v", story, err)
		}
	case <-ctx.Done():
		t.Fatalf("%s: it waits", story)
	}
}

func spoken(t *testing.T, s *store.Store, n rooms.Seq) (term uint64) {
	t.Helper()
	lease, err := s.Log.Claim(t.Context(), "ses_a", "ada", 1000, 900_000)
	if err != nil {
		t.Fatal(err)
	}
	for at := range n {
		one := storetest.Spoken("ses_a", lease.Term, at, at+1, func(s rooms.Seq) string { return fmt.Sprintf("des mots à soi %d", s) })
		if fenced, err := s.Log.Append(t.Context(), []host.Segment{one}); err != nil || fenced[0] != nil {
			t.Fatal(fenced, err)
		}
	}
	return lease.Term
}

// Words were taken out of a thousand segments of one room. Its row was taken first, and every room of the node waited behind it: for
// its commits, and for its leases, which ended.
func TestWordsAreTakenOutBesideCommits(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	term := spoken(t, s, 5)
	end := another(t, url, `SELECT 1 FROM palabre_log.seg WHERE seq = 2 FOR UPDATE`) // it is long at it
	taken := make(chan error, 1)
	go func() {
		taken <- s.Log.Redact(context.Background(), "ses_a", []host.Redaction{{Seq: 1, Data: []byte(`{}`)}, {Seq: 2, Data: []byte(`{}`)}})
	}()
	until(t, url, waiting(1))
	goesOn(t, s, term, 5, "while words are taken out")
	end()
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
}

// A snapshot of some megabytes was written under a lock of the room's row, and all commits of the node waited for the disk.
func TestASnapshotIsSavedBesideCommits(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	term := spoken(t, s, 3)
	end := another(t, url, `INSERT INTO palabre_log.snap (room, seq, log_id, code, data) VALUES ('ses_a', 1, 'x', 1, '')`) // its row is being written
	saved := make(chan error, 1)
	go func() {
		saved <- s.Log.SaveSnapshot(context.Background(), host.Snapshot{Room: "ses_a", Seq: 3, LogID: "x", CodeVersion: 1, Data: []byte("{}")})
	}()
	until(t, url, waiting(1))
	goesOn(t, s, term, 3, "while a snapshot is saved")
	end()
	if err := <-saved; err != nil {
		t.Fatal(err)
	}
}

// Reads stood before a renewal in the line for connections: a lease ended because forty rooms were being looked up.
func TestReadsDoNotKeepLeasesWaiting(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	term := spoken(t, s, 1)
	end := another(t, url, `LOCK TABLE palabre_log.snap IN ACCESS EXCLUSIVE MODE`)
	const readers = 50
	read := make(chan error, readers)
	for range readers {
		go func() {
			_, _, err := s.Log.Snapshot(context.Background(), "ses_a")
			read <- err
		}()
	}
	until(t, url, waiting(3))
	goesOn(t, s, term, 1, "while all who read wait")
	end()
	for range readers {
		if err := <-read; err != nil {
			t.Fatal(err)
		}
	}
}

// A log that is longer than a page is read whole, page after page, and a page brings no more than that.
func TestALongLogIsReadInPages(t *testing.T) {
	s := node(t, pgtest.Database(t))
	lease, err := s.Log.Claim(t.Context(), "ses_a", "ada", 1000, 900_000)
	if err != nil {
		t.Fatal(err)
	}
	const n = 1300
	var all []host.Segment
	for at := range rooms.Seq(n) {
		all = append(all, storetest.Segment("ses_a", lease.Term, at, at+1))
	}
	if _, err := s.Log.Append(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if head := storetest.Whole(t, s.Log, "ses_a"); head != n {
		t.Errorf("read to %d of %d", head, n)
	}
	page, err := s.Log.Read(t.Context(), "ses_a", 0, 1<<30)
	if err != nil || len(page) >= n {
		t.Errorf("a page has %d segments, %v", len(page), err)
	}
}

// waiting tells whether so many wait for a lock in this database.
func waiting(n int) string {
	return fmt.Sprintf(`SELECT count(*) >= %d FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`, n)
}

// until waits for the database to say so.
func until(t *testing.T, url, so string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for yes := false; !yes; {
		if err := conn.QueryRow(t.Context(), so).Scan(&yes); err != nil {
			t.Fatal(err)
		}
	}
}
