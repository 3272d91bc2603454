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
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/store/records"
	"palabre/signaling/host"
)

// Beside reads a folder of Palabre's data, beside the process that has it if there is
// one: it takes no lock, makes no table, and every reading of the log is short, so that
// emptying the write-ahead log never waits for it (see Log.truncate).
type Beside struct {
	Records *records.Store
	Log     *Log

	files []*sql.DB
	own   *sql.DB // of palabre.db: readings that last
}

// OpenBeside opens the folder; a *backup.Refusal when there is none.
func OpenBeside(ctx context.Context, dir string) (_ *Beside, err error) {
	b := &Beside{}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	var kept, log *sql.DB
	for name, p := range map[string]**sql.DB{recordsFile: &kept, logFile: &log} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, backup.Nothing(dir)
		} else if err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
		if *p, err = sql.Open("sqlite", dsn(path, "deferred", "query_only(1)")); err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
		b.files = append(b.files, *p)
	}
	b.own = kept
	b.Records = records.New(records.Engine{
		Read: kept, Write: kept, Isolation: sql.LevelDefault,
		Again: busy, Taken: taken, Undone: undone, Full: func(err error) bool { return full(dir, err) },
	})
	b.Log = &Log{dir: dir, read: log}
	if b.Log.reading, err = log.PrepareContext(ctx, readSQL); err != nil {
		return nil, fmt.Errorf("prepare log: %w", err)
	}
	return b, nil
}

const (
	recordsFile = "palabre.db"
	logFile     = "rooms.db"
	readSQL     = `SELECT s.seq_from, s.seq, s.term, s.at, s.data FROM seg s JOIN rooms r ON r.id = s.room
		 WHERE r.room = ? AND s.seq > ? ORDER BY s.seq`
)

// Close closes the files.
func (b *Beside) Close() error {
	var all error
	if b.Log != nil && b.Log.reading != nil {
		all = b.Log.reading.Close()
	}
	for _, f := range b.files {
		all = errors.Join(all, f.Close())
	}
	return all
}

// Ends gives a room's head as its row says, and where its log ends, at one instant.
func (b *Beside) Ends(ctx context.Context, room rooms.RoomID) (head, last rooms.Seq, err error) {
	var row, log int64
	err = b.Log.read.QueryRowContext(ctx,
		`SELECT head, (SELECT coalesce(max(seq), 0) FROM seg WHERE seg.room = rooms.id) FROM rooms WHERE room = ?`, string(room)).Scan(&row, &log)
	if err != nil {
		return 0, 0, fmt.Errorf("read head of %s: %w", room, err)
	}
	return rooms.Seq(row), rooms.Seq(log), nil
}

// cut is the records as one transaction sees them, and the heads of that instant. The
// log needs no transaction that lasts: it only grows, so what leads up to a head is the
// same whenever it is read, but for words that are destroyed meanwhile.
type cut struct {
	*Beside
	tx      *sql.Tx
	version int64
	rooms   []backup.Room
}

// cutTries is how often both files are looked at anew to find them at one instant.
const cutTries = 200

// Cut is the installation at one instant, though no transaction spans the two files: the
// records are fixed, then the heads, and when something was committed to the records in
// between it is done again. When people write them without cease the last try stands: a
// projector commits its cursor after it has read what the log had committed, so heads
// that are read after cursors are never behind them.
func (b *Beside) Cut(ctx context.Context) (backup.Cut, error) {
	watch, err := b.own.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open records: %w", err)
	}
	defer func() { _ = watch.Close() }() // goes back to its pool
	for try := 1; ; try++ {
		c, same, err := b.try(ctx, watch)
		if err != nil || same || try == cutTries {
			return c, err
		}
		if err := c.Close(); err != nil {
			return nil, err
		}
	}
}

