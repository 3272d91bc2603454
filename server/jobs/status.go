package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/server/community"
)

// Names of the session's events that projectors know.
const (
	sessionOpened = "session.opened"
	sessionClosed = "session.closed"
)

// Status keeps the meeting's status as its session's log tells it.
type Status struct{ Store community.Store }

// StatusName is the status's cursor.
const StatusName = "status"

// Name implements Projector.
func (Status) Name() string { return StatusName }

// Reads implements Projector.
func (Status) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: []string{sessionOpened, sessionClosed}}
}

// Project implements Projector.
func (s Status) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	if !slices.ContainsFunc(events, func(e rooms.Event) bool { return e.Name == sessionOpened || e.Name == sessionClosed }) {
		return false, nil
	}
	meeting := community.MeetingID(room.Meeting())
	return true, s.Store.Write(ctx, func(tx community.Records) error {
		for _, e := range events {
			var err error
			switch e.Name {
			case sessionOpened:
				err = tx.MarkOpened(ctx, meeting, e.At)
			case sessionClosed:
				err = tx.MarkClosed(ctx, meeting, e.At)
			}
			if err != nil && !errors.Is(err, community.ErrNotFound) {
				return fmt.Errorf("status of %s: %w", meeting, err)
			}
		}
		return tx.AdvanceCursor(ctx, StatusName, room, at.Kept, at.To)
	})
}

// Drafter makes the minutes of a session that was just closed, from its whole log.
type Drafter interface {
	// Draft makes the document of a log that ends with its close. Its ID is set by
	// the caller. Made again from the same log it is the same.
	Draft(ctx context.Context, meeting community.Meeting, room rooms.RoomID, log []rooms.Event) (community.Document, error)
}

// Minutes leaves the draft of the minutes at the close: one, whatever happens between.
type Minutes struct {
	Store   community.Store
	Log     Log
	Drafter Drafter
	IDs     community.IDs
}

// MinutesName is the minutes' cursor.
const MinutesName = "minutes"

// Name implements Projector.
func (Minutes) Name() string { return MinutesName }

// Reads implements Projector.
func (Minutes) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: []string{sessionClosed}}
}

// Project implements Projector. The document is made outside the transaction, since
// making it reads logs and draws boards; the document and the cursor are then
// written together, and the store takes one document of a kind per meeting.
func (m Minutes) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	closed := slices.IndexFunc(events, func(e rooms.Event) bool { return e.Name == sessionClosed })
	if closed < 0 {
		return false, nil
	}
	made, err := m.draft(ctx, room, events[closed]) // a session closes once
	if err != nil {
		return false, err
	}
	return true, m.Store.Write(ctx, func(tx community.Records) error {
		if made != nil {
			if err := tx.AddDocument(ctx, *made); err != nil && !errors.Is(err, community.ErrExists) {
				return fmt.Errorf("add minutes: %w", err)
			}
		}
		return tx.AdvanceCursor(ctx, MinutesName, room, at.Kept, at.To)
	})
}

func (m Minutes) draft(ctx context.Context, room rooms.RoomID, closed rooms.Event) (*community.Document, error) {
	meeting, err := m.Store.FindMeeting(ctx, community.MeetingID(room.Meeting()))
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil //nolint:nilnil // a session without a meeting has nowhere to leave minutes
	}
	if err != nil {
		return nil, fmt.Errorf("find meeting: %w", err)
	}
	all, err := ReadAll(ctx, m.Log, room, closed.Seq)
	if err != nil {
		return nil, err
	}
	d, err := m.Drafter.Draft(ctx, meeting, room, all)
	if err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	d.ID = community.DocumentID(m.IDs.ID())
	return &d, nil
}
