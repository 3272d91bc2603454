package records

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"palabre/server/store/db"
)

// How long something is tried again: transactions that touch the same rows can lose many
// times in a row when a whole meeting enters at once, and a database that is started
// again is soon back.
const (
	writePatience     = 5 * time.Second
	statementPatience = 2 * time.Second // PostgreSQL sees a deadlock after one
)

// retry calls try until it says that there is no use in doing so again, or patience ends.
func retry(ctx context.Context, patience time.Duration, try func() (again bool, err error)) error {
	begun := time.Now()
	for i := 0; ; i++ {
		again, err := try()
		if err == nil || !again || ctx.Err() != nil || time.Since(begun) > patience {
			return err
		}
		// By chance, so that those who collided do not do so again in step.
		wait := time.Duration(min(i*i, 50)) * time.Millisecond
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait/2 + rand.N(wait+time.Millisecond)):
		}
	}
}

// patient runs a statement of its own transaction again. Within a longer one that is
// Write's to do.
type patient struct {
	db.DBTX
	again func(error) bool
}

func (p patient) ExecContext(ctx context.Context, query string, args ...any) (result sql.Result, err error) {
	err = retry(ctx, statementPatience, func() (bool, error) {
		result, err = p.DBTX.ExecContext(ctx, query, args...)
		return p.again(err), err
	})
	return result, err
}

func (p patient) QueryContext(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	err = retry(ctx, statementPatience, func() (bool, error) {
		rows, err = p.DBTX.QueryContext(ctx, query, args...) //nolint:sqlclosecheck,rowserrcheck // the caller's
		return p.again(err), err
	})
	return rows, err
}

func (p patient) QueryRowContext(ctx context.Context, query string, args ...any) (row *sql.Row) {
	_ = retry(ctx, statementPatience, func() (bool, error) { // the row tells
		row = p.DBTX.QueryRowContext(ctx, query, args...)
		return p.again(row.Err()), row.Err()
	})
	return row
}
