package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"palabre/rooms"
)

// Nodes is what several nodes on one database know of each other, and tell all of them.
type Nodes struct {
	lock *lock
	log  *Log
}

// Node is one of the Palabre processes on a database.
type Node struct {
	ID       string // made anew at each start
	Link     string // where the others speak to it, host:port; "" for nowhere
	Version  string // the program's
	Draining bool   // it gives its rooms away and takes none
	Files    string // names where it keeps files, "" of a version that does not say
	// Seen is when it said so last, by the database's clock.
	Seen rooms.Millis
}

// Tiding is something that every node is to know, in one order for all of them.
type Tiding struct {
	ID     int64 // rises; not dense
	Origin string
	Kind   string
	Args   []byte
	At     rooms.Millis // by the database's clock
}

// Rows are forgotten after a time, in milliseconds.
const (
	nodesKept   rooms.Millis = 3600 * 1000
	tidingsKept rooms.Millis = 24 * 3600 * 1000
)

// tellKey is locked by whoever tells, until it is committed.
const tellKey = holdKey + 2

const clockSQL = `(extract(epoch FROM clock_timestamp()) * 1000)::bigint`

// beatSQL is one round trip. The outer SELECT sees the table as it was before, which is
// why one's own row comes from the INSERT. Rows to forget that others are at are left to
// them, so that two beats never wait for each other.
const beatSQL = `
WITH clock AS MATERIALIZED (
	SELECT ` + clockSQL + ` AS now
), me AS (
	INSERT INTO palabre_log.nodes (id, link, version, draining, files, seen_at)
	SELECT $1::text, $2::text, $3::text, $4::boolean, $7::text, now FROM clock
	ON CONFLICT (id) DO UPDATE SET link = excluded.link, version = excluded.version, draining = excluded.draining, files = excluded.files, seen_at = excluded.seen_at
	RETURNING id, link, version, draining, files, seen_at
), old AS (
	DELETE FROM palabre_log.nodes WHERE id IN (
		SELECT n.id FROM palabre_log.nodes n, clock c WHERE n.seen_at < c.now - $5::bigint AND n.id <> $1::text FOR UPDATE OF n SKIP LOCKED)
), past AS (
	DELETE FROM palabre_log.tidings WHERE id IN (
		SELECT t.id FROM palabre_log.tidings t, clock c WHERE t.at < c.now - $6::bigint FOR UPDATE OF t SKIP LOCKED)
)
SELECT c.now, n.id, n.link, n.version, n.draining, n.files, n.seen_at
FROM clock c, (
	SELECT id, link, version, draining, files, seen_at FROM me
	UNION ALL
	SELECT o.id, o.link, o.version, o.draining, o.files, o.seen_at FROM palabre_log.nodes o, clock k WHERE o.id <> $1::text AND o.seen_at >= k.now - $5::bigint
) n ORDER BY n.id`

// Beat says that a node lives, as it is, and gives all nodes that said so within the hour,
// itself among them, by id, with the database's time. A lock that was lost is taken
// again first: it fails with *Refused when a Palabre that is alone on the database has
// taken its place.
func (n *Nodes) Beat(ctx context.Context, node Node) (all []Node, now rooms.Millis, err error) {
	err = n.lock.do(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		all = nil
		rows, err := conn.Query(ctx, beatSQL, node.ID, node.Link, node.Version, node.Draining, int64(nodesKept), int64(tidingsKept), node.Files)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one Node
			var at, seen int64
			if err := rows.Scan(&at, &one.ID, &one.Link, &one.Version, &one.Draining, &one.Files, &seen); err != nil {
				return err
			}
			one.Seen, now = rooms.Millis(seen), rooms.Millis(at)
			all = append(all, one)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, 0, told("beat", err)
	}
	return all, now, nil
}

// Gone takes a node's row away, at its end.
func (n *Nodes) Gone(ctx context.Context, id string) error {
	return told("leave", n.lock.do(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `DELETE FROM palabre_log.nodes WHERE id = $1`, id)
		return err
	}))
}

// Tell writes a tiding and gives its place. Places become visible in their order: whoever
// has read one has read all before it that will ever be. When the answer to its commit
// was lost it is told again, so that a tiding may be there twice.
func (n *Nodes) Tell(ctx context.Context, origin, kind string, args []byte) (id int64, err error) {
	tell := func(ctx context.Context, tx *sql.Tx) error {
		// Numbers are given in order and committed in any order: a reader could pass by one
		// that is not there yet. So the next one waits for this one to be committed.
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, tellKey); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx,
			`INSERT INTO tidings (origin, kind, args, at) VALUES ($1, $2, $3, `+clockSQL+`) RETURNING id`,
			origin, kind, string(args)).Scan(&id)
	}
	// Not by what the node hosts by: it waits for every other node that tells.
	if err = write(ctx, n.log.pool, tell); unsure(err) != nil {
		err = write(ctx, n.log.pool, tell)
	}
	return id, told("tell", err)
}

// Heard gives the tidings that follow a place, in order, at most so many.
func (n *Nodes) Heard(ctx context.Context, after int64, most int) (list []Tiding, err error) {
	rows, err := n.log.pool.QueryContext(ctx, `SELECT id, origin, kind, args, at FROM tidings WHERE id > $1 ORDER BY id LIMIT $2`, after, most)
	if err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one Tiding
		var args string
		var at int64
		if err := rows.Scan(&one.ID, &one.Origin, &one.Kind, &args, &at); err != nil {
			return nil, fmt.Errorf("hear: %w", err)
		}
		one.Args, one.At = []byte(args), rooms.Millis(at)
		list = append(list, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	return list, nil
}

// LastTiding is the place of the last tiding, 0 for none: what a node that begins has
// heard.
func (n *Nodes) LastTiding(ctx context.Context) (int64, error) {
	var id int64
	err := n.log.pool.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM tidings`).Scan(&id)
	return id, told("last tiding", err)
}

// HeldBeside gives the rooms that other owners hold now, by the database's clock.
func (n *Nodes) HeldBeside(ctx context.Context, owner string) (held map[rooms.RoomID]bool, err error) {
	rows, err := n.log.pool.QueryContext(ctx, `SELECT room FROM rooms WHERE owner <> '' AND owner <> $1 AND lease_until > `+clockSQL, owner)
	if err != nil {
		return nil, fmt.Errorf("held beside: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	held = map[rooms.RoomID]bool{}
	for rows.Next() {
		var room string
		if err := rows.Scan(&room); err != nil {
			return nil, fmt.Errorf("held beside: %w", err)
		}
		held[rooms.RoomID(room)] = true
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("held beside: %w", err)
	}
	return held, nil
}
