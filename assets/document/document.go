// Package document is what a session leaves in words: a tree of sections and blocks, whose typography is already that of its
// language. Builders make it (a compte rendu from a room's log); assets/render/{html,pdf,markdown} write it.
//
// A document says what it was made from (I9): the same tree always gives the same HTML and Markdown, and the same PDF text.
package document

import (
	"time"

	"palabre/assets/scene"
	"palabre/rooms"
)

// Kind is what the document is.
type Kind string

// The kinds, as communities of practice know them.
const (
	Minutes       Kind = "minutes"
	PracticeSheet Kind = "practice_sheet"
	PracticeStory Kind = "practice_story"
	Charter       Kind = "charter"
	Tool          Kind = "tool"
	Synthesis     Kind = "synthesis"
	Review        Kind = "review"
)

// Label is the kind in French.
func (k Kind) Label() string {
	switch k {
	case Minutes:
		return "Compte rendu"
	case PracticeSheet:
		return "Fiche de pratique"
	case PracticeStory:
		return "Récit de pratique"
	case Charter:
		return "Charte de fonctionnement"
	case Tool:
		return "Outil"
	case Synthesis:
		return "Synthèse"
	case Review:
		return "Bilan"
	}
	return "Document"
}

// Status is how far the document has come.
type Status string

// The statuses, in order.
const (
	Draft     Status = "draft"     // brouillon
	Rereading Status = "rereading" // en relecture by those who were there
	Validated Status = "validated"
	Published Status = "published"
)

// Label is the status in French.
func (s Status) Label() string {
	switch s {
	case Draft:
		return "Brouillon"
	case Rereading:
		return "Brouillon en relecture"
	case Validated:
		return "Validé"
	case Published:
		return "Publié"
	}
	return "Brouillon"
}

// Project says the document bears the word PROJET in all its forms: everything not yet validated does.
func (s Status) Project() bool { return s != Validated && s != Published }

// Document is the whole.
type Document struct {
	Kind      Kind
	Status    Status
	Lang      string // BCP 47; "" is fr-CA
	Community string
	Title     string
	Subtitle  string       // under the title, such as the date and place; "" for none
	Facts     []Definition // at the head: date, duration, those present…
	Sections  []Section
	Sources   []Source
	Made      time.Time // when what it tells of ended; written in the PDF as its date
}

// Language is Lang, or fr-CA.
func (d Document) Language() string {
	if d.Lang == "" {
		return "fr-CA"
	}
	return d.Lang
}

// Source is a room the document was made from, and the range of its log.
type Source struct {
	Room  rooms.RoomID
	Label string // what to call it: "Rencontre du 10 février", "Tableau « Notre arbre »"
	Log   string // which log, should it have been restored or cut
	From  rooms.Seq
	Upto  rooms.Seq
	Head  string // hash of the log up to Upto, hexadecimal
}

// Section is a titled part. Empty sections may be given: they are written with their title and the words "Rien à noter."
type Section struct {
	Anchor   string // lower-case ASCII letters, digits and hyphens; unique in the document; "" is made from the title
	Title    string
	Blocks   []Block
	Sections []Section
}

// Block is a part of a section: a [Paragraph], [List], [Table], [Figure], [Definitions], [Quote] or [Callout].
//
//sumtype:decl
type Block interface{ block() }

// Paragraph is running words.
type Paragraph struct{ Words Words }

// List is a bulleted or numbered list.
type List struct {
	Ordered bool
	Items   []Item
}

// Item is one entry of a list.
type Item struct {
	Words Words
	Items []Item // a list below it, bulleted
}

// Table has a head and rows of as many cells; a shorter row ends with empty cells.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]Words
	Widths  []float64 // shares of the width, on paper; nil shares it by what the cells hold
}

// Figure is a board's picture with its words.
type Figure struct {
	Title   string // the board's name
	Caption string // such as its state's date; "" for none
	Drawing scene.Drawing
	Outline []scene.Node
	Href    string // where to open the board; "" for nowhere
}

// Definitions are terms with what they stand for.
type Definitions struct{ Items []Definition }

// Definition is one term.
type Definition struct {
	Term  string
	Words Words
}

// Quote is someone's words, given with consent.
type Quote struct {
	Words Words
	By    string // as she wishes to be named; "" for no one
}

// Callout sets a decision apart.
type Callout struct {
	Label string // "Décision"
	Words Words
}

func (Paragraph) block()   {}
func (List) block()        {}
func (Table) block()       {}
func (Figure) block()      {}
func (Definitions) block() {}
func (Quote) block()       {}
func (Callout) block()     {}
