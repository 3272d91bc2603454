package nemesis

import (
	"slices"

	"github.com/google/uuid"
)

// season is what those who lead do for a while: rounds, groups, or what goes without a stick.
type season int

const (
	rounds season = iota
	inGroups
	without
)

// seasonOf gives the season of a moment: rounds half of the time.
func seasonOf(moment int) season {
	const long = 24 // moments
	return []season{rounds, inGroups, rounds, without}[moment/long%4]
}

// asks picks one that makes sense now, and asks it.
func (g *page) asks(of []gesture) {
	for range 4 {
		one := of[g.dice.IntN(len(of))]
		if args := one.args(g); args != nil {
			g.p.Send(g.m.Session, one.name, args)
			return
		}
	}
}

// leads is what the lead asks in a season without rounds; what is left of the one before ends first.
func (g *page) leads(now season) {
	state := g.word("round.state")
	switch {
	case state == "running" || state == "paused" || state == "proposed":
		g.p.Send(g.m.Session, "stick.end", nil)
	case now == without && g.at("groups") != nil:
		g.p.Send(g.m.Session, "groups.close", nil)
	case now == inGroups && g.at("led") == nil:
		g.p.Send(g.m.Session, "groups.propose", map[string]any{
			"set": uuid.NewString(), "by": []string{"lot", "fresh", "self"}[g.dice.IntN(3)], "count": 2, "limit": 4, "seed": g.dice.IntN(1000), "minutes": 5,
		})
	case now == inGroups && g.word("led.state") == "proposed" && g.dice.IntN(3) == 0:
		g.p.Send(g.m.Session, "groups.announce", map[string]any{"set": g.at("led.set")})
	case now == inGroups && g.word("led.state") == "proposed":
		g.p.Send(g.m.Session, "groups.open", map[string]any{"set": g.at("led.set")})
	case now == inGroups:
		g.asks(aboutGroups())
	default:
		g.asks(slices.Concat(aboutFloor(), aboutPapers(), affairs()))
	}
}

func aboutGroups() []gesture {
	group := func(g *page) string { return g.one(g.keys("led.groups", nil)) }
	rare := func(g *page, a map[string]any) map[string]any {
		if g.dice.IntN(8) > 0 {
			return nil
		}
		return a
	}
	return []gesture{
		{"groups.say", func(*page) map[string]any { return map[string]any{"text": "Encore deux minutes"} }},
		{"groups.move", func(g *page) map[string]any { return map[string]any{"member": g.member(), "group": group(g)} }},
		{"groups.swap", func(g *page) map[string]any { return map[string]any{"a": g.member(), "b": g.member()} }},
		{"groups.visit", func(g *page) map[string]any { return map[string]any{"group": group(g)} }},
		{"groups.back", when("group")},
		{"groups.answer", func(g *page) map[string]any { return map[string]any{"group": group(g)} }},
		{"groups.title", func(g *page) map[string]any { return map[string]any{"group": group(g), "title": "Table du fleuve"} }},
		{"groups.host", func(g *page) map[string]any { return map[string]any{"group": group(g), "member": g.member()} }},
		{"groups.extend", func(g *page) map[string]any { return map[string]any{"minutes": 1 + g.dice.IntN(3)} }},
		{"groups.turn", func(g *page) map[string]any {
			return map[string]any{"round": g.at("groups.round"), "seed": g.dice.IntN(1000)}
		}},
		{"groups.wish", on},
		{"groups.announce", func(g *page) map[string]any { return map[string]any{"set": g.at("led.set")} }},
		{"groups.recall", func(g *page) map[string]any { return rare(g, map[string]any{"in_s": 2}) }},
		{"groups.close", func(g *page) map[string]any { return rare(g, map[string]any{}) }},
		{"groups.withdraw", func(g *page) map[string]any { return rare(g, map[string]any{}) }},
		{"groups.propose", func(g *page) map[string]any {
			return rare(g, map[string]any{"set": uuid.NewString(), "by": "lot", "size": 2})
		}},
		{"groups.open", func(g *page) map[string]any { return map[string]any{"set": g.at("led.set")} }},
	}
}

func aboutFloor() []gesture {
	return []gesture{
		{"floor.rule", func(g *page) map[string]any {
			rules := []map[string]any{{"kind": "hands"}, {"kind": "hands"}, {"kind": "inside", "seats": 2, "free": 1}, {"kind": "silence"}, {"kind": "open"}}
			if g.dice.IntN(3) > 0 && g.word("floor.rule.kind") == "hands" {
				return nil
			}
			return map[string]any{"rule": rules[g.dice.IntN(len(rules))]}
		}},
		{"floor.give", func(g *page) map[string]any { return map[string]any{"from": g.number("floor.grant")} }},
		{"floor.give", func(g *page) map[string]any {
			return map[string]any{"from": g.number("floor.grant"), "member": g.member()}
		}},
		{"floor.end", holdingFloor},
		{"cast.give", func(g *page) map[string]any { return map[string]any{"part": "facilitator", "member": g.member()} }},
		{"cast.take", func(*page) map[string]any { return map[string]any{"part": "facilitator"} }},
		{"equity.switch", on},
	}
}

