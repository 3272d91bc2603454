// Package refusals turns a code into sentences, in French and in English: what
// happened, what is safe, what to do. Sentences name nobody and blame nobody.
package refusals

import (
	"fmt"
	"slices"
	"strings"
)

// Sentence is one refusal in both languages. Blanks like {max} are filled from the
// refusal's data.
type Sentence struct{ FR, EN string }

// Say gives the sentences of a code; false when the catalogue does not have it, with
// sentences that are true of any refusal.
func Say(code string, data map[string]any) (Sentence, bool) {
	s, ok := find(code)
	if !ok {
		s = anyRefusal
	}
	return Sentence{FR: fill(s.FR, data), EN: fill(s.EN, data)}, ok
}

// Codes lists every code of the catalogue, in alphabetical order.
func Codes() []string {
	var codes []string
	for _, part := range catalogue {
		for c := range part {
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	return codes
}

func find(code string) (Sentence, bool) {
	for _, part := range catalogue {
		if s, ok := part[code]; ok {
			return s, true
		}
	}
	return Sentence{}, false
}

// fill puts numbers and short texts in their blanks; a blank without data is left out.
func fill(s string, data map[string]any) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return out.String()
		}
		if v, there := data[name]; there {
			fmt.Fprint(&out, v)
		}
		s = after
	}
}

//nolint:gochecknoglobals // a constant: Go has no constant structs
var anyRefusal = Sentence{
	"Ce geste n’a pas pu se faire. Rien n’a changé. Réessayez dans un instant.",
	"That could not be done. Nothing has changed. Try again in a moment.",
}

//nolint:gochecknoglobals // constants: Go has no constant maps
var catalogue = []map[string]Sentence{engine, socket, person, round, meeting, board, file, groups, floor, team, cards, part, polls, harvest}
