package harvest

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Redact takes out of an event what it holds of a person: a sentence with its author.
// False when there is none (any more).
func Redact(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Offered:
		return Offered{ID: e.ID}, e != Offered{ID: e.ID}
	case Gathered:
		return Gathered{ID: e.ID, N: e.N}, e.Text != "" || e.For != ""
	case Withdrawn:
		return Withdrawn{ID: e.ID}, e.Mark != veil.Mark{}
	default:
		return nil, false
	}
}

// Log reads a log from its beginning and tells how long what it holds of people stays
// in it (HV-8), and what a person may withdraw after the close (HV-6).
type Log struct {
	at map[rooms.Seq]ID
	of map[ID]*past
}

// past is what the log says of one sentence: where it was offered as it reads, and
// gathered so, 0 for nowhere.
type past struct {
	offered, gathered rooms.Seq
	by                rooms.MemberID // of a signed one
	unsigned          bool
	gestures          []rooms.Seq // of withdrawing
}

// NewLog has read nothing.
func NewLog() *Log { return &Log{at: map[rooms.Seq]ID{}, of: map[ID]*past{}} }

// Read takes in the log's next event.
func (l *Log) Read(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Offered:
		p := l.past(e.ID, seq)
		p.offered, p.gathered, p.by, p.unsigned = there(seq, e.Text), 0, e.Member, e.Unsigned
	case Gathered:
		p := l.past(e.ID, seq)
		p.gathered, p.by, p.unsigned = there(seq, e.Text), "", true
		if e.Text == "" {
			p.offered = 0
		}
	case Withdrawn:
		p := l.past(e.ID, seq)
		p.offered, p.gathered, p.gestures = 0, 0, append(p.gestures, seq)
	}
}

// there is a place, if its words still are.
func there(seq rooms.Seq, text string) rooms.Seq {
	if text == "" {
		return 0
	}
	return seq
}

func (l *Log) past(id ID, seq rooms.Seq) *past {
	l.at[seq] = id
	if l.of[id] == nil {
		l.of[id] = &past{}
	}
	return l.of[id]
}

// Fate tells what becomes of the event at a place; false for one that holds nothing of anybody.
func (l *Log) Fate(seq rooms.Seq) (veil.Fate, bool) {
	id, ok := l.at[seq]
	if !ok {
		return veil.Stays, false
	}
	switch p := l.of[id]; {
	case slices.Contains(p.gestures, seq), seq == p.offered && p.unsigned:
		return veil.AtClose, true
	case seq == p.offered || seq == p.gathered:
		return veil.Stays, true
	default:
		return veil.AtOnce, true
	}
}

// Places lists the places that hold something of somebody.
func (l *Log) Places() []rooms.Seq {
	seqs := make([]rooms.Seq, 0, len(l.at))
	for s := range l.at {
		seqs = append(seqs, s)
	}
	return seqs
}

// Withdrawable are the places to destroy when a person withdraws a sentence after the
// close (HV-6): hers when it is signed; when it is not, whoever knows its id. None when
// it is not there, or is another's.
func (l *Log) Withdrawable(id ID, m rooms.MemberID) []rooms.Seq {
	p := l.of[id]
	if p == nil || p.offered == 0 && p.gathered == 0 || !p.unsigned && (p.by != m || m == "") {
		return nil
	}
	var seqs []rooms.Seq
	for seq, of := range l.at {
		if of == id {
			seqs = append(seqs, seq)
		}
	}
	slices.Sort(seqs)
	return seqs
}
