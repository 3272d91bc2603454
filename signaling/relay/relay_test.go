package relay_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/relay"
)

// A room has one host, and is reached from every node.
func TestEveryNodeReachesARoom(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b, c := w.start("a"), w.start("b"), w.start("c")
		defer w.end(a, b, c)
		first := a.must(t, room, say("marie", 1, "ici"))
		b.must(t, room, say("lea", 1, "là"))
		if seq := c.must(t, room, say("sam", 1, "là-bas")); seq != 4 {
			t.Errorf("the third word is at %d", seq)
		}
		j := c.follow(room, "c1", "sam", "tab")
		if j.Err != nil || len(j.View) == 0 || j.To < 4 || j.Log == "" || j.Term != 1 {
			t.Errorf("joined with %+v", j)
		}
		if _, live := b.host.Head(room); live {
			t.Error("two nodes host the room")
		}
		if batches, ok := b.Recent(room, first); !ok || len(batches) == 0 {
			t.Errorf("what the bus lost was not had from the host: %v, %v", batches, ok)
		}
		time.Sleep(3 * time.Second)
		if head, ok := c.Head(room); !ok || head < 4 {
			t.Errorf("the head is %d (%v) from afar", head, ok)
		}
		if out := a.Call(t.Context(), "echo", []byte(`"salut"`)); len(out) != 2 || string(out["b"].Data) != `"salut"` || out["c"].Err != nil {
			t.Errorf("calls: %v", out)
		}
	})
}

// What only a room's host knows was asked of every node, at each join of a board. It is asked of that host alone, known here or not.
func TestARoomsHostAloneIsAsked(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b, c := w.start("a"), w.start("b"), w.start("c")
		defer w.end(a, b, c)
		a.must(t, room, say("marie", 1, "ici"))
		b.must(t, room, say("lea", 1, "là"))
		time.Sleep(time.Second) // the nodes know each other
		for _, n := range []*node{a, b, c} {
			data, err := n.Ask(t.Context(), room, "echo", []byte(`1`))
			if want := map[bool]string{true: "", false: "1"}[n == a]; err != nil || string(data) != want {
				t.Errorf("asked from %s: %q, %v", n.id, data, err)
			}
		}
		if data, err := b.Ask(t.Context(), "ses_nobodys", "echo", []byte(`1`)); err != nil || data != nil {
			t.Errorf("of a room that nobody hosts: %q, %v", data, err)
		}
		for n, want := range map[*node]int{a: 2, b: 0, c: 0} {
			if n.called != want {
				t.Errorf("%s was asked %d times", n.id, n.called)
			}
		}
	})
}

// Nodes that had just begun had no links yet: what a room's host was to be asked was not, and somebody who came in by one of them was
// told that the door was still shut.
func TestARoomsHostIsAskedBeforeTheNodesAreLinked(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a := w.start("a")
		a.must(t, room, say("marie", 1, "ici"))
		b := w.start("b")
		defer w.end(a, b)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if data, err := b.Ask(ctx, room, "echo", []byte(`1`)); err != nil || string(data) != "1" {
			t.Errorf("answered %q, %v", data, err)
		}
	})
}

