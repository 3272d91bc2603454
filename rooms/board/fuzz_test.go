package board_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
)

// Whatever is sent: no panic, a refusal changes nothing, and what is accepted replays
// to the same state and is within bounds.
func FuzzOperations(f *testing.F) {
	for _, ops := range [][]edit{
		{put("n", rect(1, 2, "a1V"))},
		{put("n", stroke(1, 2, ""))},
		{put("n", with(note(1, 2, "a0", "é"), values{"link": "https://example.org", "roundness": values{"type": 3}}))},
		{set("r", values{"boundElements": values{"add": []any{values{"id": "x", "type": "arrow"}}, "del": []any{"y"}}})},
		{set("r", values{"groupIds": []any{"g"}, "isDeleted": true}), set("r", values{"isDeleted": false})},
		{app("s", 1, 1, 2, 3, 4)},
		{put("l", with(stroke(0, 0, "a4"), values{"type": "arrow", "startBinding": values{"elementId": "r", "focus": 0, "gap": 1}}))},
	} {
		f.Add([]byte(encodeOps(ops)))
	}
	f.Add([]byte(`{"ops":[{"id":"r","set":{"x":1e999}}]}`))
	f.Add([]byte(`{"ops":null}`))
	f.Fuzz(func(t *testing.T, args []byte) {
		if !json.Valid(args) {
			return
		}
		b := drawn(t)
		before := snapshotOf(b)
		c := command("bob", 1)
		c.Args = args
		steps, refusal := b.Handle(c)
		after := snapshotOf(b)
		if refusal != nil {
			if after != before || len(steps) != 0 {
				t.Fatalf("refused with %s and changed", refusal.Code)
			}
			mustJSON(t, refusal)
			return
		}
		again, err := board.Restore([]byte(before))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			encoded := mustJSON(t, s.Event)
			var e rooms.Event
			if err := json.Unmarshal(encoded, &e); err != nil {
				t.Fatal(err)
			}
			if err := again.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		if replay := snapshotOf(again); replay != after {
			t.Fatalf("live %s\nreplay %s", after, replay)
		}
		if back, err := board.Restore([]byte(after)); err != nil || snapshotOf(back) != after {
			t.Fatalf("the snapshot does not come back: %v", err)
		}
	})
}
