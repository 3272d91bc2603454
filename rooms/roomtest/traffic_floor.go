package roomtest

import (
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/hands"
	"palabre/rooms/session"
)

// floorArgs is what a command of the floor, of the cast or of the count would carry; false
// for other commands.
func (t *Traffic) floorArgs(name string, m rooms.MemberID, roll func(int) int) (any, bool) {
	v := t.W.See("ana")
	switch name {
	case "floor.rule":
		kinds := []floor.Kind{floor.Open, floor.Hands, floor.Hands, floor.OneRole, floor.Silence, floor.Inside, floor.Inside, "reine"}
		u := floor.Rule{Kind: kinds[roll(len(kinds))]}
		switch u.Kind {
		case floor.Hands:
			u.Order = []hands.Order{hands.ByArrival, hands.FirstFirst, hands.LeastHeard}[roll(3)]
		case floor.OneRole:
			u.Role = []floor.Part{floor.Part(t.part(roll)), floor.Facilitators}[roll(2)]
		case floor.Inside:
			u.Seats, u.Free = 1+roll(2), roll(2)
		default:
		}
		if roll(4) == 0 {
			u.Not = floor.Part(t.part(roll))
		}
		return floor.RuleArgs{Rule: u}, true
	case "floor.give":
		a := floor.GiveArgs{}
		if v.Floor != nil {
			a.From = v.Floor.Grant - uint64(roll(6)/5) //nolint:gosec // 0 or 1
		}
		if roll(2) == 0 {
			a.Member = m
		}
		return a, true
	case "floor.end":
		a := session.EndFloorArgs{AsArgs: t.as(roll)}
		if v.Floor != nil && v.Floor.Holder != nil {
			a.Grant = v.Floor.Holder.Grant
		}
		return a, true
	case "floor.enter", "floor.leave":
		return floor.SeatArgs{Member: []rooms.MemberID{"", "", m, "ines"}[roll(4)]}, true
	case "cast.give":
		return cast.GiveArgs{Part: t.part(roll), Group: t.anyGroup(roll), Member: m}, true
	case "cast.take":
		return cast.TakeArgs{Part: t.part(roll), Group: t.anyGroup(roll)}, true
	case "cast.volunteer", "cast.leave":
		return session.PartArgs{PartArgs: cast.PartArgs{Part: t.part(roll)}, AsArgs: t.as(roll)}, true
	case "cast.hand":
		return session.HandPartArgs{GiveArgs: cast.GiveArgs{Part: t.part(roll), Group: t.anyGroup(roll), Member: m}, AsArgs: t.as(roll)}, true
	case "hands.raise":
		return t.as(roll), true
	case "equity.switch":
		return equity.SwitchArgs{On: roll(3) > 0}, true
	}
	return nil, false
}

// as is whose gesture it would be: one's own, mostly.
func (t *Traffic) as(roll func(int) int) session.AsArgs {
	return session.AsArgs{As: []rooms.MemberID{"", "", "", "ines"}[roll(4)]}
}

// anyGroup is a group whose part it would be: mostly none, or one of those that are open, or that never was.
func (t *Traffic) anyGroup(roll func(int) int) rooms.GroupID {
	ids := []rooms.GroupID{"", "", "nulle-1"}
	if led := t.W.See("ana").Led; led != nil {
		ids = append(ids, slices.Sorted(maps.Keys(led.Groups))...)
	}
	return ids[roll(len(ids))]
}

// onFloor is a gesture of those who speak without a stick, or of those who see to it.
func (t *Traffic) onFloor(round *session.Round) rooms.Command {
	name := t.pick("floor.rule", "floor.give", "floor.give", "floor.end", "floor.enter", "floor.enter", "floor.leave", "hands.raise", "hands.raise",
		"cast.give", "cast.volunteer", "cast.leave", "people.write", "stick.ring", "stick.more", "stick.end",
		"team.hand_over", "team.take_back", "team.wear", "agenda.replan", "agenda.pause", "agenda.resume")
	by := t.who()
	switch name {
	case "floor.rule", "floor.give", "cast.give", "stick.end", "agenda.replan", "agenda.pause", "agenda.resume":
		by = "ana"
	case "team.hand_over", "team.take_back", "team.wear":
		by = []rooms.MemberID{"ana", "bea"}[t.Dice.Roll(2, "team")]
	case "floor.end":
		if v := t.W.See("ana"); v.Floor != nil && v.Floor.Holder != nil && t.Dice.Roll(2, "own") == 0 {
			by = v.Floor.Holder.Member
		}
	}
	return t.command(by, name, t.argsFor(name, round))
}

func (t *Traffic) part(roll func(int) int) cast.PartID {
	parts := []cast.PartID{cast.Facilitator, "reine"}
	for _, s := range t.W.See("ana").Cast {
		parts = append(parts, s.Part, s.Part)
	}
	return parts[roll(len(parts))]
}
