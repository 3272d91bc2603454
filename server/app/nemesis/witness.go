package nemesis

import (
	"fmt"
	"sync"
	"time"
)

// Violation is a promise that was broken, with what shows it.
type Violation struct {
	Invariant string // "I3"
	What      string
}

func (v Violation) String() string { return v.Invariant + ": " + v.What }

// witness gathers what all people saw, on one clock.
type witness struct {
	begun   time.Time
	watched string // the room of which it is kept when each position was first seen

	mu       sync.Mutex
	broken   []Violation
	more     int                                 // violations beyond those kept
	seen     map[string]map[uint64]time.Duration // by room and position: when somebody first saw it
	progress map[string][]done                   // by room
	notices  map[string]int

	sightings []sighting
}

// done is a command that was answered with its effect saved: when it was first said and when the answer came.
type done struct {
	client           int
	called, returned time.Duration
}

func newWitness() *witness {
	return &witness{
		begun: time.Now(), seen: map[string]map[uint64]time.Duration{}, progress: map[string][]done{}, notices: map[string]int{},
	}
}

// now is the time since the beginning.
func (w *witness) now() time.Duration { return time.Since(w.begun) }

// violated notes a broken promise.
func (w *witness) violated(invariant, format string, args ...any) {
	const kept = 200
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.broken) == kept {
		w.more++
		return
	}
	w.broken = append(w.broken, Violation{invariant, fmt.Sprintf("%8.3fs ", w.now().Seconds()) + fmt.Sprintf(format, args...)})
}

// watch has what is seen of a room noted from now on.
func (w *witness) watch(room string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watched = room
}

// saw notes that somebody saw a room at a position.
func (w *witness) saw(room string, seq uint64) {
	now := w.now()
	w.mu.Lock()
	defer w.mu.Unlock()
	if room != w.watched {
		return
	}
	at := w.seen[room]
	if at == nil {
		at = map[uint64]time.Duration{}
		w.seen[room] = at
	}
	if _, ok := at[seq]; !ok {
		at[seq] = now
	}
}

func (w *witness) answered(room string, d done) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.progress[room] = append(w.progress[room], d)
}

// noted counts something worth telling at the end.
func (w *witness) noted(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notices[what]++
}

// wentOn tells when the first command that was said after an instant was saved in a room; false when none was yet.
func (w *witness) wentOn(room string, from time.Duration) (time.Duration, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.progress[room]
	first, found := time.Duration(0), false
	for i := len(list) - 1; i >= 0 && list[i].returned >= from; i-- {
		if list[i].called >= from && (!found || list[i].returned < first) {
			first, found = list[i].returned, true
		}
	}
	return first, found
}

// stalled is the longest time within which nothing that was said was saved in a room, in what there was between two instants.
func (w *witness) stalled(room string, from, to time.Duration) (longest time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	last := from
	for _, d := range w.progress[room] {
		if d.returned <= from || d.returned > to {
			continue
		}
		longest, last = max(longest, d.returned-last), d.returned
	}
	return max(longest, to-last)
}
