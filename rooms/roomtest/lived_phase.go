package roomtest

import (
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/floor"
	"palabre/rooms/groups"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/template"
)

// phase lives one phase: its rule, its groups, what is done in it, and what it leaves.
func (l *Lived) phase(p session.Phase) {
	l.must(p.Rule != nil, "has no rule")
	before := l.Live.Head()
	if p.Groups != nil {
		l.sit(p)
	}
	if p.ID == "TR1" && !l.met { // who comes later would make a group of four, and a pass more
		l.enters(l.Late)
		l.met = true
	}
	l.rule(p)
	for range max(1, p.Rule.Rounds) {
		l.rounds(p)
	}
	switch p.ID { // in which the stick is there for who wants it
	case "QT4", "TR3-1", "WC4", "BO5":
		l.wanted(p)
	}
	l.leaves(p)
	if p.From == scenario.FromPrivate {
		l.keeps(p, before)
	}
	l.wait(rooms.Millis(p.Minutes) * minute / 2)
}

// tables are the groups that are open, in their order.
func (l *Lived) tables() []groups.Own {
	led := l.see("ana").Led
	if led == nil || led.State == groups.Proposed {
		return nil
	}
	var all []groups.Own
	for _, id := range slices.Sorted(maps.Keys(led.Groups)) {
		all = append(all, led.Groups[id])
	}
	return all
}

// sit lets people go to their groups, or to the next table.
func (l *Lived) sit(p session.Phase) {
	g := *p.Groups
	switch open := len(l.tables()) > 0; {
	case open && g.Hosts:
		l.turn()
	case open:
		l.must(g.Keep, "groups that should have closed are open")
	default:
		l.opens(p, g)
	}
	l.apart(g)
}

func (l *Lived) opens(p session.Phase, g scenario.Groups) {
	a := groups.ProposeArgs{
		Set: groups.SetID(l.id("serie")), By: groups.Method(g.By), Size: g.Size, Most: g.Most, Count: g.Count, Seed: 17, Together: p.ID == "QT4",
		Minutes: p.Minutes,
	}
	inside := len(l.see("ana").People) - 1 // who facilitates has no place
	if l.Scenario.ID == "CC" || l.Scenario.ID == "WC" {
		a.Hosts = l.People[1 : 1+max(1, inside/g.Size)]
	}
	l.does("ana", "groups.propose", a)
	l.must(l.see("cleo").Groups == nil && l.see("cleo").Proposal == nil, "a proposal is seen by who does not run")
	l.does("cleo", "chat.say", session.SayArgs{ID: rooms.MessageID(l.id("mot")), Text: "chat: on y va"})
	o := groups.OpenArgs{Set: a.Set}
	for i := range l.see("ana").Led.Groups {
		if _, made := template.Ops(p.Template, template.French, func() string { return "x" }); made {
			o.Boards = append(o.Boards, rooms.BoardID(string(a.Set)+"-tableau-"+string(i)))
		}
	}
	slices.Sort(o.Boards)
	l.does("ana", "groups.open", o)
	for _, b := range o.Boards {
		l.drawn(b, p.Template, l.see("ana").Boards[b].Title)
	}
	l.seats = map[rooms.GroupID][]rooms.MemberID{}
	for _, t := range l.tables() {
		l.seats[t.Group] = slices.Clone(t.Members)
		l.must(len(o.Boards) == 0 || t.Board != "", "%s has no board", t.Group)
	}
	if p.ID == "QT4" {
		l.fours()
	}
}

// fours: pairs became fours; of an odd number of pairs, one is parted and no more.
func (l *Lived) fours() {
	parted := 0
	for _, pair := range l.pairs {
		if slices.ContainsFunc(pair, func(m rooms.MemberID) bool { return l.where(m) != l.where(pair[0]) }) {
			parted++
		}
	}
	l.must(parted <= len(l.pairs)%2, "%d of %d pairs were parted", parted, len(l.pairs))
}

