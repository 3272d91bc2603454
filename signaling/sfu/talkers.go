package sfu

import "time"

// talker is a line of the open talk as the choice sees it.
type talker struct {
	taken   bool
	spokeAt time.Time
}

// lineFor chooses the line of the open talk for a voice that has none: a free one; else, if she is speaking, that of the
// person who has been quiet longest, once she has been quiet for talkHeldFor. Four people who talk at once keep their
// lines: a fifth voice waits rather than cutting one of them.
func lineFor(lines []talker, speaking bool, now time.Time) (int, bool) {
	quietest, found := 0, false
	for i, l := range lines {
		if !l.taken {
			return i, true
		}
		if !found || l.spokeAt.Before(lines[quietest].spokeAt) {
			quietest, found = i, true
		}
	}
	if !speaking || !found || now.Sub(lines[quietest].spokeAt) < talkHeldFor {
		return 0, false
	}
	return quietest, true
}
