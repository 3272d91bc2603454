package minutes

import (
	"testing"

	"palabre/rooms"
)

// The minutes said « 1 h 30 min » where the screen said « 1 h 30 » of the same meeting.
// One way of writing: the same cases stand in the client's time.test.ts.
func TestDurationsAreWrittenAsOnScreen(t *testing.T) {
	for minutes, want := range map[rooms.Millis]string{22: "22\u00a0min", 60: "1\u00a0h", 65: "1\u00a0h\u00a005", 90: "1\u00a0h\u00a030", 180: "3\u00a0h"} {
		if got := span(minutes * 60_000); got != want {
			t.Errorf("%d minutes are %q, want %q", minutes, got, want)
		}
	}
}
