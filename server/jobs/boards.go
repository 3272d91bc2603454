package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/community"
)

// Boards keeps when each board was last drawn on, for the lists that show it.
type Boards struct {
	Store community.Store
	// Rest is how long to wait between two passes: a board being drawn on changes
	// many times a second, and its list may be some seconds late.
	Rest time.Duration
}

// Name implements Projector.
func (Boards) Name() string { return "boards" }

// Reads implements Projector.
func (b Boards) Reads() Source {
	return Source{Kind: rooms.KindBoard, Events: []string{board.NameOp}, Latest: true, Pause: b.Rest}
}

// Project implements Projector.
func (b Boards) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	var last rooms.Millis
	for _, e := range events {
		if e.Name == board.NameOp {
			last = e.At
		}
	}
	if last == 0 {
		return false, nil
	}
	return true, b.Store.Write(ctx, func(tx community.Records) error {
		known, err := tx.FindBoard(ctx, room.Board())
		if err == nil {
			known.UpdatedAt = max(known.UpdatedAt, last)
			err = tx.SaveBoard(ctx, known)
		}
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return fmt.Errorf("board's last change: %w", err)
		}
		return tx.AdvanceCursor(ctx, "boards", room, at.Kept, at.To)
	})
}
