package sqlite

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
	err := l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE rooms SET owner = ?, lease_until = ? WHERE room = ? AND owner = ? AND term = ?`,
			to, int64(until), string(room), owner, int64(term))
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n == 0 {
			return host.ErrFenced
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("hand over %s: %w", room, err)
	}
	return nil
}

// Holder implements store.Log.
func (l *Log) Holder(ctx context.Context, room rooms.RoomID) (owner string, until rooms.Millis, err error) {
	var end int64
	err = l.read.QueryRowContext(ctx, `SELECT owner, lease_until FROM rooms WHERE room = ?`, string(room)).Scan(&owner, &end)
	if errors.Is(err, sql.ErrNoRows) || err == nil && owner == "" {
		return "", 0, nil
	}
	if err != nil {
		return "", 0, fmt.Errorf("holder of %s: %w", room, err)
	}
	return owner, rooms.Millis(end), nil
}
