package poll

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Apply records what happened at this place of the log. It never refuses, and takes
// events whose words are gone.
func (s *State) Apply(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Prepared:
		s.Polls[e.Poll] = &Poll{
			Setup: e.Setup, Order: len(s.Polls) + 1, Life: Preparing,
			Added: map[OptionID]Added{}, Ballots: map[rooms.MemberID]Cast{},
		}
	case OptionAdded:
		if p := s.Polls[e.Poll]; p != nil && p.Life == Preparing && (e.Option.Text != "" || e.Option.Member != "") {
			p.Options = append(slices.Clone(p.Options), e.Option)
			p.Added[e.Option.ID] = Added{By: e.Member, Seq: seq}
		}
	case OptionRemoved:
		if p := s.Polls[e.Poll]; p != nil {
			p.remove(e.Option)
		}
	case Started:
		if p := s.Polls[e.Poll]; p != nil {
			p.Life = Open
		}
	case Voted:
		if p := s.Polls[e.Poll]; p != nil && p.Life == Open {
			p.vote(seq, e)
		}
	case Counted:
		if p := s.Polls[e.Poll]; p != nil {
			p.end(Closed)
			p.Result, p.ResultAt = &e.Result, seq
		}
	case Abandoned:
		if p := s.Polls[e.Poll]; p != nil {
			p.end(GivenUp)
		}
	}
}

func (p *Poll) remove(id OptionID) {
	p.Options = slices.DeleteFunc(slices.Clone(p.Options), func(o Option) bool { return o.ID == id })
	if len(p.Options) == 0 {
		p.Options = nil
	}
	delete(p.Added, id)
}

func (p *Poll) vote(seq rooms.Seq, e Voted) {
	p.Next = max(p.Next, e.Nth)
	if e.Ballot != nil {
		p.Ballots[e.Member] = Cast{Nth: e.Nth, Seq: seq, Ballot: *e.Ballot}
		return
	}
	for m, c := range p.Ballots { // taken out of the log since
		if c.Nth == e.Nth {
			delete(p.Ballots, m)
		}
	}
}

// end empties the box: nothing leads from a person to her vote any more.
func (p *Poll) end(as Life) { p.Life, p.Ballots, p.Next = as, nil, 0 }

// CloseAll records the end of the session: what was not closed has no result.
func (s *State) CloseAll() {
	for _, p := range s.Polls {
		if p.Life == Preparing || p.Life == Open {
			p.end(GivenUp)
		}
	}
}

// Redact takes out what was said at these places of the log.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for _, p := range s.Polls {
		if p.Result != nil && gone[p.ResultAt] {
			bare, _ := p.Result.bare()
			p.Result = &bare
		}
		for m, c := range p.Ballots {
			if gone[c.Seq] {
				delete(p.Ballots, m)
			}
		}
		for id, a := range p.Added {
			if gone[a.Seq] {
				p.remove(id)
			}
		}
	}
}
