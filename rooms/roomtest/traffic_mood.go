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
	"palabre/rooms/team"
)

// Mood is what people mostly do for a while; gestures of all other kinds come in between. Where a
// round runs all the time, nothing else ever gets anywhere.
type Mood int

// The moods of a history.
const (
	Sticks  Mood = iota // rounds
	Papers              // writing, choosing, offering
	Floors              // who speaks without a stick, and who plays which part
	Circles             // small groups
	Affairs             // the run of show, the team, roles, the record, coming and going
	Parts               // rounds in which a part of the scenario answers each turn, or listens

	moods = iota
)

// AnyPlan is the show's plan, or one of the scenarios with their rules, parts, groups and loops.
func AnyPlan(d Dice, mode session.Mode) (session.Plan, error) {
	plan := ShowPlan(mode)
	all, err := scenario.Library()
	if err != nil {
		return session.Plan{}, err
	}
	if i := d.Roll(2*len(all), "plan"); i < len(all) {
		return ScenarioPlan(all[i], len(Cast()), plan), nil
	}
	return plan, nil
}

// change lets the mood of the meeting change now and then.
func (t *Traffic) change() {
	if t.Dice.Roll(40, "mood") > 0 {
		return
	}
	t.Mood = Mood(t.Dice.Roll(moods, "new mood"))
	if t.W.light { // whose oracle follows rounds in one circle
		t.Mood = []Mood{Sticks, Sticks, Affairs}[int(t.Mood)%3]
	}
}

// inMood is what people do in this mood; false when nothing of that would make sense now.
func (t *Traffic) inMood(round *session.Round) (rooms.Command, bool) {
	runs := round != nil && (round.State == session.RoundRunning || round.State == session.RoundPaused)
	switch t.Mood {
	case Papers:
		return t.onPaper(), true
	case Floors, Circles:
		if runs && t.Dice.Roll(2, "over") == 0 {
			return t.command("ana", "stick.end", session.NoArgs{}), true
		}
		if t.Mood == Circles {
			return t.inGroups()
		}
		return t.atFloor(round), true
	case Affairs:
		return t.affair(round), true
	case Parts:
		return t.withParts()
	default:
		return rooms.Command{}, false
	}
}

// atFloor is what the rule of the floor asks for now.
func (t *Traffic) atFloor(round *session.Round) rooms.Command {
	m := t.who()
	v := t.W.See(m)
	if v.Floor == nil || t.Dice.Roll(3, "otherwise") == 0 {
		return t.onFloor(round)
	}
	runs := rooms.MemberID("ana")
	if v.Group != nil {
		runs = m
	}
	switch h := v.Floor.Holder; v.Floor.Rule.Kind {
	case floor.Hands:
		switch {
		case h != nil && t.Dice.Roll(2, "end") == 0:
			return t.command(h.Member, "floor.end", floor.EndArgs{Grant: h.Grant})
		case len(v.Floor.Line) > 0:
			return t.command(runs, "floor.give", floor.GiveArgs{From: v.Floor.Grant})
		default:
			return t.command(m, "hands.raise", session.NoArgs{})
		}
	case floor.Inside:
		name := t.pick("floor.enter", "floor.enter", "floor.leave")
		if name == "floor.leave" && len(v.Floor.Inside) > 0 {
			m = v.Floor.Inside[0]
		}
		return t.command(m, name, floor.SeatArgs{})
	default:
		return t.command(runs, "floor.rule", t.argsFor("floor.rule", round))
	}
}

