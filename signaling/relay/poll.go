package relay

import (
	"context"
	"time"

	"palabre/rooms"
)

// pollLoop learns the heads of rooms hosted elsewhere, so that a lost last batch is noticed, and forgets routes nobody uses.
func (r *Relay) pollLoop() {
	const forgetAfter = 10 * time.Minute
	for r.pause(r.ctx, r.PollEvery) == nil {
		now := r.Clock.Now()
		by := map[*link][]*route{}
		r.mu.Lock()
		for _, rt := range r.routesLocked() {
			rt.mu.Lock()
			idle := len(rt.follows) == 0 && len(rt.waiting) == 0 && len(rt.seats) == 0 && !rt.looking && !rt.running
			if idle && now-rt.used > millis(forgetAfter) {
				delete(r.routes, rt.room)
			} else if rt.place.link != nil && len(rt.follows) > 0 {
				by[rt.place.link] = append(by[rt.place.link], rt)
			}
			rt.mu.Unlock()
		}
		r.mu.Unlock()
		for l, routes := range by {
			r.spawn(func() { pollHeads(r.ctx, l, routes) })
		}
	}
}

func pollHeads(ctx context.Context, l *link, routes []*route) {
	ids := make([]rooms.RoomID, len(routes))
	for i, rt := range routes {
		ids[i] = rt.room
	}
	heads, err := l.heads(ctx, ids)
	if err != nil {
		return
	}
	for _, rt := range routes {
		if head, ok := heads[rt.room]; ok {
			rt.mu.Lock()
			if rt.place.link == l {
				rt.head, rt.headKnown = max(rt.head, head), true
			}
			rt.mu.Unlock()
		}
	}
}
