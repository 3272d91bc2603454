package roomtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
	"palabre/rooms/session"
)

// isPaper tells the commands of cards, votes and sentences.
func isPaper(name string) bool {
	machine, _, _ := strings.Cut(name, ".")
	return machine == "cards" || machine == "poll" || machine == "harvest"
}

// onPaper is a gesture of those who write, choose and offer, or of those who see to it.
func (t *Traffic) onPaper() rooms.Command {
	by, run := t.who(), []rooms.MemberID{"ana", "ana", "bea"}[t.Dice.Roll(3, "run")]
	v := t.W.See("ana")
	switch t.Dice.Roll(3, "paper") {
	case 0:
		if s := lately(v.Sheets, func(s cards.SheetView) int { return s.Order }); s == "" || v.Sheets[s].Life != cards.Open {
			if t.Dice.Roll(3, "fresh") > 0 {
				return t.paper(run, "cards.open")
			}
		}
		name := t.pick("cards.write", "cards.write", "cards.write", "cards.write", "cards.write", "cards.write", "cards.done", "cards.withdraw", "cards.reveal")
		if name == "cards.reveal" && t.Dice.Roll(5, "over") == 0 {
			name = "cards.give_up"
		}
		if name == "cards.reveal" || name == "cards.give_up" {
			by = run
		}
		return t.paper(by, name)
	case 1:
		switch id := lately(v.Polls, func(p poll.View) int { return p.Order }); v.Polls[id].Life {
		case poll.Preparing:
			if name := t.pick("poll.open", "poll.open", "poll.propose", "poll.take_back"); name != "poll.open" {
				return t.paper(by, name)
			}
			return t.paper(run, "poll.open")
		case poll.Open:
			if name := t.pick("poll.vote", "poll.vote", "poll.vote", "poll.vote", "poll.vote", "poll.vote", "poll.vote", "poll.close"); name != "poll.vote" {
				if t.Dice.Roll(5, "over") == 0 {
					name = "poll.give_up"
				}
				return t.paper(run, name)
			}
			return t.paper(by, "poll.vote")
		default:
			return t.paper(run, "poll.prepare")
		}
	default:
		name := t.pick("harvest.offer", "harvest.offer", "harvest.offer", "harvest.withdraw", "harvest.gather")
		if name == "harvest.gather" {
			by = run
		}
		return t.paper(by, name)
	}
}

// lately is the one opened last, "" for none.
func lately[K ~string, V any](all map[K]V, order func(V) int) K {
	var last K
	for id, v := range all {
		if last == "" || order(v) > order(all[last]) {
			last = id
		}
	}
	return last
}

// one is one of these, or one that is not there.
func one[K ~string, V any](t *Traffic, all map[K]V, none K) K {
	return append(slices.Sorted(maps.Keys(all)), none)[t.Dice.Roll(len(all)+1, "which")]
}

// paper is a person's command with what it would carry, right or wrong: for her, or for
// somebody whom she carries. Her words say whose they are.
func (t *Traffic) paper(by rooms.MemberID, name string) rooms.Command {
	roll := func(n int) int { return t.Dice.Roll(n, name) }
	v, whose := t.W.See(by), by
	t.ids++
	id, as, own := fmt.Sprintf("id-%d", t.ids), session.AsArgs{}, v.Own
	if company := slices.Sorted(maps.Keys(v.Company)); len(company) > 0 && roll(2) == 0 {
		whose = company[0]
		as.As, own = whose, v.Company[whose].Own
	}
	sheet := lately(v.Sheets, func(s cards.SheetView) int { return s.Order })
	words := func(kind string) string { return kind + ":" + string(whose) + ":" + id }
	var a any
	switch name {
	case "cards.open":
		group := t.paperGroup(v, roll)
		a = cards.OpenArgs{Sheet: cards.SheetID(id), Setup: cards.Setup{
			Prompt: about(group, "Qu’avez-vous vu?"), Unsigned: roll(2) == 0, Per: roll(4), Group: group,
		}}
	case "cards.write":
		a = session.CardArgs{AsArgs: as, WriteArgs: cards.WriteArgs{
			Sheet: sheet, Card: []cards.CardID{cards.CardID(id), cards.CardID(id), one(t, own.MyCards, "no-card")}[roll(3)],
			Text: words("card"), Keep: roll(5) == 0,
		}}
	case "cards.withdraw":
		a = session.TakeCardArgs{AsArgs: as, CardArgs: cards.CardArgs{Card: t.card(own, v.Sheets)}}
	case "cards.done":
		a = session.FinishArgs{AsArgs: as, DoneArgs: cards.DoneArgs{Sheet: sheet, On: roll(3) > 0}}
	case "cards.reveal":
		a = cards.RevealArgs{
			Sheet: sheet, With: t.with(v, sheet, roll), Seed: uint64(roll(9)), Unsigned: roll(3) == 0, //nolint:gosec // small
			Board: []rooms.BoardID{"", "tableau-1", "nulle"}[roll(3)], Spot: cards.Spot{W: 800, H: 600},
		}
	case "cards.give_up":
		a = cards.SheetArgs{Sheet: one(t, v.Sheets, "no-sheet")}
	case "harvest.offer":
		a = session.SentenceArgs{AsArgs: as, OfferArgs: harvest.OfferArgs{
			ID: []harvest.ID{harvest.ID(id), harvest.ID(id), one(t, own.MySentences, "no-sentence")}[roll(3)], Text: words("sentence"), Unsigned: roll(3) > 0,
		}}
	case "harvest.withdraw":
		a = session.TakeSentenceArgs{AsArgs: as, IDArgs: harvest.IDArgs{ID: one(t, own.MySentences, "no-sentence")}}
	case "harvest.gather":
		a = session.NoArgs{}
	default:
		a = t.pollArgs(name, v, as, own, words, roll)
	}
	return t.command(by, name, a)
}

