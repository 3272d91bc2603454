// Package postgres keeps Palabre in one PostgreSQL database: the log of the live
// rooms in the schema palabre_log, the records around them in palabre.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"palabre/server/store/migrations"
	"palabre/server/store/records"
)

//go:embed migrations/*.sql
var files embed.FS

// Sizes of the pools. Appends come from one committer; the rest are claims and reads.
const (
	logConns    = 6
	recordConns = 12
)

// Store is a database, held by this process until Close.
type Store struct {
	Records *records.Store
	Log     *Log

	lock  *lock
	pools []*sql.DB
}

// Open opens the database of a URL and brings its tables up to date. It fails
// with *InUse when another Palabre has it: until several nodes are supported, one
// does. Leases left by the process before, which is gone, end here.
func Open(ctx context.Context, url string) (_ *Store, err error) {
	s := &Store{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.lock, err = take(ctx, url); err != nil {
		return nil, err
	}
	for _, schema := range []string{"palabre", "palabre_log"} {
		if _, err := s.lock.conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema); err != nil {
			return nil, fmt.Errorf("make schema %s: %w", schema, err)
		}
	}
	own, err := migrations.Records()
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	kept, err := s.pool(ctx, url, "palabre", recordConns, own)
	if err != nil {
		return nil, err
	}
	s.Records = records.New(records.Engine{
		Read: kept, Write: kept, Isolation: sql.LevelSerializable,
		Again: again, Taken: taken, Undone: func(error) bool { return false }, Full: full,
	})
	if own, err = fs.Sub(files, "migrations"); err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	log, err := s.pool(ctx, url, "palabre_log", logConns, own)
	if err != nil {
		return nil, err
	}
	if _, err := log.ExecContext(ctx, `UPDATE rooms SET owner = '' WHERE owner <> ''`); err != nil {
		return nil, fmt.Errorf("end old leases: %w", err)
	}
	s.Log = &Log{pool: log}
	return s, nil
}

// pool opens connections that see one schema.
func (s *Store) pool(ctx context.Context, url, schema string, most int, own fs.FS) (*sql.DB, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["search_path"] = schema
	p := stdlib.OpenDB(*config)
	p.SetMaxOpenConns(most)
	p.SetMaxIdleConns(most)
	s.pools = append(s.pools, p)
	if err := migrations.Up(ctx, goose.DialectPostgres, p, own, "migrations"); err != nil {
		return nil, fmt.Errorf("schema %s: %w", schema, err)
	}
	return p, nil
}

// parse reads a URL. synchronous_commit is asked for whatever the server's
// default: what was committed must survive a power cut.
func parse(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the database's address cannot be read (PALABRE_DATABASE_URL)") // its text may hold a password
	}
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["application_name"] = "palabre"
	return config, nil
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
