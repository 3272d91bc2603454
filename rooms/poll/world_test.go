package poll_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/poll"
	"palabre/rooms/veil"
)

// world is a machine with its log, as a session would keep them.
type world struct {
	state poll.State
	log   []rooms.Event
	gone  map[rooms.Seq]bool
}

func newWorld() *world { return &world{state: poll.New(), gone: map[rooms.Seq]bool{}} }

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
	p, err := poll.Events().Decode(e)
	if err != nil {
		panic(err)
	}
	return p
}

// redact takes places out of the log and of the state.
func (w *world) redact(seqs ...rooms.Seq) {
	gone := map[rooms.Seq]bool{}
	for _, s := range seqs {
		bare, ok := poll.Redact(decode(w.log[s-1]))
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
	words := poll.NewLog()
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

func (w *world) replayed() poll.State {
	s := poll.New()
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
	polls := map[poll.ID]poll.View{}
	for id := range w.state.Polls {
		polls[id], _ = w.state.Seen(id, 5, false)
	}
	return text([]any{polls, w.state.Mine(m), w.state.Proposed(m)})
}

func sorted[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func name(kind string, n int) string { return fmt.Sprintf("%s%d", kind, n) }

// oracle is the slow, obviously right machine: it keeps every gesture that was accepted
// and reads them all again for each question.
type oracle struct{ gestures []gesture }

type gesture struct {
	what   string
	by     rooms.MemberID
	poll   poll.ID
	option poll.OptionID
	ballot poll.Ballot
	setup  poll.Setup
}

func (o *oracle) setup(id poll.ID) poll.Setup {
	for _, g := range o.gestures {
		if g.poll == id && g.what == "prepare" {
			return g.setup
		}
	}
	return poll.Setup{}
}

func (o *oracle) life(id poll.ID) poll.Life {
	life := poll.Life("")
	for _, g := range o.gestures {
		if g.poll == id {
			if next, ok := map[string]poll.Life{"prepare": poll.Preparing, "open": poll.Open, "close": poll.Closed, "give up": poll.GivenUp}[g.what]; ok {
				life = next
			}
		}
	}
	return life
}

// options are those of a poll in their order, with who may take each back.
func (o *oracle) options(id poll.ID) (ids []poll.OptionID, by map[poll.OptionID]rooms.MemberID) {
	by = map[poll.OptionID]rooms.MemberID{}
	for _, option := range o.setup(id).Options {
		ids = append(ids, option.ID)
	}
	for _, g := range o.gestures {
		switch {
		case g.poll != id:
		case g.what == "propose":
			ids, by[g.option] = append(ids, g.option), g.by
		case g.what == "take back":
			ids = slices.DeleteFunc(ids, func(x poll.OptionID) bool { return x == g.option })
			delete(by, g.option)
		}
	}
	return ids, by
}

// box is the last ballot of each.
func (o *oracle) box(id poll.ID) map[rooms.MemberID]poll.Ballot {
	box := map[rooms.MemberID]poll.Ballot{}
	for _, g := range o.gestures {
		if g.poll == id && g.what == "vote" {
			box[g.by] = g.ballot
		}
	}
	return box
}

// sum adds up one option, the slow way: a ranking is compared pair by pair.
func (o *oracle) sum(id poll.ID, option poll.OptionID) int {
	all, _ := o.options(id)
	n := 0
	for _, b := range o.box(id) {
		switch o.setup(id).Kind {
		case poll.Consent, poll.Survey: // they have no options
		case poll.Dots:
			n += b.Dots[option]
		case poll.Secret:
			if b.Choice == option {
				n++
			}
		case poll.Rank:
			for _, other := range all {
				mine, its := slices.Index(b.Rank, option), slices.Index(b.Rank, other)
				switch {
				case other == option:
				case mine >= 0 && (its < 0 || mine < its):
					n += 2
				case mine < 0 && its < 0:
					n++
				}
			}
		}
	}
	return n
}
