package host_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// I4: of two things that a page said, the first was told "not known" by a room that could not be opened (the store was cut off for a
// while), and the second was done before the page could say the first again. What is said after something without an answer is not
// decided before it.
func TestWhatIsSaidAfterSomethingWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		after := func(c rooms.Command, before uint64) rooms.Command { c.After = before; return c }
		must(t, n, say("m", 1, "x"))
		early := ask(n, after(say("m", 3, "second"), 2)) // the first has not come, or nobody knows what became of it
		rest(10 * time.Millisecond)
		if !errors.Is(early.Err, host.ErrUnordered) {
			t.Errorf("told %+v", early)
		}
		must(t, n, after(say("m", 2, "first"), 1))
		second := must(t, n, after(say("m", 3, "second"), 2))
		no := say("m", 4, "")
		no.Name = "nonsense"
		refused := ask(n, after(no, 3))
		rest(10 * time.Millisecond)
		if refused.Refusal == nil {
			t.Fatalf("told %+v", refused)
		}
		must(t, n, after(say("m", 5, "third"), 4)) // what was refused was decided
		again := ask(n, after(say("m", 3, "second"), 17))
		rest(10 * time.Millisecond)
		if again.Refusal == nil || again.Refusal.Code != rooms.CodeRepeated || again.Refusal.Data["seq"] != second {
			t.Errorf("a copy was told %+v", again)
		}
		dense(t, n.log.Events(room))
		n.stop(t)
	})
}
