package relay_test

import (
	"testing"

	"palabre/rooms"
	"palabre/signaling/relay"
)

// The secret is changed without a stop of all: first every node also takes the new one, then each shows it, then the old one is
// forgotten. At no step are there two nodes that do not speak to each other; who still has the old one at the end is a stranger.
func TestTheSecretOfLinksIsChanged(t *testing.T) {
	const before, after = "the-secret-of-last-year-and-long", "the-secret-of-this-year-and-long"
	steps := [][]string{{before}, {before, after}, {after, before}, {after}}
	with := func(w *world, id relay.NodeID, secrets ...string) *node {
		config, err := relay.TLS(secrets...)
		if err != nil {
			t.Fatal(err)
		}
		return w.startWith(id, config)
	}
	for i, step := range steps[1:] {
		bubble(t, func(t *testing.T, w *world) {
			a, b := with(w, "a", steps[i]...), with(w, "b", step...)
			for n, way := range [][2]*node{{a, b}, {b, a}} { // each hosts a room, the other asks
				asked := []rooms.RoomID{"ses_1", "ses_2"}[n]
				way[0].must(t, asked, say("marie", 1, "ici"))
				way[1].must(t, asked, say("lea", 1, "là"))
			}
			if err := b.Meet(t.Context()); err != nil || a.Strangers()+b.Strangers() > 0 {
				t.Errorf("step %d: %v, %d strangers", i, err, a.Strangers()+b.Strangers())
			}
			w.end(a, b)
		})
	}
	bubble(t, func(t *testing.T, w *world) {
		a, left := with(w, "a", after), with(w, "left", before)
		if err := left.Meet(t.Context()); err == nil || a.Strangers() == 0 {
			t.Errorf("the old secret is still taken: %v", err)
		}
		w.end(a, left)
	})
	if _, err := relay.TLS(); err == nil {
		t.Error("links were made of no secret")
	}
}
