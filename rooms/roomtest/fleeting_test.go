package roomtest_test

import (
	"testing"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cards"
	"palabre/rooms/desk"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// TR-5: what is written on a board goes when it was written while a phase without traces lasted that does not leave that board; the
// board's name too, when it was given in such a phase by somebody.
func TestWhatOfBoardsGoes(t *testing.T) {
	const room, own = rooms.RoomID("ses_1"), rooms.BoardID("own")
	weather, frame := session.TemplateBoard(room, "weather"), session.TemplateBoard(room, "hypotheses")
	f := session.NewFleeting(room)
	f.Read(1, session.Opened{Plan: session.Plan{Phases: []session.Phase{
		{ID: "full", Template: "weather"},
		{ID: "none", Template: "weather", Traces: scenario.NoTraces},
		{ID: "left", Template: "hypotheses", Traces: scenario.NoTraces, Artifact: "Hypothèses", From: scenario.FromBoard},
		{ID: "voted", Board: own, Traces: scenario.NoTraces, Artifact: "Choix", From: scenario.FromPoll},
		{ID: "cards", Traces: scenario.NoTraces, Artifact: "Idées", From: scenario.FromCards},
	}}})
	if f.Of(weather) != nil {
		t.Error("before any phase, something goes")
	}
	moved := func(at rooms.Millis, to int) { f.Read(at, agenda.Moved{At: to}) }
	moved(100, 0)
	if f.Of(weather) != nil {
		t.Error("of a phase that leaves all, something goes")
	}
	moved(200, 1)
	f.Read(210, desk.Opened{Board: "mine", Title: "Ce que je porte"})
	moved(300, 2)
	f.Read(310, desk.Opened{Board: "leaf", Title: "Une feuille"})
	moved(400, 3)
	moved(500, 4)
	f.Read(510, cards.Unveiled{Sheet: "s", Board: "pinned"})
	moved(600, 0)
	for board, want := range map[rooms.BoardID][]bool{ // at 50, 150, 250…
		weather:  {false, false, true, true, true, true, false},
		frame:    {false, false, true, false, true, true, false},
		"mine":   {false, false, true, true, true, true, false},
		"leaf":   {false, false, true, false, true, true, false},
		own:      {false, false, true, true, true, true, false},
		"pinned": {false, false, true, true, true, false, false},
	} {
		goes := f.Of(board)
		for i, is := range want {
			if at := rooms.Millis(50 + 100*i); goes(at) != is {
				t.Errorf("%s at %d goes: %t", board, at, !is)
			}
		}
	}
	for board, is := range map[rooms.BoardID]bool{"mine": true, "leaf": false, weather: false} {
		if f.Named(board) != is {
			t.Errorf("the name of %s goes: %t", board, !is)
		}
	}
}
