package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

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

// attempts bounds how often a transaction that lost is run again.
const attempts = 8

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

// statement runs one statement that is its own transaction, again when it lost a deadlock or was never sent. When its connection broke
// after that it may have been done. Like write it is not ended by ctx once begun.
func statement(ctx context.Context, say func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	var err error
	for i := range attempts {
		switch err = say(ctx); {
		case again(err), unsent(err):
		case lost(err):
			return &Unsure{Cause: err}
		default:
			return err
		}
		pause(ctx, time.Duration(i*i)*time.Millisecond)
	}
	return err
}

// idempotent runs one statement that may be said twice: what comes late of it must be without effect beside what follows. It is run
// again when it lost a deadlock or its connection.
func idempotent(ctx context.Context, say func(context.Context) error) error {
	var err error
	for i := range attempts {
		if err = statement(ctx, say); unsure(err) == nil {
			return err
		}
		pause(ctx, time.Duration(i*i)*time.Millisecond)
	}
	return err
}
