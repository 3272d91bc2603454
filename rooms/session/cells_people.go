package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/people"
)

// companyCells are what those who are carried would be told: who carries them is told.
func (st *state) companyCells(cs []cell) []cell {
	if st.People.Behind == 0 {
		return cs
	}
	for _, m := range sorted(st.People.All) {
		if p := st.People.All[m]; p.Behind != "" && p.Place == people.Inside && st.People.Inside(p.Behind) {
			cs = only(cs, p.Behind, st.companion(m), "company", string(m))
		}
	}
	return cs
}

// heardCells are how the time was shared, and who asks for the floor.
func (st *state) heardCells(cs []cell, sc scope) []cell {
	if sc.shares {
		cs = st.shareCells(cs)
	}
	if sc.spread {
		if v := st.Equity.Spread(st.seated()); v != nil {
			cs = append(cs, cell{rooms.Facilitators(), []string{"spread"}, *v})
		}
		if v := st.proposed(); len(v) > 0 {
			cs = append(cs, cell{rooms.Facilitators(), []string{"order"}, v})
		}
	}
	if sc.hands {
		for _, m := range sorted(st.Hands.Up) {
			cs = append(cs, cell{st.audience(st.where(m)), []string{"hands", string(m)}, st.hand(m)})
		}
	}
	return cs
}

// teamCells: who leads and wears what is for all, the order for those who facilitate, a
// claim for its person.
func (st *state) teamCells(cs []cell) []cell {
	cs = all(cs, st.teamView(), "team")
	cs = append(cs, cell{rooms.Facilitators(), []string{"takeover"}, slices.Clone(st.Team.Order)})
	for _, m := range st.Team.Claims {
		if st.claim(m) {
			cs = only(cs, m, true, "me", "claim")
		}
	}
	return cs
}

// shareCells is what each was heard, told to her alone. Those who are outside are told when
// they come in.
func (st *state) shareCells(cs []cell) []cell {
	for _, m := range sorted(st.People.All) {
		if v := st.Equity.Mine(m); v != nil && st.People.Inside(m) {
			cs = only(cs, m, *v, "share")
		}
	}
	return cs
}

// statusCells: those outside see the status too, each by herself.
func (st *state) statusCells(cs []cell) []cell {
	cs = all(cs, st.status(), "status")
	if st.ClosedAt != 0 {
		cs = all(cs, st.ClosedAt, "closed_at")
	}
	if st.Closing != nil {
		cs = all(cs, st.Closing, "closing")
	}
	for _, m := range sorted(st.People.All) {
		if st.People.Inside(m) {
			continue
		}
		cs = only(cs, m, st.status(), "status")
		if st.ClosedAt != 0 {
			cs = only(cs, m, st.ClosedAt, "closed_at")
		}
	}
	return cs
}

func (st *state) personCells(cs []cell, m rooms.MemberID) []cell {
	p := st.People.All[m]
	if p == nil {
		return cs
	}
	if p.Order > 0 {
		cs = all(cs, person(p), "people", string(m))
	}
	if p.Place == people.AtDoor && p.Here {
		cs = append(cs, cell{rooms.Facilitators(), []string{"door", string(m)}, AtDoor{Since: p.Since}})
	}
	me := st.meOf(m, p.Role)
	cs = only(cs, m, me.Role, "me", "role")
	cs = only(cs, m, me.Waiting, "me", "waiting")
	cs = only(cs, m, p.Listed, "listed")
	if me.Until != 0 {
		cs = only(cs, m, me.Until, "me", "until")
	}
	if me.Outside {
		cs = only(cs, m, true, "me", "outside")
	}
	if me.Refused {
		cs = only(cs, m, true, "me", "refused")
	}
	return cs
}
