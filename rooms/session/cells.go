package session

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
)

// cell is one value of the view with those who may see it. A person's view is made
// of the cells of her audiences, and an event tells her which of them changed.
type cell struct {
	to    rooms.Audience
	path  []string
	value any
}

// scope is the part of the view that an event can change.
type scope struct {
	status, agenda, stick, hands, record, boards, talk bool

	person rooms.MemberID
	chat   []rooms.MessageID
}

func scopeOf(st *state, p codec.Event) scope {
	if p, ok := p.(Redacted); ok {
		return scope{chat: st.Chat.At(p.places()), stick: true}
	}
	machine, _, _ := strings.Cut(p.EventName(), ".")
	switch machine {
	case "people":
		return scope{person: subject(p), stick: true}
	case "agenda":
		return scope{agenda: true}
	case "stick":
		return scope{stick: true}
	case "hands":
		return scope{hands: true}
	case "record":
		return scope{record: true}
	case "boards":
		return scope{boards: true}
	case "chat":
		return scope{chat: talked(st, p)}
	}
	switch p.(type) {
	case HostResumed:
		return scope{agenda: true, stick: true}
	case CloseAsked:
		return scope{status: true}
	case Closed:
		return scope{status: true, talk: true}
	}
	return scope{} // founding: nobody is there to be told
}

func (st *state) cells(sc scope) []cell {
	var cs []cell
	if sc.status {
		cs = st.statusCells(cs)
	}
	if sc.person != "" {
		cs = st.personCells(cs, sc.person)
	}
	if sc.agenda {
		cs = st.agendaCells(cs)
	}
	if sc.stick {
		cs = st.stickCells(cs)
	}
	if sc.hands {
		for _, m := range sorted(st.Hands.Up) {
			cs = all(cs, st.hand(m), "hands", string(m))
		}
	}
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
		if st.Chat.Said[id] != nil {
			cs = all(cs, st.message(id), "chat", string(id))
		}
	}
	return cs
}

func all(cs []cell, value any, path ...string) []cell {
	return append(cs, cell{rooms.Everyone, path, value})
}

func only(cs []cell, m rooms.MemberID, value any, path ...string) []cell {
	return append(cs, cell{rooms.Only(m), path, value})
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
	if me.Outside {
		cs = only(cs, m, true, "me", "outside")
	}
	if me.Refused {
		cs = only(cs, m, true, "me", "refused")
	}
	return cs
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
	return cs
}

func (st *state) stickCells(cs []cell) []cell {
	r := st.Stick.Round
	if r == nil {
		return cs
	}
	cs = append(cs, roundCells(st.round())...)
	if f := st.facil(); f != nil {
		cs = append(cs, cell{rooms.Facilitators(), []string{"facil"}, *f})
	}
	if o := r.Offer; o != nil {
		cs = only(cs, o.To, *st.myOffer(o.To), "my_offer")
	}
	for _, m := range sorted(r.Hints) {
		cs = only(cs, m, *st.hint(m), "me", "hint")
	}
	for _, m := range sorted(r.Seats) {
		if st.missed(m) {
			cs = only(cs, m, true, "me", "missed")
		}
		if st.again(m) {
			cs = only(cs, m, true, "me", "again")
		}
	}
	return cs
}

// roundCells cuts a round in its members, so that a turn costs what it changes. The
// first cell is the whole round, sent when there was none or another one.
func roundCells(r *Round) []cell {
	cs := []cell{{rooms.Everyone, []string{"round"}, *r}}
	put := func(name string, v any) { cs = all(cs, v, "round", name) }
	put("number", r.Number)
	if r.Phase != "" {
		put("phase", r.Phase)
	}
	put("question", r.Question)
	put("state", r.State)
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
		cs = all(cs, r.Seats[m], "round", "seats", string(m))
	}
	return cs
}

// diff tells each audience which of its cells changed.
func diff(before, after []cell) []rooms.Delta {
	old, now := index(before), index(after)
	d := deltas{}
	whole := roundID(old) != roundID(now)
	for _, c := range after {
		if isRound(c) && (len(c.path) == 1) != whole {
			continue
		}
		if b, ok := old[key(c)]; !ok || !reflect.DeepEqual(b.value, c.value) {
			d.add(c.to, rooms.Op{Path: c.path, Value: c.value}, !ok)
		}
	}
	for _, c := range before {
		if _, ok := now[key(c)]; ok || isRound(c) && (len(c.path) == 1) != whole {
			continue
		}
		d.add(c.to, rooms.Op{Path: c.path, Gone: true}, false)
	}
	return d.list
}

func isRound(c cell) bool { return c.path[0] == "round" }

func roundID(cs map[string]cell) rooms.RoundID {
	if r, ok := cs[key(cell{path: []string{"round"}})].value.(Round); ok {
		return r.ID
	}
	return ""
}

func key(c cell) string {
	return string(c.to.Role) + "\x00" + string(c.to.Member) + "\x00" + strings.Join(c.path, "\x00")
}

func index(cs []cell) map[string]cell {
	m := make(map[string]cell, len(cs))
	for _, c := range cs {
		m[key(c)] = c
	}
	return m
}

// deltas gathers operations by audience, in the order in which audiences appear.
type deltas struct{ list []rooms.Delta }

func (d *deltas) add(to rooms.Audience, op rooms.Op, first bool) {
	i := slices.IndexFunc(d.list, func(x rooms.Delta) bool { return x.To == to })
	if i < 0 {
		i = len(d.list)
		d.list = append(d.list, rooms.Delta{To: to})
	}
	d.list[i].Ops = append(d.list[i].Ops, op)
	if first && len(op.Path) == 2 && (op.Path[0] == "people" || op.Path[0] == "door") {
		d.list[i].Mentions = append(d.list[i].Mentions, rooms.MemberID(op.Path[1]))
	}
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	ks := make([]K, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
