// Package records implements community.Store on database/sql, the same way on
// every engine: the queries are generated (package db) and run unchanged on
// PostgreSQL and SQLite.
package records

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

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
	engine Engine
}

var _ community.Store = (*Store)(nil)

// New makes a store of records on an engine whose tables are there already.
func New(e Engine) *Store {
	return &Store{engine: e, kept: kept{read: db.New(e.Read), write: db.New(e.Write), engine: e}}
}

// kept implements community.Records on a database, or within one transaction.
type kept struct {
	read, write *db.Queries
	engine      Engine
}

// attempts bounds how often a transaction that lost is run again.
const attempts = 12

// Write runs fn in one transaction, again when it lost against another one.
func (s *Store) Write(ctx context.Context, fn func(tx community.Records) error) error {
	var err error
	for i := range attempts {
		if err = s.once(ctx, fn); err == nil || !s.engine.Again(err) {
			return s.told(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(i*i) * time.Millisecond):
		}
	}
	return s.told(err)
}

func (s *Store) once(ctx context.Context, fn func(tx community.Records) error) (err error) {
	tx, err := s.engine.Write.BeginTx(ctx, &sql.TxOptions{Isolation: s.engine.Isolation})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	ended := false
	defer func() {
		if !ended { // fn refused or panicked: free the connection
			err = errors.Join(err, s.undo(tx))
		}
	}()
	q := db.New(tx)
	if err := fn(kept{read: q, write: q, engine: s.engine}); err != nil {
		return err
	}
	ended = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
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
