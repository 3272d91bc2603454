package gateway

import (
	"context"
	"sync"
	"time"

	"palabre/rooms"
)

// names remembers what the directory said, for a while: logs and frames hold ids, people read names.
type names struct {
	g     *Gateway
	mu    sync.Mutex
	known map[nameKey]nameEntry
	// asking has the rooms whose names are being looked up: a room's people often come all at once,
	// and would each ask the same.
	asking map[rooms.RoomID]chan struct{}
}

type nameKey struct {
	room   rooms.RoomID
	member rooms.MemberID
}

type nameEntry struct {
	name  string // "" : nobody of that id
	until rooms.Millis
}

const maxNames = 20_000

// of gives the names of those who have one. Without a directory's answer in time, frames go without names: the client
// shows a blank and asks the REST interface.
func (n *names) of(room rooms.RoomID, ids []rooms.MemberID) map[rooms.MemberID]string {
	if len(ids) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(n.g.ctx, 2*time.Second)
	defer cancel()
	for {
		now := n.g.Clock.Now()
		out, unknown, busy := n.recall(room, ids, now)
		switch {
		case len(unknown) == 0:
			return out
		case busy == nil:
			return n.ask(ctx, room, unknown, out, now)
		}
		select {
		case <-busy:
		case <-ctx.Done():
		}
		if ctx.Err() != nil { // asking for those still unknown would fail at once
			return out
		}
	}
}

// ask looks names up and adds them to those known; others who want this room's wait meanwhile.
func (n *names) ask(ctx context.Context, room rooms.RoomID, unknown []rooms.MemberID, out map[rooms.MemberID]string, now rooms.Millis) map[rooms.MemberID]string {
	found, err := n.g.Directory.Names(ctx, room, unknown)
	if err != nil {
		n.g.Logger.Warn().Err(err).Str("room", string(room)).Msg("names could not be looked up")
	}
	n.learn(room, unknown, found, err == nil, now)
	for id, name := range found {
		out[id] = name
	}
	return out
}

// recall gives the names that are known, and the ids that are not: these are the caller's to ask for, unless busy says that
// somebody asks for names of that room already.
func (n *names) recall(room rooms.RoomID, ids []rooms.MemberID, now rooms.Millis) (out map[rooms.MemberID]string, unknown []rooms.MemberID, busy <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	out = make(map[rooms.MemberID]string, len(ids))
	for _, id := range ids {
		e, ok := n.known[nameKey{room, id}]
		switch {
		case !ok || e.until < now:
			unknown = append(unknown, id)
		case e.name != "":
			out[id] = e.name
		}
	}
	if ch, asked := n.asking[room]; asked {
		return out, unknown, ch
	}
	if len(unknown) > 0 {
		if n.asking == nil {
			n.asking = map[rooms.RoomID]chan struct{}{}
		}
		n.asking[room] = make(chan struct{})
	}
	return out, unknown, nil
}

// learn keeps what was answered, if it was, and lets the others look again.
func (n *names) learn(room rooms.RoomID, asked []rooms.MemberID, found map[rooms.MemberID]string, answered bool, now rooms.Millis) {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.asking[room])
	delete(n.asking, room)
	if !answered {
		return
	}
	if len(n.known)+len(asked) > maxNames {
		clear(n.known)
	}
	for _, id := range asked {
		n.known[nameKey{room, id}] = nameEntry{found[id], now + rooms.Millis(n.g.NameAge.Milliseconds())}
	}
}
