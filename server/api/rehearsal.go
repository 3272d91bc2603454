package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/refusals"
	"palabre/rooms/session"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/rehearsal"
)

type rehearse struct {
	OneCommunity
	Body struct {
		Phases   []community.Phase  `json:"phases" maxItems:"60"`
		Origin   *community.Origin  `json:"origin,omitempty"`
		People   int                `json:"people" minimum:"1" maximum:"400" doc:"Seats that play by themselves; 30 at most do."`
		Seed     uint64             `json:"seed,omitempty"`
		At       int64              `json:"at,omitempty" minimum:"0" maximum:"28800000" doc:"Up to when, ms since the beginning."`
		From     int64              `json:"from,omitempty" minimum:"0" doc:"Up to when it was seen: it stops where the stick comes to be held out to whoever rehearses after that."`
		Gestures []RehearsedGesture `json:"gestures,omitempty" maxItems:"400"`
	}
}

// RehearsedGesture is a command of whoever rehearses.
type RehearsedGesture struct {
	At   int64          `json:"at" minimum:"0" doc:"ms since the beginning"`
	Name string         `json:"name" maxLength:"40"`
	Args map[string]any `json:"args,omitempty"`
}

// Rehearsed is what whoever rehearses sees at that instant.
type Rehearsed struct {
	At      int64            `json:"at"`
	Zero    int64            `json:"zero" doc:"The beginning, on the clock of the view."`
	Next    int64            `json:"next" doc:"When something happens by itself, ms since the beginning; 0: nothing will."`
	View    any              `json:"view" doc:"As the session shows it to who facilitates."`
	Heard   []rooms.MemberID `json:"heard" doc:"Who is heard in plenary, when not everyone is."`
	All     bool             `json:"all" doc:"Everyone is heard."`
	Journal []RehearsedLine  `json:"journal"`
	Refused *Problem         `json:"refused,omitempty" doc:"Why the last gesture changed nothing."`
}

// RehearsedLine is something that happened.
type RehearsedLine struct {
	At     int64          `json:"at"`
	Kind   string         `json:"kind" enum:"phase,round,offered,holds,round_over,hand,floor,board,groups,together"`
	Member rooms.MemberID `json:"member,omitempty"`
	Words  string         `json:"words,omitempty"`
}

func (a *API) rehearse(ctx context.Context, who auth.Identity, in *rehearse) (*as[Rehearsed], error) {
	if !a.limits.allow("rehearse", string(who.Actor.Member), rehearseByMember) {
		return nil, tooMany()
	}
	phases, from, err := a.Community.Rehearse(ctx, who.Actor, in.id(), in.Body.Phases, in.Body.Origin)
	if err != nil {
		return nil, err
	}
	ask := rehearsal.Ask{
		Plan:   session.Plan{Mode: session.ModeConfidential, StrictClock: true},
		People: in.Body.People, Seed: in.Body.Seed, At: rooms.Millis(in.Body.At), From: rooms.Millis(in.Body.From),
	}
	if from != nil {
		ask.Plan.Parts, ask.Plan.Lang = from.Parts, string(from.Lang)
	}
	for _, p := range phases {
		ask.Plan.Phases = append(ask.Plan.Phases, sessionPhase(p))
	}
	for _, g := range in.Body.Gestures {
		args, err := json.Marshal(g.Args)
		if err != nil {
			return nil, community.RefuseBadChoice
		}
		ask.Gestures = append(ask.Gestures, rehearsal.Gesture{At: rooms.Millis(g.At), Name: g.Name, Args: args})
	}
	told, err := a.lived(ctx, who.Actor.Member, ask)
	if err != nil {
		return nil, err
	}
	return body(rehearsed(told)), nil
}

// lived is the rehearsal, in its turn.
func (a *API) lived(ctx context.Context, who rooms.MemberID, ask rehearsal.Ask) (told rehearsal.Told, err error) {
	ctx, cancel := context.WithTimeout(ctx, rehearseWithin)
	defer cancel()
	err = a.rehearsals.do(ctx, string(who), func() error {
		told, err = rehearsal.Run(ctx, ask)
		return err
	})
	if errors.Is(err, rehearsal.ErrLong) {
		return told, problem(http.StatusUnprocessableEntity, "rehearsal_too_long",
			"Cette répétition ne va pas plus loin\u00a0: il s’y est passé trop de choses. Recommencez-la.",
			"This rehearsal goes no further: too much has happened in it. Start it again.")
	}
	return told, err
}

func sessionPhase(p community.Phase) agenda.Phase {
	out := agenda.Of(p.Scenario())
	out.Rule, out.TurnS = p.Rule, p.TurnS // without a rule the session goes by the kind
	return out
}

func rehearsed(told rehearsal.Told) Rehearsed {
	out := Rehearsed{
		At: int64(told.At), Zero: int64(told.Zero), Next: int64(told.Next), View: told.View,
		All: told.Heard.Mode == rooms.HearEveryone, Heard: told.Heard.Members, Journal: []RehearsedLine{},
	}
	if out.Heard == nil {
		out.Heard = []rooms.MemberID{}
	}
	for _, l := range told.Journal {
		out.Journal = append(out.Journal, RehearsedLine{At: int64(l.At), Kind: string(l.Kind), Member: l.Member, Words: l.Words})
	}
	if told.Refused != nil {
		said, _ := refusals.Say(told.Refused.Code, told.Refused.Data)
		out.Refused = &Problem{Code: told.Refused.Code, FR: said.FR, EN: said.EN}
	}
	return out
}
