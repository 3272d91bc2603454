package relay_test

import (
	"slices"
	"testing"
	"time"

	"palabre/rooms"
)

// A node could not reach the one that hosts a room, though both reached the store: its people waited for as long as that lasted. It is
// told of, so that they go to a node that can; not of a host that died, whose lease is waited for.
func TestANodeThatIsCutOffFromARoomsHostSaysSo(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b, c := w.start("a"), w.start("b"), w.start("c")
		defer w.end(b, c)
		for _, id := range []rooms.RoomID{room, board} {
			a.must(t, id, say("marie", 1, "ici"))
			if j := b.follow(id, "b1", "lea", "tab"); j.Err != nil {
				t.Fatal(j.Err)
			}
		}
		w.part(a, b, true)
		time.Sleep(5 * time.Second)
		b.mu.Lock()
		told := slices.Sorted(slices.Values(b.cutOff))
		b.mu.Unlock()
		if !slices.Equal(told, []rooms.RoomID{board, room}) {
			t.Errorf("after five seconds apart: %v", told)
		}
		b.Leave(board, "b1")
		time.Sleep(5 * time.Second)
		b.mu.Lock()
		if rest := b.cutOff[2:]; !slices.Equal(rest, []rooms.RoomID{room}) {
			t.Errorf("told again: %v", rest)
		}
		b.mu.Unlock()
		c.must(t, room, say("sam", 1, "d’ailleurs"))
		w.part(a, b, false)
		begun := time.Now()
		b.must(t, room, say("lea", 1, "là"))
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("together again, it took %s", took)
		}
		w.crash(a)
		b.must(t, room, say("lea", 2, "encore"))
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.cutOff) != 3 || len(a.cutOff)+len(c.cutOff) != 0 {
			t.Errorf("told: %v, %v, %v", a.cutOff, b.cutOff, c.cutOff)
		}
		_ = a.host.Stop(t.Context()) // it is dead: it cannot release anything
	})
}
