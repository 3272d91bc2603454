package nemesis

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/google/uuid"
)

// gesture is something that may be asked in a meeting beside rounds and drawing: what it carries, from what her page shows, or
// nil when it would make no sense there now.
type gesture struct {
	name string
	args func(*page) map[string]any
}

// page is what one person sees of a meeting, and chance.
type page struct {
	p    *Client
	m    *Meeting
	dice *rand.Rand
}

func (g *page) at(path string) any { return g.p.At(g.m.Session, path) }

func (g *page) word(path string) string {
	s, _ := g.at(path).(string)
	return s
}

func (g *page) number(path string) float64 {
	n, _ := g.at(path).(float64)
	return n
}

// keys are those of an object of the view that satisfy, in order.
func (g *page) keys(path string, so func(v any) bool) []string {
	all, _ := g.at(path).(map[string]any)
	var out []string
	for k, v := range all {
		if so == nil || so(v) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func (g *page) one(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[g.dice.IntN(len(of))]
}

// member is anybody whom she sees.
func (g *page) member() string { return g.one(g.keys("people", nil)) }

// life gives the things of a kind whose life is one of these.
func (g *page) life(path string, lives ...string) []string {
	return g.keys(path, func(v any) bool {
		life, _ := Dig(v, "life").(string)
		return slices.Contains(lives, life)
	})
}

// mine are words that say whose they are: before all may read them, nobody else is told (witness: secrets).
func (g *page) mine(id string) string { return "secret:" + g.p.Member + ":" + id }

// as makes a gesture that of somebody whom she carries, if there is one, half of the time.
func (g *page) as(a map[string]any) map[string]any {
	if who := g.one(g.keys("company", nil)); who != "" && g.dice.IntN(2) == 0 {
		a["as"] = who
	}
	return a
}

func nothing(*page) map[string]any { return map[string]any{} }

// when makes a gesture of no arguments one of moments at which a part of the view is there.
func when(path string) func(*page) map[string]any {
	return func(g *page) map[string]any {
		if g.at(path) == nil {
			return nil
		}
		return map[string]any{}
	}
}

// on switches something on or off.
func on(g *page) map[string]any { return map[string]any{"on": g.dice.IntN(3) > 0} }

// holding names the turn that is seen.
func holding(more ...any) func(*page) map[string]any {
	return func(g *page) map[string]any {
		grant := g.at("round.holder.grant")
		if grant == nil {
			return nil
		}
		a := map[string]any{"grant": grant}
		for i := 0; i+1 < len(more); i += 2 {
			a[fmt.Sprint(more[i])] = more[i+1]
		}
		return a
	}
}

// byAnyone is what people ask on their own pages.
func byAnyone() []gesture {
	return slices.Concat(written(), aboutRounds(), amongGroup(), []gesture{
		{"hands.raise", func(g *page) map[string]any { return g.as(map[string]any{}) }},
		{"hands.lower", nothing},
		{"floor.enter", when("floor.inside")},
		{"floor.leave", when("floor.inside")},
		{"floor.end", func(g *page) map[string]any {
			if g.word("floor.holder.member") != g.p.Member {
				return nil
			}
			return map[string]any{"grant": g.at("floor.holder.grant")}
		}},
		{"people.list", on},
		{"people.write", on},
		{"chat.say", func(g *page) map[string]any {
			circle, text := g.word("group.group"), "à tout le monde"
			if circle != "" {
				text = "circle:" + circle + ":"
			}
			return map[string]any{"id": uuid.NewString(), "text": text, "in": circle}
		}},
		{"chat.keep", func(g *page) map[string]any {
			return map[string]any{"id": g.one(g.keys("chat", func(v any) bool { return Dig(v, "by") == g.p.Member })), "on": g.dice.IntN(2) == 0}
		}},
		{"chat.retract", func(g *page) map[string]any {
			return map[string]any{"id": g.one(g.keys("chat", func(v any) bool { return Dig(v, "by") == g.p.Member }))}
		}},
		{"cast.volunteer", part}, {"cast.leave", part},
		{"cast.hand", func(g *page) map[string]any { return map[string]any{"part": "cliente", "member": g.member()} }},
		{"groups.join", func(g *page) map[string]any {
			return map[string]any{"group": g.one(append(g.keys("groups.groups", nil), ""))}
		}},
		{"groups.help", when("group")},
		{"groups.no_help", when("group.help")},
		{"groups.out", when("group")},
		{"groups.done", func(g *page) map[string]any {
			if g.at("group") == nil || g.dice.IntN(4) > 0 {
				return nil
			}
			return on(g)
		}},
		{"people.unseat", func(g *page) map[string]any {
			if who := g.one(g.keys("company", nil)); who != "" && g.dice.IntN(50) == 0 {
				return map[string]any{"member": who}
			}
			return nil
		}},
	})
}

func part(*page) map[string]any { return map[string]any{"part": "cliente"} }

// aboutRounds is what those ask who listen to a round, or whose group has one of its own.
func aboutRounds() []gesture {
	return []gesture{
		{"stick.ask", holding()},
		{"stick.clarify", func(g *page) map[string]any {
			asking, _ := g.at("me.asking").([]any)
			if len(asking) == 0 {
				return nil
			}
			return map[string]any{"grant": g.at("round.holder.grant"), "member": asking[0], "on": g.dice.IntN(3) > 0}
		}},
		{"stick.clarified", when("round.holder.clarifying")},
		{"stick.write", holding("text", "ce que j’apporte")},
		{"stick.read", holding()},
		{"stick.read_done", holding()},
		{"stick.centre", func(g *page) map[string]any {
			if g.word("round.holder.member") != g.p.Member {
				return nil
			}
			return holding()(g)
		}},
		{"stick.pick", when("round.centre")},
		{"stick.later", func(g *page) map[string]any {
			if g.at("my_offer") == nil {
				return nil
			}
			return map[string]any{"round": g.at("round.id")}
		}},
		{"stick.more", func(g *page) map[string]any {
			return map[string]any{"round": g.word("round.id"), "on": g.dice.IntN(2) == 0}
		}},
		{"stick.ring", func(g *page) map[string]any {
			if g.word("round.state") != "running" || g.dice.IntN(30) > 0 {
				return nil
			}
			return map[string]any{"seconds": 15}
		}},
		{"stick.rang", when("round.pause.bell")},
		{"stick.prepare", func(g *page) map[string]any {
			if g.at("group") == nil || g.at("round") != nil && g.word("round.state") != "ended" {
				return nil // that of the plenary is the lead's
			}
			return map[string]any{"round": uuid.NewString(), "question": "Et à notre table?", "turn_s": 30, "gate": "holder"}
		}},
		{"stick.begin", func(g *page) map[string]any {
			if g.at("group") == nil || g.word("round.state") != "proposed" {
				return nil
			}
			return map[string]any{}
		}},
	}
}

// amongGroup is what people have their own small group write and choose.
func amongGroup() []gesture {
	group := func(g *page, path string, lives ...string) string { // one of her group's
		return g.one(g.keys(path, func(v any) bool {
			of, _ := Dig(v, "group").(string)
			life, _ := Dig(v, "life").(string)
			return of != "" && of == g.word("group.group") && slices.Contains(lives, life)
		}))
	}
	poll := func(life string) func(*page) map[string]any {
		return func(g *page) map[string]any {
			id := group(g, "polls", life)
			if id == "" || g.dice.IntN(3) > 0 {
				return nil
			}
			return map[string]any{"poll": id}
		}
	}
	return []gesture{
		{"cards.open", func(g *page) map[string]any {
			if g.at("group") == nil || group(g, "sheets", "open") != "" {
				return nil
			}
			return map[string]any{"sheet": uuid.NewString(), "prompt": "Et à notre table?", "unsigned": g.dice.IntN(2) == 0, "group": g.word("group.group")}
		}},
		{"cards.reveal", func(g *page) map[string]any {
			id := group(g, "sheets", "open")
			if id == "" || g.dice.IntN(4) > 0 {
				return nil
			}
			return map[string]any{"sheet": id, "seed": g.dice.IntN(1000)}
		}},
		{"poll.prepare", func(g *page) map[string]any {
			if g.at("group") == nil || group(g, "polls", "preparing", "open") != "" {
				return nil
			}
			return map[string]any{
				"poll": uuid.NewString(), "kind": "dots", "points": 3, "question": "Que choisit notre table?", "group": g.word("group.group"),
				"options": []map[string]any{{"id": "o-1", "text": "Un"}, {"id": "o-2", "text": "Deux"}},
			}
		}},
		{"poll.open", poll("preparing")},
		{"poll.close", poll("open")},
	}
}

// written is what people write, choose and offer, each for herself or for whom she carries.
func written() []gesture {
	return []gesture{
		{"cards.write", func(g *page) map[string]any {
			sheet := g.one(g.life("sheets", "open"))
			if sheet == "" {
				return nil
			}
			id := uuid.NewString()
			return g.as(map[string]any{"sheet": sheet, "card": id, "text": g.mine(id), "keep": g.dice.IntN(6) == 0})
		}},
		{"cards.withdraw", func(g *page) map[string]any {
			card := g.one(g.keys("my_cards", nil))
			if card == "" || g.dice.IntN(4) > 0 {
				return nil
			}
			return map[string]any{"card": card}
		}},
		{"cards.done", func(g *page) map[string]any {
			sheet := g.one(g.life("sheets", "open"))
			if sheet == "" {
				return nil
			}
			return g.as(map[string]any{"sheet": sheet, "on": g.dice.IntN(3) > 0})
		}},
		{"poll.vote", func(g *page) map[string]any {
			id := g.one(g.life("polls", "open"))
			ballot := g.ballot(id)
			if ballot == nil {
				return nil
			}
			return g.as(map[string]any{"poll": id, "ballot": ballot})
		}},
		{"poll.propose", func(g *page) map[string]any {
			return map[string]any{"poll": g.one(g.life("polls", "preparing")), "option": map[string]any{"id": uuid.NewString(), "text": "Autre chose"}}
		}},
		{"poll.take_back", func(g *page) map[string]any {
			return map[string]any{"poll": g.one(g.life("polls", "preparing")), "option": "o-1"}
		}},
		{"harvest.offer", func(g *page) map[string]any {
			id := uuid.NewString()
			return g.as(map[string]any{"id": id, "text": g.mine(id), "unsigned": g.dice.IntN(4) > 0})
		}},
		{"harvest.withdraw", func(g *page) map[string]any {
			id := g.one(g.keys("my_sentences", nil))
			if id == "" || g.dice.IntN(3) > 0 {
				return nil
			}
			return map[string]any{"id": id}
		}},
	}
}

// ballot is a vote in that poll; nil for one that is not seen.
func (g *page) ballot(id string) map[string]any {
	option := []string{"o-1", "o-2"}[g.dice.IntN(2)]
	switch g.word("polls." + id + ".kind") {
	case "dots":
		return map[string]any{"dots": map[string]any{option: 1}}
	case "consent":
		return map[string]any{"stance": "agree"}
	case "rank":
		return map[string]any{"rank": []string{option}}
	case "ballot":
		return map[string]any{"choice": option}
	default:
		return nil
	}
}
