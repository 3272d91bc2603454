package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Read implements host.Log.
func (l *Log) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) (list []host.Segment, err error) {
	rows, err := l.reading.QueryContext(ctx, string(room), int64(after))
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
	rows, err := l.read.QueryContext(ctx,
		`SELECT room, head FROM rooms WHERE room >= ? AND room < ? AND touched_at >= ? AND head > 0`,
		prefix, prefix+"\x7f", int64(since))
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
	err := l.read.QueryRowContext(ctx, `SELECT log_id FROM rooms WHERE room = ?`, string(room)).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read log id of %s: %w", room, err)
	}
	return id, nil
}

// Snapshot implements host.Log.
func (l *Log) Snapshot(ctx context.Context, room rooms.RoomID) (host.Snapshot, bool, error) {
	s := host.Snapshot{Room: room}
	var seq, version int64
	err := l.read.QueryRowContext(ctx, `SELECT seq, log_id, code, data FROM snap WHERE room = ?`, string(room)).
		Scan(&seq, &s.LogID, &version, &s.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return host.Snapshot{}, false, nil
	}
	if err != nil {
		return host.Snapshot{}, false, fmt.Errorf("read snapshot of %s: %w", room, err)
	}
	s.Seq, s.CodeVersion, s.Data = rooms.Seq(seq), int(version), unshielded(s.Data)
	return s, true, nil
}

// SaveSnapshot implements host.Log. A snapshot of another log history replaces
// any, since the old one's sequences mean nothing any more. One from before words were
// taken out of the log is not taken.
func (l *Log) SaveSnapshot(ctx context.Context, s host.Snapshot) error {
	err := l.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`INSERT INTO snap (room, seq, log_id, code, data) SELECT ?1, ?2, ?3, ?4, ?5
			 WHERE NOT EXISTS (SELECT 1 FROM rooms WHERE room = ?1 AND log_id = ?3 AND bare_at > ?2)
			 ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, log_id = excluded.log_id, code = excluded.code, data = excluded.data
			 WHERE snap.seq <= excluded.seq OR snap.log_id <> excluded.log_id`,
			string(s.Room), int64(s.Seq), s.LogID, s.CodeVersion, shielded(s.Data))
		return err
	})
	if err != nil {
		return fmt.Errorf("save snapshot of %s: %w", s.Room, err)
	}
	return nil
}
