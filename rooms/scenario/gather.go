package scenario

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"palabre/rooms/cast"
)

// Gathering is what a run of show does not say of the scenario that it becomes.
type Gathering struct {
	ID             ID
	Title, Purpose string // in Lang; without a purpose it is that of Base, or the title
	Lang           Lang
	People         int // for how many its minutes are
	Parts          []cast.Part
	// Base is the scenario that the run of show came from, when it is known: what was left as it was keeps both
	// languages, and its bounds stay.
	Base *Scenario
}

// Gather makes a scenario of a run of show (SC-14); the error is of type Problems.
func Gather(phases []Phase, about Gathering) (Scenario, error) {
	g := gatherer{Gathering: about, rows: map[RowID]bool{}}
	people := min(max(about.People, 1), MaxPeople)
	s := Scenario{ID: about.ID, Seats: Seats{From: min(2, people), To: people, For: people}}
	if b := about.Base; b != nil {
		s.Seats.From, s.Seats.To = min(b.Seats.From, people), max(b.Seats.To, people)
		s.Door, s.Until, s.Credit = b.Door, b.Until, b.Credit
		s.Title, s.Purpose = b.Title, b.Purpose
	}
	s.Title = g.words(s.Title, about.Title)
	if about.Purpose != "" {
		s.Purpose = g.words(s.Purpose, about.Purpose)
	}
	if s.Purpose == (Text{}) {
		s.Purpose = s.Title
	}
	for _, p := range about.Parts {
		s.Cast = append(s.Cast, g.part(p))
	}
	for i := 0; i < len(phases); {
		end := i + 1
		for l := phases[i].Loop; l != nil && end < len(phases) && phases[end].Loop != nil && phases[end].Loop.ID == l.ID; {
			end++
		}
		g.stretch(&s, phases[i:end])
		i = end
	}
	for i := range s.Cast {
		if _, ok := s.Loop(s.Cast[i].Loop); !ok {
			s.Cast[i].Loop = ""
		}
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		r.Rule = s.refit(r, r.Rule, r.Minutes)
	}
	s.settle()
	return Check(s)
}

type gatherer struct {
	Gathering
	rows map[RowID]bool // ids that were given
}

// words keeps both languages of a text that was not changed.
func (g *gatherer) words(base Text, now string) Text {
	now = strings.Join(strings.Fields(now), " ")
	switch {
	case now != "" && now == base.In(g.Lang):
		return base
	case now == "":
		return Text{}
	case g.Lang == English:
		return Text{EN: now}
	default:
		return Text{FR: now}
	}
}

func (g *gatherer) part(p cast.Part) Part {
	out := Part{ID: p.ID, Loop: p.Loop, Stays: p.Stays}
	if p.Group {
		out.Per = PerGroup
	}
	if g.Base != nil {
		if was, ok := g.Base.Part(p.ID); ok {
			out.Title = was.Title
			if !p.Group && was.Per != PerGroup {
				out.Per = was.Per
			}
		}
	}
	out.Title = g.words(out.Title, p.Title)
	return out
}

// stretch adds phases that are one after the other in the same loop, or one that is in none. Passes that differ
// are rows of their own: what somebody changed in one of them is what she wants.
func (g *gatherer) stretch(s *Scenario, phases []Phase) {
	l := phases[0].Loop
	if l != nil {
		if _, there := s.Loop(l.ID); !there && len(s.Loops) < MaxLoops {
			if passes := passesOf(phases); passes != nil {
				s.Loops = append(s.Loops, Loop{ID: l.ID, Times: len(passes), Each: l.Each})
				phases = passes[0]
				for _, p := range phases {
					r := g.row(s, p)
					r.Loop = l.ID
					s.Rows = append(s.Rows, r)
				}
				return
			}
		}
	}
	for _, p := range phases {
		p.Loop = nil
		s.Rows = append(s.Rows, g.row(s, p))
	}
}

