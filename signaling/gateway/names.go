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
	now := n.g.Clock.Now()
	out, unknown := n.recall(room, ids, now)
	if len(unknown) == 0 {
		return out
	}
	ctx, cancel := context.WithTimeout(n.g.ctx, 2*time.Second)
	defer cancel()
	found, err := n.g.Directory.Names(ctx, room, unknown)
	if err != nil {
		n.g.Logger.Warn().Err(err).Str("room", string(room)).Msg("names could not be looked up")
		return out
	}
	n.learn(room, unknown, found, now)
	for id, name := range found {
		out[id] = name
	}
	return out
}

func (n *names) recall(room rooms.RoomID, ids []rooms.MemberID, now rooms.Millis) (map[rooms.MemberID]string, []rooms.MemberID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := make(map[rooms.MemberID]string, len(ids))
	var unknown []rooms.MemberID
	for _, id := range ids {
		e, ok := n.known[nameKey{room, id}]
		switch {
		case !ok || e.until < now:
			unknown = append(unknown, id)
		case e.name != "":
			out[id] = e.name
		}
	}
	return out, unknown
}

func (n *names) learn(room rooms.RoomID, asked []rooms.MemberID, found map[rooms.MemberID]string, now rooms.Millis) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.known)+len(asked) > maxNames {
		clear(n.known)
	}
	for _, id := range asked {
		n.known[nameKey{room, id}] = nameEntry{found[id], now + rooms.Millis(n.g.NameAge.Milliseconds())}
	}
}
