package scenario_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"palabre/rooms/scenario"
)

const small = `id: MOI
title: Essai
purpose: Essayer un fichier.
seats: {from: 3, to: 8, for: 6}
minutes: 9
cast:
  - id: client
    title: {fr: Client, en: Client}
rows:
  - id: A
    title: Ouverture
    kind: plenary
    minutes: 2
    rule: {kind: role, role: facilitator}
  - id: B
    title: Ronde
    kind: stick
    minutes: 7
    rule: {kind: stick, turn_s: 60}
`

func problems(t *testing.T, err error) scenario.Problems {
	t.Helper()
	var ps scenario.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("not problems: %v", err)
	}
	return ps
}

// [SC-2] each kind of fault is told with its line and its code.
func TestAWrongFileIsRefusedWithLineAndReason(t *testing.T) {
	if _, err := scenario.Read([]byte(small)); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ old, now, want string }{
		{"id: MOI", "id: MOI!", "1 file_id"},
		{"id: MOI", "id: MOI\nid: TOI", "2 file_twice id"},
		{"title: Essai\n", "", "1 file_missing title"},
		{"title: Essai", "titre: Essai", "1 file_missing title; 2 file_field titre"},
		{"title: Essai", "title: {fr: Essai, de: Versuch}", "2 file_field de"},
		{"title: Essai", "title: [Essai]", "2 file_shape title"},
		{"title: Essai", "title: " + strings.Repeat("é", 81), "2 file_text title"},
		{"title: Essai", "title: &a Essai", "2 file_anchor"},
		{"title: Essai", "title: !!str Essai", "2 file_anchor"},
		{"title: Essai", "title: \"a\\u0007\"", "2 file_text title"},
		{"seats: {from: 3", "seats: {from: 7", "4 file_seats"},
		{"minutes: 9", "minutes: dix", "5 file_number minutes"},
		{"minutes: 9", "minutes: 10", "5 file_sum minutes"},
		{"minutes: 7", "minutes: 6", "5 file_sum minutes; 19 file_round"},
		{"  - id: B", "  - id: A", "15 file_twice A"},
		{"kind: plenary", "kind: pleniere", "12 file_value kind"},
		{"role: facilitator", "role: narrator", "14 file_unknown role"},
		{", role: facilitator", "", "14 file_missing role"},
		{"role: facilitator", "role: facilitator, turn_s: 30", "14 file_rule turn_s"},
		{"role: facilitator", "role: facilitator, order: least", "14 file_rule order"},
		{"turn_s: 60", "turn_s: 5", "19 file_number turn_s"},
		{"rule: {kind: stick, turn_s: 60}", "rule: {kind: open}", "19 file_rule open"},
		{"- id: client", "- id: facilitator", "7 file_twice facilitator"},
		{"rows:", "loops:\n  - {id: tour, times: 3}\nrows:", "10 file_loop tour"},
		{"minutes: 9", "minutes: 9\nstay_until: Z", "6 file_unknown stay_until"},
		{"minutes: 9", "minutes: 9\n\tdoor: closed", "5 file_unreadable"},
		{"    rule: {kind: stick, turn_s: 60}\n", "    rule: {kind: stick, turn_s: 60}\n---\nid: X\n", "20 file_second"},
		{small, "", "1 file_unreadable"},
		{small, "\xff", "1 file_unreadable"},
		{small, "- a\n- b\n", "1 file_shape scenario"},
		{small, strings.Repeat("#", scenario.MaxBytes+1), "1 file_too_large"},
		{"    title: Ronde", "    title: Ronde\n    steps: []", "17 file_missing steps"},
	}
	for _, c := range cases {
		file := strings.Replace(small, c.old, c.now, 1)
		_, err := scenario.Read([]byte(file))
		var got []string
		for _, p := range problems(t, err) {
			said := fmt.Sprintf("%d %s", p.Line, p.Code)
			if name, ok := p.Data["name"]; ok && p.Code != scenario.CodeID {
				said += fmt.Sprintf(" %v", name)
			}
			got = append(got, said)
			if s := p.Say(); !strings.HasPrefix(s.FR, fmt.Sprintf("Ligne %d ", p.Line)) || !strings.HasPrefix(s.EN, "Line ") || strings.ContainsAny(s.FR, "{}") {
				t.Errorf("%s: %q, %q", p.Code, s.FR, s.EN)
			}
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%q for %q: %v, want %s", c.now, c.old, got, c.want)
		}
	}
}

