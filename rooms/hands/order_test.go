package hands_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/hands"
)

type past struct {
	turns int
	time  rooms.Millis
}

// comesBefore says, from the rules' words alone, whether a's hand is heard before b's.
func comesBefore(o hands.Order, a, b past, roseA, roseB rooms.Seq) bool {
	switch {
	case o == hands.FirstFirst && (a.turns == 0) != (b.turns == 0):
		return a.turns == 0
	case o == hands.LeastHeard && a.time != b.time:
		return a.time < b.time
	default:
		return roseA < roseB
	}
}

// TestLine HO-1 to HO-4: the place of each is how many come before her, by the rules'
// words; the reason tells why, and does not lie.
func TestLine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, was := hands.New(), map[rooms.MemberID]past{}
		n := rapid.IntRange(0, 9).Draw(rt, "hands")
		for i, k := range rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8}).Draw(rt, "who")[:n] {
			m := rooms.MemberID(fmt.Sprint("m", k))
			// At one instant often: the log's order decides.
			s.Apply(rooms.Millis(i/3), rooms.Seq(10+i), hands.Raised{Member: m})
			p := past{turns: rapid.IntRange(0, 2).Draw(rt, "turns")}
			if p.turns > 0 {
				p.time = rooms.Millis(rapid.IntRange(1, 4).Draw(rt, "time"))
			}
			was[m] = p
		}
		o := rapid.SampledFrom([]hands.Order{hands.ByArrival, hands.FirstFirst, hands.LeastHeard, ""}).Draw(rt, "order")
		line := s.Line(o, func(m rooms.MemberID) (int, rooms.Millis) { return was[m].turns, was[m].time }, nil)
		if len(line) != n {
			rt.Fatalf("%d in the line, of %d", len(line), n)
		}
		for i, p := range line {
			before, overtakes := 0, false
			for m, x := range was {
				if m != p.Member && comesBefore(o, x, was[p.Member], s.Up[m].Seq, s.Up[p.Member].Seq) {
					before++
				}
				if m != p.Member && s.Up[m].Seq < s.Up[p.Member].Seq && comesBefore(o, was[p.Member], x, s.Up[p.Member].Seq, s.Up[m].Seq) {
					overtakes = true
				}
			}
			if before != i {
				rt.Fatalf("%s: %s is at %d, %d come before her: %v", o, p.Member, i, before, line)
			}
			why := hands.Arrived
			switch {
			case (o == hands.FirstFirst || o == hands.LeastHeard) && was[p.Member].turns == 0:
				why = hands.NotSpoken
			case overtakes:
				why = hands.SpokeLess
			}
			if p.Why != why {
				rt.Fatalf("%s: %s has her place by %s, not %s: %v %v", o, p.Member, p.Why, why, line, was)
			}
		}
	})
}

// TestLineWithoutCount HO-4: the group switched the count off, so only arrival is told;
// and the line of a circle has its people only.
func TestLineWithoutCount(t *testing.T) {
	s := hands.New()
	for i, m := range []rooms.MemberID{"cleo", "ana", "bea"} {
		s.Apply(5, rooms.Seq(i+1), hands.Raised{Member: m})
	}
	want := []hands.Place{{Member: "cleo", Why: hands.Arrived}, {Member: "ana", Why: hands.Arrived}, {Member: "bea", Why: hands.Arrived}}
	if got := s.Line(hands.LeastHeard, nil, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	heard := func(m rooms.MemberID) (int, rooms.Millis) { return len(m), rooms.Millis(1000 * len(m)) }
	got := s.Line(hands.LeastHeard, heard, func(m rooms.MemberID) bool { return m != "ana" })
	if !reflect.DeepEqual(got, []hands.Place{{Member: "bea", Why: hands.SpokeLess}, {Member: "cleo", Why: hands.Arrived}}) {
		t.Errorf("%v", got)
	}
	if !slices.Equal(s.Line(hands.FirstFirst, heard, nil), want) {
		t.Error("all have spoken: the order is that of arrival")
	}
}
