package postgres_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
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

func BenchmarkAppend(b *testing.B) { storetest.Bench(b, open) }

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

func TestAnAddressThatCannotBeReadIsNotRepeated(t *testing.T) {
	_, err := store.Open(t.Context(), "", "postgres://u:hunter2@[bad/x")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("error %v", err)
	}
}
