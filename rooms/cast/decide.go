package cast

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Give decides a part for someone (CA-2, CA-13).
func (s *State) Give(a GiveArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	p, ok := s.Part(a.Part)
	if !ok {
		return nil, rooms.Refuse(CodeNoPart)
	}
	group := a.Group
	if p.Group && group == "" {
		group = r.Where(a.Member)
	}
	if !p.Group {
		group = ""
	}
	if p.Group && group == "" {
		return nil, rooms.Refuse(CodeNoPart)
	}
	if !r.plays(a.Member, p, group) {
		return nil, rooms.Refuse(CodeCannot)
	}
	return s.to(a.Member, p, group), nil
}

// to is the events by which someone comes to play a part; none when she does already.
func (s *State) to(m rooms.MemberID, p Part, group rooms.GroupID) []codec.Event {
	if now, ok := s.Player(p.ID, group); ok && now == m {
		return nil
	}
	return append(s.other(m, p), Given{Part: p.ID, Group: group, Member: m})
}

// other frees the part of the same kind that she plays (CA-13).
func (s *State) other(m rooms.MemberID, p Part) []codec.Event {
	if p.ID == Facilitator {
		return nil
	}
	for _, h := range s.Held {
		was, ok := s.Part(h.Part)
		if ok && h.Member == m && h.Part != Facilitator && was.Group == p.Group && h.Part != p.ID {
			return []codec.Event{Freed{Part: h.Part, Group: h.Group, Member: m}}
		}
	}
	if !p.Group {
		return nil
	}
	for _, h := range s.Held { // the same part in another group
		if h.Member == m && h.Part == p.ID {
			return []codec.Event{Freed{Part: h.Part, Group: h.Group, Member: m}}
		}
	}
	return nil
}

// Volunteer decides that someone plays an empty part (CA-3).
func (s *State) Volunteer(m rooms.MemberID, a PartArgs, r Room, led bool) ([]codec.Event, *rooms.Refusal) {
	p, ok := s.Part(a.Part)
	group := rooms.GroupID("")
	if ok && p.Group {
		group = r.Where(m)
		ok = group != ""
	}
	if !ok {
		return nil, rooms.Refuse(CodeNoPart)
	}
	if now, taken := s.Player(p.ID, group); taken {
		if now == m {
			return nil, nil
		}
		return nil, rooms.Refuse(CodeTaken)
	}
	if p.ID == Facilitator && led {
		return nil, rooms.Refuse(CodeLed)
	}
	if !r.plays(m, p, group) {
		return nil, rooms.Refuse(CodeCannot)
	}
	return s.to(m, p, group), nil
}

// Leave decides that someone gives up a part that she plays (CA-4). A part of a group that has closed is left all the same.
func (s *State) Leave(m rooms.MemberID, a PartArgs) (codec.Event, *rooms.Refusal) {
	for _, h := range s.Held {
		if h.Part == a.Part && h.Member == m {
			return Freed{Part: h.Part, Group: h.Group, Member: m, Own: true}, nil
		}
	}
	return nil, rooms.Refuse(CodeNotYours)
}

// Hand decides that who plays a part gives it to another of her circle (CA-4).
func (s *State) Hand(m rooms.MemberID, a GiveArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	p, ok := s.Part(a.Part)
	if !ok {
		return nil, rooms.Refuse(CodeNoPart)
	}
	group := rooms.GroupID("")
	if p.Group {
		group = r.Where(m)
	}
	if now, played := s.Player(p.ID, group); !played || now != m {
		return nil, rooms.Refuse(CodeNotYours)
	}
	if r.Where(a.Member) != r.Where(m) || !r.plays(a.Member, p, group) {
		return nil, rooms.Refuse(CodeCannot)
	}
	return s.to(a.Member, p, group), nil
}

// Take decides that a part is free again (CA-2).
func (s *State) Take(a TakeArgs) (codec.Event, *rooms.Refusal) {
	p, ok := s.Part(a.Part)
	if !ok {
		return nil, rooms.Refuse(CodeNoPart)
	}
	if !p.Group {
		a.Group = ""
	}
	i := s.find(key{a.Part, a.Group})
	if i < 0 {
		return nil, nil
	}
	return Freed{Part: a.Part, Group: a.Group, Member: s.Held[i].Member}, nil
}

// Settle frees the parts of those who can no longer play them: gone, listening, moved out of the group, or in a group that is no
// more while others are open (CA-7, CA-8). The session asks after each change of who is inside, listens or sits where.
func (s *State) Settle(r Room) []codec.Event {
	var es []codec.Event
	for _, h := range s.Held {
		p, ok := s.Part(h.Part)
		plays := ok && slices.Contains(r.Circle, h.Member) && !r.Listens(h.Member)
		if plays && p.Group && len(r.Groups) > 0 {
			plays = r.plays(h.Member, p, h.Group)
		}
		if !plays {
			es = append(es, Freed{Part: h.Part, Group: h.Group, Member: h.Member})
		}
	}
	return es
}

// Apply records what happened.
func (s *State) Apply(e codec.Event) {
	switch e := e.(type) {
	case Given:
		s.free(key{e.Part, e.Group}, false)
		h := Held(e)
		s.Held = append(s.Held, h)
		s.note(h)
	case Freed:
		s.free(key{e.Part, e.Group}, e.Own)
	case Turned:
		s.turned(e)
	}
}

// free takes a part from whoever plays it; of her own, a part that goes round is not given to her again (CA-12).
func (s *State) free(k key, own bool) {
	i := s.find(k)
	if i < 0 {
		return
	}
	h := s.Held[i]
	s.Held = slices.Delete(slices.Clone(s.Held), i, i+1)
	p, _ := s.Part(h.Part)
	if p.Loop == "" {
		return
	}
	if i := s.now(p.Loop); i >= 0 {
		s.Turns = slices.Clone(s.Turns)
		s.Turns[i].Held = without(s.Turns[i].Held, k)
	}
	if own && !slices.Contains(s.Declined, h) {
		s.Declined = append(slices.Clone(s.Declined), h)
	}
}

// note makes whoever now plays a part that goes round the one whose pass it is (CA-12).
func (s *State) note(h Held) {
	p, _ := s.Part(h.Part)
	i := s.now(p.Loop)
	if p.Loop == "" || i < 0 {
		return
	}
	s.Turns = slices.Clone(s.Turns)
	s.Turns[i].Held = append(without(s.Turns[i].Held, h.key()), h)
}

func without(held []Held, k key) []Held {
	return slices.DeleteFunc(slices.Clone(held), func(h Held) bool { return h.key() == k })
}