// apart: everybody sits in one group of a size that the scenario says, and hears nobody of another.
func (l *Lived) apart(g scenario.Groups) {
	sits := map[rooms.MemberID]bool{"ana": true}
	tables := l.tables()
	l.must(len(tables) > 1, "%d groups", len(tables))
	for _, t := range tables {
		l.must(len(t.Members) >= 2 && (g.Most == 0 || len(t.Members) <= g.Most+1), "a group of %d", len(t.Members))
		for _, m := range t.Members {
			l.must(!sits[m], "%s sits twice", m)
			sits[m] = true
			l.must(l.see(m).Group.Board == t.Board, "%s sees another board", m)
		}
	}
	a := l.Live.Audible()
	for m := range l.see("ana").People {
		l.must(sits[m], "%s sits nowhere", m)
	}
	one, other := tables[0].Members[0], tables[1].Members[0]
	l.must(!a.Hears(one, other) && !a.Hears("ana", one), "%s is heard outside of her group", other)
	l.pairs = nil
	for _, t := range tables {
		l.pairs = append(l.pairs, t.Members)
	}
}

// turn: hosts stay with their board, and nobody sits again where she sat.
func (l *Lived) turn() {
	was := l.tables()
	l.does("ana", "groups.turn", groups.TurnArgs{Round: l.see("ana").Groups.Round, Seed: 5})
	for i, t := range l.tables() {
		l.must(t.Host == was[i].Host && t.Board == was[i].Board, "the host or the board of %s moved", t.Group)
		for _, m := range t.Members {
			l.must(m == t.Host || m == l.Late || !slices.Contains(l.seats[t.Group], m), "%s sits at %s again", m, t.Group)
		}
		l.seats[t.Group] = append(l.seats[t.Group], t.Members...)
	}
}

// rule checks who is heard when the phase begins, and lives what its rule asks for.
func (l *Lived) rule(p session.Phase) {
	circles := [][]rooms.MemberID{{"ana"}}
	if p.Groups != nil {
		circles = nil
		for _, t := range l.tables() {
			circles = append(circles, t.Members)
		}
	}
	for _, c := range circles {
		switch by := c[0]; p.Rule.Kind {
		case scenario.OneRole:
			l.role(p, by)
		case scenario.Silence:
			l.heard(by, rooms.HearOnly)
		case scenario.Open, scenario.WithStick:
			l.but(p, by)
		case scenario.Hands:
			l.hands(p)
		case scenario.Inside:
			l.fishbowl(p)
		}
	}
}

// but: everyone in the circle is heard, but who listens or turns her back.
func (l *Lived) but(p session.Phase, by rooms.MemberID) {
	if p.Rule.Not == "" {
		l.heard(by, rooms.HearEveryone)
		return
	}
	client := l.plays(by, p.Rule.Not)
	l.must(len(client) == 1, "%v only listen", client)
	circle := l.here()
	if g := l.see(by).Group; g != nil {
		circle = g.Members
	}
	l.heard(by, rooms.HearOnly, slices.DeleteFunc(slices.Clone(circle), func(m rooms.MemberID) bool { return m == client[0] })...)
}

// role: those who play the part are heard, and nobody else.
func (l *Lived) role(p session.Phase, by rooms.MemberID) {
	if p.Rule.Role == scenario.Facilitators {
		l.heard(by, rooms.HearOnly, "ana")
		return
	}
	played := l.plays(by, p.Rule.Role)
	if len(played) == 0 && p.Groups == nil {
		l.must(l.tries("dina", "cast.give", cast.GiveArgs{Part: p.Rule.Role, Member: "dina"}) != nil, "dina gave a part")
		l.does("ana", "cast.give", cast.GiveArgs{Part: p.Rule.Role, Member: "cleo"})
		played = l.plays(by, p.Rule.Role)
	}
	l.must(len(played) > 0, "nobody plays %s", p.Rule.Role)
	l.heard(by, rooms.HearOnly, played...)
	if p.Loop != nil && p.Loop.Step == 0 && p.Row == "TR2" {
		g := l.where(by)
		l.must(!slices.Contains(l.clients[g], played[0]), "%s is the client again", played[0])
		l.clients[g] = append(l.clients[g], played[0])
		if p.Loop.Pass == p.Loop.Of {
			l.must(len(l.clients[g]) == len(l.see(by).Group.Members), "in %s, clients were %v", g, l.clients[g])
		}
	}
}

