// Package postgres keeps Palabre in one PostgreSQL database: the log of the live
// rooms in the schema palabre_log, with what nodes tell each other, and the records
// around them in palabre. One Palabre is alone on a database, or several nodes share it.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"palabre/server/store/migrations"
	"palabre/server/store/records"
)

//go:embed migrations/*.sql
var files embed.FS

// Sizes of the pools. Appends, of the one committer, and renewals have connections of their own: a lease must not end because
// reads stood in line before its renewal, nor claims: a node that takes twenty rooms over at the end of a slow line is long at it.
const (
	hostConns   = 2
	readConns   = 6
	recordConns = 10
	conns       = hostConns + readConns + recordConns + 1 // with the lock's
)

// How long a transaction of a process that does not go on with it (it was stopped, it is
// cut off) keeps its rows from everybody else: the takeover of its rooms waits for it.
const (
	logIdle    = time.Second
	recordIdle = 5 * time.Second
)

// clocksApart is how far this machine's clock may be from the database's.
const clocksApart = time.Second

// Options say which database, and with whom.
type Options struct {
	URL string
	// Many opens the database as one node among several. Otherwise this Palabre is alone
	// on it, and the leases left by the process before, which is gone, end at once.
	Many bool
	// Wall is the machine's clock; time.Now when nil.
	Wall func() time.Time
	// Elapsed is the time since some moment, told by a clock that nobody sets and that
	// goes on while the machine sleeps; when nil one that may stop meanwhile.
	Elapsed func() time.Duration
}

// Store is a database, held by this process until Close.
type Store struct {
	Records *records.Store
	Log     *Log
	Nodes   *Nodes
	Clock   *Clock

	lock  *lock
	pools []*sql.DB
}

// Open opens a database and brings its tables up to date. It fails with *Refused when
// there is something to be said to whoever set it.
func Open(ctx context.Context, o Options) (_ *Store, err error) {
	config, err := parse(o.URL)
	if err != nil {
		return nil, err
	}
	s := &Store{}
	defer func() {
		if err != nil {
			err = errors.Join(refuse(err, config), s.Close())
		}
	}()
	if s.lock, err = take(ctx, config, o.Many); err != nil {
		return nil, err
	}
	if err := s.lock.alone(ctx, func(ctx context.Context, conn *pgx.Conn) error { return s.open(ctx, config, conn) }); err != nil {
		return nil, err
	}
	if s.Clock, err = openClock(ctx, s.lock, o.Wall, o.Elapsed); err != nil {
		return nil, err
	}
	if apart := s.Clock.Apart(); o.Many && apart.Abs() > clocksApart {
		return nil, refuseClocks(apart)
	}
	s.Nodes = &Nodes{lock: s.lock, log: s.Log}
	if o.Many {
		return s, nil
	}
	_, err = s.Log.pool.ExecContext(ctx, `UPDATE rooms SET owner = '' WHERE owner <> ''`)
	return s, told("end old leases", err)
}

// open makes the schemas and opens their pools; nobody else does so meanwhile.
func (s *Store) open(ctx context.Context, config *pgx.ConnConfig, conn *pgx.Conn) error {
	for _, schema := range []string{"palabre", "palabre_log"} {
		if err := makeSchema(ctx, conn, schema); err != nil {
			return fmt.Errorf("make schema %s: %w", schema, err)
		}
	}
	own, err := migrations.Records()
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	kept, err := s.pool(ctx, config, "palabre", recordConns, recordIdle, own)
	if err != nil {
		return err
	}
	s.Records = records.New(records.Engine{
		Read: kept, Write: kept, Isolation: sql.LevelSerializable,
		Again: again, Lost: lost, Taken: taken, Undone: func(error) bool { return false }, Full: full,
	})
	if own, err = fs.Sub(files, "migrations"); err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	reads, err := s.pool(ctx, config, "palabre_log", readConns, logIdle, own)
	if err != nil {
		return err
	}
	hosting, err := s.pool(ctx, config, "palabre_log", hostConns, logIdle, own)
	if err != nil {
		return err
	}
	s.Log = &Log{pool: reads, hosting: hosting}
	return nil
}

// makeSchema does not ask for what is there: a user who may not make schemas can have
// them made for her.
func makeSchema(ctx context.Context, conn *pgx.Conn, name string) error {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", name).Scan(&there); err != nil || there {
		return err
	}
	_, err := conn.Exec(ctx, "CREATE SCHEMA "+name)
	return err
}

// pool opens connections that see one schema.
func (s *Store) pool(ctx context.Context, config *pgx.ConnConfig, schema string, most int, idle time.Duration, own fs.FS) (*sql.DB, error) {
	config = config.Copy()
	config.RuntimeParams["search_path"] = schema
	config.RuntimeParams["idle_in_transaction_session_timeout"] = strconv.FormatInt(idle.Milliseconds(), 10)
	config.RuntimeParams["tcp_user_timeout"] = strconv.FormatInt((2 * silentTime).Milliseconds(), 10)
	p := stdlib.OpenDB(*config)
	p.SetMaxOpenConns(most)
	p.SetMaxIdleConns(most)
	s.pools = append(s.pools, p)
	if err := migrations.Up(ctx, goose.DialectPostgres, p, own, "migrations"); err != nil {
		return nil, fmt.Errorf("schema %s: %w", schema, err)
	}
	return p, nil
}

// Check asks both schemas something, and the lock whether it still holds, for readiness.
func (s *Store) Check(ctx context.Context) error {
	if _, err := s.Records.HasAdmin(ctx); err != nil {
		return fmt.Errorf("records: %w", err)
	}
	if err := s.Log.Check(ctx); err != nil {
		return err
	}
	return s.lock.check(ctx)
}

// Close closes the connections and gives the database back.
func (s *Store) Close() error {
	var all error
	for _, p := range s.pools {
		all = errors.Join(all, p.Close())
	}
	if s.lock != nil {
		all = errors.Join(all, s.lock.release())
	}
	return all
}
