package poll

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Redact takes out of an event what it holds of a person: a ballot with its author, an
// option's words. False when there is none (any more).
func Redact(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Voted:
		had := e.Ballot != nil || e.Member != "" || e.Mark != veil.Mark{}
		return Voted{Poll: e.Poll, Nth: e.Nth}, had
	case OptionAdded:
		had := e.Option.Text != "" || e.Option.Member != "" || e.Member != ""
		return OptionAdded{Poll: e.Poll, Option: Option{ID: e.Option.ID}}, had
	case Counted:
		bare, had := e.Result.bare()
		return Counted{Poll: e.Poll, Result: bare}, had
	default:
		return nil, false
	}
}

// bare is a result without people's own words: objections, reservations, answers.
func (r Result) bare() (bare Result, had bool) {
	if r.Consent != nil {
		c := *r.Consent
		had = len(c.Voices) > 0
		c.Voices, r.Consent = nil, &c
	}
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		had = had || len(r.Answers[i].Own) > 0
		r.Answers[i].Own = nil
	}
	return r, had
}

// Log reads a log from its beginning and tells how long what it holds of people stays in
// it (PO-12).
type Log struct {
	at    map[rooms.Seq]place
	last  map[ID]map[int]rooms.Seq // the ballot that counts
	added map[ID]map[OptionID]rooms.Seq
	lives map[ID]Life
}

type place struct {
	poll   ID
	nth    int
	option OptionID
	result bool
}

// NewLog has read nothing.
func NewLog() *Log {
	return &Log{
		at: map[rooms.Seq]place{}, last: map[ID]map[int]rooms.Seq{},
		added: map[ID]map[OptionID]rooms.Seq{}, lives: map[ID]Life{},
	}
}

// Read takes in the log's next event.
func (l *Log) Read(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Prepared:
		l.lives[e.Poll] = Preparing
		l.last[e.Poll], l.added[e.Poll] = map[int]rooms.Seq{}, map[OptionID]rooms.Seq{}
	case OptionAdded:
		if there := l.added[e.Poll]; there != nil {
			l.at[seq] = place{poll: e.Poll, option: e.Option.ID}
			there[e.Option.ID] = seq
		}
	case OptionRemoved:
		if there := l.added[e.Poll]; there != nil {
			delete(there, e.Option)
		}
	case Started:
		l.lives[e.Poll] = Open
	case Voted:
		if there := l.last[e.Poll]; there != nil {
			l.at[seq] = place{poll: e.Poll, nth: e.Nth}
			there[e.Nth] = seq
		}
	case Counted:
		l.lives[e.Poll] = Closed
		l.at[seq] = place{poll: e.Poll, result: true}
	case Abandoned:
		l.lives[e.Poll] = GivenUp
	}
}

// Fate tells what becomes of the event at a place; false for one that holds nothing of anybody.
func (l *Log) Fate(seq rooms.Seq) (veil.Fate, bool) {
	p, ok := l.at[seq]
	switch {
	case !ok:
		return veil.Stays, false
	case p.result, p.option != "" && l.added[p.poll][p.option] == seq:
		return veil.Stays, true
	case p.option != "":
		return veil.AtOnce, true
	case l.last[p.poll][p.nth] == seq && l.lives[p.poll] == Open:
		return veil.AtClose, true
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
