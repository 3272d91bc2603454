package scenario_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/scenario"
)

// nameless is phases without what a scenario made of them calls them.
func nameless(phases []scenario.Phase) []scenario.Phase {
	out := make([]scenario.Phase, len(phases))
	for i, p := range phases {
		p.ID, p.Row = "", ""
		if p.Loop != nil {
			l := *p.Loop
			l.Step = 0
			p.Loop = &l
		}
		out[i] = p
	}
	return out
}

// [SC-14] a scenario gathered from a run of show unfolds to the same run of show, in the language that it was shown in, and
// what nobody changed is there in both.
func TestGatherIsTheWayBack(t *testing.T) {
	for _, s := range library(t) {
		for _, lang := range []scenario.Lang{scenario.French, scenario.English} {
			for people := s.Seats.From; people <= min(s.Seats.To, 30); people++ {
				o := scenario.Options{Lang: lang}
				want := scenario.Unfold(s, people, o)
				got, err := scenario.Gather(want.Phases, scenario.Gathering{
					ID: "Ours", Title: "Le nôtre", Lang: lang, People: people, Parts: s.Parts(lang), Base: &s,
				})
				if err != nil {
					t.Fatalf("%s for %d: %v", s.ID, people, err)
				}
				again := scenario.Unfold(got, people, o)
				if a, b := nameless(again.Phases), nameless(want.Phases); !reflect.DeepEqual(a, b) {
					t.Fatalf("%s for %d became\n%+v, was\n%+v", s.ID, people, a, b)
				}
				if got.Title.In(lang) != "Le nôtre" || got.Rows[0].Title.FR == "" || got.Rows[0].Title.EN == "" {
					t.Errorf("%s: %+v, %+v", s.ID, got.Title, got.Rows[0].Title)
				}
			}
		}
	}
}

