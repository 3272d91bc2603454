package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// pageRows bounds the segments that are asked for at once. What is asked for is sent whole, also what is not taken: without a
// bound each page of a long log would bring all that follows it.
const pageRows = 512

// Read implements host.Log.
func (l *Log) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) (list []host.Segment, err error) {
	rows, err := l.pool.QueryContext(ctx,
		`SELECT s.seq_from, s.seq, s.term, s.at, s.data FROM seg s JOIN rooms r ON r.id = s.room
		 WHERE r.room = $1 AND s.seq > $2 ORDER BY s.seq LIMIT $3`, string(room), int64(after), pageRows)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", room, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for size := 0; size <= maxBytes && rows.Next(); {
		var from, to, term, at int64
		one := host.Segment{Room: room}
		if err := rows.Scan(&from, &to, &term, &at, &one.Data); err != nil {
			return nil, fmt.Errorf("read %s: %w", room, err)
		}
		one.From, one.To, one.Term, one.At = rooms.Seq(from), rooms.Seq(to), uint64(term), rooms.Millis(at)
		list = append(list, one)
		size += len(one.Data)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", room, err)
	}
	return list, nil
}

// Heads gives the head of every room of a kind ("ses_", "brd_") that changed at
// or after the instant: projectors find with it what they have not read.
func (l *Log) Heads(ctx context.Context, prefix string, since rooms.Millis) (heads map[rooms.RoomID]rooms.Seq, err error) {
	rows, err := l.pool.QueryContext(ctx,
		`SELECT room, head FROM rooms WHERE starts_with(room, $1) AND touched_at >= $2 AND head > 0`,
		prefix, int64(since))
	if err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	heads = map[rooms.RoomID]rooms.Seq{}
	for rows.Next() {
		var room string
		var head int64
		if err := rows.Scan(&room, &head); err != nil {
			return nil, fmt.Errorf("read heads: %w", err)
		}
		heads[rooms.RoomID(room)] = rooms.Seq(head)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	return heads, nil
}

// LogID is the room's log history, "" when it has none: a document names it.
func (l *Log) LogID(ctx context.Context, room rooms.RoomID) (string, error) {
	var id string
	err := l.pool.QueryRowContext(ctx, `SELECT log_id FROM rooms WHERE room = $1`, string(room)).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read log id of %s: %w", room, err)
	}
	return id, nil
}

// Snapshot implements host.Log.
func (l *Log) Snapshot(ctx context.Context, room rooms.RoomID) (host.Snapshot, bool, error) {
	s := host.Snapshot{Room: room}
	var seq, version int64
	err := l.pool.QueryRowContext(ctx, `SELECT seq, log_id, code, data FROM snap WHERE room = $1`, string(room)).
		Scan(&seq, &s.LogID, &version, &s.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return host.Snapshot{}, false, nil
	}
	if err != nil {
		return host.Snapshot{}, false, fmt.Errorf("read snapshot of %s: %w", room, err)
	}
	s.Seq, s.CodeVersion = rooms.Seq(seq), int(version)
	return s, true, nil
}

// SaveSnapshot implements host.Log. A snapshot of another log history replaces
// any, since the old one's sequences mean nothing any more. One from before words were
// taken out of the log is not taken.
func (l *Log) SaveSnapshot(ctx context.Context, s host.Snapshot) error {
	_, err := l.pool.ExecContext(ctx,
		`WITH held AS (SELECT log_id, bare_at FROM rooms WHERE room = $1::text FOR KEY SHARE) -- waits for a redaction's end (FOR UPDATE), and holds up no append or renewal
		 INSERT INTO snap (room, seq, log_id, code, data) SELECT $1::text, $2::bigint, $3::text, $4::bigint, $5::bytea
		 WHERE NOT EXISTS (SELECT 1 FROM held WHERE log_id = $3::text AND bare_at > $2::bigint)
		 ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, log_id = excluded.log_id, code = excluded.code, data = excluded.data
		 WHERE snap.seq <= excluded.seq OR snap.log_id <> excluded.log_id`,
		string(s.Room), int64(s.Seq), s.LogID, int64(s.CodeVersion), s.Data)
	return told("save snapshot of "+string(s.Room), err)
}
