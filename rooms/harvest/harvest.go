package harvest

import (
	"cmp"
	"maps"
	"slices"

	"palabre/rooms"
)

// ID names a sentence; its author's client mints it, at random. For one without a name
// it is the proof that the sentence is hers, and nobody else is told it.
type ID string

// Readers are who may read a sentence once the meeting is over.
type Readers string

// Those who were in the room, or the whole community.
const (
	Room      Readers = "room"
	Community Readers = "community"
)

// Bounds of the harvest.
const (
	maxText   = 500
	maxMine   = 10
	maxAll    = 300
	fewAuthor = 3
)

// Codes of this machine's refusals.
const (
	CodeEmpty = "sentence_empty"
	CodeLong  = "sentence_too_long" // Data "max"
	CodeMany  = "too_many_sentences"
	CodeFull  = "harvest_full"
	CodeNone  = "no_such_sentence"
	CodeThere = "sentence_already_there"
	CodeFew   = "sentences_of_too_few" // Data "min"
)

// State is the sentences.
type State struct {
	Sentences map[ID]*Sentence `json:"sentences"`
	Next      int              `json:"next"` // the last number of a gathered one
}

// Sentence is one of them. By is nobody's once a session has forgotten who offered it.
type Sentence struct {
	By       rooms.MemberID `json:"by,omitempty"`
	Text     string         `json:"text"`
	Unsigned bool           `json:"unsigned,omitempty"`
	For      Readers        `json:"for"`
	Seq      rooms.Seq      `json:"seq,omitempty"` // where it was offered as it reads
	// N numbers the gathered ones, ShownAt is where that was.
	N       int       `json:"n,omitempty"`
	ShownAt rooms.Seq `json:"shown_at,omitempty"`
}

// New is no sentence.
func New() State { return State{Sentences: map[ID]*Sentence{}} }

func (c *Sentence) waits() bool { return c.Unsigned && c.N == 0 }

// waiting lists what is to be gathered, in alphabetical order, and how many people's.
func (s *State) waiting(hand rooms.Hand) (ids []ID, hands int) {
	by := map[rooms.MemberID]bool{}
	for id, c := range s.Sentences {
		if c.waits() {
			ids = append(ids, id)
			by[c.By] = true
		}
	}
	slices.SortFunc(ids, func(a, b ID) int {
		return cmp.Or(cmp.Compare(s.Sentences[a].Text, s.Sentences[b].Text), cmp.Compare(a, b))
	})
	return ids, hand.Count(maps.Keys(by))
}

// Kept is a sentence as the minutes have it; By is there for signed ones.
type Kept struct {
	Text string         `json:"text"`
	By   rooms.MemberID `json:"by,omitempty"`
	For  Readers        `json:"for"`
}

// Minutes are the sentences for the minutes (HV-7): the signed ones as they were offered,
// then those without a name, as they were gathered.
func (s *State) Minutes() []Kept {
	all := slices.SortedFunc(maps.Values(s.Sentences), func(a, b *Sentence) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.Seq, b.Seq))
	})
	var kept []Kept
	for _, c := range all {
		if k := (Kept{Text: c.Text, For: c.For}); !c.waits() {
			if !c.Unsigned {
				k.By = c.By
			}
			kept = append(kept, k)
		}
	}
	return kept
}
