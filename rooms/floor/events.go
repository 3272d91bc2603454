package floor

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/hands"
)

// Why a floor ended, or a seat inside was left.
type Why string

// The reasons.
const (
	WhyDone    Why = "done"    // her own gesture
	WhyTaken   Why = "taken"   // by those who run
	WhyGiven   Why = "given"   // to somebody else
	WhyLeft    Why = "left"    // she left the circle
	WhyDropped Why = "dropped" // her connection was lost
	WhyRule    Why = "rule"    // another rule
	WhyPhase   Why = "phase"   // another phase
	WhyClosed  Why = "closed"  // the circle, or the session, closed
	WhyAbsent  Why = "absent"  // inside without a connection when somebody came
)

type (
	// Ruled is the rule of the phase that begins.
	Ruled struct {
		Rule  Rule `json:"rule"`
		Apart bool `json:"apart,omitempty"`
	}
	// Changed is the rule that those who run chose for a circle.
	Changed struct {
		Circle rooms.GroupID `json:"circle,omitempty"`
		Rule   Rule          `json:"rule"`
	}
	// Given is the floor given to somebody. Why is her place in the order, "" when she
	// was named.
	Given struct {
		Circle rooms.GroupID  `json:"circle,omitempty"`
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Why    hands.Reason   `json:"why,omitempty"`
	}
	// Ended is the floor that nobody has any more. Since is when she was last heard, if
	// that was before.
	Ended struct {
		Circle rooms.GroupID  `json:"circle,omitempty"`
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Why    Why            `json:"why"`
		Since  rooms.Millis   `json:"since,omitempty"`
	}
	// Entered is somebody in the inner circle.
	Entered struct {
		Circle rooms.GroupID  `json:"circle,omitempty"`
		Member rooms.MemberID `json:"member"`
	}
	// Left is somebody out of the inner circle.
	Left struct {
		Circle rooms.GroupID  `json:"circle,omitempty"`
		Member rooms.MemberID `json:"member"`
		Why    Why            `json:"why"`
	}
	// Closed is a circle that is no more.
	Closed struct {
		Circle rooms.GroupID `json:"circle,omitempty"`
	}
)

// EventName is the name in the log.
func (Ruled) EventName() string { return "floor.ruled" }

// EventName is the name in the log.
func (Changed) EventName() string { return "floor.changed" }

// EventName is the name in the log.
func (Given) EventName() string { return "floor.given" }

// EventName is the name in the log.
func (Ended) EventName() string { return "floor.ended" }

// EventName is the name in the log.
func (Entered) EventName() string { return "floor.entered" }

// EventName is the name in the log.
func (Left) EventName() string { return "floor.left" }

// EventName is the name in the log.
func (Closed) EventName() string { return "floor.closed" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Ruled](r)
	codec.Put[Changed](r)
	codec.Put[Given](r)
	codec.Put[Ended](r)
	codec.Put[Entered](r)
	codec.Put[Left](r)
	codec.Put[Closed](r)
	return r
}

// Apply records what happened at this instant.
func (s *State) Apply(at rooms.Millis, e codec.Event) {
	switch e := e.(type) {
	case Ruled:
		s.ruled(e)
	case Changed:
		c, was := s.circle(e.Circle), s.In(e.Circle)
		u := e.Rule
		c.Rule = &u
		c.turn(was, u)
	case Given:
		s.Grant = max(s.Grant, e.Grant)
		c := s.circle(e.Circle)
		c.Holder, c.Grant = &Holder{Member: e.Member, Grant: e.Grant, Since: at}, e.Grant
	case Ended:
		s.circle(e.Circle).Holder = nil
	case Entered:
		c := s.circle(e.Circle)
		c.Inside = append(without(c.Inside, e.Member), e.Member)
	case Left:
		c := s.circle(e.Circle)
		c.Inside = without(c.Inside, e.Member)
	case Closed:
		delete(s.Circles, e.Circle)
	}
}

func (s *State) ruled(e Ruled) {
	for g, c := range s.Circles {
		was := s.In(g)
		c.Rule = nil
		c.turn(was, s.phase(g, e.Rule, e.Apart))
	}
	s.Rule, s.Apart = e.Rule, e.Apart
}

// turn keeps of one rule what the next one has a use for (FL-13, FL-16).
func (c *Circle) turn(was, now Rule) {
	if now.Kind != Hands {
		c.Holder = nil
	}
	if was.Kind != Inside || now.Kind != Inside {
		c.Inside = nil
	}
}

func (s *State) circle(g rooms.GroupID) *Circle {
	c := s.Circles[g]
	if c == nil {
		c = &Circle{}
		s.Circles[g] = c
	}
	return c
}

func without(list []rooms.MemberID, m rooms.MemberID) []rooms.MemberID {
	return slices.DeleteFunc(slices.Clone(list), func(x rooms.MemberID) bool { return x == m })
}

// Rested leaves out the time in which the meeting paused, between these instants; of a floor
// that was given meanwhile, that since then.
func (s *State) Rested(from, to rooms.Millis) {
	for _, c := range s.Circles {
		if c.Holder != nil {
			c.Holder.Since += to - max(from, c.Holder.Since)
		}
	}
}

// Shift lets the clock of every floor stand still for that long (FL-17).
func (s *State) Shift(by rooms.Millis) {
	for _, c := range s.Circles {
		if c.Holder != nil {
			c.Holder.Since += by
		}
	}
}
