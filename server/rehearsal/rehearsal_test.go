package rehearsal_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/template"
	"palabre/server/rehearsal"
)

func plan(t testing.TB, id scenario.ID, people int) session.Plan {
	t.Helper()
	s, err := scenario.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	out := session.Plan{Mode: session.ModeConfidential, Parts: s.Parts(scenario.French)}
	for _, p := range scenario.Unfold(s, people, scenario.Options{}).Phases {
		out.Phases = append(out.Phases, agenda.Of(p))
	}
	return out
}

func gesture(at rooms.Millis, name, args string) rehearsal.Gesture {
	return rehearsal.Gesture{At: at, Name: name, Args: json.RawMessage(args)}
}

func run(t testing.TB, ask rehearsal.Ask) rehearsal.Told {
	t.Helper()
	told, err := rehearsal.Run(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	return told
}

const minute = rooms.Millis(60_000)

// A tour de table rehearsed: its round goes by itself from the first to the last, everyone is offered the stick, one alone is
// heard, and it ends within the time that the phase has for it, a little more or less.
func TestARoundGoesByItself(t *testing.T) {
	for seed := range uint64(20) {
		ask := rehearsal.Ask{Plan: plan(t, "TT", 12), People: 11, Seed: seed, At: 40 * minute, Gestures: []rehearsal.Gesture{
			gesture(minute, "agenda.next", `{"from":-1}`), gesture(2*minute, "agenda.next", `{"from":0}`), gesture(3*minute, "agenda.next", `{"from":1}`),
			gesture(3*minute, "stick.prepare", `{"round":"r1","question":"Comment ça va?","seat":"none","turn_s":60}`), gesture(3*minute, "stick.begin", `{}`),
		}}
		told := run(t, ask)
		if told.Refused != nil || told.View.Round == nil || told.View.Round.State != session.RoundEnded {
			t.Fatalf("seed %d: %v, %+v", seed, told.Refused, told.View.Round)
		}
		offered := map[rooms.MemberID]bool{}
		for _, l := range told.Journal {
			if l.Kind == rehearsal.Offered {
				offered[l.Member] = true
			}
		}
		if len(offered) != 11 {
			t.Errorf("seed %d: %d of 11 were offered the stick", seed, len(offered))
		}
		ask.At = 6 * minute
		if now := run(t, ask); now.Heard.Mode == rooms.HearEveryone || len(now.Heard.Members) > 1 {
			t.Errorf("seed %d: heard at six minutes: %+v", seed, now.Heard)
		}
	}
}

// The same is lived each time; what comes next is when the engine says it is, and stepping there is the same as waiting for it.
func TestTheSameEachTime(t *testing.T) {
	ask := rehearsal.Ask{Plan: plan(t, "BO", 10), People: 9, Seed: 3, At: 20 * minute, Gestures: []rehearsal.Gesture{
		gesture(minute, "agenda.next", `{"from":-1}`), gesture(6*minute, "agenda.next", `{"from":0}`),
	}}
	whole := run(t, ask)
	if again := run(t, ask); !reflect.DeepEqual(whole, again) {
		t.Error("another life of the same gestures")
	}
	ask.At = 0
	var lines []rehearsal.Line
	for steps := 0; steps < 500; steps++ {
		told := run(t, ask)
		lines = told.Journal
		next := told.Next
		for _, g := range ask.Gestures {
			if g.At > ask.At && (next == 0 || g.At < next) {
				next = g.At
			}
		}
		if next == 0 || next > 20*minute {
			break
		}
		if next <= ask.At {
			t.Fatalf("next is %d at %d", next, ask.At)
		}
		ask.At = next
	}
	if !reflect.DeepEqual(lines, whole.Journal) {
		t.Errorf("stepping:\n%v\nwaiting:\n%v", lines, whole.Journal)
	}
	if len(whole.View.Floor.Inside) == 0 {
		t.Error("nobody sat in the fishbowl")
	}
}

func lays(p agenda.Phase) bool {
	return p.Groups == nil && template.Title(p.Template, template.French) != ""
}

// A rehearsal that goes fast stops where the stick is held out to whoever rehearses, once: it goes on when she lets it.
func TestItStopsWhereTheStickIsHeldOutToHer(t *testing.T) {
	ask := rehearsal.Ask{Plan: plan(t, "TT", 5), People: 4, Seed: 7, At: 60 * minute, Gestures: []rehearsal.Gesture{
		gesture(minute, "stick.prepare", `{"round":"r1","question":"Comment ça va?","turn_s":60}`), gesture(minute, "stick.begin", `{}`),
	}}
	told := run(t, ask)
	if told.View.MyOffer == nil || told.At <= minute || told.At >= 10*minute {
		t.Fatalf("stopped at %d: %+v", told.At, told.View.MyOffer)
	}
	ask.From, ask.At = told.At, told.At+1000
	if later := run(t, ask); later.At != ask.At || later.View.MyOffer == nil {
		t.Errorf("at %d of %d", later.At, ask.At)
	}
}

// Every scenario of the library is rehearsed to its end without a refusal, its boards opened; a gesture that does not hold says why.
func TestEveryScenarioIsRehearsed(t *testing.T) {
	all, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		p := plan(t, s.ID, s.Seats.For)
		ask := rehearsal.Ask{Plan: p, People: min(s.Seats.For-1, 12), Seed: 1, At: minute}
		for i := range p.Phases {
			ask.Gestures = append(ask.Gestures, gesture(ask.At, "agenda.next", fmt.Sprintf(`{"from":%d}`, i-1)))
			ask.At += 30_000
		}
		told := run(t, ask)
		if told.Refused != nil || told.View.Agenda.At != len(p.Phases)-1 {
			t.Errorf("%s: %v at %d of %d", s.ID, told.Refused, told.View.Agenda.At, len(p.Phases))
		}
		boards := slices.ContainsFunc(told.Journal, func(l rehearsal.Line) bool { return l.Kind == rehearsal.Board })
		if want := slices.ContainsFunc(p.Phases, lays); boards != want {
			t.Errorf("%s: boards: %t, want %t", s.ID, boards, want)
		}
		ask.Gestures = append(ask.Gestures, gesture(ask.At, "agenda.next", fmt.Sprintf(`{"from":%d}`, len(p.Phases)-1)))
		if told := run(t, ask); told.Refused == nil {
			t.Errorf("%s: a phase after the last", s.ID)
		}
	}
}

