package cards

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Redact takes out of an event what it holds of a person: a card's words with their
// author, the words of an unsigned reveal; and the question of a fleeting sheet. False when there is none (any more).
func Redact(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Opened:
		had := e.Fleeting && e.Prompt != ""
		if had {
			e.Prompt = ""
		}
		return e, had
	case Written:
		had := e.Text != "" || e.Member != "" || e.Mark != veil.Mark{}
		return Written{Sheet: e.Sheet, Card: e.Card}, had
	case Withdrawn:
		had := e.Mark != veil.Mark{}
		return Withdrawn{Sheet: e.Sheet, Card: e.Card}, had
	case Unveiled:
		had := false
		bare := make([]string, len(e.Texts))
		for _, text := range e.Texts {
			had = had || text != ""
		}
		if !had {
			return e, false
		}
		e.Texts = bare
		return e, true
	default:
		return nil, false
	}
}

// Flee says of a sheet as it is opened that its question goes with the session (CK-17).
func Flee(e codec.Event) codec.Event {
	if o, ok := e.(Opened); ok {
		o.Fleeting = true
		return o
	}
	return e
}

// Words reads a log from its beginning and tells how long what it holds of people stays
// in it (CK-14).
type Words struct {
	at     map[rooms.Seq]place
	last   map[CardID]rooms.Seq // the wording that stands
	sheets map[SheetID]*fate
}

type place struct {
	sheet   SheetID
	card    CardID // "" for a reveal
	keep    bool
	gesture bool // a withdrawal: no words, but who
	asked   bool // where it was opened
}

type fate struct {
	life     Life
	unsigned bool
}

// NewWords has read nothing.
func NewWords() *Words {
	return &Words{at: map[rooms.Seq]place{}, last: map[CardID]rooms.Seq{}, sheets: map[SheetID]*fate{}}
}

// Read takes in the log's next event.
func (w *Words) Read(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Opened:
		w.sheets[e.Sheet] = &fate{life: Open}
		if e.Fleeting {
			w.at[seq] = place{sheet: e.Sheet, asked: true}
		}
	case Written:
		w.at[seq] = place{sheet: e.Sheet, card: e.Card, keep: e.Keep}
		w.last[e.Card] = seq
	case Withdrawn:
		w.at[seq] = place{sheet: e.Sheet, card: e.Card, gesture: true}
		delete(w.last, e.Card)
	case Unveiled:
		for _, id := range append([]SheetID{e.Sheet}, e.With...) {
			if f := w.sheets[id]; f != nil {
				f.life, f.unsigned = Revealed, e.Unsigned
			}
		}
		if e.Unsigned {
			w.at[seq] = place{sheet: e.Sheet}
		}
	case Abandoned:
		if f := w.sheets[e.Sheet]; f != nil {
			f.life = GivenUp
		}
	}
}

// Fate tells what becomes of the event at a place; false for one that holds nothing of anybody.
func (w *Words) Fate(seq rooms.Seq) (veil.Fate, bool) {
	p, ok := w.at[seq]
	if !ok {
		return veil.Stays, false
	}
	f := w.sheets[p.sheet]
	if f == nil { // a sheet that the log does not know: nothing needs these words
		return veil.AtOnce, true
	}
	over := f.life == GivenUp || f.life == Revealed && f.unsigned
	switch {
	case p.asked:
		return veil.AtClose, true
	case p.card == "":
		return veil.WithTalk, true
	case p.gesture && over:
		return veil.AtOnce, true
	case p.gesture:
		return veil.AtClose, true
	case w.last[p.card] != seq || f.life == GivenUp:
		return veil.AtOnce, true
	case f.life == Open || p.keep:
		return veil.AtClose, true
	case f.unsigned:
		return veil.AtOnce, true
	default:
		return veil.WithTalk, true
	}
}

// Places lists the places that hold something of somebody.
func (w *Words) Places() []rooms.Seq {
	seqs := make([]rooms.Seq, 0, len(w.at))
	for s := range w.at {
		seqs = append(seqs, s)
	}
	return seqs
}
