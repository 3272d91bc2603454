package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Palabre's advisory locks in its database. holdKey ("palabre" in ASCII) is held by
// every Palabre that has the database open: exclusively by one that is alone on it,
// shared by nodes. migrateKey is held while tables are made.
const (
	holdKey    int64 = 0x70616c61627265
	migrateKey int64 = holdKey + 1
)

// errClosed: the store was closed.
var errClosed = errors.New("the store is closed")

// lock is an advisory lock, which lives as long as its connection. When that breaks it
// is taken again at the next use; another Palabre may have taken it meanwhile, and terms
// then fence this one off, as everywhere. The connection also serves nodes and their
// clock, which is how a break is noticed at once.
type lock struct {
	config *pgx.ConnConfig
	shared bool

	turn  chan struct{} // one at a time on what follows
	conn  *pgx.Conn
	ended bool
}

// farewell is how long a Palabre that ended may still be seen by the server: its process there ends by itself, after the
// connection was closed.
const farewell = time.Second

func take(ctx context.Context, config *pgx.ConnConfig, shared bool) (*lock, error) {
	const again = 50 * time.Millisecond
	l := &lock{config: config, shared: shared, turn: make(chan struct{}, 1)}
	for begun := time.Now(); ; {
		conn, err := l.win(ctx)
		if err == nil {
			l.conn = conn
			return l, nil
		}
		var no *Refused
		if !errors.As(err, &no) || no.code != CodeInUse && no.code != CodeInUseByMany || time.Since(begun) > farewell {
			return nil, err
		}
		select {
		case <-time.After(again):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// win connects and takes the lock, or fails with *Refused.
func (l *lock) win(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	if version := conn.PgConn().ParameterStatus("server_version"); tooOld(version) {
		return nil, errors.Join(refuseOld(version), conn.Close(ctx))
	}
	if encoding := conn.PgConn().ParameterStatus("server_encoding"); encoding != "UTF8" {
		return nil, errors.Join(refuseEncoding(encoding), conn.Close(ctx))
	}
	if err := l.hold(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	return conn, nil
}

func (l *lock) hold(ctx context.Context, conn *pgx.Conn) error {
	try := "SELECT pg_try_advisory_lock($1)"
	if l.shared {
		try = "SELECT pg_try_advisory_lock_shared($1)"
	}
	var won bool
	if err := conn.QueryRow(ctx, try, holdKey).Scan(&won); err != nil {
		return fmt.Errorf("lock the database: %w", err)
	}
	if won {
		return nil
	}
	if l.shared {
		return refuseInUse() // nodes do not shut each other out
	}
	var nodes bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock'
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND (classid::bigint << 32 | objid::bigint) = $1 AND objsubid = 1)`, holdKey).Scan(&nodes)
	switch {
	case err != nil:
		return fmt.Errorf("see who holds the database: %w", err)
	case nodes:
		return refuseInUseByMany()
	default:
		return refuseInUse()
	}
}

// tooOld reads "15.13 (Debian …)"; what cannot be read is taken to be new.
func tooOld(version string) bool {
	digits := version
	if end := strings.IndexFunc(version, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		digits = version[:end]
	}
	major, err := strconv.Atoi(digits)
	return err == nil && major < oldest
}

// lockTime bounds what is done on the lock's connection: a server that does not answer
// must not let one question keep the next from being asked.
const lockTime = 4 * time.Second

// do runs fn on the lock's connection, once the lock is held: it is taken again first
// when its connection was lost. When that is noticed by fn, fn runs once more: it must
// bear that.
func (l *lock) do(ctx context.Context, fn func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, lockTime)
	defer cancel()
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if l.ended {
		return errClosed
	}
	if !l.conn.IsClosed() {
		if err := fn(ctx, l.conn); err == nil || !l.conn.IsClosed() || ctx.Err() != nil {
			return err
		}
	}
	conn, err := l.win(ctx)
	if err != nil {
		return fmt.Errorf("lock of the database: %w", err)
	}
	l.conn = conn // the old one is closed
	return fn(ctx, conn)
}

// check says whether the lock holds.
func (l *lock) check(ctx context.Context) error {
	return l.do(ctx, func(ctx context.Context, conn *pgx.Conn) error { return conn.Ping(ctx) })
}

// alone runs fn while no other Palabre does so in this database. It asks again and again
// instead of waiting in the server: a statement that waits there would keep others, such
// as the making of an index beside live traffic, from ending.
func (l *lock) alone(ctx context.Context, fn func(context.Context, *pgx.Conn) error) error {
	for {
		var won bool
		if err := l.conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", migrateKey).Scan(&won); err != nil {
			return fmt.Errorf("lock the tables: %w", err)
		}
		if won {
			break
		}
		pause(ctx, 50*time.Millisecond)
	}
	err := fn(ctx, l.conn)
	_, undone := l.conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", migrateKey)
	return errors.Join(err, undone)
}

func (l *lock) release() error {
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	l.ended = true
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return l.conn.Close(ctx)
}
