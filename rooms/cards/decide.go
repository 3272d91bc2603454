package cards

import (
	"maps"
	"slices"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/lot"
)

// The arguments of each command; clients mint the ids.
type (
	// OpenArgs come with cards.open. Per and Chars are 10 cards and 280 characters when absent.
	OpenArgs struct {
		Sheet SheetID `json:"sheet"`
		Setup
	}
	// WriteArgs come with cards.write: a new card, or one of mine as it shall read. Keep:
	// it is not to be revealed.
	WriteArgs struct {
		Sheet SheetID `json:"sheet"`
		Card  CardID  `json:"card"`
		Text  string  `json:"text"`
		Keep  bool    `json:"keep,omitempty"`
	}
	// CardArgs come with cards.withdraw.
	CardArgs struct {
		Card CardID `json:"card"`
	}
	// DoneArgs come with cards.done.
	DoneArgs struct {
		Sheet SheetID `json:"sheet"`
		On    bool    `json:"on"`
	}
	// RevealArgs come with cards.reveal. Seed draws the order. Unsigned leaves out the
	// authors of a sheet that could have been signed. Board, when there is one, gets the
	// notes, in a grid at Spot.
	// With are other unsigned sheets whose cards go into the same lot (CK-16).
	RevealArgs struct {
		Sheet    SheetID       `json:"sheet"`
		With     []SheetID     `json:"with,omitempty"`
		Seed     uint64        `json:"seed"`
		Unsigned bool          `json:"unsigned,omitempty"`
		Board    rooms.BoardID `json:"board,omitempty"`
		Spot     Spot          `json:"spot,omitzero"`
	}
	// SheetArgs come with cards.give_up, and with the host's cards.placed.
	SheetArgs struct {
		Sheet SheetID `json:"sheet"`
	}
)

func refuseMax(code string, most int) *rooms.Refusal {
	return &rooms.Refusal{Code: code, Data: map[string]any{"max": most}}
}

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

// Open decides a new sheet (CK-1, CK-4).
func (s *State) Open(a OpenArgs) (codec.Event, *rooms.Refusal) {
	if s.Sheets[a.Sheet] != nil {
		return nil, rooms.Refuse(CodeSheetThere)
	}
	if len(s.Sheets) >= maxSheets {
		return nil, rooms.Refuse(CodeManySheets)
	}
	a.Prompt = chat.Clean(a.Prompt)
	if a.Per == 0 {
		a.Per = usualPerson
	}
	if a.Chars == 0 {
		a.Chars = usualChars
	}
	switch {
	case a.Sheet == "":
		return nil, bad("sheet")
	case utf8.RuneCountInString(a.Prompt) > maxPrompt:
		return nil, bad("prompt")
	case a.Per < 1 || a.Per > maxPerPerson:
		return nil, bad("per")
	case a.Chars < 1 || a.Chars > maxChars:
		return nil, bad("chars")
	}
	return Opened{Sheet: a.Sheet, Setup: a.Setup}, nil
}

// open gives a sheet that is written on.
func (s *State) open(id SheetID) (*Sheet, *rooms.Refusal) {
	switch sh := s.Sheets[id]; {
	case sh == nil:
		return nil, rooms.Refuse(CodeNoSheet)
	case sh.Life != Open:
		return nil, rooms.Refuse(CodeSheetOver)
	default:
		return sh, nil
	}
}

// Write decides a card's words, and whether its author keeps it back (CK-3, CK-4, CK-7).
func (s *State) Write(m rooms.MemberID, a WriteArgs) (codec.Event, *rooms.Refusal) {
	sh, no := s.open(a.Sheet)
	if no != nil {
		return nil, no
	}
	if a.Card == "" {
		return nil, bad("card")
	}
	text := chat.Clean(a.Text)
	if text == "" {
		return nil, rooms.Refuse(CodeCardEmpty)
	}
	if utf8.RuneCountInString(text) > sh.Chars {
		return nil, refuseMax(CodeCardLong, sh.Chars)
	}
	if old := sh.Cards[a.Card]; old != nil && old.By == m {
		if old.Text == text && old.Keep == a.Keep {
			return nil, nil
		}
	} else if no := s.another(sh, m, a.Card); no != nil {
		return nil, no
	}
	return Written{Sheet: a.Sheet, Card: a.Card, Member: m, Text: text, Keep: a.Keep}, nil
}

