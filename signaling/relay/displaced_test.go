package relay_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Somebody joins a session from one node, then from another: the first is told.
func TestOnePersonIsInASessionFromOneNode(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a, b)
		for _, n := range []*node{a, b} {
			if j := n.follow(room, "conn-"+string(n.id), "marie", "tab-"+string(n.id)); j.Err != nil {
				t.Fatal(j.Err)
			}
		}
		synctest.Wait()
		a.mu.Lock()
		defer a.mu.Unlock()
		if want := []string{"conn-a by tab-b"}; !slices.Equal(a.displaced, want) {
			t.Errorf("displaced: %v", a.displaced)
		}
	})
}

// last has the seat, in whatever order it is told.
func TestAPageIsNotPutOutByItsOwnPast(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a, b)
		join := func(n *node, conn host.ConnID, asked rooms.Millis) {
			t.Helper()
			if j := n.joinAs(room, host.JoinRequest{Conn: conn, Tab: "tab", Member: "marie", Standing: rooms.RoleMember, Asked: asked}); j.Err != nil {
				t.Fatal(j.Err)
			}
		}
		join(a, "now", 2000)
		join(b, "past", 1000) // what a thawed node does for her old connection
		synctest.Wait()
		for n, want := range map[*node][]string{a: nil, b: {"past by tab"}} {
			n.mu.Lock()
			if !slices.Equal(n.displaced, want) {
				t.Errorf("at %s displaced: %v, want %v", n.id, n.displaced, want)
			}
			n.mu.Unlock()
		}
	})
}

// What a gateway does for somebody who was displaced may wait for a room's host; the reader of the link that said so waited with it,
// and with that every answer on the link.
func TestADisplacementHoldsUpNoAnswer(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a, b)
		a.must(t, board, say("marie", 1, "ici"))
		stuck := make(chan struct{})
		b.stuck = stuck
		for _, n := range []*node{a, b, a} {
			if j := n.follow(room, "conn-"+string(n.id), "marie", "tab-"+string(n.id)); j.Err != nil {
				t.Fatal(j.Err)
			}
			synctest.Wait()
		}
		begun := time.Now()
		b.must(t, board, say("lea", 1, "là"))
		if took := time.Since(begun); took > 100*time.Millisecond {
			t.Errorf("the next answer came after %s", took)
		}
		close(stuck)
		synctest.Wait()
		b.mu.Lock()
		defer b.mu.Unlock()
		if want := []string{"conn-b by tab-a"}; !slices.Equal(b.displaced, want) {
			t.Errorf("displaced: %v", b.displaced)
		}
	})
}
