package relay

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// find looks once: the place when it is found, or how long to wait before the next look, or an error that looking again
// does not mend.
func (rt *route) find() (p place, wait time.Duration, err error) {
	r := rt.r
	ctx, cancel := context.WithTimeout(r.ctx, r.Patience)
	defer cancel()
	owner, left, err := r.Registry.Holder(ctx, rt.room)
	if err != nil {
		r.Logger.Warn().Err(err).Str("room", string(rt.room)).Msg("hôte d’une salle non trouvé / a room's host could not be looked up")
		return place{}, 4 * r.Again, nil
	}
	if owner != "" && owner != r.Self.ID && left > 0 {
		p, wait, err = rt.at(ctx, owner, left)
		rt.outOfReach(owner, !p.known())
		return p, wait, err
	}
	rt.outOfReach("", false)
	if r.draining.Load() && owner != r.Self.ID {
		return rt.at(ctx, r.successor(rt.room), r.Again)
	}
	switch err := r.Host.Open(ctx, rt.room); {
	case err == nil:
		return place{here: true, taken: owner != "" && owner != r.Self.ID}, 0, nil
	case elsewhere(err), ctx.Err() != nil:
		return place{}, r.Again, nil
	case errors.Is(err, host.ErrNoRoom):
		return place{}, 0, err
	default: // the store was away for a moment, perhaps, or the room cannot be read: whoever asks is patient for so long
		r.Logger.Warn().Err(err).Str("room", string(rt.room)).Msg("une salle n’a pu être ouverte ici / a room could not be opened here")
		return place{}, rt.rests(), nil
	}
}

// outOfReach notes whether the node that holds the room can be reached. One that cannot for longer than a dead node's lease lasts is
// alive, and this one is cut off from it: those who follow the room are better served by another node.
func (rt *route) outOfReach(owner NodeID, yes bool) {
	now := rt.r.Clock.Now()
	rt.mu.Lock()
	if !yes || rt.cut != owner {
		rt.cut, rt.since = "", now
		if yes {
			rt.cut = owner
		}
	}
	tell := yes && now-rt.since >= millis(rt.r.CutAfter)
	if tell {
		rt.since = now
	}
	rt.mu.Unlock()
	if tell {
		rt.r.Logger.Warn().Str("room", string(rt.room)).Str("node", string(owner)).Msg("nœud d’une salle hors d’atteinte / a room's node is out of reach")
		rt.r.OnCut(rt.room)
	}
}

// rests is how long to wait after the room could not be opened, longer each time: opening one reads its log.
func (rt *route) rests() time.Duration {
	const most = 20
	rt.mu.Lock()
	defer rt.mu.Unlock()
	rt.failed = min(rt.failed+4, most)
	return time.Duration(rt.failed) * rt.r.Again
}

// at gives the place at another node, when it can be reached.
func (rt *route) at(ctx context.Context, owner NodeID, left time.Duration) (place, time.Duration, error) {
	wait := max(min(left, rt.r.Again), time.Millisecond)
	peer := rt.r.peer(owner)
	if peer == nil {
		return place{}, wait, nil
	}
	l := peer.within(ctx, max(min(left, rt.r.Silence), rt.r.Again))
	if l == nil {
		return place{}, wait, nil // the next look finds it reachable, or its lease over
	}
	return place{link: l}, 0, nil
}

// arrive puts the found place in force; false when it was lost before it could be.
func (rt *route) arrive(p place) bool {
	rt.sending.Lock()
	rt.mu.Lock()
	if p.link != nil && p.link.broken() {
		rt.mu.Unlock()
		rt.sending.Unlock()
		return false
	}
	rt.place, rt.looking, rt.failed, rt.found = p, false, 0, rt.r.Clock.Now()
	turn, again, moved := rt.turn, slices.Clone(rt.waiting), rt.moved
	taken := p.taken || moved && p.here && rt.was.link != nil // by a handover; what this node had itself it took from nobody
	rt.moved = false
	rt.mu.Unlock()
	for _, q := range again {
		if rt.asking(q, turn) {
			q.give(p, turn)
		}
	}
	rt.sending.Unlock()
	if taken {
		rt.r.takeovers.Add(1)
	}
	if moved {
		rt.r.OnMoved(rt.room)
	}
	return true
}

// hopeless tells all who ask that the room cannot be had.
func (rt *route) hopeless(err error) {
	rt.mu.Lock()
	rt.looking = false
	moved := rt.moved
	rt.moved = false
	rt.mu.Unlock()
	rt.failAll(err)
	if moved {
		rt.r.OnMoved(rt.room) // who followed asks, and is told
	}
}

// patient tells those whose time is over, and whether anybody still waits for the room. Who leaves does not.
func (rt *route) patient() bool {
	now := rt.r.Clock.Now()
	rt.mu.Lock()
	var late, rest []*request
	stay := len(rt.follows) > 0
	for _, q := range rt.waiting {
		if q.until <= now {
			late = append(late, q)
			continue
		}
		rest = append(rest, q)
		stay = stay || !q.idle
	}
	if !stay {
		rt.looking = false
		late, rest = append(late, rest...), nil
	}
	for _, q := range late {
		q.done = true
	}
	rt.waiting = rest
	rt.mu.Unlock()
	for _, q := range late {
		q.fail(ErrNoHost)
	}
	return stay
}

// successor is the node that takes a room when this one stops: the same for all who ask, as long as they know the same nodes.
func (r *Relay) successor(room rooms.RoomID) NodeID {
	r.mu.Lock()
	defer r.mu.Unlock()
	var best NodeID
	var most uint64
	for _, n := range r.nodes {
		if n.ID == r.Self.ID || n.Draining {
			continue
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(string(n.ID) + "\x00" + string(room))) // a hash takes all it is given
		if sum := h.Sum64(); best == "" || sum > most {
			best, most = n.ID, sum
		}
	}
	return best
}
