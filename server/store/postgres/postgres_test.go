package postgres_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t testing.TB) storetest.Opened {
	t.Helper()
	s, err := store.Open(t.Context(), "", pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return storetest.Opened{Log: s.Log, Records: s.Records}
}

func TestContract(t *testing.T) { storetest.Run(t, open) }

func BenchmarkAppend(b *testing.B) {
	pgtest.Durable(b)
	storetest.Bench(b, open)
}

func TestASecondNodeIsRefusedWithASentence(t *testing.T) {
	url := pgtest.Database(t)
	first, err := store.Open(t.Context(), "", url)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), "", url)
	var refused store.Refusal
	if !errors.As(err, &refused) || refused.Code() != "database_in_use" || refused.FR() == "" || refused.EN() == "" {
		t.Fatalf("second: %v", err)
	}
	if err := first.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(t.Context(), "", url) // its tables are there already
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// The database is started again under a running node: every connection is cut,
// the lock's too. Nothing is lost, nothing is written twice, the node goes on.
func TestCutConnectionsAreMadeAgain(t *testing.T) {
	url := pgtest.Database(t)
	s, err := store.Open(t.Context(), "", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	lease, err := s.Log.Claim(t.Context(), "ses_a", "node", 1000, 9_000_000)
	if err != nil {
		t.Fatal(err)
	}
	var head rooms.Seq
	for range 5 {
		cut(t, url)
		for range 20 {
			fenced, err := s.Log.Append(t.Context(), []host.Segment{storetest.Segment("ses_a", lease.Term, head, head+1)})
			if err := errors.Join(append(fenced, err)...); err != nil {
				t.Fatal(err)
			}
			head++
		}
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), "", url); !errors.As(err, new(store.Refusal)) {
			t.Fatalf("the lock was not taken again: %v", err)
		}
	}
	if got := storetest.Whole(t, s.Log, "ses_a"); got != head {
		t.Fatalf("%d events, %d were acknowledged", got, head)
	}
}

func cut(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.Exec(t.Context(),
		"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	if err := errors.Join(err, conn.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func TestAnAddressThatCannotBeReadIsNotRepeated(t *testing.T) {
	_, err := store.Open(t.Context(), "", "postgres://u:hunter2@[bad/x")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("error %v", err)
	}
}
