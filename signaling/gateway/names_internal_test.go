package gateway

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
)

// A directory that answers once it is let to.
type slowDirectory struct {
	asked  atomic.Int64
	answer chan struct{}
}

func (d *slowDirectory) Names(ctx context.Context, _ rooms.RoomID, ids []rooms.MemberID) (map[rooms.MemberID]string, error) {
	d.asked.Add(1)
	select {
	case <-d.answer:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	names := map[rooms.MemberID]string{}
	for _, id := range ids {
		names[id] = "name of " + string(id)
	}
	return names, nil
}

type stoppedClock struct{}

func (stoppedClock) Now() rooms.Millis { return 1_800_000_000_000 }

func (stoppedClock) After(time.Duration, func()) func() { return func() {} }

// After a partition three hundred people joined the same rooms at once; each asked the database for the same names, and
// no answer came in time for anybody. Now one asks for all, and whom it fails is not asked for by the others together.
func TestNamesAreAskedForOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &slowDirectory{answer: make(chan struct{})}
		n := &names{known: map[nameKey]nameEntry{}, g: &Gateway{ctx: t.Context(), Options: Options{
			Directory: d, Clock: stoppedClock{}, Logger: zerolog.Nop(), NameAge: time.Minute,
		}}}
		var all sync.WaitGroup
		ids := []rooms.MemberID{"ana", "bea"}
		for range 40 {
			all.Go(func() {
				if got := n.of("ses_a", ids); got["ana"] != "name of ana" || got["bea"] != "name of bea" {
					t.Errorf("names: %v", got)
				}
			})
		}
		synctest.Wait()
		if asked := d.asked.Load(); asked != 1 {
			t.Errorf("%d asked at once", asked)
		}
		close(d.answer)
		all.Wait()
		if asked := d.asked.Load(); asked != 1 {
			t.Errorf("%d asked in all", asked)
		}

		d.answer = make(chan struct{}) // nobody answers any more
		for range 40 {
			all.Go(func() {
				if got := n.of("ses_b", ids); len(got) != 0 {
					t.Errorf("names from nowhere: %v", got)
				}
			})
		}
		began := time.Now()
		all.Wait()
		if waited := time.Since(began); waited > 2*time.Second {
			t.Errorf("waited %v for nothing", waited)
		}
		if asked := d.asked.Load(); asked > 20 { // all whose time was over asked again; a few may, whose time ends in that instant
			t.Errorf("%d asked", asked)
		}
	})
}
