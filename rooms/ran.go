package rooms

// Ran are the last pieces of time that a clock counted, oldest first. A connection is known to be lost some seconds after it was:
// what was counted since then is given back, also when something stopped the clock meanwhile.
type Ran []Piece

// Piece is a time in which a clock ran.
type Piece struct {
	From Millis `json:"from"`
	To   Millis `json:"to"`
}

// ranFor is how long a piece is kept after its end: longer than any connection takes to be known as lost.
const ranFor Millis = 30_000

// With adds the piece that ends now, and leaves out those that ended long ago.
func (r Ran) With(from, to Millis) Ran {
	var kept Ran
	for _, p := range r {
		if p.To > to-ranFor {
			kept = append(kept, p)
		}
	}
	if to > from {
		kept = append(kept, Piece{from, to})
	}
	return kept
}

// Since is how much of what was counted came after an instant.
func (r Ran) Since(at Millis) (ms Millis) {
	for _, p := range r {
		ms += max(0, p.To-max(p.From, at))
	}
	return ms
}

// Began is when the clock is known to have run first, else this instant.
func (r Ran) Began(otherwise Millis) Millis {
	if len(r) == 0 {
		return otherwise
	}
	return r[0].From
}
