package host

import (
	"context"
	"time"

	"palabre/rooms"
)

// tailBytes is how much of a log is sent to resume a board; beyond that the board itself is smaller.
const tailBytes = 512 << 10

// tailTime is how long the log may take to give it: the room's news wait meanwhile. The board itself is at hand.
const tailTime = time.Second

// tailKept is how long what joiners lacked stays at hand after the last of them, in milliseconds.
const tailKept rooms.Millis = 10_000

// tail is the part of a room's log that joiners were given last. Who comes back after a host died lacks the same few events as
// everybody else: they are read once, and what is committed meanwhile follows them. It is the deliverer's alone.
type tail struct {
	log      string // "" for none
	from, to rooms.Seq
	parts    []tailPart
	size     int
	used     rooms.Millis
}

// tailPart is a segment, and whether people are sent each of its events as it is, once that was looked at.
type tailPart struct {
	Segment
	looked, sent bool
}

func (t *tail) add(s Segment) {
	t.parts = append(t.parts, tailPart{Segment: s})
	t.to, t.size = s.To, t.size+len(s.Data)
}

// follow takes in what was committed, while somebody may come who lacks it.
func (t *tail) follow(s Segment, now rooms.Millis) {
	switch {
	case t.log == "":
	case s.From != t.to, now-t.used > tailKept, t.size > tailBytes:
		*t = tail{}
	default:
		t.add(s)
	}
}

// missed gives what leads from one position of this history of the room to another, all of which people are sent as it is; false when
// that is too much, or cannot be had soon.
func (l *live) missed(log string, from, to rooms.Seq, sent func(rooms.Event) bool) ([]Segment, bool) {
	t := &l.tail
	if t.log != log || from < t.from || from > t.to {
		*t = tail{log: log, from: from, to: from}
	}
	t.used = l.h.Clock.Now()
	if t.to < to {
		brief, cancel := context.WithTimeout(l.h.ctx, tailTime)
		defer cancel()
		more, err := l.h.Log.Read(brief, l.id, t.to, tailBytes)
		if err == nil {
			more, err = cutTail(more, t.to, to)
		}
		if err != nil || !leads(more, t.to, to) {
			return nil, false
		}
		for _, s := range more {
			t.add(s)
		}
	}
	return t.between(from, to, sent)
}

func (t *tail) between(from, to rooms.Seq, sent func(rooms.Event) bool) ([]Segment, bool) {
	var list []Segment
	size, all := 0, true
	for i := range t.parts {
		p := &t.parts[i]
		if p.To <= from || p.From >= to {
			continue
		}
		if !p.looked {
			p.looked, p.sent = true, allSent([]Segment{p.Segment}, sent)
		}
		list, size, all = append(list, p.Segment), size+len(p.Data), all && p.sent
	}
	if size > tailBytes && len(list) > 1 {
		return nil, false
	}
	list, err := cutTail(list, from, to)
	return list, err == nil && leads(list, from, to) && (all || allSent(list, sent))
}
