package cards_test

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/veil/veiltest"
)

// world is the machine with its log, as a session would keep them.
type world struct{ *veiltest.World[cards.State] }

func newWorld() *world {
	return &world{veiltest.New(veiltest.Machine[cards.State]{
		New:    cards.New,
		Apply:  func(s *cards.State, at rooms.Millis, seq rooms.Seq, e codec.Event) { s.Apply(at, seq, e) },
		Forget: (*cards.State).Redact,
		Events: cards.Events(),
		Redact: cards.Redact,
		Words:  func() veiltest.Words { return cards.NewWords() },
	})}
}

// told is all that a person is told: what everyone sees, and what she alone does.
func (w *world) told(m rooms.MemberID, present []rooms.MemberID) string {
	sheets := map[cards.SheetID]cards.SheetView{}
	for id := range w.State.Sheets {
		sheets[id], _ = w.State.Seen(id, present)
	}
	return veiltest.Text([]any{sheets, w.State.Mine(m), w.State.Finished(m)})
}

// oracle is the slow, obviously right machine: it keeps every gesture that was accepted
// and reads them all again for each question.
type oracle struct{ gestures []gesture }

type gesture struct {
	what     string
	by       rooms.MemberID
	sheet    cards.SheetID
	card     cards.CardID
	text     string
	keep, on bool
	unsigned bool
}

func (o *oracle) life(id cards.SheetID) cards.Life {
	life := cards.Life("")
	for _, g := range o.gestures {
		switch {
		case g.sheet != id:
		case g.what == "open":
			life = cards.Open
		case g.what == "reveal":
			life = cards.Revealed
		case g.what == "give up":
			life = cards.GivenUp
		}
	}
	return life
}

func (o *oracle) unsigned(id cards.SheetID) bool {
	return slices.ContainsFunc(o.gestures, func(g gesture) bool { return g.sheet == id && g.unsigned })
}

// live lists the cards of a sheet that were not withdrawn, as they read last.
func (o *oracle) live(id cards.SheetID) map[cards.CardID]gesture {
	at := map[cards.CardID]gesture{}
	for _, g := range o.gestures {
		if g.sheet != id {
			continue
		}
		switch g.what {
		case "write":
			at[g.card] = g
		case "withdraw":
			delete(at, g.card)
		}
	}
	return at
}

func (o *oracle) mine(m rooms.MemberID, sheets []cards.SheetID) map[cards.CardID]cards.MyCard {
	mine := map[cards.CardID]cards.MyCard{}
	for _, id := range sheets {
		life := o.life(id)
		for card, g := range o.live(id) {
			if g.by == m && (life == cards.Open || life == cards.Revealed && g.keep) {
				mine[card] = cards.MyCard{Sheet: id, Text: g.text, Keep: g.keep}
			}
		}
	}
	return mine
}

func (o *oracle) done(id cards.SheetID, m rooms.MemberID) bool {
	on := false
	for _, g := range o.gestures {
		if g.sheet == id && g.by == m && g.what == "done" {
			on = g.on
		}
	}
	return on && o.life(id) == cards.Open
}

// revealed are the words to be seen, sorted, with "" for each that was withdrawn.
func (o *oracle) revealed(id cards.SheetID) []string {
	if o.life(id) != cards.Revealed {
		return nil
	}
	var shown []string
	at := map[cards.CardID]gesture{}
	over := false
	for _, g := range o.gestures {
		switch {
		case g.sheet != id:
		case g.what == "write":
			at[g.card] = g
		case g.what == "withdraw" && !over:
			delete(at, g.card)
		case g.what == "withdraw":
			if c := at[g.card]; !c.keep && !o.unsigned(id) {
				c.text = ""
				at[g.card] = c
			}
		case g.what == "reveal":
			over = true
		}
	}
	for _, g := range at {
		if !g.keep {
			shown = append(shown, g.text)
		}
	}
	slices.Sort(shown)
	return shown
}
