package floor

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/hands"
)

// Kind is a rule of hearing.
type Kind string

// The rules.
const (
	Open    Kind = "open"
	Hands   Kind = "hands"
	OneRole Kind = "role"
	Silence Kind = "silence"
	Stick   Kind = "stick" // by the round; open while none runs
	Inside  Kind = "inside"
)

// Part is what somebody plays in a scenario: client, narrator, table host…
type Part string

// Facilitators is the part of all who facilitate.
const Facilitators Part = "facilitator"

// Rule is the rule of a circle.
type Rule struct {
	Kind  Kind        `json:"kind"`
	Role  Part        `json:"role,omitempty"`  // role: who is heard
	Not   Part        `json:"not,omitempty"`   // who is not heard, whatever the kind
	Order hands.Order `json:"order,omitempty"` // hands: arrival when empty
	Seats int         `json:"seats,omitempty"` // inside: those of the inner circle
	Free  int         `json:"free,omitempty"`  // inside: how many more for who comes
}

// Places is how many an inner circle holds.
func (u Rule) Places() int { return u.Seats + u.Free }

// Holder is who has the floor.
type Holder struct {
	Member rooms.MemberID `json:"member"`
	Grant  uint64         `json:"grant"`
	Since  rooms.Millis   `json:"since"`
}

// Circle is what is under way in one circle.
type Circle struct {
	// Rule is there when those who run chose another than the phase's.
	Rule   *Rule   `json:"rule,omitempty"`
	Holder *Holder `json:"holder,omitempty"`
	// Grant is the last one given here.
	Grant uint64 `json:"grant,omitempty"`
	// Inside are those in the inner circle, who has been there longest first.
	Inside []rooms.MemberID `json:"inside,omitempty"`
}

// State is the floors of one session. The plenary is circle "".
type State struct {
	// Rule is the present phase's; Apart when it is for small groups.
	Rule    Rule                      `json:"rule"`
	Apart   bool                      `json:"apart,omitempty"`
	Circles map[rooms.GroupID]*Circle `json:"circles"`
	Grant   uint64                    `json:"grant"`
}

// New is a session whose circles are open.
func New() State { return State{Rule: Rule{Kind: Open}, Circles: map[rooms.GroupID]*Circle{}} }

// In is the rule in force in a circle (FL-1, FL-2).
func (s *State) In(g rooms.GroupID) Rule {
	if c := s.Circles[g]; c != nil && c.Rule != nil {
		return *c.Rule
	}
	return s.phase(g, s.Rule, s.Apart)
}

func (s *State) phase(g rooms.GroupID, u Rule, apart bool) Rule {
	if (g != "") == apart {
		return u
	}
	return Rule{Kind: Open}
}

// seen is the circle as it is, empty when nothing happened there.
func (s *State) seen(g rooms.GroupID) Circle {
	if c := s.Circles[g]; c != nil {
		return *c
	}
	return Circle{}
}

// Holder is who has the floor of a circle; nil for nobody.
func (s *State) Holder(g rooms.GroupID) *Holder { return s.seen(g).Holder }

// Room is what a floor needs to know of its circle at this moment.
type Room struct {
	At          rooms.Millis
	People      []rooms.MemberID // of the circle: inside, connected or not
	Here        func(rooms.MemberID) bool
	Facilitates func(rooms.MemberID) bool
	Plays       func(Part) []rooms.MemberID // anywhere in the session
	Line        []hands.Place               // who asks for the floor in this circle, by the rule's order
	Led         bool                        // someone who facilitates is connected
}

func (r Room) in(m rooms.MemberID) bool { return slices.Contains(r.People, m) }

// those keeps the people of the circle that satisfy.
func (r Room) those(keep func(rooms.MemberID) bool) []rooms.MemberID {
	ms := []rooms.MemberID{}
	for _, m := range r.People {
		if keep(m) {
			ms = append(ms, m)
		}
	}
	slices.Sort(ms)
	return ms
}

// plays are those of the circle who play a part.
func (r Room) plays(p Part) []rooms.MemberID {
	if p == Facilitators {
		return r.those(r.Facilitates)
	}
	all := r.Plays(p)
	return r.those(func(m rooms.MemberID) bool { return slices.Contains(all, m) })
}

