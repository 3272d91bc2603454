package equity

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/floor"
	"palabre/rooms/stick"
)

// Stick follows what happens to the stick of a circle.
func (s *State) Stick(g rooms.GroupID, at rooms.Millis, e codec.Event) {
	switch e := e.(type) {
	case stick.Begun:
		s.Begins(g)
	case stick.Granted:
		s.Starts(g, e.Member, at, true)
	case stick.TurnEnded:
		s.Stops(g, at)
	case stick.Suspended:
		s.Suspends(g, e.Since)
	case stick.Recovered:
		s.GoesOn(g, at)
	case stick.SetAside:
		s.Aside(g, at)
	case stick.Paused:
		s.Pauses(g, at)
	case stick.Resumed:
		s.Resumes(g, at)
	case stick.Finished:
		s.Ends(g, at)
	}
}

// Floor follows what happens to the floors.
func (s *State) Floor(at rooms.Millis, e codec.Event) {
	switch e := e.(type) {
	case floor.Given:
		s.Starts(e.Circle, e.Member, at, false)
	case floor.Ended:
		if e.Since != 0 {
			s.Suspends(e.Circle, e.Since) // known now: what the clock ran since then is not hers
		}
		s.Stops(e.Circle, at)
	case floor.Closed:
		s.Ends(e.Circle, at)
	}
}
