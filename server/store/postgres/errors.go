package postgres

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/jackc/pgx/v5/pgconn"
)

func state(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}

// again: serialization_failure, deadlock_detected, and a transaction that the server
// ended because this process was slow to go on with it (idle_in_transaction_session_timeout):
// nothing of it is left.
func again(err error) bool {
	s := state(err)
	return s == "40001" || s == "40P01" || s == "25P03"
}

// lost: the connection broke, or the server is going away. A transaction that had
// not been asked to commit is then no more.
func lost(err error) bool {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		var timeout interface{ Timeout() bool }
		return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
			errors.As(err, &timeout) || pgconn.SafeToRetry(err)
	}
	switch told.Code {
	case "57P01", "57P02", "57P03", "57P05": // shut down, crashed, not up yet, idle for too long
		return true
	default:
		return false
	}
}

// unsent: the server was not reached, or not asked.
func unsent(err error) bool {
	var away *pgconn.ConnectError
	return errors.As(err, &away) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
}

func taken(err error) bool { return state(err) == "23505" }

// full: disk_full, and the class's own name for a server out of resources.
func full(err error) bool { s := state(err); return s == "53100" || s == "53000" }
