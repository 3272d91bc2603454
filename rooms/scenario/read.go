package scenario

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"palabre/rooms/template"
)

// Read reads a scenario file; the error is of type Problems (SC-1, SC-2).
func Read(file []byte) (Scenario, error) {
	r := &reader{lines: map[string]int{}}
	s, ok := r.whole(file)
	if !ok {
		return Scenario{}, r.sorted()
	}
	return s, nil
}

func (r *reader) whole(file []byte) (s Scenario, ok bool) {
	root := r.parse(file)
	if root == nil {
		return s, false
	}
	r.scenario(root, &s)
	if len(r.found) == 0 { // what is not there cannot be compared
		validate(&s, &r.collector, func(key string) int { return r.lines[key] })
	}
	return s, len(r.found) == 0
}

func (r *reader) parse(file []byte) *yaml.Node {
	if len(file) > MaxBytes {
		r.add(1, "", CodeTooLarge, map[string]any{"max": MaxBytes >> 10})
		return nil
	}
	if !utf8.Valid(file) {
		r.add(firstInvalid(file), "", CodeNotYAML, nil)
		return nil
	}
	d := yaml.NewDecoder(bytes.NewReader(file))
	var doc, second yaml.Node
	if err := decode(d, &doc); err != nil {
		r.add(lineOf(err), "", CodeNotYAML, nil)
		return nil
	}
	switch err := decode(d, &second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		r.add(lineOf(err), "", CodeNotYAML, nil)
		return nil
	default:
		r.add(second.Line, "", CodeSecond, nil)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		r.add(1, "", CodeNotYAML, nil)
		return nil
	}
	return doc.Content[0]
}

var errParser = errors.New("scenario: the parser gave up")

// decode reads the next document. The parser is others' work and the file a stranger's: what makes the one fail must not
// end the process.
func decode(d *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errParser
		}
	}()
	return d.Decode(into)
}

func firstInvalid(file []byte) int {
	line := 1
	for len(file) > 0 {
		r, size := utf8.DecodeRune(file)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		file = file[size:]
	}
	return line
}

var lineInError = regexp.MustCompile(`line (\d+)`)

// lineOf finds the line in the parser's sentence, which is its only word of it.
func lineOf(err error) int {
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return 1
}

func (r *reader) scenario(n *yaml.Node, s *Scenario) {
	r.mapping(n, "scenario",
		need("id", id(r, "id", &s.ID)),
		need("title", r.text("title", maxTitle, &s.Title)),
		need("purpose", r.text("purpose", maxText, &s.Purpose)),
		need("seats", func(n *yaml.Node) {
			r.at("seats", n)
			r.mapping(n, "seats", need("from", r.number("from", 1, MaxPeople, &s.Seats.From)),
				need("to", r.number("to", 1, MaxPeople, &s.Seats.To)), need("for", r.number("for", 1, MaxPeople, &s.Seats.For)))
		}),
		need("minutes", func(n *yaml.Node) { r.at("minutes", n); r.number("minutes", 1, MaxMinutes, &s.Minutes)(n) }),
		may("door", choice(r, "door", everyDoor, &s.Door)),
		may("stay_until", func(n *yaml.Node) { r.at("stay_until", n); id(r, "stay_until", &s.Until)(n) }),
		may("cast", r.list("cast", MaxCast, func(n *yaml.Node) { s.Cast = append(s.Cast, r.part(n)) })),
		may("loops", r.list("loops", MaxLoops, func(n *yaml.Node) { s.Loops = append(s.Loops, r.loop(n)) })),
		may("credit", r.text("credit", maxText, &s.Credit)),
		need("rows", r.list("rows", MaxRows, func(n *yaml.Node) { s.Rows = append(s.Rows, r.row(n)) })),
	)
}

// at remembers where something is written, the first time.
func (r *reader) at(key string, n *yaml.Node) {
	if _, ok := r.lines[key]; !ok {
		r.lines[key] = n.Line
	}
}

func (r *reader) part(n *yaml.Node) (p Part) {
	r.mapping(n, "cast",
		need("id", id(r, "id", &p.ID)),
		need("title", r.text("title", maxTitle, &p.Title)),
		may("per", choice(r, "per", everyPer, &p.Per)),
		may("loop", id(r, "loop", &p.Loop)),
		may("stays", r.truth("stays", &p.Stays)),
	)
	r.mark("part "+string(p.ID), n)
	return p
}

func (r *reader) loop(n *yaml.Node) (l Loop) {
	r.mapping(n, "loops",
		need("id", id(r, "id", &l.ID)),
		need("times", r.number("times", MinTimes, MaxTimes, &l.Times)),
		may("each", r.truth("each", &l.Each)),
	)
	r.mark("loop "+string(l.ID), n)
	return l
}

