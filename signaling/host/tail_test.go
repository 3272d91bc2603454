package host_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

const shared rooms.RoomID = "brd_1"

// readings counts how often a log is read.
type readings struct {
	*hosttest.Log
	read atomic.Int64
}

func (r *readings) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, most int) ([]host.Segment, error) {
	r.read.Add(1)
	return r.Log.Read(ctx, room, after, most)
}

// A board's host died, and thirty people came back who lacked the same few lines: each had the log read, one after the other, while the
// board's news waited; and when that took a second, each was given the whole board.
func TestWhoComesBackTogetherIsReadForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		draw := func(n *node, k uint64) rooms.Seq {
			t.Helper()
			seq, refusal, err := n.Do(context.Background(), shared, say("ada", k, fmt.Sprint("line ", k)))
			if err != nil || refusal != nil {
				t.Fatal(refusal, err)
			}
			return seq
		}
		come := func(n *node, who string, history string, at rooms.Seq) host.Joined {
			t.Helper()
			got := make(chan host.Joined, 1)
			n.Join(context.Background(), shared, host.JoinRequest{
				Conn: host.ConnID(who), Member: rooms.MemberID(who), Standing: rooms.RoleMember, Log: history, Seq: at,
			}, func(j host.Joined) { got <- j })
			j := <-got
			if j.Err != nil {
				t.Fatal(j.Err)
			}
			return j
		}
		led := func(j host.Joined, from rooms.Seq) {
			t.Helper()
			at := from
			for _, s := range j.Tail {
				if s.From != at || len(s.Data) == 0 {
					t.Fatalf("from %d: %d to %d", at, s.From, s.To)
				}
				at = s.To
			}
			if !j.Resume || at != j.To {
				t.Fatalf("resumed %t from %d to %d of %d", j.Resume, from, at, j.To)
			}
		}

		first := newNode(t, log, "first")
		for k := range uint64(20) {
			draw(first, k+1)
		}
		there := come(first, "ada", "", 0)
		first.stop(t)

		counted := &readings{Log: log}
		n := newNode(t, log, "second", func(o *host.Options) { o.Log = counted })
		led(come(n, "p0", there.Log, there.To-5), there.To-5)
		opened := counted.read.Load()
		for i := range 30 {
			at := there.To - rooms.Seq(i%5)
			led(come(n, fmt.Sprint("p", i+1), there.Log, at), at)
			if i%3 == 0 {
				draw(n, uint64(100+i))
			}
		}
		if again := counted.read.Load() - opened; again != 0 {
			t.Errorf("the log was read %d times more", again)
		}

		// Words that were taken out are not told any more.
		if err := n.Forget(context.Background(), shared); err != nil {
			t.Fatal(err)
		}
		led(come(n, "late", there.Log, there.To), there.To)
		if again := counted.read.Load() - opened; again != 1 {
			t.Errorf("after words were taken out the log was read %d times", again)
		}
		// Nor is it kept for nobody.
		rest(time.Minute)
		draw(n, 999)
		led(come(n, "later", there.Log, there.To), there.To)
		if again := counted.read.Load() - opened; again != 2 {
			t.Errorf("a minute later the log was read %d times", again)
		}
		n.stop(t)
	})
}
