package team

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Post is what somebody takes care of.
type Post string

// The posts.
const (
	Lead      Post = "lead"
	Guardian  Post = "guardian" // of time and of feeling
	Scribe    Post = "scribe"
	Technique Post = "technique"
)

// Posts lists them all.
func Posts() []Post { return []Post{Lead, Guardian, Scribe, Technique} }

// Why somebody leads, or none does.
type Why string

// The reasons.
const (
	WhyFirst     Why = "first"      // the first who was here, or who came when none led
	WhyHanded    Why = "handed"     // by the lead before her
	WhyTookOver  Why = "took_over"  // the lead was gone for 30 s
	WhyFollowed  Why = "followed"   // the lead left, was removed, or no longer facilitates
	WhyTakenBack Why = "taken_back" // by her own gesture, back from an absence
)

// GoneFor is how long a lead without a connection still leads.
const GoneFor rooms.Millis = 30_000

const maxOrder = 40

// Change is how the lead came to lead, or none does.
type Change struct {
	At   rooms.Millis   `json:"at"`
	Why  Why            `json:"why"`
	From rooms.MemberID `json:"from,omitempty"`
}

// State is the team of one session.
type State struct {
	Posts map[Post]rooms.MemberID `json:"posts"`
	// Order is who takes over, as declared.
	Order []rooms.MemberID `json:"order"`
	// Gone is since when the lead has no connection; 0 when she has.
	Gone rooms.Millis `json:"gone,omitempty"`
	// Claims are who may take the lead again, who lost it first first.
	Claims []rooms.MemberID `json:"claims"`
	Last   *Change          `json:"last,omitempty"`
}

// New is a session that nobody leads yet, with its declared order of taking over.
func New(order []rooms.MemberID) State {
	return State{Posts: map[Post]rooms.MemberID{}, Order: append([]rooms.MemberID{}, order...), Claims: []rooms.MemberID{}}
}

// Room is what a team needs to know of its session at this moment.
type Room struct {
	At          rooms.Millis
	Circle      []rooms.MemberID // inside, in order of arrival
	Here        func(rooms.MemberID) bool
	Facilitates func(rooms.MemberID) bool
}

// able tells whether she can wear a post: inside, and facilitates.
func (r Room) able(m rooms.MemberID) bool { return slices.Contains(r.Circle, m) && r.Facilitates(m) }

// ready tells whether she can lead now.
func (r Room) ready(m rooms.MemberID) bool { return r.able(m) && r.Here(m) }

// Leads is who leads; "" for none.
func (s *State) Leads() rooms.MemberID { return s.Posts[Lead] }

// Next is who would take over from somebody: in the declared order, then by arrival; "" for nobody.
func (s *State) Next(from rooms.MemberID, r Room) rooms.MemberID {
	for _, m := range slices.Concat(s.Order, r.Circle) {
		if m != from && r.ready(m) {
			return m
		}
	}
	return ""
}

type (
	// Led is who leads from now on, instead of From; "" for none.
	Led struct {
		Member rooms.MemberID `json:"member,omitempty"`
		Why    Why            `json:"why"`
		From   rooms.MemberID `json:"from,omitempty"`
		// Claim: From may take it again.
		Claim bool `json:"claim,omitempty"`
	}
	// Missing is a lead without a connection since then.
	Missing struct {
		Member rooms.MemberID `json:"member"`
		Since  rooms.Millis   `json:"since"`
	}
	// Found is a lead who is connected again.
	Found struct {
		Member rooms.MemberID `json:"member"`
	}
	// Worn is a post that somebody wears; "" for nobody.
	Worn struct {
		Post   Post           `json:"post"`
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// Ordered is the order of taking over.
	Ordered struct {
		Order []rooms.MemberID `json:"order"`
	}
	// Forfeited is somebody who may not take the lead again any more.
	Forfeited struct {
		Member rooms.MemberID `json:"member"`
	}
)

// EventName is the name in the log.
func (Led) EventName() string { return "team.led" }

// EventName is the name in the log.
func (Missing) EventName() string { return "team.missing" }

// EventName is the name in the log.
func (Found) EventName() string { return "team.found" }

// EventName is the name in the log.
func (Worn) EventName() string { return "team.worn" }

// EventName is the name in the log.
func (Ordered) EventName() string { return "team.ordered" }

// EventName is the name in the log.
func (Forfeited) EventName() string { return "team.forfeited" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Led](r)
	codec.Put[Missing](r)
	codec.Put[Found](r)
	codec.Put[Worn](r)
	codec.Put[Ordered](r)
	codec.Put[Forfeited](r)
	return r
}

// Apply records what happened at this instant.
func (s *State) Apply(at rooms.Millis, e codec.Event) {
	switch e := e.(type) {
	case Led:
		s.led(at, e)
	case Missing:
		s.Gone = e.Since
	case Found:
		s.Gone = 0
	case Worn:
		s.wear(e.Post, e.Member)
	case Ordered:
		s.Order = append([]rooms.MemberID{}, e.Order...)
	case Forfeited:
		s.Claims = without(s.Claims, e.Member)
	}
}

func (s *State) led(at rooms.Millis, e Led) {
	s.wear(Lead, e.Member)
	s.Gone, s.Last = 0, &Change{At: at, Why: e.Why, From: e.From}
	switch {
	case e.Why == WhyHanded:
		s.Claims = []rooms.MemberID{}
	case e.Claim:
		s.Claims = append(without(s.Claims, e.From), e.From)
	}
	if i := slices.Index(s.Claims, e.Member); i >= 0 {
		s.Claims = s.Claims[:i]
	}
}

func (s *State) wear(p Post, m rooms.MemberID) {
	if m == "" {
		delete(s.Posts, p)
		return
	}
	s.Posts[p] = m
}

func without(list []rooms.MemberID, m rooms.MemberID) []rooms.MemberID {
	return slices.DeleteFunc(slices.Clone(list), func(x rooms.MemberID) bool { return x == m })
}

// Shift lets the wait for the lead stand still for that long (TE-11).
func (s *State) Shift(by rooms.Millis) {
	if s.Gone != 0 {
		s.Gone += by
	}
}

// View is what all see: who wears what, and how the lead came to lead.
type View struct {
	Posts map[Post]rooms.MemberID `json:"posts"`
	Last  *Change                 `json:"last,omitempty"`
}

// View is what all see.
func (s *State) View() View {
	v := View{Posts: map[Post]rooms.MemberID{}, Last: s.Last}
	for p, m := range s.Posts {
		v.Posts[p] = m
	}
	return v
}

// MayTakeBack is told to her alone (TE-7, TE-12).
func (s *State) MayTakeBack(m rooms.MemberID) bool {
	return s.Leads() != m && slices.Contains(s.Claims, m)
}
