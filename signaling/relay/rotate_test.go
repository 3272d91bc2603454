package relay_test

import (
	"context"
	"encoding/binary"
	"testing"
	"testing/synctest"
	"time"

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
		synctest.Wait() // both are in the store
		if err := left.Meet(t.Context()); err == nil || a.Strangers() == 0 {
			t.Errorf("the old secret is still taken: %v", err)
		}
		w.end(a, left)
	})
	if _, err := relay.TLS(); err == nil {
		t.Error("links were made of no secret")
	}
}

// Somebody who stole the secret, and reached the nodes' door, spoke as any node: she asked every room for its view. The name of a
// node that comes must be one that the store knows; such names are random, and nobody is told one before she said one.
func TestTheSecretAloneOpensNoLink(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a := w.start("a")
		a.must(t, room, say("marie", 1, "ici"))
		config, err := relay.TLS(secret)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []relay.NodeID{"thief", "a"} { // even its own
			conn, err := w.dial(t.Context(), "thief:1", "a:1", config)
			if err != nil {
				t.Fatal(err)
			}
			body := `{"k":"hello","b":{"proto":1,"node":"` + string(name) + `"}}`
			if _, err := conn.Write(framed(body)); err != nil {
				t.Fatal(err)
			}
			if n, err := conn.Read(make([]byte, 1)); err == nil {
				t.Errorf("%s was answered %d bytes", name, n)
			}
			_ = conn.Close()
		}
		if a.Strangers() != 2 {
			t.Errorf("%d strangers", a.Strangers())
		}
		// A node that has only just written its row is let in.
		b := w.start("b")
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		if _, refusal, err := b.Do(ctx, room, say("lea", 1, "là")); err != nil || refusal != nil {
			t.Errorf("a fresh node: %v, %v", err, refusal)
		}
		if a.Strangers() != 2 {
			t.Errorf("%d strangers", a.Strangers())
		}
		w.end(a, b)
	})
}

// framed is a frame of a head alone, as it travels.
func framed(head string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(4+len(head)))
	out = binary.BigEndian.AppendUint32(out, uint32(len(head)))
	return append(out, head...)
}
