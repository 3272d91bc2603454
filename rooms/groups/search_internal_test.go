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

// TestNewTablesAreMany GR-22: of all ways to seat people at these tables, the one found
// brings the fewest back to a table.
func TestNewTablesAreMany(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k, n := rapid.IntRange(1, 4).Draw(rt, "tables"), rapid.IntRange(1, 7).Draw(rt, "people")
		sizes, been := Split(n, k), make([][]bool, n)
		for i := range been {
			for range k {
				been[i] = append(been[i], rapid.IntRange(0, 2).Draw(rt, "been") > 0)
			}
		}
		least := n
		free := append([]int{}, sizes...)
		var all func(i, back int)
		all = func(i, back int) {
			if i == n {
				least = min(least, back)
				return
			}
			for g := range free {
				if free[g] == 0 {
					continue
				}
				more := back
				if been[i][g] {
					more++
				}
				free[g]--
				all(i+1, more)
				free[g]++
			}
		}
		all(0, 0)
		s := newTables(order(lot.New(rapid.Uint64().Draw(rt, "seed")), n), sizes, func(m, g int) bool { return been[m][g] })
		back, at := 0, make([]int, k)
		for m, g := range s {
			at[g]++
			if been[m][g] {
				back++
			}
		}
		for g := range at {
			if at[g] != sizes[g] {
				rt.Fatalf("%d at table %d of %d", at[g], g, sizes[g])
			}
		}
		if back != least {
			rt.Fatalf("%d come back, could be %d: %v %v", back, least, been, s)
		}
	})
}
