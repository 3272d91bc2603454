package groups_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/groups"
)

// TestSizes GR-4: the cuts that facilitators make by hand.
func TestSizes(t *testing.T) {
	tests := []struct {
		n, size, most int
		want          []int
	}{
		{7, 2, 0, []int{2, 2, 3}},
		{6, 2, 0, []int{2, 2, 2}},
		{3, 2, 0, []int{3}},
		{2, 4, 0, []int{2}},
		{5, 3, 0, []int{2, 3}},
		{7, 3, 0, []int{3, 4}},
		{12, 4, 0, []int{4, 4, 4}},
		{11, 4, 0, []int{3, 4, 4}},
		{6, 4, 0, []int{3, 3}},
		{13, 5, 0, []int{4, 4, 5}},
		{30, 4, 0, []int{4, 4, 4, 4, 4, 5, 5}},
		{8, 3, 4, []int{4, 4}},
		{8, 6, 0, []int{8}},
		{8, 6, 7, []int{4, 4}},
		{3, 2, 2, []int{3}},
		{1, 2, 0, nil},
	}
	for _, tt := range tests {
		if got := groups.SizesOf(tt.n, tt.size, tt.most); !slices.Equal(got, tt.want) {
			t.Errorf("%d people in groups of %d: %v, want %v", tt.n, tt.size, got, tt.want)
		}
	}
}

// TestSizesAreFair GR-4: everyone has a place, nobody is alone, sizes are within one, and no
// other number of groups comes nearer to what was asked.
func TestSizesAreFair(t *testing.T) {
	off := func(sizes []int, size int) []int {
		worst, below, sum := 0, 0, 0
		for _, s := range sizes {
			worst, sum = max(worst, s-size, size-s), sum+max(s-size, size-s)
			if s < size {
				below = 1
			}
		}
		return []int{worst, below, sum, len(sizes)}
	}
	for n := 2; n <= 60; n++ {
		for size := 2; size <= 12; size++ {
			got := groups.SizesOf(n, size, 0)
			sum := 0
			for _, s := range got {
				sum += s
			}
			if sum != n || slices.Min(got) < 2 || slices.Max(got)-slices.Min(got) > 1 {
				t.Fatalf("%d in %d: %v", n, size, got)
			}
			for k := 1; k <= n/2; k++ {
				other := groups.Split(n, k)
				if slices.Compare(off(other, size), off(got, size)) < 0 {
					t.Fatalf("%d in %d: %v, but %v is nearer", n, size, got, other)
				}
			}
		}
	}
}

// cheapest tries every way to seat people at these tables: slow, and obviously right.
func cheapest(people []rooms.MemberID, sizes []int, cost func([][]rooms.MemberID) int) int {
	best := -1
	tables := make([][]rooms.MemberID, len(sizes))
	var place func(int)
	place = func(i int) {
		if i == len(people) {
			if c := cost(tables); best < 0 || c < best {
				best = c
			}
			return
		}
		for g := range sizes {
			if len(tables[g]) < sizes[g] {
				tables[g] = append(tables[g], people[i])
				place(i + 1)
				tables[g] = tables[g][:len(tables[g])-1]
			}
		}
	}
	place(0)
	return best
}

// pairs counts what every two who sit together cost.
func pairs(tables [][]rooms.MemberID, cost func(a, b rooms.MemberID) int) int {
	sum := 0
	for _, g := range tables {
		for i := range g {
			for j := range i {
				sum += cost(g[i], g[j])
			}
		}
	}
	return sum
}

// together counts how often two people sat in one of these groups.
func together(past [][]rooms.MemberID) func(a, b rooms.MemberID) int {
	return func(a, b rooms.MemberID) int {
		n := 0
		for _, g := range past {
			if slices.Contains(g, a) && slices.Contains(g, b) {
				n++
			}
		}
		return n
	}
}

// TestFreshIsBest GR-8, GR-9: with few people, the pairs that meet again are the fewest
// that trying everything finds, and the proposal says how many.
func TestFreshIsBest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(rt, "n")
		w := newWorld(t, n, "ana")
		var before [][]rooms.MemberID
		for range rapid.IntRange(0, 6).Draw(rt, "earlier") {
			k := rapid.IntRange(2, n).Draw(rt, "k")
			before = append(before, rapid.Permutation(w.circle[1:]).Draw(rt, "group")[:k])
		}
		w.s = groups.New(before)
		size := rapid.IntRange(2, 4).Draw(rt, "size")
		w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Fresh, Size: size, Seed: rapid.Uint64().Draw(rt, "seed")}))
		met := together(before)
		best := cheapest(w.circle[1:], groups.SizesOf(n, size, 0), func(g [][]rooms.MemberID) int { return pairs(g, met) })
		got := pairs(w.people(), met)
		if got != best || w.s.Set.Repeats != best || !w.s.Set.Sure {
			rt.Fatalf("%d pairs meet again (said %d, sure %t), could be %d: %v", got, w.s.Set.Repeats, w.s.Set.Sure, best, w.people())
		}
	})
}

