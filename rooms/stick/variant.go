package stick

import (
	"slices"

	"palabre/rooms"
)

// Variant is how the stick goes from one to the next (ST-33).
type Variant string

// The variants. In each of them everyone present is owed one occasion.
const (
	Circle     Variant = ""        // in the order of the circle
	FromCentre Variant = "centre"  // from the centre, to whoever takes it and has not had it
	Naming     Variant = "naming"  // to whom the holder names, among those who have not had it
	Popcorn    Variant = "popcorn" // to whom the holder names or whoever takes it, as often as they like
)

// Codes of the variants' refusals.
const (
	CodeNotNamed = "not_to_name"  // that person cannot be named now; Data "member"
	CodeHadIt    = "had_occasion" // she had her occasion in this round
)

// Valid tells whether there is such a variant.
func (v Variant) Valid() bool {
	return slices.Contains([]Variant{Circle, FromCentre, Naming, Popcorn}, v)
}

// central: between two turns the stick lies in the centre.
func (v Variant) central() bool { return v == FromCentre || v == Popcorn }

// onwards lets the stick go on after a turn, or after an offer that led to none: to the
// centre where the variant says so, else to whoever comes next.
func (t *Table) onwards(by rooms.MemberID) {
	r := t.Round
	if t.Active() && r.Pause == nil && r.Variant.central() && t.firstHere(r.Queue) >= 0 {
		if r.Centre == nil || r.Centre.Until != 0 {
			t.Emit(Centred{})
		}
		return
	}
	t.advance(by)
}

// named is the person to whom the holder may hand the stick: present, and still owed an
// occasion unless the variant lets people speak again.
func (t *Table) named(by, to rooms.MemberID) *rooms.Refusal {
	r := t.Round
	again := r.Variant == Popcorn && r.seated(to) && r.Seats[to].State != Gone
	if to == by || r.Variant != Naming && r.Variant != Popcorn || !t.Here(to) || !again && !slices.Contains(r.Queue, to) {
		return &rooms.Refusal{Code: CodeNotNamed, Data: map[string]any{"member": to}}
	}
	return nil
}

// atCentre is where, in the queue, stands whoever may take the stick from the centre: the
// next in order; anyone of the queue where the variant says so.
func (t *Table) atCentre(m rooms.MemberID) (int, bool) {
	r := t.Round
	if r.Centre == nil {
		return -1, false
	}
	if r.Variant.central() {
		i := slices.Index(r.Queue, m)
		return i, i >= 0 && t.Here(m)
	}
	i := t.firstHere(r.Queue)
	return i, i >= 0 && r.Queue[i] == m
}

// speaksAgain: whoever had the stick takes it once more from the centre (popcorn).
func (t *Table) speaksAgain(m rooms.MemberID) bool {
	r := t.Round
	return r.Centre != nil && r.Variant == Popcorn && t.Here(m) && r.seated(m) && r.Seats[m].State != Gone
}