// [SC-2] all that is wrong is told at once, in the order of the lines, and 20 at most.
func TestManyFaultsAreToldAtOnce(t *testing.T) {
	_, err := scenario.Read([]byte(small + strings.Repeat("  - {id: 1}\n", 30)))
	ps := problems(t, err)
	if len(ps) != scenario.MaxProblems || ps[len(ps)-1].Code != scenario.CodeEnough {
		t.Fatalf("%d: %v", len(ps), ps)
	}
	for i := 1; i < len(ps); i++ {
		if ps[i].Line < ps[i-1].Line {
			t.Fatalf("line %d comes after %d", ps[i].Line, ps[i-1].Line)
		}
	}
}

// [SC-1] a billion laughs are refused at the first, before anything is multiplied.
func TestABombOfAliases(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	if _, err := scenario.Read([]byte(bomb)); err == nil {
		t.Fatal("read")
	}
	if _, err := scenario.Read([]byte("<<: &m {id: A}\n" + small)); err == nil {
		t.Fatal("merged")
	}
	if _, err := scenario.Read([]byte(strings.Repeat("[", 30_000))); err == nil {
		t.Fatal("read")
	}
}

// [SC-1] the largest files that are refused cost no more than the largest that are read.
func TestHardFilesAreSoonRefused(t *testing.T) {
	for _, piece := range []string{"[", "{", "? ", "- ", "a: ", "a:\n ", "\"", "'", "|\n", "#", "!", "&a ", "*", "%", "a\n", "{a: ", "[a, ", "- a: [", "\t", "<<: ", "\\", "é", "- \n", "? - "} {
		file := []byte(strings.Repeat(piece, scenario.MaxBytes/len(piece)))
		start := time.Now()
		if _, err := scenario.Read(file); err == nil {
			t.Errorf("%q is read", piece)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q takes %v", piece, took)
		} else {
			t.Logf("%q takes %v", piece, took)
		}
	}
}

// [SC-1] [SC-3] whatever the bytes: never a panic, problems that can be said, and what is read is written to read the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	for _, id := range ids {
		file, err := scenario.File(id)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	for _, s := range []string{"", "a: *a", "? [a]: b", "id: !!binary AAAA", "rows: [{id: A, rule: {kind: stick}}]", "\ufeffid: A", "- - - a", "id: 0x10\ntitle: ~", "%YAML 1.1\n---\nid: x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		s, err := scenario.Read(file)
		if err != nil {
			ps := problems(t, err)
			if len(ps) == 0 || len(ps) > scenario.MaxProblems {
				t.Fatalf("%d problems", len(ps))
			}
			for _, p := range ps {
				if said := p.Say(); p.Line < 1 || said.FR == "" || strings.Contains(said.FR, "\n") {
					t.Fatalf("%+v %q", p, said.FR)
				}
			}
			return
		}
		same(t, s)
		p := scenario.Unfold(s, s.Seats.To, scenario.Options{})
		if len(p.Phases) == 0 || len(p.Phases) > scenario.MaxPhases {
			t.Fatalf("%d phases", len(p.Phases))
		}
	})
}

