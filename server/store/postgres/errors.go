package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

func state(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}

// again: serialization_failure and deadlock_detected.
func again(err error) bool { s := state(err); return s == "40001" || s == "40P01" }

func taken(err error) bool { return state(err) == "23505" }

// full: disk_full, and the class's own name for a server out of resources.
func full(err error) bool { s := state(err); return s == "53100" || s == "53000" }
