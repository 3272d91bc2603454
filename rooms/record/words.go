package record

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Redact takes out of an event what an item said: its words, whom it names and when it is due. Who wrote
// it stays. False when there is none (any more).
func Redact(e codec.Event) (codec.Event, bool) {
	switch e := e.(type) {
	case Added:
		bare := e.bare()
		return Added{bare}, bare != e.Item
	case Edited:
		bare := e.bare()
		return Edited{bare}, bare != e.Item
	default:
		return nil, false
	}
}

func (i Item) bare() Item { return Item{ID: i.ID, Kind: i.Kind, By: i.By} }

// Log reads a log from its beginning and tells how long the words of items stay in it (RE-5).
type Log struct {
	at   map[rooms.Seq]string
	last map[string]rooms.Seq // the wording that stands
}

// NewLog has read nothing.
func NewLog() *Log { return &Log{at: map[rooms.Seq]string{}, last: map[string]rooms.Seq{}} }

// Read takes in the log's next event.
func (l *Log) Read(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Added:
		l.at[seq], l.last[e.ID] = e.ID, seq
	case Edited:
		l.at[seq], l.last[e.ID] = e.ID, seq
	case Removed:
		delete(l.last, e.ID)
	}
}

// Fate tells what becomes of the event at a place; false for one that is of no item.
func (l *Log) Fate(seq rooms.Seq) (veil.Fate, bool) {
	id, ok := l.at[seq]
	if ok && l.last[id] != seq {
		return veil.AtOnce, true
	}
	return veil.Stays, ok
}

// Redact takes out what was said at these places of the log.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for id, i := range s.Items {
		if gone[i.At] {
			delete(s.Items, id)
		}
	}
}
