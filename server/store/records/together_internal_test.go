package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// errCut is of a connection that broke.
var errCut = errors.New("cut")

type pair struct{ key, value string }

// slow is a database whose answers wait until they are let go.
type slow struct {
	mu    sync.Mutex
	rows  map[string]string
	asked [][]string
	fails error

	goes chan struct{}
}

func (s *slow) find(_ context.Context, keys string) (list []pair, err error) {
	var of map[string]struct{}
	if err := json.Unmarshal([]byte(keys), &of); err != nil {
		return nil, err
	}
	s.mu.Lock()
	var some []string
	for key := range of {
		some = append(some, key)
		if value, ok := s.rows[key]; ok {
			list = append(list, pair{key, value})
		}
	}
	slices.Sort(some)
	s.asked = append(s.asked, some)
	err = s.fails
	s.mu.Unlock()
	<-s.goes
	return list, err
}

func (s *slow) together() *together[pair] {
	return &together[pair]{find: s.find, key: func(p pair) string { return p.key }, again: func(err error) bool { return errors.Is(err, errCut) }}
}

// Three hundred people who come back at once are found by three queries, and each is found.
func TestManyAreFoundTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slow{rows: map[string]string{}, goes: make(chan struct{})}
		var found, missing atomic.Int64
		kind := s.together()
		for i := range 300 {
			if i%10 != 0 {
				s.rows[fmt.Sprintf("m%d", i)] = fmt.Sprintf("name of m%d", i)
			}
		}
		for i := range 300 {
			key := fmt.Sprintf("m%d", i)
			go func() {
				row, err := kind.first(t.Context(), key)
				switch {
				case err == nil && row.value == "name of "+key:
					found.Add(1)
				case err != nil && i%10 == 0:
					missing.Add(1)
				}
			}()
			if i == 0 {
				synctest.Wait() // the first does not wait for others
			}
		}
		synctest.Wait()
		if len(s.asked) != abreast || len(s.asked[0]) != 1 {
			t.Errorf("%d queries are under way, the first of %d", len(s.asked), len(s.asked[0]))
		}
		close(s.goes)
		synctest.Wait()
		if found.Load() != 270 || missing.Load() != 30 {
			t.Errorf("%d were found, %d not", found.Load(), missing.Load())
		}
		if len(s.asked) != abreast+1 {
			t.Errorf("%d queries", len(s.asked))
		}
		if kind.under != 0 || kind.next != nil {
			t.Errorf("%d queries are still under way", kind.under)
		}
	})
}

// Who signs in, writes her name and looks must see it: a query that is under way may have read before.
func TestWhatIsFoundWasReadAfterItWasAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slow{rows: map[string]string{"a": "old"}, goes: make(chan struct{})}
		kind := s.together()
		got := make(chan string, abreast+1)
		look := func() {
			row, err := kind.first(t.Context(), "a")
			if err != nil {
				t.Error(err)
			}
			got <- row.value
		}
		for range abreast {
			go look()
			synctest.Wait()
		}
		s.mu.Lock()
		s.rows["a"] = "new"
		s.mu.Unlock()
		go look()
		synctest.Wait()
		s.goes <- struct{}{}
		if first := <-got; first != "old" {
			t.Errorf("%q", first)
		}
		close(s.goes)
		if a, b := <-got, <-got; a != "new" && b != "new" || a == b {
			t.Errorf("%q and %q", a, b)
		}
	})
}

// A failure is told to all who asked, and the next are asked for anew. Who does not wait any longer keeps nobody.
func TestAFailedQueryIsNotTheNextOnes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slow{rows: map[string]string{"a": "A"}, goes: make(chan struct{}), fails: errors.New("full")}
		kind := s.together()
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() {
			_, err := kind.first(ctx, "a")
			left <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		failed := make(chan error, 1)
		go func() {
			_, err := kind.first(t.Context(), "a")
			failed <- err
		}()
		synctest.Wait()
		close(s.goes)
		if err := <-failed; !errors.Is(err, s.fails) {
			t.Error(err)
		}
		synctest.Wait()
		s.fails = nil
		if row, err := kind.first(t.Context(), "a"); err != nil || row.value != "A" {
			t.Errorf("%+v, %v", row, err)
		}
	})
}

// The connection broke after the first of three hundred rows: nobody is told, the rows are read again.
func TestACutQueryIsAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slow{rows: map[string]string{"a": "A"}, goes: make(chan struct{}, 2), fails: errCut}
		got := make(chan error, 1)
		go func() {
			row, err := s.together().first(t.Context(), "a")
			if err == nil && row.value != "A" {
				err = errors.New(row.value)
			}
			got <- err
		}()
		synctest.Wait()
		s.mu.Lock()
		s.fails = nil
		s.mu.Unlock()
		s.goes <- struct{}{}
		s.goes <- struct{}{}
		if err := <-got; err != nil {
			t.Error(err)
		}
		if len(s.asked) != 2 {
			t.Errorf("asked %d times", len(s.asked))
		}
	})
}

// An id out of an address that no database can hold would fail the query of everybody else.
func TestAnImpossibleKeyIsNobodys(t *testing.T) {
	t.Parallel()
	s := &slow{goes: make(chan struct{})}
	for _, key := range []string{"a\x00", "\xff"} {
		if rows, err := s.together().get(t.Context(), key); err != nil || len(rows) != 0 {
			t.Errorf("%q: %v, %v", key, rows, err)
		}
	}
	if len(s.asked) != 0 {
		t.Errorf("%q", s.asked)
	}
}
