package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Redact implements store.Log. PostgreSQL keeps a row's old version in its file until
// it vacuums and writes over the place, and in its own log until that is recycled:
// nobody can read it through the database, whoever copies the server's files can.
func (l *Log) Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error {
	err := l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `UPDATE rooms SET bare_at = head WHERE room = $1 RETURNING id`, string(room)).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: no such room", host.ErrRedaction)
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM snap WHERE room = $1`, string(room)); err != nil {
			return err
		}
		for rest := list; len(rest) > 0; {
			if rest, err = redactSegment(ctx, tx, room, id, rest); err != nil {
				return err
			}
		}
		return nil
	})
	return told("redact "+string(room), err)
}

// redactSegment rewrites the segment of the first redaction, with those that follow in
// it, and gives the rest.
func redactSegment(ctx context.Context, tx *sql.Tx, room rooms.RoomID, id int64, list []host.Redaction) ([]host.Redaction, error) {
	s := host.Segment{Room: room}
	var row, to int64
	err := tx.QueryRowContext(ctx, `SELECT id, seq, data FROM seg WHERE room = $1 AND seq >= $2 ORDER BY seq LIMIT 1`,
		id, int64(list[0].Seq)).Scan(&row, &to, &s.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: no event %d", host.ErrRedaction, list[0].Seq)
	}
	if err != nil {
		return nil, err
	}
	n := 1
	for n < len(list) && list[n].Seq > list[n-1].Seq && list[n].Seq <= rooms.Seq(to) {
		n++
	}
	bare, err := s.Redact(list[:n])
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE seg SET data = $1 WHERE id = $2`, bare.Data, row)
	return list[n:], err
}
