package poll

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Redact takes out of an event what it holds of a person: a ballot with its author, an
// option's words; and the question of a poll that does not leave all. False when there is none (any more).
func Redact(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Prepared:
		return e.bare()
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

// Leave says of a poll as it is prepared what stays of it. Of one that leaves its choice alone each option is an event of its own,
// which the log can forget (PO-14).
func Leave(e codec.Event, leaves Leaves) []codec.Event {
	p, ok := e.(Prepared)
	if !ok {
		return []codec.Event{e}
	}
	p.Leaves = leaves
	if leaves != Choice {
		return []codec.Event{p}
	}
	options := p.Options
	p.Options = nil
	es := []codec.Event{p}
	for _, o := range options {
		es = append(es, OptionAdded{Poll: p.Poll, Option: o})
	}
	return es
}

// bare is a poll without what was asked; what leaves all is asked for good.
func (e Prepared) bare() (codec.Event, bool) {
	if e.Leaves == All || e.Question == "" {
		return e, false
	}
	e.Question = ""
	e.Options = slices.Clone(e.Options)
	for i, o := range e.Options {
		e.Options[i] = Option{ID: o.ID}
	}
	e.Asks = slices.Clone(e.Asks)
	for i, q := range e.Asks {
		e.Asks[i] = Question{ID: q.ID, Kind: q.Kind}
	}
	return e, true
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
	// leaves is what stays of each poll; chosen is, of those that leave their choice, that one.
	leaves map[ID]Leaves
	chosen map[ID]map[OptionID]bool
}

type place struct {
	poll   ID
	nth    int
	option OptionID
	result bool
	asked  bool // where it was prepared
}

// NewLog has read nothing.
func NewLog() *Log {
	return &Log{
		at: map[rooms.Seq]place{}, last: map[ID]map[int]rooms.Seq{},
		added: map[ID]map[OptionID]rooms.Seq{}, lives: map[ID]Life{},
		leaves: map[ID]Leaves{}, chosen: map[ID]map[OptionID]bool{},
	}
}

// Read takes in the log's next event.
func (l *Log) Read(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Prepared:
		l.lives[e.Poll], l.leaves[e.Poll] = Preparing, e.Leaves
		if e.Leaves != All {
			l.at[seq] = place{poll: e.Poll, asked: true}
		}
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
	case Uncast:
		delete(l.last[e.Poll], e.Nth)
	case Counted:
		l.lives[e.Poll] = Closed
		l.at[seq] = place{poll: e.Poll, result: true}
		l.chosen[e.Poll] = e.Result.Chosen()
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
	case p.option != "" && l.added[p.poll][p.option] != seq:
		return veil.AtOnce, true
	case p.result, p.option != "", p.asked:
		return l.stays(p), true
	case l.last[p.poll][p.nth] == seq && l.lives[p.poll] == Open:
		return veil.AtClose, true
	default:
		return veil.AtOnce, true
	}
}

// stays tells whether what a poll asked, offered or came to stays once the session is over (PO-14).
func (l *Log) stays(p place) veil.Fate {
	over := l.lives[p.poll] == Closed
	switch leaves := l.leaves[p.poll]; {
	case leaves == All:
		return veil.Stays
	case leaves == Choice && p.asked && over, leaves == Choice && p.option != "" && l.chosen[p.poll][p.option]:
		return veil.Stays
	default:
		return veil.AtClose
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
