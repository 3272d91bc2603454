package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/server/community"
)

const (
	readBytes = 1 << 20
	// keepEvery is how many events may be read again after a restart because they concerned nobody.
	keepEvery = 2000
	// standings is how many rooms a lane remembers its place in; the store knows the others.
	standings = 1024
)

// catchUp reads a room to its end. Where another process moved the cursor meanwhile, it goes on from there.
func (r *Runner) catchUp(ctx context.Context, l *lane, room rooms.RoomID) error {
	err := r.readOn(ctx, l, room)
	for range 2 {
		if !errors.Is(err, community.ErrCursorMoved) {
			return err
		}
		err = r.readOn(ctx, l, room)
	}
	return err
}

// readOn reads a room to its end from where the lane stands. A panic in a projector is that room's failure alone.
func (r *Runner) readOn(ctx context.Context, l *lane, room rooms.RoomID) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: panic: %v", p)
		}
		if err != nil {
			delete(l.stands, room) // half done: the store knows where
		}
	}()
	at, known := l.stands[room]
	if !known {
		if at.Kept, err = r.store.Cursor(ctx, l.projector.Name(), room); err != nil {
			return fmt.Errorf("jobs: cursor: %w", err)
		}
		at.To = at.Kept
	}
	for {
		at.From = at.To
		events := l.skip(room, &at)
		if events == nil {
			if at.To, events, err = read(ctx, r.rooms, room, at.From); err != nil {
				return err
			}
		}
		if at.To == at.From && at.To-at.Kept < keepEvery {
			l.stand(room, at)
			return nil
		}
		kept, err := l.projector.Project(ctx, room, at, events)
		if err == nil && !kept && (!known || at.To-at.Kept >= keepEvery) {
			kept, err = true, r.keep(ctx, l, room, at)
		}
		if err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
		if kept {
			at.Kept, known = at.To, true
		}
		at.Since = at.To
	}
}

// keep moves the stored cursor over events that concern nobody, so that they are not read again at every start.
func (r *Runner) keep(ctx context.Context, l *lane, room rooms.RoomID, at Span) error {
	return r.store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, l.projector.Name(), room, at.Kept, at.To)
	})
}

// stand remembers where the lane is in a room.
func (l *lane) stand(room rooms.RoomID, at Span) {
	if _, known := l.stands[room]; !known && len(l.stands) >= standings {
		clear(l.stands)
	}
	l.stands[room] = at
}

// read gives the events that follow a position, and where they lead.
func read(ctx context.Context, log Log, room rooms.RoomID, after rooms.Seq) (rooms.Seq, []rooms.Event, error) {
	segments, err := log.Read(ctx, room, after, readBytes)
	if err != nil {
		return 0, nil, fmt.Errorf("jobs: read %s: %w", room, err)
	}
	to := after
	var events []rooms.Event
	for _, s := range segments {
		list := append(append([]byte{'['}, s.Data...), ']')
		var some []rooms.Event
		if err := json.Unmarshal(list, &some); err != nil {
			return 0, nil, fmt.Errorf("jobs: decode %s: %w", room, err)
		}
		for _, e := range some {
			if e.Seq > after {
				events = append(events, e)
			}
		}
		to = s.To
	}
	return to, events, nil
}

// ReadAll gives all events of a room up to a position.
func ReadAll(ctx context.Context, log Log, room rooms.RoomID, upto rooms.Seq) ([]rooms.Event, error) {
	var all []rooms.Event
	var at rooms.Seq
	for at < upto {
		to, events, err := read(ctx, log, room, at)
		if err != nil {
			return nil, err
		}
		if to == at {
			return nil, fmt.Errorf("jobs: the log of %s ends at %d, before %d", room, at, upto)
		}
		for _, e := range events {
			if e.Seq <= upto {
				all = append(all, e)
			}
		}
		at = to
	}
	return all, nil
}
