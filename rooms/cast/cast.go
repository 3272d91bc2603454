package cast

import (
	"slices"

	"palabre/rooms"
)

// PartID names a part; LoopID the loop by whose passes it goes round.
type (
	PartID string
	// LoopID names rows of a scenario that are passed through several times.
	LoopID string
)

// Facilitator is the part of those who facilitate (CA-1).
const Facilitator PartID = "facilitator"

// Part is a part of the scenario.
type Part struct {
	ID    PartID `json:"id"`
	Title string `json:"title"`
	Group bool   `json:"group,omitempty"` // one in each group
	Loop  LoopID `json:"loop,omitempty"`  // goes to another at each pass
	Stays bool   `json:"stays,omitempty"` // the host of a table: stays when the others move
}

// key is a part in a circle; the circle is "" for a part of the room.
type key struct {
	part  PartID
	group rooms.GroupID
}

// State is who plays what.
type State struct {
	Parts []Part `json:"parts,omitempty"`
	Held  []Held `json:"held,omitempty"` // in the order in which they were given
	Turns []Turn `json:"turns,omitempty"`
	// Declined are those who left a part that goes round of their own.
	Declined []Held `json:"declined,omitempty"`
}

// Held is a part and who plays it.
type Held struct {
	Part   PartID         `json:"part"`
	Group  rooms.GroupID  `json:"group,omitempty"`
	Member rooms.MemberID `json:"member"`
}

func (h Held) key() key { return key{h.Part, h.Group} }

// Turn is one pass of a loop, and who played its parts in the end.
type Turn struct {
	Loop LoopID `json:"loop"`
	Pass int    `json:"pass"`
	Held []Held `json:"held,omitempty"`
}

// New is a cast before anyone plays.
func New(parts []Part) State { return State{Parts: parts} }

// Group is a small group and its people, in their order.
type Group struct {
	ID      rooms.GroupID
	Members []rooms.MemberID
}

// Room is what the cast needs to know of the session at this moment.
type Room struct {
	Circle      []rooms.MemberID // inside, in order of arrival
	Groups      []Group          // that are open
	Here        func(rooms.MemberID) bool
	Facilitates func(rooms.MemberID) bool
	Listens     func(rooms.MemberID) bool
}

// Where is the group that someone sits in; "" in plenary.
func (r Room) Where(m rooms.MemberID) rooms.GroupID {
	for _, g := range r.Groups {
		if slices.Contains(g.Members, m) {
			return g.ID
		}
	}
	return ""
}

// People are those of a circle: of a group, or in plenary all who are in no group.
func (r Room) People(group rooms.GroupID) []rooms.MemberID {
	for _, g := range r.Groups {
		if g.ID == group {
			return g.Members
		}
	}
	if group != "" {
		return nil
	}
	var in []rooms.MemberID
	for _, m := range r.Circle {
		if r.Where(m) == "" {
			in = append(in, m)
		}
	}
	return in
}

// plays tells whether someone can play a part in a circle (CA-2).
func (r Room) plays(m rooms.MemberID, p Part, group rooms.GroupID) bool {
	if !slices.Contains(r.Circle, m) || r.Listens(m) {
		return false
	}
	return !p.Group || slices.Contains(r.People(group), m)
}

// Part finds a part; the facilitator's is always there.
func (s *State) Part(id PartID) (Part, bool) {
	if id == Facilitator {
		return Part{ID: Facilitator}, true
	}
	for _, p := range s.Parts {
		if p.ID == id {
			return p, true
		}
	}
	return Part{}, false
}

func (s *State) find(k key) int {
	return slices.IndexFunc(s.Held, func(h Held) bool { return h.key() == k })
}

// Player is who plays a part in a circle; false when nobody does. A part of the room is the same in every circle.
func (s *State) Player(part PartID, group rooms.GroupID) (rooms.MemberID, bool) {
	if p, ok := s.Part(part); !ok || !p.Group {
		group = ""
	}
	if i := s.find(key{part, group}); i >= 0 {
		return s.Held[i].Member, true
	}
	return "", false
}

// Players are all who play a part: one, or for a part of the groups, one in each, in the order of the groups' ids.
func (s *State) Players(part PartID) []rooms.MemberID {
	held := []Held{}
	for _, h := range s.Held {
		if h.Part == part {
			held = append(held, h)
		}
	}
	slices.SortStableFunc(held, func(a, b Held) int {
		if len(a.Group) != len(b.Group) { // "set:2" before "set:10"
			return len(a.Group) - len(b.Group)
		}
		if a.Group < b.Group {
			return -1
		}
		if a.Group > b.Group {
			return 1
		}
		return 0
	})
	players := make([]rooms.MemberID, 0, len(held))
	for _, h := range held {
		players = append(players, h.Member)
	}
	return players
}

// Plays tells whether someone plays a part in a circle: for a rule that leaves a part out.
func (s *State) Plays(m rooms.MemberID, part PartID, group rooms.GroupID) bool {
	for _, h := range s.In(part, group) {
		if h == m {
			return true
		}
	}
	return false
}

// In are those who play a part in a circle. In plenary they are all who play it, hosts whose groups have closed too.
func (s *State) In(part PartID, group rooms.GroupID) []rooms.MemberID {
	p, ok := s.Part(part)
	if ok && p.Group && group == "" {
		return s.Players(part)
	}
	if m, ok := s.Player(part, group); ok {
		return []rooms.MemberID{m}
	}
	return nil
}
