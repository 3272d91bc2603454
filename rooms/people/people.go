// Package people knows who is in the room, who waits at its door, and what each
// is there. Its rules are numbered PE in rooms/SPEC.md.
package people

import (
	"slices"

	"palabre/rooms"
)

// Place is where a person stands towards the room.
type Place string

// A person waits at the door, is inside, or is out in one of three ways.
const (
	AtDoor  Place = "door"
	Inside  Place = "inside"
	Left    Place = "left"    // by her own gesture: comes back as she wants
	Refused Place = "refused" // at the door
	Removed Place = "removed"
)

// Person is one person of the session, as long as it lasts.
type Person struct {
	Place     Place        `json:"place"`
	Role      rooms.Role   `json:"role"`
	Order     int          `json:"order,omitempty"` // of arrival inside; 0 before
	Here      bool         `json:"here,omitempty"`  // has a connection
	AwaySince rooms.Millis `json:"away,omitempty"`  // inside without a connection since then
	Since     rooms.Millis `json:"since,omitempty"` // at the door since then
	Until     rooms.Millis `json:"until,omitempty"` // when that door should open, of a closed one
	Listen    bool         `json:"listen,omitempty"`
	Listed    bool         `json:"listed,omitempty"`
	// Behind is who carries her: she has no connection of her own.
	Behind rooms.MemberID `json:"behind,omitempty"`
	Writes bool           `json:"writes,omitempty"` // takes part in writing
}

// State is everyone who ever came.
type State struct {
	All    map[rooms.MemberID]*Person `json:"all"`
	Orders int                        `json:"orders"`           // the last Order given
	Leads  int                        `json:"leads"`            // how many who facilitate are inside and connected
	Behind int                        `json:"behind,omitempty"` // how many inside are carried by another
}

// New is an empty room.
func New() State { return State{All: map[rooms.MemberID]*Person{}} }

// Inside tells whether she is in the room, connected or not.
func (s *State) Inside(m rooms.MemberID) bool {
	p := s.All[m]
	return p != nil && p.Place == Inside
}

// Here tells whether she is in the room with a connection.
func (s *State) Here(m rooms.MemberID) bool {
	p := s.All[m]
	return p != nil && p.Place == Inside && p.Here
}

// Seatable tells whether rounds have a seat for her: inside, and not only listening.
func (s *State) Seatable(m rooms.MemberID) bool {
	p := s.All[m]
	return p != nil && p.Place == Inside && !p.Listen
}

// Led tells whether someone who facilitates is connected.
func (s *State) Led() bool { return s.Leads > 0 }

// Circle lists those inside in the order of their arrival.
func (s *State) Circle() []rooms.MemberID {
	var in []rooms.MemberID
	for m, p := range s.All {
		if p.Place == Inside {
			in = append(in, m)
		}
	}
	slices.SortFunc(in, func(a, b rooms.MemberID) int { return s.All[a].Order - s.All[b].Order })
	return in
}

// Facilitators counts those inside who have the full role, connected or not.
func (s *State) Facilitators() int {
	n := 0
	for _, p := range s.All {
		if p.Place == Inside && p.Role == rooms.RoleFacilitator {
			n++
		}
	}
	return n
}

func (s *State) recount() {
	s.Leads, s.Behind = 0, 0
	for _, p := range s.All {
		if p.Place == Inside && p.Behind != "" {
			s.Behind++
		}
		if p.Place == Inside && p.Here && p.Role.Facilitates() {
			s.Leads++
		}
	}
}
