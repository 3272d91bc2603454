package relay_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/signaling/relay"
)

// Who does not know the secret can neither come in nor be spoken to.
func TestAStrangerIsNotSpokenTo(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a := w.start("a")
		other, err := relay.TLS("another-secret-of-thirty-two-letters")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.dial(t.Context(), "x:1", "a:1", other); err == nil {
			t.Error("a stranger was spoken to")
		}
		stranger := w.startWith("x", other)
		if err := stranger.Meet(t.Context()); err == nil {
			t.Error("a node with another secret may begin")
		}
		a.must(t, room, say("marie", 1, "ici"))
		begun := time.Now()
		if _, _, err := stranger.Do(t.Context(), room, say("x", 1, "")); err == nil || time.Since(begun) < time.Second {
			t.Errorf("a stranger was heard: %v", err)
		}
		w.end(a, stranger)
	})
}

// Whoever reached the nodes' door without their secret left a line in the log each time, and no figure.
func TestStrangersAreCountedAndToldOfOnceAMinute(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var said bytes.Buffer
		w.say = zerolog.New(zerolog.SyncWriter(&said))
		a := w.start("a")
		defer w.end(a)
		other, err := relay.TLS("another-secret-of-thirty-two-letters")
		if err != nil {
			t.Fatal(err)
		}
		knock := func(times int) {
			for range times {
				if _, err := w.dial(t.Context(), "x:1", "a:1", other); err == nil {
					t.Error("a stranger was spoken to")
				}
				synctest.Wait()
			}
		}
		for minute, want := range []string{`"so_far":1,`, `"so_far":11,`} {
			knock(10)
			lines := strings.Count(said.String(), "so_far")
			if lines != minute+1 || !strings.Contains(said.String(), want) || a.Strangers() != uint64(10*minute+10) {
				t.Errorf("minute %d: %d counted; told\n%s", minute, a.Strangers(), said.String())
			}
			time.Sleep(time.Minute)
		}
	})
}
