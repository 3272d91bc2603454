package nemesis

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"palabre/rooms"
)

// withdrawn gives the events of a board of whose elements their author took her words back later, and those that still have some.
func withdrawn(log []logged) (bare map[rooms.Seq]bool, left []rooms.Seq) {
	type place struct {
		by      rooms.MemberID
		element string
	}
	back := map[place]bool{} // from the last event on: what is withdrawn after the one that is looked at
	bare = map[rooms.Seq]bool{}
	for _, e := range slices.Backward(log) {
		var d struct {
			Elements []string
			Ops      []struct {
				ID  string
				Set map[string]any
			}
		}
		if json.Unmarshal(e.Data, &d) != nil {
			continue // what cannot be read is another check's
		}
		for _, id := range d.Elements {
			back[place{e.By, id}] = true
		}
		for _, op := range d.Ops {
			if !back[place{e.By, op.ID}] {
				continue
			}
			bare[e.Seq] = true
			if link, _ := op.Set["link"].(string); strings.HasPrefix(link, wordsOf) {
				left = append(left, e.Seq)
			}
		}
	}
	return bare, left
}

// gone is I10: at rest the words that their author withdrew are in the log no more, whichever node took them out and whatever died in
// between. It gives the log as it is then.
func (l *Lab) gone(ctx context.Context, room string, log []logged) []logged {
	late, cancel := context.WithTimeout(ctx, rested)
	defer cancel()
	// Projectors go on at rest: pages may have been told more than the log that was read before everybody was waited for.
	if now, err := l.read(late, room); err == nil {
		log = now
	}
	for {
		_, left := withdrawn(log)
		if len(left) == 0 {
			return log
		}
		l.sleep(late, 200*time.Millisecond)
		again, err := l.read(late, room)
		if err != nil || late.Err() != nil {
			l.w.violated("I10", "%s still has the words of %d events that their author withdrew, the last at %d", room, len(left), left[0])
			return log
		}
		log = again
	}
}
