package sqlite

import (
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// lowBytes is how little free space, in bytes, makes a failed write a full disk.
const lowBytes = 256 << 10

func code(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code()
}

func busy(err error) bool { return code(err)&0xff == sqlite3.SQLITE_BUSY }

// undone: "no transaction is active", after a full disk.
func undone(err error) bool { return code(err) == sqlite3.SQLITE_ERROR }

func taken(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CONSTRAINT_UNIQUE || c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// full tells that a write failed for want of space. SQLite says FULL when a file
// cannot grow; when the WAL's shared index or a flush fails it speaks of I/O
// alone, and the disk is asked.
func full(dir string, err error) bool {
	c := code(err)
	if c == sqlite3.SQLITE_FULL {
		return true
	}
	switch c {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE,
		sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP,
		sqlite3.SQLITE_CANTOPEN:
		left, asked := free(dir)
		return asked && left < lowBytes
	default:
		return false
	}
}
