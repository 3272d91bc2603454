//go:build !linux

package postgres

import (
	"syscall"
	"time"
)

// impatient: elsewhere keepalives alone tell that a connection is dead.
func impatient(syscall.RawConn, time.Duration) error { return nil }
