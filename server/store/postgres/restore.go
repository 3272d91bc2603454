package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/signaling/host"
)

// columnOf reads "name type".
func columnOf(table, told string) (backup.Column, error) {
	name, kind, _ := strings.Cut(told, " ")
	switch kind {
	case "text":
		return backup.Column{Name: name, Kind: backup.Text}, nil
	case "bigint":
		return backup.Column{Name: name, Kind: backup.Int}, nil
	case "boolean":
		return backup.Column{Name: name, Kind: backup.Bool}, nil
	default:
		return backup.Column{}, fmt.Errorf("%s.%s is of a type that backups do not know: %s", table, name, kind)
	}
}

func pairs(ctx context.Context, on querier, query string, each func(a, b string) error) (err error) {
	rows, err := on.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("list tables: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return fmt.Errorf("list tables: %w", err)
		}
		if err := each(a, b); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Stage brings records of an older version up to date, in a folder; close lets go of it.
type Stage func(ctx context.Context, dir string, from backup.Records) (_ backup.Records, close func() error, err error)

// Target is a database that a backup is restored into.
type Target struct {
	store *Store // keeps everybody else out
	url   string
	stage Stage
}

var _ backup.Target = (*Target)(nil)

// OpenTarget takes the database and makes its tables. It fails as Open when somebody has
// it, and with a *backup.Refusal when it holds somebody's data.
func OpenTarget(ctx context.Context, url string, stage Stage) (_ *Target, err error) {
	s, err := Open(ctx, Options{URL: url})
	if err != nil {
		return nil, err
	}
	t := &Target{store: s, url: url, stage: stage}
	conn, err := t.connect(ctx)
	if err == nil {
		err = errors.Join(empty(ctx, conn), conn.Close(ctx))
	}
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Close gives the database back.
func (t *Target) Close() error { return t.store.Close() }

func (t *Target) connect(ctx context.Context) (*pgx.Conn, error) {
	config, err := parse(t.url)
	if err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return conn, nil
}

// rowQuerier is a connection or a transaction.
type rowQuerier interface {
	Query(ctx context.Context, text string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, text string, args ...any) pgx.Row
}

// empty refuses a database in which something is kept.
func empty(ctx context.Context, on rowQuerier) error {
	names, err := list(ctx, on, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'palabre' AND table_type = 'BASE TABLE'`)
	if err != nil {
		return err
	}
	all := []string{"palabre_log.rooms"}
	for _, name := range names {
		if !backup.LeftOut(name) {
			all = append(all, "palabre."+name)
		}
	}
	for _, table := range all {
		var any bool
		if err := on.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+`)`).Scan(&any); err != nil {
			return fmt.Errorf("look into %s: %w", table, err)
		}
		if any {
			return backup.NotEmpty()
		}
	}
	return nil
}

func list(ctx context.Context, on rowQuerier, query string) ([]string, error) {
	rows, err := on.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Fill implements backup.Target: one transaction, which nobody sees anything of until it
// commits, and of which nothing is left when it does not.
func (t *Target) Fill(ctx context.Context, from *backup.Archive) (err error) {
	// Records of another version are brought up to date where that costs nothing.
	dir, err := os.MkdirTemp("", "palabre-restore-")
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(filepath.Clean(dir))) }()
	kept, end, err := t.stage(ctx, dir, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	conn, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	// However long it takes: files are read meanwhile, and a slow disk is waited for.
	_, err = tx.Exec(ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`)
	if err == nil {
		err = empty(ctx, tx)
	}
	for _, fill := range []func() error{
		func() error { return t.fillRecords(ctx, tx, kept) },
		func() error { return fillLog(ctx, tx, from) },
	} {
		if err == nil {
			err = fill()
		}
	}
	if err != nil {
		return errors.Join(err, tx.Rollback(context.WithoutCancel(ctx)))
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (t *Target) fillRecords(ctx context.Context, tx pgx.Tx, from backup.Records) error {
	all, err := from.Tables(ctx)
	if err != nil {
		return err
	}
	known, err := tables(ctx, t.store.Log.pool)
	if err != nil {
		return err
	}
	// An installation that was started has a link that makes an administrator.
	if _, err := tx.Exec(ctx, `DELETE FROM palabre.login_links; DELETE FROM palabre.auth_sessions`); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := backup.Match(known, all); err != nil {
		return err
	}
	for _, t := range all {
		columns := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			columns[i] = c.Name
		}
		rows := pull(from.Rows(ctx, t), func(r backup.Row) ([]any, error) { return r, nil })
		if err := rows.copy(ctx, tx, pgx.Identifier{"palabre", t.Name}, columns); err != nil {
			return err
		}
	}
	return nil
}

// fillLog copies the rooms and their segments. Each room has a new history: what clients
// remember of places in the old one is void.
func fillLog(ctx context.Context, tx pgx.Tx, from *backup.Archive) error {
	if _, err := tx.Exec(ctx, `DELETE FROM palabre_log.snap`); err != nil { // readiness leaves one
		return fmt.Errorf("restore log: %w", err)
	}
	rows := pull(from.Rooms(ctx), func(r backup.Room) ([]any, error) {
		return []any{string(r.ID), "", int64(r.Term), int64(r.Until), int64(r.Head), uuid.NewString(), int64(r.Touched), int64(r.Bare)}, nil
	})
	err := rows.copy(ctx, tx, pgx.Identifier{"palabre_log", "rooms"},
		[]string{"room", "owner", "term", "lease_until", "head", "log_id", "touched_at", "bare_at"})
	if err != nil {
		return err
	}
	ids, err := roomIDs(ctx, tx)
	if err != nil {
		return err
	}
	segments := pull(from.Segments(ctx), func(s host.Segment) ([]any, error) {
		id, ok := ids[s.Room]
		if !ok {
			return nil, fmt.Errorf("%s has no row", s.Room)
		}
		return []any{id, int64(s.From), int64(s.To), int64(s.Term), int64(s.At), s.Data}, nil
	})
	return segments.copy(ctx, tx, pgx.Identifier{"palabre_log", "seg"}, []string{"room", "seq_from", "seq", "term", "at", "data"})
}

func roomIDs(ctx context.Context, tx pgx.Tx) (map[rooms.RoomID]int64, error) {
	rows, err := tx.Query(ctx, `SELECT id, room FROM palabre_log.rooms`)
	if err != nil {
		return nil, fmt.Errorf("restore rooms: %w", err)
	}
	ids := map[rooms.RoomID]int64{}
	var id int64
	var room string
	_, err = pgx.ForEachRow(rows, []any{&id, &room}, func() error {
		ids[rooms.RoomID(room)] = id
		return nil
	})
	return ids, err
}

// source gives COPY the rows of a sequence.
type source[T any] struct {
	next func() (T, error, bool)
	stop func()
	row  func(T) ([]any, error)
	one  T
	err  error
}

func pull[T any](from iter.Seq2[T, error], row func(T) ([]any, error)) *source[T] {
	next, stop := iter.Pull2(from)
	return &source[T]{next: next, stop: stop, row: row}
}

// copy fills a table. What fails in the sequence is told as it is, and not in the
// server's words.
func (s *source[T]) copy(ctx context.Context, tx pgx.Tx, table pgx.Identifier, columns []string) error {
	defer s.stop()
	_, err := tx.CopyFrom(ctx, table, columns, s)
	if s.err != nil {
		return s.err
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", table[1], err)
	}
	return nil
}

// Next implements pgx.CopyFromSource.
func (s *source[T]) Next() bool {
	var ok bool
	s.one, s.err, ok = s.next()
	return ok && s.err == nil
}

// Values implements pgx.CopyFromSource.
func (s *source[T]) Values() ([]any, error) { return s.row(s.one) }

// Err implements pgx.CopyFromSource.
func (s *source[T]) Err() error { return s.err }
