package template

import (
	"encoding/json"
	"fmt"
)

// Elements gives a template's elements, from the one below to the one on top; false for a name that is no board. newID mints
// the ids.
func Elements(n Name, l Lang, newID func() string) ([]Element, bool) {
	draw, ok := drawings[n]
	if !ok {
		return nil, false
	}
	p := &page{lang: l, newID: newID}
	draw(p)
	return p.els, true
}

// Ops gives the arguments of one command "board.op" that puts a template on an empty board, or among what it holds.
func Ops(n Name, l Lang, newID func() string) (json.RawMessage, bool) {
	els, ok := Elements(n, l, newID)
	if !ok {
		return nil, false
	}
	type op struct {
		ID  any     `json:"id"`
		Put Element `json:"put"`
	}
	args := struct {
		Ops []op `json:"ops"`
	}{make([]op, 0, len(els))}
	for _, e := range els {
		id := e["id"]
		delete(e, "id")
		args.Ops = append(args.Ops, op{id, e})
	}
	raw, err := json.Marshal(args)
	if err != nil {
		panic(fmt.Sprintf("template: an element that JSON cannot say: %v", err))
	}
	return raw, true
}

// Title is what a board made from a template is called; "" for a name that is no board.
func Title(n Name, l Lang) string {
	els, ok := Elements(n, l, func() string { return "" })
	if !ok || len(els) == 0 {
		return ""
	}
	for _, e := range els {
		if s, said := e["text"].(string); said && e["fontSize"] == titleSize {
			return s
		}
	}
	return ""
}

//nolint:gochecknoglobals // a constant: Go has no constant maps
var drawings = map[Name]func(*page){
	Weather: weather, WordWall: wordWall, PracticeMap: practiceMap, Timeline: timeline, KeepChangeDrop: keepChangeDrop,
	Charter: charter, RoleWheel: roleWheel, Tablecloth: tablecloth, FishbowlGrid: fishbowlGrid, StoryFrame: storyFrame,
	Collage: collage, Needs: needs, Themes: themes,
	Subjects: subjects, Situation: situation, Facts: facts, Contract: contract, Leads: leads, ActionPlan: actionPlan,
	Learnings: learnings, SharedNote: sharedNote, Clusters: clusters, Agreements: agreements, Takeaways: takeaways,
	TableWall: tableWall, Synthesis: synthesis, Situations: situations, Hypotheses: hypotheses, Foundation: foundation,
	Commitments: commitments, Portraits: portraits, NextCycle: nextCycle,
}
