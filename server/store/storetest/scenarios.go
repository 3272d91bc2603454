package storetest

import (
	"errors"
	"testing"

	"palabre/rooms/scenario"
	"palabre/server/community"
)

// everyField is a run of show whose phases have everything that a phase may have.
func everyField() []community.Phase {
	return []community.Phase{{
		ID: "CD4-1", Title: "Pistes", Kind: "stick", Minutes: 25, Question: "À votre place?", TurnS: 90, Board: "b1",
		Say:      "La cliente écoute.",
		Rule:     &scenario.Rule{Kind: scenario.WithStick, Not: "client", Note: scenario.NoteListens, TurnS: 90, Rounds: 2, Variant: scenario.Naming, Once: true},
		Template: "leads", Artifact: "Pistes", From: scenario.FromBoard, Traces: scenario.Bare, Cast: []scenario.PartID{"client"},
		Groups: &scenario.Groups{Size: 3, Most: 4, By: scenario.ByFacet, Facet: "region", Keep: true, Hosts: true},
		Loop:   &scenario.Pass{ID: "L", Pass: 1, Of: 3, Step: 2, Each: true}, Row: "CD4", Seats: 6, Least: 12,
	}}
}

func scenarios(t *testing.T, w *world) {
	ctx := t.Context()
	kept := func(c community.CommunityID, shared bool) community.Scenario {
		s := community.Scenario{
			ID: community.ScenarioID(w.ids.ID()), Community: c, File: "id: À_nous\n", Shared: shared, CreatedBy: w.lise.ID, CreatedAt: noon, UpdatedAt: noon,
		}
		w.ok(w.s.AddScenario(ctx, s))
		return s
	}
	net := community.Network{ID: community.NetworkID(w.ids.ID()), Name: "Regroupement", CreatedAt: noon}
	w.ok(w.s.AddNetwork(ctx, net))
	near, far := w.community("Du réseau", w.lise), w.community("D’ailleurs", w.lise)
	for _, c := range []*community.Community{&w.c, &near} {
		c.Network = net.ID
		w.ok(w.s.SaveCommunity(ctx, *c))
	}
	first, second := kept(w.c.ID, false), kept(w.c.ID, true)
	theirs := kept(near.ID, true)
	kept(near.ID, false)
	kept(far.ID, true)
	same(t, "own", []community.Scenario{first, second})(w.s.ListScenarios(ctx, w.c.ID))
	same(t, "of the network", []community.Scenario{theirs})(w.s.ListSharedScenarios(ctx, net.ID, w.c.ID))
	same(t, "of no network", []community.Scenario{})(w.s.ListSharedScenarios(ctx, "", far.ID))
	if err := w.s.AddScenario(ctx, first); !errors.Is(err, community.ErrExists) {
		t.Errorf("added twice: %v", err)
	}
	first.File, first.Shared, first.UpdatedAt = "id: Autre\n", true, noon+1
	w.ok(w.s.SaveScenario(ctx, first))
	same(t, "saved", first)(w.s.FindScenario(ctx, first.ID))
	w.ok(w.s.RemoveScenario(ctx, first.ID))
	for what, err := range map[string]error{"removed again": w.s.RemoveScenario(ctx, first.ID), "saved": w.s.SaveScenario(ctx, first)} {
		if !errors.Is(err, community.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := w.s.FindScenario(ctx, first.ID); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("found: %v", err)
	}
}
