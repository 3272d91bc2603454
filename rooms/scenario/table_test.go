package scenario_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"palabre/rooms/scenario"
	"palabre/rooms/template"
)

// table is what facilitators agreed on, written once more without looking at the files: id, kind, minutes (in a loop, of all its
// passes), rule of each step, what is shown, what it leaves. L open, M hands, X:part, S silence, B seconds, I seats+free.
const table = `
TT 20 seats 12
TT1 plenary 2 X:facilitator | question | –
TT2 write 1 S | private_note | –
TT3 stick 15 B60 | word_wall | Keywords
TT4 plenary 2 X:facilitator | word_wall | Echo
CP 75 seats 10 closed
CP1 plenary 5 X:facilitator | frame | Consents
CP2 stick 10 B45 | weather | –
CP3 stick 25 B140 | empty_centre | –
CP4 write 2 S | private_note | –
CP5 stick 20 B105 | empty_centre | –
CP6 stick 8 B30 | – | –
CP7 vote 5 S | sentences | Unattributed harvest
CD 90 seats 7
CD0 stick 10 B45; S dots | subjects | Client chosen
CD1 plenary 10 X:client | situation | Statement
CD2 stick 20 B45 questions answers:client | facts | –
CD3 vote 5 X:client; S agree | contract | Request
CD4 stick 25 B90 several not:client | leads | Leads
CD5 write 10 S 5; X:client 5 | action_plan | Action plan (client's)
CD6 stick 10 B60 first:client | learnings | Learnings
QT 15 seats 12
QT1 plenary 3 X:facilitator | question | –
QT2 write 1 S | private_note | –
QT3 groups 2 L of2 | shared_note | –
QT4 groups 4 L of4 | shared_note | –
QT5 board 5 M one_each | clusters | Idea list
TR 30 seats 12
TR0 plenary 2 X:facilitator | instructions | –
TR1 write 1 S | private_note | Question
TR2 groups 6 X:client of3 loop3 | – | –
TR3 groups 6 L questions of3 loop3 | – | –
TR4 groups 12 L not:client back of3 loop3 | private_note | Private notes
TR5 groups 3 X:client of3 loop3 | – | What helped
CC 55 seats 12
CC1 plenary 4 X:facilitator | agreements | –
CC2 stick 7 B60 of6 | tablecloth | –
CC3 stick 7 B60 of6 | tablecloth | –
CC4 groups 25 L optional of6 | tablecloth | –
CC5 stick 7 B60 of6 | takeaways | Takeaways
CC6 plenary 5 M | table_wall | Harvest
BO 60 seats 12
BO1 plenary 5 X:facilitator | question | –
BO2 plenary 15 I4 | fishbowl_grid | –
BO3 plenary 20 I4+1 | fishbowl_grid | Notes
BO4 write 5 S | fishbowl_grid | –
BO5 board 15 M | synthesis | Synthesis
WC 90 seats 16
WC1 plenary 8 X:facilitator | question | –
WC2 groups 20 L of4 | tablecloth | Notes
WC3 groups 21 L move of4 hosts | tablecloth | Notes
WC4 groups 21 L move of4 hosts | tablecloth | Notes
WC5 plenary 15 X:host | table_wall | Synthesis
WC6 vote 5 S dots | dots | Priorities
AP 120 seats 10 closed until:AP6
AP1 stick 15 B60 | situations | Choice
AP2 plenary 10 X:narrator | – | Question
AP3 stick 30 B45 facts answers:narrator | facts | –
AP4 break 10 S | – | –
AP5 stick 30 B75 not:narrator | hypotheses | Hypotheses
AP6 plenary 10 X:narrator | – | –
AP7 board 15 M meta | learnings | Depersonalised learnings
AR 180 seats 12
AR1 stick 20 B75 | weather | –
AR2 write 15 S read | foundation | Notes
AR3 groups 35 L of3 | story_frame | Draft stories
AR4 break 15 S | – | –
AR5 board 25 M | practice_map | Map
AR6 stick 25 B105 | empty_centre | Keywords
AR7 break 5 S | – | –
AR8 board 15 L | collage | Image
AR9 stick 15 B45 | commitments | Commitments
AR10 vote 10 S | survey | Harvest, evaluation
RA 180 seats 12
RA1 plenary 10 L | – | –
RA2 plenary 10 X:facilitator | community | –
RA3 stick 25 B110 | portraits | Directory draft
RA4 board 25 M | charter | Charter draft
RA5 vote 5 S | charter | Charter v1
RA6 break 15 S | – | –
RA7 groups 20 L of3 | needs | Needs
RA8 vote 30 S ideas; M; S dots | themes | Ranked themes
RA9 board 10 M | role_wheel | Roles, calendar
RA10 break 5 S | – | –
RA11 stick 15 B60 | – | –
RA12 vote 10 S | survey | Evaluation
RB 180 seats 12
RB1 stick 10 B40 | weather | –
RB2 plenary 10 X:facilitator | figures | –
RB3 write 20 S | timeline | Timeline
RB4 stick 25 B110 | timeline | Moments
RB5 break 15 S | – | –
RB6 groups 30 L of3 | story_frame | Value stories
RB7 board 20 M | keep_change_drop | Lessons
RB8 break 5 S | – | –
RB9 vote 15 M; S dots | next_cycle | Decisions
RB10 stick 20 B80 | – | Words
RB11 vote 10 S | survey | Evaluation
RM 180 seats 12
RM1 stick 15 B60 | weather | –
RM2 plenary 15 M | commitments | Follow-ups
RM3 stick 55 B240 | empty_centre | Practice moments
RM4 break 15 S | – | –
RM5 board 45 M | practice_map | Map
RM6 break 5 S | – | –
RM7 vote 15 S | sentences | Harvest and consents
RM8 stick 15 B60 | – | –
`

