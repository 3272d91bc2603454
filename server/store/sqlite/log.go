package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Log is the durable log of all rooms. One connection writes; its statements are
// prepared once, since appends are the hottest path of the whole program.
type Log struct {
	dir  string
	read *sql.DB

	mu   sync.Mutex // one transaction at a time on conn
	conn *sql.Conn

	// An append begins and commits by prepared statements of the connection's own: database/sql would read the words of
	// all four again for each transaction.
	begin, move, insert, commit *sql.Stmt

	// Projectors read after every few commits.
	reading *sql.Stmt
}

var _ host.Log = (*Log)(nil)

func newLog(ctx context.Context, dir string, write, read *sql.DB) (*Log, error) {
	conn, err := write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l := &Log{dir: dir, read: read, conn: conn}
	prepare := func(on preparer, text string) *sql.Stmt {
		statement, no := on.PrepareContext(ctx, text)
		err = errors.Join(err, no)
		return statement
	}
	l.begin = prepare(conn, `BEGIN IMMEDIATE`)
	l.move = prepare(conn, `UPDATE rooms SET head = ?, touched_at = ? WHERE room = ? AND term = ? AND head = ? RETURNING id`)
	l.insert = prepare(conn, `INSERT INTO seg (room, seq_from, seq, term, at, data) VALUES (?, ?, ?, ?, ?, ?)`)
	l.commit = prepare(conn, `COMMIT`)
	l.reading = prepare(read, `SELECT s.seq_from, s.seq, s.term, s.at, s.data FROM seg s JOIN rooms r ON r.id = s.room
		 WHERE r.room = ? AND s.seq > ? ORDER BY s.seq`)
	if err != nil { // the statements end with their connections
		return nil, errors.Join(fmt.Errorf("prepare log: %w", err), conn.Close())
	}
	return l, nil
}

// preparer is a connection or a pool of them.
type preparer interface {
	PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
}

func (l *Log) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.reading.Close(), l.begin.Close(), l.move.Close(), l.insert.Close(), l.commit.Close(), l.conn.Close())
}

// Check reads something, for readiness.
func (l *Log) Check(ctx context.Context) error {
	var n int64
	if err := l.read.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM seg`).Scan(&n); err != nil {
		return fmt.Errorf("rooms.db: %w", err)
	}
	return nil
}

// write runs fn in one transaction on the writing connection. It is not ended by
// ctx once begun: a commit that was half waited for would leave its caller not
// knowing whether it happened.
func (l *Log) write(ctx context.Context, fn func(context.Context, *sql.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() {
		if err != nil && full(l.dir, err) {
			err = fmt.Errorf("%w: %w", host.ErrFull, err)
		}
	}()
	tx, err := l.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(ctx, tx); err != nil {
		return errors.Join(err, undo(tx))
	}
	if err := tx.Commit(); err != nil { // the driver rolls back what it could not commit
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// undo rolls back. After a full disk SQLite has already done so by itself, and
// says that no transaction is active.
func undo(tx *sql.Tx) error {
	err := tx.Rollback()
	if undone(err) {
		return nil
	}
	return err
}

// Append implements host.Log. It is not ended by ctx once begun, as write.
func (l *Log) Append(ctx context.Context, segments []host.Segment) (fenced []error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	defer func() {
		if err != nil && full(l.dir, err) {
			err = fmt.Errorf("%w: %w", host.ErrFull, err)
		}
	}()
	if _, err := l.begin.ExecContext(ctx); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	fenced = make([]error, len(segments))
	for i := range segments {
		if fenced[i], err = l.append(ctx, &segments[i]); err != nil {
			return nil, errors.Join(err, l.rollback(ctx))
		}
	}
	if _, err := l.commit.ExecContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("commit: %w", err), l.rollback(ctx))
	}
	return fenced, nil
}

// append writes one segment if its room's head and term are as it says; else it is fenced.
func (l *Log) append(ctx context.Context, s *host.Segment) (fenced, err error) {
	if s.To <= s.From {
		return nil, fmt.Errorf("append to %s: segment ends at %d, begins after %d", s.Room, s.To, s.From)
	}
	var room int64
	err = l.move.QueryRowContext(ctx, int64(s.To), int64(s.At), string(s.Room), int64(s.Term), int64(s.From)).Scan(&room)
	if errors.Is(err, sql.ErrNoRows) {
		return host.ErrFenced, nil
	}
	if err != nil {
		return nil, fmt.Errorf("move head of %s: %w", s.Room, err)
	}
	if _, err := l.insert.ExecContext(ctx, room, int64(s.From), int64(s.To), int64(s.Term), int64(s.At), s.Data); err != nil {
		return nil, fmt.Errorf("append to %s: %w", s.Room, err)
	}
	return nil, nil
}

func (l *Log) rollback(ctx context.Context) error {
	_, err := l.conn.ExecContext(ctx, `ROLLBACK`)
	if undone(err) {
		return nil
	}
	return err
}

// Claim implements host.Log.
func (l *Log) Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (lease host.Lease, err error) {
	err = l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var holder string
		var term, head, ended int64
		err := tx.QueryRowContext(ctx, `SELECT owner, term, head, lease_until, log_id FROM rooms WHERE room = ?`, string(room)).
			Scan(&holder, &term, &head, &ended, &lease.LogID)
		if errors.Is(err, sql.ErrNoRows) {
			lease = host.Lease{Term: 1, LogID: uuid.NewString()}
			_, err = tx.ExecContext(ctx,
				`INSERT INTO rooms (room, owner, term, lease_until, head, log_id, touched_at) VALUES (?, ?, 1, ?, 0, ?, 0)`,
				string(room), owner, int64(until), lease.LogID)
			return err
		}
		if err != nil {
			return err
		}
		if holder != "" && holder != owner && ended > int64(now) {
			return host.ErrHeld
		}
		lease.Term, lease.Head, lease.Since = uint64(term+1), rooms.Seq(head), min(rooms.Millis(ended), now)
		if holder == owner {
			until = host.Moved(rooms.Millis(ended), until)
		}
		_, err = tx.ExecContext(ctx, `UPDATE rooms SET owner = ?, term = ?, lease_until = ? WHERE room = ?`,
			owner, term+1, int64(until), string(room))
		return err
	})
	if err != nil {
		return host.Lease{}, fmt.Errorf("claim %s: %w", room, err)
	}
	return lease, nil
}

// Renew implements host.Log.
func (l *Log) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) (lost []rooms.RoomID, err error) {
	err = l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		lost = nil
		for _, h := range held {
			var ended int64
			err := tx.QueryRowContext(ctx, `SELECT lease_until FROM rooms WHERE room = ? AND owner = ? AND term = ?`,
				string(h.Room), owner, int64(h.Term)).Scan(&ended)
			if errors.Is(err, sql.ErrNoRows) {
				lost = append(lost, h.Room)
				continue
			}
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE rooms SET lease_until = ? WHERE room = ?`,
				int64(host.Moved(rooms.Millis(ended), until)), string(h.Room)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("renew leases: %w", err)
	}
	return lost, nil
}

// Release implements host.Log.
func (l *Log) Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	err := l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE rooms SET owner = '', lease_until = ? WHERE room = ? AND owner = ? AND term = ?`,
			int64(now), string(room), owner, int64(term))
		return err
	})
	if err != nil {
		return fmt.Errorf("release %s: %w", room, err)
	}
	return nil
}
