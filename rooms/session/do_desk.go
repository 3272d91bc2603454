package session

import (
	"palabre/rooms"
	"palabre/rooms/rights"
)

func deskCommands() []command {
	const run = rights.SessionRun
	return []command{
		inside("boards.open", run, runs, "Adds a board to the session; its room is joined by its id.",
			func(t *tx, a BoardArgs) *rooms.Refusal {
				title, no := a.check()
				if no != nil {
					return no
				}
				return t.then(t.state().Desk.Open(a.Board, title))
			}),
		inside("boards.show", run, runs, "Shows a board to all, or the circle again when none is named.",
			func(t *tx, a ShowArgs) *rooms.Refusal { return t.then(t.state().Desk.Show(a.Board)) }),
		inside("boards.rename", run, runs, "Gives a board another title.",
			func(t *tx, a BoardArgs) *rooms.Refusal {
				title, no := a.check()
				if no != nil {
					return no
				}
				return t.then(t.state().Desk.Rename(a.Board, title))
			}),
	}
}

func (a BoardArgs) check() (string, *rooms.Refusal) {
	if no := checkID("board", a.Board); no != nil {
		return "", no
	}
	return words("title", a.Title, maxTitle, true)
}
