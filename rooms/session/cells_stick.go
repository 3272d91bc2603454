package session

import (
	"palabre/rooms"
	"palabre/rooms/stick"
)

func (st *state) stickCells(cs []cell) []cell {
	for _, g := range st.circles() {
		cs = st.circleStickCells(cs, g)
	}
	return cs
}

// circleStickCells are the round of one circle. Those who facilitate are told what the
// plenary's asks of them; a group sees to its own.
func (st *state) circleStickCells(cs []cell, g rooms.GroupID) []cell {
	s := st.stickOf(g)
	if s == nil || s.Round == nil {
		return cs
	}
	r := s.Round
	cs = append(cs, roundCells(st.audience(g), st.round(g))...)
	if f := st.facil(); f != nil && g == plenary {
		cs = append(cs, cell{rooms.Facilitators(), []string{"facil"}, *f})
	}
	if o := r.Offer; o != nil {
		if v := st.myOffer(o.To); v != nil {
			cs = only(cs, o.To, *v, "my_offer")
		}
	}
	for _, m := range sorted(r.Hints) {
		if v := st.hint(m); v != nil && st.roundOf(m) == r {
			cs = only(cs, m, *v, "me", "hint")
		}
	}
	for _, m := range sorted(r.Seats) {
		if st.roundOf(m) != r {
			continue // she is in another circle now
		}
		if st.missed(m) {
			cs = only(cs, m, true, "me", "missed")
		}
		if st.again(m) {
			cs = only(cs, m, true, "me", "again")
		}
	}
	if h := r.Holder; h != nil && r.Life == stick.Running && len(h.Asking) > 0 {
		cs = only(cs, h.Member, st.asking(h.Member), "me", "asking")
		for _, m := range h.Asking {
			cs = only(cs, m, true, "me", "asked")
		}
	}
	return cs
}

// roundCells cuts a round in its members, so that a turn costs what it changes. The
// first cell is the whole round, sent when there was none or another one.
func roundCells(to rooms.Audience, r *Round) []cell {
	cs := []cell{{to, []string{"round"}, *r}}
	put := func(name string, v any) { cs = append(cs, cell{to, []string{"round", name}, v}) }
	put("number", r.Number)
	if r.Phase != "" {
		put("phase", r.Phase)
	}
	put("question", r.Question)
	put("state", r.State)
	if r.Variant != stick.Circle {
		put("variant", r.Variant)
	}
	if r.Among {
		put("among", true)
	}
	if r.Why != "" {
		put("why", r.Why)
	}
	if len(r.More) > 0 {
		put("more", r.More)
	}
	put("gate", r.Gate)
	put("clock", r.Clock)
	put("turn_ms", r.TurnMS)
	put("order", r.Order)
	put("next", r.Next)
	if r.Offer != nil {
		put("offer", *r.Offer)
	}
	if r.Second {
		put("second", true)
	}
	if r.Holder != nil {
		put("holder", *r.Holder)
	}
	if r.Centre != nil {
		put("centre", *r.Centre)
	}
	if r.Pause != nil {
		put("pause", *r.Pause)
	}
	if r.Reminder != nil {
		put("reminder", *r.Reminder)
	}
	for _, m := range sorted(r.Seats) {
		cs = append(cs, cell{to, []string{"round", "seats", string(m)}, r.Seats[m]})
	}
	return cs
}
