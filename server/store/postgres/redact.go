package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"

	"palabre/rooms"
	"palabre/signaling/host"
)

// redactionsAtOnce bounds how many redactions, so how many segments, are held in memory and sent at once.
const redactionsAtOnce = 256

// Redact implements store.Log. PostgreSQL keeps a row's old version in its file until
// it vacuums and writes over the place, and in its own log until that is recycled:
// nobody can read it through the database, whoever copies the server's files can.
//
// The room's own row, which the node's one committer and its renewals lock, is taken last: a thousand segments that are
// written anew hold nobody up meanwhile. Two redactions of one room wait for each other at the segments.
func (l *Log) Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error {
	err := write(ctx, l.pool, func(ctx context.Context, tx *sql.Tx) error {
		var id, head int64
		err := tx.QueryRowContext(ctx, `SELECT id, head FROM rooms WHERE room = $1`, string(room)).Scan(&id, &head)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: no such room", host.ErrRedaction)
		}
		if err != nil {
			return err
		}
		for rest := list; len(rest) > 0; {
			n := min(len(rest), redactionsAtOnce)
			if err := redactSome(ctx, tx, room, id, rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		// A snapshot of before is not taken any more, and those that are there go. SaveSnapshot reads under FOR KEY SHARE, which
		// FOR UPDATE alone waits for.
		if _, err := tx.ExecContext(ctx, `SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE rooms SET bare_at = greatest(bare_at, $2) WHERE id = $1`, id, head); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM snap WHERE room = $1`, string(room))
		return err
	})
	return told("redact "+string(room), err)
}

// redactSome rewrites the segments that redactions are in: one query reads them, one writes them.
func redactSome(ctx context.Context, tx *sql.Tx, room rooms.RoomID, id int64, list []host.Redaction) error {
	seqs := make([]int64, len(list))
	for i, r := range list {
		seqs[i] = int64(r.Seq)
	}
	rows, segments, err := segmentsOf(ctx, tx, room, id, seqs)
	if err != nil {
		return err
	}
	within := make([][]host.Redaction, len(segments))
	for _, r := range list {
		i := sort.Search(len(segments), func(i int) bool { return segments[i].To >= r.Seq })
		if i == len(segments) || r.Seq <= segments[i].From {
			return fmt.Errorf("%w: no event %d", host.ErrRedaction, r.Seq)
		}
		within[i] = append(within[i], r)
	}
	data := make([][]byte, len(segments))
	for i, s := range segments {
		bare, err := s.Redact(within[i])
		if err != nil {
			return err
		}
		data[i] = bare.Data
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE seg SET data = w.data FROM unnest($1::bigint[], $2::bytea[]) AS w (id, data) WHERE seg.id = w.id`, rows, data)
	return err
}

// segmentsOf gives the segments that have one of the events, in their order, with their rows' ids; the rows stay locked.
func segmentsOf(ctx context.Context, tx *sql.Tx, room rooms.RoomID, id int64, seqs []int64) (ids []int64, list []host.Segment, err error) {
	rows, err := tx.QueryContext(ctx,
		`SELECT id, seq_from, seq, data FROM seg WHERE id IN (
			SELECT (SELECT s.id FROM seg s WHERE s.room = $1 AND s.seq >= w.seq ORDER BY s.seq LIMIT 1) FROM unnest($2::bigint[]) AS w (seq)
		) ORDER BY seq FOR UPDATE`, id, seqs)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row, from, to int64
		one := host.Segment{Room: room}
		if err := rows.Scan(&row, &from, &to, &one.Data); err != nil {
			return nil, nil, err
		}
		one.From, one.To = rooms.Seq(from), rooms.Seq(to)
		ids, list = append(ids, row), append(list, one)
	}
	return ids, list, rows.Err()
}