type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func same(t failer, s scenario.Scenario) {
	t.Helper()
	file, err := scenario.Write(s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := scenario.Read(file)
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if !reflect.DeepEqual(s, again) {
		t.Fatalf("%+v\n%+v", s, again)
	}
}

// [SC-3] [SC-13] after any edits, what is written reads the same; a refused edit changes nothing.
func TestEditsGiveWhatAFileReads(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		s := all[rapid.IntRange(0, len(all)-1).Draw(t, "scenario")]
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			before, err := scenario.Write(s)
			if err != nil {
				t.Fatal(err)
			}
			next, err := scenario.Apply(s, anyEdit(t, s))
			after, err2 := scenario.Write(s)
			if err2 != nil || string(before) != string(after) {
				t.Fatalf("the edit wrote into what it was given: %v", err2)
			}
			if err != nil {
				if !reflect.DeepEqual(next, s) {
					t.Fatal("a refused edit changed the scenario")
				}
				continue
			}
			same(t, next)
			if next.Sum() != next.Minutes {
				t.Fatalf("%d, %d", next.Sum(), next.Minutes)
			}
			s = next
		}
	})
}

func anyEdit(t *rapid.T, s scenario.Scenario) scenario.Edit {
	row := s.Rows[rapid.IntRange(0, len(s.Rows)-1).Draw(t, "row")]
	id, to := row.ID, rapid.IntRange(-2, len(s.Rows)+2).Draw(t, "to")
	words := scenario.Text{FR: rapid.StringN(0, 90, -1).Draw(t, "words")}
	switch rapid.IntRange(0, 7).Draw(t, "edit") {
	case 0:
		return scenario.Move{Row: id, To: to}
	case 1:
		return scenario.Lengthen{Row: id, Minutes: rapid.IntRange(-60, 60).Draw(t, "minutes")}
	case 2:
		return scenario.Copy{Row: id, As: scenario.RowID(rapid.SampledFrom([]string{"N1", "N2", string(id), "", "é"}).Draw(t, "as"))}
	case 3:
		return scenario.Add{Row: row, To: to}
	case 4:
		return scenario.Remove{Row: id}
	case 5:
		return scenario.Rename{Row: id, Title: words, Say: words}
	case 6:
		row.Minutes++
		return scenario.Replace{Row: id, By: row}
	default:
		return scenario.Entitle{ID: "MOI", Title: words, Purpose: words}
	}
}

// [SC-13] told: a copy of one's own, a longer round, a row that is not there.
func TestEdits(t *testing.T) {
	s, err := scenario.Find("TT")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []scenario.Edit{
		scenario.Entitle{ID: "TT_nous", Title: scenario.Text{FR: "Notre tour"}, Purpose: scenario.Text{FR: "Le nôtre."}},
		scenario.Lengthen{Row: "TT3", Minutes: -6}, scenario.Copy{Row: "TT3", As: "TT3b"}, scenario.Move{Row: "TT4", To: 0}, scenario.Remove{Row: "TT2"},
	} {
		if s, err = scenario.Apply(s, e); err != nil {
			t.Fatalf("%T: %v", e, err)
		}
	}
	if s.Minutes != 2+2+9+9 || s.Rows[0].ID != "TT4" || s.Rows[3].ID != "TT3b" || s.Rows[3].Rule.TurnS != 35 {
		t.Errorf("%d %+v", s.Minutes, s.Rows)
	}
	if _, err := scenario.Apply(s, scenario.Remove{Row: "TT2"}); err == nil || problems(t, err)[0].Code != scenario.CodeNoRow {
		t.Errorf("%v", err)
	}
	if _, err := scenario.Apply(s, scenario.Lengthen{Row: "TT3", Minutes: -5}); err == nil || problems(t, err)[0].Code != scenario.CodeRound {
		t.Errorf("%v", err)
	}
	if e, no := scenario.ReadEdit("move", []byte(`{"row":"TT1","to":0}`)); no != nil || e != (scenario.Move{Row: "TT1"}) {
		t.Errorf("%v %v", e, no)
	}
	if _, no := scenario.ReadEdit("mvoe", nil); no == nil {
		t.Error("an edit that does not exist")
	}
}
