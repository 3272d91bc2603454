package groups

// lot draws from a seed: the same seed gives the same draw, on every machine and in
// every replay. It is SplitMix64, which needs one word of state and no table.
type lot struct{ state uint64 }

func (l *lot) next() uint64 {
	l.state += 0x9e3779b97f4a7c15
	z := l.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below draws 0 ≤ i < n. The bias of the remainder is below n/2⁶⁴.
func (l *lot) below(n int) int { return int(l.next() % uint64(n)) } //nolint:gosec // n is a count of people, and so is the remainder

// order is 0…n-1 shuffled.
func (l *lot) order(n int) []int {
	is := make([]int, n)
	for i := range is {
		is[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := l.below(i + 1)
		is[i], is[j] = is[j], is[i]
	}
	return is
}
