package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Log is the durable log of all rooms.
type Log struct {
	pool    *sql.DB // to read, to claim and give rooms, to save snapshots, to take words out
	hosting *sql.DB // to append and renew; nil when nobody hosts (Beside)

	mu            sync.Mutex
	next          *gathering // those who ask now who holds a room
	holderQueries atomic.Int64
}

var _ host.Log = (*Log)(nil)

// settleTime is how long a lost answer is looked for, and settlePause how long to wait
// for a server that is away before it is asked anew.
const (
	settleTime  = 5 * time.Second
	settlePause = 50 * time.Millisecond
)

// Check reads something, for readiness.
func (l *Log) Check(ctx context.Context) error {
	var n int64
	// By what a node hosts by, if it does: whether reads stand in line is no sign of the database.
	if err := cmp.Or(l.hosting, l.pool).QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM seg`).Scan(&n); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	return nil
}

// told gives an error its meaning for the host.
func told(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case full(err) && unsure(err) == nil: // of what may have been done, room is not all that is wrong
		return fmt.Errorf("%s: %w: %w", doing, host.ErrFull, err)
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// appendSQL moves the heads that are where their segments begin and inserts those
// segments: one statement, one round trip for all rooms. Rows are locked in one
// order, so that commits do not wait for each other in a ring; and not against FOR KEY SHARE, under which a snapshot is saved.
const appendSQL = `
WITH want AS (
	SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[])
	WITH ORDINALITY AS w (room, term, seq_from, seq, at, data, ord)
), mine AS (
	SELECT r.id, w.ord FROM rooms r JOIN want w ON r.room = w.room AND r.term = w.term AND r.head = w.seq_from
	ORDER BY r.id FOR NO KEY UPDATE OF r
), moved AS (
	UPDATE rooms r SET head = w.seq, touched_at = w.at
	FROM mine m JOIN want w ON w.ord = m.ord
	WHERE r.id = m.id AND r.head = w.seq_from AND r.term = w.term
	RETURNING r.id, w.ord
), stored AS (
	INSERT INTO seg (room, seq_from, seq, term, at, data)
	SELECT m.id, w.seq_from, w.seq, w.term, w.at, w.data FROM moved m JOIN want w ON w.ord = m.ord
	ORDER BY w.ord
)
SELECT ord FROM moved`

// Append implements host.Log. One segment of each room, as a host's commits are, is one round trip. When the answer was lost and the
// segments are not in the log they are said again: a room's term and head let each in once, whichever of the two comes first.
func (l *Log) Append(ctx context.Context, segments []host.Segment) ([]error, error) {
	for _, s := range segments {
		if s.To <= s.From {
			return nil, fmt.Errorf("append to %s: segment ends at %d, begins after %d", s.Room, s.To, s.From)
		}
	}
	fenced := make([]error, len(segments))
	err := l.append(ctx, segments, fenced)
	for i := 1; i < attempts; i++ {
		lost := unsure(err)
		if lost == nil {
			break
		}
		there, unknown := l.settled(ctx, segments, fenced)
		if unknown != nil {
			err = errors.Join(err, unknown)
			break
		}
		if there {
			return fenced, nil
		}
		if err = l.append(ctx, segments, fenced); err == nil && slices.ContainsFunc(fenced, func(err error) bool { return err != nil }) {
			_, err = l.settled(ctx, segments, fenced) // the first may have come meanwhile, which fences the second
		}
		if err != nil && unsure(err) == nil {
			err = errors.Join(lost, err)
			break
		}
	}
	if err != nil {
		return nil, told("append", err)
	}
	return fenced, nil
}

func (l *Log) append(ctx context.Context, segments []host.Segment, fenced []error) error {
	parts := waves(segments)
	if len(parts) == 1 {
		return statement(ctx, func(ctx context.Context) error { return appendWave(ctx, l.hosting, segments, parts[0], fenced) })
	}
	return write(ctx, l.hosting, func(ctx context.Context, tx *sql.Tx) error {
		for _, wave := range parts {
			if err := appendWave(ctx, tx, segments, wave, fenced); err != nil {
				return err
			}
		}
		return nil
	})
}

// settled finds out whether a commit whose answer was lost took place, and what it left out. The server may still be at it: a room's
// row is locked until that transaction ends, so asking for the row waits for it. What did not reach the server yet is not waited for:
// it does nothing once the room's head has moved, or its term.
func (l *Log) settled(ctx context.Context, segments []host.Segment, fenced []error) (done bool, err error) {
	w := columnsOf(segments)
	err = l.settle(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		if _, err := tx.ExecContext(ctx, `SELECT 1 FROM rooms WHERE room = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`, w.room); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, thereSQL, w.room, w.term, w.from, w.to, w.data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for i := range fenced {
			fenced[i] = host.ErrFenced
		}
		for done = false; rows.Next(); done = true {
			var ord int64
			if err := rows.Scan(&ord); err != nil {
				return err
			}
			fenced[ord-1] = nil
		}
		return rows.Err()
	})
	return done, err
}

// thereSQL gives which segments are in the log, to the byte.
const thereSQL = `
SELECT w.ord FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
WITH ORDINALITY AS w (room, term, seq_from, seq, data, ord)
JOIN rooms r ON r.room = w.room
JOIN seg s ON s.room = r.id AND s.seq = w.seq AND s.seq_from = w.seq_from AND s.term = w.term AND s.data = w.data`

// settle reads what became of a transaction. The server may be away just then, which
// is why the answer was lost: it is asked until it answers, for settleTime.
func (l *Log) settle(ctx context.Context, read func(context.Context, *sql.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	for {
		_, err := once(ctx, l.pool, read)
		if err == nil || ctx.Err() != nil || !again(err) && !lost(err) {
			return err
		}
		pause(ctx, settlePause)
	}
}

// waves parts the segments' places so that no room is twice in a wave: one
// statement sees each room's head once, and a room's next segment begins where
// its first ends.
func waves(segments []host.Segment) [][]int {
	var out [][]int
	turn := make(map[rooms.RoomID]int, len(segments))
	for i, s := range segments {
		n := turn[s.Room]
		turn[s.Room]++
		if n == len(out) {
			out = append(out, nil)
		}
		out[n] = append(out[n], i)
	}
	return out
}

// columns are segments as arrays of each of their fields.
type columns struct {
	room               []string
	term, from, to, at []int64
	data               [][]byte
}

func columnsOf(segments []host.Segment) (c columns) {
	for _, s := range segments {
		c.room, c.data = append(c.room, string(s.Room)), append(c.data, s.Data)
		c.term, c.from = append(c.term, int64(s.Term)), append(c.from, int64(s.From))
		c.to, c.at = append(c.to, int64(s.To)), append(c.at, int64(s.At))
	}
	return c
}

// asker is a transaction, or connections on which each statement is one.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func appendWave(ctx context.Context, q asker, segments []host.Segment, wave []int, fenced []error) (err error) {
	some := make([]host.Segment, len(wave))
	for i, place := range wave {
		some[i], fenced[place] = segments[place], host.ErrFenced
	}
	w := columnsOf(some)
	rows, err := q.QueryContext(ctx, appendSQL, w.room, w.term, w.from, w.to, w.at, w.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var ord int64
		if err := rows.Scan(&ord); err != nil {
			return err
		}
		fenced[wave[ord-1]] = nil
	}
	return rows.Err()
}
