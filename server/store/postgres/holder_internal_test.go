package postgres

import (
	"fmt"
	"sync"
	"testing"

	"palabre/rooms"
	"palabre/server/store/pgtest"
)

// Forty rooms of a node that died, and everybody who came back to them, asked who held them each by a query, every fifty milliseconds.
func TestHoldersAreAskedForTogether(t *testing.T) {
	s, err := Open(t.Context(), Options{URL: pgtest.Database(t), Many: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	const held, asked = 40, 400
	room := func(i int) rooms.RoomID { return rooms.RoomID(fmt.Sprintf("ses_%d", i)) }
	for i := range held {
		if _, err := s.Log.Claim(t.Context(), room(i), fmt.Sprintf("n%d", i), 1000, rooms.Millis(2000+i)); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for i := range asked {
		all.Go(func() {
			i %= 2 * held // half of them nobody holds
			want, end := fmt.Sprintf("n%d", i), rooms.Millis(2000+i)
			if i >= held {
				want, end = "", 0
			}
			if owner, until, err := s.Log.Holder(t.Context(), room(i)); err != nil || owner != want || until != end {
				t.Errorf("%s is held by %q until %d, %v", room(i), owner, until, err)
			}
		})
	}
	all.Wait()
	if n := s.Log.holderQueries.Load(); n > asked/4 {
		t.Errorf("%d queries for %d who asked", n, asked)
	}
}
