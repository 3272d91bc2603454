package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5/stdlib"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/store/records"
	"palabre/signaling/host"
)

// Beside reads a database of Palabre's, beside the processes that have it: it takes no
// lock and makes no table.
type Beside struct {
	Records *records.Store
	Log     *Log

	pools []*sql.DB
}

// OpenBeside opens the database of a URL; a *backup.Refusal when Palabre has no tables in it.
func OpenBeside(ctx context.Context, url string) (_ *Beside, err error) {
	b := &Beside{}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	kept, err := b.pool(ctx, url, "palabre")
	if err != nil {
		return nil, err
	}
	log, err := b.pool(ctx, url, "palabre_log")
	if err != nil {
		return nil, err
	}
	b.Records = records.New(records.Engine{
		Read: kept, Write: kept, Isolation: sql.LevelSerializable,
		Again: again, Taken: taken, Undone: func(error) bool { return false }, Full: full,
	})
	b.Log = &Log{pool: log}
	return b, nil
}

// besideConns is how many connections a schema is read by: those of the people who are
// served are not to run short.
const besideConns = 2

func (b *Beside) pool(ctx context.Context, url, schema string) (*sql.DB, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["search_path"] = schema
	config.RuntimeParams["default_transaction_read_only"] = "on"
	p := stdlib.OpenDB(*config)
	p.SetMaxOpenConns(besideConns)
	p.SetMaxIdleConns(besideConns)
	b.pools = append(b.pools, p)
	var there bool
	if err := p.QueryRowContext(ctx, `SELECT to_regclass('migrations') IS NOT NULL`).Scan(&there); err != nil {
		return nil, refuse(err, config)
	}
	if !there {
		return nil, backup.Nothing(place(config) + " " + config.Database)
	}
	return p, nil
}

// Close closes the connections.
func (b *Beside) Close() error {
	var all error
	for _, p := range b.pools {
		all = errors.Join(all, p.Close())
	}
	return all
}

// Ends gives a room's head as its row says, and where its log ends, at one instant.
func (b *Beside) Ends(ctx context.Context, room rooms.RoomID) (head, last rooms.Seq, err error) {
	var row, log int64
	err = b.Log.pool.QueryRowContext(ctx,
		`SELECT head, (SELECT coalesce(max(seq), 0) FROM seg WHERE seg.room = rooms.id) FROM rooms WHERE room = $1`, string(room)).Scan(&row, &log)
	if err != nil {
		return 0, 0, fmt.Errorf("read head of %s: %w", room, err)
	}
	return rooms.Seq(row), rooms.Seq(log), nil
}

// cut is one transaction over both schemas: it sees the database as it was when it began.
type cut struct {
	tx      *sql.Tx
	version int64
	rooms   []backup.Room
}

// Cut is the database at one instant.
func (b *Beside) Cut(ctx context.Context) (_ backup.Cut, err error) {
	tx, err := b.Log.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("read database: %w", err)
	}
	c := &cut{tx: tx}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("read database: %w", err), c.Close())
		}
	}()
	// However long it takes: files are copied meanwhile, and a slow disk is waited for.
	if _, err := tx.ExecContext(ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil {
		return nil, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT max(version_id) FROM palabre.migrations`).Scan(&c.version); err != nil {
		return nil, err
	}
	c.rooms, err = readRooms(ctx, tx)
	return c, err
}

func readRooms(ctx context.Context, tx *sql.Tx) (list []backup.Room, err error) {
	rows, err := tx.QueryContext(ctx,
		`SELECT room, log_id, head, term, lease_until, touched_at, bare_at FROM palabre_log.rooms WHERE head > 0 ORDER BY room COLLATE "C"`)
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

// Close ends the transaction.
func (c *cut) Close() error { return c.tx.Rollback() }

// Rooms implements backup.Cut.
func (c *cut) Rooms() []backup.Room { return c.rooms }

// Segments implements backup.Cut.
func (c *cut) Segments(ctx context.Context, r backup.Room, after rooms.Seq, maxBytes int) (list []host.Segment, err error) {
	rows, err := c.tx.QueryContext(ctx,
		`SELECT s.seq_from, s.seq, s.term, s.at, s.data FROM palabre_log.seg s JOIN palabre_log.rooms r ON r.id = s.room
		 WHERE r.room = $1 AND s.seq > $2 AND s.seq <= $3 ORDER BY s.seq LIMIT $4`, string(r.ID), int64(after), int64(r.Head), pageRows)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", r.ID, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for size := 0; size <= maxBytes && rows.Next(); {
		var from, to, term, at int64
		one := host.Segment{Room: r.ID}
		if err := rows.Scan(&from, &to, &term, &at, &one.Data); err != nil {
			return nil, fmt.Errorf("read %s: %w", r.ID, err)
		}
		one.From, one.To, one.Term, one.At = rooms.Seq(from), rooms.Seq(to), uint64(term), rooms.Millis(at)
		list = append(list, one)
		size += len(one.Data)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", r.ID, err)
	}
	return list, nil
}

// Version implements backup.Records.
func (c *cut) Version() int64 { return c.version }

// Tables implements backup.Records.
func (c *cut) Tables(ctx context.Context) ([]backup.Table, error) { return tables(ctx, c.tx) }

// Rows implements backup.Records.
func (c *cut) Rows(ctx context.Context, t backup.Table) iter.Seq2[backup.Row, error] {
	return func(yield func(backup.Row, error) bool) {
		rows, err := c.tx.QueryContext(ctx, `SELECT `+t.List()+` FROM palabre.`+t.Name)
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

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// tables lists the tables of the schema palabre, each after those that it refers to.
func tables(ctx context.Context, on querier) ([]backup.Table, error) {
	refers := map[string][]string{}
	err := pairs(ctx, on, `SELECT f.relname, t.relname FROM pg_constraint c
		JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid JOIN pg_namespace n ON n.oid = f.relnamespace
		WHERE c.contype = 'f' AND n.nspname = 'palabre'`, func(from, to string) error {
		refers[from] = append(refers[from], to)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var names []string
	found := map[string]backup.Table{}
	err = pairs(ctx, on, `SELECT c.table_name, c.column_name || ' ' || c.data_type FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
		WHERE c.table_schema = 'palabre' ORDER BY c.table_name, c.ordinal_position`, func(name, column string) error {
		if backup.LeftOut(name) {
			return nil
		}
		t := found[name]
		if t.Name == "" {
			t.Name, names = name, append(names, name)
		}
		one, err := columnOf(name, column)
		t.Columns = append(t.Columns, one)
		found[name] = t
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]backup.Table, 0, len(names))
	for _, name := range backup.InOrder(slices.Clone(names), refers) {
		out = append(out, found[name])
	}
	return out, nil
}