// The host dies with words on their way. They are asked again, in their order, where the room is next, and each has one effect.
func TestWhatHasNoAnswerIsAskedAgainAtTheNextHost(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b, c := w.start("a"), w.start("b"), w.start("c")
		defer w.end(b, c)
		a.must(t, room, say("marie", 1, "premier"))
		if j := b.follow(room, "b1", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		open := w.log.Block()
		var mu sync.Mutex
		var answered []uint64
		for n := range uint64(20) {
			b.Submit(t.Context(), room, say("lea", n+1, fmt.Sprint(n)), func(got host.Answer) {
				mu.Lock()
				defer mu.Unlock()
				// "repeated" is the answer of one that was committed before the death: it says where.
				if got.Err != nil || got.Refusal != nil && got.Refusal.Code != rooms.CodeRepeated {
					t.Errorf("word %d: %v %v", n+1, got.Err, got.Refusal)
				}
				answered = append(answered, n+1)
			})
		}
		synctest.Wait() // the first are with the store, the others wait
		died := time.Now()
		w.crash(a)
		open() // what was on its way to the store may still arrive there
		for len(at(&mu, &answered)) < 20 {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(died); took > 3*time.Second {
			t.Errorf("the room went on after %s", took)
		}
		if !slices.IsSorted(at(&mu, &answered)) {
			t.Errorf("answered in the order %v", answered)
		}
		said := map[string]int{}
		for _, e := range w.log.Events(room) {
			if e.Name == "say" {
				said[fmt.Sprint(e.Client, e.N)]++
			}
		}
		for who, times := range said {
			if times != 1 {
				t.Errorf("%s had %d effects", who, times)
			}
		}
		if len(said) != 21 {
			t.Errorf("%d words in the log", len(said))
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if !slices.Contains(b.moved, room) {
			t.Error("who follows was not told that the room has another host")
		}
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
	})
}

func at[T any](mu *sync.Mutex, list *[]T) []T {
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(*list)
}

// A node that stops hands its rooms over: nobody waits for a lease to end, and nothing is refused meanwhile.
func TestANodeThatStopsHandsItsRoomsOver(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(b)
		a.must(t, room, say("marie", 1, "ici"))
		a.must(t, board, say("marie", 1, "un trait"))
		if j := b.follow(room, "b1", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		time.Sleep(time.Second) // the nodes know each other
		begun := time.Now()
		if err := a.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, id := range []rooms.RoomID{room, board} {
			if _, live := b.host.Head(id); !live {
				t.Errorf("%s is not hosted by the successor", id)
			}
		}
		b.must(t, room, say("lea", 1, "là"))
		a.must(t, room, say("marie", 2, "de loin"))
		if took := time.Since(begun); took > time.Second {
			t.Errorf("it took %s", took)
		}
		if a.mu.Lock(); len(a.released) != 2 {
			t.Errorf("released: %v", a.released)
		}
		a.mu.Unlock()
		if b.mu.Lock(); !slices.Contains(b.moved, room) {
			t.Error("who follows at the other node was not told")
		}
		b.mu.Unlock()
		w.end(a)
	})
}

// A node that was frozen came back and joined the room's new host again for everybody it knew, pages among them that had long gone to
// another node: these lost the seat to their own past, and were told for good (4409) that they had another connection. Whoever asked
// The host's machine loses its power: it refuses nothing, it is silent. Looks for its rooms dialled it in vain for a second and a half,
// beyond the end of the leases; meetings went on up to seven seconds after the death.
func TestASilentMachineKeepsNoRoomBeyondItsLease(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b, c := w.start("a"), w.start("b"), w.start("c")
		defer w.end(b, c)
		all := []rooms.RoomID{"ses_1", "ses_2", "ses_3", "ses_4"}
		for _, id := range all {
			a.must(t, id, say("marie", 1, "ici"))
		}
		w.crash(a)
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
		w.mu.Lock()
		w.doors["a:1"] = &door{address: "a:1", came: make(chan net.Conn), shut: make(chan struct{})} // nobody comes to it
		w.mu.Unlock()
		died := time.Now()
		var asked sync.WaitGroup
		for _, n := range []*node{b, c} {
			for _, id := range all {
				asked.Go(func() { n.must(t, id, say("lea-"+string(n.id), 1, "là")) })
			}
		}
		asked.Wait()
		if took := time.Since(died); took > 2600*time.Millisecond {
			t.Errorf("it took %s", took)
		}
	})
}

// The room's next host began the media of all who had some at the one before: of people too who, by what it had read since, were
// The last of a room's people left when its host had just died, or had long ended it: the room was won and read again, for nobody.
func TestWhoLeavesOpensNoRoom(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(b)
		for _, id := range []rooms.RoomID{room, board} {
			a.must(t, id, say("marie", 1, "ici"))
			if j := b.follow(id, "b1", "lea", "tab"); j.Err != nil {
				t.Fatal(j.Err)
			}
		}
		w.crash(a)
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
		b.Leave(room, "b1")
		time.Sleep(5 * time.Second)
		if live := b.host.Live(); !slices.Equal(live, []rooms.RoomID{board}) {
			t.Errorf("hosted here: %v", live)
		}
		b.Leave(room, "b1")
		b.Leave(board, "b1")
		time.Sleep(5 * time.Second)
		if live := b.host.Live(); slices.Contains(live, room) {
			t.Errorf("hosted here: %v", live)
		}
	})
}

// A link that breaks takes its people away from the host, unless they came again by the next one.
func TestALinkThatEndsTakesItsPeopleAway(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a)
		a.must(t, room, say("marie", 1, "ici"))
		if j := b.follow(room, "b1", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		w.end(b)
		time.Sleep(11 * time.Second) // the host's grace
		var away bool
		for _, e := range w.log.Events(room) {
			away = away || e.Name == rooms.CmdDropped
		}
		if !away {
			t.Errorf("she is still here: %v", w.log.Events(room))
		}
	})
}

