package scenario

import (
	"encoding/json"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Edit is one change of a scenario by who prepares it.
//
//sumtype:decl
type Edit interface {
	edit(s *Scenario) *Problem
}

type (
	// Move puts a row at another place, 0 the first.
	Move struct {
		Row RowID `json:"row"`
		To  int   `json:"to"`
	}
	// Lengthen gives a row more minutes, or fewer; of several steps, the longest gives and takes. A round that no longer
	// fits gets shorter turns.
	Lengthen struct {
		Row     RowID `json:"row"`
		Minutes int   `json:"minutes"`
	}
	// Copy puts the same row once more after itself, under another id.
	Copy struct {
		Row RowID `json:"row"`
		As  RowID `json:"as"`
	}
	// Add puts a new row at a place.
	Add struct {
		Row Row `json:"row"`
		To  int `json:"to"`
	}
	// Remove takes a row out; a loop without rows goes with it.
	Remove struct {
		Row RowID `json:"row"`
	}
	// Rename gives a row other words.
	Rename struct {
		Row      RowID `json:"row"`
		Title    Text  `json:"title"`
		Question Text  `json:"question,omitzero"`
		Say      Text  `json:"say,omitzero"`
	}
	// Replace puts a row in the place of another.
	Replace struct {
		Row RowID `json:"row"`
		By  Row   `json:"by"`
	}
	// Entitle gives the scenario another id and other words, as one's own copy has.
	Entitle struct {
		ID      ID   `json:"id"`
		Title   Text `json:"title"`
		Purpose Text `json:"purpose"`
	}
)

// Apply gives the scenario with an edit made; the error is of type Problems and the scenario is then as it was (SC-13).
// The minutes of the scenario follow those of its rows.
func Apply(s Scenario, e Edit) (Scenario, error) {
	next := clone(s)
	if p := e.edit(&next); p != nil {
		return s, Problems{*p}
	}
	next.settle()
	whole, err := Check(next)
	if err != nil {
		return s, err
	}
	return whole, nil
}

// ReadEdit reads an edit from its name and its arguments.
func ReadEdit(name string, args json.RawMessage) (Edit, *rooms.Refusal) {
	switch name {
	case "move":
		return read[Move](args)
	case "lengthen":
		return read[Lengthen](args)
	case "copy":
		return read[Copy](args)
	case "add":
		return read[Add](args)
	case "remove":
		return read[Remove](args)
	case "rename":
		return read[Rename](args)
	case "replace":
		return read[Replace](args)
	case "entitle":
		return read[Entitle](args)
	default:
		return nil, rooms.Refuse(CodeEditWrong)
	}
}

func read[E Edit](args json.RawMessage) (Edit, *rooms.Refusal) { return codec.Args[E](args) }

// clone shares no slice that edits write to.
func clone(s Scenario) Scenario {
	s.Cast, s.Loops, s.Rows = slices.Clone(s.Cast), slices.Clone(s.Loops), slices.Clone(s.Rows)
	for i := range s.Rows {
		s.Rows[i].Steps = slices.Clone(s.Rows[i].Steps)
	}
	return s
}

// settle makes what follows from the rows follow: the sum, and what named a row that has gone.
func (s *Scenario) settle() {
	loops := s.Loops[:0]
	for _, l := range s.Loops {
		if slices.ContainsFunc(s.Rows, func(r Row) bool { return r.Loop == l.ID }) {
			loops = append(loops, l)
			continue
		}
		for i := range s.Cast {
			if s.Cast[i].Loop == l.ID {
				s.Cast[i].Loop = ""
			}
		}
	}
	s.Loops = loops
	if s.Until != "" && s.row(s.Until) < 0 {
		s.Until = ""
	}
	s.Minutes = s.Sum()
}

func (s *Scenario) row(id RowID) int {
	return slices.IndexFunc(s.Rows, func(r Row) bool { return r.ID == id })
}

// at finds a row, or says that it is not there.
func (s *Scenario) at(id RowID) (int, *Problem) {
	if i := s.row(id); i >= 0 {
		return i, nil
	}
	return 0, &Problem{Code: CodeNoRow, Where: clip(string(id))}
}

func (s *Scenario) place(to int) int { return min(max(to, 0), len(s.Rows)) }

func (e Move) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	r := s.Rows[i]
	s.Rows = slices.Delete(s.Rows, i, i+1)
	s.Rows = slices.Insert(s.Rows, s.place(e.To), r)
	return nil
}

func (e Lengthen) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	r := &s.Rows[i]
	if r.Minutes+e.Minutes < 1 || r.Minutes+e.Minutes > MaxRow {
		return &Problem{Code: CodeNumber, Where: string(r.ID), Data: map[string]any{"name": "minutes", "min": 1, "max": MaxRow}}
	}
	r.Minutes += e.Minutes
	r.Least = min(r.Least, r.Minutes)
	if len(r.Steps) == 0 {
		r.Rule = s.refit(r, r.Rule, r.Minutes)
		return nil
	}
	longest := 0
	for j := range r.Steps {
		if r.Steps[j].Minutes > r.Steps[longest].Minutes {
			longest = j
		}
	}
	st := &r.Steps[longest]
	if st.Minutes+e.Minutes < 1 {
		return &Problem{Code: CodeNumber, Where: string(r.ID), Data: map[string]any{"name": "minutes", "min": 1, "max": MaxRow}}
	}
	st.Minutes += e.Minutes
	st.Least = min(st.Least, st.Minutes)
	st.Rule = s.refit(r, st.Rule, st.Minutes)
	return nil
}

// refit shortens turns that no longer fit; those too many for any turn are refused by the check.
func (s *Scenario) refit(r *Row, u Rule, minutes int) Rule {
	if u.Kind != WithStick {
		return u
	}
	p := Phase{Rule: u}
	if !r.Groups.None() {
		p.Groups = &r.Groups
	}
	return u.within(minutes, seats(max(1, s.Seats.For), p))
}

func (e Copy) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	r := s.Rows[i]
	r.ID, r.Steps = e.As, slices.Clone(r.Steps)
	s.Rows = slices.Insert(s.Rows, i+1, r)
	return nil
}

//nolint:unparam // an Edit may be refused; this one never is
func (e Add) edit(s *Scenario) *Problem {
	s.Rows = slices.Insert(s.Rows, s.place(e.To), e.Row)
	return nil
}

func (e Remove) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	if len(s.Rows) == 1 {
		return &Problem{Code: CodeLastRow, Where: string(e.Row)}
	}
	s.Rows = slices.Delete(s.Rows, i, i+1)
	return nil
}

func (e Rename) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	r := &s.Rows[i]
	r.Title = e.Title
	if e.Question != (Text{}) {
		r.Question = e.Question
	}
	if e.Say != (Text{}) {
		r.Say = e.Say
	}
	return nil
}

func (e Replace) edit(s *Scenario) *Problem {
	i, no := s.at(e.Row)
	if no != nil {
		return no
	}
	s.Rows[i] = e.By
	return nil
}

//nolint:unparam // an Edit may be refused; this one never is
func (e Entitle) edit(s *Scenario) *Problem {
	s.ID, s.Title, s.Purpose = e.ID, e.Title, e.Purpose
	return nil
}
