package nemesis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// happened is a fault as it was.
type happened struct {
	Fault
	began, ended time.Duration
	stall        time.Duration   // the longest time in which nothing was saved in some room
	went         time.Duration   // the slowest room went on so long after its end
	took         []time.Duration // of draining nodes
	host         int             // of the first meeting, when it began
	hosts        map[string]int  // of every room then
	crashed      time.Duration   // when PostgreSQL was gone
}

// Harm does what a schedule says for a while; after each fault it waits until every room goes on.
func (l *Lab) Harm(ctx context.Context, s *Schedule, long time.Duration) error {
	l.meter.enter(harmed)
	until := l.w.now() + long
	s.disks = len(l.Disks) > 0
	for ctx.Err() == nil && l.w.now() < until {
		if err := l.One(ctx, s.Next()); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// One does one fault.
func (l *Lab) One(ctx context.Context, f Fault) error {
	l.sleep(ctx, f.After)
	h := happened{Fault: f, host: -1, hosts: l.Cluster.Hosts(ctx)}
	if at, known := h.hosts[l.Meetings[0].Session]; known {
		h.host = at
	}
	if f.Host && h.host >= 0 {
		h.Node = h.host
		if h.Other == h.Node {
			h.Other = (h.Node + 1) % len(l.Cluster.Nodes)
		}
	}
	h.Node, h.Other = l.spared(f.Kind, h.Node, h.Other)
	h.began = l.w.now()
	l.Say("%8.3fs  %s  (node %d, host %d)", h.began.Seconds(), f, h.Node, h.host)
	and := h
	if f.And != nil {
		and.Fault = *f.And
	}
	var both sync.WaitGroup
	var also error
	if f.And != nil {
		both.Go(func() { also = l.do(ctx, &and) })
	}
	err := l.do(ctx, &h)
	both.Wait()
	if err = errors.Join(err, also); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	h.ended = l.w.now()
	l.goesOn(ctx, &h)
	l.wentOnMeanwhile(&h)
	l.faults = append(l.faults, h)
	return nil
}

// spared chooses other nodes than those whose process is to live on. They may be frozen and cut off as any other.
func (l *Lab) spared(kind Kind, node, other int) (int, int) {
	mortal := len(l.Cluster.Nodes) - l.Spare
	switch kind {
	case Kill, KillTwo, Drain:
		if node >= mortal {
			node = (node + other) % mortal
		}
		if other >= mortal || other == node {
			other = (node + 1) % mortal
		}
	default: // no process ends, or they end one after the other: see Roll
	}
	return node, other
}

func (l *Lab) sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// goesOn waits until something that was said after the fault is saved in every room (I12).
func (l *Lab) goesOn(ctx context.Context, h *happened) {
	const hopeless = 60 * time.Second
	for _, m := range l.Meetings {
		for _, room := range []string{m.Session, m.Board} {
			var at time.Duration
			late, cancel := context.WithTimeout(ctx, hopeless)
			err := await(late, "a room to go on", func() (ok bool) { at, ok = l.w.wentOn(room, h.ended); return ok })
			cancel()
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				l.w.violated("I12", "%s: nothing was saved for %s after %s", room, hopeless, h.Fault)
				h.went = hopeless
			default:
				h.went = max(h.went, at-h.ended)
			}
		}
	}
	if still, _ := l.machine.stood(h.ended, h.ended+h.went); h.went > l.Patience+still {
		l.w.violated("I12", "it took %s for all rooms to go on after %s", h.went.Round(time.Millisecond), h.Fault)
	}
}

// do has it happen, from its beginning to its end.
func (l *Lab) do(ctx context.Context, h *happened) error {
	c := l.Cluster
	node := c.Nodes[h.Node]
	last := func() { l.sleep(ctx, h.For) }
	switch h.Kind {
	case Kill:
		node.Kill()
		last()
		return node.Start(ctx)
	case KillTwo:
		node.Kill()
		c.Nodes[h.Other].Kill()
		last()
		if err := node.Start(ctx); err != nil {
			return err
		}
		return c.Nodes[h.Other].Start(ctx)
	case Freeze:
		node.Freeze()
		last()
		node.Thaw()
	case Drain:
		return l.drain(ctx, h, node)
	case Roll:
		for _, n := range c.Nodes[:len(c.Nodes)-l.Spare] {
			if err := l.drain(ctx, h, n); err != nil {
				return err
			}
		}
	case RedisKill, RedisAway:
		c.Redis.Kill()
		last()
		return c.Redis.Run(ctx)
	case RedisFlush:
		for _, command := range []string{"FLUSHALL", "CLIENT KILL TYPE pubsub", "CLIENT KILL TYPE normal"} {
			if _, err := c.Redis.Do(command); err != nil {
				return err
			}
		}
	case StoreCrash, StoreAway:
		if err := c.pg.Crash(); err != nil {
			return err
		}
		h.crashed = l.w.now()
		last()
		return c.pg.Run()
	case StoreFull:
		return l.fill(ctx, h.Way, last)
	default:
		l.net(h, node)
		last()
		l.heal()
	}
	return nil
}

// fill leaves PostgreSQL without room on one of its disks for a while. Where it cannot add to its data it refuses what would; where
// it cannot write its log it ends in the middle of everything, and recovers when it can, or stays away, and is started again as
// whoever freed its disk would.
func (l *Lab) fill(ctx context.Context, which int, last func()) error {
	if which >= len(l.Disks) {
		return errors.New("PostgreSQL has no disk that can be filled")
	}
	disk := l.Disks[which]
	if err := disk.Fill(); err != nil {
		return err
	}
	last()
	if err := disk.Free(); err != nil {
		return err
	}
	late, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	panicked := false
	err := await(late, "PostgreSQL", func() bool {
		if l.Cluster.pg.Ended() {
			l.w.noted("PostgreSQL ended for want of room")
			return true
		}
		err := l.Cluster.db.PingContext(late)
		panicked = panicked || err != nil
		return err == nil
	})
	if panicked {
		l.w.noted("PostgreSQL recovered when it had room")
	}
	if err != nil || !l.Cluster.pg.Ended() {
		return err
	}
	return l.Cluster.pg.Run()
}

func (l *Lab) drain(ctx context.Context, h *happened, n *Node) error {
	took, err := n.Term(ctx)
	h.took = append(h.took, took)
	if err != nil {
		l.w.violated("drain", "%v", err)
	}
	return n.Start(ctx)
}
