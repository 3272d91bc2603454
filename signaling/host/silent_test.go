package host_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// hanging is a store that answers what it is asked when it is back.
type hanging struct {
	*hosttest.Log
	mu   sync.Mutex
	back chan struct{} // nil while it is there
}

func (l *hanging) leave() (back chan struct{}) {
	back = make(chan struct{})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.back = back
	return back
}

func (l *hanging) wait(ctx context.Context) error {
	l.mu.Lock()
	back := l.back
	l.mu.Unlock()
	if back == nil {
		return nil
	}
	select {
	case <-back:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *hanging) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) ([]rooms.RoomID, error) {
	if err := l.wait(ctx); err != nil {
		return nil, err
	}
	return l.Log.Renew(ctx, owner, until, held)
}

// A store that is away without a word: an append hangs, and fails long after. (Three nodes without their PostgreSQL for eighty
// seconds said nothing to anybody: no append had failed yet.) People are told within three seconds, what waits is answered when the
// store is, and what comes meanwhile is refused.
func TestAStoreThatDoesNotAnswerIsTold(t *testing.T) {
	for _, held := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			log := &hanging{Log: hosttest.NewLog()}
			n := newNode(t, log.Log, "a", func(o *host.Options) {
				o.Log, o.Overdue, o.RenewEvery, o.Reach = log, 2*time.Second, 500*time.Millisecond, log.wait
			})
			if held {
				must(t, n, say("m", 1, "kept"))
			}
			rest(10 * time.Second)
			n.note(func() {
				if len(n.readonly) != 0 {
					t.Fatalf("told %v while all is well", n.readonly)
				}
			})
			back := log.leave()
			open := log.Block()
			var waits *host.Answer
			if held {
				waits = ask(n, say("m", 2, "waits"))
			}
			rest(2600 * time.Millisecond)
			n.note(func() {
				if fmt.Sprint(n.readonly) != "[true false]" {
					t.Errorf("told %v after the store was silent for long", n.readonly)
				}
			})
			late := ask(n, say("o", 1, "late"))
			rest(time.Millisecond)
			n.note(func() {
				if !held && !errors.Is(late.Err, host.ErrNotSaved) {
					t.Errorf("what came meanwhile was told %+v", late)
				}
				if waits != nil && (waits.Err != nil || waits.Seq != 0) {
					t.Errorf("what waits was told %+v", waits)
				}
			})
			rest(time.Minute)
			close(back)
			open()
			rest(2 * time.Second)
			n.note(func() {
				if fmt.Sprint(n.readonly) != "[true false false false]" {
					t.Errorf("told %v", n.readonly)
				}
				if waits != nil && (waits.Err != nil || waits.Seq == 0) {
					t.Errorf("what waited was told %+v", waits)
				}
				if !errors.Is(late.Err, host.ErrNotSaved) { // in its turn, behind what waited
					t.Errorf("what came meanwhile was told %+v", late)
				}
			})
			must(t, n, say("o", 2, "again"))
			dense(t, n.log.Events(room))
			n.stop(t)
		})
	}
}
