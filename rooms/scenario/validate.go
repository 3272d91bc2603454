package scenario

import "strconv"

// Check gives a scenario that was made without a file as its file would read, or the Problems that the file would have;
// they have no lines.
func Check(s Scenario) (Scenario, error) {
	file, err := Write(s)
	if err != nil {
		return Scenario{}, Problems{{Code: CodeShape, Data: named("scenario")}}
	}
	r := &reader{lines: map[string]int{}}
	read, ok := r.whole(file)
	if ok {
		return read, nil
	}
	found := r.sorted()
	for i := range found {
		found[i].Line = 0
	}
	return Scenario{}, found
}

// validator compares the parts of a scenario with each other.
type validator struct {
	*Scenario
	*collector
	line func(key string) int
}

func validate(s *Scenario, c *collector, line func(key string) int) {
	v := validator{s, c, line}
	v.ids()
	if s.Seats.From > s.Seats.For || s.Seats.For > s.Seats.To {
		v.add(line("seats"), "", CodeSeats, nil)
	}
	for i := range s.Rows {
		v.row(&s.Rows[i])
	}
	v.loops()
	if sum := s.Sum(); sum != s.Minutes {
		v.add(line("minutes"), "", CodeSum, map[string]any{"name": "minutes", "have": sum, "want": s.Minutes})
	}
	if n := s.phases(); n > MaxPhases {
		v.add(line("rows"), "", CodeTooLong, map[string]any{"max": MaxPhases})
	}
}

// phases is how many phases the scenario is, with groups as it was written for.
func (s *Scenario) phases() int {
	n := 0
	for _, r := range s.Rows {
		n += s.times(r) * max(1, len(r.Steps))
	}
	return n
}

func (v *validator) ids() {
	seen := map[string]bool{}
	once := func(key, name string) {
		if seen[key] {
			v.add(v.line(key+" again"), name, CodeTwice, named(name))
		}
		seen[key] = true
	}
	for _, l := range v.Loops {
		once("loop "+string(l.ID), string(l.ID))
	}
	for _, p := range v.Cast {
		once("part "+string(p.ID), string(p.ID))
		at := v.line("part " + string(p.ID))
		if p.ID == Facilitators {
			v.add(at, string(p.ID), CodeTwice, named(string(p.ID)))
		}
		if _, ok := v.Loop(p.Loop); !ok && p.Loop != "" {
			v.unknown(at, string(p.ID), "loop", string(p.Loop))
		}
	}
	for _, r := range v.Rows {
		once("row "+string(r.ID), string(r.ID))
	}
	if v.Until != "" && !seen["row "+string(v.Until)] {
		v.unknown(v.line("stay_until"), "", "stay_until", string(v.Until))
	}
}

func (v *validator) unknown(line int, where, name, value string) {
	v.add(line, where, CodeUnknown, map[string]any{"name": name, "value": clip(value)})
}

func (v *validator) row(r *Row) {
	at, where := v.line("row "+string(r.ID)), string(r.ID)
	if _, ok := v.Loop(r.Loop); !ok && r.Loop != "" {
		v.unknown(at, where, "loop", string(r.Loop))
	}
	if r.Least > r.Minutes {
		v.add(at, where, CodeNumber, map[string]any{"name": "least", "min": 1, "max": r.Minutes})
	}
	for _, p := range r.Cast {
		v.part(at, where, "cast", p)
	}
	if (r.Kind == KindGroups) == r.Groups.None() && r.Kind != KindStick {
		v.wrong(at, where, "groups", string(r.Kind))
	}
	if g := r.Groups; !g.None() && !g.Keep && (g.Size == 0) == (g.Count == 0) {
		v.add(at, where, CodeMissing, named("size"))
	}
	if g := r.Groups; g.Most != 0 && g.Most < g.Size {
		v.add(at, where, CodeNumber, map[string]any{"name": "most", "min": g.Size, "max": MaxPeople})
	}
	if g := r.Groups; (g.By == ByFacet) == (g.Facet == "") && !g.None() {
		v.wrong(at, where, "facet", string(g.By))
	}
	v.steps(at, r)
}

