package rehearsal_test

import (
	"strings"
	"testing"

	"palabre/rooms/cards"
	"palabre/rooms/poll"
	"palabre/server/rehearsal"
)

// Seats sat before an open sheet and an open vote and did nothing: silent writing and votes could not be rehearsed, in plenary or
// in groups.
func TestSeatsWriteAndVote(t *testing.T) {
	ask := rehearsal.Ask{Plan: plan(t, "QT", 9), People: 8, Seed: 5, At: 4 * minute, Gestures: []rehearsal.Gesture{
		gesture(minute, "cards.open", `{"sheet":"f1","prompt":"Ce qui pèse","unsigned":true}`),
		gesture(minute, "poll.prepare", `{"poll":"v1","kind":"dots","question":"Par où commencer?","points":2,"options":[{"id":"a","text":"Ici"},{"id":"b","text":"Là"},{"id":"c","text":"Plus loin"}]}`),
		gesture(minute, "poll.open", `{"poll":"v1"}`),
	}}
	told := run(t, ask)
	if p, s := told.View.Polls["v1"], told.View.Sheets["f1"]; told.Refused != nil || p.Cast != 8 || s.Done != 8 {
		t.Fatalf("%v: %d voted and %d finished of 8", told.Refused, p.Cast, s.Done)
	}
	ask.Gestures = append(ask.Gestures, gesture(ask.At, "cards.reveal", `{"sheet":"f1","seed":1}`), gesture(ask.At, "poll.close", `{"poll":"v1"}`))
	told = run(t, ask)
	if n := len(told.View.Sheets["f1"].Cards); told.Refused != nil || n < 8 || told.View.Polls["v1"].Result.Cast != 8 {
		t.Errorf("%v: %d cards, %+v", told.Refused, n, told.View.Polls["v1"].Result)
	}
	for _, c := range told.View.Sheets["f1"].Cards {
		if !strings.HasPrefix(c.Text, "Idée d’essai ") {
			t.Errorf("a seat writes %q", c.Text)
		}
	}
}

// In pairs too: each writes on her own group's sheet and votes in it, and all their cards are one lot when groups have closed.
func TestSeatsWriteAndVoteInGroups(t *testing.T) {
	ask := rehearsal.Ask{Plan: plan(t, "QT", 5), People: 4, Seed: 2, At: 5 * minute, Gestures: []rehearsal.Gesture{
		gesture(minute, "groups.propose", `{"set":"g","by":"lot","size":2,"seed":4}`),
		gesture(minute, "groups.open", `{"set":"g"}`),
		gesture(minute, "cards.open", `{"sheet":"f1","group":"g-1","unsigned":true}`),
		gesture(minute, "cards.open", `{"sheet":"f2","group":"g-2","unsigned":true}`),
		gesture(minute, "poll.prepare", `{"poll":"v1","group":"g-2","kind":"consent","question":"On garde cette idée?"}`),
		gesture(minute, "poll.open", `{"poll":"v1"}`),
		gesture(4*minute, "groups.close", `{}`),
		gesture(4*minute, "cards.reveal", `{"sheet":"f1","with":["f2"],"seed":3}`),
	}}
	told := run(t, ask)
	if told.Refused != nil {
		t.Fatal(told.Refused)
	}
	if s := told.View.Sheets["f1"]; s.Life != cards.Revealed || len(s.Cards) < 4 {
		t.Errorf("the lot of two pairs: %+v", s)
	}
	if p := told.View.Polls["v1"]; p.Life != poll.Closed || p.Result.Cast != 2 {
		t.Errorf("the vote of a pair: %+v", p)
	}
}