// [SC-14] a loop whose passes somebody counted herself has as many, however many people sit in a group; one that has a single
// pass left is no loop. A role that went round stays at its table, or is one for the room, as she said.
func TestGatherTakesTheLoopAndTheRolesAsTheyAre(t *testing.T) {
	s, err := scenario.Find("TR")
	if err != nil {
		t.Fatal(err)
	}
	phases := scenario.Unfold(s, 6, scenario.Options{}).Phases
	passes := func(most int) []scenario.Phase {
		var out []scenario.Phase
		for _, p := range phases {
			if p.Loop != nil {
				if p.Loop.Pass > most {
					continue
				}
				p.Loop = &scenario.Pass{ID: p.Loop.ID, Pass: p.Loop.Pass, Of: most}
			}
			out = append(out, p)
		}
		return out
	}
	gathered := func(of []scenario.Phase, parts ...cast.Part) scenario.Scenario {
		t.Helper()
		got, err := scenario.Gather(of, scenario.Gathering{ID: "Ours", Title: "T", People: 6, Parts: parts, Base: &s})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	client := s.Parts(scenario.French)
	two := gathered(passes(2), client...)
	if len(two.Loops) != 1 || two.Loops[0].Times != 2 || two.Loops[0].Each || two.Cast[0].Loop != two.Loops[0].ID {
		t.Errorf("%+v, %+v", two.Loops, two.Cast)
	}
	if one := gathered(passes(1), client...); len(one.Loops) != 0 || len(one.Rows) != len(s.Rows) || one.Cast[0].Loop != "" {
		t.Errorf("%+v, %d rows, %+v", one.Loops, len(one.Rows), one.Cast)
	}
	for _, part := range []cast.Part{{ID: "client", Title: "Cliente"}, {ID: "client", Title: "Cliente", Group: true, Stays: true}} {
		got := gathered(passes(2), part)
		if got := got.Parts(scenario.French)[0]; got != part {
			t.Errorf("%+v became %+v", part, got)
		}
	}
}

// [SC-14] passes of a loop that somebody made different are kept as they are, one after the other.
func TestGatherKeepsPassesThatDiffer(t *testing.T) {
	s, err := scenario.Find("TR")
	if err != nil {
		t.Fatal(err)
	}
	phases := scenario.Unfold(s, 6, scenario.Options{}).Phases
	for i := range phases {
		if phases[i].Loop != nil {
			phases[i].Minutes += 3
			break
		}
	}
	got, err := scenario.Gather(phases, scenario.Gathering{ID: "Ours", Title: "T", People: 6, Parts: s.Parts(scenario.French), Base: &s})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != len(phases) || len(got.Loops) != 0 || got.Minutes != scenario.Minutes(phases) {
		t.Errorf("%d rows of %d phases, %d loops, %d min", len(got.Rows), len(phases), len(got.Loops), got.Minutes)
	}
}

// [SC-14] a run of show made by hand is a scenario too; one that no file can hold is refused with the reason.
func TestGatherByHand(t *testing.T) {
	phases := []scenario.Phase{
		{ID: "0b7f3b0e-1111-4222-8333-944455556666", Title: "Ronde", Kind: scenario.KindStick, Minutes: 10, Rule: scenario.Rule{Kind: scenario.WithStick, TurnS: 120}},
		{ID: "0b7f3b0e-1111-4222-8333-944455556667", Title: "Pause", Kind: scenario.KindBreak, Minutes: 15},
	}
	got, err := scenario.Gather(phases, scenario.Gathering{ID: scenario.Slug("À notre façon, 2 fois!"), Title: "À notre façon", People: 8})
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != "A_notre_facon_2_fois" || got.Minutes != 25 || got.Rows[0].Rule.TurnS != 65 {
		t.Errorf("%s, %d min, turns of %d s", got.ID, got.Minutes, got.Rows[0].Rule.TurnS)
	}
	phases[0].Title = strings.Repeat("é", 90)
	_, err = scenario.Gather(phases, scenario.Gathering{ID: "X", Title: "T", People: 8})
	var wrong scenario.Problems
	if !errors.As(err, &wrong) || wrong[0].Code != scenario.CodeText {
		t.Errorf("a title of 90 letters: %v", err)
	}
}

// [SC-15] every phase of the library is sound; what no file may say no plan may say either.
func TestSound(t *testing.T) {
	for _, s := range library(t) {
		p := scenario.Unfold(s, s.Seats.For, scenario.Options{}).Phases
		if wrong := scenario.Sound(p, s.Parts(scenario.French)); len(wrong) > 0 {
			t.Errorf("%s: %v", s.ID, wrong)
		}
	}
	for name, spoil := range map[string]func(*scenario.Phase){
		"kind":     func(p *scenario.Phase) { p.Kind = "dance" },
		"rule":     func(p *scenario.Phase) { p.Rule.Kind = "shout" },
		"no rule":  func(p *scenario.Phase) { p.Rule = scenario.Rule{} },
		"list":     func(p *scenario.Phase) { p.Rule.Note = "questions, facts" },
		"turn":     func(p *scenario.Phase) { p.Rule.TurnS = 5 },
		"part":     func(p *scenario.Phase) { p.Rule.Answers = "nobody" },
		"unsuited": func(p *scenario.Phase) { p.Kind = scenario.KindPlenary },
		"template": func(p *scenario.Phase) { p.Template = "mural" },
		"traces":   func(p *scenario.Phase) { p.Traces = "all" },
		"groups":   func(p *scenario.Phase) { p.Groups = &scenario.Groups{By: scenario.ByLot} },
		"facet":    func(p *scenario.Phase) { p.Groups = &scenario.Groups{By: scenario.ByFacet, Size: 2} },
	} {
		p := scenario.Phase{ID: rooms.PhaseID("a"), Title: "A", Kind: scenario.KindStick, Minutes: 9, Rule: scenario.Rule{Kind: scenario.WithStick, TurnS: 60}}
		if wrong := scenario.Sound([]scenario.Phase{p}, nil); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		spoil(&p)
		if wrong := scenario.Sound([]scenario.Phase{p}, nil); len(wrong) == 0 || wrong[0].Say().FR == "" {
			t.Errorf("%s: sound", name)
		}
	}
}
