package host

import "palabre/rooms"

// sure notes that the lease lives until then.
func (l *live) sure(until rooms.Millis) {
	for {
		known := l.until.Load()
		if known >= int64(until) || l.until.CompareAndSwap(known, int64(until)) {
			return
		}
	}
}

// tellHeld says that the lease of a term was renewed, unless the room was let go meanwhile: what is told to be heard stays so.
func (l *live) tellHeld(term uint64, begun rooms.Millis) {
	l.telling.Lock()
	defer l.telling.Unlock()
	if l.heldTerm() == term {
		l.h.OnHeld(l.id, begun)
	}
}

// letGo says that the room is hosted here no more, and gives the term of the lease that it had. A renewal that is being told has been
// told before that; one that comes later sees that the term is over.
func (l *live) letGo() uint64 {
	l.telling.Lock()
	term := l.term.Swap(0)
	l.telling.Unlock()
	l.h.OnReleased(l.id)
	return term
}
