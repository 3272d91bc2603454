package poll

import "palabre/rooms"

// View is what everyone of a poll's circle sees of it.
type View struct {
	Order int `json:"order"`
	Setup
	Leaves Leaves `json:"leaves,omitempty"`
	Life   Life   `json:"life"`
	// Cast is how many have voted, Of how many may, while it is open.
	Cast int `json:"cast"`
	Of   int `json:"of"`
	// Voices are the objections and reservations that stand, while it is open, for those who
	// are told the result.
	Voices []Voice `json:"voices,omitempty"`
	// Result is there once it is closed, for those who are told.
	Result *Result `json:"result,omitempty"`
}

// Seen is what all of a poll's circle see of it; of is how many of them take part.
// Facilitates: as those who facilitate see it. False for no such poll (PO-4).
func (s *State) Seen(id ID, of int, facilitates bool) (View, bool) {
	p := s.Polls[id]
	if p == nil {
		return View{}, false
	}
	v := View{Order: p.Order, Setup: p.Setup, Leaves: p.Leaves, Life: p.Life}
	if p.Life == Open {
		v.Cast, v.Of = len(p.Ballots), of
	}
	if p.Told == ForAll || facilitates {
		v.Voices, v.Result = p.Standing(), p.Result
	}
	return v, true
}

// Standing are the objections and reservations that stand now: of a poll that is open.
func (p *Poll) Standing() []Voice {
	if p.Life != Open {
		return nil
	}
	return p.voices()
}

// Mine are a person's ballots in the polls that are open: for the audience rooms.Only(m).
func (s *State) Mine(m rooms.MemberID) map[ID]Ballot {
	mine := map[ID]Ballot{}
	for id, p := range s.Polls {
		if c, ok := p.Ballots[m]; ok {
			mine[id] = c.Ballot
		}
	}
	return mine
}

// Proposed are the options that a person may take back, by poll: for the audience
// rooms.Only(m), since nobody is shown who proposed what.
func (s *State) Proposed(m rooms.MemberID) map[ID][]OptionID {
	mine := map[ID][]OptionID{}
	for id, p := range s.Polls {
		for _, o := range p.Options {
			if a, ok := p.Added[o.ID]; ok && a.By == m && p.Life == Preparing {
				mine[id] = append(mine[id], o.ID)
			}
		}
	}
	return mine
}
