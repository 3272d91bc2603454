package app

import (
	"context"
	"maps"

	"palabre/rooms"
	"palabre/server/store"
)

// notBeside is the rooms' log as the projectors of this node look through it: what another living node hosts is its projectors'
// business, who hear of each commit. Two that read the same live room undid each other's place in it, and began again.
type notBeside struct {
	store.Log
	nodes store.Nodes // nil for a node alone
	owner string
}

// Heads implements jobs.Log.
func (n notBeside) Heads(ctx context.Context, prefix string, since rooms.Millis) (map[rooms.RoomID]rooms.Seq, error) {
	heads, err := n.Log.Heads(ctx, prefix, since)
	if err != nil || n.nodes == nil {
		return heads, err
	}
	held, err := n.nodes.HeldBeside(ctx, n.owner)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(heads, func(room rooms.RoomID, _ rooms.Seq) bool { return held[room] })
	return heads, nil
}
