package session

import "palabre/rooms"

// Present lists the people whom the session believes to be connected, at the door too. A host that opens the room again
// learns from it whom to miss.
func (s *Session) Present() []rooms.MemberID {
	present := []rooms.MemberID{}
	for _, m := range sorted(s.state.People.All) {
		if s.state.People.All[m].Here {
			present = append(present, m)
		}
	}
	return present
}
