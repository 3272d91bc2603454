package people

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Codes of the refusals round people who are carried.
const (
	CodeNotCarried  = "not_carried"        // she does not carry that person
	CodeTooManyHere = "too_many_at_device" // as many as one device may carry
)

// maxCarried is how many people one person may carry: those round a table, before one device.
const maxCarried = 12

type (
	// Carried is a person who takes part through another's connection: at the same device,
	// or on a telephone beside it. She is inside and here as that person is.
	Carried struct {
		Member rooms.MemberID `json:"member"`
		Behind rooms.MemberID `json:"behind"`
		Order  int            `json:"order"`
		Here   bool           `json:"here"`
	}
	// Writing is a person who takes part in writing from now on, or no longer.
	Writing struct {
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on"`
	}
)

// EventName is the name in the log.
func (Carried) EventName() string { return "people.carried" }

// EventName is the name in the log.
func (Writing) EventName() string { return "people.writing" }

// Carry seats a person at another's side. Her id is new to the session, or was carried
// here before.
func (s *State) Carry(m, behind rooms.MemberID) (codec.Event, *rooms.Refusal) {
	by, p := s.All[behind], s.All[m]
	switch {
	case by == nil || by.Place != Inside || by.Behind != "" || m == behind:
		return nil, rooms.Refuse(CodeNoPerson)
	case p != nil && (p.Behind == "" || p.Place == Removed):
		return nil, rooms.Refuse(CodeNotCarried)
	case p != nil && p.Place == Inside && p.Behind == behind:
		return nil, nil
	case p != nil && p.Place == Inside:
		return nil, rooms.Refuse(CodeNotCarried)
	case p == nil && len(s.All) >= MaxPeople:
		return nil, rooms.Refuse(CodeFull)
	case len(s.Company(behind)) >= maxCarried:
		return nil, rooms.Refuse(CodeTooManyHere)
	}
	e := Carried{Member: m, Behind: behind, Order: s.Orders + 1, Here: by.Here}
	if p != nil {
		e.Order = p.Order
	}
	return e, nil
}

// Carries tells whether this person's gestures are made by that one.
func (s *State) Carries(by, m rooms.MemberID) bool {
	p := s.All[m]
	return p != nil && p.Place == Inside && p.Behind == by && by != ""
}

// Company lists those whom a person carries, in the order of their arrival.
func (s *State) Company(by rooms.MemberID) []rooms.MemberID {
	var ms []rooms.MemberID
	for m := range s.All {
		if s.Carries(by, m) {
			ms = append(ms, m)
		}
	}
	slices.SortFunc(ms, func(a, b rooms.MemberID) int { return s.All[a].Order - s.All[b].Order })
	return ms
}

// Line is the person whose connection carries this one's voice: herself, mostly.
func (s *State) Line(m rooms.MemberID) rooms.MemberID {
	if p := s.All[m]; p != nil && p.Behind != "" {
		return p.Behind
	}
	return m
}

// Write decides that a person takes part in writing, or no longer.
func (s *State) Write(m rooms.MemberID, on bool) codec.Event {
	if p := s.All[m]; p == nil || p.Writes == on {
		return nil
	}
	return Writing{Member: m, On: on}
}

func (s *State) carried(at rooms.Millis, e Carried) {
	s.entered(at, Entered{Member: e.Member, Role: rooms.RoleGuest, Order: e.Order, Here: e.Here, Listed: s.person(e.Member).Listed})
	s.person(e.Member).Behind = e.Behind
}
