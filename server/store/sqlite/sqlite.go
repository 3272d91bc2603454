// Package sqlite keeps Palabre in two SQLite files of one folder, for one process:
// rooms.db is the log of the live rooms, written by the committer alone, and
// palabre.db holds the records around them. No transaction spans the two.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers the driver

	"palabre/server/community"
	"palabre/server/store/migrations"
	"palabre/server/store/records"
)

//go:embed migrations/*.sql
var files embed.FS

// readers is how many reads of one file may run at once.
const readers = 4

// Store is a folder of Palabre's data, held by this process until Close.
type Store struct {
	Records *records.Store
	Log     *Log

	dir   string
	lock  *lock
	files []*sql.DB
}

// Open opens the folder, made if need be, and brings its tables up to date. It
// fails with *InUse when another process has it. Leases left by the process
// before, which is dead, end here.
func Open(ctx context.Context, dir string) (_ *Store, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	held, err := take(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, lock: held}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := s.openRecords(ctx); err != nil {
		return nil, err
	}
	return s, s.openLog(ctx)
}

func (s *Store) openRecords(ctx context.Context) error {
	own, err := migrations.Records()
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	write, read, err := s.open(ctx, "palabre.db", own)
	if err != nil {
		return err
	}
	s.Records = records.New(records.Engine{
		Read: read, Write: write, Isolation: sql.LevelDefault, // BEGIN IMMEDIATE: one writer, serial
		Again: busy, Taken: taken, Undone: undone, Full: func(err error) bool { return full(s.dir, err) },
	})
	return nil
}

func (s *Store) openLog(ctx context.Context) error {
	own, err := fs.Sub(files, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	write, read, err := s.open(ctx, "rooms.db", own)
	if err != nil {
		return err
	}
	if _, err := write.ExecContext(ctx, `UPDATE rooms SET owner = '' WHERE owner <> ''`); err != nil {
		return fmt.Errorf("end old leases: %w", err)
	}
	s.Log, err = newLog(ctx, s.dir, write, read)
	return err
}

// open opens one file: a pool of one connection that writes, and a pool of readers.
func (s *Store) open(ctx context.Context, name string, own fs.FS) (write, read *sql.DB, err error) {
	path := filepath.Join(s.dir, name)
	if write, err = s.pool(dsn(path, "immediate", "synchronous(FULL)", "secure_delete(ON)"), 1); err != nil {
		return nil, nil, err
	}
	if err := migrations.Up(ctx, goose.DialectSQLite3, write, own, "migrations"); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if read, err = s.pool(dsn(path, "deferred", "query_only(1)"), readers); err != nil {
		return nil, nil, err
	}
	return write, read, nil
}

func (s *Store) pool(source string, most int) (*sql.DB, error) {
	p, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	p.SetMaxOpenConns(most)
	p.SetMaxIdleConns(most)
	s.files = append(s.files, p)
	return p, nil
}

// dsn names a file and its settings. WAL: readers do not wait for the writer.
// synchronous=FULL: what was committed survives a power cut. The checkpoint stays
// at its default of 1,000 pages: longer ones make commits wait for longer. What is
// deleted is written over (secure_delete): see redact.go.
func dsn(path, lock string, more ...string) string {
	q := url.Values{"_txlock": {lock}}
	for _, p := range append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}, more...) {
		q.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// Check asks both files something, for readiness.
func (s *Store) Check(ctx context.Context) error {
	if _, err := s.Records.HasAdmin(ctx); err != nil {
		return fmt.Errorf("palabre.db: %w", err)
	}
	return s.Log.Check(ctx)
}

// Close closes the files and gives the folder back.
func (s *Store) Close() error {
	var all error
	if s.Log != nil {
		all = s.Log.close()
	}
	for _, f := range s.files {
		all = errors.Join(all, f.Close())
	}
	return errors.Join(all, s.lock.release())
}

var _ community.Store = (*records.Store)(nil)
