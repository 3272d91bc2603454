package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"palabre/rooms"
	"palabre/signaling/host"
)

// claimSQL makes the room or wins it. The row is looked at, and locked, before it is changed: RETURNING does not give what was there.
// A room that was made this instant by another is not seen there, which the INSERT waits for and finds. The end is host.Moved's, as in
// renewSQL.
const claimSQL = `
WITH was AS (
	SELECT lease_until FROM rooms WHERE room = $1::text FOR NO KEY UPDATE
), claimed AS (
	INSERT INTO rooms AS r (room, owner, term, lease_until, head, log_id, touched_at)
	SELECT $1::text, $2::text, 1, $3::bigint, 0, $4::text, 0 FROM (SELECT count(*) FROM was) looked
	ON CONFLICT (room) DO UPDATE SET owner = excluded.owner, term = r.term + 1, lease_until = CASE
		WHEN r.owner = excluded.owner AND r.lease_until > excluded.lease_until AND r.lease_until - excluded.lease_until < 60000
		THEN r.lease_until ELSE excluded.lease_until END
	WHERE r.owner = '' OR r.owner = excluded.owner OR r.lease_until <= $5::bigint
	RETURNING r.term, r.head, r.log_id
)
SELECT c.term, c.head, c.log_id, w.lease_until FROM claimed c LEFT JOIN was w ON true`

// Claim implements host.Log. Said twice, because the answer was lost, it wins the room from itself, with the next term.
func (l *Log) Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (lease host.Lease, err error) {
	var term, head int64
	var ended sql.NullInt64
	err = idempotent(ctx, func(ctx context.Context) error {
		return l.pool.QueryRowContext(ctx, claimSQL, string(room), owner, int64(until), uuid.NewString(), int64(now)).
			Scan(&term, &head, &lease.LogID, &ended)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = host.ErrHeld
	}
	if err != nil {
		return host.Lease{}, told("claim "+string(room), err)
	}
	lease.Term, lease.Head = uint64(term), rooms.Seq(head)
	switch {
	case ended.Valid:
		lease.Since = min(rooms.Millis(ended.Int64), now)
	case term > 1: // it was made, and given back, while this waited
		lease.Since = now
	}
	return lease, nil
}

// renewSQL locks rows in one order, so that renewals and commits do not wait for each other in a ring.
const renewSQL = `
WITH mine AS (
	SELECT r.id FROM rooms r JOIN unnest($1::text[], $2::bigint[]) AS h (room, term)
	ON r.room = h.room AND r.term = h.term WHERE r.owner = $3 ORDER BY r.id FOR NO KEY UPDATE OF r
)
UPDATE rooms r SET lease_until = CASE WHEN r.lease_until > $4 AND r.lease_until - $4 < 60000 THEN r.lease_until ELSE $4 END
FROM mine m WHERE r.id = m.id RETURNING r.room`

// Renew implements host.Log.
func (l *Log) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) (lost []rooms.RoomID, err error) {
	room, term := make([]string, len(held)), make([]int64, len(held))
	for i, h := range held {
		room[i], term[i] = string(h.Room), int64(h.Term)
	}
	var kept map[rooms.RoomID]bool
	err = idempotent(ctx, func(ctx context.Context) (err error) {
		kept = make(map[rooms.RoomID]bool, len(held))
		rows, err := l.hosting.QueryContext(ctx, renewSQL, room, term, owner, int64(until))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			kept[rooms.RoomID(name)] = true
		}
		return rows.Err()
	})
	if err != nil {
		return nil, told("renew leases", err)
	}
	for _, h := range held {
		if !kept[h.Room] {
			lost = append(lost, h.Room)
		}
	}
	return lost, nil
}

// Release implements host.Log.
func (l *Log) Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	_, err := l.pool.ExecContext(ctx,
		`UPDATE rooms SET owner = '', lease_until = $4 WHERE room = $1 AND owner = $2 AND term = $3`,
		string(room), owner, int64(term), int64(now))
	return told("release "+string(room), err)
}
