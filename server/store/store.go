// Package store opens what Palabre keeps: SQLite files in a folder by default, or
// a PostgreSQL database. Both hold the same contract (package storetest): the log
// of the live rooms (host.Log) and the records around them (community.Store).
// Several nodes may share a PostgreSQL database, through which they also know each
// other (Nodes) and agree on the time (Clock).
package store

//go:generate go tool -modfile=../../tools/sqlc/go.mod sqlc generate -f sqlc.yaml

import (
	"context"
	"time"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/postgres"
	"palabre/server/store/sqlite"
	"palabre/signaling/host"
)

// Log is the rooms' log, with what projectors ask of it.
type Log interface {
	host.Log
	// Holder says who holds the room and until when, "" for nobody: a room that is new or
	// was released. A lease may have ended; whoever asks compares with the time.
	Holder(ctx context.Context, room rooms.RoomID) (owner string, until rooms.Millis, err error)
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

// Node is one of the Palabre processes on a database.
type Node = postgres.Node

// Tiding is something that every node is to know.
type Tiding = postgres.Tiding

// Nodes is what the nodes on one database know of each other.
type Nodes interface {
	// Beat says that a node lives, as it is (its Seen is the store's), and gives all nodes
	// that said so within the hour, itself among them, by id, with the database's time. One
	// round trip.
	Beat(ctx context.Context, node Node) (all []Node, now rooms.Millis, err error)
	// Gone takes a node's row away, at its end.
	Gone(ctx context.Context, id string) error
	// Tell writes a tiding for every node, kept for a day, and gives its place. Places become
	// visible in their order: whoever has heard one has heard all before it. Args is JSON.
	// One whose answer was lost may be there twice.
	Tell(ctx context.Context, origin, kind string, args []byte) (id int64, err error)
	// Heard gives the tidings that follow a place, in order, at most so many.
	Heard(ctx context.Context, after int64, most int) ([]Tiding, error)
	// LastTiding is the place of the last one, 0 for none: where a new node begins.
	LastTiding(ctx context.Context) (int64, error)
	// HeldBeside gives the rooms whose lease lives, by the database's clock, with another owner.
	HeldBeside(ctx context.Context, owner string) (map[rooms.RoomID]bool, error)
}

// Clock is the database's clock as this machine knows it, whatever its own does.
type Clock interface {
	// Measure asks the database for its time; Now goes on from what it was told.
	Measure(ctx context.Context) error
	Now() rooms.Millis
	// Doubt is how far Now may be from the truth, for all that the last answers tell.
	Doubt() time.Duration
	// Apart is how far this machine's wall clock is ahead of the database's, negative
	// when it is behind.
	Apart() time.Duration
}

// Store is an open store.
type Store struct {
	Records community.Store
	Log     Log
	// Nodes and Clock are nil on SQLite, which serves one Palabre.
	Nodes Nodes
	Clock Clock

	check func(context.Context) error
	close func() error
}

// Refusal is why a store cannot be opened, when there is something to be said about
// it to whoever set it: sqlite.InUse and postgres.Refused.
type Refusal interface {
	error
	Code() string
	FR() string
	EN() string
}

// Options say which store, and with whom.
type Options struct {
	Dir         string // of the SQLite files, when DatabaseURL is empty
	DatabaseURL string // a PostgreSQL database
	// Many opens the database as one node among several: it then takes no other's leases
	// away. A Palabre that is alone on a store and one among many refuse each other, and a
	// machine whose clock is more than a second from the database's is refused.
	Many bool
	// Wall is the machine's clock; time.Now when nil.
	Wall func() time.Time
	// Elapsed is the time since some moment, as postgres.Options has it.
	Elapsed func() time.Duration
}

// Open opens the PostgreSQL database of the URL, or when it is empty the SQLite
// files in the folder dir, for this Palabre alone.
func Open(ctx context.Context, dir, databaseURL string) (*Store, error) {
	return OpenWith(ctx, Options{Dir: dir, DatabaseURL: databaseURL})
}

// OpenWith opens a store and brings its tables up to date. The error is a Refusal when
// there is something to be said to whoever set it.
func OpenWith(ctx context.Context, o Options) (*Store, error) {
	if o.DatabaseURL != "" {
		s, err := postgres.Open(ctx, postgres.Options{URL: o.DatabaseURL, Many: o.Many, Wall: o.Wall, Elapsed: o.Elapsed})
		if err != nil {
			return nil, err
		}
		return &Store{Records: s.Records, Log: s.Log, Nodes: s.Nodes, Clock: s.Clock, check: s.Check, close: s.Close}, nil
	}
	if o.Many {
		return nil, postgres.RefuseSQLite()
	}
	s, err := sqlite.Open(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	return &Store{Records: s.Records, Log: s.Log, check: s.Check, close: s.Close}, nil
}

// Check says whether the store answers, for readiness.
func (s *Store) Check(ctx context.Context) error { return s.check(ctx) }

// Close closes it; nothing may use it any more.
func (s *Store) Close() error { return s.close() }
