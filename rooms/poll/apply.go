package poll

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Apply records what happened at this place of the log. It never refuses, and takes
// events whose words are gone.
func (s *State) Apply(seq rooms.Seq, e codec.Event) {
	if e, ok := e.(Prepared); ok {
		s.Polls[e.Poll] = &Poll{
			Setup: e.Setup, Leaves: e.Leaves, Seq: seq, Order: len(s.Polls) + 1, Life: Preparing,
			Added: map[OptionID]Added{}, Ballots: map[rooms.MemberID]Cast{},
		}
		return
	}
	if p := s.Polls[About(e)]; p != nil {
		p.apply(seq, e)
	}
}

// About is the vote that an event is about; "" for none.
func About(e codec.Event) ID {
	switch e := e.(type) {
	case Prepared:
		return e.Poll
	case OptionAdded:
		return e.Poll
	case OptionRemoved:
		return e.Poll
	case Started:
		return e.Poll
	case Voted:
		return e.Poll
	case Uncast:
		return e.Poll
	case Counted:
		return e.Poll
	case Abandoned:
		return e.Poll
	}
	return ""
}

func (p *Poll) apply(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case OptionAdded:
		if p.Life == Preparing && (e.Option.Text != "" || e.Option.Member != "") {
			p.Options = append(slices.Clone(p.Options), e.Option)
			p.Added[e.Option.ID] = Added{By: e.Member, Seq: seq}
		}
	case OptionRemoved:
		p.remove(e.Option)
	case Started:
		p.Life = Open
	case Voted:
		if p.Life == Open {
			p.vote(seq, e)
		}
	case Uncast:
		if p.Life == Open {
			p.vote(0, Voted{Nth: e.Nth})
		}
	case Counted:
		p.end(Closed)
		p.Result, p.ResultAt = &e.Result, seq
	case Abandoned:
		p.end(GivenUp)
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
	for poll, p := range s.Polls {
		if p.Leaves != All && gone[p.Seq] {
			delete(s.Polls, poll)
			continue
		}
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
		p.drop()
	}
}