// try fixes the records and then the heads, and says whether the records stood still.
func (b *Beside) try(ctx context.Context, watch *sql.Conn) (_ *cut, same bool, err error) {
	c := &cut{Beside: b}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("read installation: %w", err), c.Close())
		}
	}()
	before, err := dataVersion(ctx, watch)
	if err != nil {
		return nil, false, err
	}
	if c.tx, err = b.own.BeginTx(ctx, nil); err != nil {
		return nil, false, err
	}
	// A transaction sees the file as it is at its first reading.
	if err := c.tx.QueryRowContext(ctx, `SELECT max(version_id) FROM migrations`).Scan(&c.version); err != nil {
		return nil, false, err
	}
	heads, err := b.Log.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, false, err
	}
	defer func() { err = errors.Join(err, heads.Rollback()) }()
	var n int64
	if err := heads.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM rooms`).Scan(&n); err != nil {
		return nil, false, err
	}
	after, err := dataVersion(ctx, watch)
	if err != nil {
		return nil, false, err
	}
	c.rooms, err = readRooms(ctx, heads)
	return c, before == after, err
}

// dataVersion changes when another connection has committed something.
func dataVersion(ctx context.Context, on *sql.Conn) (v int64, err error) {
	err = on.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v)
	return v, err
}

func readRooms(ctx context.Context, tx *sql.Tx) (list []backup.Room, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT room, log_id, head, term, lease_until, touched_at, bare_at FROM rooms WHERE head > 0 ORDER BY room`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r backup.Room
		var head, term, until, touched, bare int64
		if err := rows.Scan((*string)(&r.ID), &r.LogID, &head, &term, &until, &touched, &bare); err != nil {
			return nil, err
		}
		r.Head, r.Term, r.Until, r.Touched, r.Bare = rooms.Seq(head), uint64(term), rooms.Millis(until), rooms.Millis(touched), rooms.Seq(bare)
		list = append(list, r)
	}
	return list, rows.Err()
}

// Close ends the reading; the folder stays open.
func (c *cut) Close() error {
	if c.tx == nil {
		return nil
	}
	return c.tx.Rollback()
}

// Rooms implements backup.Cut.
func (c *cut) Rooms() []backup.Room { return c.rooms }

// Segments implements backup.Cut.
func (c *cut) Segments(ctx context.Context, r backup.Room, after rooms.Seq, maxBytes int) ([]host.Segment, error) {
	list, err := c.Log.Read(ctx, r.ID, after, maxBytes)
	if err != nil {
		return nil, err
	}
	// A head is where a segment ends: those beyond came after the instant.
	return slices.DeleteFunc(list, func(s host.Segment) bool { return s.To > r.Head }), nil
}

// Version implements backup.Records.
func (c *cut) Version() int64 { return c.version }

// Tables implements backup.Records.
func (c *cut) Tables(ctx context.Context) ([]backup.Table, error) { return tables(ctx, c.tx) }

// Rows implements backup.Records.
func (c *cut) Rows(ctx context.Context, t backup.Table) iter.Seq2[backup.Row, error] {
	return rowsOf(ctx, c.tx, t)
}

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// tables lists the tables of palabre.db, each after those that it refers to.
func tables(ctx context.Context, on querier) ([]backup.Table, error) {
	names, err := texts(ctx, on, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	refers := map[string][]string{}
	for _, name := range names {
		if refers[name], err = texts(ctx, on, `SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)`, name); err != nil {
			return nil, fmt.Errorf("list tables: %w", err)
		}
	}
	out := make([]backup.Table, 0, len(names))
	for _, name := range backup.InOrder(names, refers) {
		t := backup.Table{Name: name}
		columns, err := texts(ctx, on, `SELECT name || ' ' || upper(type) FROM pragma_table_info(?) ORDER BY cid`, name)
		if err != nil {
			return nil, fmt.Errorf("list columns: %w", err)
		}
		for _, c := range columns {
			column, kind, _ := strings.Cut(c, " ")
			one := backup.Column{Name: column}
			switch kind {
			case "TEXT":
				one.Kind = backup.Text
			case "BIGINT", "INTEGER":
				one.Kind = backup.Int
			case "BOOLEAN":
				one.Kind = backup.Bool
			default:
				return nil, fmt.Errorf("%s.%s is of a type that backups do not know: %s", name, column, kind)
			}
			t.Columns = append(t.Columns, one)
		}
		out = append(out, t)
	}
	return out, nil
}

func texts(ctx context.Context, on querier, query string, args ...any) (list []string, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// rowsOf reads a table, in the order its rows came.
func rowsOf(ctx context.Context, on querier, t backup.Table) iter.Seq2[backup.Row, error] {
	return func(yield func(backup.Row, error) bool) {
		rows, err := on.QueryContext(ctx, `SELECT `+t.List()+` FROM `+t.Name+` ORDER BY rowid`)
		if err != nil {
			yield(nil, fmt.Errorf("read %s: %w", t.Name, err))
			return
		}
		defer func() { _ = rows.Close() }() // its errors are those of rows.Err
		for rows.Next() {
			row, err := t.Scan(rows.Scan)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, fmt.Errorf("read %s: %w", t.Name, err))
		}
	}
}
