package roomtest

import (
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/groups"
	"palabre/rooms/poll"
	"palabre/rooms/session"
)

// inGroups is a gesture about the small groups, or in one of them; false when none would make
// sense now.
func (t *Traffic) inGroups() (rooms.Command, bool) {
	if t.W.light {
		return rooms.Command{}, false // whose oracle knows one circle
	}
	ana := t.W.See("ana")
	switch {
	case ana.Led == nil:
		return t.command("ana", "groups.propose", t.groupsArgs("groups.propose", t.who())), true
	case ana.Led.State == groups.Proposed && !ana.Led.Announced && t.Dice.Roll(3, "announce") == 0:
		return t.command("ana", "groups.announce", t.groupsArgs("groups.announce", t.who())), true
	case ana.Led.State == groups.Proposed && t.Dice.Roll(2, "open") == 0:
		return t.command("ana", "groups.open", t.groupsArgs("groups.open", t.who())), true
	}
	if g := calls(ana.Led); g != "" && t.Dice.Roll(3, "answer") == 0 {
		return t.command("ana", t.pick("groups.answer", "groups.visit"), groups.GroupArgs{Group: g}), true
	}
	m := t.who()
	v := t.W.See(m)
	if v.Group != nil && t.Dice.Roll(3, "inside") > 0 {
		if c, ok := t.inGroup(m, v); ok {
			return c, true
		}
	}
	name := t.pick("groups.join", "groups.join", "groups.move", "groups.swap", "groups.out", "groups.help", "groups.no_help", "groups.done",
		"groups.answer", "groups.visit", "groups.back", "groups.wish", "groups.say", "groups.extend", "groups.recall", "groups.turn", "groups.title", "groups.host",
		"groups.close", "groups.withdraw")
	by := m
	if slices.Contains([]string{"groups.move", "groups.swap", "groups.say", "groups.recall", "groups.turn", "groups.visit", "groups.back", "groups.host"}, name) {
		by = []rooms.MemberID{"ana", "bea"}[t.Dice.Roll(2, "by")]
	}
	if (name == "groups.close" || name == "groups.withdraw") && t.Dice.Roll(3, "rare") > 0 {
		name = "groups.help"
	}
	return t.command(by, name, t.groupsArgs(name, m)), true
}

// inGroup is what somebody does in her group: its stick, its floor, its chat.
func (t *Traffic) inGroup(m rooms.MemberID, v session.View) (rooms.Command, bool) {
	if r := v.Round; r != nil && r.State != session.RoundEnded {
		for _, c := range slices.Sorted(maps.Keys(v.Company)) {
			switch {
			case v.Company[c].Offer != nil:
				return t.command(m, t.pick("stick.take", "stick.take", "stick.pass"), session.RoundArgs{Round: r.ID, As: c}), true
			case r.Holder != nil && r.Holder.Member == c && t.Dice.Roll(2, "carried holds") == 0:
				return t.command(m, "stick.release", session.ReleaseArgs{Grant: r.Holder.Grant, As: c}), true
			}
		}
		switch {
		case v.MyOffer != nil:
			return t.command(m, t.pick("stick.take", "stick.take", "stick.pass"), session.RoundArgs{Round: r.ID}), true
		case r.State == session.RoundProposed:
			return t.command(m, "stick.begin", session.NoArgs{}), true
		case r.Holder != nil && r.Holder.Member == m:
			return t.command(m, "stick.release", session.ReleaseArgs{Grant: r.Holder.Grant}), true
		}
	}
	t.ids++
	id := fmt.Sprintf("id-%d", t.ids)
	switch t.Dice.Roll(7, "in the group") {
	case 4, 5:
		return t.groupPaper(m, v), true
	case 0, 1:
		return t.command(m, "stick.prepare", session.PrepareArgs{Round: rooms.RoundID("ronde-" + id), TurnS: 30}), true
	case 2:
		return t.command(m, "chat.say", session.SayArgs{ID: rooms.MessageID(id), Text: "circle:" + string(v.Group.Group) + ":", In: &v.Group.Group}), true
	case 3:
		return t.command(m, "hands.raise", session.NoArgs{}), true
	}
	return rooms.Command{}, false
}

