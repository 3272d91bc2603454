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
	"palabre/server/bus/local"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

func TestFullDiskIsToldAndHeals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "kept"))
		view := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		open := n.log.Block()
		n.log.Fail(host.ErrFull)
		lost := []*host.Answer{ask(n, say("m", 2, "lost")), ask(n, say("m", 3, "lost too")), ask(n, cmd("once", `{"text":"lost"}`))}
		other := join(n, host.JoinRequest{Conn: "d", Member: "o", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		open()
		rest(10 * time.Millisecond)
		for i, a := range lost {
			if !errors.Is(a.Err, host.ErrFull) {
				t.Errorf("asker %d was told %+v", i, a)
			}
		}
		if other.Err != nil || other.To != 2 || string(other.View) != `{"away":{},"lines":{"2":"kept"}}` {
			t.Errorf("a joiner saw %+v %s", other, other.View)
		}
		if _, _, err := n.Do(context.Background(), room, say("m", 4, "refused at once")); !errors.Is(err, host.ErrFull) {
			t.Errorf("while full: %v", err)
		}
		n.log.Fail(nil)
		rest(3 * time.Second)
		if seq := must(t, n, say("m", 5, "again")); seq != 3 {
			t.Errorf("the first after healing is %d", seq)
		}
		if fmt.Sprint(n.readonly) != "[true true false false]" {
			t.Errorf("told %v", n.readonly)
		}
		dense(t, n.log.Events(room))
		_ = view
		n.stop(t)
	})
}

// I4: a command that is asked again while the first copy waits in the room is not told that nothing was saved before it is known
// what becomes of the first. (Three real nodes told it: PostgreSQL ended for want of room and came back, a relay asked again what
// it had asked of a host that was reading its rooms anew, and people heard "nothing was saved" of words that then were.)
func TestNothingIsSaidOfACopyBeforeTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		n := newNode(t, hosttest.NewLog(), "a", func(o *host.Options) { o.Rooms = slowRooms{gate: gate} })
		kept := must(t, n, say("m", 1, "kept"))
		const other rooms.RoomID = "ses_2"
		if _, _, err := n.Do(context.Background(), other, say("o", 1, "kept")); err != nil {
			t.Fatal(err)
		}
		ask(n, cmd("wait", "{}"))
		rest(time.Millisecond)
		first := ask(n, say("m", 2, "first"))
		n.log.Fail(errors.New("connection refused"))
		if _, _, err := n.Do(context.Background(), other, say("o", 2, "lost")); err == nil {
			t.Fatal("the store did not fail")
		}
		again, before := ask(n, say("m", 2, "first")), ask(n, say("m", 1, "kept"))
		rest(time.Millisecond)
		n.note(func() {
			if again.Err != nil || before.Err != nil {
				t.Errorf("told %+v and %+v while the first waits", again, before)
			}
		})
		n.log.Fail(nil)
		close(gate)
		rest(20 * time.Millisecond)
		n.note(func() {
			if !errors.Is(first.Err, host.ErrNotSaved) || !errors.Is(again.Err, host.ErrNotSaved) {
				t.Errorf("the first was told %+v, the copy %+v", first, again)
			}
			if before.Refusal == nil || before.Refusal.Code != rooms.CodeRepeated || before.Refusal.Data["seq"] != kept {
				t.Errorf("what was saved before was told %+v", before)
			}
		})
		rest(3 * time.Second)
		for _, e := range n.log.Events(room) {
			if e.N == 2 {
				t.Errorf("it is in the log: %+v", e)
			}
		}
		n.stop(t)
	})
}

func TestFencedHostStepsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		a := newNode(t, log, "a", func(o *host.Options) { o.RenewEvery = time.Hour }) // asleep past its lease
		b := newNode(t, log, "b")
		must(t, a, say("m", 1, "by a"))
		rest(9 * time.Second)
		must(t, b, say("m", 2, "by b"))
		_, _, err := a.Do(context.Background(), room, say("m", 3, "by a, too late"))
		if !errors.Is(err, host.ErrFenced) {
			t.Errorf("the old host was told %v", err)
		}
		rest(20 * time.Second)
		if len(a.closed) != 1 || !errors.Is(a.closed[0], host.ErrHeld) {
			t.Errorf("a gave up: %v", a.closed)
		}
		must(t, b, say("m", 3, "by b"))
		events := log.Events(room)
		dense(t, events)
		for _, e := range events {
			if string(e.Data) == `{"text":"by a, too late"}` {
				t.Error("the fenced host wrote")
			}
		}
		a.stop(t)
		b.stop(t)
	})
}

func TestFaultOfARoomCostsThatRoomAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "x"))
		if _, _, err := n.Do(context.Background(), room, cmd("break", "{}")); !errors.Is(err, host.ErrNotSaved) {
			t.Errorf("the asker was told %v", err)
		}
		must(t, n, say("m", 2, "y"))
		dense(t, n.log.Events(room))
		n.stop(t)
	})
}

// stuckBus never gets a batch out: what a node that dies between append and broadcast does.
type stuckBus struct {
	*local.Bus
	stuck chan struct{}
	once  sync.Once
}

func (b *stuckBus) Publish(ctx context.Context, _ host.Batch) error {
	b.once.Do(func() { close(b.stuck) })
	<-ctx.Done()
	return ctx.Err()
}

// I3, I4: what was appended and never told is there after a crash, and its asker, who was never answered and asks again,
// is told of that first effect.
func TestKilledBetweenAppendAndBroadcast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		bus := &stuckBus{Bus: local.New(), stuck: make(chan struct{})}
		a := newNode(t, log, "a", func(o *host.Options) { o.Bus = bus })
		answer := ask(a, say("m", 1, "appended"))
		<-bus.stuck
		rest(10 * time.Millisecond)
		a.note(func() {
			if answer.Seq != 0 {
				t.Error("told before the broadcast")
			}
		})
		b := newNode(t, log, "a") // the same node, started again
		_, refusal, err := b.Do(context.Background(), room, say("m", 1, "appended"))
		if err != nil || refusal == nil || refusal.Code != rooms.CodeRepeated {
			t.Errorf("asked again: %v %v", refusal, err)
		}
		n := 0
		for _, e := range log.Events(room) {
			if e.Name == "say" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d effects", n)
		}
		b.stop(t)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := a.Stop(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

// Somebody who was away joins while the disk is full: "she is back" cannot be saved, and her join must not hang on it.
func TestJoiningWhileNothingCanBeSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		join(n, host.JoinRequest{Conn: "c1", Member: "m", Standing: rooms.RoleMember})
		rest(time.Second)
		n.Leave(room, "c1")
		rest(11 * time.Second)
		n.log.Fail(host.ErrFull)
		first := join(n, host.JoinRequest{Conn: "c2", Member: "m", Standing: rooms.RoleMember})
		rest(5 * time.Second)
		second := join(n, host.JoinRequest{Conn: "c3", Member: "o", Standing: rooms.RoleMember})
		rest(time.Second)
		if first.Err != nil || first.View == nil || second.Err != nil || second.View == nil {
			t.Errorf("%+v %+v", first, second)
		}
		n.log.Fail(nil)
		rest(5 * time.Second)
		events := n.log.Events(room)
		if last := events[len(events)-1]; last.Name != rooms.CmdBack {
			t.Errorf("the last event is %s", last.Name)
		}
		dense(t, events)
		n.stop(t)
	})
}

// A log that its room cannot read keeps that room shut and no other.
func TestPoisonedLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		lease, err := log.Claim(t.Context(), "ses_2", "before", 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		poison := host.Segment{Room: "ses_2", Term: lease.Term, To: 1, Data: []byte(`{"s":1,"at":1,"e":"poison"}`)}
		if _, err := log.Append(t.Context(), []host.Segment{poison}); err != nil {
			t.Fatal(err)
		}
		n := newNode(t, log, "a")
		if _, _, err := n.Do(t.Context(), "ses_2", say("m", 1, "x")); err == nil {
			t.Error("opened")
		}
		must(t, n, say("m", 1, "x"))
		n.stop(t)
	})
}
