package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Handover implements host.Log.
func (l *Log) Handover(ctx context.Context, owner string, room rooms.RoomID, term uint64, to string, until rooms.Millis) error {
	err := write(ctx, l.pool, func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx,
			`UPDATE rooms SET owner = $4, lease_until = $5 WHERE room = $1 AND owner = $2 AND term = $3`,
			string(room), owner, int64(term), to, int64(until))
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n == 0 {
			return host.ErrFenced
		}
		return err
	})
	if lost := unsure(err); lost != nil {
		err = l.handedOver(ctx, room, term, to, lost)
	}
	return told("hand over "+string(room), err)
}

// handedOver finds out whether a handover whose answer was lost took place. Asking for
// the row waits for the transaction that may still be at it.
func (l *Log) handedOver(ctx context.Context, room rooms.RoomID, term uint64, to string, lost *Unsure) error {
	var holder string
	var now int64
	err := l.settle(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT owner, term FROM rooms WHERE room = $1 FOR NO KEY UPDATE`, string(room)).Scan(&holder, &now)
	})
	switch {
	case err != nil:
		return errors.Join(lost, err)
	case uint64(now) != term:
		return host.ErrFenced
	case holder == to:
		return nil
	default:
		return fmt.Errorf("the connection broke before the commit: %w", lost.Cause)
	}
}
