// Package lot draws from a seed: the same seed gives the same draw, on every machine
// and in every replay of every later version.
//
// The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", OOPSLA 2014): one word of state and no table. The shuffle is that
// of Fisher and Yates, from the end. Draws are unpredictable to whoever does not know
// the seed; they keep no secret from who does.
package lot

// Lot is a sequence of draws.
type Lot struct{ state uint64 }

// New begins the draws of a seed.
func New(seed uint64) *Lot { return &Lot{state: seed} }

func (l *Lot) next() uint64 {
	l.state += 0x9e3779b97f4a7c15
	z := l.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Below draws 0 ≤ i < n, for n above 0. The bias of the remainder is below n/2⁶⁴.
func (l *Lot) Below(n int) int { return int(l.next() % uint64(n)) } //nolint:gosec // n counts things, and so does the remainder

// Shuffle puts the items in an order drawn by lot, each as likely as the others.
func Shuffle[T any](l *Lot, items []T) {
	for i := len(items) - 1; i > 0; i-- {
		j := l.Below(i + 1)
		items[i], items[j] = items[j], items[i]
	}
}
