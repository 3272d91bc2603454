package scenario

import (
	"strconv"

	"palabre/rooms"
	"palabre/rooms/template"
)

// Phase is one step of a run of show, as the engine runs it: a flat list, in one language.
type Phase struct {
	ID       rooms.PhaseID `json:"id"`
	Title    string        `json:"title"`
	Kind     Kind          `json:"kind"`
	Minutes  int           `json:"minutes"`
	Question string        `json:"question,omitempty"`
	Say      string        `json:"say,omitempty"` // for those who facilitate alone
	Rule     Rule          `json:"rule"`
	// Board is this meeting's own board, once there is one; Template is what it is made from, or the screen shown in its place.
	Board    rooms.BoardID `json:"board,omitempty"`
	Template template.Name `json:"template,omitempty"`
	Artifact string        `json:"artifact,omitempty"` // its title
	From     From          `json:"from,omitempty"`
	Traces   Traces        `json:"traces,omitempty"`
	Cast     []PartID      `json:"cast,omitempty"` // parts that matter here; Facilitators is never listed
	Groups   *Groups       `json:"groups,omitempty"`
	Loop     *Pass         `json:"loop,omitempty"`
	Row      RowID         `json:"row,omitempty"`   // of the scenario
	Seats    int           `json:"seats,omitempty"` // of its round, for which Minutes were computed
	Least    int           `json:"least,omitempty"` // minutes below which no fitting goes
}

// Pass is where in a loop a phase is.
type Pass struct {
	ID   LoopID `json:"id"`
	Pass int    `json:"pass"` // from 1
	Of   int    `json:"of"`
	Step int    `json:"step,omitempty"` // of its row, from 1; 0 for a row of one rule
	// Each is true when there are as many passes as people in the largest group.
	Each bool `json:"each,omitempty"`
}

// Options say how a scenario becomes a run of show.
type Options struct {
	Lang  Lang
	Total int // minutes wanted; 0 for what it takes
}

// Plan is a run of show, with what was changed of the table to come to it. Off is by how many minutes it is longer
// (or, below 0, shorter) than what was wanted.
type Plan struct {
	Phases  []Phase  `json:"phases"`
	Changes []Change `json:"changes,omitempty"`
	Off     int      `json:"off,omitempty"`
}

// Minutes is how long the phases last together.
func Minutes(phases []Phase) int {
	sum := 0
	for i := range phases {
		sum += phases[i].Minutes
	}
	return sum
}

// Unfold makes a run of show for so many people (SC-5 to SC-11).
func Unfold(s Scenario, people int, o Options) Plan {
	people = min(max(people, 1), MaxPeople)
	u := unfolder{s: &s, people: people, lang: o.Lang}
	for i := 0; i < len(s.Rows); {
		loop, ok := s.Loop(s.Rows[i].Loop)
		if !ok || s.Rows[i].Loop == "" {
			u.row(s.Rows[i], nil)
			i++
			continue
		}
		end := i
		for end < len(s.Rows) && s.Rows[end].Loop == loop.ID {
			end++
		}
		u.loop(loop, s.Rows[i:end], len(s.Rows)-end)
		i = end
	}
	p := Plan{Phases: u.phases}
	written := make([]Phase, len(p.Phases))
	copy(written, p.Phases)
	for i := range p.Phases {
		p.Phases[i] = seat(p.Phases[i], people)
	}
	if o.Total > 0 {
		p.Phases, p.Off = fit(p.Phases, o.Total)
	}
	p.Changes = compare(written, p.Phases)
	return p
}

type unfolder struct {
	s      *Scenario
	people int
	lang   Lang
	phases []Phase
}

// loop adds the rows once per pass, as long as a plan holds them and the rows that come after.
func (u *unfolder) loop(l Loop, rows []Row, after int) {
	times := l.Times
	if l.Each {
		times = 1
		for _, r := range rows {
			times = max(times, circle(u.people, r.Groups))
		}
		times = min(times, MaxTimes)
	}
	each := 0
	for _, r := range rows {
		each += max(1, len(r.Steps))
	}
	times = max(1, min(times, (MaxPhases-len(u.phases)-after)/max(1, each)))
	for pass := 1; pass <= times; pass++ {
		for _, r := range rows {
			u.row(r, &Pass{ID: l.ID, Pass: pass, Of: times, Each: l.Each})
		}
	}
}

func (u *unfolder) row(r Row, pass *Pass) {
	id := string(r.ID)
	if pass != nil {
		id += "-" + strconv.Itoa(pass.Pass)
	}
	base := Phase{
		ID: rooms.PhaseID(id), Row: r.ID, Title: r.Title.In(u.lang), Kind: r.Kind, Minutes: r.Minutes, Rule: r.Rule,
		Template: r.Board, Artifact: r.Artifact.Name.In(u.lang), From: r.Artifact.From, Traces: r.Traces,
		Question: r.Question.In(u.lang), Say: r.Say.In(u.lang), Loop: pass, Least: r.Least,
	}
	if !r.Groups.None() {
		g := r.Groups
		g.Keep = g.Keep || pass != nil && pass.Pass > 1 // a loop goes round in the groups of its first pass
		base.Groups = &g
	}
	if len(r.Steps) == 0 {
		u.add(base, r)
		return
	}
	for i, st := range r.Steps {
		p := base
		p.ID = rooms.PhaseID(id + "-" + strconv.Itoa(i+1))
		p.Minutes, p.Least, p.Rule = st.Minutes, st.Least, st.Rule
		if i < len(r.Steps)-1 { // what a row leaves, its last step leaves
			p.Artifact, p.From = "", ""
		}
		if st.Kind != "" {
			p.Kind = st.Kind
		}
		if st.Board != "" {
			p.Template = st.Board
		}
		p.Title, p.Question, p.Say = or(st.Title.In(u.lang), p.Title), or(st.Question.In(u.lang), p.Question), or(st.Say.In(u.lang), p.Say)
		if pass != nil {
			p.Loop = &Pass{ID: pass.ID, Pass: pass.Pass, Of: pass.Of, Step: i + 1, Each: pass.Each}
		}
		u.add(p, r)
	}
}

func or(words, otherwise string) string {
	if words != "" {
		return words
	}
	return otherwise
}

// add settles what a phase has from its rule: whose parts matter, and the seats of its round.
func (u *unfolder) add(p Phase, r Row) {
	matter := append([]PartID{p.Rule.Role, p.Rule.Not, p.Rule.Answers, p.Rule.First}, r.Cast...)
	for _, part := range u.s.Cast { // in the order of the scenario
		turns := part.Loop != "" && p.Loop != nil && part.Loop == p.Loop.ID
		for _, m := range matter {
			turns = turns || m == part.ID
		}
		if turns {
			p.Cast = append(p.Cast, part.ID)
		}
	}
	if p.Least == 0 && p.Kind != KindStick {
		p.Least = least(p)
	}
	if p.Rule.Kind == WithStick {
		p.Seats = seats(u.s.Seats.For, p)
		p.Least = max(p.Least, p.Rule.quickest(p.Seats))
	}
	u.phases = append(u.phases, p)
}
