package scenario_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/scenario"
)

// plan draws a scenario unfolded for some people, and a total.
func plan(t *rapid.T, all []scenario.Scenario) ([]scenario.Phase, int, int) {
	s := all[rapid.IntRange(0, len(all)-1).Draw(t, "scenario")]
	people := rapid.IntRange(1, 60).Draw(t, "people")
	return scenario.Unfold(s, people, scenario.Options{}).Phases, people, rapid.IntRange(1, 600).Draw(t, "total")
}

// sound checks what holds of every list that was fitted (SC-6, SC-8, SC-9).
func sound(t *rapid.T, before, after []scenario.Phase) {
	t.Helper()
	if len(before) != len(after) {
		t.Fatalf("%d phases of %d", len(after), len(before))
	}
	passes := map[string]int{}
	for i, p := range after {
		b := before[i]
		if p.ID != b.ID || p.Kind != b.Kind || p.Rule.Kind != b.Rule.Kind {
			t.Fatalf("%s in the place of %s", p.ID, b.ID)
		}
		if p.Minutes < 1 || p.Minutes < p.Least {
			t.Fatalf("%s: %d min, least %d", p.ID, p.Minutes, p.Least)
		}
		if p.Kind == scenario.KindBreak && p.Minutes < b.Minutes {
			t.Fatalf("%s: a break of %d became %d", p.ID, b.Minutes, p.Minutes)
		}
		if u := p.Rule; u.Kind == scenario.WithStick {
			if took := max(1, u.Rounds) * p.Seats * (u.TurnS + u.AnswerS + 10); took > p.Minutes*60 || u.TurnS < 30 || u.TurnS > b.Rule.TurnS {
				t.Fatalf("%s: %d seats, turns of %d s (%d s) take %d s of %d min", p.ID, p.Seats, u.TurnS, b.Rule.TurnS, took, p.Minutes)
			}
		}
		if p.Loop != nil {
			if same, known := passes[string(p.Row)]; known && same != p.Minutes {
				t.Fatalf("%s: %d min, another pass %d", p.ID, p.Minutes, same)
			}
			passes[string(p.Row)] = p.Minutes
		}
	}
}

// [SC-8] [SC-9] [SC-10] [SC-11] fitted, phases last what was wanted to the minute, or say by how much they do not because
// nothing more can give; fitting again changes nothing.
func TestFit(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		phases, _, total := plan(t, all)
		kept := append([]scenario.Phase{}, phases...)
		p := scenario.Fit(phases, total)
		if !reflect.DeepEqual(kept, phases) {
			t.Fatal("fitting wrote into what it was given")
		}
		sound(t, phases, p.Phases)
		if sum := scenario.Minutes(p.Phases); sum != total+p.Off {
			t.Fatalf("%d min for %d, off %d", sum, total, p.Off)
		}
		if p.Off > 0 { // nothing could give more
			for _, ph := range p.Phases {
				if ph.Minutes > max(1, ph.Least) {
					t.Fatalf("%d min too long, and %s keeps %d of %d", p.Off, ph.ID, ph.Minutes, ph.Least)
				}
			}
		}
		if (len(p.Changes) == 0) != reflect.DeepEqual(phases, p.Phases) {
			t.Fatalf("changes untold: %v", p.Changes)
		}
		again := scenario.Fit(p.Phases, total)
		if len(again.Changes) != 0 || again.Off != p.Off {
			t.Fatalf("not settled: %+v", again.Changes)
		}
	})
}

// [SC-8] who can give more never gives less: the budget against a slow oracle that takes one minute at a time from whoever has
// given the smallest part of what she could.
func TestFitIsInProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var phases []scenario.Phase
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			m := rapid.IntRange(1, 60).Draw(t, "minutes")
			phases = append(phases, scenario.Phase{
				ID: rooms.PhaseID('a' + rune(i)), Kind: scenario.KindPlenary, Rule: scenario.Rule{Kind: scenario.Open},
				Minutes: m, Least: rapid.IntRange(1, m).Draw(t, "least"),
			})
		}
		sum, floor := scenario.Minutes(phases), 0
		for _, p := range phases {
			floor += p.Least
		}
		total := rapid.IntRange(floor, sum).Draw(t, "total")
		fitted := scenario.Fit(phases, total).Phases
		for i, p := range phases {
			give, room := float64(p.Minutes-fitted[i].Minutes), float64(p.Minutes-p.Least)
			if part := room * float64(sum-total) / float64(max(1, sum-floor)); give < part-1-1e-9 || give > part+1+1e-9 {
				t.Fatalf("%s gave %v, its part is %v of %v", p.ID, give, part, room)
			}
		}
	})
}