func holdingFloor(g *page) map[string]any {
	grant := g.at("floor.holder.grant")
	if grant == nil {
		return nil
	}
	return map[string]any{"grant": grant}
}

func aboutPapers() []gesture {
	poll := func(life string) func(*page) map[string]any {
		return func(g *page) map[string]any {
			id := g.one(g.life("polls", life))
			if id == "" {
				return nil
			}
			return map[string]any{"poll": id}
		}
	}
	sheet := func(g *page) map[string]any {
		id := g.one(g.life("sheets", "open"))
		if id == "" {
			return nil
		}
		return map[string]any{"sheet": id, "seed": g.dice.IntN(1000)}
	}
	return []gesture{
		{"cards.open", func(g *page) map[string]any {
			if len(g.life("sheets", "open")) > 0 {
				return nil
			}
			return map[string]any{"sheet": uuid.NewString(), "prompt": "Qu’avez-vous vu?", "unsigned": g.dice.IntN(2) == 0}
		}},
		{"cards.reveal", sheet},
		{"cards.give_up", func(g *page) map[string]any {
			a := sheet(g)
			if a == nil || g.dice.IntN(4) > 0 {
				return nil
			}
			delete(a, "seed")
			return a
		}},
		{"poll.prepare", func(g *page) map[string]any {
			if len(g.life("polls", "preparing", "open")) > 0 {
				return nil
			}
			a := map[string]any{
				"poll": uuid.NewString(), "kind": []string{"dots", "rank", "ballot"}[g.dice.IntN(3)], "question": "Que choisit-on?", "propose": true,
				"options": []map[string]any{{"id": "o-1", "text": "Un"}, {"id": "o-2", "text": "Deux"}},
			}
			if a["kind"] == "dots" {
				a["points"] = 3
			}
			return a
		}},
		{"poll.open", poll("preparing")},
		{"poll.close", poll("open")},
		{"poll.give_up", func(g *page) map[string]any {
			if g.dice.IntN(5) > 0 {
				return nil
			}
			return poll("open")(g)
		}},
		{"harvest.gather", nothing},
	}
}

// affairs are the run of show, the team, the record and what is said to a holder, at any time.
func affairs() []gesture {
	item := func(g *page) string { return g.one(g.keys("record", nil)) }
	at := func(g *page) map[string]any { return map[string]any{"from": g.number("agenda.at")} }
	return []gesture{
		{"agenda.next", at}, {"agenda.back", at},
		{"agenda.go", func(g *page) map[string]any { return map[string]any{"phase": "p1", "from": g.number("agenda.at")} }},
		{"agenda.extend", func(g *page) map[string]any { return map[string]any{"minutes": g.dice.IntN(5) - 2} }},
		{"agenda.pause", func(g *page) map[string]any { return map[string]any{"minutes": 1 + g.dice.IntN(5)} }},
		{"agenda.resume", nothing},
		{"agenda.skip", func(g *page) map[string]any { return map[string]any{"phase": "p2", "on": g.dice.IntN(2) == 0} }},
		{"agenda.replan", func(g *page) map[string]any {
			return map[string]any{"from": g.number("agenda.at"), "phases": []map[string]any{{"phase": "p2", "minutes": 10 + g.dice.IntN(20)}}}
		}},
		{"team.wear", func(g *page) map[string]any { return map[string]any{"post": "guardian", "member": g.p.Member} }},
		{"team.order", func(g *page) map[string]any { return map[string]any{"order": []string{g.p.Member}} }},
		{"team.hand_over", func(g *page) map[string]any { return map[string]any{"to": g.member()} }},
		{"team.take_back", nothing},
		{"record.add", func(g *page) map[string]any {
			return map[string]any{"id": uuid.NewString(), "kind": "decision", "text": "On se revoit en mars", "who": g.member()}
		}},
		{"record.edit", func(g *page) map[string]any {
			return map[string]any{"id": item(g), "kind": "decision", "text": "En avril plutôt"}
		}},
		{"record.remove", func(g *page) map[string]any { return map[string]any{"id": item(g)} }},
		{"boards.rename", func(g *page) map[string]any {
			return map[string]any{"board": g.m.Board[len("brd_"):], "title": "Notre arbre, encore"}
		}},
		{"boards.show", func(g *page) map[string]any { return map[string]any{"board": g.m.Board[len("brd_"):]} }},
		{"stick.order", func(g *page) map[string]any { return map[string]any{"order": []string{g.member()}} }},
		{"stick.offer", nothing},
		{"stick.wait", nothing},
		{"stick.go_on", nothing},
		{"stick.remind", nothing},
		{"stick.nudge", holding("text", "Un peu plus fort")},
		{"stick.gate", func(*page) map[string]any { return map[string]any{"gate": "holder"} }},
		{"stick.clock", func(*page) map[string]any { return map[string]any{"clock": "soft"} }},
		{"stick.take_back", func(g *page) map[string]any {
			if g.dice.IntN(10) > 0 {
				return nil
			}
			return holding("reason", "Le temps")(g)
		}},
	}
}
