package groups

// SizesOf cuts n people in groups as close as can be to the size asked for, all sizes
// within one of each other, the smaller first. Between two cuts as close, the one with
// fewer groups is taken, so that nobody is left over: seven in pairs are 2, 2, 3. It is
// empty for fewer than two people or a size below two.
func SizesOf(n, size int) []int {
	if n < 2 || size < 2 {
		return nil
	}
	best, off := 1, distance(n, 1, size)
	for k := 2; k <= n/2; k++ {
		if d := distance(n, k, size); d < off {
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

// distance is how far the group that is furthest from the size is, of k groups.
func distance(n, k, size int) int {
	low, high := n/k, (n+k-1)/k
	return max(size-low, high-size)
}