// mark remembers the line of something that has an id; the second of one id is twice.
func (r *reader) mark(key string, n *yaml.Node) {
	if _, there := r.lines[key]; there {
		r.lines[key+" again"] = n.Line
		return
	}
	r.lines[key] = n.Line
}

func (r *reader) row(n *yaml.Node) (row Row) {
	var rules []int // the lines of its rules
	r.mapping(n, "rows",
		need("id", id(r, "id", &row.ID)),
		need("title", r.text("title", maxTitle, &row.Title)),
		need("kind", choice(r, "kind", everyKind, &row.Kind)),
		need("minutes", r.number("minutes", 1, MaxRow, &row.Minutes)),
		may("least", r.number("least", 1, MaxRow, &row.Least)),
		may("loop", id(r, "loop", &row.Loop)),
		may("rule", func(n *yaml.Node) { row.Rule = r.rule(n); rules = append(rules, n.Line) }),
		may("board", choice(r, "board", template.Every(), &row.Board)),
		may("artifact", func(n *yaml.Node) {
			r.mapping(n, "artifact", need("name", r.text("name", maxTitle, &row.Artifact.Name)), need("from", choice(r, "from", everyFrom, &row.Artifact.From)))
		}),
		may("traces", choice(r, "traces", everyTraces, &row.Traces)),
		may("groups", func(n *yaml.Node) { row.Groups = r.groups(n) }),
		may("cast", r.list("cast", MaxCast, func(n *yaml.Node) {
			var p PartID
			id(r, "cast", &p)(n)
			row.Cast = append(row.Cast, p)
		})),
		may("question", r.text("question", maxText, &row.Question)),
		may("say", r.text("say", maxText, &row.Say)),
		may("steps", r.list("steps", MaxSteps, func(n *yaml.Node) {
			row.Steps = append(row.Steps, r.step(n))
			rules = append(rules, n.Line)
		})),
	)
	r.mark("row "+string(row.ID), n)
	for i, line := range rules {
		r.lines[ruleOf(row.ID, i)] = line
	}
	return row
}

func (r *reader) step(n *yaml.Node) (st Step) {
	r.mapping(n, "steps",
		may("title", r.text("title", maxTitle, &st.Title)),
		may("kind", choice(r, "kind", everyKind, &st.Kind)),
		need("minutes", r.number("minutes", 1, MaxRow, &st.Minutes)),
		may("least", r.number("least", 1, MaxRow, &st.Least)),
		need("rule", func(n *yaml.Node) { st.Rule = r.rule(n) }),
		may("board", choice(r, "board", template.Every(), &st.Board)),
		may("question", r.text("question", maxText, &st.Question)),
		may("say", r.text("say", maxText, &st.Say)),
	)
	return st
}

func (r *reader) rule(n *yaml.Node) Rule {
	var u Rule
	r.mapping(n, "rule",
		need("kind", choice(r, "kind", everyRule, &u.Kind)),
		may("role", id(r, "role", &u.Role)),
		may("not", id(r, "not", &u.Not)),
		may("answers", id(r, "answers", &u.Answers)),
		may("first", id(r, "first", &u.First)),
		may("note", choice(r, "note", everyNote, &u.Note)),
		may("order", choice(r, "order", everyOrder, &u.Order)),
		may("turn_s", r.number("turn_s", MinTurnS, MaxTurnS, &u.TurnS)),
		may("answer_s", r.number("answer_s", MinTurnS, MaxTurnS, &u.AnswerS)),
		may("variant", choice(r, "variant", everyVariant, &u.Variant)),
		may("rounds", r.number("rounds", 1, MaxRounds, &u.Rounds)),
		may("once", r.truth("once", &u.Once)),
		may("seats", r.number("seats", 1, MaxPeople, &u.Seats)),
		may("free", r.number("free", 1, MaxPeople, &u.Free)),
	)
	return u
}

func (r *reader) groups(n *yaml.Node) (g Groups) {
	r.mapping(n, "groups",
		may("size", r.number("size", 2, MaxPeople, &g.Size)),
		may("most", r.number("most", 2, MaxPeople, &g.Most)),
		may("count", r.number("count", 1, MaxPeople, &g.Count)),
		need("by", choice(r, "by", everyBy, &g.By)),
		may("facet", id(r, "facet", &g.Facet)),
		may("keep", r.truth("keep", &g.Keep)),
		may("keep_hosts", r.truth("keep_hosts", &g.Hosts)),
	)
	return g
}
