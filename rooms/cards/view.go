package cards

import (
	"palabre/rooms"
)

// SheetView is what everyone of the sheet's circle sees of it.
type SheetView struct {
	Order    int           `json:"order"`
	Phase    rooms.PhaseID `json:"phase,omitempty"`
	Group    string        `json:"group,omitempty"`
	Prompt   string        `json:"prompt,omitempty"`
	Unsigned bool          `json:"unsigned"`
	Per      int           `json:"per"`
	Chars    int           `json:"chars"`
	Life     Life          `json:"life"`
	// Done is how many of those present have finished, Of how many are present; both 0
	// once the sheet is over.
	Done int `json:"done"`
	Of   int `json:"of"`
	// Cards are the revealed ones, in their order.
	Cards  []CardView    `json:"cards,omitempty"`
	Board  rooms.BoardID `json:"board,omitempty"`
	Placed bool          `json:"placed,omitempty"`
	// Mixed: cards of other sheets are among them, and nothing says which.
	Mixed bool `json:"mixed,omitempty"`
}

// CardView is a revealed card. Card and By are there when the sheet is signed; Gone says
// « retiré ».
type CardView struct {
	Card CardID         `json:"card,omitempty"`
	By   rooms.MemberID `json:"by,omitempty"`
	Text string         `json:"text,omitempty"`
	Gone bool           `json:"gone,omitempty"`
}

// MyCard is a card of mine that nobody else sees.
type MyCard struct {
	Sheet SheetID `json:"sheet"`
	Text  string  `json:"text"`
	Keep  bool    `json:"keep,omitempty"`
}

// Seen is what all of a sheet's circle see of it; false for no such sheet. Present are
// those of the circle who are inside and take part (CK-2, CK-5).
func (s *State) Seen(id SheetID, present []rooms.MemberID) (SheetView, bool) {
	sh := s.Sheets[id]
	if sh == nil {
		return SheetView{}, false
	}
	v := SheetView{
		Order: sh.Order, Phase: sh.Phase, Group: sh.Group, Prompt: sh.Prompt, Unsigned: sh.Unsigned,
		Per: sh.Per, Chars: sh.Chars, Life: sh.Life, Board: sh.Board, Placed: sh.Placed, Mixed: sh.Mixed,
	}
	if sh.Life == Open {
		v.Of = len(present)
		for _, m := range present {
			if _, on := sh.Done[m]; on {
				v.Done++
			}
		}
	}
	for _, c := range sh.Shown {
		v.Cards = append(v.Cards, CardView{Card: c.Card, By: c.By, Text: c.Text, Gone: c.Text == ""})
	}
	return v, true
}

// Mine are the cards that a person alone sees, by id: for the audience rooms.Only(m).
func (s *State) Mine(m rooms.MemberID) map[CardID]MyCard {
	mine := map[CardID]MyCard{}
	for sheet, sh := range s.Sheets {
		for id, c := range sh.Cards {
			if c.By == m {
				mine[id] = MyCard{Sheet: sheet, Text: c.Text, Keep: c.Keep}
			}
		}
	}
	return mine
}

// Finished tells a person, and her alone, on which open sheets she has finished.
func (s *State) Finished(m rooms.MemberID) map[SheetID]bool {
	mine := map[SheetID]bool{}
	for id, sh := range s.Sheets {
		if _, on := sh.Done[m]; on {
			mine[id] = true
		}
	}
	return mine
}