// affair is a gesture of the meeting's life beside who speaks.
func (t *Traffic) affair(round *session.Round) rooms.Command {
	for _, p := range t.W.Watchers {
		switch me := t.W.See(p.Member).Me; {
		case t.Dice.Roll(6, "back") > 0:
		case me.Refused:
			return t.command("ana", "people.admit", session.MemberArgs{Member: p.Member})
		case me.Outside:
			return t.command(p.Member, "people.enter", session.EnterArgs{Listed: true})
		}
	}
	by, leads := t.who(), []rooms.MemberID{"ana", "ana", "bea"}[t.Dice.Roll(3, "lead")]
	name := t.pick("agenda.next", "agenda.next", "agenda.extend", "agenda.pause", "agenda.resume", "agenda.skip", "agenda.replan",
		"team.hand_over", "team.take_back", "team.wear", "team.order", "people.role", "people.admit", "people.refuse", "equity.switch",
		"boards.open", "boards.rename", "boards.show", "stick.pause", "stick.resume", "stick.remind", "stick.clock", "stick.gate",
		"people.leave", "people.listen", "people.list", "people.write", "chat.say", "chat.say", "chat.keep", "chat.retract",
		"record.add", "record.add", "record.edit", "record.remove", "hands.raise", "hands.lower", "cast.give", "cast.volunteer", "session.close", "people.remove")
	switch name {
	case "people.leave", "people.listen", "people.list", "people.write", "hands.raise", "hands.lower", "cast.volunteer":
	case "session.close", "people.remove":
		if t.Dice.Roll(10, "rare") > 0 {
			return t.command(leads, "agenda.back", t.argsFor("agenda.back", round))
		}
		by = leads
	case "people.admit", "people.refuse":
		if door := slices.Sorted(maps.Keys(t.W.See("ana").Door)); len(door) > 0 && t.Dice.Roll(4, "door") > 0 {
			return t.command(leads, name, session.MemberArgs{Member: door[t.Dice.Roll(len(door), "who waits")]})
		}
		by = leads
	case "team.hand_over", "team.order":
		by = leads
		if tv := t.W.See("ana").Team; tv != nil && tv.Posts[team.Lead] != "" {
			by = tv.Posts[team.Lead]
		}
	case "chat.keep", "chat.retract", "record.edit", "record.remove", "chat.say", "record.add":
		by = []rooms.MemberID{leads, by}[t.Dice.Roll(2, "author")]
	default:
		by = leads
	}
	return t.command(by, name, t.argsFor(name, round))
}

// withParts leads to a phase in whose rounds a part answers each turn, or has no seat, with somebody who plays it.
func (t *Traffic) withParts() (rooms.Command, bool) {
	v := t.W.See("ana")
	if v.Agenda == nil || t.Dice.Roll(8, "parts") > 0 {
		return rooms.Command{}, false
	}
	for i, p := range v.Agenda.Phases {
		if p.Rule == nil || p.Rule.Kind != scenario.WithStick || p.Rule.Answers == "" && p.Rule.Not == "" {
			continue
		}
		for _, part := range []scenario.PartID{p.Rule.Answers, p.Rule.Not} {
			if part != "" && !slices.ContainsFunc(v.Cast, func(s cast.Seen) bool { return s.Part == part && s.Member != "" }) {
				return t.command("ana", "cast.give", cast.GiveArgs{Part: part, Member: t.who()}), true
			}
		}
		if i > v.Agenda.At {
			return t.command("ana", "agenda.go", session.GoArgs{Phase: p.ID, From: v.Agenda.At}), true
		}
		if i == v.Agenda.At && t.Dice.Roll(3, "stay") > 0 {
			return rooms.Command{}, false
		}
	}
	return rooms.Command{}, false
}

// at is the index of the present phase that somebody saw, mostly the one that is.
func (t *Traffic) at(roll func(int) int) int {
	if v := t.W.See("ana"); v.Agenda != nil && roll(4) > 0 {
		return v.Agenda.At
	}
	return roll(4) - 1
}

// phase is one of the run of show, or none.
func (t *Traffic) phase(roll func(int) int) rooms.PhaseID {
	v := t.W.See("ana")
	if v.Agenda == nil || len(v.Agenda.Phases) == 0 || roll(5) == 0 {
		return "nulle"
	}
	return v.Agenda.Phases[roll(len(v.Agenda.Phases))].ID
}

// calls is the group that calls for help, "" for none.
func calls(led *groups.Led) rooms.GroupID {
	for _, id := range slices.Sorted(maps.Keys(led.Groups)) {
		if led.Groups[id].Help != nil {
			return id
		}
	}
	return ""
}
