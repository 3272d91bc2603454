package groups

// newTables seats each person at a table where she has not sat, for as many people as
// can be: an augmenting path moves others when hers are full. Who remains takes what is
// left. been tells whether she sat at that table; order is who chooses first.
//
// When every round filled the tables alike and no table was sat at twice, all find a
// new one as long as there are more tables than rounds: each person lacks as many
// tables as each other, each table as many people for each seat, and so by Hall nobody is short of one.
func newTables(order, sizes []int, been func(m, g int) bool) seating {
	t := tables{sizes: sizes, been: been, at: make([][]int, len(sizes)), s: make(seating, len(order))}
	for i := range t.s {
		t.s[i] = -1
	}
	for _, m := range order {
		t.seen = make([]bool, len(sizes))
		t.augment(m)
	}
	for _, m := range order {
		for g := 0; t.s[m] < 0; g++ {
			if len(t.at[g]) < sizes[g] {
				t.put(m, g)
			}
		}
	}
	return t.s
}

type tables struct {
	sizes []int
	been  func(m, g int) bool
	at    [][]int
	s     seating
	seen  []bool
}

func (t *tables) put(m, g int) {
	t.at[g] = append(t.at[g], m)
	t.s[m] = g
}

// augment finds her a table, and whoever she puts out another one.
func (t *tables) augment(m int) bool {
	for g := range t.sizes {
		if t.seen[g] || t.been(m, g) {
			continue
		}
		t.seen[g] = true
		if len(t.at[g]) < t.sizes[g] {
			t.put(m, g)
			return true
		}
		for i, x := range t.at[g] {
			if t.augment(x) {
				t.at[g][i] = m
				t.s[m] = g
				return true
			}
		}
	}
	return false
}
