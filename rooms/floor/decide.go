package floor

import (
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/hands"
)

// Codes of this machine's refusals.
const (
	CodeNotGiven = "floor_not_given" // the floor is given under the rule of hands only
	CodeMoved    = "floor_moved"     // another gesture was first; Data "grant"
	CodeNobody   = "nobody_asks"
	CodeNotThere = "not_in_circle" // Data "member"
	CodeOver     = "floor_over"    // nobody has that floor any more
	CodeNoInner  = "no_inner_circle"
	CodeFull     = "circle_full" // Data "max"
	CodeBadRule  = "floor_rule"  // a rule that is not one
)

// maxPlaces bounds an inner circle.
const maxPlaces = 40

type (
	// GiveArgs come with floor.give: to the next in the order, or to somebody named. From is the
	// last grant that the person saw in her circle.
	GiveArgs struct {
		Member rooms.MemberID `json:"member,omitempty"`
		From   uint64         `json:"from"`
	}
	// EndArgs come with floor.end.
	EndArgs struct {
		Grant uint64 `json:"grant"`
	}
	// RuleArgs come with floor.rule.
	RuleArgs struct {
		Rule Rule `json:"rule"`
	}
	// SeatArgs come with floor.enter and floor.leave; without a member, oneself.
	SeatArgs struct {
		Member rooms.MemberID `json:"member,omitempty"`
	}
)

// Check refuses a rule that is not one: a kind nobody knows, a part or seats that it lacks.
func (u Rule) Check() *rooms.Refusal {
	wrong := func(field string) *rooms.Refusal {
		return &rooms.Refusal{Code: CodeBadRule, Data: map[string]any{"field": field}}
	}
	switch u.Kind {
	case Open, Hands, Silence, Stick:
	case OneRole:
		if u.Role == "" {
			return wrong("role")
		}
	case Inside:
		if u.Seats < 1 || u.Free < 0 || u.Places() > maxPlaces {
			return wrong("seats")
		}
	default:
		return wrong("kind")
	}
	switch u.Order {
	case "", hands.ByArrival, hands.FirstFirst, hands.LeastHeard:
	default:
		return wrong("order")
	}
	if len(u.Role) > 64 || len(u.Not) > 64 {
		return wrong("role")
	}
	return nil
}

// Begin is a phase that begins with its rule (FL-1): floors that were given end with the
// phase before.
func (s *State) Begin(u Rule, apart bool) []codec.Event {
	var es []codec.Event
	for _, g := range slices.Sorted(maps.Keys(s.Circles)) {
		es = append(es, s.ends(g, WhyPhase)...)
	}
	return append(es, Ruled{Rule: u, Apart: apart})
}

func (s *State) ends(g rooms.GroupID, why Why) []codec.Event {
	h := s.Holder(g)
	if h == nil {
		return nil
	}
	return []codec.Event{Ended{Circle: g, Member: h.Member, Grant: h.Grant, Why: why}}
}

// Change decides another rule for a circle, for somebody who runs (FL-2).
func (s *State) Change(g rooms.GroupID, a RuleArgs) ([]codec.Event, *rooms.Refusal) {
	if no := a.Rule.Check(); no != nil {
		return nil, no
	}
	if s.In(g) == a.Rule {
		return nil, nil
	}
	var es []codec.Event
	if a.Rule.Kind != Hands {
		es = s.ends(g, WhyRule)
	}
	return append(es, Changed{Circle: g, Rule: a.Rule}), nil
}

// Give decides who has the floor, for somebody who runs (FL-10). The session lowers her hand.
func (s *State) Give(g rooms.GroupID, a GiveArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	c := s.seen(g)
	if s.In(g).Kind != Hands {
		return nil, rooms.Refuse(CodeNotGiven)
	}
	if a.From != c.Grant {
		return nil, &rooms.Refusal{Code: CodeMoved, Data: map[string]any{"grant": c.Grant}}
	}
	to := hands.Place{Member: a.Member}
	if a.Member == "" {
		but := rooms.MemberID("")
		if c.Holder != nil {
			but = c.Holder.Member
		}
		var ok bool
		if to, ok = r.next(but); !ok {
			return nil, rooms.Refuse(CodeNobody)
		}
	}
	switch {
	case !r.in(to.Member) || !r.Here(to.Member):
		return nil, &rooms.Refusal{Code: CodeNotThere, Data: map[string]any{"member": to.Member}}
	case c.Holder != nil && c.Holder.Member == to.Member:
		return nil, nil
	}
	return append(s.ends(g, WhyGiven), s.give(g, to)), nil
}

