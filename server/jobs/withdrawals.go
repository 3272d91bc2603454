package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/community"
	"palabre/signaling/host"
)

// Withdrawals destroys the words that people withdrew from boards, and what they wrote in
// phases without traces: the board has recorded it and shows them no more, and here they leave its log. A board on which nothing is
// left is marked so in its record. Whenever the process dies between, what is recorded and still there is taken out next time.
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
	return Source{Kind: rooms.KindBoard, Events: []string{board.NameWithdraw, board.NameRelease}, Pause: w.Rest}
}

// Project implements Projector.
func (w Withdrawals) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	list, err := board.Withdrawals(events)
	if err != nil {
		return false, fmt.Errorf("withdrawals of %s: %w", room, err)
	}
	shed, emptied, last, err := sheds(events)
	if err != nil {
		return false, fmt.Errorf("withdrawals of %s: %w", room, err)
	}
	if len(list) == 0 && len(shed) == 0 {
		return false, nil
	}
	if n := len(list); n > 0 {
		last = max(last, list[n-1].At)
	}
	if err := w.erase(ctx, room, last, list, shed); err != nil {
		return false, err
	}
	return true, w.Store.Write(ctx, func(tx community.Records) error {
		if err := markEmptied(ctx, tx, room.Board(), emptied); err != nil {
			return err
		}
		return tx.AdvanceCursor(ctx, WithdrawalsName, room, at.Kept, at.To)
	})
}

// sheds are what releases among events took out, when the board was emptied by one of them, 0 for never, and where the last is.
func sheds(events []rooms.Event) (list []*board.Shedder, emptied rooms.Millis, last rooms.Seq, err error) {
	for _, e := range events {
		s, err := board.ShedOf(e)
		if err != nil {
			return nil, 0, 0, err
		}
		if s == nil {
			continue
		}
		list, last = append(list, board.NewShedder(*s)), e.Seq
		if s.Emptied {
			emptied = e.At
		}
	}
	return list, emptied, last, nil
}

// markEmptied lets the board's record say that nobody works with it any more.
func markEmptied(ctx context.Context, tx community.Records, id rooms.BoardID, at rooms.Millis) error {
	if at == 0 {
		return nil
	}
	b, err := tx.FindBoard(ctx, id)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err == nil {
		b.EmptiedAt = at
		err = tx.SaveBoard(ctx, b)
	}
	if err != nil {
		return fmt.Errorf("emptied board: %w", err)
	}
	return nil
}

// erase reads the log from its beginning up to a place, a part at a time, and takes out
// what is to go, all at once.
func (w Withdrawals) erase(ctx context.Context, room rooms.RoomID, last rooms.Seq, list []board.Withdrawal, shed []*board.Shedder) error {
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
			one, changed, err := bared(e, eraser, shed)
			if err != nil {
				return fmt.Errorf("withdrawals of %s: %w", room, err)
			}
			if changed {
				bare = append(bare, one)
			}
		}
		at = to
	}
	if err := w.Log.Redact(ctx, room, bare); err != nil {
		return fmt.Errorf("withdrawals: %w", err)
	}
	return w.Forget(ctx, room, last)
}

// bared is an event as it is to be, false when that is as it is.
func bared(e rooms.Event, eraser *board.Eraser, shed []*board.Shedder) (host.Redaction, bool, error) {
	changed := false
	for _, x := range shed {
		one, did, err := x.Read(e)
		if err != nil {
			return host.Redaction{}, false, err
		}
		e, changed = one, changed || did
	}
	one, did, err := eraser.Read(e)
	if err != nil {
		return host.Redaction{}, false, err
	}
	r := host.Redaction{Seq: one.Seq, Data: one.Data}
	if one.Name == board.NameForgotten {
		r = host.Redaction{Seq: one.Seq, Forgotten: one.Name, At: one.At}
	}
	return r, changed || did, nil
}
