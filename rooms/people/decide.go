package people

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Codes of this machine's refusals.
const (
	CodeNoPerson        = "no_such_person"
	CodeTurnedAway      = "turned_away"      // she was refused at the door
	CodeRemoved         = "removed"          // she was removed from the room
	CodeFull            = "room_full"        // no more people can come in
	CodeLastFacilitator = "last_facilitator" // the room would keep nobody who facilitates
	CodeNotYourself     = "not_yourself"     // a gesture that is for others
)

// MaxPeople bounds how many people one session may know.
const MaxPeople = 400

// Entry is what a person comes with.
type Entry struct {
	Member rooms.MemberID
	Role   rooms.Role // her standing, or what this session gave her
	Direct bool       // enters without waiting at the door
	Listen bool
	Listed bool
	Until  rooms.Millis // when a closed door should open; 0 for one that is not
}

// Enter decides what becomes of a person who comes: she is inside, at the door, or
// refused. A person who is inside already only says again how she takes part.
func (s *State) Enter(e Entry) ([]codec.Event, *rooms.Refusal) {
	p := s.All[e.Member]
	if p == nil {
		if len(s.All) >= MaxPeople {
			return nil, rooms.Refuse(CodeFull)
		}
		return []codec.Event{s.firstTime(e)}, nil
	}
	if p.Behind != "" {
		return nil, rooms.Refuse(rooms.CodeNotAllowed) // she comes by who carries her
	}
	switch p.Place {
	case Inside:
		return s.again(p, e), nil
	case Refused:
		return nil, rooms.Refuse(CodeTurnedAway)
	case Removed:
		return nil, rooms.Refuse(CodeRemoved)
	case AtDoor:
		if e.Direct {
			return []codec.Event{s.Admitted(e.Member, e, true)}, nil
		}
		if p.Here && p.Listen == e.Listen && p.Listed == e.Listed {
			return nil, nil
		}
		return []codec.Event{Waited{Member: e.Member, Role: p.Role, Listen: e.Listen, Listed: e.Listed, Until: e.Until}}, nil
	case Left:
		if p.Order == 0 {
			return []codec.Event{s.firstTime(e)}, nil
		}
		return []codec.Event{s.Admitted(e.Member, e, true)}, nil
	}
	return nil, rooms.Refuse(CodeNoPerson)
}

func (s *State) firstTime(e Entry) codec.Event {
	if e.Direct {
		return s.Admitted(e.Member, e, true)
	}
	return Waited{Member: e.Member, Role: e.Role, Listen: e.Listen, Listed: e.Listed, Until: e.Until}
}

// again is a reload: the person keeps her seat, role and hand.
func (s *State) again(p *Person, e Entry) []codec.Event {
	var es []codec.Event
	if !p.Here {
		es = append(es, Returned{Member: e.Member})
	}
	if p.Listen != e.Listen {
		es = append(es, Listening{Member: e.Member, On: e.Listen})
	}
	if p.Listed != e.Listed {
		es = append(es, Listed{Member: e.Member, On: e.Listed})
	}
	return es
}

// Admitted is the event that lets a person in. A role the session gave her stays.
func (s *State) Admitted(m rooms.MemberID, e Entry, here bool) Entered {
	in := Entered{Member: m, Role: e.Role, Order: s.Orders + 1, Here: here, Listen: e.Listen, Listed: e.Listed}
	if p := s.All[m]; p != nil && p.Order > 0 {
		in.Order, in.Role = p.Order, p.Role
	}
	return in
}

// Admit lets in one who waits, or forgives one who was refused or removed.
func (s *State) Admit(m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	p := s.All[m]
	if p == nil {
		return nil, rooms.Refuse(CodeNoPerson)
	}
	switch p.Place {
	case AtDoor:
		e := Entry{Member: m, Role: p.Role, Listen: p.Listen, Listed: p.Listed}
		return s.Admitted(m, e, p.Here), nil
	case Refused, Removed:
		return Pardoned{Member: m}, nil
	case Inside, Left:
		return nil, nil
	}
	return nil, nil
}

// Refuse turns away one who waits.
func (s *State) Refuse(m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	p := s.All[m]
	if p == nil || p.Place != AtDoor && p.Place != Refused {
		return nil, rooms.Refuse(CodeNoPerson)
	}
	if p.Place == Refused {
		return nil, nil
	}
	return TurnedAway{Member: m}, nil
}

// Remove puts someone out of the room; nobody can put herself out so.
func (s *State) Remove(by, m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	switch {
	case by == m:
		return nil, rooms.Refuse(CodeNotYourself)
	case !s.Inside(m):
		return nil, rooms.Refuse(CodeNoPerson)
	default:
		return PutOut{Member: m}, nil
	}
}

// Give gives a role to someone inside; the last facilitator keeps hers.
func (s *State) Give(m rooms.MemberID, role rooms.Role) (codec.Event, *rooms.Refusal) {
	if !s.Inside(m) {
		return nil, rooms.Refuse(CodeNoPerson)
	}
	old := s.All[m].Role
	if old == role {
		return nil, nil
	}
	if s.All[m].Behind != "" {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if old == rooms.RoleFacilitator && s.Facilitators() == 1 {
		return nil, rooms.Refuse(CodeLastFacilitator)
	}
	return RoleGiven{Member: m, Role: role}, nil
}

// Drop notes that a person lost her last connection at that instant.
func (s *State) Drop(m rooms.MemberID, since rooms.Millis) codec.Event {
	if p := s.All[m]; p == nil || !p.Here || p.Place != Inside && p.Place != AtDoor {
		return nil
	}
	return Dropped{Member: m, Since: since}
}

// Back notes that a person is connected again.
func (s *State) Back(m rooms.MemberID) codec.Event {
	if p := s.All[m]; p == nil || p.Here || p.Behind != "" && !s.Here(p.Behind) || p.Place != Inside && p.Place != AtDoor {
		return nil
	}
	return Returned{Member: m}
}
