package rooms

import "iter"

// Hand tells by whose hand somebody's gestures are made: her own, or that of the person who
// carries her and so knows them. Nil is each by her own.
type Hand func(MemberID) MemberID

// Count is by how many hands these people's gestures were made: what fewer than three hands
// made is known to each of them, names or not.
func (h Hand) Count(people iter.Seq[MemberID]) int {
	hands := map[MemberID]bool{}
	for m := range people {
		if h != nil {
			m = h(m)
		}
		hands[m] = true
	}
	return len(hands)
}
