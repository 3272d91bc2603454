package sqlite_test

import (
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"palabre/server/store"
	"palabre/server/store/sqlite"
	"palabre/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB) storetest.Opened {
	t.Helper()
	s := openAt(t, t.TempDir())
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return storetest.Opened{Log: s.Log, Records: s.Records}
}

func openAt(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContract(t *testing.T) { storetest.Run(t, open) }

func BenchmarkAppend(b *testing.B) { storetest.Bench(b, open) }

func TestASecondProcessIsRefusedWithASentence(t *testing.T) {
	dir := t.TempDir()
	first := openAt(t, dir)
	_, err := store.Open(t.Context(), dir, "")
	var refused store.Refusal
	if !errors.As(err, &refused) || refused.Code() != "data_in_use" ||
		!strings.Contains(refused.FR(), dir) || !strings.Contains(refused.EN(), dir) {
		t.Fatalf("second: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := openAt(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
}

// A process that died cannot release its rooms; the next one need not wait for
// their leases to end, since it alone has the folder. The gap is still told.
func TestLeasesOfADeadProcessEnd(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	if _, err := s.Log.Claim(t.Context(), "ses_a", "dead", 1000, 5000); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, dir)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	lease, err := s.Log.Claim(t.Context(), "ses_a", "alive", 2000, 9000)
	if err != nil || lease.Term != 2 || lease.Since != 2000 {
		t.Fatalf("lease %+v, %v", lease, err)
	}
}

func TestAFolderWithStrangeLettersOpens(t *testing.T) {
	dir := t.TempDir() + "/données 100% ? #1&x=y"
	s := openAt(t, dir)
	if err := errors.Join(s.Check(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	if again, err := sqlite.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	} else if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