// crowded is eight hours of a circle, in rounds of ten seconds a turn as many as gestures allow: nobody's preparation.
func crowded(t testing.TB, rounds int) rehearsal.Ask {
	t.Helper()
	rule := scenario.Rule{Kind: scenario.WithStick, TurnS: 10}
	plan := session.Plan{Phases: []agenda.Phase{{ID: "r", Title: "Ronde", Kind: agenda.Stick, Minutes: 300, Rule: &rule}}}
	ask := rehearsal.Ask{Plan: plan, People: 15, Seed: 3, At: rehearsal.MaxMillis, Gestures: []rehearsal.Gesture{gesture(minute, "agenda.next", `{"from":-1}`)}}
	for i := range rounds {
		at := minute + rooms.Millis(i+1)*rehearsal.MaxMillis/rooms.Millis(rounds+2)
		ask.Gestures = append(ask.Gestures, gesture(at, "stick.prepare", fmt.Sprintf(`{"round":"r%d","turn_s":10,"seat":"none"}`, i)), gesture(at, "stick.begin", `{}`))
	}
	return ask
}

// One question held a core for as long as it pleased: nobody who had asked could take it back, and no time was too long. Now it ends with
// whoever asked, and there is an end to what is lived.
func TestARehearsalHasAnEnd(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := rehearsal.Run(gone, crowded(t, 5)); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits for it any more, and it was lived: %v", err)
	}
	if _, err := rehearsal.Run(t.Context(), crowded(t, 5)); err != nil {
		t.Error(err)
	}
	if _, err := rehearsal.Run(t.Context(), crowded(t, 190)); !errors.Is(err, rehearsal.ErrLong) {
		t.Errorf("190 rounds of fifteen people: %v", err)
	}
}
