package host_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// An append that says it failed but was committed: reading the log tells, and nobody hears a lie.
func TestDoubtfulAppendIsSettledByReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "x"))
		var batches []host.Batch
		n.bus.Subscribe(room, func(b host.Batch) { n.note(func() { batches = append(batches, b) }) })
		n.log.FailLate(errors.New("connection reset after commit"))
		a := ask(n, say("m", 2, "y"))
		rest(10 * time.Millisecond)
		if a.Err != nil || a.Seq != 3 || len(batches) != 1 {
			t.Errorf("%+v %v", a, batches)
		}
		rest(2 * time.Second)
		must(t, n, say("m", 3, "z"))
		dense(t, n.log.Events(room))
		n.stop(t)
	})
}

// overtaken is a log in which another host writes just before an append, whose answer is lost.
type overtaken struct {
	*hosttest.Log
	by func(host.Segment)
}

func (l *overtaken) Append(ctx context.Context, segments []host.Segment) ([]error, error) {
	if by := l.by; by != nil {
		l.by = nil
		by(segments[0])
		return nil, errors.New("connection reset")
	}
	return l.Log.Append(ctx, segments)
}

// What stands where a doubtful append would have led may be another host's: its length proves nothing. (A simulation's
// story: a host that could not reach the store told its people that their words were saved, and others' pages words that
// are in no log.)
func TestDoubtfulAppendWhereAnotherHostWrote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &overtaken{Log: hosttest.NewLog()}
		n := newNode(t, log.Log, "a", func(o *host.Options) { o.Log = log })
		must(t, n, say("m", 1, "x"))
		var batches []host.Batch
		n.bus.Subscribe(room, func(b host.Batch) { n.note(func() { batches = append(batches, b) }) })
		log.by = func(s host.Segment) {
			s.Term = log.Steal(room, "b", 1)
			s.Data = fmt.Appendf(nil, `{"s":%d,"at":1,"e":"say","d":{"text":"by another"}}`, s.To)
			if _, err := log.Log.Append(context.Background(), []host.Segment{s}); err != nil {
				t.Error(err)
			}
		}
		a := ask(n, say("m", 2, "y"))
		rest(10 * time.Millisecond)
		n.note(func() {
			if !errors.Is(a.Err, host.ErrFenced) {
				t.Errorf("told %+v", a)
			}
			for _, b := range batches {
				if b.Term == 1 {
					t.Errorf("published %+v", b)
				}
			}
		})
		n.stop(t)
	})
}

// What was believed lost may come late, and must not stand where the next is in doubt, nor beside what is decided without it: a host
// that can be saved again wins its room anew before it decides, and nothing of its former term is taken.
func TestDoubtfulAppendWhereAnEarlierOneCameLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &overtaken{Log: hosttest.NewLog()}
		n := newNode(t, log.Log, "a", func(o *host.Options) { o.Log = log })
		must(t, n, say("m", 1, "x"))
		var late host.Segment
		log.by = func(s host.Segment) { late = s }
		first := ask(n, say("m", 2, "late"))
		rest(2 * time.Second)
		log.by = func(host.Segment) {
			if each, err := log.Log.Append(context.Background(), []host.Segment{late}); err != nil || !errors.Is(each[0], host.ErrFenced) {
				t.Errorf("what came late was taken: %v %v", each, err)
			}
		}
		second := ask(n, say("o", 1, "lost"))
		rest(2 * time.Second)
		n.note(func() {
			if first.Err == nil || second.Err == nil {
				t.Errorf("told %+v, then %+v", first, second)
			}
		})
		must(t, n, say("m", 2, "late"))
		dense(t, n.log.Events(room))
		n.stop(t)
	})
}

// I4: an append failed, was not in the log when the room was read again, and was done after that (a commit that waited for a standby
// while its connection broke). The host went on without it, and told whoever asked again that she is refused: of what was done. (A
// simulation's story: an element was put on a board and moved, and who had moved it was told that it is not there.)
func TestNothingIsRefusedThatMayComeLate(t *testing.T) {
	for _, many := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			log := &overtaken{Log: hosttest.NewLog()}
			n := newNode(t, log.Log, "a", reopening, func(o *host.Options) { o.Log, o.Many = log, many })
			term := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
			must(t, n, say("m", 1, "x"))
			open := log.Block()
			ask(n, say("m", 2, "y"))
			rest(10 * time.Millisecond)
			ask(n, cmd("bell", `{"in":3600000}`)) // the room takes what it refuses before
			lost := ask(n, once(3, term.Term))
			rest(10 * time.Millisecond)
			var late host.Segment
			log.by = func(s host.Segment) { late = s }
			open()
			rest(10 * time.Millisecond)
			early := ask(n, once(3, term.Term))
			rest(2 * time.Second) // it can be saved again
			each, err := log.Log.Append(context.Background(), []host.Segment{late})
			if err != nil || each[0] != nil {
				t.Errorf("nothing came late: %v %v", each, err)
			}
			back := join(n, host.JoinRequest{Conn: "d", Member: "m", Standing: rooms.RoleMember})
			rest(10 * time.Millisecond)
			again, next := ask(n, once(3, back.Term)), ask(n, say("m", 4, "z"))
			rest(10 * time.Millisecond)
			n.note(func() {
				if !errors.Is(lost.Err, host.ErrNotSaved) || !errors.Is(early.Err, host.ErrNotSaved) {
					t.Errorf("told %+v and %+v before anybody knew", lost, early)
				}
				if again.Refusal == nil || again.Refusal.Code != rooms.CodeRepeated || again.Refusal.Data["seq"] != late.To {
					t.Errorf("asked again: %+v %+v (among many: %t)", again, again.Refusal, many)
				}
				if next.Err != nil || next.Refusal != nil || next.Seq != late.To+1 {
					t.Errorf("another command: %+v (among many: %t)", next, many)
				}
			})
			dense(t, log.Events(room))
			n.stop(t)
		})
	}
}

// healing is a store that heals while the clock is read: between a host's look at its doubts and its look at the store.
type healing struct {
	*overtaken
	host.SystemClock
	due          atomic.Bool
	heal, healed chan struct{}
}

func (h *healing) SaveSnapshot(ctx context.Context, s host.Snapshot) error {
	<-h.heal
	return h.Log.SaveSnapshot(ctx, s)
}

func (h *healing) Now() rooms.Millis {
	if h.due.CompareAndSwap(true, false) {
		close(h.heal)
		<-h.healed
	}
	return h.SystemClock.Now()
}

// Nor is anything decided in doubt by a command that comes as the store heals.
func TestNothingIsDecidedInDoubtAsTheStoreHeals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &healing{overtaken: &overtaken{Log: hosttest.NewLog()}, heal: make(chan struct{}), healed: make(chan struct{})}
		n := newNode(t, h.Log, "a", reopening, func(o *host.Options) {
			o.Log, o.Clock = h, h
			o.OnReadonly = func(readonly, _ bool) {
				if !readonly {
					close(h.healed)
				}
			}
		})
		must(t, n, say("m", 1, "x"))
		h.by = func(host.Segment) {}
		ask(n, say("m", 2, "lost"))
		rest(3 * time.Second) // the store is tried
		h.due.Store(true)
		told := ask(n, once(3, 0))
		rest(10 * time.Millisecond)
		again := ask(n, once(3, 0))
		rest(10 * time.Millisecond)
		n.note(func() {
			if !errors.Is(told.Err, host.ErrNotSaved) || again.Err != nil || again.Seq != 2 {
				t.Errorf("told %+v as the store healed, %+v after", told, again)
			}
		})
		n.stop(t)
	})
}
