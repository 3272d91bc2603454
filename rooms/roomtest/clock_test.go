package roomtest_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// TestRemainingTimeIsExact (ST-20, ST-22, ST-24, SE-5): whatever interrupts a turn,
// what remains is its measure less the time during which it really ran, to the
// millisecond. Spans are added up here with no rule of the stick.
func TestRemainingTimeIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := turn(rt)
		ran := rooms.Millis(0)
		span := func(what string, most int64) rooms.Millis {
			return rooms.Millis(rapid.Int64Range(1, most).Draw(rt, what))
		}
		for range rapid.IntRange(1, 12).Draw(rt, "interruptions") {
			d := span("runs", 20_000)
			w.Now += d
			ran += d
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0: // the connection is lost; the host sees it ten seconds later, or knows when
				since := w.Now
				w.Now += 10_000
				host(rt, w, rooms.CmdDropped, session.DroppedArgs{Member: "cleo", Since: since})
				w.Now += span("away", 59_999)
				host(rt, w, rooms.CmdBack, session.MemberArgs{Member: "cleo"})
			case 1:
				person(rt, w, "ana", "stick.pause")
				w.Now += span("paused", 600_000)
				person(rt, w, "ana", "stick.resume")
			case 2: // dropped during a pause, back before or after its end
				person(rt, w, "ana", "stick.pause")
				w.Now += span("paused", 60_000)
				host(rt, w, rooms.CmdDropped, session.DroppedArgs{Member: "cleo", Since: w.Now})
				w.Now += span("away", 50_000)
				if rapid.Bool().Draw(rt, "back first") {
					host(rt, w, rooms.CmdBack, session.MemberArgs{Member: "cleo"})
					w.Now += span("still paused", 9_000)
					person(rt, w, "ana", "stick.resume")
				} else {
					person(rt, w, "ana", "stick.resume")
					w.Now += span("suspended", 9_000)
					host(rt, w, rooms.CmdBack, session.MemberArgs{Member: "cleo"})
				}
			case 4: // « elle est figée »: somebody stops everything before the host sees that the line is lost
				since := w.Now
				w.Now += span("not seen", 4_000)
				person(rt, w, "ana", "stick.pause")
				w.Now += span("paused", 4_000)
				resumed := rapid.Bool().Draw(rt, "resumed before it is seen")
				if resumed {
					person(rt, w, "ana", "stick.resume")
					w.Now += span("again", 1_000)
				}
				host(rt, w, rooms.CmdDropped, session.DroppedArgs{Member: "cleo", Since: since})
				if !resumed {
					person(rt, w, "ana", "stick.resume")
				}
				w.Now += span("away", 49_999)
				host(rt, w, rooms.CmdBack, session.MemberArgs{Member: "cleo"})
			case 3:
				gap := span("no host", 600_000)
				person(rt, w, "ana", "hands.lower") // the room's last sign of life changes nothing
				w.Now += gap
				host(rt, w, rooms.CmdResumed, session.ResumedArgs{GapMS: gap})
			}
			h := w.See("dina").Round.Holder
			if h == nil || h.Member != "cleo" || h.Grant != 1 || h.SuspendedAt != 0 {
				rt.Fatalf("cleo should hold the stick: %+v", h)
			}
			if left := h.LeftMS - (w.Now - h.Since); left != measure-ran {
				rt.Fatalf("ran %d ms of %d, remain %d", ran, measure, left)
			}
		}
	})
}

const measure rooms.Millis = 1_800_000

// turn is a meeting in which cleo has just taken the stick.
func turn(t *rapid.T) *roomtest.World {
	_, w, err := roomtest.Live(fmt.Sprintf("> plan confidential\n> ana people.enter\n> cleo people.enter\n> dina people.enter\n"+
		"> ana stick.prepare round=r1 turn_s=%d\n> ana stick.begin\n> cleo stick.take", measure/1000))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func host(t *rapid.T, w *roomtest.World, name string, args any) {
	b, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	if _, no, err := w.Do(w.Host(name, string(b))); no != nil || err != nil {
		t.Fatal(name, no, err)
	}
}

func person(t *rapid.T, w *roomtest.World, m rooms.MemberID, name string) {
	c := rooms.Command{Client: "other-tab", At: w.Now, Name: name, Actor: rooms.Actor{Member: m, Standing: rooms.RoleMember}}
	if _, no, err := w.Do(c); no != nil || err != nil {
		t.Fatal(name, no, err)
	}
}
