package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/rooms"
)

// Redaction is an event of a log that loses its words: Data replaces its data. Its place, its instant, its author and
// its name stay, unless it is to be Forgotten.
type Redaction struct {
	Seq  rooms.Seq
	Data json.RawMessage
	// Forgotten is the name of an event of which nothing stays but its place; At is the instant that it has then.
	Forgotten string
	At        rooms.Millis
}

// of is the event as it is to be.
func (r Redaction) of(e rooms.Event) rooms.Event {
	if r.Forgotten != "" {
		return rooms.Event{Seq: e.Seq, At: min(e.At, r.At), Name: r.Forgotten}
	}
	e.Data = r.Data
	return e
}

// ErrRedaction means a redaction that cannot be: no such event, or data that are not JSON or longer than what they replace.
var ErrRedaction = errors.New("host: not a redaction")

// Redact gives the segment with other data in some of its events. Every other event keeps its bytes, and the segment its
// length: what is freed becomes blanks at its end, so that a store overwrites the old bytes where they are. It fails with
// ErrRedaction.
func (s Segment) Redact(list []Redaction) (Segment, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(bytes.Join([][]byte{{'['}, s.Data, {']'}}, nil), &items); err != nil {
		return s, fmt.Errorf("host: decode events of %s: %w", s.Room, err)
	}
	place := make(map[rooms.Seq]int, len(items))
	events := make([]rooms.Event, len(items))
	for i, raw := range items {
		if err := json.Unmarshal(raw, &events[i]); err != nil {
			return s, fmt.Errorf("host: decode events of %s: %w", s.Room, err)
		}
		place[events[i].Seq] = i
	}
	for _, r := range list {
		i, ok := place[r.Seq]
		if !ok {
			return s, fmt.Errorf("%w: %s has no event %d there", ErrRedaction, s.Room, r.Seq)
		}
		events[i] = r.of(events[i])
		bare, err := appendEvent(nil, &events[i])
		if err != nil || len(bare) > len(items[i]) {
			return s, fmt.Errorf("%w: event %d of %s (%w)", ErrRedaction, r.Seq, s.Room, errors.Join(err))
		}
		items[i] = bare
	}
	out := make([]byte, 0, len(s.Data))
	for i, raw := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, raw...)
	}
	if len(out) > len(s.Data) {
		return s, fmt.Errorf("%w: %s grew", ErrRedaction, s.Room)
	}
	s.Data = append(out, bytes.Repeat([]byte{' '}, len(s.Data)-len(out))...)
	return s, nil
}

// Forget makes a live room lose what it remembers of earlier beside its log: the batches at hand for gateways, what those who came
// back lacked, and its snapshots, which are made again. It is for after words were taken out of the log, of which the room's state
// has had an event. It returns once that is done; a room that is not live has nothing to forget. Recent has no batch of before then.
func (h *Host) Forget(ctx context.Context, room rooms.RoomID) error {
	h.mu.Lock()
	l := h.live[room]
	h.mu.Unlock()
	if l == nil {
		return nil
	}
	done := make(chan error, 1)
	err := l.mail.push(task{kind: taskForget, answer: func(a Answer) { done <- a.Err }}, true)
	if errors.Is(err, errGone) {
		return nil
	}
	select {
	case err := <-done:
		if errors.Is(err, ErrStopped) {
			return nil
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("host: forget %s: %w", room, ctx.Err())
	}
}

// ForgetTold makes a live room lose, as soon as all that was decided before is told, what it remembers of what it told. It is for a
// host that was cut off while another node took words out of the log: whose room it was then did not change if nobody asked for it.
func (h *Host) ForgetTold(room rooms.RoomID) {
	if l := h.peek(room); l != nil {
		_ = l.mail.push(task{kind: taskUntold}, true) // a room that is gone remembers nothing
	}
}

// forget waits until all that was decided before is told: a batch on its way would be remembered after.
func (l *live) forget(answer func(Answer)) {
	l.snapshot()
	l.after(func(err error) {
		if err != nil {
			answer(Answer{Err: notSaved(err)})
			return
		}
		l.forgetTold()
		answer(Answer{})
	}, false)
}
