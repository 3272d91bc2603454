package scenario

import (
	"bytes"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Write gives a scenario as a file that Read reads (SC-3). It fails only for texts that no file can hold.
func Write(s Scenario) ([]byte, error) {
	root := block(
		str("id", string(s.ID)), text("title", s.Title), text("purpose", s.Purpose),
		inner("seats", flow(num("from", s.Seats.From), num("to", s.Seats.To), num("for", s.Seats.For))),
		num("minutes", s.Minutes), str("door", string(s.Door)), str("stay_until", string(s.Until)),
		list("cast", s.Cast, writePart), list("loops", s.Loops, writeLoop), text("credit", s.Credit), list("rows", s.Rows, writeRow),
	)
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("scenario: write: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("scenario: write: %w", err)
	}
	return out.Bytes(), nil
}

func writePart(p Part) *yaml.Node {
	return block(str("id", string(p.ID)), text("title", p.Title), str("per", string(p.Per)), str("loop", string(p.Loop)), yes("stays", p.Stays))
}

func writeLoop(l Loop) *yaml.Node {
	return flow(str("id", string(l.ID)), num("times", l.Times), yes("each", l.Each))
}

func writeRow(r Row) *yaml.Node {
	return block(
		str("id", string(r.ID)), text("title", r.Title), str("kind", string(r.Kind)), num("minutes", r.Minutes), num("least", r.Least),
		str("loop", string(r.Loop)), inner("rule", writeRule(r.Rule)), str("board", string(r.Board)), writeArtifact(r.Artifact),
		str("traces", string(r.Traces)), inner("groups", writeGroups(r.Groups)),
		list("cast", r.Cast, func(p PartID) *yaml.Node { return scalar(string(p), "!!str") }),
		text("question", r.Question), text("say", r.Say), list("steps", r.Steps, writeStep),
	)
}

func writeStep(st Step) *yaml.Node {
	return block(
		text("title", st.Title), str("kind", string(st.Kind)), num("minutes", st.Minutes), num("least", st.Least),
		inner("rule", writeRule(st.Rule)), str("board", string(st.Board)), text("question", st.Question), text("say", st.Say),
	)
}

func writeArtifact(a Artifact) member {
	if a == (Artifact{}) {
		return member{}
	}
	return inner("artifact", block(text("name", a.Name), str("from", string(a.From))))
}

func writeRule(u Rule) *yaml.Node {
	return flow(
		str("kind", string(u.Kind)), str("role", string(u.Role)), str("not", string(u.Not)), str("answers", string(u.Answers)),
		str("first", string(u.First)), str("note", string(u.Note)), str("order", string(u.Order)), num("turn_s", u.TurnS), num("answer_s", u.AnswerS),
		str("variant", string(u.Variant)), num("rounds", u.Rounds), yes("once", u.Once), num("seats", u.Seats), num("free", u.Free),
	)
}

func writeGroups(g Groups) *yaml.Node {
	return flow(
		num("size", g.Size), num("most", g.Most), num("count", g.Count), str("by", string(g.By)), str("facet", g.Facet),
		yes("keep", g.Keep), yes("keep_hosts", g.Hosts),
	)
}

// member is one member of a mapping; without a value it is left out.
type member struct {
	name  string
	value *yaml.Node
}

func block(members ...member) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, m := range members {
		if m.value != nil {
			n.Content = append(n.Content, scalar(m.name, "!!str"), m.value)
		}
	}
	return n
}

func flow(members ...member) *yaml.Node {
	n := block(members...)
	n.Style = yaml.FlowStyle
	return n
}

func inner(name string, n *yaml.Node) member {
	if len(n.Content) == 0 {
		return member{}
	}
	return member{name, n}
}

func list[T any](name string, items []T, write func(T) *yaml.Node) member {
	if len(items) == 0 {
		return member{}
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, item := range items {
		n.Content = append(n.Content, write(item))
	}
	return member{name, n}
}

func str(name, value string) member {
	if value == "" {
		return member{}
	}
	return member{name, scalar(value, "!!str")}
}

func num(name string, value int) member {
	if value == 0 {
		return member{}
	}
	return member{name, scalar(strconv.Itoa(value), "!!int")}
}

func yes(name string, value bool) member {
	if !value {
		return member{}
	}
	return member{name, scalar("true", "!!bool")}
}

func text(name string, t Text) member {
	if t == (Text{}) {
		return member{}
	}
	return member{name, block(str("fr", t.FR), str("en", t.EN))}
}

func scalar(value, tag string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}
