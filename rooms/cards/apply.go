package cards

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Apply records what happened at this instant and place of the log. It never refuses,
// and takes events whose words are gone.
func (s *State) Apply(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Opened:
		s.Sheets[e.Sheet] = &Sheet{
			Setup: e.Setup, Fleeting: e.Fleeting, Seq: seq, Order: len(s.Sheets) + 1, Life: Open,
			Cards: map[CardID]*Card{}, Done: map[rooms.MemberID]rooms.Millis{},
		}
	case Written:
		s.write(seq, e)
	case Withdrawn:
		s.withdraw(e)
	case Done:
		if sh := s.Sheets[e.Sheet]; sh == nil || sh.Life != Open {
			return
		} else if e.On {
			sh.Done[e.Member] = at
		} else {
			delete(sh.Done, e.Member)
		}
	case Unveiled:
		s.reveal(seq, e)
	case Abandoned:
		if sh := s.Sheets[e.Sheet]; sh != nil {
			sh.end(GivenUp)
		}
	case Placed:
		if sh := s.Sheets[e.Sheet]; sh != nil {
			sh.Placed = true
		}
	}
}

func (s *State) write(seq rooms.Seq, e Written) {
	sh := s.Sheets[e.Sheet]
	switch {
	case sh == nil || sh.Life != Open:
	case e.Text == "": // taken out of the log since: it is as if the card had been withdrawn
		delete(sh.Cards, e.Card)
	default:
		sh.Cards[e.Card] = &Card{By: e.Member, Text: e.Text, Keep: e.Keep, Seq: seq}
	}
}

func (s *State) withdraw(e Withdrawn) {
	sh := s.Sheets[e.Sheet]
	if sh == nil {
		return
	}
	delete(sh.Cards, e.Card)
	for i := range sh.Shown {
		if e.Card != "" && sh.Shown[i].Card == e.Card {
			sh.Shown[i].retire()
		}
	}
}

// retire leaves the place of a revealed card, and neither words nor author.
func (c *Shown) retire() { *c = Shown{Card: c.Card} }

// reveal shows the cards. Those that are kept back stay their authors'; of an unsigned
// reveal nothing else stays that leads from a person to a card.
func (s *State) reveal(seq rooms.Seq, e Unveiled) {
	sh := s.Sheets[e.Sheet]
	if sh == nil {
		return
	}
	sh.Life, sh.Unsigned, sh.ShownAt, sh.Board, sh.Spot = Revealed, e.Unsigned, seq, e.Board, e.Spot
	sh.Mixed = len(e.With) > 0
	sh.Shown = make([]Shown, 0, len(e.Cards)+len(e.Texts))
	for _, id := range e.Cards {
		c := Shown{Card: id}
		if was := sh.Cards[id]; was != nil {
			c.By, c.Text, c.Seq = was.By, was.Text, was.Seq
		}
		sh.Shown = append(sh.Shown, c)
	}
	for _, text := range e.Texts {
		sh.Shown = append(sh.Shown, Shown{Text: text})
	}
	sh.shed()
	for _, id := range e.With {
		if with := s.Sheets[id]; with != nil {
			with.Life = Joined
			with.shed()
		}
	}
}

// shed leaves of the cards, once they are shown, those that are kept back.
func (sh *Sheet) shed() {
	sh.Done = nil
	for id, c := range sh.Cards {
		if !c.Keep {
			delete(sh.Cards, id)
		}
	}
}

func (sh *Sheet) end(as Life) {
	sh.Life, sh.Cards, sh.Done = as, nil, nil
}

// Close records the end of the session (CK-13). Forget: it was confidential.
func (s *State) Close(forget bool) {
	for _, sh := range s.Sheets {
		if sh.Life == Open {
			sh.end(GivenUp)
		}
		sh.Cards = nil
		for i := range sh.Shown {
			if forget {
				sh.Shown[i].retire()
			}
		}
	}
}

// Redact takes out what was said at these places of the log.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for _, sh := range s.Sheets {
		if sh.Fleeting && gone[sh.Seq] {
			sh.Prompt = ""
		}
		for id, c := range sh.Cards {
			if gone[c.Seq] {
				delete(sh.Cards, id)
			}
		}
		for i := range sh.Shown {
			if c := &sh.Shown[i]; gone[c.Seq] || sh.Unsigned && gone[sh.ShownAt] {
				c.retire()
			}
		}
	}
}
