// Package records implements community.Store on database/sql, the same way on
// every engine: the queries are generated (package db), but for one whose length
// varies, and run unchanged on PostgreSQL and SQLite.
package records

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

// Engine is what differs between the databases.
type Engine struct {
	Read, Write *sql.DB // may be the same
	// Isolation of the transactions of Store.Write: they must be serializable in effect.
	Isolation sql.IsolationLevel
	// Again tells that a transaction lost against another one and may be run again.
	Again func(error) bool
	// Lost tells that the connection broke: a transaction that had not been asked to commit
	// is then no more, and what was read can be read again. Nil when there is none to break.
	Lost func(error) bool
	// Taken tells that a unique key was taken.
	Taken func(error) bool
	// Undone tells that a rollback found nothing to roll back.
	Undone func(error) bool
	// Full tells that there is no room left on the disk.
	Full func(error) bool
}

// Store keeps the records of one database.
type Store struct {
	kept
	crowd  *crowd
	engine Engine
}

var _ community.Store = (*Store)(nil)

// New makes a store of records on an engine whose tables are there already.
func New(e Engine) *Store {
	if e.Lost == nil {
		e.Lost = func(error) bool { return false }
	}
	again := func(err error) bool { return e.Again(err) || e.Lost(err) }
	read := patient{DBTX: e.Read, again: again}
	found := db.New(read)
	return &Store{engine: e, crowd: newCrowd(found, again), kept: kept{
		reader: read, read: found, write: db.New(patient{DBTX: e.Write, again: e.Again}), engine: e,
	}}
}

// kept implements community.Records on a database, or within one transaction.
type kept struct {
	reader      db.DBTX
	read, write *db.Queries
	engine      Engine
}

// Write runs fn in one transaction, again when it lost against another one, or its
// connection before it was asked to commit.
func (s *Store) Write(ctx context.Context, fn func(tx community.Records) error) error {
	return s.told(retry(ctx, writePatience, func() (again bool, err error) {
		asked, err := s.once(ctx, fn)
		return s.engine.Again(err) || !asked && s.engine.Lost(err), err
	}))
}

// once says whether the commit was asked for.
func (s *Store) once(ctx context.Context, fn func(tx community.Records) error) (asked bool, err error) {
	tx, err := s.engine.Write.BeginTx(ctx, &sql.TxOptions{Isolation: s.engine.Isolation})
	if err != nil {
		return false, fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if !asked { // fn refused or panicked: free the connection
			if undone := s.undo(tx); undone != nil && !s.engine.Lost(err) {
				err = errors.Join(err, undone)
			}
		}
	}()
	q := db.New(tx)
	if err := fn(kept{reader: tx, read: q, write: q, engine: s.engine}); err != nil {
		return false, err
	}
	asked = true
	if err := tx.Commit(); err != nil {
		return true, fmt.Errorf("commit: %w", err)
	}
	return true, nil
}

// undo rolls back, unless the database has done so by itself.
func (s *Store) undo(tx *sql.Tx) error {
	err := tx.Rollback()
	if err == nil || errors.Is(err, sql.ErrTxDone) || s.engine.Undone(err) {
		return nil
	}
	return fmt.Errorf("roll back: %w", err)
}

// told gives an error the meaning it has for the domain.
func (k kept) told(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return community.ErrNotFound
	case k.engine.Taken(err):
		return fmt.Errorf("%w: %w", community.ErrExists, err)
	case k.engine.Full(err):
		return fmt.Errorf("%w: %w", community.ErrFull, err)
	default:
		return err
	}
}

// added: a row that was not inserted was there.
func (k kept) added(rows int64, err error) error {
	if err == nil && rows == 0 {
		return community.ErrExists
	}
	return k.told(err)
}

// saved: a row that was not changed was not there.
func (k kept) saved(rows int64, err error) error {
	if err == nil && rows == 0 {
		return community.ErrNotFound
	}
	return k.told(err)
}

// done: it does not matter whether a row changed.
func (k kept) done(_ int64, err error) error { return k.told(err) }

func millis(m rooms.Millis) int64 { return int64(m) }

// each turns rows into what the domain calls them.
func each[Row, Out any](k kept, rows []Row, err error, of func(Row) (Out, error)) ([]Out, error) {
	if err != nil {
		return nil, k.told(err)
	}
	out := make([]Out, 0, len(rows))
	for _, row := range rows {
		one, err := of(row)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// sure makes a conversion that cannot fail fit each and one.
func sure[Row, Out any](of func(Row) Out) func(Row) (Out, error) {
	return func(r Row) (Out, error) { return of(r), nil }
}

// one turns a row into what the domain calls it.
func one[Row, Out any](k kept, row Row, err error, of func(Row) (Out, error)) (Out, error) {
	if err != nil {
		var none Out
		return none, k.told(err)
	}
	return of(row)
}
