package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

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

// Unsure is the one failure that may have committed: the commit was asked for, its answer
// was lost, and the database could not be asked what became of it.
type Unsure struct{ Cause error }

func (e *Unsure) Error() string { return "whether it was committed is not known: " + e.Cause.Error() }

func (e *Unsure) Unwrap() error { return e.Cause }

// unsure is the failure if it is one that may have committed, else nil.
func unsure(err error) *Unsure {
	var e *Unsure
	errors.As(err, &e)
	return e
}

// settleTime is how long a lost answer is looked for, and settlePause how long to wait
// for a server that is away before it is asked anew.
const (
	settleTime  = 5 * time.Second
	settlePause = 50 * time.Millisecond
)

// attempts bounds how often a transaction that lost is run again.
const attempts = 8

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
	case full(err):
		return fmt.Errorf("%s: %w: %w", doing, host.ErrFull, err)
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// write runs fn in one transaction, again when it lost a deadlock, or its
// connection before the commit was asked for. It is not
// ended by ctx once begun: a commit that was half waited for would leave its
// caller not knowing whether it happened.
func write(ctx context.Context, pool *sql.DB, fn func(context.Context, *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	var err error
	for i := range attempts {
		var asked bool
		switch asked, err = once(ctx, pool, fn); {
		case again(err):
		case !lost(err):
			return err
		case asked:
			return &Unsure{Cause: err}
		}
		pause(ctx, time.Duration(i*i)*time.Millisecond)
	}
	return err
}

// pause waits a little before something is tried again, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// once says whether the commit was asked for.
func once(ctx context.Context, pool *sql.DB, fn func(context.Context, *sql.Tx) error) (asked bool, err error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("begin: %w", err)
	}
	if err := fn(ctx, tx); err != nil {
		if undone := tx.Rollback(); undone != nil && !lost(err) {
			err = errors.Join(err, undone)
		}
		return false, err
	}
	if err := tx.Commit(); err != nil {
		return true, fmt.Errorf("commit: %w", err)
	}
	return true, nil
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

// Append implements host.Log.
func (l *Log) Append(ctx context.Context, segments []host.Segment) ([]error, error) {
	for _, s := range segments {
		if s.To <= s.From {
			return nil, fmt.Errorf("append to %s: segment ends at %d, begins after %d", s.Room, s.To, s.From)
		}
	}
	var fenced []error
	err := write(ctx, l.hosting, func(ctx context.Context, tx *sql.Tx) error {
		fenced = make([]error, len(segments))
		for _, wave := range waves(segments) {
			if err := appendWave(ctx, tx, segments, wave, fenced); err != nil {
				return err
			}
		}
		return nil
	})
	if lost := unsure(err); lost != nil {
		done, unknown := l.settled(ctx, segments, fenced)
		switch {
		case unknown != nil:
			err = errors.Join(err, unknown)
		case done:
			return fenced, nil
		default:
			err = fmt.Errorf("the connection broke before the commit: %w", lost.Cause)
		}
	}
	if err != nil {
		return nil, told("append", err)
	}
	return fenced, nil
}

// settled finds out whether a commit whose answer was lost took place. The server
// may still be at it: a room's row is locked until that transaction ends, so asking
// for the row waits for it. All segments are in or none is: one tells.
func (l *Log) settled(ctx context.Context, segments []host.Segment, fenced []error) (done bool, err error) {
	for i, s := range segments {
		if fenced[i] != nil {
			continue
		}
		err := l.settle(ctx, func(ctx context.Context, tx *sql.Tx) error {
			var room int64
			if err := tx.QueryRowContext(ctx, `SELECT id FROM rooms WHERE room = $1 FOR NO KEY UPDATE`, string(s.Room)).Scan(&room); err != nil {
				return err
			}
			return tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM seg WHERE room = $1 AND seq = $2 AND term = $3)`,
				room, int64(s.To), int64(s.Term)).Scan(&done)
		})
		return done, err
	}
	return true, nil
}

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

func appendWave(ctx context.Context, tx *sql.Tx, segments []host.Segment, wave []int, fenced []error) (err error) {
	n := len(wave)
	room, data := make([]string, n), make([][]byte, n)
	term, from, to, at := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, place := range wave {
		s := segments[place]
		room[i], data[i] = string(s.Room), s.Data
		term[i], from[i], to[i], at[i] = int64(s.Term), int64(s.From), int64(s.To), int64(s.At)
		fenced[place] = host.ErrFenced
	}
	rows, err := tx.QueryContext(ctx, appendSQL, room, term, from, to, at, data)
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

// Claim implements host.Log.
func (l *Log) Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (lease host.Lease, err error) {
	err = write(ctx, l.pool, func(ctx context.Context, tx *sql.Tx) error {
		lease = host.Lease{}
		made, err := tx.ExecContext(ctx,
			`INSERT INTO rooms (room, owner, term, lease_until, head, log_id, touched_at) VALUES ($1, '', 0, 0, 0, $2, 0)
			 ON CONFLICT (room) DO NOTHING`, string(room), uuid.NewString())
		if err != nil {
			return err
		}
		fresh, err := made.RowsAffected()
		if err != nil {
			return err
		}
		var holder string
		var term, head, ended int64
		err = tx.QueryRowContext(ctx,
			`SELECT owner, term, head, lease_until, log_id FROM rooms WHERE room = $1 FOR NO KEY UPDATE`, string(room)).
			Scan(&holder, &term, &head, &ended, &lease.LogID)
		if err != nil {
			return err
		}
		if holder != "" && holder != owner && ended > int64(now) {
			return host.ErrHeld
		}
		lease.Term, lease.Head = uint64(term+1), rooms.Seq(head)
		if fresh == 0 {
			lease.Since = min(rooms.Millis(ended), now)
		}
		_, err = tx.ExecContext(ctx, `UPDATE rooms SET owner = $2, term = $3, lease_until = $4 WHERE room = $1`,
			string(room), owner, term+1, int64(until))
		return err
	})
	if err != nil {
		return host.Lease{}, told("claim "+string(room), err)
	}
	return lease, nil
}

// Renew implements host.Log.
func (l *Log) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) (lost []rooms.RoomID, err error) {
	room, term := make([]string, len(held)), make([]int64, len(held))
	for i, h := range held {
		room[i], term[i] = string(h.Room), int64(h.Term)
	}
	var kept map[rooms.RoomID]bool
	err = write(ctx, l.hosting, func(ctx context.Context, tx *sql.Tx) (err error) {
		kept = make(map[rooms.RoomID]bool, len(held))
		rows, err := tx.QueryContext(ctx,
			`WITH mine AS (
				SELECT r.id FROM rooms r JOIN unnest($1::text[], $2::bigint[]) AS h (room, term)
				ON r.room = h.room AND r.term = h.term WHERE r.owner = $3 ORDER BY r.id FOR NO KEY UPDATE OF r
			)
			UPDATE rooms r SET lease_until = $4 FROM mine m WHERE r.id = m.id RETURNING r.room`,
			room, term, owner, int64(until))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			kept[rooms.RoomID(name)] = true
		}
		return rows.Err()
	})
	if err != nil {
		return nil, told("renew leases", err)
	}
	for _, h := range held {
		if !kept[h.Room] {
			lost = append(lost, h.Room)
		}
	}
	return lost, nil
}

// Release implements host.Log.
func (l *Log) Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	_, err := l.pool.ExecContext(ctx,
		`UPDATE rooms SET owner = '', lease_until = $4 WHERE room = $1 AND owner = $2 AND term = $3`,
		string(room), owner, int64(term), int64(now))
	return told("release "+string(room), err)
}
