package scenario

import (
	"strings"

	"palabre/rooms/cast"
	"palabre/rooms/template"
)

// Sound tells what is wrong with phases that a person planned, each by itself (SC-15): words of no vocabulary, numbers out
// of bounds, a rule that does not have such a member or does not suit the kind, a part that nobody plays. A round that
// does not fit its minutes is no fault of a plan: who plans it is told, and people may be fewer.
func Sound(phases []Phase, parts []cast.Part) Problems {
	s := Scenario{}
	c := &collector{}
	v := validator{&s, c, func(string) int { return 0 }}
	for _, p := range parts {
		if !validID(string(p.ID)) || p.ID == Facilitators {
			v.add(0, clip(string(p.ID)), CodeID, map[string]any{"name": "cast", "max": maxID})
		}
		s.Cast = append(s.Cast, Part{ID: p.ID})
	}
	if len(parts) > MaxCast {
		v.add(0, "", CodeTooMany, map[string]any{"name": "cast", "max": MaxCast})
	}
	for i := range phases {
		v.phase(&phases[i])
	}
	return c.sorted()
}

func (v *validator) phase(p *Phase) {
	where := clip(p.Title)
	for _, w := range []struct{ name, value, allowed string }{
		{"kind", string(p.Kind), everyKind},
		{"kind", string(p.Rule.Kind), everyRule},
		{"note", string(p.Rule.Note), everyNote},
		{"order", string(p.Rule.Order), everyOrder},
		{"variant", string(p.Rule.Variant), everyVariant},
		{"traces", string(p.Traces), everyTraces},
		{"from", string(p.From), everyFrom},
		{"board", string(p.Template), template.Every()},
	} {
		if w.value != "" && (strings.Contains(w.value, ",") || !oneOf(w.value, w.allowed)) {
			v.add(0, where, CodeValue, map[string]any{"name": w.name, "allowed": w.allowed})
		}
	}
	for _, n := range []struct {
		name           string
		value, low, up int
	}{
		{"turn_s", p.Rule.TurnS, MinTurnS, MaxTurnS},
		{"answer_s", p.Rule.AnswerS, MinTurnS, MaxTurnS},
		{"rounds", p.Rule.Rounds, 1, MaxRounds},
		{"seats", p.Rule.Seats, 1, MaxPeople},
		{"free", p.Rule.Free, 1, MaxPeople},
		{"seats", p.Seats, 1, MaxPeople},
		{"least", p.Least, 1, MaxMinutes},
	} {
		if n.value != 0 && (n.value < n.low || n.value > n.up) {
			v.add(0, where, CodeNumber, map[string]any{"name": n.name, "min": n.low, "max": n.up})
		}
	}
	for _, part := range p.Cast {
		v.part(0, where, "cast", part)
	}
	v.rule(0, where, p.Kind, p.Rule)
	v.apart(where, p.Groups)
}

// apart checks how people sit apart.
func (v *validator) apart(where string, g *Groups) {
	if g == nil {
		return
	}
	if g.By != "" && !oneOf(string(g.By), everyBy) || g.By == "" && !g.Keep {
		v.add(0, where, CodeValue, map[string]any{"name": "by", "allowed": everyBy})
	}
	for name, value := range map[string]int{"size": g.Size, "most": g.Most, "count": g.Count} {
		if value < 0 || value > MaxPeople {
			v.add(0, where, CodeNumber, map[string]any{"name": name, "min": 1, "max": MaxPeople})
		}
	}
	if !g.Keep && (g.Size == 0) == (g.Count == 0) {
		v.add(0, where, CodeMissing, named("size"))
	}
	if (g.By == ByFacet) == (g.Facet == "") {
		v.wrong(0, where, "facet", string(g.By))
	}
}
