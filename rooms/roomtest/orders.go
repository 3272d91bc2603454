package roomtest

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/groups"
	"palabre/rooms/session"
)

// Orders asks an oracle of each circle of a session that has several: the plenary's, and those of
// small groups while they are open.
type Orders struct {
	plenary *Oracle
	groups  map[rooms.GroupID]*Oracle
	live    func() *session.Session
}

// NewOrders follows a log from its beginning; live is the session after each event.
func NewOrders(live func() *session.Session) *Orders {
	o := &Orders{plenary: NewOracle(), live: live}
	o.plenary.sits = func(m rooms.MemberID) bool { return o.circle(m) == "" }
	return o
}

// Event asks the oracle of the circle in which something happened, and objects as it does.
func (o *Orders) Event(e rooms.Event) error {
	p, err := session.Decode(e)
	if err != nil {
		return err
	}
	switch p := p.(type) {
	case session.Within:
		inner, err := p.Inner()
		if err != nil {
			return err
		}
		return o.of(p.Circle).Inner(e.At, inner)
	case groups.Made:
		o.groups = nil
	case session.HostResumed:
		for _, g := range o.groups {
			_ = g.clock.event(e.At, p) // a gap is no mistake
		}
	}
	return o.plenary.Event(e)
}

func (o *Orders) of(g rooms.GroupID) *Oracle {
	if o.groups[g] == nil {
		if o.groups == nil {
			o.groups = map[rooms.GroupID]*Oracle{}
		}
		o.groups[g] = o.plenary.Of(func(m rooms.MemberID) bool { return o.circle(m) == g })
	}
	return o.groups[g]
}

// circle is the circle that is somebody's now, "" for the plenary; "?" for one that she only
// visits. Who is carried sits where who carries her does.
func (o *Orders) circle(m rooms.MemberID) rooms.GroupID {
	s := o.live()
	if len(s.Audible().Apart) == 0 {
		return "" // no groups are open
	}
	v, _ := s.View(rooms.Viewer{Member: m}).(session.View)
	if by := v.People[m].Behind; by != "" {
		m = by
		v, _ = s.View(rooms.Viewer{Member: m}).(session.View)
	}
	switch {
	case v.Group == nil:
		return ""
	case slices.Contains(v.Group.Members, m):
		return v.Group.Group
	default:
		return "?"
	}
}
