package groups

import (
	"slices"

	"palabre/rooms/lot"
)

// problem is a seating to find: people 0…n-1, seats per group, and what it costs that
// two sit together or that one sits in a group. Lower is better, 0 is what one hopes for.
type problem struct {
	sizes []int
	pair  [][]int // symmetric, 0 on the diagonal
	seat  [][]int // per person and group; nil: groups are all the same to her
}

// seating is the group of each person.
type seating []int

// found is the best seating met, and whether none better exists.
type found struct {
	seating seating
	cost    int
	sure    bool
}

// Bounds of the search. Up to exactPeople it may end with a proof; the budgets keep one
// draw within some tens of milliseconds, in a room of 400 too.
const (
	exactPeople = 12
	exactBudget = 300_000 // people seated, in all branches
	swapBudget  = 600_000 // swaps weighed, in all restarts
	restarts    = 24
	patience    = 6 // restarts in a row that found nothing better
)

// solve finds a seating: local search from the starts given, then from seeded ones;
// among few people, a search of all seatings that proves it the best or betters it.
//
// Why local search ends without any cost when rounds were few. Let every person have met
// at most d others, in groups of at most s, among n people. Someone who sits with a
// person she met may swap with anyone x of another group such that she met nobody else
// there, which excludes at most d·s people, and that x met nobody she leaves, which
// excludes at most d·(s-1). So when n > s + d·(2s-1) such a swap exists, it makes no new
// repeat and ends hers: the cost falls to 0. In pairs, with n even, d ≤ n/2 - 1 is
// enough: by counting edges (Dirac) some swap of two pairs leaves fewer repeats.
func (p *problem) solve(l *lot.Lot, starts ...seating) found {
	best := found{cost: -1}
	budget, idle := swapBudget, 0
	for i := 0; i < restarts && best.cost != 0 && budget > 0 && idle < patience; i++ {
		var s seating
		if i < len(starts) {
			s = starts[i]
		} else {
			s = p.deal(order(l, len(p.pair)))
		}
		p.improve(s, order(l, len(p.pair)), &budget)
		idle++
		if c := p.cost(s); best.cost < 0 || c < best.cost {
			best, idle = found{seating: s, cost: c}, 0
		}
	}
	best.sure = best.cost == 0
	if !best.sure && len(p.pair) <= exactPeople {
		e := exact{problem: p, best: best, order: order(l, len(p.pair)), left: exactBudget}
		e.run()
		return e.best
	}
	return best
}

// order is 0…n-1 in an order drawn by lot.
func order(l *lot.Lot, n int) []int {
	is := make([]int, n)
	for i := range is {
		is[i] = i
	}
	lot.Shuffle(l, is)
	return is
}

// deal seats people in that order, filling one group after the other.
func (p *problem) deal(order []int) seating {
	s := make(seating, len(order))
	g, in := 0, 0
	for _, m := range order {
		for in == p.sizes[g] {
			g, in = g+1, 0
		}
		s[m] = g
		in++
	}
	return s
}

func (p *problem) cost(s seating) int {
	sum := 0
	for a := range s {
		sum += p.at(a, s[a])
		for b := range a {
			if s[a] == s[b] {
				sum += p.pair[a][b]
			}
		}
	}
	return sum
}

// at is what it costs that she sits there, whoever else does.
func (p *problem) at(m, g int) int {
	if p.seat == nil {
		return 0
	}
	return p.seat[m][g]
}

// with is what it costs that m sits in group g with who is there, save one.
func (p *problem) with(s seating, m, g, save int) int {
	sum := p.at(m, g)
	for x := range s {
		if s[x] == g && x != m && x != save {
			sum += p.pair[m][x]
		}
	}
	return sum
}

// improve swaps people for as long as a swap lowers the cost.
func (p *problem) improve(s seating, order []int, budget *int) {
	groups := make([][]int, len(p.sizes))
	for m, g := range s {
		groups[g] = append(groups[g], m)
	}
	i := improver{problem: p, s: s, groups: groups, budget: budget}
	for i.sweep(order) {
	}
}

type improver struct {
	*problem
	s      seating
	groups [][]int
	budget *int
}

// sweep lets everyone who costs something try to swap with everyone of other groups.
func (i *improver) sweep(order []int) bool {
	better := false
	for _, m := range order {
		here := i.among(m, i.s[m], -1)
		if here == 0 {
			continue
		}
		for _, x := range order {
			if i.s[x] == i.s[m] {
				continue
			}
			if *i.budget--; *i.budget < 0 {
				return false
			}
			was := here + i.among(x, i.s[x], -1)
			if i.among(m, i.s[x], x)+i.among(x, i.s[m], m) < was {
				i.swap(m, x)
				better = true
				if here = i.among(m, i.s[m], -1); here == 0 {
					break
				}
			}
		}
	}
	return better
}

func (i *improver) among(m, g, save int) int {
	sum := i.at(m, g)
	for _, x := range i.groups[g] {
		if x != m && x != save {
			sum += i.pair[m][x]
		}
	}
	return sum
}

func (i *improver) swap(a, b int) {
	ga, gb := i.s[a], i.s[b]
	i.groups[ga][slices.Index(i.groups[ga], a)] = b
	i.groups[gb][slices.Index(i.groups[gb], b)] = a
	i.s[a], i.s[b] = gb, ga
}

// exact tries all seatings, cutting branches that are no better than the best. Groups
// that are alike and still empty are tried once.
type exact struct {
	*problem
	best  found
	order []int
	left  int
}

func (e *exact) run() {
	s := make(seating, len(e.order))
	for i := range s {
		s[i] = -1
	}
	free := slices.Clone(e.sizes)
	e.place(s, free, 0, 0)
	e.best.sure = e.left >= 0
}

func (e *exact) place(s seating, free []int, i, cost int) {
	if cost >= e.best.cost || e.left < 0 {
		return
	}
	if i == len(e.order) {
		e.best.seating, e.best.cost = slices.Clone(s), cost
		return
	}
	m := e.order[i]
	for g := range free {
		if free[g] == 0 || e.twin(free, g) {
			continue
		}
		e.left--
		more := e.with(s, m, g, -1)
		s[m] = g
		free[g]--
		e.place(s, free, i+1, cost+more)
		free[g]++
		s[m] = -1
	}
}

// twin tells whether an earlier group is empty and the same in all: trying it was trying this one.
func (e *exact) twin(free []int, g int) bool {
	if e.seat != nil || free[g] != e.sizes[g] {
		return false
	}
	for h := range g {
		if e.sizes[h] == e.sizes[g] && free[h] == e.sizes[h] {
			return true
		}
	}
	return false
}
