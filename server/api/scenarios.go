package api

import (
	"context"
	"net/http"
	"time"

	"palabre/rooms/cast"
	"palabre/rooms/scenario"
	"palabre/rooms/template"
	"palabre/server/auth"
	"palabre/server/community"
)

func (a *API) scenarioRoutes() {
	const all = "/api/communities/{community}/scenarios"
	route(a, "GET", all, "Les scénarios que la communauté peut choisir", a.scenarios)
	route(a, "POST", all, "Garder un scénario dans la communauté", a.keepScenario, created, roomy)
	route(a, "GET", all+"/{scenario}/plan", "Le déroulement qu’un scénario donne", a.unfold)
	route(a, "PATCH", all+"/{scenario}", "Changer, renommer ou partager un scénario", a.changeScenario, roomy)
	route(a, "POST", all+"/{scenario}/copy", "Copier un scénario dans la communauté", a.copyScenario, created)
	route(a, "DELETE", all+"/{scenario}", "Supprimer un scénario de la communauté", a.removeScenario)
	route(a, "POST", "/api/communities/{community}/plan", "Ajuster un déroulement aux personnes et au temps", a.fit, roomy)
	route(a, "POST", "/api/communities/{community}/rehearsal", "Répéter un déroulement, jusqu’à un instant", a.rehearse, roomy)
	a.file(all+"/{scenario}/file.yaml", a.scenarioFile)
}

// OneScenario is a path that names a scenario as a community sees it.
type OneScenario struct {
	OneCommunity
	Scenario string `path:"scenario" maxLength:"64"`
}

// ScenarioCard is a scenario to choose.
type ScenarioCard struct {
	ID        string        `json:"id"`
	Source    string        `json:"source" enum:"library,community,network"`
	From      string        `json:"from,omitempty" doc:"The community that keeps it."`
	Shared    bool          `json:"shared" doc:"With the communities of the same network."`
	Title     scenario.Text `json:"title"`
	Purpose   scenario.Text `json:"purpose"`
	Credit    scenario.Text `json:"credit"`
	Seats     ScenarioSeats `json:"seats"`
	Minutes   int           `json:"minutes"`
	Closed    bool          `json:"closed" doc:"Nobody comes in once it began."`
	Track     []TrackPiece  `json:"track" doc:"Its kinds and their minutes, for the seats that it is written for."`
	Leaves    []Left        `json:"leaves" doc:"What remains of it."`
	UpdatedAt *time.Time    `json:"updated_at,omitempty"`
}

// ScenarioSeats is for how many people a scenario works, and for how many its minutes are written.
type ScenarioSeats struct {
	From int `json:"from"`
	To   int `json:"to"`
	For  int `json:"for"`
}

// TrackPiece is a stretch of a kind track.
type TrackPiece struct {
	Kind    string `json:"kind"`
	Minutes int    `json:"minutes"`
}

// Left is what a phase leaves, and by which way.
type Left struct {
	Name scenario.Text `json:"name"`
	From string        `json:"from"`
}

// Template is what a board may be made from.
type Template struct {
	Name  string        `json:"name"`
	Title scenario.Text `json:"title"`
}

func templates() []Template {
	out := []Template{}
	for _, n := range template.Names() {
		out = append(out, Template{Name: string(n), Title: scenario.Text{FR: template.Title(n, template.French), EN: template.Title(n, template.English)}})
	}
	return out
}

// ScenarioOffer is all that a community may choose from.
type ScenarioOffer struct {
	Scenarios []ScenarioCard `json:"scenarios"`
	Network   string         `json:"network,omitempty"`
	Templates []Template     `json:"templates" doc:"What the board of a phase may be made from."`
	MayWrite  bool           `json:"may_write"`
	MayShare  bool           `json:"may_share"`
}

func scenarioCard(o community.Offered) ScenarioCard {
	s := o.Scenario
	out := ScenarioCard{
		ID: o.ID, Source: string(o.Source), From: o.From, Shared: o.Shared, Title: s.Title, Purpose: s.Purpose, Credit: s.Credit,
		Seats: ScenarioSeats(s.Seats), Minutes: s.Minutes, Closed: s.Door == scenario.DoorClosed,
		Track: []TrackPiece{}, Leaves: []Left{},
	}
	for _, p := range scenario.Unfold(s, s.Seats.For, scenario.Options{}).Phases {
		out.Track = append(out.Track, TrackPiece{Kind: string(p.Kind), Minutes: p.Minutes})
	}
	for _, r := range s.Rows {
		if r.Artifact.From != "" {
			out.Leaves = append(out.Leaves, Left{Name: r.Artifact.Name, From: string(r.Artifact.From)})
		}
	}
	if o.UpdatedAt != 0 {
		t := at(o.UpdatedAt)
		out.UpdatedAt = &t
	}
	return out
}