// another refuses one more card of a person.
func (s *State) another(sh *Sheet, m rooms.MemberID, id CardID) *rooms.Refusal {
	if _, there := s.find(id); there != nil {
		return rooms.Refuse(CodeCardThere)
	}
	if _, there := s.shown(id); there != nil {
		return rooms.Refuse(CodeCardThere)
	}
	mine := 0
	for _, c := range sh.Cards {
		if c.By == m {
			mine++
		}
	}
	if mine >= sh.Per {
		return refuseMax(CodeManyCards, sh.Per)
	}
	if len(sh.Cards) >= maxCards {
		return rooms.Refuse(CodeSheetFull)
	}
	return nil
}

// Withdraw decides that an author takes her card away (CK-3, CK-11). Another's is as one
// that is not there.
func (s *State) Withdraw(m rooms.MemberID, a CardArgs) (codec.Event, *rooms.Refusal) {
	if sheet, c := s.find(a.Card); c != nil && c.By == m {
		return Withdrawn{Sheet: sheet, Card: a.Card}, nil
	}
	if sheet, c := s.shown(a.Card); c != nil && c.By == m {
		return Withdrawn{Sheet: sheet, Card: a.Card}, nil
	}
	return nil, rooms.Refuse(CodeNoCard)
}

// Finish decides that a person has finished, or no longer (CK-5).
func (s *State) Finish(m rooms.MemberID, a DoneArgs) (codec.Event, *rooms.Refusal) {
	sh, no := s.open(a.Sheet)
	if no != nil {
		return nil, no
	}
	if _, on := sh.Done[m]; on == a.On {
		return nil, nil
	}
	return Done{Sheet: a.Sheet, Member: m, On: a.On}, nil
}

// Reveal decides that all cards of a sheet are shown, in an order drawn by lot (CK-8, CK-9),
// with those of other sheets as one lot (CK-16).
func (s *State) Reveal(a RevealArgs, hand rooms.Hand) (codec.Event, *rooms.Refusal) {
	sh, no := s.open(a.Sheet)
	if no != nil {
		return nil, no
	}
	if !a.Spot.valid() {
		return nil, bad("spot")
	}
	cards, no := s.lot(sh, a)
	if no != nil {
		return nil, no
	}
	ids := toShow(cards)
	switch {
	case len(ids) == 0:
		return nil, rooms.Refuse(CodeNoneToShow)
	case len(ids) > maxCards:
		return nil, refuseMax(CodeManyAtOnce, maxCards)
	}
	e := Unveiled{Sheet: a.Sheet, With: a.With, Unsigned: sh.Unsigned || a.Unsigned, Board: a.Board, Spot: a.Spot}
	lot.Shuffle(lot.New(a.Seed), ids)
	if !e.Unsigned {
		e.Cards = ids
		return e, nil
	}
	authors := map[rooms.MemberID]bool{}
	for _, id := range ids {
		authors[cards[id].By] = true
		e.Texts = append(e.Texts, cards[id].Text)
	}
	if hand.Count(maps.Keys(authors)) < fewestAuthors {
		return nil, &rooms.Refusal{Code: CodeFewAuthors, Data: map[string]any{"min": fewestAuthors}}
	}
	return e, nil
}

// lot is the cards of a reveal: a sheet's, and those of the unsigned ones that go with it.
func (s *State) lot(sh *Sheet, a RevealArgs) (map[CardID]*Card, *rooms.Refusal) {
	cards := maps.Clone(sh.Cards)
	for i, id := range a.With {
		other, no := s.open(id)
		switch {
		case no != nil:
			return nil, no
		case id == a.Sheet || slices.Contains(a.With[:i], id):
			return nil, bad("with")
		case !sh.Unsigned || !other.Unsigned:
			return nil, rooms.Refuse(CodeNotTogether)
		}
		maps.Copy(cards, other.Cards)
	}
	return cards, nil
}

// GiveUp decides that a sheet will not be revealed (CK-10).
func (s *State) GiveUp(a SheetArgs) (codec.Event, *rooms.Refusal) {
	if _, no := s.open(a.Sheet); no != nil {
		return nil, no
	}
	return Abandoned(a), nil
}

// Place decides to record that the revealed cards are on their board (CK-12).
func (s *State) Place(a SheetArgs) (codec.Event, *rooms.Refusal) {
	switch sh := s.Sheets[a.Sheet]; {
	case sh == nil:
		return nil, rooms.Refuse(CodeNoSheet)
	case sh.Life != Revealed || sh.Board == "":
		return nil, rooms.Refuse(CodeNotRevealed)
	case sh.Placed:
		return nil, nil
	default:
		return Placed(a), nil
	}
}
