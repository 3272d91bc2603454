package jobs

import (
	"slices"

	"palabre/rooms"
	"palabre/signaling/host"
)

// heard is a run of a room's commits that need not be read, since what the host told of them is enough.
type heard struct {
	from, to rooms.Seq
	last     rooms.Event // the last one that concerns, for a projector that wants no other
}

// listen takes in what the host tells of a commit, and says whether the room is to be looked at. A room that is drawn on
// commits two hundred times a second: reading its log as often took more of a core than the drawing.
func (l *lane) listen(c host.Commit) (look bool) {
	source := l.projector.Reads()
	which := slices.IndexFunc(c.Names, func(name string) bool { return slices.Contains(source.Events, name) })
	if which >= 0 && !source.Latest {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	h, known := l.heard[c.Room]
	if !known && len(l.heard) >= standings {
		clear(l.heard)
	}
	if h.to != c.From || !known {
		h = heard{from: c.From}
	}
	h.to = c.To
	if which >= 0 {
		h.last = rooms.Event{Seq: c.To, At: c.At, Name: c.Names[which]}
	}
	l.heard[c.Room] = h
	// Now and then the cursor is to be kept, so that little is read again after a restart.
	return which >= 0 || h.to-h.from >= keepEvery && (h.to-h.from)%keepEvery < c.To-c.From
}

// skip moves a place over the commits that were heard of and need not be read; for a projector that wants the latest
// event alone, that is given.
func (l *lane) skip(room rooms.RoomID, at *Span) []rooms.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, known := l.heard[room]
	if !known || at.To < h.from || at.To >= h.to {
		return nil
	}
	if h.last.Seq > at.To {
		at.To = h.to
		return []rooms.Event{h.last}
	}
	at.From, at.To = h.to, h.to
	return nil
}