// A room that nobody can host is told so, in the end; one that does not exist, at once.
func TestARoomWithoutAHost(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a := w.start("a")
		defer w.end(a)
		if _, _, err := a.Do(t.Context(), "ses_none", say("marie", 1, "")); err == nil {
			t.Error("a room that does not exist was had")
		}
		w.log.Steal(room, "nobody-known", host.SystemClock{}.Now()+60_000)
		begun := time.Now()
		_, _, err := a.Do(t.Context(), room, say("marie", 1, ""))
		if took := time.Since(begun); err == nil || took < 14*time.Second || took > 17*time.Second {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

// The store failed for a moment when a room was to be opened, and all who asked were told "unavailable" at once, though a quarter of
// a minute of patience is promised.
func TestARoomThatCannotBeOpenedIsAskedForOn(t *testing.T) {
	for lasts, had := range map[time.Duration]bool{5 * time.Second: true, time.Minute: false} {
		bubble(t, func(t *testing.T, w *world) {
			a := w.start("a")
			defer w.end(a)
			w.log.Fail(errors.New("the connection broke"))
			host.SystemClock{}.After(lasts, func() { w.log.Fail(nil) })
			begun := time.Now()
			_, refusal, err := a.Do(t.Context(), room, say("marie", 1, "ici"))
			took := time.Since(begun)
			switch {
			case had && (err != nil || refusal != nil || took > lasts+2*time.Second):
				t.Errorf("the store was back after %s; after %s: %v %v", lasts, took, err, refusal)
			case !had && (!errors.Is(err, relay.ErrNoHost) || took < 14*time.Second || took > 17*time.Second):
				t.Errorf("the store was away; after %s: %v", took, err)
			}
		})
	}
}

// A node that cannot save says so of itself alone: another is as ready as before, and who asks from there for a room of the first is
// told with the command.
func TestReadonlyIsSaidOfTheNodeItself(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a, b)
		a.must(t, room, say("marie", 1, "ici"))
		b.must(t, room, say("lea", 1, "là"))
		a.log.mu.Lock()
		a.log.full = true
		a.log.mu.Unlock()
		for n := range uint64(2) { // the one that fails, and the next that is not even tried
			if _, _, err := b.Do(t.Context(), room, say("lea", n+2, "encore")); !errors.Is(err, host.ErrFull) {
				t.Errorf("told %v", err)
			}
			readonly, full := a.Readonly()
			if elsewhere, _ := b.Readonly(); !readonly || !full || elsewhere {
				t.Errorf("readonly: %t (full: %t), elsewhere %t", readonly, full, elsewhere)
			}
		}
		a.log.mu.Lock()
		a.log.full = false
		a.log.mu.Unlock()
		time.Sleep(2 * time.Second)
		if readonly, _ := a.Readonly(); readonly {
			t.Error("readonly with place to write")
		}
		b.must(t, room, say("lea", 4, "enfin"))
	})
}

// Rooms that a node lost for a moment and won again counted as taken over from others; those of a node that died before anybody here
// had asked for them did not.
func TestWhatCountsAsATakeover(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(b)
		a.must(t, room, say("marie", 1, "ici"))
		if j := a.follow(room, "a1", "marie", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		a.Gone(room) // a moment's loss: it finds itself again
		a.must(t, room, say("marie", 2, "encore"))
		if n := a.Takeovers(); n != 0 {
			t.Errorf("a took %d rooms over from itself", n)
		}
		w.crash(a)
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
		b.must(t, room, say("lea", 1, "là"))
		if n := b.Takeovers(); n != 1 {
			t.Errorf("b took %d rooms over", n)
		}
	})
}

// I4: the store was cut off for as long as who asked had patience. What was said first was told "not known", what was said a little
// later was done when the store came back, and the first after it, when its page said it again.
func TestPatienceThatEndsKeepsTheOrder(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a := w.start("a")
		defer w.end(a)
		w.log.Fail(errors.New("the connection broke"))
		after := func(c rooms.Command, before uint64) rooms.Command { c.After = before; return c }
		first, second := make(chan host.Answer, 1), make(chan host.Answer, 1)
		a.Submit(t.Context(), room, say("marie", 1, "un"), func(a host.Answer) { first <- a })
		time.Sleep(4 * time.Second)
		a.Submit(t.Context(), room, after(say("marie", 2, "deux"), 1), func(a host.Answer) { second <- a })
		if got := <-first; !errors.Is(got.Err, relay.ErrNoHost) {
			t.Fatalf("told %+v", got)
		}
		w.log.Fail(nil)
		if got := <-second; !errors.Is(got.Err, host.ErrUnordered) {
			t.Fatalf("told %+v of what was said second", got)
		}
		one := a.must(t, room, say("marie", 1, "un"))
		if two := a.must(t, room, after(say("marie", 2, "deux"), 1)); two <= one {
			t.Errorf("the first is at %d, the second at %d", one, two)
		}
	})
}