// next is the first who asks for the floor and can have it.
func (r Room) next(but rooms.MemberID) (hands.Place, bool) {
	for _, p := range r.Line {
		if p.Member != but && r.in(p.Member) && r.Here(p.Member) {
			return p, true
		}
	}
	return hands.Place{}, false
}

// Heard is who is heard in a circle.
type Heard struct {
	Mode    rooms.Hearing    `json:"mode"`
	Members []rooms.MemberID `json:"members,omitempty"` // sorted, when Mode is rooms.HearOnly
}

func only(ms []rooms.MemberID) Heard { return Heard{Mode: rooms.HearOnly, Members: ms} }

// Heard says who is heard in a circle where no round runs (FL-3 to FL-8).
func (s *State) Heard(g rooms.GroupID, r Room) Heard {
	u := s.In(g)
	h := s.heard(g, u, r)
	if u.Not == "" {
		return h
	}
	not := r.plays(u.Not)
	if len(not) == 0 {
		return h
	}
	ms := h.Members
	if h.Mode == rooms.HearEveryone {
		ms = r.those(func(rooms.MemberID) bool { return true })
	}
	return only(slices.DeleteFunc(ms, func(m rooms.MemberID) bool { return slices.Contains(not, m) }))
}

func (s *State) heard(g rooms.GroupID, u Rule, r Room) Heard {
	c := s.seen(g)
	switch u.Kind {
	case Silence:
		return only([]rooms.MemberID{})
	case OneRole:
		if ms := slices.DeleteFunc(r.plays(u.Role), func(m rooms.MemberID) bool { return !r.Here(m) }); len(ms) > 0 {
			return only(ms)
		}
		if ms := r.those(r.Facilitates); len(ms) > 0 {
			return only(ms)
		}
	case Hands:
		return only(r.those(func(m rooms.MemberID) bool {
			return r.Facilitates(m) || c.Holder != nil && c.Holder.Member == m
		}))
	case Inside:
		return only(r.those(func(m rooms.MemberID) bool { return slices.Contains(c.Inside, m) }))
	case Open, Stick:
	}
	return Heard{Mode: rooms.HearEveryone}
}

// Full tells whether the last free seat is taken, so that somebody is asked to go out (FL-15).
func (s *State) Full(g rooms.GroupID) bool {
	u := s.In(g)
	return u.Kind == Inside && u.Free > 0 && len(s.seen(g).Inside) >= u.Places()
}

// Invited is who is invited, alone, to leave the inner circle; "" for nobody.
func (s *State) Invited(g rooms.GroupID) rooms.MemberID {
	if c := s.seen(g); s.Full(g) && len(c.Inside) > 1 {
		return c.Inside[0]
	}
	return ""
}

// View is a circle's floor as its people see it. While a round of the stick runs there,
// the round is what they see.
type View struct {
	Rule    Rule             `json:"rule"`
	Changed bool             `json:"changed,omitempty"` // another than the phase's
	Holder  *Holder          `json:"holder,omitempty"`
	Grant   uint64           `json:"grant"`            // the last given here, for floor.give
	Line    []hands.Place    `json:"line,omitempty"`   // hands: who asks, in order, each with its reason
	Inside  []rooms.MemberID `json:"inside,omitempty"` // who has been there longest first
	Places  int              `json:"places,omitempty"` // of the inner circle
	Full    bool             `json:"full,omitempty"`   // one is asked to go out
}

// View is what the people of a circle see. That she is invited to go out is told to that
// person alone (Invited).
func (s *State) View(g rooms.GroupID, r Room) View {
	c, u := s.seen(g), s.In(g)
	v := View{Rule: u, Changed: c.Rule != nil, Holder: c.Holder, Grant: c.Grant, Full: s.Full(g)}
	switch u.Kind {
	case Hands:
		v.Line = r.Line
	case Inside:
		v.Inside, v.Places = append([]rooms.MemberID{}, c.Inside...), u.Places()
	default:
	}
	return v
}
