package host_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

const room rooms.RoomID = "ses_1"

// node is one host with all that it needs, and what it told.
type node struct {
	*host.Host
	log *hosttest.Log
	bus *local.Bus

	mu       sync.Mutex
	audible  []rooms.Audible
	readonly []string
	closed   []error
	heads    []rooms.Seq
}

func newNode(t *testing.T, log *hosttest.Log, owner string, tune ...func(*host.Options)) *node {
	t.Helper()
	n := &node{log: log, bus: local.New()}
	o := host.Options{
		Owner: owner, Log: log, Rooms: hosttest.Rooms{}, Bus: n.bus, Logger: zerolog.Nop(),
		OnAudible:   func(_ rooms.RoomID, a rooms.Audible) { n.note(func() { n.audible = append(n.audible, a) }) },
		OnReadonly:  func(r, full bool) { n.note(func() { n.readonly = append(n.readonly, fmt.Sprint(r, full)) }) },
		OnClosed:    func(_ rooms.RoomID, err error) { n.note(func() { n.closed = append(n.closed, err) }) },
		OnCommitted: func(c host.Commit) { n.note(func() { n.heads = append(n.heads, c.To) }) },
	}
	for _, f := range tune {
		f(&o)
	}
	n.Host = host.New(o)
	return n
}

func (n *node) note(f func()) { n.mu.Lock(); defer n.mu.Unlock(); f() }

func (n *node) stop(t *testing.T) {
	t.Helper()
	if err := n.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func say(client string, k uint64, text string) rooms.Command {
	return rooms.Command{
		Client: rooms.ClientID(client), N: k, Name: "say", Args: fmt.Appendf(nil, `{"text":%q}`, text),
		Actor: rooms.Actor{Member: rooms.MemberID(client), Standing: rooms.RoleMember},
	}
}

func cmd(name, args string) rooms.Command {
	return rooms.Command{Client: "x", Name: name, Args: []byte(args), Actor: rooms.Actor{Member: "x", Standing: rooms.RoleFacilitator}}
}

func must(t *testing.T, n *node, c rooms.Command) rooms.Seq {
	t.Helper()
	seq, refusal, err := n.Do(context.Background(), room, c)
	if err != nil || refusal != nil {
		t.Fatalf("%s: %v %v", c.Name, refusal, err)
	}
	return seq
}

// ask submits and gives the answers so far, and a function that reads them once all goroutines rest.
func ask(n *node, c rooms.Command) *host.Answer {
	a := new(host.Answer)
	n.Submit(context.Background(), room, c, func(got host.Answer) { n.note(func() { *a = got }) })
	return a
}

func join(n *node, r host.JoinRequest) *host.Joined {
	j := new(host.Joined)
	n.Join(context.Background(), room, r, func(got host.Joined) { n.note(func() { *j = got }) })
	return j
}

func dense(t *testing.T, events []rooms.Event) {
	t.Helper()
	for i, e := range events {
		if e.Seq != rooms.Seq(i+1) {
			t.Fatalf("event %d has sequence %d", i+1, e.Seq)
		}
	}
}

func TestNothingIsToldBeforeItIsCommitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "first"))
		var batches []host.Batch
		n.bus.Subscribe(room, func(b host.Batch) { n.note(func() { batches = append(batches, b) }) })
		open := n.log.Block()
		done := ask(n, say("m", 2, "second"))
		refused := ask(n, cmd("once", `{"text":"second"}`))
		joined := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		n.note(func() {
			if done.Seq != 0 || refused.Refusal != nil || joined.To != 0 || len(batches) != 0 {
				t.Errorf("told before the commit: %+v %+v %+v %v", done, refused, joined, batches)
			}
		})
		open()
		rest(10 * time.Millisecond)
		n.note(func() {
			if done.Seq != 3 || refused.Refusal == nil || refused.Refusal.Code != "said_already" || joined.To != 3 || len(batches) != 1 {
				t.Errorf("after the commit: %+v %+v %+v %v", done, refused, joined, batches)
			}
		})
		n.stop(t)
	})
}

// I4: a retry has one effect and gets the first answer, also when the first is not committed yet, and after a restart.
func TestI4RetryHasOneEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a")
		open := log.Block()
		first, again := ask(n, say("m", 1, "x")), ask(n, say("m", 1, "x"))
		rest(10 * time.Millisecond)
		open()
		rest(10 * time.Millisecond)
		if first.Seq != 2 || again.Refusal == nil || again.Refusal.Code != rooms.CodeRepeated || again.Refusal.Data["seq"] != rooms.Seq(2) {
			t.Errorf("%+v then %+v", first, again)
		}
		n.stop(t)
		n = newNode(t, log, "a")
		_, refusal, err := n.Do(context.Background(), room, say("m", 1, "x"))
		if err != nil || refusal == nil || refusal.Code != rooms.CodeRepeated {
			t.Errorf("after a restart: %v %v", refusal, err)
		}
		n.stop(t)
	})
}