// with are sheets to reveal with another one: mostly none, or all that are open, right or wrong.
func (t *Traffic) with(v session.View, but cards.SheetID, roll func(int) int) []cards.SheetID {
	if roll(3) > 0 {
		return nil
	}
	var with []cards.SheetID
	for _, id := range slices.Sorted(maps.Keys(v.Sheets)) {
		if s := v.Sheets[id]; id != but && (s.Life == cards.Open && s.Unsigned || roll(8) == 0) {
			with = append(with, id)
		}
	}
	return with
}

// paperGroup is whose a sheet or a vote would be: everyone's, her own group's, sometimes another's or none's.
func (t *Traffic) paperGroup(v session.View, roll func(int) int) string {
	r := roll(8)
	switch {
	case v.Group != nil && r > 2:
		return string(v.Group.Group)
	case r == 0:
		return "nulle-1"
	case r == 1 && v.Groups != nil:
		return string(slices.Sorted(maps.Keys(v.Groups.Groups))[0])
	}
	return ""
}

// about is a question that says whose it is.
func about(group, question string) string {
	if group == "" {
		return question
	}
	return "table:" + group + ": " + question
}

// card is a card of hers, or a revealed one of anybody's.
func (t *Traffic) card(own session.Own, sheets map[cards.SheetID]cards.SheetView) cards.CardID {
	ids := map[cards.CardID]bool{}
	for id := range own.MyCards {
		ids[id] = true
	}
	for _, s := range sheets {
		for _, c := range s.Cards {
			if c.Card != "" {
				ids[c.Card] = true
			}
		}
	}
	return one(t, ids, "no-card")
}

func (t *Traffic) pollArgs(
	name string, v session.View, as session.AsArgs, own session.Own, words func(string) string, roll func(int) int,
) any {
	polls := v.Polls
	id := lately(polls, func(p poll.View) int { return p.Order })
	if roll(6) == 0 {
		id = one(t, polls, "no-poll")
	}
	fresh := fmt.Sprintf("id-%d", t.ids)
	switch name {
	case "poll.prepare":
		s := t.setup(roll)
		s.Group = t.paperGroup(v, roll)
		s.Question = about(s.Group, s.Question)
		return poll.PrepareArgs{Poll: poll.ID(fresh), Setup: s}
	case "poll.propose":
		o := poll.Option{ID: poll.OptionID(fresh), Text: "Choix " + fresh}
		if roll(4) == 0 {
			o = poll.Option{ID: poll.OptionID(fresh), Member: t.who()}
		}
		return session.OptionArgs{AsArgs: as, ProposeArgs: poll.ProposeArgs{Poll: id, Option: o}}
	case "poll.take_back":
		o := poll.OptionID("o-1")
		if mine := own.Proposed[id]; len(mine) > 0 {
			o = mine[0]
		}
		return session.TakeOptionArgs{AsArgs: as, OptionArgs: poll.OptionArgs{Poll: id, Option: o}}
	case "poll.vote":
		return session.VoteArgs{AsArgs: as, VoteArgs: poll.VoteArgs{Poll: id, Ballot: ballot(polls[id], words, roll)}}
	case "poll.close":
		return poll.CloseArgs{Poll: id, Few: roll(2) == 0}
	default:
		return poll.PollArgs{Poll: id}
	}
}

func (t *Traffic) setup(roll func(int) int) poll.Setup {
	s := poll.Setup{
		Kind: []poll.Kind{poll.Dots, poll.Consent, poll.Rank, poll.Secret, poll.Survey}[roll(5)], Question: "Que choisit-on?",
		Secret: roll(3) == 0, Told: []poll.Audience{poll.ForAll, poll.ForAll, poll.ForFacilitators}[roll(3)],
	}
	switch s.Kind {
	case poll.Survey:
		s.Asks = []poll.Question{{ID: "q-1", Text: "Combien?", Kind: poll.Scale}, {ID: "q-2", Text: "Et quoi?", Kind: poll.Own}}
	case poll.Consent:
	default:
		s.Options = []poll.Option{{ID: "o-1", Text: "Un"}, {ID: "o-2", Text: "Deux"}, {ID: "o-3", Member: "ana"}}
		s.Propose = roll(2) == 0
		if s.Kind == poll.Dots {
			s.Points = 3
		}
	}
	return s
}

func ballot(p poll.View, words func(string) string, roll func(int) int) poll.Ballot {
	option := func() poll.OptionID {
		if len(p.Options) == 0 {
			return "o-1"
		}
		return p.Options[roll(len(p.Options))].ID
	}
	switch p.Kind {
	case poll.Dots:
		return poll.Ballot{Dots: map[poll.OptionID]int{option(): 1, option(): 1 + roll(9)/8}}
	case poll.Consent:
		b := poll.Ballot{Stance: []poll.Stance{poll.Agree, poll.Reserve, poll.Object}[roll(3)]}
		if b.Stance != poll.Agree {
			b.Text = "Je ne le vois pas ainsi"
		}
		return b
	case poll.Rank:
		return poll.Ballot{Rank: []poll.OptionID{option()}}
	case poll.Survey:
		return poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{"q-1": {Scale: 1 + roll(5)}, "q-2": {Own: words("ballot")}}}
	default:
		return poll.Ballot{Choice: option()}
	}
}