// passesOf cuts the phases of a loop into its passes; nil when these are not the same, or too few or too many for a file.
func passesOf(phases []Phase) [][]Phase {
	var passes [][]Phase
	for _, p := range phases {
		if n := len(passes); n == 0 || passes[n-1][0].Loop.Pass != p.Loop.Pass {
			passes = append(passes, nil)
		}
		last := &passes[len(passes)-1]
		*last = append(*last, p)
	}
	if len(passes) > MaxTimes || len(passes) < MinTimes {
		return nil
	}
	for _, pass := range passes {
		if len(pass) != len(passes[0]) {
			return nil
		}
		for i := range pass {
			if !reflect.DeepEqual(bare(pass[i]), bare(passes[0][i])) {
				return nil
			}
		}
	}
	return passes
}

// bare is what the passes of a loop have in common. That later ones keep the groups of the first goes without saying.
func bare(p Phase) Phase {
	p.ID, p.Loop = "", &Pass{ID: p.Loop.ID, Step: p.Loop.Step}
	if p.Groups != nil {
		g := *p.Groups
		g.Keep = false
		p.Groups = &g
	}
	return p
}

func (g *gatherer) row(s *Scenario, p Phase) Row {
	was, step := g.base(p)
	r := Row{
		ID: g.id(p), Title: g.words(or2(step.Title, was.Title), p.Title), Kind: p.Kind, Minutes: p.Minutes,
		Least: min(p.Least, p.Minutes), Rule: p.Rule, Board: p.Template, Traces: p.Traces,
		Question: g.words(or2(step.Question, was.Question), p.Question), Say: g.words(or2(step.Say, was.Say), p.Say),
	}
	if r.Kind == KindBreak || r.Kind == KindWrite || r.Rule.Kind == "" {
		if r.Rule.Kind != Silence {
			r.Rule = Rule{Kind: Silence}
		}
	}
	if p.Artifact != "" {
		r.Artifact = Artifact{Name: g.words(was.Artifact.Name, p.Artifact), From: p.From}
	}
	if p.Groups != nil {
		r.Groups = *p.Groups
	}
	for _, part := range p.Cast {
		known, _ := s.Part(part)
		turns := known.Loop != "" && p.Loop != nil && known.Loop == p.Loop.ID
		if !turns && !slices.Contains([]PartID{p.Rule.Role, p.Rule.Not, p.Rule.Answers, p.Rule.First}, part) {
			r.Cast = append(r.Cast, part)
		}
	}
	return r
}

func or2(a, b Text) Text {
	if a != (Text{}) {
		return a
	}
	return b
}

// base finds the row and the step that a phase came from.
func (g *gatherer) base(p Phase) (Row, Step) {
	if g.Base == nil || p.Row == "" {
		return Row{}, Step{}
	}
	at := g.Base.row(p.Row)
	if at < 0 {
		return Row{}, Step{}
	}
	r := g.Base.Rows[at]
	for i, st := range r.Steps {
		if strings.HasSuffix(string(p.ID), "-"+strconv.Itoa(i+1)) {
			return r, st
		}
	}
	return r, Step{}
}

// id gives a phase's row an id of its own: as it was called when it can be.
func (g *gatherer) id(p Phase) RowID {
	name := strings.ReplaceAll(string(p.ID), "-", "_")
	if p.Loop != nil && p.Loop.Step == 0 && p.Row != "" {
		name = string(p.Row)
	}
	if id := RowID(name); validID(name) && !g.rows[id] {
		g.rows[id] = true
		return id
	}
	for n := len(g.rows) + 1; ; n++ {
		if id := RowID("E" + strconv.Itoa(n)); !g.rows[id] {
			g.rows[id] = true
			return id
		}
	}
}

// Slug is an id for a scenario with such a title: its plain letters and digits.
func Slug(title string) ID {
	var b strings.Builder
	for _, c := range plain.Replace(title) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9' && b.Len() > 0:
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() == maxID {
			break
		}
	}
	if id := strings.Trim(b.String(), "_"); id != "" {
		return ID(id)
	}
	return "Scenario"
}

//nolint:gochecknoglobals // a constant: Go has no constant replacers
var plain = strings.NewReplacer("à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
	"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe", "À", "A", "Â", "A", "Ç", "C", "É", "E", "È", "E", "Ê", "E", "Î", "I", "Ô", "O")
