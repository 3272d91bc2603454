package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"palabre/rooms/scenario"
	"palabre/server/community"
)

func tourDeTable(t testing.TB) string {
	t.Helper()
	file, err := scenario.File("TT")
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

type offer struct {
	Scenarios []struct {
		ID, Source, From string
		Shared           bool
		Title            scenario.Text
		Minutes          int
		Track            []struct{ Minutes int }
	}
	Network  string
	MayWrite bool `json:"may_write"`
	MayShare bool `json:"may_share"`
}

type runOfShow struct {
	Phases  []community.Phase
	Origin  *community.Origin
	Changes []struct{ Phase string }
}

func text(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Told: a facilitator plans codéveloppement for nine, lengthens the choice of a subject, keeps it as
// her community's, shares it; the network's other community copies it. Everything that a phase says
// comes through, to the meeting's page and back.
func TestAScenarioFromTheLibraryToTheNetwork(t *testing.T) {
	w := newWorld(t)
	lise, omar := w.person("lise@example.org"), w.person("omar@example.org")
	c, theirs := w.community(lise), w.community(omar)
	cookie, other := w.cookie(lise, ""), w.cookie(omar, "")
	base := "/api/communities/" + string(c) + "/scenarios"

	var all offer
	w.ask("GET", base, cookie, "").into(t, &all)
	if len(all.Scenarios) != 13 || !all.MayWrite || !all.MayShare || all.Network != "Réseau du Nord" {
		t.Fatalf("%+v", all)
	}
	for _, s := range all.Scenarios {
		sum := 0
		for _, p := range s.Track {
			sum += p.Minutes
		}
		if s.Source != "library" || s.Title.FR == "" || s.Title.EN == "" || sum != s.Minutes {
			t.Errorf("%+v", s)
		}
	}
	var plan runOfShow
	w.ask("GET", base+"/CD/plan?people=9&lang=fr", cookie, "").into(t, &plan)
	if len(plan.Phases) != 10 || plan.Origin.Scenario != "CD" || len(plan.Origin.Parts) != 1 || len(plan.Changes) == 0 {
		t.Fatalf("%d phases, %+v, %d changes", len(plan.Phases), plan.Origin, len(plan.Changes))
	}
	plan.Phases[0].Minutes += 2
	meeting := map[string]any{
		"title": "Rencontre", "starts_at": "2099-01-01T18:00:00Z", "zone": "Europe/Paris", "phases": plan.Phases, "origin": plan.Origin,
	}
	var made struct{ ID string }
	w.ask("POST", "/api/communities/"+string(c)+"/meetings", cookie, text(t, meeting)).into(t, &made)
	var page runOfShow
	w.ask("GET", "/api/meetings/"+made.ID, cookie, "").into(t, &page)
	if text(t, page.Phases) != text(t, plan.Phases) || text(t, page.Origin) != text(t, plan.Origin) {
		t.Errorf("the meeting has\n%s\nof\n%s", text(t, page.Phases), text(t, plan.Phases))
	}

	keep := map[string]any{"title": "Notre codéveloppement", "lang": "fr", "plan": map[string]any{"people": 9, "phases": plan.Phases, "origin": plan.Origin}}
	w.ask("POST", base, cookie, text(t, keep)).into(t, &made)
	var own runOfShow
	w.ask("GET", base+"/"+made.ID+"/plan?people=9", cookie, "").into(t, &own)
	for i, p := range own.Phases {
		was := plan.Phases[i]
		if p.Minutes != was.Minutes || p.Say != was.Say || p.Template != was.Template || text(t, p.Rule) != text(t, was.Rule) {
			t.Errorf("%s became %s", text(t, was), text(t, p))
		}
	}
	if got := w.ask("GET", "/api/communities/"+string(theirs)+"/scenarios/"+made.ID+"/plan", other, ""); got.status != http.StatusNotFound {
		t.Errorf("seen by others before it is shared: %d", got.status)
	}
	w.ask("PATCH", base+"/"+made.ID, cookie, `{"shared":true}`)
	var seen offer
	w.ask("GET", "/api/communities/"+string(theirs)+"/scenarios", other, "").into(t, &seen)
	if first := seen.Scenarios[0]; first.Source != "network" || first.ID != made.ID || first.From != "CDP du Nord" || first.Title.FR != "Notre codéveloppement" {
		t.Errorf("%+v", first)
	}
	if got := w.ask("DELETE", "/api/communities/"+string(theirs)+"/scenarios/"+made.ID, other, ""); got.status != http.StatusNotFound {
		t.Errorf("others deleted it: %d", got.status)
	}
	if got := w.ask("POST", "/api/communities/"+string(theirs)+"/scenarios/"+made.ID+"/copy", other, `{"title":"Le leur"}`); got.status != http.StatusCreated {
		t.Errorf("not copied: %d %s", got.status, got.body)
	}
}

// A wrong file is refused whole, with the line and the reason of each thing in both languages; what was
// deleted comes back from its own file; what a plan cannot say is refused too.
func TestWrongScenarios(t *testing.T) {
	w := newWorld(t)
	lise := w.person("lise@example.org")
	c, cookie := w.community(lise), w.cookie(lise, "")
	base := "/api/communities/" + string(c) + "/scenarios"
	wrong := strings.Replace(tourDeTable(t), "minutes: 15", "minutes: 150000", 1) + "surprise: oui\n"
	got := w.ask("POST", base, cookie, text(t, map[string]any{"file": wrong}))
	var p struct {
		Code  string
		Lines []struct {
			Line   int
			FR, EN string
		}
	}
	got.into(t, &p)
	if got.status != http.StatusUnprocessableEntity || p.Code != "scenario_wrong" || len(p.Lines) != 2 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for _, l := range p.Lines {
		if l.Line == 0 || l.FR == "" || l.EN == "" {
			t.Errorf("%+v", l)
		}
	}
	var all offer
	w.ask("GET", base, cookie, "").into(t, &all)
	if len(all.Scenarios) != 13 {
		t.Errorf("%d scenarios after a refusal", len(all.Scenarios))
	}
	var made struct{ ID string }
	w.ask("POST", base, cookie, text(t, map[string]any{"file": tourDeTable(t)})).into(t, &made)
	var gone struct{ File string }
	w.ask("DELETE", base+"/"+made.ID, cookie, "").into(t, &gone)
	if back := w.ask("POST", base, cookie, text(t, map[string]any{"file": gone.File})); back.status != http.StatusCreated || gone.File != tourDeTable(t) {
		t.Errorf("not taken back: %d %s", back.status, back.body)
	}
	plan := `{"title":"R","starts_at":"2099-01-01T18:00:00Z","zone":"Europe/Paris","phases":[{"id":"a","title":"A","kind":"stick","minutes":9,"rule":{"kind":"stick","turn_s":60,"answers":"personne"}}]}`
	got = w.ask("POST", "/api/communities/"+string(c)+"/meetings", cookie, plan)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "personne") {
		t.Errorf("a plan with a part that nobody plays: %d %s", got.status, got.body)
	}
}
