package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
)

// How rooms' holders are asked for together. When a node dies, forty rooms and everybody who comes back ask at once, and again every
// few dozen milliseconds until its leases end; each by a query of its own, they kept renewals waiting.
const (
	gatherFor    = 5 * time.Millisecond // how long the first who asks waits for others
	holderWithin = 5 * time.Second      // how long the database may take to answer them
)

type holding struct {
	owner string
	until rooms.Millis
}

// gathering is one query, of everybody who asked before it went out.
type gathering struct {
	asked map[rooms.RoomID]struct{}
	done  chan struct{}
	held  map[rooms.RoomID]holding
	err   error
}

// Holder implements store.Log. What it gives was read after it was asked for.
func (l *Log) Holder(ctx context.Context, room rooms.RoomID) (owner string, until rooms.Millis, err error) {
	g := l.gather(room)
	select {
	case <-g.done:
	case <-ctx.Done():
		return "", 0, ctx.Err()
	}
	if g.err != nil {
		return "", 0, told("holder of "+string(room), g.err)
	}
	h := g.held[room]
	return h.owner, h.until, nil
}

func (l *Log) gather(room rooms.RoomID) *gathering {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.next
	if g == nil {
		g = &gathering{asked: map[rooms.RoomID]struct{}{}, done: make(chan struct{})}
		l.next = g
		time.AfterFunc(gatherFor, func() { l.ask(g) })
	}
	g.asked[room] = struct{}{}
	return g
}

func (l *Log) ask(g *gathering) {
	l.mu.Lock()
	l.next = nil // who comes now asks by another query: this one may already have read
	names := make([]string, 0, len(g.asked))
	for room := range g.asked {
		names = append(names, string(room))
	}
	l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), holderWithin)
	defer cancel()
	g.held, g.err = l.holders(ctx, names)
	close(g.done)
}

func (l *Log) holders(ctx context.Context, names []string) (held map[rooms.RoomID]holding, err error) {
	l.holderQueries.Add(1)
	rows, err := l.pool.QueryContext(ctx, `SELECT room, owner, lease_until FROM rooms WHERE room = ANY($1::text[]) AND owner <> ''`, names)
	if err != nil {
		return nil, fmt.Errorf("holders: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	held = make(map[rooms.RoomID]holding, len(names))
	for rows.Next() {
		var room, owner string
		var until int64
		if err := rows.Scan(&room, &owner, &until); err != nil {
			return nil, fmt.Errorf("holders: %w", err)
		}
		held[rooms.RoomID(room)] = holding{owner, rooms.Millis(until)}
	}
	return held, rows.Err()
}
