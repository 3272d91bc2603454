package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/store/migrations"
	"palabre/signaling/host"
)

// makeLog makes rooms.db. Each room has a new history: what clients remember of places
// in the old one is void.
func makeLog(ctx context.Context, path string, from *backup.Archive) (err error) {
	db, err := built(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	own, err := fs.Sub(files, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if err := migrations.Up(ctx, goose.DialectSQLite3, db, own, "migrations"); err != nil {
		return err
	}
	ids, err := fillRooms(ctx, db, from)
	if err != nil {
		return err
	}
	if err := fillSegments(ctx, db, ids, from.Segments(ctx)); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

func fillRooms(ctx context.Context, db *sql.DB, from *backup.Archive) (map[rooms.RoomID]int64, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	ids := map[rooms.RoomID]int64{}
	for r, err := range from.Rooms(ctx) {
		if err != nil {
			return nil, errors.Join(err, undo(tx))
		}
		var id int64
		err = tx.QueryRowContext(ctx,
			`INSERT INTO rooms (room, owner, term, lease_until, head, log_id, touched_at, bare_at) VALUES (?, '', ?, ?, ?, ?, ?, ?) RETURNING id`,
			string(r.ID), int64(r.Term), int64(r.Until), int64(r.Head), uuid.NewString(), int64(r.Touched), int64(r.Bare)).Scan(&id)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("restore %s: %w", r.ID, err), undo(tx))
		}
		ids[r.ID] = id
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	return ids, nil
}

func fillSegments(ctx context.Context, db *sql.DB, ids map[rooms.RoomID]int64, from iter.Seq2[host.Segment, error]) error {
	const most = 8 << 20 // bytes a transaction: the write-ahead log stays small
	var f filling
	for s, err := range from {
		if err == nil && f.tx == nil {
			err = f.begin(ctx, db)
		}
		if err == nil {
			err = f.add(ctx, ids, s)
		}
		if err == nil && f.size >= most {
			err = f.commit()
		}
		if err != nil {
			return errors.Join(err, f.undo())
		}
	}
	return f.commit()
}

// filling is one of the transactions in which a log is made.
type filling struct {
	tx     *sql.Tx
	insert *sql.Stmt
	size   int
}

func (f *filling) begin(ctx context.Context, db *sql.DB) (err error) {
	if f.tx, err = db.BeginTx(ctx, nil); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	f.insert, err = f.tx.PrepareContext(ctx, `INSERT INTO seg (room, seq_from, seq, term, at, data) VALUES (?, ?, ?, ?, ?, ?)`)
	return err
}

func (f *filling) add(ctx context.Context, ids map[rooms.RoomID]int64, s host.Segment) error {
	id, ok := ids[s.Room]
	if !ok {
		return fmt.Errorf("restore log: %s has no row", s.Room)
	}
	if _, err := f.insert.ExecContext(ctx, id, int64(s.From), int64(s.To), int64(s.Term), int64(s.At), s.Data); err != nil {
		return fmt.Errorf("restore %s: %w", s.Room, err)
	}
	f.size += len(s.Data)
	return nil
}

// commit ends the transaction, which closes its statement.
func (f *filling) commit() error {
	if f.tx == nil {
		return nil
	}
	err := f.tx.Commit()
	*f = filling{}
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (f *filling) undo() error {
	if f.tx == nil {
		return nil
	}
	return undo(f.tx)
}
