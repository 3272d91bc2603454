package poll

import (
	"maps"
	"slices"
)

// tally counts the answers to one question (PO-10).
func (p *Poll) tally(q Question) Tally {
	var given []Answer
	for _, c := range p.Ballots {
		if a, no := q.read(c.Ballot.Answers[q.ID]); no == nil && !a.empty() {
			given = append(given, a)
		}
	}
	t := Tally{Question: q.ID, Cast: len(given)}
	if t.Cast < fewestCell {
		t.Few = true
		return t
	}
	switch q.Kind {
	case Scale:
		cells := make([]int, 5)
		for _, a := range given {
			cells[a.Scale-1]++
		}
		t.Cells, t.Middle = masked(cells, t.Cast), middle(cells, t.Cast)
	case Words:
		cells := make([]int, len(q.Words))
		for _, a := range given {
			for _, w := range a.Words {
				cells[slices.Index(q.Words, w)]++
			}
		}
		t.Cells = masked(cells, -1) // words are any number: nothing adds up
	default:
		own := map[string]bool{}
		for _, a := range given {
			own[a.Own] = true
		}
		t.Own = slices.Sorted(maps.Keys(own))
	}
	return t
}

// masked leaves out cells under five. When a single one is left out and the cells add up
// to a total that is told, what is left out could be worked out: the smallest other goes too.
func masked(cells []int, total int) []*int {
	told := make([]*int, len(cells))
	hidden, shown, least := 0, 0, -1
	for i, n := range cells {
		if n < fewestCell {
			hidden++
			continue
		}
		told[i] = &n
		shown += n
		if least < 0 || n < cells[least] {
			least = i
		}
	}
	if hidden == 1 && shown != total && total >= 0 && least >= 0 {
		told[least] = nil
	}
	return told
}

// middle is the lower median of a scale.
func middle(cells []int, total int) int {
	below := 0
	for i, n := range cells {
		if below += n; 2*below >= total {
			return i + 1
		}
	}
	return len(cells)
}
