package session

import (
	"palabre/rooms"
)

// cell is one value of the view with those who may see it. A person's view is made
// of the cells of her audiences, and an event tells her which of them changed.
type cell struct {
	to    rooms.Audience
	path  []string
	value any
}

func (st *state) cells(sc scope) []cell {
	cs := st.writtenCells(nil, sc.pages)
	if sc.status {
		cs = st.statusCells(cs)
	}
	if sc.person != "" {
		cs = st.personCells(cs, sc.person)
	}
	if sc.alone() {
		cs = st.companyCells(cs)
	}
	if sc.agenda {
		cs = st.agendaCells(cs)
	}
	if sc.agenda || sc.person != "" || sc.status {
		cs = st.planCells(cs, sc.plan)
	}
	if sc.stick {
		cs = st.stickCells(cs)
	}
	if sc.floor {
		cs = st.floorCells(cs)
	}
	if sc.groups && st.Groups.Set != nil {
		cs = st.groupsCells(cs)
	}
	if sc.team || sc.person != "" {
		cs = st.teamCells(cs)
	}
	if sc.cast || sc.groups {
		cs = st.castCells(cs)
	}
	if sc.voice() {
		cs = st.voiceCells(cs)
	}
	cs = st.heardCells(cs, sc)
	return st.deskCells(cs, sc)
}

// deskCells are what was decided, the boards, and the talk.
func (st *state) deskCells(cs []cell, sc scope) []cell {
	if sc.record {
		for _, id := range sorted(st.Record.Items) {
			cs = all(cs, st.item(id), "record", id)
		}
	}
	if sc.boards {
		for _, b := range sorted(st.Desk.Boards) {
			cs = all(cs, st.board(b), "boards", string(b))
		}
	}
	ids := sc.chat
	if sc.talk {
		ids = sorted(st.Chat.Said)
	}
	for _, id := range ids {
		if m := st.Chat.Said[id]; m != nil {
			to := rooms.Everyone
			switch {
			case m.Team:
				to = rooms.Facilitators()
			case m.Circle != plenary:
				to = rooms.Audience{Group: string(m.Circle)}
			}
			cs = append(cs, cell{to, []string{"chat", string(id)}, st.message(id)})
		}
	}
	return cs
}

// planCells are the plan itself, for the event that changes it, and how the rest would fit,
// for those and for people who come and go.
func (st *state) planCells(cs []cell, whole bool) []cell {
	if whole {
		cs = all(cs, st.agenda().Phases, "agenda", "phases")
	}
	if p := st.replan(); p != nil {
		cs = append(cs, cell{rooms.Facilitators(), []string{"replan"}, *p})
	}
	return cs
}

func all(cs []cell, value any, path ...string) []cell {
	return append(cs, cell{rooms.Everyone, path, value})
}

func only(cs []cell, m rooms.MemberID, value any, path ...string) []cell {
	return append(cs, cell{rooms.Only(m), path, value})
}

func (st *state) agendaCells(cs []cell) []cell {
	a := st.agenda()
	cs = all(cs, a.At, "agenda", "at")
	if a.StartedAt != 0 {
		cs = all(cs, a.StartedAt, "agenda", "started_at")
	}
	if a.EndsAt != 0 {
		cs = all(cs, a.EndsAt, "agenda", "ends_at")
	}
	if a.By != 0 {
		cs = all(cs, a.By, "agenda", "by")
	}
	if a.Pause != nil {
		cs = all(cs, *a.Pause, "agenda", "pause")
	}
	if len(a.Skipped) > 0 {
		cs = all(cs, a.Skipped, "agenda", "skipped")
	}
	return cs
}

// voiceCells are who is heard in each circle, where it is not everyone.
func (st *state) voiceCells(cs []cell) []cell {
	for _, g := range st.circles() {
		if v := st.voice(g); v != nil {
			cs = append(cs, cell{st.audience(g), []string{"voice"}, *v})
		}
	}
	return cs
}

// floorCells are each circle's floor, and who is invited to leave an inner circle.
func (st *state) floorCells(cs []cell) []cell {
	for _, g := range st.circles() {
		cs = append(cs, cell{st.audience(g), []string{"floor"}, *st.floorView(g)})
		if m := st.Floor.Invited(g); m != "" {
			cs = only(cs, m, true, "me", "invited")
		}
	}
	return cs
}

// castCells are the parts as each circle sees them.
func (st *state) castCells(cs []cell) []cell {
	for _, g := range st.circles() {
		cs = append(cs, cell{st.audience(g), []string{"cast"}, st.castView(g)})
	}
	if v := st.castAll(); len(v) > 0 {
		cs = append(cs, cell{rooms.Facilitators(), []string{"cast_all"}, v})
	}
	return cs
}

// groupsCells are the groups as all see them, as each sees itself, and as those who facilitate
// do; a proposal in a room that nobody leads; and that somebody is alone in hers.
func (st *state) groupsCells(cs []cell) []cell {
	if v := st.Groups.Seen(); v != nil {
		cs = all(cs, *v, "groups")
	}
	for _, g := range st.Groups.Circles() {
		if o := st.Groups.Own(g); o != nil {
			cs = append(cs, cell{st.audience(g), []string{"group"}, *o})
		}
	}
	r := st.groupsRoom(st.At)
	for _, m := range r.Circle {
		if o := st.Groups.Coming(m); o != nil {
			cs = only(cs, m, *o, "coming")
		}
	}
	if l := st.Groups.Led(r); l != nil {
		cs = append(cs, cell{rooms.Facilitators(), []string{"led"}, *l})
		if st.proposalIsEverybodys() {
			cs = all(cs, *l, "proposal")
		}
	}
	if st.Groups.Active() {
		for _, m := range r.Circle {
			if st.alone(m) {
				cs = only(cs, m, true, "me", "alone")
			}
		}
	}
	return cs
}
