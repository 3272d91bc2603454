package jobs

import (
	"context"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/community"
	"palabre/signaling/host"
)

// Withdrawals destroys the words that people withdrew from boards: the board has
// recorded it and shows them no more, and here they leave its log. Whenever the process
// dies between, what is recorded and still there is taken out next time.
type Withdrawals struct {
	Store community.Store
	Log   Shreddable
	// Forget makes what is in memory of a room forget what came before a place.
	Forget func(ctx context.Context, room rooms.RoomID, upto rooms.Seq) error
	// Rest is how long to wait between two passes: a board changes many times a second.
	Rest time.Duration
}

// WithdrawalsName is the cursor of the withdrawals.
const WithdrawalsName = "withdrawals"

// Name implements Projector.
func (Withdrawals) Name() string { return WithdrawalsName }

// Reads implements Projector.
func (w Withdrawals) Reads() Source {
	return Source{Kind: rooms.KindBoard, Events: []string{board.NameWithdraw}, Pause: w.Rest}
}

// Project implements Projector.
func (w Withdrawals) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	list, err := board.Withdrawals(events)
	if err != nil {
		return false, fmt.Errorf("withdrawals of %s: %w", room, err)
	}
	if len(list) == 0 {
		return false, nil
	}
	if err := w.erase(ctx, room, list); err != nil {
		return false, err
	}
	return true, w.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, WithdrawalsName, room, at.Kept, at.To)
	})
}

// erase reads the log from its beginning up to the last withdrawal, a part at a time,
// and takes out what is to go, all at once.
func (w Withdrawals) erase(ctx context.Context, room rooms.RoomID, list []board.Withdrawal) error {
	last := list[len(list)-1].At
	eraser := board.NewEraser(list)
	var bare []host.Redaction
	for at := rooms.Seq(0); at < last; {
		to, events, err := read(ctx, w.Log, room, at)
		if err != nil {
			return err
		}
		if to == at {
			return fmt.Errorf("withdrawals of %s: the log ends at %d, before %d", room, at, last)
		}
		for _, e := range events {
			one, changed, err := eraser.Read(e)
			if err != nil {
				return fmt.Errorf("withdrawals of %s: %w", room, err)
			}
			if changed {
				bare = append(bare, host.Redaction{Seq: one.Seq, Data: one.Data})
			}
		}
		at = to
	}
	if err := w.Log.Redact(ctx, room, bare); err != nil {
		return fmt.Errorf("withdrawals: %w", err)
	}
	return w.Forget(ctx, room, last)
}
