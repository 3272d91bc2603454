package team

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Codes of this machine's refusals.
const (
	CodeNotLead = "not_lead"      // a gesture of the lead
	CodeUnable  = "team_unable"   // she does not facilitate, or is not here; Data "member"
	CodeNoClaim = "team_no_claim" // the lead is not hers to take again
)

type (
	// HandArgs come with team.hand_over.
	HandArgs struct {
		To rooms.MemberID `json:"to"`
	}
	// WearArgs come with team.wear; without a member, nobody wears the post.
	WearArgs struct {
		Post   Post           `json:"post"`
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// OrderArgs come with team.order.
	OrderArgs struct {
		Order []rooms.MemberID `json:"order"`
	}
)

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

func unable(m rooms.MemberID) *rooms.Refusal {
	return &rooms.Refusal{Code: CodeUnable, Data: map[string]any{"member": m}}
}

// commands tells whether she has the lead's say: she leads, or nobody does and she facilitates.
func (s *State) commands(by rooms.MemberID, r Room) bool {
	return s.Leads() == by || s.Leads() == "" && r.able(by)
}

// Settle names who leads when nobody does and somebody can (TE-2, TE-6); nil when nothing
// changes. It is to be asked after somebody came, came back, or was given a role.
func (s *State) Settle(r Room) codec.Event {
	if s.Leads() != "" {
		return nil
	}
	if m := s.Next("", r); m != "" {
		return Led{Member: m, Why: WhyFirst}
	}
	return nil
}

// HandOver decides, by the lead, that somebody else leads (TE-3).
func (s *State) HandOver(by rooms.MemberID, a HandArgs, r Room) (codec.Event, *rooms.Refusal) {
	switch {
	case by != s.Leads():
		return nil, rooms.Refuse(CodeNotLead)
	case a.To == by:
		return nil, nil
	case !r.ready(a.To):
		return nil, unable(a.To)
	}
	return Led{Member: a.To, Why: WhyHanded, From: by}, nil
}

// TakeBack decides that somebody leads again (TE-7).
func (s *State) TakeBack(m rooms.MemberID, r Room) (codec.Event, *rooms.Refusal) {
	switch {
	case m == s.Leads():
		return nil, nil
	case !s.MayTakeBack(m):
		return nil, rooms.Refuse(CodeNoClaim)
	case !r.ready(m):
		return nil, unable(m)
	}
	return Led{Member: m, Why: WhyTakenBack, From: s.Leads()}, nil
}

// Wear decides who wears a post beside the lead's (TE-8).
func (s *State) Wear(by rooms.MemberID, a WearArgs, r Room) (codec.Event, *rooms.Refusal) {
	now := s.Posts[a.Post]
	own := r.able(by) && (now == "" && a.Member == by || now == by && a.Member == "")
	switch {
	case a.Post == Lead || !slices.Contains(Posts(), a.Post):
		return nil, bad("post")
	case !own && !s.commands(by, r):
		return nil, rooms.Refuse(CodeNotLead)
	case now == a.Member:
		return nil, nil
	case a.Member != "" && !r.able(a.Member):
		return nil, unable(a.Member)
	}
	return Worn(a), nil
}

// Declare decides the order of taking over (TE-10).
func (s *State) Declare(by rooms.MemberID, a OrderArgs, r Room) (codec.Event, *rooms.Refusal) {
	if !s.commands(by, r) {
		return nil, rooms.Refuse(CodeNotLead)
	}
	if len(a.Order) > maxOrder {
		return nil, bad("order")
	}
	for i, m := range a.Order {
		if !r.able(m) {
			return nil, unable(m)
		}
		if slices.Contains(a.Order[:i], m) {
			return nil, bad("order")
		}
	}
	if slices.Equal(a.Order, s.Order) {
		return nil, nil
	}
	return Ordered(a), nil
}

// Dropped lets the team follow somebody without a connection since then (TE-4).
func (s *State) Dropped(m rooms.MemberID, since rooms.Millis) codec.Event {
	if m != s.Leads() || s.Gone != 0 {
		return nil
	}
	return Missing{Member: m, Since: since}
}

// Returned lets the team follow somebody who is connected again, or came: the lead leads
// still; with none, she may (Settle).
func (s *State) Returned(m rooms.MemberID, r Room) codec.Event {
	if m == s.Leads() && s.Gone != 0 {
		return Found{Member: m}
	}
	return s.Settle(r)
}

// Parted lets the team follow somebody who is no longer inside, or no longer facilitates
// (TE-5, TE-9). Barred: she was removed, or lost the role, and may not take the lead again.
// The room is the one without her.
func (s *State) Parted(m rooms.MemberID, barred bool, r Room) []codec.Event {
	var es []codec.Event
	for _, p := range Posts() {
		if p != Lead && s.Posts[p] == m {
			es = append(es, Worn{Post: p})
		}
	}
	if barred && slices.Contains(s.Claims, m) {
		es = append(es, Forfeited{Member: m})
	}
	if m == s.Leads() {
		es = append(es, Led{Member: s.Next(m, r), Why: WhyFollowed, From: m, Claim: !barred})
	}
	return es
}

// Deadline is the next instant at which time changes something; 0 for never.
func (s *State) Deadline() rooms.Millis {
	if s.Leads() == "" || s.Gone == 0 {
		return 0
	}
	return s.Gone + GoneFor
}

// Tick is what the coming of that instant makes happen: the next leads, or none (TE-4, TE-6).
func (s *State) Tick(r Room) codec.Event {
	if d := s.Deadline(); d == 0 || d > r.At {
		return nil
	}
	from := s.Leads()
	return Led{Member: s.Next(from, r), Why: WhyTookOver, From: from, Claim: true}
}
