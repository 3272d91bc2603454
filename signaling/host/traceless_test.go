package host_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// once is refused while its words were said, by somebody who is numbered.
func once(n, under uint64) rooms.Command {
	return rooms.Command{
		Client: "tab", N: n, Under: under, Name: "once", Args: []byte(`{"text":"it"}`), Actor: rooms.Actor{Member: "m", Standing: rooms.RoleMember},
	}
}

// reopened is a parlour whose lines can be forgotten, so that what was refused would be done when it is decided anew.
type reopened struct{ *hosttest.Parlour }

func (r reopened) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	if c.Name == "once" && r.Deadline() == 0 {
		return nil, rooms.Refuse("said_already")
	}
	return r.Parlour.Handle(c)
}

type reopenedRooms struct{ hosttest.Rooms }

func (reopenedRooms) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	return reopened{hosttest.NewParlour(id)}, nil
}

func (reopenedRooms) Found(context.Context, rooms.RoomID) ([]rooms.Command, error) { return nil, nil }

func reopening(o *host.Options) { o.Rooms, o.CodeVersion = reopenedRooms{}, 2 }

// bell makes the room take what it refused before.
func bell(t *testing.T, n *node) { t.Helper(); must(t, n, cmd("bell", `{"in":3600000}`)) }

// I4: somebody was told that her command is refused; a copy of it that came by a slower way, when it would have been done, was
// done. It is answered the same, also when the host read the room again meanwhile.
func TestACopyOfWhatWasRefusedIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a", reopening)
		first := ask(n, once(1, 0))
		rest(10 * time.Millisecond)
		bell(t, n)
		for _, again := range []bool{false, true} {
			if again {
				log.Fail(errors.New("away"))
				ask(n, say("m", 1, "lost"))
				rest(10 * time.Millisecond)
				log.Fail(nil)
				rest(3 * time.Second)
			}
			second := ask(n, once(1, 0))
			rest(10 * time.Millisecond)
			if first.Refusal == nil || second.Refusal == nil || second.Refusal.Code != first.Refusal.Code {
				t.Errorf("first %+v, then %+v (read again: %t)", first, second, again)
			}
		}
		next := ask(n, once(2, 0))
		rest(10 * time.Millisecond)
		if next.Err != nil || next.Refusal != nil {
			t.Errorf("a command of its own: %+v", next)
		}
		n.stop(t)
	})
}

// A refusal that leans on what never came to be was told to nobody: it is decided anew.
func TestARefusalThatWasCalledOffIsDecidedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a")
		must(t, n, say("m", 1, "other"))
		log.Fail(errors.New("away"))
		ask(n, cmd("say", `{"text":"it"}`))
		refused := ask(n, once(1, 0))
		rest(10 * time.Millisecond)
		log.Fail(nil)
		rest(3 * time.Second)
		done := ask(n, once(1, 0))
		rest(10 * time.Millisecond)
		if refused.Err == nil || done.Err != nil || done.Refusal != nil || done.Seq == 0 {
			t.Errorf("first %+v, then %+v", refused, done)
		}
		n.stop(t)
	})
}

// What was said to another host is not decided: nobody here knows what it was told there. A host that won its own room again,
// and nobody else had it, knows.
func TestWhatWasSaidToAFormerHostIsNotDecided(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		a := newNode(t, log, "a", among, reopening)
		j := join(a, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		term := j.Term
		here := ask(a, once(1, term))
		rest(10 * time.Millisecond)
		if here.Refusal == nil {
			t.Errorf("said to this host: %+v", here)
		}
		a.stop(t)
		rest(time.Second)
		b := newNode(t, log, "b", among, reopening)
		bell(t, b)
		past, future := ask(b, once(1, term)), ask(b, once(1, term+9))
		rest(10 * time.Millisecond)
		if !errors.Is(past.Err, host.ErrFormer) || !errors.Is(future.Err, host.ErrFormer) {
			t.Errorf("said to a former host: %+v, to a later one: %+v", past, future)
		}
		now := ask(b, once(1, term+1))
		rest(10 * time.Millisecond)
		if now.Err != nil || now.Refusal != nil {
			t.Errorf("said again to this host: %+v", now)
		}
		b.stop(t)
	})
}

