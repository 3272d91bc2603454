package agenda

import (
	"palabre/rooms"
	"palabre/rooms/scenario"
	"palabre/rooms/template"
)

// Kind is what a phase is for.
type Kind string

// The kinds of phase.
const (
	Plenary Kind = "plenary"
	Stick   Kind = "stick"
	Board   Kind = "board"
	Write   Kind = "write"
	Groups  Kind = "groups"
	Vote    Kind = "vote"
	Break   Kind = "break"
	Closing Kind = "closing"
)

// Phase is one step of the run of show. What a scenario says beyond its kind and minutes is
// there for a phase that comes from one; without a Rule, a writing phase is silent and every
// other is open.
type Phase struct {
	ID       rooms.PhaseID `json:"id"`
	Title    string        `json:"title"`
	Kind     Kind          `json:"kind"`
	Minutes  int           `json:"minutes"`
	Question string        `json:"question,omitempty"`
	TurnS    int           `json:"turn_s,omitempty"` // seconds of a turn of the stick; 0: no measure
	Board    rooms.BoardID `json:"board,omitempty"`

	Say      string            `json:"say,omitempty"` // for those who facilitate alone
	Rule     *scenario.Rule    `json:"rule,omitempty"`
	Template template.Name     `json:"template,omitempty"` // what its board is made from
	Artifact string            `json:"artifact,omitempty"`
	From     scenario.From     `json:"from,omitempty"` // the way by which the artifact comes to be
	Traces   scenario.Traces   `json:"traces,omitempty"`
	Cast     []scenario.PartID `json:"cast,omitempty"` // parts that matter here
	Groups   *scenario.Groups  `json:"groups,omitempty"`
	Loop     *scenario.Pass    `json:"loop,omitempty"`
	Row      scenario.RowID    `json:"row,omitempty"`
	Seats    int               `json:"seats,omitempty"` // of its round, for which Minutes were computed
	Least    int               `json:"least,omitempty"` // minutes below which no fitting goes
}

// Of is the phase that a scenario unfolds to.
func Of(p scenario.Phase) Phase {
	rule := p.Rule
	return Phase{
		ID: p.ID, Title: p.Title, Kind: Kind(p.Kind), Minutes: p.Minutes, Question: p.Question, TurnS: p.Rule.TurnS, Board: p.Board,
		Say: p.Say, Rule: &rule, Template: p.Template, Artifact: p.Artifact, From: p.From, Traces: p.Traces, Cast: p.Cast,
		Groups: p.Groups, Loop: p.Loop, Row: p.Row, Seats: p.Seats, Least: p.Least,
	}
}

// Scenario is the phase as a scenario knows it, for what fits and replans.
func (p Phase) Scenario() scenario.Phase {
	s := scenario.Phase{
		ID: p.ID, Title: p.Title, Kind: scenario.Kind(p.Kind), Minutes: p.Minutes, Question: p.Question, Board: p.Board,
		Say: p.Say, Template: p.Template, Artifact: p.Artifact, From: p.From, Traces: p.Traces, Cast: p.Cast,
		Groups: p.Groups, Loop: p.Loop, Row: p.Row, Seats: p.Seats, Least: p.Least,
	}
	switch {
	case p.Rule != nil:
		s.Rule = *p.Rule
	case p.Kind == Stick:
		s.Rule = scenario.Rule{Kind: scenario.WithStick, TurnS: p.TurnS}
	case p.Kind == Write:
		s.Rule = scenario.Rule{Kind: scenario.Silence}
	default:
		s.Rule = scenario.Rule{Kind: scenario.Open}
	}
	return s
}

// Kinds lists the kinds of phase.
func Kinds() []Kind { return []Kind{Plenary, Stick, Board, Write, Groups, Vote, Break, Closing} }