// The thirteen scenarios are the tables: sums, kinds, rules, what is shown and what it leaves (SC-4, SC-5).
func TestCheckTheTables(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	for _, s := range library(t) {
		t.Run(string(s.ID), func(t *testing.T) {
			if want := lines[0]; head(s) != want {
				t.Errorf("head %q, want %q", head(s), want)
			}
			lines = lines[1:]
			if s.Sum() != s.Minutes {
				t.Errorf("%d minutes, want %d", s.Sum(), s.Minutes)
			}
			for _, r := range s.Rows {
				if want := strings.Join(strings.Fields(lines[0]), " "); printed(s, r) != want {
					t.Errorf("\n got %s\nwant %s", printed(s, r), want)
				}
				lines = lines[1:]
			}
		})
	}
	if len(lines) != 0 {
		t.Errorf("not found: %v", lines)
	}
}

func head(s scenario.Scenario) string {
	out := fmt.Sprintf("%s %d seats %d", s.ID, s.Minutes, s.Seats.For)
	if s.Door == scenario.DoorClosed {
		out += " closed"
	}
	if s.Until != "" {
		out += " until:" + string(s.Until)
	}
	return out
}

func printed(s scenario.Scenario, r scenario.Row) string {
	times := 1
	if l, ok := s.Loop(r.Loop); ok {
		times = l.Times
	}
	rules := []string{rule(r.Rule)}
	if len(r.Steps) > 0 {
		rules = rules[:0]
		for _, st := range r.Steps {
			said := rule(st.Rule)
			if r.ID == "CD5" { // the one row whose table says its halves
				said += " " + strconv.Itoa(st.Minutes)
			}
			rules = append(rules, said)
		}
	}
	out := fmt.Sprintf("%s %s %d %s", r.ID, r.Kind, r.Minutes*times, strings.Join(rules, "; "))
	if r.Groups.Size > 0 {
		out += " of" + strconv.Itoa(r.Groups.Size)
	}
	if r.Groups.Hosts {
		out += " hosts"
	}
	if times > 1 {
		out += " loop" + strconv.Itoa(times)
	}
	dash := func(s string) string {
		if s == "" {
			return "–"
		}
		return strings.ReplaceAll(s, "’", "'")
	}
	return out + " | " + dash(string(r.Board)) + " | " + dash(r.Artifact.Name.EN)
}

