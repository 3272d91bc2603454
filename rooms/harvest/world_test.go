package harvest_test

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

// world is the machine with its log, as a session would keep them.
type world struct{ *veiltest.World[harvest.State] }

func newWorld() *world {
	return &world{veiltest.New(veiltest.Machine[harvest.State]{
		New:    harvest.New,
		Apply:  func(s *harvest.State, _ rooms.Millis, seq rooms.Seq, e codec.Event) { s.Apply(seq, e) },
		Forget: (*harvest.State).Redact,
		Events: harvest.Events(),
		Redact: harvest.Redact,
		Words:  func() veiltest.Words { return harvest.NewLog() },
	})}
}

// told is all that a person is told: what everyone sees, and what she alone does.
func (w *world) told(m rooms.MemberID) string {
	return veiltest.Text([]any{w.State.Seen(), w.State.Mine(m), w.State.Ready(nil)})
}

// all emits each of several events.
func (w *world) all(by rooms.MemberID, es []codec.Event) {
	for _, e := range es {
		w.Emit(by, e)
	}
}

// shut closes as a session does: what remains is gathered, then who offered is forgotten.
func (w *world) shut() {
	w.all("", w.State.GatherAll())
	w.State.Close()
	w.Take(w.Due(veil.AtOnce, veil.AtClose)...)
}

func (w *world) read() *harvest.Log {
	l := harvest.NewLog()
	w.Read(l)
	return l
}

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
