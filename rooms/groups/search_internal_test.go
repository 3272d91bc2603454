package groups

import (
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms/lot"
)

// TestExactSearch GR-9: told that it is sure, the search has the least cost of all seatings,
// whatever tables and neighbours cost, and begun from the worst.
func TestExactSearch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k, n := rapid.IntRange(1, 3).Draw(rt, "groups"), rapid.IntRange(3, 7).Draw(rt, "people")
		p := &problem{sizes: Split(n, k), pair: make([][]int, n)}
		cost := rapid.IntRange(0, 5)
		for i := range n {
			p.pair[i] = make([]int, n)
			for j := range i {
				p.pair[i][j] = cost.Draw(rt, "pair")
				p.pair[j][i] = p.pair[i][j]
			}
		}
		if rapid.Bool().Draw(rt, "tables") {
			p.seat = make([][]int, n)
			for i := range n {
				for range k {
					p.seat[i] = append(p.seat[i], cost.Draw(rt, "seat"))
				}
			}
		}
		least := -1
		seats, free := make(seating, n), append([]int{}, p.sizes...)
		var all func(int)
		all = func(i int) {
			if i == n {
				if c := p.cost(seats); least < 0 || c < least {
					least = c
				}
				return
			}
			for g := range free {
				if free[g] > 0 {
					free[g]--
					seats[i] = g
					all(i + 1)
					free[g]++
				}
			}
		}
		all(0)
		e := exact{problem: p, best: found{cost: 1 << 40}, order: order(lot.New(7), n), left: exactBudget}
		e.run()
		if !e.best.sure || e.best.cost != least || p.cost(e.best.seating) != least {
			rt.Fatalf("found %+v, the least is %d", e.best, least)
		}
		if f := p.solve(lot.New(7)); f.cost != least || !f.sure || p.cost(f.seating) != least {
			rt.Fatalf("solved %+v, the least is %d", f, least)
		}
	})
}
