package relay_test

import (
	"strings"
	"testing"

	"palabre/signaling/wire"
)

// A page may give a board's operations of a whole MiB. With what a frame says besides, that was more than a link took: it broke,
// was made anew, and broke again by the same command, for all rooms of both nodes. Signs that JSON writes in six bytes for HTML's
// sake made much smaller ones too large.
func TestTheLargestCommandGoesOverALink(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(a, b)
		a.must(t, board, say("marie", 1, "ici"))
		largest := say("lea", 1, strings.Repeat("<", wire.MaxBoardOp-len(`{"text":""}`)))
		if len(largest.Args) != wire.MaxBoardOp {
			t.Fatalf("%d bytes", len(largest.Args))
		}
		b.must(t, board, largest)
		if _, _, err := b.Do(t.Context(), board, say("lea", 2, strings.Repeat("<", 2*wire.MaxBoardOp))); err == nil {
			t.Error("more than a link takes went over it")
		}
		b.must(t, board, say("lea", 3, "encore"))
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.moved) != 0 || !b.Links()["a"] {
			t.Errorf("moved: %v; links: %v", b.moved, b.Links())
		}
	})
}
