package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// What was deleted must not be found in the files. secure_delete makes SQLite write
// zeros over what it frees; it promises nothing of the old place of a row that it moves
// to another page, so no part of a row that holds words ever moves. Segments are never deleted, and
// rewritten at their length, which overwrites them where they are. Snapshots come and
// go: their rows move, so what a row holds beside its overflow pages (which never move)
// is blanks.

// shield is longer than the part of a row that SQLite keeps in the table's own page
// (at most 4,061 bytes of a page of 4,096).
const shield = 4096

func shielded(data []byte) []byte { return append(make([]byte, shield, shield+len(data)), data...) }

func unshielded(data []byte) []byte { return data[min(shield, len(data)):] }

// Redact implements store.Log.
func (l *Log) Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error {
	err := l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `UPDATE rooms SET bare_at = head WHERE room = ? RETURNING id`, string(room)).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: no such room", host.ErrRedaction)
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM snap WHERE room = ?`, string(room)); err != nil {
			return err
		}
		for len(list) > 0 {
			if list, err = redactSegment(ctx, tx, room, id, list); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("redact %s: %w", room, err)
	}
	return l.truncate(ctx)
}

// redactSegment rewrites the segment of the first redaction, with those that follow in
// it, and gives the rest.
func redactSegment(ctx context.Context, tx *sql.Tx, room rooms.RoomID, id int64, list []host.Redaction) ([]host.Redaction, error) {
	s := host.Segment{Room: room}
	var row, to int64
	err := tx.QueryRowContext(ctx, `SELECT id, seq, data FROM seg WHERE room = ? AND seq >= ? ORDER BY seq LIMIT 1`,
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
	_, err = tx.ExecContext(ctx, `UPDATE seg SET data = ? WHERE id = ?`, bare.Data, row)
	return list[n:], err
}

// truncate brings what is in the write-ahead log into the file and empties it: old
// pages lie there until then. It waits for readers, for as long as busy_timeout.
func (l *Log) truncate(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var waits, frames, moved int
	err := l.conn.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&waits, &frames, &moved)
	switch {
	case err != nil:
		return fmt.Errorf("checkpoint: %w", err)
	case waits != 0:
		return errors.New("checkpoint: somebody still reads what is to go; to be tried again")
	default:
		return nil
	}
}
