package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
)

// node opens a database as one node among several, until the test ends.
func node(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.OpenWith(t.Context(), store.Options{DatabaseURL: url, Many: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// refused wants a refusal with sentences in both languages.
func refused(t *testing.T, err error, code string) store.Refusal {
	t.Helper()
	var r store.Refusal
	if !errors.As(err, &r) || r.Code() != code || r.FR() == "" || r.EN() == "" || r.FR() == r.EN() {
		t.Fatalf("want the refusal %s, got %v", code, err)
	}
	return r
}

// sql runs statements beside Palabre and gives the last one's first row as text.
func sql(t testing.TB, url, statements string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	results, err := conn.PgConn().Exec(t.Context(), statements).ReadAll()
	if err := errors.Join(err, conn.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	var row []string
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		for _, c := range last.Rows[0] {
			row = append(row, string(c))
		}
	}
	return row
}

func TestNodesContract(t *testing.T) {
	storetest.RunNodes(t, func(t testing.TB) (a, b store.Nodes) {
		url := pgtest.Database(t)
		return node(t, url).Nodes, node(t, url).Nodes
	})
}

// Many nodes share a database; one that would be alone on it is refused beside them,
// and they are beside it. What they hold stays theirs when another comes.
func TestOneAndManyRefuseEachOther(t *testing.T) {
	url := pgtest.Database(t)
	alone, err := store.Open(t.Context(), "", url)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenWith(t.Context(), store.Options{DatabaseURL: url, Many: true})
	refused(t, err, "database_in_use")
	if _, err := alone.Log.Claim(t.Context(), "ses_a", "palabre", 1000, 9_000_000); err != nil {
		t.Fatal(err)
	}
	if err := alone.Close(); err != nil {
		t.Fatal(err)
	}

	first := node(t, url)
	if owner, _, err := first.Log.Holder(t.Context(), "ses_a"); err != nil || owner != "palabre" {
		t.Fatalf("a node took another's lease away when it came: %q, %v", owner, err)
	}
	second := node(t, url)
	_, err = store.Open(t.Context(), "", url)
	refused(t, err, "database_in_use_by_many")
	for _, s := range []*store.Store{first, second} {
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// The connection of the shared lock is cut: the next beat takes it again. When a Palabre
// that is alone on the database was quicker, the beat says so.
func TestTheSharedLockIsTakenAgain(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	beat := func() error {
		_, _, err := s.Nodes.Beat(t.Context(), store.Node{ID: "n"})
		return err
	}
	cut(t, url)
	if err := beat(); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), "", url)
	refused(t, err, "database_in_use_by_many")

	cut(t, url)
	alone, err := store.Open(t.Context(), "", url)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, beat(), "database_in_use")
	refused(t, s.Check(t.Context()), "database_in_use")
	if err := alone.Close(); err != nil {
		t.Fatal(err)
	}
	// The server's process of a connection that was closed ends in a moment, and the lock with it.
	err = beat()
	for until := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(until); {
		err = beat()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What nobody will ask for any more is forgotten by whoever beats: nodes that were not
// seen for an hour, tidings of more than a day.
func TestOldNodesAndTidingsAreForgotten(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	ctx := t.Context()
	var ids []int64
	for range 3 {
		id, err := s.Nodes.Tell(ctx, "n", "kind", []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	for _, id := range []string{"dead", "late"} {
		if _, _, err := s.Nodes.Beat(ctx, store.Node{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	const hour, day = 3_600_000, 86_400_000
	sql(t, url, fmt.Sprintf(`UPDATE palabre_log.nodes SET seen_at = seen_at - %d WHERE id = 'dead';
		UPDATE palabre_log.nodes SET seen_at = seen_at - %d WHERE id = 'late';
		UPDATE palabre_log.tidings SET at = at - %d WHERE id <= %d`, hour+1000, hour-60_000, day+1000, ids[1]))
	all, _, err := s.Nodes.Beat(ctx, store.Node{ID: "n"})
	if err != nil || len(all) != 2 || all[0].ID != "late" || all[1].ID != "n" {
		t.Fatalf("nodes %+v, %v", all, err)
	}
	list, err := s.Nodes.Heard(ctx, 0, 10)
	if err != nil || len(list) != 1 || list[0].ID != ids[2] {
		t.Fatalf("tidings %+v, %v", list, err)
	}
	if n := sql(t, url, `SELECT count(*) FROM palabre_log.nodes`)[0]; n != "2" {
		t.Fatalf("%s nodes are kept", n)
	}
}

// Five nodes of a new installation start together: one makes the tables, all open.
func TestNodesThatStartTogetherMakeOneSchema(t *testing.T) {
	for range 3 {
		url := pgtest.Database(t)
		const n = 5
		opened := make([]*store.Store, n)
		errs := make(chan error, n)
		for i := range n {
			go func() {
				s, err := store.OpenWith(t.Context(), store.Options{DatabaseURL: url, Many: true})
				opened[i] = s
				errs <- err
			}()
		}
		for range n {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		for i, s := range opened {
			if s == nil {
				continue
			}
			if _, err := s.Log.Claim(t.Context(), rooms.RoomID(fmt.Sprintf("ses_%d", i)), "n", 0, 1); err != nil {
				t.Error(err)
			}
			if _, err := s.Records.HasAdmin(t.Context()); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		twice := sql(t, url, `SELECT count(*) FROM (SELECT version_id FROM palabre.migrations GROUP BY version_id HAVING count(*) > 1
			UNION ALL SELECT version_id FROM palabre_log.migrations GROUP BY version_id HAVING count(*) > 1) d`)
		if twice[0] != "0" {
			t.Errorf("%s migrations were made twice", twice[0])
		}
	}
}

// A deployment is taken back: the newer program has widened the tables, and this one, of
// the version before, opens them and works beside it.
func TestTablesOfANewerProgramAreOpened(t *testing.T) {
	url := pgtest.Database(t)
	if err := node(t, url).Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, schema := range []string{"palabre", "palabre_log"} {
		sql(t, url, `INSERT INTO `+schema+`.migrations (version_id, is_applied) VALUES (90001, true), (90002, true)`)
	}
	sql(t, url, `ALTER TABLE palabre_log.rooms ADD COLUMN region TEXT NOT NULL DEFAULT '';
		ALTER TABLE palabre.people ADD COLUMN pronoun TEXT NOT NULL DEFAULT ''; CREATE TABLE palabre.polls (id TEXT)`)
	s := node(t, url)
	if _, err := s.Log.Claim(t.Context(), "ses_a", "n", 0, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Records.HasAdmin(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.RoundTrips(t, s.Records)
	if n := sql(t, url, `SELECT max(version_id) FROM palabre.migrations`)[0]; n != "90002" {
		t.Fatalf("the tables are now of version %s", n)
	}
}

func TestAClockThatIsFarFromTheDatabasesIsRefused(t *testing.T) {
	url := pgtest.Database(t)
	open := func(many bool, by time.Duration) (*store.Store, error) {
		return store.OpenWith(t.Context(), store.Options{DatabaseURL: url, Many: many, Wall: func() time.Time { return time.Now().Add(by) }})
	}
	for _, by := range []time.Duration{-time.Hour, -1200 * time.Millisecond, 1200 * time.Millisecond, 48 * time.Hour} {
		_, err := open(true, by)
		r := refused(t, err, "clocks_apart")
		if early := strings.Contains(r.EN(), "behind"); early != (by < 0) {
			t.Errorf("%v: %s", by, r.EN())
		}
	}
	for _, c := range []struct {
		many bool
		by   time.Duration
	}{{true, 500 * time.Millisecond}, {true, -500 * time.Millisecond}, {false, time.Hour}} { // alone, its leases are its own
		s, err := open(c.many, c.by)
		if err != nil {
			t.Fatal(err)
		}
		if apart := s.Clock.Apart(); (apart - c.by).Abs() > 200*time.Millisecond {
			t.Errorf("%v apart, the clock was moved by %v", apart, c.by)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The clock is the database's: what it says lies between what the database says before
// and after.
func TestTheClockIsTheDatabases(t *testing.T) {
	url := pgtest.Database(t)
	s := node(t, url)
	tell := func() rooms.Millis {
		_, now, err := s.Nodes.Beat(t.Context(), store.Node{ID: "n"})
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	for range 20 {
		if err := s.Clock.Measure(t.Context()); err != nil {
			t.Fatal(err)
		}
		give := rooms.Millis(s.Clock.Doubt().Milliseconds() + 1)
		before := tell()
		now := s.Clock.Now()
		after := tell()
		if now < before-give || now > after+give {
			t.Fatalf("it is %d, give or take %d ms; the database says %d before and %d after", now, give, before, after)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Clock.Measure(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("measured when asked too late: %v", err)
	}
}

// A laptop or a virtual machine that was suspended woke with a clock that had stood still meanwhile, and took its leases for living
// for as long as it had slept: the clock it is opened with goes on.
func TestTheClockGoesOnWhileTheMachineSleeps(t *testing.T) {
	var slept atomic.Int64
	begun := time.Now()
	s, err := store.OpenWith(t.Context(), store.Options{
		DatabaseURL: pgtest.Database(t), Many: true,
		Elapsed: func() time.Duration { return time.Since(begun) + time.Duration(slept.Load()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	before := s.Clock.Now()
	slept.Store(int64(time.Hour))
	if went := s.Clock.Now() - before; went < 3_600_000 || went > 3_660_000 {
		t.Errorf("after an hour's sleep the clock went on by %d ms", went)
	}
}

// What another living node hosts is known: its projectors see to it.
func TestWhatOthersHoldIsKnown(t *testing.T) {
	s := node(t, pgtest.Database(t))
	now := s.Clock.Now()
	for room, lease := range map[rooms.RoomID]struct {
		owner string
		until rooms.Millis
	}{
		"ses_mine": {"ada", now + 60_000}, "ses_theirs": {"bo", now + 60_000}, "ses_ended": {"bo", now - 60_000}, "ses_given": {"bo", now + 60_000},
	} {
		if _, err := s.Log.Claim(t.Context(), room, lease.owner, 1000, lease.until); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Log.Release(t.Context(), "bo", "ses_given", 1, now); err != nil {
		t.Fatal(err)
	}
	if held, err := s.Nodes.HeldBeside(t.Context(), "ada"); err != nil || len(held) != 1 || !held["ses_theirs"] {
		t.Errorf("others hold %v, %v", held, err)
	}
}
