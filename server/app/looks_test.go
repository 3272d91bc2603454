package app

import (
	"testing"

	"palabre/rooms"
	"palabre/server/api"
)

func TestPicturesAreRememberedAndBounded(t *testing.T) {
	kept := newLooks()
	for seq := range rooms.Seq(looksMost + 10) {
		kept.put(look{log: "l", board: "b", seq: seq}, api.BoardLook{Seq: seq})
	}
	if len(kept.kept) != looksMost || len(kept.order) != looksMost {
		t.Fatalf("%d pictures kept, %d allowed", len(kept.kept), looksMost)
	}
	if _, ok := kept.get(look{log: "l", board: "b", seq: 0}); ok {
		t.Error("the oldest picture is still there")
	}
	newest := rooms.Seq(looksMost + 9)
	if seen, ok := kept.get(look{log: "l", board: "b", seq: newest}); !ok || seen.Seq != newest {
		t.Error("the newest picture is not there")
	}
	if _, ok := kept.get(look{log: "another history", board: "b", seq: newest}); ok {
		t.Error("a board restored from elsewhere shows the picture of before")
	}
}

// Words withdrawn from a board are in none of its remembered pictures, nor in one that
// was being drawn at that time.
func TestPicturesOfBeforeAWithdrawalAreForgotten(t *testing.T) {
	kept := newLooks()
	before, after, other := look{board: "b", seq: 4}, look{board: "b", seq: 5}, look{board: "c", seq: 1}
	for _, k := range []look{before, after, other} {
		kept.put(k, api.BoardLook{Seq: k.seq})
	}
	kept.forget("b", 5)
	kept.put(before, api.BoardLook{})
	for k, want := range map[look]bool{before: false, after: true, other: true} {
		if _, ok := kept.get(k); ok != want {
			t.Errorf("%+v is remembered: %v", k, ok)
		}
	}
	if len(kept.order) != 2 {
		t.Errorf("%d in the order", len(kept.order))
	}
}
