package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"palabre/rooms"
)

// Reply is what another node answered to a call.
type Reply struct {
	Data []byte
	Err  error
}

// Call asks every other node that is known, at once, and gives their replies by node.
func (r *Relay) Call(ctx context.Context, name string, args []byte) map[NodeID]Reply {
	r.mu.Lock()
	peers := make([]*peer, 0, len(r.peers))
	for _, p := range r.peers {
		peers = append(peers, p)
	}
	r.mu.Unlock()
	var mu sync.Mutex
	var wg sync.WaitGroup
	out := make(map[NodeID]Reply, len(peers))
	for _, p := range peers {
		wg.Go(func() {
			data, err := p.call(ctx, name, args)
			mu.Lock()
			defer mu.Unlock()
			out[p.node.ID] = Reply{data, err}
		})
	}
	wg.Wait()
	return out
}

func (p *peer) call(ctx context.Context, name string, args []byte) ([]byte, error) {
	if l := p.current(); l != nil {
		return l.named(ctx, name, args)
	}
	return nil, ErrLink
}

// named calls a handler of the other side by its name.
func (l *link) named(ctx context.Context, name string, args []byte) ([]byte, error) {
	body, err := json.Marshal(name)
	if err != nil {
		return nil, fmt.Errorf("relay: encode: %w", err)
	}
	f, err := l.call(ctx, frame{head: head{Kind: kindCall, Body: body}, blobs: [][]byte{args}})
	if err != nil || len(f.blobs) != 1 {
		return nil, err
	}
	return f.blobs[0], nil
}

// Ask calls the node that hosts a room now, when it is another: nothing is asked, and nil given, when it is this one or none. A link
// to it is made, if need be, for as long as ctx lets it: nodes that have just begun do not reach each other yet.
func (r *Relay) Ask(ctx context.Context, room rooms.RoomID, name string, args []byte) ([]byte, error) {
	for {
		l, none, err := r.linkTo(ctx, room)
		switch {
		case none || err != nil:
			return nil, err
		case l != nil:
			return l.named(ctx, name, args)
		}
		if err := r.pause(ctx, r.Again); err != nil {
			return nil, errors.Join(ErrLink, err)
		}
	}
}

// linkTo gives the link to the node that hosts a room, nil when it cannot be had now; none when no other node hosts it.
func (r *Relay) linkTo(ctx context.Context, room rooms.RoomID) (l *link, none bool, err error) {
	if rt := r.known(room); rt != nil {
		rt.mu.Lock()
		p := rt.place
		rt.mu.Unlock()
		if p.known() {
			return p.link, p.here, nil
		}
	}
	owner, left, err := r.Registry.Holder(ctx, room)
	if err != nil || owner == "" || left <= 0 || owner == r.Self.ID {
		return nil, true, err //nolint:wrapcheck // the store's own
	}
	if p := r.peer(owner); p != nil {
		l = p.within(ctx, r.Silence)
	}
	return l, false, nil
}
