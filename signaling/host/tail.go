package host

import (
	"context"
	"time"

	"palabre/rooms"
)

// tailBytes is how much of a log is sent to resume a board; beyond that the board itself is smaller.
const tailBytes = 512 << 10

// tailTime is how long the log may take to give it: the room's news wait meanwhile. The board itself is at hand. A log that failed is left
// alone for as long: those who come together would wait for it one after the other.
const tailTime = time.Second

// tailKept is how long what joiners lacked stays at hand after the last of them.
const tailKept = 10 * time.Second

// tail is the part of a room's log that joiners were given last. Who comes back after a host died lacks the same few events as
// everybody else: they are read once, and what is committed meanwhile follows them. It is the deliverer's alone.
type tail struct {
	log      string // "" for none
	from, to rooms.Seq
	pieces   []tailPiece // whole segments, though a joiner may lack but a part of the first and the last
	size     int
	used     rooms.Millis // when a joiner was last given of it
	waking   bool         // it will be looked at whether it is still used

	failed rooms.Millis // when the log last could not be read
	far    rooms.Seq    // up to where joiners are too far behind, in the history farIn: a log only grows
	farIn  string
}

// tailPiece is a segment, and whether people are sent each of its events as it is, once that was looked at.
type tailPiece struct {
	Segment
	looked, sent bool
}

func (t *tail) clear() { *t = tail{waking: t.waking, failed: t.failed, far: t.far, farIn: t.farIn} }

// rests tells whether the log failed just now. Its clock may have been set back meanwhile.
func (t *tail) rests(now rooms.Millis) bool {
	ago := now - t.failed
	return t.failed != 0 && ago >= 0 && ago < rooms.Millis(tailTime.Milliseconds())
}

func (t *tail) add(s Segment) {
	t.pieces = append(t.pieces, tailPiece{Segment: s})
	t.to, t.size = s.To, t.size+len(s.Data)
}

// follow takes in what was committed, while somebody may come who lacks it.
func (t *tail) follow(s Segment) {
	switch {
	case t.log == "", s.To <= t.to: // the second was read before it was told
	case s.From != t.to, t.size > tailBytes:
		t.clear()
	default:
		t.add(s)
	}
}

// missed gives what leads from one position of this history of the room to another, all of which people are sent as it is; false when
// that is too much, or cannot be had soon.
func (l *live) missed(log string, from, to rooms.Seq, sent func(rooms.Event) bool) ([]Segment, bool) {
	t, now := &l.tail, l.h.Clock.Now()
	near := t.log == log && t.from <= from && from <= t.to
	if !near || t.to < to {
		after := from
		if near {
			after = t.to
		}
		if t.rests(now) || t.farIn == log && after <= t.far {
			return nil, false
		}
		more, err := l.readTail(after)
		if err != nil {
			t.failed = l.h.Clock.Now()
			return nil, false
		}
		if !covers(more, after, to) { // what the others lack stays
			if n := len(more); n > 0 && more[n-1].To < to {
				t.far, t.farIn = after, log
			}
			return nil, false
		}
		if !near {
			t.clear()
			t.log, t.from = log, more[0].From
		}
		for _, s := range more {
			t.add(s)
		}
	}
	t.used = now
	l.wakeTail(tailKept)
	return t.between(from, to, sent)
}

func (l *live) readTail(after rooms.Seq) ([]Segment, error) {
	brief, cancel := context.WithTimeout(l.h.ctx, tailTime)
	defer cancel()
	return l.h.Log.Read(brief, l.id, after, tailBytes)
}

// covers tells whether segments lead without a hole from one position to another, or further.
func covers(segments []Segment, from, to rooms.Seq) bool {
	if len(segments) == 0 || segments[0].From > from {
		return false
	}
	last := segments[len(segments)-1].To
	return last >= to && leads(segments, segments[0].From, last)
}

func (t *tail) between(from, to rooms.Seq, sent func(rooms.Event) bool) ([]Segment, bool) {
	var list []Segment
	size, all := 0, true
	for i := range t.pieces {
		p := &t.pieces[i]
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

// wakeTail has the tail looked at in a while, once: a board on which nobody draws keeps none either.
func (l *live) wakeTail(in time.Duration) {
	if l.tail.waking {
		return
	}
	l.tail.waking = true
	l.h.Clock.After(in, func() { _ = l.mail.push(task{kind: taskTail}, true) }) // a room that is gone keeps nothing
}

// restTail gives the tail up unless somebody was given of it meanwhile.
func (l *live) restTail() {
	l.tail.waking = false
	left := min(tailKept-time.Duration(l.h.Clock.Now()-l.tail.used)*time.Millisecond, tailKept)
	if left > 0 {
		l.wakeTail(left)
		return
	}
	l.tail.clear()
}

// forgetTold drops what is remembered of what was told: words may have been taken out of the log since. It is the deliverer's, for
// what is on its way would be remembered after.
func (l *live) forgetTold() {
	l.queue.forget()
	l.tail.clear()
}
