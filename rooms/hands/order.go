package hands

import (
	"slices"

	"palabre/rooms"
)

// Order is how raised hands follow each other (HO in rooms/SPEC.md).
type Order string

// The orders.
const (
	ByArrival  Order = "arrival"
	FirstFirst Order = "first"
	LeastHeard Order = "least"
)

// Reason is why somebody has her place in the line.
type Reason string

// The reasons: « arrivée », « n’a pas encore parlé », « a moins parlé ».
const (
	Arrived   Reason = "arrival"
	NotSpoken Reason = "not_spoken"
	SpokeLess Reason = "spoke_less"
)

// Place is one place in the line.
type Place struct {
	Member rooms.MemberID `json:"member"`
	Why    Reason         `json:"why"`
}

// Heard is what each was heard in this session; a nil function says that nothing is counted.
type Heard func(rooms.MemberID) (turns int, time rooms.Millis)

// Line is the raised hands in that order, each with the reason of its place. Only keeps
// those of one circle; nil keeps all. An order that does not exist is that of arrival.
func (s *State) Line(o Order, heard Heard, only func(rooms.MemberID) bool) []Place {
	line := s.arrivals(only)
	if heard == nil {
		return line
	}
	switch o {
	case FirstFirst:
		for i, p := range line {
			if turns, _ := heard(p.Member); turns == 0 {
				line[i].Why = NotSpoken
			}
		}
		slices.SortStableFunc(line, func(a, b Place) int { return rank(a) - rank(b) })
	case LeastHeard:
		s.least(line, heard)
	case ByArrival:
	}
	return line
}

func (s *State) arrivals(only func(rooms.MemberID) bool) []Place {
	line := []Place{}
	for m := range s.Up {
		if only == nil || only(m) {
			line = append(line, Place{Member: m, Why: Arrived})
		}
	}
	slices.SortFunc(line, func(a, b Place) int { return int(s.Up[a.Member].Seq) - int(s.Up[b.Member].Seq) }) //nolint:gosec // places in one log
	return line
}

func rank(p Place) int {
	if p.Why == NotSpoken {
		return 0
	}
	return 1
}

func (s *State) least(line []Place, heard Heard) {
	time := map[rooms.MemberID]rooms.Millis{}
	for i, p := range line {
		turns, t := heard(p.Member)
		time[p.Member] = t
		if turns == 0 {
			line[i].Why = NotSpoken
		}
	}
	slices.SortStableFunc(line, func(a, b Place) int {
		switch ta, tb := time[a.Member], time[b.Member]; {
		case ta < tb:
			return -1
		case ta > tb:
			return 1
		default:
			return 0
		}
	})
	earliest := rooms.Seq(0) // of those who come after, from the end of the line
	for i := len(line) - 1; i >= 0; i-- {
		rose := s.Up[line[i].Member].Seq
		if line[i].Why == Arrived && earliest != 0 && earliest < rose {
			line[i].Why = SpokeLess
		}
		if earliest == 0 || rose < earliest {
			earliest = rose
		}
	}
}
