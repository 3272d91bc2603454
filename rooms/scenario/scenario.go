package scenario

import (
	"palabre/rooms/cast"
	"palabre/rooms/template"
)

// Identities within a scenario, and its own within its library.
type (
	// ID names a scenario: "CD".
	ID string
	// RowID names a row of its table: "CD5".
	RowID string
	// PartID names a part to be played: "client".
	PartID = cast.PartID
	// LoopID names rows that are passed through several times.
	LoopID = cast.LoopID
)

// Lang is a language of the texts; French is the reference.
type Lang string

// The languages of scenarios.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Text is words in both languages. Either may be missing in a community's own scenario: the other stands for it.
type Text struct {
	FR string `json:"fr,omitempty"`
	EN string `json:"en,omitempty"`
}

// In gives the words in a language, or in the other one.
func (t Text) In(l Lang) string {
	if (l == English && t.EN != "") || t.FR == "" {
		return t.EN
	}
	return t.FR
}

// Scenario is one way to hold a meeting.
type Scenario struct {
	ID      ID     `json:"id"`
	Title   Text   `json:"title"`
	Purpose Text   `json:"purpose"`
	Seats   Seats  `json:"seats"`
	Minutes int    `json:"minutes"`
	Door    Door   `json:"door,omitempty"`
	Until   RowID  `json:"stay_until,omitempty"` // nobody leaves before this row
	Cast    []Part `json:"cast,omitempty"`
	Loops   []Loop `json:"loops,omitempty"`
	Credit  Text   `json:"credit,omitzero"` // where the way comes from
	Rows    []Row  `json:"rows"`
}

// Seats is for how many people the scenario works, and for how many its minutes are written.
type Seats struct {
	From int `json:"from"`
	To   int `json:"to"`
	For  int `json:"for"`
}

// Part is what someone plays: client, narrator, host of a table.
type Part struct {
	ID    PartID `json:"id"`
	Title Text   `json:"title"`
	Per   Per    `json:"per,omitempty"`  // in the room (default) or one in each group
	Loop  LoopID `json:"loop,omitempty"` // goes to someone else at each pass
	Stays bool   `json:"stays,omitempty"`
}

// Loop is rows that are passed through several times, one after the other.
type Loop struct {
	ID    LoopID `json:"id"`
	Times int    `json:"times"`
	// Each is true when everyone of the group has her pass.
	Each bool `json:"each,omitempty"`
}

// Row is a row of a scenario's table. With Steps, each step is a phase and says what differs from the row.
type Row struct {
	ID       RowID         `json:"id"`
	Title    Text          `json:"title"`
	Kind     Kind          `json:"kind"`
	Minutes  int           `json:"minutes"` // of one pass, when it is in a loop
	Least    int           `json:"least,omitempty"`
	Loop     LoopID        `json:"loop,omitempty"`
	Rule     Rule          `json:"rule,omitzero"`
	Board    template.Name `json:"board,omitempty"`
	Artifact Artifact      `json:"artifact,omitzero"`
	Traces   Traces        `json:"traces,omitempty"`
	Groups   Groups        `json:"groups,omitzero"`
	Cast     []PartID      `json:"cast,omitempty"` // parts that matter here beside those of the rule
	Question Text          `json:"question,omitzero"`
	Say      Text          `json:"say,omitzero"` // what the facilitator says
	Steps    []Step        `json:"steps,omitempty"`
}

// Step is one of several phases of a row. What it leaves empty is its row's.
type Step struct {
	Title    Text          `json:"title,omitzero"`
	Kind     Kind          `json:"kind,omitempty"`
	Minutes  int           `json:"minutes"`
	Least    int           `json:"least,omitempty"`
	Rule     Rule          `json:"rule"`
	Board    template.Name `json:"board,omitempty"`
	Question Text          `json:"question,omitzero"`
	Say      Text          `json:"say,omitzero"`
}

// Artifact is what a row leaves, and by which way.
type Artifact struct {
	Name Text `json:"name"`
	From From `json:"from"`
}

// Rule says who is heard. Its members beside Kind belong to some kinds only.
type Rule struct {
	Kind    RuleKind `json:"kind"`
	Role    PartID   `json:"role,omitempty"`     // role: who is heard; Facilitators or a part
	Not     PartID   `json:"not,omitempty"`      // open: who is not heard; stick: who has no seat
	Answers PartID   `json:"answers,omitempty"`  // stick: who has no seat and is heard with each holder, to answer
	First   PartID   `json:"first,omitempty"`    // stick: who sits first
	Note    Note     `json:"note,omitempty"`     // what is asked of those who speak
	Order   Order    `json:"order,omitempty"`    // hands: arrival when empty
	TurnS   int      `json:"turn_s,omitempty"`   // stick: seconds of a turn
	AnswerS int      `json:"answer_s,omitempty"` // stick: seconds kept for the answer to each turn
	Variant Variant  `json:"variant,omitempty"`  // stick: circle when empty
	Rounds  int      `json:"rounds,omitempty"`   // stick: one when empty
	Once    bool     `json:"once,omitempty"`     // stick: those who passed are not offered once more; as a rule they are
	Seats   int      `json:"seats,omitempty"`    // inside: seats of the inner circle
	Free    int      `json:"free,omitempty"`     // inside: how many more stay free for who comes
}

// Groups says how people sit apart in a phase.
type Groups struct {
	Size  int     `json:"size,omitempty"` // people wanted in each
	Most  int     `json:"most,omitempty"` // never more
	Count int     `json:"count,omitempty"`
	By    GroupBy `json:"by"`
	Facet string  `json:"facet,omitempty"`
	Keep  bool    `json:"keep,omitempty"`       // the groups of the phase before go on
	Hosts bool    `json:"keep_hosts,omitempty"` // hosts stay, the others move
}

// None tells whether the phase is in plenary.
func (g Groups) None() bool { return g == Groups{} }

// Facilitators is the part of those who facilitate: every scenario has it.
const Facilitators = cast.Facilitator

// Part finds a part of the scenario's own.
func (s *Scenario) Part(id PartID) (Part, bool) {
	for _, p := range s.Cast {
		if p.ID == id {
			return p, true
		}
	}
	return Part{}, false
}

// Parts are the parts as the session casts them, in one language.
func (s *Scenario) Parts(l Lang) []cast.Part {
	var parts []cast.Part
	for _, p := range s.Cast {
		parts = append(parts, cast.Part{ID: p.ID, Title: p.Title.In(l), Group: p.Per == PerGroup, Loop: p.Loop, Stays: p.Stays})
	}
	return parts
}

// Loop finds a loop.
func (s *Scenario) Loop(id LoopID) (Loop, bool) {
	for _, l := range s.Loops {
		if l.ID == id {
			return l, true
		}
	}
	return Loop{}, false
}

// times is how often a row is passed through when groups are as the scenario was written for.
func (s *Scenario) times(r Row) int {
	if l, ok := s.Loop(r.Loop); ok && r.Loop != "" {
		return l.Times
	}
	return 1
}

// Sum is the minutes of the rows, loops included.
func (s *Scenario) Sum() int {
	sum := 0
	for _, r := range s.Rows {
		sum += r.Minutes * s.times(r)
	}
	return sum
}
