package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// lockKey is Palabre's advisory lock in its database ("palabre" in ASCII).
const lockKey int64 = 0x70616c61627265

// InUse refuses a database that another node holds.
type InUse struct{}

// Code is the refusal's code.
func (InUse) Code() string { return "database_in_use" }

// FR is the refusal in French.
func (InUse) FR() string {
	return "Un autre Palabre se sert déjà de cette base de données. Un seul nœud à la fois, pour le moment\u00a0: arrêtez l’autre, ou donnez une autre base (PALABRE_DATABASE_URL)."
}

// EN is the refusal in English.
func (InUse) EN() string {
	return "Another Palabre already uses this database. One node at a time for now: stop the other, or give another database (PALABRE_DATABASE_URL)."
}

func (e *InUse) Error() string { return e.EN() }

// lock is an advisory lock, which lives as long as its connection. If that breaks
// another node may take it; terms then fence this one off, as everywhere.
type lock struct {
	url string

	mu   sync.Mutex
	conn *pgx.Conn
}

func take(ctx context.Context, url string) (*lock, error) {
	conn, err := win(ctx, url)
	if err != nil {
		return nil, err
	}
	return &lock{url: url, conn: conn}, nil
}

// win connects and takes the lock, or fails with *InUse.
func win(ctx context.Context, url string) (*pgx.Conn, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	// A node that vanishes without a word must not hold the lock for the two hours
	// of TCP's own patience.
	config.RuntimeParams["tcp_keepalives_idle"] = "10"
	config.RuntimeParams["tcp_keepalives_interval"] = "5"
	config.RuntimeParams["tcp_keepalives_count"] = "3"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	var won bool
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lockKey).Scan(&won); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the database: %w", err), conn.Close(ctx))
	}
	if !won {
		return nil, errors.Join(&InUse{}, conn.Close(ctx))
	}
	return conn, nil
}

// check says whether the lock holds, and takes it again when its connection was
// lost (the database was started again).
func (l *lock) check(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn.Ping(ctx) == nil {
		return nil
	}
	conn, err := win(ctx, l.url)
	if err != nil {
		return fmt.Errorf("lock of the database: %w", err)
	}
	l.conn = conn // the old one is closed: its ping failed
	return nil
}

func (l *lock) release() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return l.conn.Close(ctx)
}
