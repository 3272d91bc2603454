package scenario

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// reader turns nodes into values, and notes what is wrong where.
type reader struct {
	collector
	lines map[string]int // of what has an id: "row CD5", "part client"…
}

// field is one member of a mapping.
type field struct {
	name string
	must bool
	read func(*yaml.Node)
}

func need(name string, read func(*yaml.Node)) field { return field{name, true, read} }
func may(name string, read func(*yaml.Node)) field  { return field{name, false, read} }

// sound refuses anchors, aliases and tags (SC-1); nothing below them is read.
func (r *reader) sound(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		r.add(n.Line, "", CodeAnchor, nil)
		return false
	}
	return true
}

func (r *reader) mapping(n *yaml.Node, name string, fields ...field) {
	if !r.sound(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.add(n.Line, "", CodeShape, named(name))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.sound(key) {
			continue
		}
		f := find(fields, key.Value)
		switch {
		case f == nil || key.Kind != yaml.ScalarNode:
			r.add(key.Line, "", CodeField, named(key.Value))
		case seen[key.Value]:
			r.add(key.Line, "", CodeTwice, named(key.Value))
		default:
			seen[key.Value] = true
			if r.sound(value) {
				f.read(value)
			}
		}
	}
	for _, f := range fields {
		if f.must && !seen[f.name] {
			r.add(n.Line, "", CodeMissing, named(f.name))
		}
	}
}

func find(fields []field, name string) *field {
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}

func named(name string) map[string]any { return map[string]any{"name": clip(name)} }

// list reads a sequence of at most most items; an empty one is missing.
func (r *reader) list(name string, most int, item func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			r.add(n.Line, "", CodeShape, named(name))
			return
		}
		if len(n.Content) == 0 {
			r.add(n.Line, "", CodeMissing, named(name))
		}
		if len(n.Content) > most {
			r.add(n.Line, "", CodeTooMany, map[string]any{"name": name, "max": most})
			return
		}
		for _, c := range n.Content {
			if r.sound(c) {
				item(c)
			}
		}
	}
}

// scalar gives what is written; false when it is not one plain value.
func (r *reader) scalar(n *yaml.Node, name string) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		r.add(n.Line, "", CodeShape, named(name))
		return "", false
	}
	return n.Value, true
}

func (r *reader) words(name string, most int, into *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, name)
		if !ok {
			return
		}
		s = strings.TrimSpace(s)
		if s == "" || utf8.RuneCountInString(s) > most || strings.ContainsFunc(s, bad) {
			r.add(n.Line, "", CodeText, map[string]any{"name": name, "max": most})
			return
		}
		*into = s
	}
}

// text reads {fr: …, en: …}, or one line of words, which is French.
func (r *reader) text(name string, most int, into *Text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			r.words(name, most, &into.FR)(n)
			return
		}
		r.mapping(n, name, may("fr", r.words("fr", most, &into.FR)), may("en", r.words("en", most, &into.EN)))
		if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
			r.add(n.Line, "", CodeMissing, named("fr"))
		}
	}
}

func (r *reader) number(name string, low, high int, into *int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 || err != nil || v < low || v > high {
			r.add(n.Line, "", CodeNumber, map[string]any{"name": name, "min": low, "max": high})
			return
		}
		*into = v
	}
}

func (r *reader) truth(name string, into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.ScalarNode && n.Value == "true":
			*into = true
		case n.Kind == yaml.ScalarNode && n.Value == "false":
			*into = false
		default:
			r.add(n.Line, "", CodeValue, map[string]any{"name": name, "allowed": "true, false"})
		}
	}
}

// id reads a name of letters, digits and _ that begins with a letter.
func id[T ~string](r *reader, name string, into *T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, name)
		if !ok {
			return
		}
		if !validID(s) {
			r.add(n.Line, "", CodeID, map[string]any{"name": name, "max": maxID})
			return
		}
		*into = T(s)
	}
}

func validID(s string) bool {
	if s == "" || len(s) > maxID {
		return false
	}
	for i, c := range []byte(s) {
		letter := (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		if !letter && (i == 0 || (c != '_' && (c < '0' || c > '9'))) {
			return false
		}
	}
	return true
}

// choice reads one of the values of a closed list, written "a, b, c".
func choice[T ~string](r *reader, name, allowed string, into *T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, name)
		if !ok {
			return
		}
		if !oneOf(s, allowed) {
			r.add(n.Line, "", CodeValue, map[string]any{"name": name, "allowed": allowed})
			return
		}
		*into = T(s)
	}
}

func oneOf(s, allowed string) bool {
	for v := range strings.SplitSeq(allowed, ", ") {
		if s == v {
			return true
		}
	}
	return false
}
