package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"

	"palabre/server/backup"
	"palabre/server/store/migrations"
)

const (
	// markName names a file that is there while a restore is under way, and after one
	// that was interrupted.
	markName = "restore.unfinished"
	// buildName is the folder in which a restore makes its files.
	buildName = "restore.tmp"
)

// Unfinished refuses a folder in which a restore was interrupted.
func Unfinished(dir string) error {
	_, err := os.Lstat(filepath.Join(dir, markName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look for an interrupted restore: %w", err)
	default:
		return backup.Unfinished(dir)
	}
}

// Target is a folder that a backup is restored into.
type Target struct {
	dir  string
	lock *lock
	half bool // what is there is an interrupted restore's
}

var _ backup.Target = (*Target)(nil)

// OpenTarget takes the folder, made if need be. It fails with *InUse when a process has
// it, and with a *backup.Refusal when it holds somebody's data. What an interrupted
// restore left in it is nobody's.
func OpenTarget(ctx context.Context, dir string) (_ *Target, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	held, err := take(dir)
	if err != nil {
		return nil, err
	}
	t := &Target{dir: dir, lock: held}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.Close())
		}
	}()
	err = Unfinished(dir)
	if t.half = errors.As(err, new(*backup.Refusal)); t.half {
		return t, nil
	}
	if err == nil {
		err = t.empty(ctx)
	}
	return t, err
}

// Close gives the folder back.
func (t *Target) Close() error { return t.lock.release() }

// empty refuses a folder in which something is kept.
func (t *Target) empty(ctx context.Context) error {
	for _, name := range []string{recordsFile, logFile} {
		path := filepath.Join(t.dir, name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		db, err := sql.Open("sqlite", dsn(path, "deferred", "query_only(1)"))
		if err != nil {
			return fmt.Errorf("open database: %w", err)
		}
		if err := errors.Join(bare(ctx, db), db.Close()); err != nil {
			return err
		}
	}
	return nil
}

// bare refuses a file in which something is kept. Segments and snapshots are not asked
// for: they are of rooms.
func bare(ctx context.Context, db *sql.DB) error {
	names, err := texts(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return fmt.Errorf("look into the folder: %w", err)
	}
	for _, name := range names {
		if backup.LeftOut(name) || name == "seg" || name == "snap" {
			continue
		}
		var any bool
		if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+name+`)`).Scan(&any); err != nil {
			return fmt.Errorf("look into %s: %w", name, err)
		}
		if any {
			return backup.NotEmpty()
		}
	}
	return nil
}