func TestRoomsShareCommitsAndIdleOnesDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "warm"))
		rest(time.Second)
		begun := time.Now()
		must(t, n, say("m", 2, "alone"))
		if d := time.Since(begun); d != 0 {
			t.Errorf("an idle node waited %v", d)
		}
		before := n.log.Appends()
		var wg sync.WaitGroup
		for i := range 300 {
			wg.Add(1)
			n.Submit(context.Background(), rooms.RoomID(fmt.Sprint("ses_", i%3)), say("m", uint64(i+10), "x"), func(host.Answer) { wg.Done() })
		}
		wg.Wait()
		if used := n.log.Appends() - before; used > 8 {
			t.Errorf("300 commands in three rooms took %d commits", used)
		}
		n.stop(t)
	})
}

func TestPeopleWhoLoseTheirConnectionAreDroppedAndComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		join(n, host.JoinRequest{Conn: "c1", Member: "m", Standing: rooms.RoleMember})
		join(n, host.JoinRequest{Conn: "c2", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		names := func() string {
			out := ""
			for _, e := range n.log.Events(room) {
				out += e.Name + " "
			}
			return out
		}
		n.Leave(room, "c1")
		rest(20 * time.Second)
		n.Leave(room, "c2")
		rest(9 * time.Second)
		join(n, host.JoinRequest{Conn: "c3", Member: "m", Standing: rooms.RoleMember})
		rest(20 * time.Second)
		if got := names(); got != "found " {
			t.Fatalf("a blink was noticed: %s", got)
		}
		n.Leave(room, "c3")
		n.Leave(room, "c3")
		rest(11 * time.Second)
		if got := names(); got != "found people.dropped " {
			t.Fatalf("after ten seconds: %s", got)
		}
		join(n, host.JoinRequest{Conn: "c4", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		if got := names(); got != "found people.dropped people.back " {
			t.Fatalf("after the return: %s", got)
		}
		n.stop(t)
	})
}

func TestDeadlineGapSnapshotAndAudible(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a", func(o *host.Options) { o.SnapshotEvery = 5 })
		must(t, n, cmd("bell", `{"in":30000}`))
		rest(29 * time.Second)
		before := len(log.Events(room))
		rest(2 * time.Second)
		if events := log.Events(room); len(events) != before+1 || events[before].Name != rooms.CmdTick {
			t.Errorf("after the deadline: %v", events[before:])
		}
		must(t, n, cmd("voice", `{"member":"m"}`))
		rest(10 * time.Millisecond)
		if last := n.audible[len(n.audible)-1]; last.Mode != rooms.HearOnly || last.Members[0] != "m" {
			t.Errorf("heard: %v", n.audible)
		}
		for i := range 7 {
			must(t, n, say("m", uint64(i+1), "x"))
		}
		rest(10 * time.Millisecond)
		if s, ok, _ := log.Snapshot(t.Context(), room); !ok || s.Seq < 5 {
			t.Error("no snapshot")
		}
		n.stop(t)
		rest(time.Minute)
		n = newNode(t, log, "a")
		must(t, n, say("m", 20, "after"))
		events := log.Events(room)
		if e := events[len(events)-2]; e.Name != rooms.CmdResumed || string(e.Data) != `{"gap_ms":60000}` {
			t.Errorf("resumed with %s %s", e.Name, e.Data)
		}
		dense(t, events)
		n.stop(t)
	})
}

func TestIdleRoomsAreReleased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a")
		join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(20 * time.Minute)
		if _, live := n.Head(room); !live {
			t.Fatal("released with someone in it")
		}
		n.Leave(room, "c")
		rest(15 * time.Minute)
		if _, live := n.Head(room); live {
			t.Fatal("kept with nobody in it")
		}
		if s, ok, _ := log.Snapshot(t.Context(), room); !ok || s.Seq != 2 {
			t.Errorf("released without a snapshot of all: %+v", s)
		}
		must(t, n, say("m", 1, "back"))
		n.stop(t)
	})
}

func TestUnknownRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		if _, _, err := n.Do(context.Background(), "ses_none", say("m", 1, "x")); !errors.Is(err, host.ErrNoRoom) {
			t.Error(err)
		}
		n.stop(t)
	})
}

// rest lets time pass, and then everything that it set off come to rest.
func rest(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// Somebody without a connection is put out: nobody follows for her, but her sound may have outlived her socket, so the
// room's news say it.
func TestWhoIsAwayIsPutOutAloud(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		var out []rooms.MemberID
		n.bus.Subscribe(room, func(b host.Batch) {
			n.note(func() {
				for _, s := range b.Seats {
					if s.Out {
						out = append(out, s.Viewer.Member)
					}
				}
			})
		})
		join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(10 * time.Millisecond)
		n.Leave(room, "c")
		rest(time.Second)
		must(t, n, cmd("remove", `{"member":"m"}`))
		rest(10 * time.Millisecond)
		n.note(func() {
			if len(out) != 1 || out[0] != "m" {
				t.Errorf("told out: %v", out)
			}
		})
		n.stop(t)
	})
}
