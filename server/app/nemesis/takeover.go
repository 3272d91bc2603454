package nemesis

import (
	"context"
	"time"
)

// Takeovers kills the node that hosts the first meeting, again and again: as soon as the room goes on elsewhere and the dead node is
// back, the next.
func (l *Lab) Takeovers(ctx context.Context, times int) error {
	for n := range times {
		at := -1
		if err := await(ctx, "a host", func() bool {
			at = l.Cluster.Host(ctx, l.Meetings[0].Session)
			return at >= 0 && l.Cluster.Nodes[at].Up()
		}); err != nil {
			return err
		}
		hosted := l.hosted(ctx, at)
		h := happened{Fault: Fault{Kind: Kill, Node: at}, began: l.w.now(), host: at}
		l.Cluster.Nodes[at].Kill()
		dead := l.w.now()
		for _, room := range hosted {
			var on time.Duration
			late, cancel := context.WithTimeout(ctx, time.Minute)
			err := await(late, "a room to be taken over", func() (ok bool) { on, ok = l.w.wentOn(room, dead); return ok })
			cancel()
			if err != nil {
				l.w.violated("I12", "%s was not taken over: %v", room, err)
				continue
			}
			l.takeovers = append(l.takeovers, on-h.began)
			h.stall = max(h.stall, on-h.began)
		}
		if still, _ := l.machine.stood(h.began, l.w.now()); h.stall > l.Patience+still {
			l.w.violated("I12", "a room was taken over after %s", h.stall)
		}
		if err := l.Cluster.Nodes[at].Start(ctx); err != nil {
			return err
		}
		h.ended = l.w.now()
		l.goesOn(ctx, &h)
		l.faults = append(l.faults, h)
		l.Say("%8.3fs  kill %d of node %d: %d rooms, the slowest went on after %s", l.w.now().Seconds(), n+1, at, len(hosted), h.stall.Round(time.Millisecond))
	}
	return ctx.Err()
}

// hosted gives the rooms that a node has now.
func (l *Lab) hosted(ctx context.Context, node int) (all []string) {
	for _, m := range l.Meetings {
		for _, room := range []string{m.Session, m.Board} {
			if l.Cluster.Host(ctx, room) == node {
				all = append(all, room)
			}
		}
	}
	return all
}
