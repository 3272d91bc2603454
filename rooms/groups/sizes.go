package groups

// SizesOf cuts n people in groups as close as can be to the size asked for, all sizes
// within one of each other, the smaller first. Between two cuts whose worst group is as
// far from it, one with no group smaller than asked is better (seven in pairs are 2, 2, 3),
// then the one with fewer people too many or too few, then the one with fewer groups. No group has
// more than most (0: as many as it takes), unless someone would be alone. It is empty for fewer
// than two people or a size below two.
func SizesOf(n, size, most int) []int {
	if n < 2 || size < 2 {
		return nil
	}
	best, off := 0, 0
	for k := 1; k <= n/2; k++ {
		if most > 0 && (n+k-1)/k > most && k < n/2 {
			continue
		}
		if d := distance(n, k, size); best == 0 || d < off {
			best, off = k, d
		}
	}
	return Split(n, best)
}

// Split cuts n people in k groups, all sizes within one of each other, the smaller first.
func Split(n, k int) []int {
	sizes := make([]int, k)
	for i := range sizes {
		sizes[i] = n / k
		if i >= k-n%k {
			sizes[i]++
		}
	}
	return sizes
}

// distance orders the cuts of n people in k groups: the group furthest from the size, then
// whether one is smaller, then how many people are too many or too few.
func distance(n, k, size int) int {
	low, high := n/k, (n+k-1)/k
	worst, sum := max(size-low, high-size), 0
	for _, s := range Split(n, k) {
		sum += max(s-size, size-s)
	}
	d := worst * 2
	if low < size {
		d++
	}
	return d<<20 + sum // sum is below 2²⁰ for the people of any session
}
