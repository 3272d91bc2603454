package session

import (
	"fmt"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
	"palabre/rooms/record"
	"palabre/rooms/veil"
)

// note remembers what a client was answered; of a veiled gesture until it is redacted.
func (st *state) note(e rooms.Event, p codec.Event) {
	if v, ok := p.(veil.Event); ok {
		whose := v.Whose()
		st.Dedup.NoteVeiled(whose.By, whose.Client, whose.N, e.Seq)
		return
	}
	st.Dedup.Note(e.By, e.Client, e.N, e.Seq)
}

// shut ends what was being written, chosen or offered when the session closes.
func (st *state) shut(forget bool) {
	st.Cards.Close(forget)
	st.Polls.CloseAll()
	st.Harvest.Close()
}

// unsay takes out what was written, chosen, offered or decided at these places of the log, and
// whose it was.
func (st *state) unsay(gone map[rooms.Seq]bool) {
	st.Cards.Redact(gone)
	st.Polls.Redact(gone)
	st.Harvest.Redact(gone)
	st.Record.Redact(gone)
	st.Dedup.Forget(gone)
}

// Cause is the command that an event came from: for those who hold what people were
// answered against the log. Of a veiled event it is in the payload, and nowhere once that
// is redacted.
func Cause(e rooms.Event) (veil.Mark, error) {
	if !veiled[e.Name] {
		return veil.Mark{By: e.By, Client: e.Client, N: e.N}, nil
	}
	p, err := registry.Decode(e)
	if err != nil {
		return veil.Mark{}, fmt.Errorf("cause: %w", err)
	}
	return p.(veil.Event).Whose(), nil
}

// Veiled tells whether the author of the events of a name is in their payload, which the
// log can forget.
func Veiled(name string) bool { return veiled[name] }

// veiled are the names of the veiled events.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var veiled = veiledNames()

func veiledNames() map[string]bool {
	names := map[string]bool{}
	for name, read := range registry {
		if p, err := read(nil); err == nil {
			_, names[name] = p.(veil.Event)
		}
	}
	return names
}

// papers are the readers of a log that say how long what it holds of people stays in it.
type papers struct {
	cards   *cards.Words
	polls   *poll.Log
	harvest *harvest.Log
	record  *record.Log
}

func newPapers() papers {
	return papers{cards: cards.NewWords(), polls: poll.NewLog(), harvest: harvest.NewLog(), record: record.NewLog()}
}

func (r papers) read(seq rooms.Seq, p codec.Event) {
	r.cards.Read(seq, p)
	r.polls.Read(seq, p)
	r.harvest.Read(seq, p)
	r.record.Read(seq, p)
}

// fate is that of the event at a place; false for one of another machine.
func (r papers) fate(seq rooms.Seq) (veil.Fate, bool) {
	if f, ok := r.cards.Fate(seq); ok {
		return f, true
	}
	if f, ok := r.polls.Fate(seq); ok {
		return f, true
	}
	if f, ok := r.harvest.Fate(seq); ok {
		return f, true
	}
	return r.record.Fate(seq)
}

// stands tells of what was decided whether it stands as it was written at a place: at the close, for good.
func (r papers) stands(seq rooms.Seq) bool {
	f, ok := r.record.Fate(seq)
	return ok && f == veil.Stays
}

func withoutPapers(p codec.Event) (codec.Event, bool) {
	if bare, ok := cards.Redact(p); ok {
		return bare, true
	}
	if bare, ok := poll.Redact(p); ok {
		return bare, true
	}
	if bare, ok := harvest.Redact(p); ok {
		return bare, true
	}
	return record.Redact(p)
}
