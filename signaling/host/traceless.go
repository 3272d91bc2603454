package host

import (
	"slices"

	"palabre/rooms"
)

// What is remembered of commands that left no trace in the log: the last 32 of each of a person's last 8 pages, which leave 16
// without an answer.
const (
	maxTraceless = 32
	maxPages     = 8
)

// traceless is what became of commands that were refused or had nothing to do: a copy that comes later, by a socket or a link
// that was slow, is answered the same, so that what a page was told stays true. It is the memory of one host's unbroken time
// with a room. What was said to a host before that is not decided at all (ErrFormer), since nobody knows what it was told there.
type traceless struct {
	of map[rooms.MemberID][]*page
}

// page is what is remembered of one client; of what is not in last, all up to floor was decided and is too old.
type page struct {
	client rooms.ClientID
	floor  uint64
	last   []remembered
}

type remembered struct {
	n      uint64
	at     rooms.Seq // where the room was then, as far as it had decided
	answer Answer
}

// recall gives what a command was answered that left no trace; false when it has to be decided.
func (t *traceless) recall(c rooms.Command) (Answer, bool) {
	for _, p := range t.of[c.Actor.Member] {
		if p.client != c.Client || c.N == 0 {
			continue
		}
		for i := range p.last {
			if p.last[i].n == c.N {
				return p.last[i].answer, true
			}
		}
		if c.N <= p.floor {
			return Answer{Refusal: rooms.Refuse(rooms.CodeStale)}, true
		}
	}
	return Answer{}, false
}

// former tells whether a command was said to another host than this one.
func (l *live) former(c rooms.Command) bool {
	return c.Under != 0 && (c.Under < l.since || c.Under > l.term.Load())
}

// note remembers an answer when the log will not.
func (t *traceless) note(c rooms.Command, a Answer, at rooms.Seq) {
	switch {
	case c.N == 0 || c.Client == "":
		return
	case a.Refusal != nil && (a.Refusal.Code == rooms.CodeRepeated || a.Refusal.Code == rooms.CodeStale):
		return
	case a.Refusal == nil && !a.Nothing:
		return
	}
	p := t.page(c.Actor.Member, c.Client)
	p.last = append(p.last, remembered{n: c.N, at: at, answer: a})
	if len(p.last) > maxTraceless {
		p.floor = max(p.floor, p.last[0].n)
		p.last = slices.Delete(p.last, 0, 1)
	}
}

// page gives a client's memory, and puts it last of its person's.
func (t *traceless) page(m rooms.MemberID, client rooms.ClientID) *page {
	if t.of == nil {
		t.of = map[rooms.MemberID][]*page{}
	}
	all := t.of[m]
	p := &page{client: client}
	if i := slices.IndexFunc(all, func(p *page) bool { return p.client == client }); i >= 0 {
		p = all[i]
		all = slices.Delete(all, i, i+1)
	} else if len(all) == maxPages {
		all = slices.Delete(all, 0, 1)
	}
	t.of[m] = append(all, p)
	return p
}

// rewind forgets what was decided beyond a place: the room was not there, and nobody was told.
func (t *traceless) rewind(to rooms.Seq) {
	for _, all := range t.of {
		for _, p := range all {
			p.last = slices.DeleteFunc(p.last, func(o remembered) bool { return o.at > to })
		}
	}
}

// resumeAt goes on at a term after the tentative state was thrown away: all up to settled was told. Where another host had the
// room meanwhile, what this one told it before is not to be decided here any more. Nor is it where somebody is to ask again what
// was called off: what she said after it is in the mailbox, or on its way, and would be done before it.
func (l *live) resumeAt(term uint64, settled rooms.Seq) {
	was := l.term.Load()
	if term > was+1 {
		l.traceless = traceless{}
		l.after(func(error) { l.forgetTold() }, false) // that other host may have taken words out of the log
	}
	if term > was+1 || term > was && l.owed {
		l.since = term
	}
	if term > was {
		l.owed = false
	}
	l.traceless.rewind(settled)
	l.term.Store(term)
}