func (v *validator) steps(at int, r *Row) {
	where := string(r.ID)
	if len(r.Steps) == 0 {
		if said := v.line(ruleOf(r.ID, 0)); said > 0 {
			at = said
		}
		v.rule(at, where, r.Kind, r.Rule)
		v.round(at, r, r.Rule, r.Minutes)
		return
	}
	if r.Rule != (Rule{}) {
		v.wrong(at, where, "rule", "steps")
	}
	if len(r.Steps) < 2 {
		v.add(at, where, CodeMissing, named("steps"))
	}
	sum := 0
	for i, st := range r.Steps {
		at := v.line(ruleOf(r.ID, i))
		sum += st.Minutes
		kind := st.Kind
		if kind == "" {
			kind = r.Kind
		}
		if st.Least > st.Minutes {
			v.add(at, where, CodeNumber, map[string]any{"name": "least", "min": 1, "max": st.Minutes})
		}
		v.rule(at, where, kind, st.Rule)
		v.round(at, r, st.Rule, st.Minutes)
	}
	if sum != r.Minutes {
		v.add(at, where, CodeSum, map[string]any{"name": r.ID, "have": sum, "want": r.Minutes})
	}
}

// ruleOf is where the line of a rule is kept, for what is wrong with it.
func ruleOf(r RowID, step int) string { return "rule " + string(r) + "/" + strconv.Itoa(step) }

func (v *validator) part(at int, where, name string, p PartID) {
	if _, ok := v.Part(p); !ok && p != "" && p != Facilitators {
		v.unknown(at, where, name, string(p))
	}
}

func (v *validator) wrong(at int, where, name, rule string) {
	v.add(at, where, CodeRule, map[string]any{"name": name, "rule": rule})
}

// rule checks that a rule has its members and no other, and that it suits the kind.
func (v *validator) rule(at int, where string, k Kind, u Rule) {
	if u.Kind == "" {
		v.add(at, where, CodeMissing, named("rule"))
		return
	}
	for _, p := range []struct {
		name string
		id   PartID
	}{{"role", u.Role}, {"not", u.Not}, {"answers", u.Answers}, {"first", u.First}} {
		v.part(at, where, p.name, p.id)
	}
	stick, inside := u.Kind == WithStick, u.Kind == Inside
	has := []struct {
		name string
		has  bool
		may  bool
		must bool
	}{
		{"order", u.Order != "", u.Kind == Hands, false},
		{"role", u.Role != "", u.Kind == OneRole, u.Kind == OneRole},
		{"not", u.Not != "", stick || u.Kind == Open, false},
		{"answers", u.Answers != "", stick && u.Not == "", false},
		{"first", u.First != "", stick, false},
		{"turn_s", u.TurnS != 0, stick, stick},
		{"answer_s", u.AnswerS != 0, stick && u.Answers != "", false},
		{"variant", u.Variant != "", stick, false},
		{"rounds", u.Rounds != 0, stick, false},
		{"once", u.Once, stick, false},
		{"seats", u.Seats != 0, inside, inside},
		{"free", u.Free != 0, inside, false},
	}
	for _, m := range has {
		if m.has && !m.may {
			v.wrong(at, where, m.name, string(u.Kind))
		}
		if m.must && !m.has {
			v.add(at, where, CodeMissing, named(m.name))
		}
	}
	if stick != (k == KindStick) || ((k == KindWrite || k == KindBreak) && u.Kind != Silence) {
		v.wrong(at, where, string(u.Kind), string(k))
	}
}

// loops checks that the rows of each loop are there and together.
func (v *validator) loops() {
	for _, l := range v.Loops {
		runs, in := 0, false
		for _, r := range v.Rows {
			if r.Loop == l.ID && !in {
				runs++
			}
			in = r.Loop == l.ID
		}
		if runs != 1 {
			v.add(v.line("loop "+string(l.ID)), string(l.ID), CodeLoop, named(string(l.ID)))
		}
	}
}

// round checks that the turns of a round fit in its minutes, with the seats that the scenario is written for.
func (v *validator) round(at int, r *Row, u Rule, minutes int) {
	if u.Kind != WithStick {
		return
	}
	p := Phase{Rule: u}
	if !r.Groups.None() {
		p.Groups = &r.Groups
	}
	n := seats(max(1, v.Seats.For), p)
	if want := u.need(n); want > minutes {
		v.add(at, string(r.ID), CodeRound, map[string]any{"seats": n, "have": minutes, "want": want})
	}
}
