package gateway_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"palabre/rooms"
	"palabre/signaling/wire"
)

// I7: audiences. Whispers, notes and the door; a canary looked for in every byte that was received.
func TestI7NothingLeavesItsAudience(t *testing.T) {
	w := newWorld(t)
	lead, marie, paul, guest := w.dial("f-lead"), w.dial("marie"), w.dial("paul"), w.dial("g-guest")
	for _, c := range []*client{lead, marie, paul, guest} {
		c.join(parlour)
	}
	lead.done(parlour, "say", `{"text":"to all"}`)
	lead.done(parlour, "tell", `{"to":"marie","text":"CANARY for marie"}`)
	lead.done(parlour, "note", `{"text":"CANARY for facilitators"}`)
	guest.at(parlour, 4)
	if v := guest.rooms[parlour].view; !reflect.DeepEqual(v["lines"], map[string]any{}) {
		t.Errorf("at the door: %v", v)
	}
	if n := guest.rooms[parlour].names; len(n) != 0 {
		t.Errorf("names at the door: %v", n)
	}
	lead.done(parlour, "admit", `{"member":"g-guest"}`)
	end := lead.done(parlour, "say", `{"text":"welcome"}`)
	want := map[string][]string{
		"f-lead": {"to all", "CANARY for facilitators", "welcome"}, "marie": {"to all", "CANARY for marie", "welcome"},
		"paul": {"to all", "welcome"}, "g-guest": {"to all", "welcome"},
	}
	for _, c := range []*client{lead, marie, paul, guest} {
		lines := c.at(parlour, end).view["lines"].(map[string]any)
		if len(lines) != len(want[c.name]) {
			t.Errorf("%s sees %v", c.name, lines)
		}
		for _, text := range want[c.name] {
			found := false
			for _, l := range lines {
				found = found || l == text
			}
			if !found {
				t.Errorf("%s lacks %q in %v", c.name, text, lines)
			}
		}
	}
	if n := paul.rooms[parlour].names["f-lead"]; n != "Name of f-lead" {
		t.Errorf("the name of who spoke: %v", n)
	}
	lead.done(parlour, "remove", `{"member":"paul"}`)
	if m := paul.until("left"); m["code"] != "removed" {
		t.Error(m)
	}
	lead.done(parlour, "say", `{"text":"CANARY after paul"}`)
	if code := paul.refused(parlour, "say", `{"text":"I am still here"}`); code != "not_followed" {
		t.Error(code)
	}
	paul.say(wire.Join{Room: parlour})
	if m := paul.until("left"); m["code"] != "not_admitted" {
		t.Error(m)
	}
}

func TestTakenOverAndTakenBack(t *testing.T) {
	w := newWorld(t)
	here := w.dial("marie")
	here.join(parlour)
	here.join(board)
	there := w.dial("marie")
	there.join(parlour)
	there.join(board)
	if m := here.until("left"); m["code"] != "taken_over" || m["r"] != string(parlour) {
		t.Error(m)
	}
	seq := here.done(board, "say", `{"text":"a board may be open twice"}`)
	there.at(board, seq)
	here.join(parlour)
	if m := there.until("left"); m["code"] != "taken_over" {
		t.Error(m)
	}
	again := w.dialTab("paul", "same tab")
	again.join(parlour)
	back := w.dialTab("paul", "same tab")
	back.join(parlour)
	if code := again.end(); code != int(wire.CloseTakenOver) {
		t.Errorf("the old socket of the same tab closed with %d", code)
	}
	back.done(parlour, "say", `{"text":"the late close of the old one ends nothing"}`)
}

// Every client sees every event once, in the same order, while people join and resume in the middle of bursts.
func TestI6GaplessOrderUnderBurstsAndJoins(t *testing.T) {
	for _, tls := range []bool{false, true} {
		t.Run(fmt.Sprint("tls ", tls), func(t *testing.T) {
			w := newWorld(t, tune{tls: tls})
			const writers, each, readers = 4, 100, 12
			var wg sync.WaitGroup
			for i := range writers {
				c := w.dial(fmt.Sprint("f-writer", i))
				c.join(parlour)
				c.join(board)
				wg.Go(func() {
					var burst []wish
					for k := range each {
						text := fmt.Sprintf(`{"text":"%d/%d"}`, i, k)
						burst = append(burst, wish{parlour, "say", text}, wish{board, "say", text})
						if k%16 == 0 {
							c.insist(append(burst, wish{parlour, "tell", `{"to":"reader0","text":"aside"}`})...)
							burst = nil
						}
					}
					c.insist(append(burst, wish{board, "say", `{"text":"done"}`})...)
				})
			}
			end := rooms.Seq(1 + writers*(each+1))
			final := make([]*client, readers)
			for i := range readers {
				c := w.dial(fmt.Sprint("reader", i))
				final[i] = c
				wg.Go(func() {
					r := c.join(board)
					first := r.seq
					c.join(parlour)
					c.at(board, end)
					for k, s := range r.events {
						if rooms.Seq(s) != first+1+rooms.Seq(k) {
							t.Errorf("%s: event %d is %v", c.name, k, s)
						}
					}
				})
			}
			wg.Wait()
			last := rooms.Seq(1 + writers*(each+7))
			views := map[string]bool{}
			for _, c := range final[1:] {
				data, err := json.Marshal(c.at(parlour, last).view)
				if err != nil {
					t.Fatal(err)
				}
				views[string(data)] = true
			}
			fresh := w.dial("fresh")
			data, _ := json.Marshal(fresh.join(parlour).view)
			views[string(data)] = true
			if len(views) != 1 {
				t.Errorf("I5: %d different views", len(views))
			}
		})
	}
}