func rule(u scenario.Rule) string {
	out := map[scenario.RuleKind]string{
		scenario.Open: "L", scenario.Hands: "M", scenario.OneRole: "X:" + string(u.Role), scenario.Silence: "S",
		scenario.WithStick: "B" + strconv.Itoa(u.TurnS), scenario.Inside: "I" + strconv.Itoa(u.Seats),
	}[u.Kind]
	switch {
	case u.Free > 0:
		out += "+" + strconv.Itoa(u.Free)
	case u.Answers != "":
		out += " " + string(u.Note) + " answers:" + string(u.Answers)
	case u.Not != "" && u.Kind == scenario.WithStick:
		if u.Rounds > 1 && u.TurnS == 90 {
			out += " several"
		}
		out += " not:" + string(u.Not)
	case u.Not != "":
		out += " not:" + string(u.Not) + " " + string(u.Note)
	case u.First != "":
		out += " first:" + string(u.First)
	case u.Note != "":
		out += " " + string(u.Note)
	}
	return out
}

// What no table says row by row: who passes is offered again, closed circles leave no trace, groups and rules suit each other, and
// words are in both languages with Québec's spaces.
func TestEveryRowIsWhole(t *testing.T) {
	boards := map[template.Name]bool{}
	for _, s := range library(t) {
		for _, r := range s.Rows {
			boards[r.Board] = true
			if closed := s.ID == "CP" || s.ID == "AP"; (r.Traces == scenario.NoTraces) != closed {
				t.Errorf("%s leaves traces %q", r.ID, r.Traces)
			}
			if r.Title.FR == "" || r.Title.EN == "" || (r.Question.FR == "") != (r.Question.EN == "") {
				t.Errorf("%s lacks words", r.ID)
			}
		}
		for _, p := range scenario.Unfold(s, s.Seats.For, scenario.Options{Lang: scenario.English}).Phases {
			if p.Say == "" || p.Title == "" {
				t.Errorf("%s lacks words", p.ID)
			}
			if p.Kind == scenario.KindStick && p.Rule.Once {
				t.Errorf("%s offers nothing again", p.ID)
			}
		}
		file, err := scenario.File(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{" ?", " ;", " !", "\u00a0?", "\u00a0;", "« ", " »", " : ", "'s ", "réunion", " mail", " chat", "chacun ", "!"} {
			if strings.Contains(string(file), wrong) {
				t.Errorf("%s: %q", s.ID, wrong)
			}
		}
	}
	for _, n := range template.Names()[:13] {
		if !boards[n] {
			t.Errorf("no phase names the template %s", n)
		}
	}
}

// A row of two rules is two phases; a loop is its rows once per pass, as the engine's list has them (SC-5).
func TestUnfoldedIDs(t *testing.T) {
	for id, want := range map[scenario.ID]string{
		"CD": "CD0-1 CD0-2 CD1 CD2 CD3-1 CD3-2 CD4 CD5-1 CD5-2 CD6",
		"TR": "TR0 TR1 TR2-1 TR3-1 TR4-1 TR5-1 TR2-2 TR3-2 TR4-2 TR5-2 TR2-3 TR3-3 TR4-3 TR5-3",
	} {
		s, err := scenario.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		p := scenario.Unfold(s, s.Seats.For, scenario.Options{})
		for _, ph := range p.Phases {
			got = append(got, string(ph.ID))
		}
		if strings.Join(got, " ") != want || scenario.Minutes(p.Phases) != s.Minutes || len(p.Changes) != 0 {
			t.Errorf("%s: %v, %d min, %v", id, got, scenario.Minutes(p.Phases), p.Changes)
		}
	}
	tr, err := scenario.Find("TR")
	if err != nil {
		t.Fatal(err)
	}
	if p := scenario.Unfold(tr, 4, scenario.Options{}); scenario.Minutes(p.Phases) != 3+4*9 { // one group of four: everyone is the client once
		t.Errorf("%d min", scenario.Minutes(p.Phases))
	}
}