// TestNobodyTwice GR-8: as long as rounds are few enough no pair meets twice, whatever
// the earlier rounds were.
func TestNobodyTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(4, 40).Draw(rt, "n")
		w := newWorld(t, n, "ana")
		size := rapid.IntRange(2, 5).Draw(rt, "size")
		met := map[[2]rooms.MemberID]bool{}
		for round := range 8 {
			sizes := groups.SizesOf(n, size, 0)
			d := most(w.circle[1:], met)
			s := slices.Max(sizes)
			sure := n > s+d*(2*s-1) || s == 2 && n%2 == 0 && 2*d < n
			w.must(w.propose(groups.ProposeArgs{
				Set: groups.SetID(fmt.Sprint("s", round)), By: groups.Fresh, Size: size, Seed: rapid.Uint64Max(1<<53).Draw(rt, "seed"),
			}))
			again := 0
			for _, g := range w.people() {
				for i := range g {
					for j := range i {
						if met[pair(g[i], g[j])] {
							again++
						}
						met[pair(g[i], g[j])] = true
					}
				}
			}
			if sure && again > 0 || (again > 0) != (w.s.Set.Repeats > 0) || again == 0 && !w.s.Set.Sure {
				rt.Fatalf("round %d of %d in %d: %d pairs again, said %d, sure %t", round, n, size, again, w.s.Set.Repeats, w.s.Set.Sure)
			}
			w.must(w.open(groups.OpenArgs{}))
			w.emit("ana", w.s.Close(groups.WhyEnded))
		}
	})
}

func pair(a, b rooms.MemberID) [2]rooms.MemberID {
	if a > b {
		return [2]rooms.MemberID{b, a}
	}
	return [2]rooms.MemberID{a, b}
}

// most is how many others the most sociable person met.
func most(people []rooms.MemberID, met map[[2]rooms.MemberID]bool) int {
	d := 0
	for _, a := range people {
		k := 0
		for _, b := range people {
			if a != b && met[pair(a, b)] {
				k++
			}
		}
		d = max(d, k)
	}
	return d
}

// TestFacets GR-7: with few people, as mixed and as alike as can be; with many of two
// kinds, each group has its even share of both.
func TestFacets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(rt, "n")
		w := newWorld(t, n, "ana")
		values := map[rooms.MemberID]string{}
		for _, m := range w.circle[1:] {
			if v := rapid.SampledFrom([]string{"", "côte-nord", "estrie", "gaspésie"}).Draw(rt, "value"); v != "" {
				values[m] = v
			}
		}
		alike, size := rapid.Bool().Draw(rt, "alike"), rapid.IntRange(2, 4).Draw(rt, "size")
		wrong := func(a, b rooms.MemberID) int {
			if values[a] != "" && values[b] != "" && (values[a] == values[b]) != alike {
				return 1
			}
			return 0
		}
		w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Facet, Values: values, Alike: alike, Size: size, Seed: rapid.Uint64().Draw(rt, "seed")}))
		best := cheapest(w.circle[1:], groups.SizesOf(n, size, 0), func(g [][]rooms.MemberID) int { return pairs(g, wrong) })
		if got := pairs(w.people(), wrong); got != best {
			rt.Fatalf("alike %t: %d pairs are not, could be %d: %v %v", alike, got, best, values, w.people())
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		n, k := rapid.IntRange(20, 60).Draw(rt, "n"), rapid.IntRange(2, 8).Draw(rt, "k")
		w := newWorld(t, n, "ana")
		values, north := map[rooms.MemberID]string{}, 0
		for _, m := range w.circle[1:] {
			values[m] = rapid.SampledFrom([]string{"nord", "sud"}).Draw(rt, "value")
			if values[m] == "nord" {
				north++
			}
		}
		w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Facet, Values: values, Count: k, Seed: 3}))
		for _, g := range w.people() {
			here := 0
			for _, m := range g {
				if values[m] == "nord" {
					here++
				}
			}
			if share := float64(north*len(g)) / float64(n); float64(here) > share+1 || float64(here) < share-1 {
				rt.Fatalf("%d of the north among %d, of %d among %d", here, len(g), north, n)
			}
		}
	})
}