// [SC-6] [SC-7] each seat more or fewer is a turn more or fewer, and nothing else of the table changes.
func TestUnfoldForWhoIsThere(t *testing.T) {
	for _, s := range library(t) {
		written := scenario.Unfold(s, s.Seats.For, scenario.Options{})
		if len(written.Changes) != 0 || scenario.Minutes(written.Phases) != s.Minutes {
			t.Errorf("%s: %v", s.ID, written.Changes)
		}
		for people := s.Seats.From; people <= s.Seats.To; people++ {
			p := scenario.Unfold(s, people, scenario.Options{})
			if len(p.Phases) != len(written.Phases) {
				continue // a loop with more passes
			}
			for i, ph := range p.Phases {
				w := written.Phases[i]
				turns := max(1, ph.Rule.Rounds) * (ph.Seats - w.Seats) * (ph.Rule.TurnS + ph.Rule.AnswerS + 10)
				if diff := (ph.Minutes-w.Minutes)*60 - turns; diff <= -120 || diff >= 120 {
					t.Errorf("%s for %d: %d min for %d seats, %d min for %d", ph.ID, people, ph.Minutes, ph.Seats, w.Minutes, w.Seats)
				}
			}
		}
	}
}

// [SC-12] a proposal leaves what was lived as it was, ends in time or says how late, and once taken proposes nothing more.
func TestReplan(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		phases, people, total := plan(t, all)
		now := rooms.Millis(1_700_000_000_000)
		m := scenario.Moment{
			At: rapid.IntRange(-1, len(phases)).Draw(t, "at"), Now: now, Ends: now + rooms.Millis(rapid.IntRange(-20, 20).Draw(t, "left"))*60_000,
			End: now + rooms.Millis(total)*60_000, People: rapid.SampledFrom([]int{0, people, people + 3}).Draw(t, "there"),
		}
		p := scenario.Replan(phases, m)
		rest := min(m.At+1, len(phases))
		if !reflect.DeepEqual(p.Phases[:rest], phases[:rest]) {
			t.Fatal("the past changed")
		}
		if from := max(m.Now, m.Ends); p.Ends != from+rooms.Millis(scenario.Minutes(p.Phases[rest:]))*60_000 {
			t.Fatalf("ends at %d", p.Ends)
		}
		if p.Off == 0 && p.Ends > max(m.End, m.Ends) {
			t.Fatalf("ends %d ms late and does not say so", p.Ends-m.End)
		}
		for i := rest; i < len(phases); i++ {
			if p.Phases[i].ID != phases[i].ID || p.Phases[i].Minutes < 1 {
				t.Fatalf("%s became %s, %d min", phases[i].ID, p.Phases[i].ID, p.Phases[i].Minutes)
			}
		}
		if again := scenario.Replan(p.Phases, m); len(again.Changes) != 0 || again.Off != p.Off {
			t.Fatalf("not settled: %+v", again.Changes)
		}
	})
}

// Told: codéveloppement begins a quarter of an hour late. The door of the room is to be handed over at the hour that was said.
func TestAQuarterOfAnHourLate(t *testing.T) {
	s, err := scenario.Find("CD")
	if err != nil {
		t.Fatal(err)
	}
	phases := scenario.Unfold(s, 7, scenario.Options{Lang: scenario.French}).Phases
	p := scenario.Replan(phases, scenario.Moment{At: -1, Now: 15 * 60_000, End: 90 * 60_000})
	if scenario.Minutes(p.Phases) != 75 || p.Off != 0 || p.Ends != 90*60_000 {
		t.Fatalf("%d min, off %d, ends %d", scenario.Minutes(p.Phases), p.Off, p.Ends)
	}
	if len(p.Changes) < 4 {
		t.Errorf("one phase gave it all: %+v", p.Changes)
	}
	for _, c := range p.Changes {
		t.Logf("%-8s %2d → %2d min, turns %d → %d s, %d rounds", c.Phase, c.From, c.To, c.TurnFrom, c.TurnTo, c.Rounds)
	}
}

// Told: a round of twenty minutes, added by hand for ten, was proposed to last twenty-two in a meeting that ran late, with two
// people there, and others gave theirs to pay for it.
func TestARoundMadeByHandIsCountedForWhoIsThere(t *testing.T) {
	phases := []scenario.Phase{
		{ID: "a", Kind: scenario.KindPlenary, Minutes: 10, Rule: scenario.Rule{Kind: scenario.Open}},
		{ID: "r", Kind: scenario.KindStick, Minutes: 20, Rule: scenario.Rule{Kind: scenario.WithStick, TurnS: 120}},
		{ID: "b", Kind: scenario.KindPlenary, Minutes: 30, Rule: scenario.Rule{Kind: scenario.Open}},
	}
	p := scenario.Replan(phases, scenario.Moment{At: 0, Now: 15 * 60_000, Ends: 15 * 60_000, End: 60 * 60_000, People: 2})
	if p.Phases[1].Minutes >= 10 || p.Phases[2].Minutes < 30 || p.Off != 0 {
		t.Errorf("a round of two lasts %d min, then %d, off %d", p.Phases[1].Minutes, p.Phases[2].Minutes, p.Off)
	}
	phases[1].Rule.TurnS = 0
	p = scenario.Replan(phases, scenario.Moment{At: 0, Now: 15 * 60_000, Ends: 15 * 60_000, End: 60 * 60_000, People: 2})
	if p.Phases[1].Minutes > 20 {
		t.Errorf("a round without a measure became longer: %d min", p.Phases[1].Minutes)
	}
}