// groupPaper is what somebody writes, chooses, or has her group write and choose.
func (t *Traffic) groupPaper(m rooms.MemberID, v session.View) rooms.Command {
	for _, id := range slices.Sorted(maps.Keys(v.Sheets)) {
		if s := v.Sheets[id]; s.Group != "" && s.Life == cards.Open {
			return t.paper(m, t.pick("cards.write", "cards.write", "cards.write", "cards.done", "cards.reveal"))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.Polls)) {
		switch p := v.Polls[id]; {
		case p.Group != "" && p.Life == poll.Preparing:
			return t.paper(m, t.pick("poll.open", "poll.open", "poll.propose"))
		case p.Group != "" && p.Life == poll.Open:
			return t.paper(m, t.pick("poll.vote", "poll.vote", "poll.vote", "poll.close"))
		}
	}
	return t.paper(m, t.pick("cards.open", "poll.prepare"))
}

func (t *Traffic) groupsArgs(name string, m rooms.MemberID) any {
	roll := func(n int) int { return t.Dice.Roll(n, name) }
	ana := t.W.See("ana")
	var set groups.SetID = "serie-0"
	var ids []rooms.GroupID
	if ana.Led != nil {
		set = ana.Led.Set
		ids = slices.Sorted(maps.Keys(ana.Led.Groups))
	}
	group := append(ids, "nulle-1")[roll(len(ids)+1)]
	switch name {
	case "groups.propose":
		t.ids++
		a := groups.ProposeArgs{Set: groups.SetID(fmt.Sprintf("serie-%d", t.ids)), Seed: uint64(roll(1000)), Size: 2 + roll(2)} //nolint:gosec // small
		a.By = []groups.Method{groups.Lot, groups.Fresh, groups.Self, groups.Lot}[roll(4)]
		if a.By == groups.Self {
			a.Size, a.Count, a.Limit = 0, 2, 2+roll(3)
		}
		if roll(2) == 0 {
			a.Minutes = 1 + roll(5)
		}
		return a
	case "groups.open":
		a := groups.OpenArgs{Set: set}
		if ana.Led != nil && roll(2) == 0 {
			for i := range ana.Led.Groups {
				a.Boards = append(a.Boards, rooms.BoardID("tableau-"+string(i)))
			}
			slices.Sort(a.Boards)
		}
		return a
	case "groups.announce":
		return groups.SetArgs{Set: set}
	case "groups.extend":
		a := groups.ExtendArgs{Minutes: roll(7) - 2}
		if v := t.W.See("ana"); v.Groups != nil && roll(2) == 0 {
			a.EndsAt = &v.Groups.Until
		}
		return a
	case "groups.recall":
		in := roll(4) * 15
		return groups.RecallArgs{InS: &in}
	case "groups.turn":
		round := 1
		if ana.Groups != nil {
			round = ana.Groups.Round
		}
		return groups.TurnArgs{Round: round, Seed: uint64(roll(1000))} //nolint:gosec // small
	case "groups.say":
		return groups.SayArgs{Text: "chat: dans cinq minutes"}
	case "groups.move":
		return groups.MoveArgs{Member: m, Group: group}
	case "groups.swap":
		return groups.SwapArgs{A: m, B: t.who()}
	case "groups.title":
		return groups.TitleArgs{Group: group, Title: "Table"}
	case "groups.host":
		return groups.HostArgs{Group: group, Member: m}
	case "groups.out":
		return groups.OutArgs{Member: []rooms.MemberID{"", m}[roll(2)]}
	case "groups.join":
		return groups.JoinArgs{Group: []rooms.GroupID{"", group}[roll(2)]}
	case "groups.done":
		return groups.DoneArgs{On: roll(3) > 0}
	case "groups.answer", "groups.visit":
		return groups.GroupArgs{Group: group}
	case "groups.wish":
		return groups.WishArgs{On: roll(2) == 0}
	default:
		return session.NoArgs{}
	}
}
