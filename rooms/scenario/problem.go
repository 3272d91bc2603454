package scenario

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"palabre/rooms/refusals"
)

// Codes of what is wrong with a file or an edit. Data always has "line"; 0 outside of a file.
const (
	CodeTooLarge  = "file_too_large"  // max, in KiB
	CodeNotYAML   = "file_unreadable" // not YAML, or not UTF-8
	CodeAnchor    = "file_anchor"     // an anchor, an alias or a tag
	CodeSecond    = "file_second"     // a second document
	CodeField     = "file_field"      // an unknown field: name
	CodeTwice     = "file_twice"      // a field or an id for the second time: name
	CodeMissing   = "file_missing"    // a field is missing: name
	CodeShape     = "file_shape"      // not of the shape that the field has: name
	CodeNumber    = "file_number"     // name, min, max
	CodeText      = "file_text"       // too long, empty, or with control characters: name, max
	CodeID        = "file_id"         // letters, digits and _ : name, max
	CodeValue     = "file_value"      // not one of the values: name, allowed
	CodeTooMany   = "file_too_many"   // name, max
	CodeUnknown   = "file_unknown"    // names a part, a loop or a row that is not there: name, value
	CodeSum       = "file_sum"        // minutes that do not add up: name, have, want
	CodeRound     = "file_round"      // turns that do not fit: seats, have, want
	CodeSeats     = "file_seats"      // seats are not in order
	CodeRule      = "file_rule"       // a field that the rule does not have, or the rule does not suit the kind: name, rule
	CodeLoop      = "file_loop"       // a loop's rows are not together, or there are none: name
	CodeTooLong   = "file_too_long"   // more phases than a plan holds: max
	CodeEnough    = "file_more"       // more is wrong than is told
	CodeNoRow     = "no_such_row"     // an edit of a row that is not there
	CodeLastRow   = "last_row"        // a scenario keeps one row
	CodeEditWrong = "edit_not_known"  // an edit that does not exist
)

// Problem is one thing that is wrong. Where is the row or the part that it is about, when there is one.
type Problem struct {
	Line  int            `json:"line"`
	Where string         `json:"where,omitempty"`
	Code  string         `json:"code"`
	Data  map[string]any `json:"data,omitempty"`
}

// Say gives the problem in both languages, with its line.
func (p Problem) Say() refusals.Sentence {
	data := map[string]any{"line": p.Line}
	for k, v := range p.Data {
		data[k] = v
	}
	s, _ := refusals.Say(p.Code, data)
	if p.Line > 0 {
		line, _ := refusals.Say(CodeLine, data)
		s.FR, s.EN = strings.TrimSuffix(line.FR, ".")+" "+s.FR, strings.TrimSuffix(line.EN, ".")+" "+s.EN
	}
	return s
}

// CodeLine is what comes before the sentence of a problem that has a line.
const CodeLine = "file_line"

// Problems is why a file is refused, in the order of its lines.
type Problems []Problem

// Error makes problems an error: the English sentences, one a line.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		lines = append(lines, p.Say().EN)
	}
	return strings.Join(lines, "\n")
}

// collector gathers problems up to MaxProblems.
type collector struct {
	found Problems
	more  bool
}

func (c *collector) add(line int, where, code string, data map[string]any) {
	if len(c.found) == MaxProblems {
		c.more = true
		return
	}
	c.found = append(c.found, Problem{Line: line, Where: where, Code: code, Data: data})
}

// sorted gives what was found; the last one then says that there is more.
func (c *collector) sorted() Problems {
	slices.SortStableFunc(c.found, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	if c.more {
		last := c.found[len(c.found)-1]
		c.found[len(c.found)-1] = Problem{Line: last.Line, Code: CodeEnough, Data: map[string]any{"max": MaxProblems}}
	}
	return c.found
}

// clip keeps what a sentence says of a file short, and on its line.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if bad(r) || r == '\n' || r == '{' || r == '}' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}

// bad are the characters that no text of a scenario has: control characters, breaks of a line, and marks that
// turn the direction of reading.
func bad(r rune) bool {
	return r < ' ' || (r >= 0x7f && r < 0xa0) || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffd ||
		(r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}