func (s *State) give(g rooms.GroupID, to hands.Place) codec.Event {
	return Given{Circle: g, Member: to.Member, Grant: s.Grant + 1, Why: to.Why}
}

// End decides that nobody has the floor any more: by who had it, or who runs (FL-11).
func (s *State) End(g rooms.GroupID, by rooms.MemberID, runs bool, a EndArgs) (codec.Event, *rooms.Refusal) {
	h := s.Holder(g)
	switch {
	case h == nil || h.Grant != a.Grant:
		return nil, rooms.Refuse(CodeOver)
	case h.Member == by:
		return Ended{Circle: g, Member: h.Member, Grant: h.Grant, Why: WhyDone}, nil
	case !runs:
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	return Ended{Circle: g, Member: h.Member, Grant: h.Grant, Why: WhyTaken}, nil
}

// Settle gives the floor to the next when nobody leads and nobody has it (FL-12); nil for
// nothing. It is to be asked after whatever may have freed a floor, raised a hand, or
// left the room without anyone who facilitates.
func (s *State) Settle(g rooms.GroupID, r Room) codec.Event {
	if r.Led || s.In(g).Kind != Hands || s.Holder(g) != nil {
		return nil
	}
	to, ok := r.next("")
	if !ok {
		return nil
	}
	return s.give(g, to)
}

// Enter decides that somebody sits in the inner circle (FL-14).
func (s *State) Enter(g rooms.GroupID, m rooms.MemberID, r Room) ([]codec.Event, *rooms.Refusal) {
	u, c := s.In(g), s.seen(g)
	if u.Kind != Inside {
		return nil, rooms.Refuse(CodeNoInner)
	}
	if !r.in(m) || !r.Here(m) {
		return nil, &rooms.Refusal{Code: CodeNotThere, Data: map[string]any{"member": m}}
	}
	if slices.Contains(c.Inside, m) {
		return nil, nil
	}
	in := Entered{Circle: g, Member: m}
	if len(c.Inside) < u.Places() {
		return []codec.Event{in}, nil
	}
	i := slices.IndexFunc(c.Inside, func(x rooms.MemberID) bool { return !r.Here(x) })
	if i < 0 || len(c.Inside) > u.Places() {
		return nil, &rooms.Refusal{Code: CodeFull, Data: map[string]any{"max": u.Places()}}
	}
	return []codec.Event{Left{Circle: g, Member: c.Inside[i], Why: WhyAbsent}, in}, nil
}

// Leave decides that somebody goes out of the inner circle: by herself, or by somebody who
// runs.
func (s *State) Leave(g rooms.GroupID, by, m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	if s.In(g).Kind != Inside {
		return nil, rooms.Refuse(CodeNoInner)
	}
	if !slices.Contains(s.seen(g).Inside, m) {
		return nil, nil
	}
	why := WhyTaken
	if by == m {
		why = WhyDone
	}
	return Left{Circle: g, Member: m, Why: why}, nil
}

// Gone lets a circle follow somebody who left it, for another one or for good (FL-13).
func (s *State) Gone(g rooms.GroupID, m rooms.MemberID) []codec.Event {
	var es []codec.Event
	if h := s.Holder(g); h != nil && h.Member == m {
		es = s.ends(g, WhyLeft)
	}
	if slices.Contains(s.seen(g).Inside, m) {
		es = append(es, Left{Circle: g, Member: m, Why: WhyLeft})
	}
	return es
}

// Dropped lets a circle follow somebody without a connection since then (FL-13): she keeps
// a seat inside, not the floor.
func (s *State) Dropped(g rooms.GroupID, m rooms.MemberID, since rooms.Millis) codec.Event {
	h := s.Holder(g)
	if h == nil || h.Member != m {
		return nil
	}
	return Ended{Circle: g, Member: m, Grant: h.Grant, Why: WhyDropped, Since: max(since, h.Since)}
}

// Close ends what is under way in circles that are no more: the groups that closed, or all
// of them and the plenary with the session.
func (s *State) Close(gs ...rooms.GroupID) []codec.Event {
	var es []codec.Event
	for _, g := range gs {
		es = append(es, s.ends(g, WhyClosed)...)
		if s.Circles[g] != nil {
			es = append(es, Closed{Circle: g})
		}
	}
	return es
}