// Fill implements backup.Target. Both files are made aside, whole, and then take their
// names. A mark says meanwhile that this is under way: it is only gone once both have.
func (t *Target) Fill(ctx context.Context, from *backup.Archive) error {
	build := filepath.Join(t.dir, buildName)
	err := errors.Join(t.mark(), os.RemoveAll(build))
	if err == nil && t.half {
		err = t.clear()
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	err = os.Mkdir(build, 0o700)
	if err == nil {
		err = Stage(ctx, build, from)
	}
	if err == nil {
		err = makeLog(ctx, filepath.Join(build, logFile), from)
	}
	if err == nil {
		err = settle(build)
	}
	if err != nil { // nothing has its name yet: the folder is as empty as it was
		return errors.Join(err, os.RemoveAll(build), t.unmark())
	}
	if err := t.take(build); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return t.unmark()
}

func (t *Target) mark() error {
	f, err := os.OpenFile(filepath.Join(t.dir, markName), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close(), backup.SyncFolder(t.dir))
}

func (t *Target) unmark() error {
	err := os.Remove(filepath.Join(t.dir, markName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore: %w", err)
	}
	return backup.SyncFolder(t.dir)
}

// clear removes the files that are there, which are empty or half of a restore, and
// what they had beside them: a write-ahead log must not meet a file that it is not of.
func (t *Target) clear() error {
	for _, name := range []string{logFile, recordsFile} {
		for _, beside := range []string{"-wal", "-shm", ""} {
			if err := os.Remove(filepath.Join(t.dir, name+beside)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// take gives the files their names.
func (t *Target) take(build string) error {
	if err := t.clear(); err != nil {
		return err
	}
	for _, name := range []string{logFile, recordsFile} {
		if err := os.Rename(filepath.Join(build, name), filepath.Join(t.dir, name)); err != nil {
			return err
		}
	}
	return errors.Join(backup.SyncFolder(t.dir), os.RemoveAll(build))
}

// settle makes what was built durable, and sees that it is all in the two files.
func settle(build string) error {
	list, err := os.ReadDir(build)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, e := range list {
		if e.Name() != logFile && e.Name() != recordsFile {
			return fmt.Errorf("restore: %s was left beside the databases", e.Name())
		}
		f, err := os.OpenFile(filepath.Join(build, e.Name()), os.O_RDWR, 0)
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	return backup.SyncFolder(build)
}

// Stage makes palabre.db in a folder from records of any version up to this program's,
// and brings it up to date. It is not flushed.
func Stage(ctx context.Context, dir string, from backup.Records) (err error) {
	db, err := built(filepath.Join(dir, recordsFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	own, err := migrations.Records()
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, own, goose.WithTableName("migrations"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if sources := p.ListSources(); from.Version() > sources[len(sources)-1].Version {
		return backup.Newer()
	}
	if _, err := p.UpTo(ctx, from.Version()); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := fillRecords(ctx, db, from); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	broken, err := texts(ctx, db, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`)
	if err == nil && len(broken) > 0 {
		err = fmt.Errorf("restore: %s refers to what is not there", broken[0])
	}
	if err == nil {
		_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	return err
}

// built opens a file that nobody sees yet: it is flushed when it is whole.
func built(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, "immediate", "synchronous(OFF)", "secure_delete(ON)"))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func fillRecords(ctx context.Context, db *sql.DB, from backup.Records) error {
	list, err := from.Tables(ctx)
	if err != nil {
		return err
	}
	known, err := tables(ctx, db)
	if err != nil {
		return err
	}
	if err := backup.Match(known, list); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, t := range list {
		if err := fillTable(ctx, tx, t, from.Rows(ctx, t)); err != nil {
			return errors.Join(err, undo(tx))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func fillTable(ctx context.Context, tx *sql.Tx, t backup.Table, rows iter.Seq2[backup.Row, error]) (err error) {
	places := strings.TrimSuffix(strings.Repeat("?, ", len(t.Columns)), ", ")
	insert, err := tx.PrepareContext(ctx, `INSERT INTO `+t.Name+` (`+t.List()+`) VALUES (`+places+`)`)
	if err != nil {
		return fmt.Errorf("restore %s: %w", t.Name, err)
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	for row, err := range rows {
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return fmt.Errorf("restore %s: %w", t.Name, err)
		}
	}
	return nil
}

// Staged are records that were brought up to date.
type Staged struct {
	db      *sql.DB
	version int64
}

var _ backup.Records = (*Staged)(nil)

// OpenStaged opens what Stage made in a folder.
func OpenStaged(ctx context.Context, dir string) (*Staged, error) {
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, recordsFile), "deferred", "query_only(1)"))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s := &Staged{db: db}
	if err := db.QueryRowContext(ctx, `SELECT max(version_id) FROM migrations`).Scan(&s.version); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), db.Close())
	}
	return s, nil
}

// Close closes the file.
func (s *Staged) Close() error { return s.db.Close() }

// Version implements backup.Records.
func (s *Staged) Version() int64 { return s.version }

// Tables implements backup.Records.
func (s *Staged) Tables(ctx context.Context) ([]backup.Table, error) { return tables(ctx, s.db) }

// Rows implements backup.Records.
func (s *Staged) Rows(ctx context.Context, t backup.Table) iter.Seq2[backup.Row, error] {
	return rowsOf(ctx, s.db, t)
}
