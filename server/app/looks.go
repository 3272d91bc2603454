package app

import (
	"slices"
	"sync"

	"palabre/rooms"
	"palabre/server/api"
)

// looksMost bounds how many boards' pictures are remembered.
const looksMost = 64

// look names a board as it was at one place of its log, under one title.
type look struct {
	log   string
	board rooms.BoardID
	seq   rooms.Seq
	title string
}

// looks remembers the last pictures drawn: a board is drawn once per change, not once
// per visitor, since drawing takes processor time that people's sound needs.
type looks struct {
	mu    sync.Mutex
	kept  map[look]api.BoardLook
	order []look // oldest first
	// bare is from where on a board may be remembered: words were withdrawn there, and a
	// picture that was being drawn meanwhile comes too late.
	bare map[rooms.BoardID]rooms.Seq
}

func newLooks() *looks {
	return &looks{kept: map[look]api.BoardLook{}, bare: map[rooms.BoardID]rooms.Seq{}}
}

func (l *looks) get(k look) (api.BoardLook, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	seen, ok := l.kept[k]
	return seen, ok
}

func (l *looks) put(k look, seen api.BoardLook) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.kept[k]; ok || k.seq < l.bare[k.board] {
		return
	}
	if len(l.order) >= looksMost {
		delete(l.kept, l.order[0])
		l.order = l.order[1:]
	}
	l.kept[k] = seen
	l.order = append(l.order, k)
}

// forget drops what a board looked like before a place.
func (l *looks) forget(board rooms.BoardID, upto rooms.Seq) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bare[board] = max(l.bare[board], upto)
	l.order = slices.DeleteFunc(l.order, func(k look) bool {
		old := k.board == board && k.seq < upto
		if old {
			delete(l.kept, k)
		}
		return old
	})
}
