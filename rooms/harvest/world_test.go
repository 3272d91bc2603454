package harvest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/veil"
)

// world is a machine with its log, as a session would keep them.
type world struct {
	state harvest.State
	log   []rooms.Event
	gone  map[rooms.Seq]bool
}

func newWorld() *world { return &world{state: harvest.New(), gone: map[rooms.Seq]bool{}} }

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
	w.state.Apply(seq, e)
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
	p, err := harvest.Events().Decode(e)
	if err != nil {
		panic(err)
	}
	return p
}

// redact takes places out of the log and of the state.
func (w *world) redact(seqs ...rooms.Seq) {
	gone := map[rooms.Seq]bool{}
	for _, s := range seqs {
		bare, ok := harvest.Redact(decode(w.log[s-1]))
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
	words := harvest.NewLog()
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

func (w *world) replayed() harvest.State {
	s := harvest.New()
	for _, e := range w.log {
		s.Apply(e.Seq, decode(e))
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
func (w *world) told(m rooms.MemberID) string {
	return text([]any{w.state.Seen(), w.state.Mine(m), w.state.Ready()})
}

// all emits each of several events.
func (w *world) all(by rooms.MemberID, es []codec.Event) {
	for _, e := range es {
		w.emit(by, e)
	}
}

// shut closes as a session does: what remains is gathered, then who offered is forgotten.
func (w *world) shut() {
	w.all("", w.state.GatherAll())
	w.state.Close()
	w.redact(w.due(veil.AtOnce, veil.AtClose)...)
}

func (w *world) read() *harvest.Log {
	l := harvest.NewLog()
	for _, e := range w.log {
		l.Read(e.Seq, decode(e))
	}
	return l
}

func sorted[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func name(kind string, n int) string { return fmt.Sprintf("%s%d", kind, n) }

// oracle is the slow, obviously right machine: it keeps every gesture that was accepted
// and reads them all again for each question.
type oracle struct{ gestures []gesture }

type gesture struct {
	what     string
	by       rooms.MemberID
	id       harvest.ID
	text     string
	unsigned bool
}

// offers are the sentences that stand, as they read last, and whether they were gathered so.
func (o *oracle) offers() (stand map[harvest.ID]gesture, gathered map[harvest.ID]bool) {
	stand, gathered = map[harvest.ID]gesture{}, map[harvest.ID]bool{}
	for _, g := range o.gestures {
		switch g.what {
		case "offer":
			stand[g.id] = g
			delete(gathered, g.id)
		case "withdraw":
			delete(stand, g.id)
			delete(gathered, g.id)
		case "gather":
			for id, s := range stand {
				gathered[id] = s.unsigned
			}
		}
	}
	return stand, gathered
}

// seen are the words that all see, each with its author's id or "".
func (o *oracle) seen() []string {
	var seen []string
	stand, gathered := o.offers()
	for id, g := range stand {
		switch {
		case !g.unsigned:
			seen = append(seen, g.text+" "+string(g.by))
		case gathered[id]:
			seen = append(seen, g.text+" ")
		}
	}
	slices.Sort(seen)
	return seen
}