// hands: two ask for the floor, the first has it, then the other.
func (l *Lived) hands(session.Phase) {
	l.heard("ana", rooms.HearOnly, "ana")
	l.wait(20 * second)
	l.does("dina", "hands.raise", session.NoArgs{})
	l.wait(5 * second)
	l.does("elie", "hands.raise", session.NoArgs{})
	for _, m := range []rooms.MemberID{"dina", "elie"} {
		l.must(l.tries("elie", "floor.give", floor.GiveArgs{From: l.see("ana").Floor.Grant}) != nil, "elie gave the floor")
		l.does("ana", "floor.give", floor.GiveArgs{From: l.see("ana").Floor.Grant})
		l.heard("ana", rooms.HearOnly, "ana", m)
		l.wait(30 * second)
		l.does(m, "floor.end", floor.EndArgs{Grant: l.see(m).Floor.Holder.Grant})
	}
	l.heard("ana", rooms.HearOnly, "ana")
}

// fishbowl: those inside are heard; with a free seat one comes in, and who was inside longest is invited to leave.
func (l *Lived) fishbowl(p session.Phase) {
	inside := slices.Clone(l.People[1:5])
	if p.Rule.Free == 0 {
		l.heard("ana", rooms.HearOnly)
		for _, m := range inside {
			l.wait(second)
			l.does(m, "floor.enter", floor.SeatArgs{})
		}
		l.must(l.tries(l.People[5], "floor.enter", floor.SeatArgs{}) != nil, "a fifth person sits in four seats")
		l.heard("ana", rooms.HearOnly, inside...)
		return
	}
	l.heard("ana", rooms.HearOnly, inside...)
	l.does(l.People[5], "floor.enter", floor.SeatArgs{})
	l.heard("ana", rooms.HearOnly, append(slices.Clone(inside), l.People[5])...)
	l.must(l.see(inside[0]).Me.Invited && !l.see(inside[1]).Me.Invited, "the wrong person is invited to leave")
	l.does(inside[0], "floor.leave", floor.SeatArgs{})
	l.heard("ana", rooms.HearOnly, append(slices.Clone(inside[1:]), l.People[5])...)
}

// rounds lives the rounds of a phase of the stick: one, or one in each group.
func (l *Lived) rounds(p session.Phase) {
	if p.Rule.Kind != scenario.WithStick {
		return
	}
	if p.Groups == nil {
		l.round("ana", p.TurnS, p.Rule.Once)
		return
	}
	for _, t := range l.tables() {
		l.round(t.Members[0], p.TurnS, p.Rule.Once)
	}
}

// wanted: somebody takes the stick where it is optional.
func (l *Lived) wanted(p session.Phase) {
	by := rooms.MemberID("ana")
	if p.Groups != nil {
		by = l.tables()[0].Members[0]
	}
	l.round(by, 30, false)
}

// keeps: what people write for themselves never leaves their device, so that the log holds nothing of the phase but how it went.
func (l *Lived) keeps(p session.Phase, before rooms.Seq) {
	for _, e := range l.Log[before:] {
		switch e.Name {
		case "cards.written", "chat.said", "record.added", "poll.voted", "harvest.offered":
			l.must(e.Name == "chat.said" && p.Groups != nil, "%s is in the log", e.Name)
		}
	}
}
