package people

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

type (
	// Waited is a person who rang at the door.
	Waited struct {
		Member rooms.MemberID `json:"member"`
		Role   rooms.Role     `json:"role"`
		Listen bool           `json:"listen,omitempty"`
		Listed bool           `json:"listed,omitempty"`
		Until  rooms.Millis   `json:"until,omitempty"` // when a closed door should open, as it was planned when she rang
	}
	// Entered is a person who is now inside, for the first time or again. Order is
	// her place in the order of arrival, kept when she comes again. Here is false
	// for one who was admitted while her connection was lost.
	Entered struct {
		Member rooms.MemberID `json:"member"`
		Role   rooms.Role     `json:"role"`
		Order  int            `json:"order"`
		Here   bool           `json:"here"`
		Listen bool           `json:"listen,omitempty"`
		Listed bool           `json:"listed,omitempty"`
	}
	// TurnedAway is a person refused at the door.
	TurnedAway struct {
		Member rooms.MemberID `json:"member"`
	}
	// Pardoned is a person who may ring at the door again, or come back.
	Pardoned struct {
		Member rooms.MemberID `json:"member"`
	}
	// Departed is a person who left by her own gesture.
	Departed struct {
		Member rooms.MemberID `json:"member"`
	}
	// PutOut is a person removed from the room.
	PutOut struct {
		Member rooms.MemberID `json:"member"`
	}
	// Dropped is a person without a connection since then.
	Dropped struct {
		Member rooms.MemberID `json:"member"`
		Since  rooms.Millis   `json:"since"`
	}
	// Returned is a person connected again.
	Returned struct {
		Member rooms.MemberID `json:"member"`
	}
	// Listening is a person who now listens only, or takes part again.
	Listening struct {
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on"`
	}
	// Listed is a person who lets the minutes name her, or no longer does.
	Listed struct {
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on"`
	}
	// RoleGiven is a person with another role.
	RoleGiven struct {
		Member rooms.MemberID `json:"member"`
		Role   rooms.Role     `json:"role"`
	}
)

// EventName is the name in the log.
func (Waited) EventName() string { return "people.waited" }

// EventName is the name in the log.
func (Entered) EventName() string { return "people.entered" }

// EventName is the name in the log.
func (TurnedAway) EventName() string { return "people.refused" }

// EventName is the name in the log.
func (Pardoned) EventName() string { return "people.pardoned" }

// EventName is the name in the log.
func (Departed) EventName() string { return "people.left" }

// EventName is the name in the log.
func (PutOut) EventName() string { return "people.removed" }

// EventName is the name in the log.
func (Dropped) EventName() string { return "people.dropped" }

// EventName is the name in the log.
func (Returned) EventName() string { return "people.returned" }

// EventName is the name in the log.
func (Listening) EventName() string { return "people.listening" }

// EventName is the name in the log.
func (Listed) EventName() string { return "people.listed" }

// EventName is the name in the log.
func (RoleGiven) EventName() string { return "people.role_given" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Waited](r)
	codec.Put[Entered](r)
	codec.Put[TurnedAway](r)
	codec.Put[Pardoned](r)
	codec.Put[Departed](r)
	codec.Put[PutOut](r)
	codec.Put[Dropped](r)
	codec.Put[Returned](r)
	codec.Put[Listening](r)
	codec.Put[Listed](r)
	codec.Put[RoleGiven](r)
	codec.Put[Carried](r)
	codec.Put[Writing](r)
	return r
}

// Apply records what happened. An event about a person nobody knows is passed over.
func (s *State) Apply(at rooms.Millis, e codec.Event) {
	switch e := e.(type) {
	case Waited:
		p := s.person(e.Member)
		if p.Place != AtDoor {
			p.Since = at
		}
		p.Place, p.Role, p.Here, p.AwaySince = AtDoor, e.Role, true, 0
		p.Listen, p.Listed, p.Until = e.Listen, e.Listed, e.Until
	case Entered:
		s.entered(at, e)
	case TurnedAway:
		s.person(e.Member).Place = Refused
	case Pardoned:
		s.person(e.Member).Place = Left
	case Departed:
		s.out(e.Member, Left)
	case PutOut:
		s.out(e.Member, Removed)
	case Dropped:
		p := s.person(e.Member)
		p.Here, p.AwaySince = false, e.Since
	case Returned:
		p := s.person(e.Member)
		p.Here, p.AwaySince = true, 0
	case Listening:
		s.person(e.Member).Listen = e.On
	case Listed:
		s.person(e.Member).Listed = e.On
	case RoleGiven:
		s.person(e.Member).Role = e.Role
	case Carried:
		s.carried(at, e)
	case Writing:
		s.person(e.Member).Writes = e.On
	}
	s.recount()
}

func (s *State) person(m rooms.MemberID) *Person {
	p := s.All[m]
	if p == nil {
		p = &Person{Place: Left}
		s.All[m] = p
	}
	return p
}

func (s *State) entered(at rooms.Millis, e Entered) {
	p := s.person(e.Member)
	p.Place, p.Role, p.Order, p.Here = Inside, e.Role, e.Order, e.Here
	p.Listen, p.Listed, p.Since, p.AwaySince = e.Listen, e.Listed, 0, 0
	if !e.Here {
		p.AwaySince = at
	}
	s.Orders = max(s.Orders, e.Order)
}

func (s *State) out(m rooms.MemberID, to Place) {
	p := s.person(m)
	p.Place, p.Here, p.AwaySince, p.Since = to, false, 0, 0
}