// TestDraws GR-3, GR-4, GR-5: everyone who has a place has exactly one, those who
// facilitate only when they said so, hosts at their tables; the same seed draws the same.
func TestDraws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rapid.IntRange(6, 40).Draw(rt, "n"), "ana", "bea", "cleo")
		w.listen["m01"] = true
		if rapid.Bool().Draw(rt, "willing") {
			w.emit("bea", w.s.Wish("bea", true))
		}
		a := groups.ProposeArgs{Set: "s", Seed: rapid.Uint64().Draw(rt, "seed")}
		a.By = rapid.SampledFrom([]groups.Method{groups.Lot, groups.Fresh, groups.Facet}).Draw(rt, "by")
		if rapid.Bool().Draw(rt, "count") {
			a.Count = rapid.IntRange(1, 5).Draw(rt, "k")
		} else {
			a.Size = rapid.IntRange(2, 6).Draw(rt, "size")
		}
		if rapid.Bool().Draw(rt, "host") {
			a.Hosts = []rooms.MemberID{"m03"}
		}
		if no := w.propose(a); no != nil {
			w.refused(no, groups.CodeMany)
			return
		}
		want := w.s.Placed(w.room())
		slices.Sort(want)
		var all []rooms.MemberID
		for _, g := range w.people() {
			all = append(all, g...)
			if len(g) < 2 {
				rt.Fatalf("someone is alone: %v", w.people())
			}
		}
		slices.Sort(all)
		if !slices.Equal(all, want) || slices.Contains(all, "ana") || slices.Contains(all, "m01") || slices.Contains(all, "bea") != w.s.Willing["bea"] {
			rt.Fatalf("placed %v, want %v", all, want)
		}
		if len(a.Hosts) > 0 && (w.s.Set.Groups[0].Host != "m03" || !slices.Contains(w.s.Set.Groups[0].Members, "m03")) {
			rt.Fatalf("the host is not at her table: %v", w.people())
		}
		first := w.people()
		w.must(w.propose(a))
		if !reflect.DeepEqual(first, w.people()) {
			rt.Fatalf("the same seed: %v, then %v", first, w.people())
		}
	})
}

// TestLotIsEven GR-5: over many seeds everyone meets everyone about as often. The bounds are
// six standard deviations of a fair draw wide, and seeds are fixed.
func TestLotIsEven(t *testing.T) {
	w := newWorld(t, 6, "ana")
	met := map[[2]rooms.MemberID]int{}
	const draws = 3000
	for seed := range uint64(draws) {
		w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2, Seed: seed}))
		for _, g := range w.people() {
			met[pair(g[0], g[1])]++
		}
	}
	if len(met) != 15 {
		t.Fatalf("%d pairs met, of 15", len(met))
	}
	for p, n := range met { // expected 600, deviation about 22
		if n < 470 || n > 730 {
			t.Errorf("%v met %d times of %d", p, n, draws)
		}
	}
}

// TestRefusedProposals GR-1, GR-2, GR-4, GR-6: what is wrong is refused with its reason.
func TestRefusedProposals(t *testing.T) {
	w := newWorld(t, 5, "ana", "bea")
	w.refused(w.propose(groups.ProposeArgs{By: groups.Lot, Size: 2}), rooms.CodeBadArgs)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: "par affinité", Size: 2}), rooms.CodeBadArgs)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot}), rooms.CodeBadArgs)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2, Count: 2}), rooms.CodeBadArgs)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Count: 3}), groups.CodeMany)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Self, Count: 3}), rooms.CodeBadArgs)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2, Minutes: 601}), groups.CodeNoTime)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2, Hosts: []rooms.MemberID{"bea"}}), groups.CodeUnasked)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Chosen, Groups: [][]rooms.MemberID{{"m00", "bea"}}}), groups.CodeUnasked)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Chosen, Groups: [][]rooms.MemberID{{"m00", "zoe"}}}), groups.CodeUnknown)
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Chosen, Groups: [][]rooms.MemberID{{"m00", "m01"}, {"m00"}}}), groups.CodeUnknown)
	w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Chosen, Groups: [][]rooms.MemberID{{"m00", "ana"}, {"m02", "m01"}}}))
	w.must(w.open(groups.OpenArgs{}))
	w.refused(w.propose(groups.ProposeArgs{Set: "t", By: groups.Lot, Size: 2}), groups.CodeOpen)
	w.emit("ana", w.s.Close(groups.WhyEnded))
	w.refused(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2}), rooms.CodeBadArgs)
	alone := newWorld(t, 1, "ana")
	alone.refused(alone.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2}), groups.CodeFew)
}

// TestPairsBecomeFours GR-26: whoever sat in a pair sits with the same person in the four.
func TestPairsBecomeFours(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rapid.IntRange(4, 30).Draw(rt, "n"), "ana")
		w.must(w.propose(groups.ProposeArgs{Set: "two", By: groups.Fresh, Size: 2, Seed: rapid.Uint64().Draw(rt, "seed")}))
		w.must(w.open(groups.OpenArgs{}))
		twos := w.people()
		w.emit("ana", w.s.Close(groups.WhyPhase))
		w.must(w.propose(groups.ProposeArgs{Set: "four", By: groups.Lot, Size: 4, Together: true, Seed: rapid.Uint64().Draw(rt, "seed")}))
		apart := 0
		for _, two := range twos {
			if w.s.Member(two[0]) != w.s.Member(two[1]) {
				apart++
			}
		}
		if len(w.circle[1:])%4 == 0 && apart > 0 || apart > 2 {
			rt.Fatalf("%d pairs of %v are apart in %v", apart, twos, w.people())
		}
	})
}
