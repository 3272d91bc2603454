package relay_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Media is where the room is: its messages go there over the link, and when the room moves the browser begins anew there.
func TestMediaIsWhereTheRoomIs(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(b)
		a.must(t, room, say("marie", 1, "ici"))
		if j := b.follow(room, "b1", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		var mu sync.Mutex
		var heard []string
		media := b.MediaServer()
		media.Join(room, "lea", "tab", "b1", func(m json.RawMessage) {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, string(m))
		})
		media.Handle(room, "lea", "b1", json.RawMessage(`"offer"`))
		synctest.Wait()
		if !a.media.has("join lea tab") || !a.media.has(`b1@1 says "offer"`) || len(b.media.said) != 0 {
			t.Fatalf("at the host: %v; here: %v", a.media.said, b.media.said)
		}
		w.crash(a)
		time.Sleep(3 * time.Second)
		if j := b.follow(room, "b1", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		synctest.Wait()
		media.Handle(room, "lea", "b1", json.RawMessage(`"again"`))
		synctest.Wait()
		if !b.media.has("join lea tab") || !b.media.has(`b1 says "again"`) {
			t.Errorf("after the host's death, here: %v", b.media.said)
		}
		want := []string{`{"heard":"offer"}`, `{"type":"reset","reason":"unknown"}`, `{"heard":"again"}`}
		if got := at(&mu, &heard); !slices.Equal(got, want) {
			t.Errorf("the browser was told %v", got)
		}
		media.Leave(room, "lea", "b1")
		if !b.media.has("leave b1") {
			t.Errorf("she left: %v", b.media.said)
		}
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
	})
}

// put out of the room. It begins with a join that it granted, and what was said meanwhile is not heard.
func TestMediaBeginsAnewForThoseWhoAreLetInAnew(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		a, b := w.start("a"), w.start("b")
		defer w.end(b)
		a.must(t, room, say("marie", 1, "ici"))
		resets := map[string]int{}
		media := b.MediaServer()
		for _, who := range []string{"lea", "sam"} {
			if j := b.follow(room, who, who, "tab"); j.Err != nil {
				t.Fatal(j.Err)
			}
			media.Join(room, rooms.MemberID(who), "tab", host.ConnID(who), func(m json.RawMessage) {
				if string(m) == `{"type":"reset","reason":"unknown"}` {
					resets[who]++
				}
			})
		}
		synctest.Wait()
		if !a.media.has("join lea tab") || !a.media.has("join sam tab") {
			t.Fatalf("at the host: %v", a.media.said)
		}
		w.crash(a)
		_ = a.host.Stop(context.Background()) // it is dead: it cannot release anything
		time.Sleep(3 * time.Second)
		remove := rooms.Command{Client: "f", N: 1, Name: "remove", Args: []byte(`{"member":"sam"}`), Actor: rooms.Actor{Member: "f", Standing: rooms.RoleFacilitator}}
		b.must(t, room, remove)
		media.Handle(room, "sam", "sam", json.RawMessage(`"offer"`))
		if j := b.follow(room, "sam", "sam", "tab"); !j.Out {
			t.Errorf("sam joined with %+v", j)
		}
		media.Handle(room, "sam", "sam", json.RawMessage(`"offer"`))
		if len(b.media.said) != 0 {
			t.Errorf("before anybody was let in: %v", b.media.said)
		}
		if j := b.follow(room, "lea", "lea", "tab"); j.Err != nil {
			t.Fatal(j.Err)
		}
		synctest.Wait()
		if want := []string{"join lea tab"}; !slices.Equal(b.media.said, want) || resets["lea"] != 1 || resets["sam"] != 0 {
			t.Errorf("%v, reset %v", b.media.said, resets)
		}
		media.Leave(room, "sam", "sam")
		media.Leave(room, "lea", "lea")
	})
}
