// Package store opens what Palabre keeps: SQLite files in a folder by default, or
// a PostgreSQL database. Both hold the same contract (package storetest): the log
// of the live rooms (host.Log) and the records around them (community.Store).
package store

//go:generate go tool -modfile=../../tools/sqlc/go.mod sqlc generate -f sqlc.yaml

import (
	"context"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/postgres"
	"palabre/server/store/sqlite"
	"palabre/signaling/host"
)

// Log is the rooms' log, with what projectors ask of it.
type Log interface {
	host.Log
	// Heads gives the head of every room whose id begins with prefix ("ses_",
	// "brd_") and that changed at or after the instant.
	Heads(ctx context.Context, prefix string, since rooms.Millis) (map[rooms.RoomID]rooms.Seq, error)
	// Redact rewrites events whose words are to be destroyed: places, instants, authors
	// and names stay, and every other event (I2). The room's snapshots go with the words,
	// and one made before is not taken any more. It is done to the end, whatever was done
	// before, or nothing is; what cannot be redacted is host.ErrRedaction. It is for
	// after an event of the log has recorded it.
	Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error
	// LogID is the history a room's sequences belong to, "" for no such room.
	LogID(ctx context.Context, room rooms.RoomID) (string, error)
}

// Store is an open store.
type Store struct {
	Records community.Store
	Log     Log

	check func(context.Context) error
	close func() error
}

// Refusal is why a store cannot be opened, when the reason can be told: another
// process holds it. Both adapters' InUse are one.
type Refusal interface {
	error
	Code() string
	FR() string
	EN() string
}

// Open opens the PostgreSQL database of the URL, or when it is empty the SQLite
// files in the folder dir.
func Open(ctx context.Context, dir, databaseURL string) (*Store, error) {
	if databaseURL != "" {
		s, err := postgres.Open(ctx, databaseURL)
		if err != nil {
			return nil, err
		}
		return &Store{Records: s.Records, Log: s.Log, check: s.Check, close: s.Close}, nil
	}
	s, err := sqlite.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &Store{Records: s.Records, Log: s.Log, check: s.Check, close: s.Close}, nil
}

// Check says whether the store answers, for readiness.
func (s *Store) Check(ctx context.Context) error { return s.check(ctx) }

// Close closes it; nothing may use it any more.
func (s *Store) Close() error { return s.close() }
