package cards

import (
	"cmp"
	"slices"

	"palabre/rooms"
)

// Clients mint both, at random.
type (
	// SheetID names a sheet.
	SheetID string
	// CardID names a card.
	CardID string
)

// Bounds: sheets of a session, cards of a sheet and of a person on it, characters of a
// question and of a card. A reveal fits in one command of a board.
const (
	maxSheets     = 40
	maxCards      = 250
	maxPerPerson  = 50
	maxPrompt     = 300
	maxChars      = 1000
	usualPerson   = 10
	usualChars    = 280
	fewestAuthors = 3
)

// Codes of this machine's refusals.
const (
	CodeSheetThere  = "sheet_already_there"
	CodeNoSheet     = "no_such_sheet"
	CodeManySheets  = "too_many_sheets"
	CodeSheetOver   = "sheet_over" // revealed, or given up
	CodeSheetFull   = "sheet_full"
	CodeNoCard      = "no_such_card"
	CodeCardThere   = "card_already_there"
	CodeCardEmpty   = "card_empty"
	CodeCardLong    = "card_too_long"          // Data "max"
	CodeManyCards   = "too_many_cards"         // Data "max"
	CodeManyAtOnce  = "too_many_cards_at_once" // of sheets revealed together; Data "max"
	CodeNoneToShow  = "no_card_to_show"
	CodeFewAuthors  = "cards_of_too_few" // Data "min"
	CodeNotRevealed = "sheet_not_revealed"
	CodeNotTogether = "sheets_not_together" // signed, or a group's that is at work
)

// Life is where a sheet is; it only goes forward.
type Life string

// The lives of a sheet.
const (
	Open     Life = "open"
	Revealed Life = "revealed"
	Joined   Life = "joined" // its cards were revealed with another sheet's, as one lot
	GivenUp  Life = "given_up"
)

// Setup is what a sheet is opened with.
type Setup struct {
	Phase    rooms.PhaseID `json:"phase,omitempty"`
	Group    string        `json:"group,omitempty"` // its people write and see it; "" for everyone
	Prompt   string        `json:"prompt,omitempty"`
	Unsigned bool          `json:"unsigned,omitempty"`
	Per      int           `json:"per"`   // cards of one person
	Chars    int           `json:"chars"` // characters of one card
}

// Spot is where on a board the grid goes, in px.
type Spot struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// State is the sheets.
type State struct {
	Sheets map[SheetID]*Sheet `json:"sheets"`
}

// Sheet is one question with its cards.
type Sheet struct {
	Setup
	Fleeting bool      `json:"fleeting,omitempty"` // its question goes with the session
	Seq      rooms.Seq `json:"seq"`                // where it was opened
	Order    int       `json:"order"`              // rises with each sheet opened
	Life     Life      `json:"life"`
	// Cards are those that are their authors' alone.
	Cards map[CardID]*Card                `json:"cards"`
	Done  map[rooms.MemberID]rooms.Millis `json:"done"`

	// Shown are the revealed ones in their order; ShownAt is the place of that event.
	Shown   []Shown       `json:"shown,omitempty"`
	ShownAt rooms.Seq     `json:"shown_at,omitempty"`
	Board   rooms.BoardID `json:"board,omitempty"` // where they go, "" for no board
	Spot    Spot          `json:"spot,omitzero"`
	Placed  bool          `json:"placed,omitempty"` // they are there
	Mixed   bool          `json:"mixed,omitempty"`  // other sheets' are among them (CK-16)
}

// Card is one that is its author's alone. Seq is the place of its last wording.
type Card struct {
	By   rooms.MemberID `json:"by"`
	Text string         `json:"text"`
	Keep bool           `json:"keep,omitempty"` // « garder pour moi »
	Seq  rooms.Seq      `json:"seq"`
}

// Shown is a revealed card. Without words it was withdrawn. Card, By and Seq are there
// for signed ones alone.
type Shown struct {
	Card CardID         `json:"card,omitempty"`
	By   rooms.MemberID `json:"by,omitempty"`
	Text string         `json:"text,omitempty"`
	Seq  rooms.Seq      `json:"seq,omitempty"`
}

// New is no sheet.
func New() State { return State{Sheets: map[SheetID]*Sheet{}} }

// find gives a card and its sheet, unrevealed ones alone.
func (s *State) find(id CardID) (SheetID, *Card) {
	for sheet, sh := range s.Sheets {
		if c := sh.Cards[id]; c != nil {
			return sheet, c
		}
	}
	return "", nil
}

// shown gives a revealed signed card and its sheet.
func (s *State) shown(id CardID) (SheetID, *Shown) {
	for sheet, sh := range s.Sheets {
		for i := range sh.Shown {
			if id != "" && sh.Shown[i].Card == id {
				return sheet, &sh.Shown[i]
			}
		}
	}
	return "", nil
}

// toShow lists the cards that a reveal would show, in alphabetical order of their words:
// an order that says nothing of who wrote them or when.
func toShow(cards map[CardID]*Card) []CardID {
	ids := make([]CardID, 0, len(cards))
	for id, c := range cards {
		if !c.Keep {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b CardID) int {
		return cmp.Or(cmp.Compare(cards[a].Text, cards[b].Text), cmp.Compare(a, b))
	})
	return ids
}
