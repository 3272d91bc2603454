package redis

import (
	"fmt"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
)

func homes(t *testing.T, setting string) map[rooms.RoomID]string {
	t.Helper()
	b, err := New(setting, []string{"secret"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	out := map[rooms.RoomID]string{}
	for i := range 3000 {
		room := rooms.RoomID(fmt.Sprintf("ses_%d", i))
		out[room] = b.home(room).at.Name()
	}
	return out
}

// Nodes find the same server for a room in whatever order they were told of them; the servers share fairly; one that goes
// takes its own rooms along and moves no other.
func TestRoomsAreSharedAmongServers(t *testing.T) {
	all := homes(t, "redis://127.0.0.1:1,redis://:secret@127.0.0.1:2/4,redis://127.0.0.1:3")
	other := homes(t, "redis://127.0.0.1:3,redis://127.0.0.1:1,redis://127.0.0.1:2")
	fewer := homes(t, "redis://127.0.0.1:3,redis://127.0.0.1:1")
	count := map[string]int{}
	for room, home := range all {
		count[home]++
		if other[room] != home {
			t.Fatalf("%s is at %s or at %s", room, home, other[room])
		}
		if home != "127.0.0.1:2" && fewer[room] != home {
			t.Fatalf("%s moved from %s to %s", room, home, fewer[room])
		}
	}
	for home, n := range count {
		if n < 850 || n > 1150 {
			t.Errorf("%s has %d of 3000", home, n)
		}
	}
}

// Nodes of two releases share the servers while they are updated: what the weights are is a promise.
func TestWeightsNeverChange(t *testing.T) {
	if got := weight("127.0.0.1:6379", "ses_0198c0de"); got != 0x3738b01626fafeb3 {
		t.Errorf("%#x", got)
	}
}