// What was called off is asked again, and what the same page said after it was already in the mailbox: it was done before it. (On
// three real nodes: PostgreSQL was stopped, and of two things that a person said within half a second the second came first.) It
// is said to a former host then, and both are said again in their order.
func TestWhatWasSaidAfterWhatIsAskedAgainWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a", among, func(o *host.Options) { o.RenewEvery = 10 * time.Second })
		term := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		said := func(k, under uint64) rooms.Command {
			c := say("m", k, "said")
			c.Under = under
			return c
		}
		open := log.Block()
		first := ask(n, said(1, term.Term))
		rest(3 * time.Second) // the lease ends
		second := ask(n, said(2, term.Term))
		rest(10 * time.Millisecond)
		log.Fail(errors.New("connection reset"))
		open()
		rest(10 * time.Millisecond)
		log.Fail(nil)
		rest(2 * time.Second)
		n.note(func() {
			if !errors.Is(first.Err, host.ErrFenced) || !errors.Is(second.Err, host.ErrFormer) {
				t.Errorf("told %+v, then %+v", first, second)
			}
		})
		rest(8 * time.Second) // it can be saved again
		anew := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		for k := range uint64(2) {
			a := ask(n, said(k+1, anew.Term))
			rest(10 * time.Millisecond)
			n.note(func() {
				if a.Err != nil || a.Refusal != nil {
					t.Errorf("said again: %+v", a)
				}
			})
		}
		n.stop(t)
	})
}

// Who is said to have dropped while the room was read again was given a moment of grace for a second time, and coming back in it
// was believed away for good.
func TestComingBackAfterTheRoomWasReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a")
		who := host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember}
		join(n, who)
		rest(10 * time.Millisecond)
		n.Leave(room, "c")
		rest(11 * time.Second)
		log.Fail(errors.New("away"))
		ask(n, say("m", 1, "lost"))
		rest(10 * time.Millisecond)
		log.Fail(nil)
		rest(2 * time.Second)
		join(n, who)
		rest(2 * time.Second)
		events := log.Events(room)
		if last := events[len(events)-1].Name; last != rooms.CmdBack {
			t.Errorf("the last event is %s", last)
		}
		n.stop(t)
	})
}

// unreadable is a log that cannot be read for a while.
type unreadable struct {
	*hosttest.Log
	mu   sync.Mutex
	away bool
}

func (l *unreadable) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, most int) ([]host.Segment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away {
		return nil, errors.New("away")
	}
	return l.Log.Read(ctx, room, after, most)
}

// An append was done and its answer lost, and the log could not be read for so long that the room was given up: whoever asked was
// told "nothing was saved", and it was. Among many nodes she is asked again where the room is next; alone, nobody knows.
func TestADoubtfulAppendOfARoomGivenUpIsNotDenied(t *testing.T) {
	for _, many := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			log := &unreadable{Log: hosttest.NewLog()}
			n := newNode(t, log.Log, "a", func(o *host.Options) { o.Log, o.Many = log, many })
			must(t, n, say("m", 1, "first"))
			log.mu.Lock()
			log.away = true
			log.mu.Unlock()
			log.FailLate(errors.New("the answer was lost"))
			doubtful := ask(n, say("m", 2, "second"))
			rest(time.Minute)
			want := host.ErrStopped
			if many {
				want = host.ErrFenced
			}
			if !errors.Is(doubtful.Err, want) || errors.Is(doubtful.Err, host.ErrNotSaved) {
				t.Errorf("among many %t: %v", many, doubtful.Err)
			}
			log.mu.Lock()
			log.away = false
			log.mu.Unlock()
			again := ask(n, say("m", 2, "second"))
			rest(3 * time.Second)
			if again.Refusal == nil || again.Refusal.Code != rooms.CodeRepeated {
				t.Errorf("asked again: %+v", again)
			}
			n.stop(t)
		})
	}
}
