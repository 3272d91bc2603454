package cards_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// world is a machine with its log, as a session would keep them.
type world struct {
	state cards.State
	log   []rooms.Event
	gone  map[rooms.Seq]bool
}

func newWorld() *world { return &world{state: cards.New(), gone: map[rooms.Seq]bool{}} }

// emit does with a decision what a session does: a veiled event keeps its author to itself.
func (w *world) emit(by rooms.MemberID, e codec.Event) {
	seq := rooms.Seq(len(w.log) + 1)
	out := rooms.Event{Seq: seq, At: 1000 + rooms.Millis(seq), Name: e.EventName()}
	if v, ok := e.(veil.Event); ok {
		e = v.Marked(veil.Mark{By: by, Client: "tab-" + rooms.ClientID(by), N: uint64(seq)})
	} else {
		out.By = by
	}
	data, err := codec.Encode(e)
	if err != nil {
		panic(err)
	}
	out.Data = data
	w.log = append(w.log, out)
	w.state.Apply(out.At, seq, e)
}

// try decides, and applies what was decided.
func (w *world) try(by rooms.MemberID, e codec.Event, no *rooms.Refusal) string {
	if no != nil {
		return no.Code
	}
	if e != nil {
		w.emit(by, e)
	}
	return ""
}

func decode(e rooms.Event) codec.Event {
	p, err := cards.Events().Decode(e)
	if err != nil {
		panic(err)
	}
	return p
}

// redact takes places out of the log and of the state.
func (w *world) redact(seqs ...rooms.Seq) {
	gone := map[rooms.Seq]bool{}
	for _, s := range seqs {
		bare, ok := cards.Redact(decode(w.log[s-1]))
		if !ok {
			continue
		}
		data, err := json.Marshal(bare)
		if err != nil {
			panic(err)
		}
		w.log[s-1].Data = data
		gone[s], w.gone[s] = true, true
	}
	w.state.Redact(gone)
}

// due lists the places whose fate is at most this one.
func (w *world) due(fates ...veil.Fate) []rooms.Seq {
	words := cards.NewWords()
	for _, e := range w.log {
		words.Read(e.Seq, decode(e))
	}
	var seqs []rooms.Seq
	for _, s := range words.Places() {
		if f, ok := words.Fate(s); ok && slices.Contains(fates, f) {
			seqs = append(seqs, s)
		}
	}
	return seqs
}

func (w *world) replayed() cards.State {
	s := cards.New()
	for _, e := range w.log {
		s.Apply(e.At, e.Seq, decode(e))
	}
	return s
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// told is all that a person is told: what everyone sees, and what she alone does.
func (w *world) told(m rooms.MemberID, present []rooms.MemberID) string {
	sheets := map[cards.SheetID]cards.SheetView{}
	for id := range w.state.Sheets {
		sheets[id], _ = w.state.Seen(id, present)
	}
	return text([]any{sheets, w.state.Mine(m), w.state.Finished(m)})
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

func sorted[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func name(kind string, n int) string { return fmt.Sprintf("%s%d", kind, n) }