func (a *API) scenarios(ctx context.Context, who auth.Identity, in *OneCommunity) (*as[ScenarioOffer], error) {
	offer, err := a.Community.Scenarios(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	out := ScenarioOffer{Scenarios: []ScenarioCard{}, Network: offer.Network, Templates: templates(), MayWrite: offer.MayWrite, MayShare: offer.MayShare}
	for _, o := range offer.Scenarios {
		out.Scenarios = append(out.Scenarios, scenarioCard(o))
	}
	return body(out), nil
}

type unfold struct {
	OneScenario
	People  int    `query:"people" minimum:"1" maximum:"400" default:"12"`
	Minutes int    `query:"minutes" minimum:"0" maximum:"600" doc:"What it should last; 0 for what it takes."`
	Lang    string `query:"lang" enum:"fr,en" default:"fr"`
}

// RunOfShow is a plan, with what was changed of its scenario to come to it.
type RunOfShow struct {
	Phases  []community.Phase `json:"phases"`
	Origin  *community.Origin `json:"origin,omitempty"`
	Changes []PhaseChange     `json:"changes"`
	Off     int               `json:"off" doc:"Minutes by which it is longer than what was wanted, or shorter below 0."`
}

// PhaseChange is what fitting did to a phase; 0 where it did nothing.
type PhaseChange struct {
	Phase    string `json:"phase"`
	Title    string `json:"title"`
	From     int    `json:"from" doc:"Minutes."`
	To       int    `json:"to" doc:"Minutes."`
	TurnFrom int    `json:"turn_from,omitempty" doc:"Seconds."`
	TurnTo   int    `json:"turn_to,omitempty" doc:"Seconds."`
	Rounds   int    `json:"rounds,omitempty"`
	Seats    int    `json:"seats,omitempty"`
}

func changes(all []scenario.Change) []PhaseChange {
	out := make([]PhaseChange, 0, len(all))
	for _, c := range all {
		out = append(out, PhaseChange{
			Phase: string(c.Phase), Title: c.Title, From: c.From, To: c.To, TurnFrom: c.TurnFrom, TurnTo: c.TurnTo, Rounds: c.Rounds, Seats: c.Seats,
		})
	}
	return out
}

func (a *API) unfold(ctx context.Context, who auth.Identity, in *unfold) (*as[RunOfShow], error) {
	plan, from, err := a.Community.Unfold(ctx, who.Actor, in.id(), in.Scenario, in.People, scenario.Options{Lang: scenario.Lang(in.Lang), Total: in.Minutes})
	if err != nil {
		return nil, err
	}
	if from.Parts == nil {
		from.Parts = []cast.Part{}
	}
	out := RunOfShow{Phases: []community.Phase{}, Origin: &from, Changes: changes(plan.Changes), Off: plan.Off}
	for _, p := range plan.Phases {
		out.Phases = append(out.Phases, community.PhaseOf(p))
	}
	return body(out), nil
}

type fit struct {
	OneCommunity
	Body struct {
		Phases  []community.Phase `json:"phases" maxItems:"60"`
		Origin  *community.Origin `json:"origin,omitempty"`
		People  int               `json:"people,omitempty" minimum:"0" maximum:"400" doc:"0: as many as before."`
		Minutes int               `json:"minutes,omitempty" minimum:"0" maximum:"720" doc:"0: what it takes."`
	}
}

func (a *API) fit(ctx context.Context, who auth.Identity, in *fit) (*as[RunOfShow], error) {
	fitted, err := a.Community.Fit(ctx, who.Actor, in.id(), in.Body.Phases, in.Body.Origin, in.Body.People, in.Body.Minutes)
	if err != nil {
		return nil, err
	}
	return body(RunOfShow{Phases: fitted.Phases, Origin: in.Body.Origin, Changes: changes(fitted.Changes), Off: fitted.Off}), nil
}

// ScenarioPlan is the run of show of a plan, to be kept as a scenario.
type ScenarioPlan struct {
	People int               `json:"people" minimum:"1" maximum:"400" doc:"For how many people its minutes are."`
	Phases []community.Phase `json:"phases" maxItems:"60"`
	Origin *community.Origin `json:"origin,omitempty"`
}

type keepScenario struct {
	OneCommunity
	Body struct {
		File    string        `json:"file,omitempty" maxLength:"70000" doc:"A scenario file. Nothing else is then read."`
		Title   string        `json:"title,omitempty" maxLength:"300"`
		Purpose string        `json:"purpose,omitempty" maxLength:"1200"`
		Lang    string        `json:"lang,omitempty" enum:"fr,en"`
		Plan    *ScenarioPlan `json:"plan,omitempty"`
	}
}

func kept(title, purpose, lang string, p *ScenarioPlan) community.Kept {
	out := community.Kept{Title: title, Purpose: purpose, Lang: community.Lang(lang)}
	if p != nil {
		out.People, out.Phases, out.Origin = p.People, p.Phases, p.Origin
	}
	return out
}

func (a *API) keepScenario(ctx context.Context, who auth.Identity, in *keepScenario) (*as[Made], error) {
	b := in.Body
	what := kept(b.Title, b.Purpose, b.Lang, b.Plan)
	what.File = b.File
	made, err := a.Community.KeepScenario(ctx, who.Actor, in.id(), what)
	if err != nil {
		return nil, err
	}
	return body(Made{string(made.ID)}), nil
}

type changeScenario struct {
	OneScenario
	Body struct {
		Title   *string       `json:"title,omitempty" maxLength:"300"`
		Purpose *string       `json:"purpose,omitempty" maxLength:"1200"`
		Lang    string        `json:"lang,omitempty" enum:"fr,en"`
		Shared  *bool         `json:"shared,omitempty"`
		Plan    *ScenarioPlan `json:"plan,omitempty" doc:"Replaces its run of show; with a title."`
	}
}

func (a *API) changeScenario(ctx context.Context, who auth.Identity, in *changeScenario) (*empty, error) {
	b := in.Body
	change := community.ScenarioChange{Title: b.Title, Purpose: b.Purpose, Lang: community.Lang(b.Lang), Shared: b.Shared}
	if b.Plan != nil {
		title, purpose := "", ""
		if b.Title != nil {
			title = *b.Title
		}
		if b.Purpose != nil {
			purpose = *b.Purpose
		}
		what := kept(title, purpose, b.Lang, b.Plan)
		change = community.ScenarioChange{Plan: &what, Shared: b.Shared}
	}
	return nil, a.Community.ChangeScenario(ctx, who.Actor, in.id(), community.ScenarioID(in.Scenario), change)
}

type copyScenario struct {
	OneScenario
	Body struct {
		Title string `json:"title" maxLength:"300"`
		Lang  string `json:"lang,omitempty" enum:"fr,en"`
	}
}

func (a *API) copyScenario(ctx context.Context, who auth.Identity, in *copyScenario) (*as[Made], error) {
	made, err := a.Community.CopyScenario(ctx, who.Actor, in.id(), in.Scenario, in.Body.Title, community.Lang(in.Body.Lang))
	if err != nil {
		return nil, err
	}
	return body(Made{string(made.ID)}), nil
}

// RemovedScenario is a scenario that was just deleted: keeping its file again undoes it.
type RemovedScenario struct {
	File   string `json:"file"`
	Shared bool   `json:"shared"`
}

func (a *API) removeScenario(ctx context.Context, who auth.Identity, in *OneScenario) (*as[RemovedScenario], error) {
	gone, err := a.Community.RemoveScenario(ctx, who.Actor, in.id(), community.ScenarioID(in.Scenario))
	if err != nil {
		return nil, err
	}
	return body(RemovedScenario{File: gone.File, Shared: gone.Shared}), nil
}

func (a *API) scenarioFile(w http.ResponseWriter, r *http.Request) error {
	one, file, err := a.Community.ScenarioFile(r.Context(), who(r.Context()).Actor, community.CommunityID(r.PathValue("community")), r.PathValue("scenario"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(one.Scenario.ID)+`.yaml"`)
	_, _ = w.Write(file) // the asker may be gone
	return nil
}
