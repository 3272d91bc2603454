package community

import (
	"context"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/scenario"
)

// maxScenarios is how many scenarios a community keeps.
const maxScenarios = 200

// Scenario is one that a community keeps: its file, as scenarios are written.
type Scenario struct {
	ID        ScenarioID
	Community CommunityID
	File      string
	Shared    bool // with the other communities of its network
	CreatedBy MemberID
	CreatedAt rooms.Millis
	UpdatedAt rooms.Millis
}

// Source is whose a scenario is.
type Source string

// The sources: Palabre's own, the community's, another community's of the network.
const (
	OfLibrary   Source = "library"
	OfCommunity Source = "community"
	OfNetwork   Source = "network"
)

// Offered is a scenario that may be chosen.
type Offered struct {
	ID        string // of the library's, or a ScenarioID
	Source    Source
	From      string // the community that shares it, by name
	Shared    bool
	UpdatedAt rooms.Millis
	Scenario  scenario.Scenario
}

// Offer is all that a community may choose from.
type Offer struct {
	Scenarios []Offered
	Network   string // its name, "" for none
	MayWrite  bool
	MayShare  bool
}

// Scenarios lists what a community may choose from: its own, those of its network, Palabre's.
func (s *Service) Scenarios(ctx context.Context, actor Actor, id CommunityID) (Offer, error) {
	c, st, err := s.community(ctx, s.store, actor, id, SeeScenarios)
	if err != nil {
		return Offer{}, err
	}
	out := Offer{MayWrite: s.may.May(actor, WriteScenarios, st), MayShare: c.Network != "" && s.may.May(actor, ShareScenarios, st)}
	if out.Network, err = networkName(ctx, s.store, c.Network); err != nil {
		return Offer{}, told("scenarios", err)
	}
	own, err := s.store.ListScenarios(ctx, id)
	if err != nil {
		return Offer{}, told("scenarios", err)
	}
	shared, err := s.store.ListSharedScenarios(ctx, c.Network, id)
	if err != nil {
		return Offer{}, told("scenarios", err)
	}
	names := map[CommunityID]string{id: c.Name}
	for _, kept := range append(own, shared...) {
		if _, known := names[kept.Community]; !known {
			from, err := s.store.FindCommunity(ctx, kept.Community)
			if err != nil {
				return Offer{}, told("scenarios", err)
			}
			names[kept.Community] = from.Name
		}
		one, err := offered(kept, id)
		if err != nil {
			return Offer{}, err
		}
		one.From = names[kept.Community]
		out.Scenarios = append(out.Scenarios, one)
	}
	library, err := scenario.Library()
	if err != nil {
		return Offer{}, fmt.Errorf("scenarios: %w", err)
	}
	for _, one := range library {
		out.Scenarios = append(out.Scenarios, Offered{ID: string(one.ID), Source: OfLibrary, Scenario: one})
	}
	return out, nil
}

func offered(kept Scenario, to CommunityID) (Offered, error) {
	one, err := scenario.Read([]byte(kept.File))
	if err != nil {
		return Offered{}, fmt.Errorf("scenario %s: %w", kept.ID, err)
	}
	out := Offered{ID: string(kept.ID), Source: OfCommunity, Shared: kept.Shared, UpdatedAt: kept.UpdatedAt, Scenario: one}
	if kept.Community != to {
		out.Source = OfNetwork
	}
	return out, nil
}

// Scenario finds one that a community may choose.
func (s *Service) Scenario(ctx context.Context, actor Actor, id CommunityID, which string) (Offered, error) {
	c, _, err := s.community(ctx, s.store, actor, id, SeeScenarios)
	if err != nil {
		return Offered{}, err
	}
	one, err := s.choosable(ctx, s.store, c, which)
	return one, told("scenario", err)
}

// choosable finds a scenario that a community sees: what others keep to themselves is missing.
func (s *Service) choosable(ctx context.Context, r Records, c Community, which string) (Offered, error) {
	if one, err := scenario.Find(scenario.ID(which)); err == nil {
		return Offered{ID: which, Source: OfLibrary, Scenario: one}, nil
	}
	kept, err := r.FindScenario(ctx, ScenarioID(which))
	if err != nil {
		return Offered{}, err
	}
	if kept.Community != c.ID {
		from, err := r.FindCommunity(ctx, kept.Community)
		if err != nil {
			return Offered{}, err
		}
		if !kept.Shared || c.Network == "" || from.Network != c.Network {
			return Offered{}, ErrNotFound
		}
	}
	return offered(kept, c.ID)
}

// Unfold makes a run of show of a scenario for so many people; minutes 0 is what it takes.
func (s *Service) Unfold(ctx context.Context, actor Actor, id CommunityID, which string, people int, o scenario.Options) (scenario.Plan, Origin, error) {
	one, err := s.Scenario(ctx, actor, id, which)
	if err != nil {
		return scenario.Plan{}, Origin{}, err
	}
	from := Origin{Scenario: one.ID, Title: one.Scenario.Title.In(o.Lang), Lang: Lang(o.Lang), Parts: one.Scenario.Parts(o.Lang), Door: one.Scenario.Door, Until: one.Scenario.Until}
	return scenario.Unfold(one.Scenario, people, o), from, nil
}

// Fitted is a plan for the people and the time that there are, and what that changed.
type Fitted struct {
	Phases  []Phase
	Changes []scenario.Change
	Off     int // minutes by which it is longer than what was wanted, or shorter below 0
}

// Fit gives the rounds of a plan the time of so many people, then fits all of it to the minutes
// wanted, 0 for what it takes. It is a proposal: nothing is kept.
func (s *Service) Fit(ctx context.Context, actor Actor, id CommunityID, in []Phase, from *Origin, people, minutes int) (Fitted, error) {
	if _, _, err := s.community(ctx, s.store, actor, id, PlanMeetings); err != nil {
		return Fitted{}, err
	}
	clean, _, err := runOfShow(in, from)
	if err != nil {
		return Fitted{}, told("fit", err)
	}
	plan := scenario.Reseat(phasesOf(clean), people, minutes)
	for i, p := range plan.Phases {
		was := &clean[i]
		was.Minutes, was.TurnS, was.Seats, was.Least = p.Minutes, p.Rule.TurnS, p.Seats, p.Least
		if was.Rule != nil {
			rule := p.Rule
			was.Rule = &rule
		}
	}
	return Fitted{Phases: clean, Changes: plan.Changes, Off: plan.Off}, nil
}

// Rehearse gives a plan as its session would have it, to somebody who may plan there: to live it
// alone, which leaves nothing.
func (s *Service) Rehearse(ctx context.Context, actor Actor, id CommunityID, in []Phase, from *Origin) ([]Phase, *Origin, error) {
	if _, _, err := s.community(ctx, s.store, actor, id, PlanMeetings); err != nil {
		return nil, nil, err
	}
	clean, from, err := runOfShow(in, from)
	return clean, from, told("rehearse", err)
}

func phasesOf(in []Phase) []scenario.Phase {
	out := make([]scenario.Phase, 0, len(in))
	for _, p := range in {
		out = append(out, p.Scenario())
	}
	return out
}
