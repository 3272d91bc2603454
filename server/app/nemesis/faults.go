package nemesis

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Kind is a sort of fault.
type Kind string

// The kinds of faults.
const (
	Kill        Kind = "kill"         // kill -9 of a node, started again a little later
	KillTwo     Kind = "kill two"     // of two nodes at once
	Freeze      Kind = "freeze"       // SIGSTOP, then SIGCONT
	Drain       Kind = "drain"        // SIGTERM: the rooms are handed over; started again
	Roll        Kind = "roll"         // all nodes one after the other, by SIGTERM
	RedisKill   Kind = "redis kill"   // and started again, empty
	RedisFlush  Kind = "redis flush"  // FLUSHALL, and its clients cut off
	RedisAway   Kind = "redis away"   // up to a minute
	StoreCrash  Kind = "store crash"  // PostgreSQL stopped at once ("immediate"), and started again
	StoreAway   Kind = "store away"   // for some seconds
	StoreHung   Kind = "store hung"   // no node hears PostgreSQL, and nothing breaks
	RedisHung   Kind = "redis hung"   // no node hears Redis, and nothing breaks
	PartStore   Kind = "part store"   // one node and PostgreSQL do not hear each other
	PartRedis   Kind = "part redis"   // one node and Redis do not
	PartLinks   Kind = "part links"   // one node and the other nodes do not
	PartPair    Kind = "part pair"    // two nodes do not
	PartAll     Kind = "part all"     // one node hears nobody but people
	OneWay      Kind = "one way"      // what one node says to PostgreSQL arrives, the answers do not; or the other way round
	Slow        Kind = "slow"         // every way is slow
	CutAll      Kind = "cut"          // every connection of one node breaks
	SlowReaders Kind = "slow readers" // a third of the people read nothing for a while
	Storm       Kind = "storm"        // everybody comes back at once
)

// weights say how often each comes.
func weights() []struct {
	kind Kind
	of   int
} {
	return []struct {
		kind Kind
		of   int
	}{
		{Kill, 16}, {KillTwo, 4}, {Freeze, 12}, {Drain, 10}, {Roll, 2}, {RedisKill, 5}, {RedisFlush, 4}, {RedisAway, 2}, {StoreCrash, 5}, {StoreAway, 2}, {StoreHung, 3}, {RedisHung, 2},
		{PartStore, 7}, {PartRedis, 4}, {PartLinks, 5}, {PartPair, 4}, {PartAll, 6}, {OneWay, 5}, {Slow, 4}, {CutAll, 5}, {SlowReaders, 3}, {Storm, 4},
	}
}

// Fault is one step of a schedule. Everything of it follows from the seed.
type Fault struct {
	Kind  Kind
	Node  int           // which; the one that hosts the first meeting when Host
	Host  bool          // decided by what the store says then
	Other int           // of a pair, or of the second
	For   time.Duration // how long it lasts
	After time.Duration // the quiet before it
	Way   int           // of OneWay
	And   *Fault        // at the same time
}

func (f Fault) String() string {
	who := fmt.Sprintf("node %d", f.Node)
	if f.Host {
		who = "the host"
	}
	switch f.Kind {
	case KillTwo, PartPair:
		who += fmt.Sprintf(" and node %d", f.Other)
	case Roll, RedisKill, RedisFlush, RedisAway, RedisHung, StoreCrash, StoreAway, StoreHung, Slow, SlowReaders, Storm:
		who = ""
	case OneWay:
		who += map[int]string{toServer: ", what it says", fromServer: ", what it is told"}[f.Way]
	default: // of one node
	}
	more := ""
	if f.And != nil {
		more = " and " + f.And.String()
	}
	return fmt.Sprintf("%-12s %-30s for %5.1fs", f.Kind, who, f.For.Seconds()) + more
}

// Schedule gives fault after fault, the same for a seed.
type Schedule struct {
	dice  *rand.Rand
	nodes int
	only  []Kind
	n     int
}

// NewSchedule begins one. With kinds given, only those come, in that order, again and again.
func NewSchedule(seed uint64, nodes int, only ...Kind) *Schedule {
	return &Schedule{dice: rand.New(rand.NewPCG(seed, 1)), nodes: nodes, only: only} //nolint:gosec // chance, not secrets
}

// Next is the next fault. Now and then something else breaks while a node's process ends.
func (s *Schedule) Next() Fault {
	f := s.one()
	if len(s.only) > 0 {
		return f
	}
	switch f.Kind {
	case Kill, Freeze, Drain, Roll:
		if s.dice.IntN(3) > 0 {
			break
		}
		ways := []Kind{RedisKill, RedisFlush, StoreCrash, PartStore, PartRedis, PartLinks, PartPair, PartAll, OneWay, Slow, CutAll, SlowReaders, Storm}
		and := s.of(ways[s.dice.IntN(len(ways))])
		f.And = &and
	default:
	}
	return f
}

func (s *Schedule) one() Fault { return s.of(s.kind()) }

func (s *Schedule) of(kind Kind) Fault {
	f := Fault{Kind: kind}
	f.Node = s.dice.IntN(s.nodes)
	f.Other = (f.Node + 1 + s.dice.IntN(max(s.nodes-1, 1))) % s.nodes
	f.Host = s.dice.IntN(2) == 0
	f.Way = s.dice.IntN(2)
	f.After = s.between(500*time.Millisecond, 3*time.Second)
	switch f.Kind {
	case Kill, KillTwo:
		f.For = s.between(100*time.Millisecond, 5*time.Second)
	case Freeze:
		f.For = s.between(time.Second, 20*time.Second)
	case RedisAway:
		f.For = s.between(10*time.Second, time.Minute)
	case RedisKill, StoreCrash:
		f.For = s.between(0, 2*time.Second)
	case StoreAway:
		f.For = s.between(3*time.Second, 25*time.Second)
	case Drain, Roll, RedisFlush, CutAll, Storm:
		f.For = 0
	case PartStore, PartRedis, PartLinks, PartPair, PartAll, OneWay, Slow, SlowReaders, StoreHung, RedisHung:
		f.For = s.between(500*time.Millisecond, 15*time.Second)
	}
	return f
}

func (s *Schedule) kind() Kind {
	if len(s.only) > 0 {
		s.n++
		return s.only[(s.n-1)%len(s.only)]
	}
	total := 0
	for _, w := range weights() {
		total += w.of
	}
	roll := s.dice.IntN(total)
	for _, w := range weights() {
		if roll -= w.of; roll < 0 {
			return w.kind
		}
	}
	return Kill
}

func (s *Schedule) between(least, most time.Duration) time.Duration {
	return least + time.Duration(s.dice.Int64N(int64(most-least))).Round(time.Millisecond)
}

// happened is a fault as it was.
type happened struct {
	Fault
	began, ended time.Duration
	stall        time.Duration   // the longest time in which nothing was saved in some room
	went         time.Duration   // the slowest room went on so long after its end
	took         []time.Duration // of draining nodes
	host         int             // of the first meeting, when it began
	crashed      time.Duration   // when PostgreSQL was gone
}

// Harm does what a schedule says for a while; after each fault it waits until every room goes on.
func (l *Lab) Harm(ctx context.Context, s *Schedule, long time.Duration) error {
	l.meter.enter(harmed)
	until := l.w.now() + long
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
	h := happened{Fault: f, host: l.Cluster.Host(ctx, l.Meetings[0].Session)}
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
	if h.went > l.Patience {
		l.w.violated("I12", "it took %s for all rooms to go on after %s", h.went.Round(time.Millisecond), h.Fault)
	}
}

// wentOnMeanwhile looks at what a fault of one node did to the rooms while it lasted: the others take them over.
func (l *Lab) wentOnMeanwhile(h *happened) {
	for _, m := range l.Meetings {
		for _, room := range []string{m.Session, m.Board} {
			h.stall = max(h.stall, l.w.stalled(room, h.began, l.w.now()))
		}
	}
	switch h.Kind {
	case StoreCrash, StoreAway, StoreHung, KillTwo: // nothing can be saved meanwhile, or there may be nobody to take over
	case PartLinks, PartPair: // the host keeps its lease, and those of its rooms' people who are elsewhere wait
	default:
		// A room whose people are all on a node that is cut off waits for it to send them away, which it does after ten seconds.
		const away = 4 * time.Second
		if h.And == nil && h.stall > l.Patience+away { // the other may be one of those
			l.w.violated("I12", "nothing was saved in some room for %s around %s", h.stall.Round(time.Millisecond), h.Fault)
		}
	}
	l.Say("%8.3fs  … went on %s after its end; the longest pause was %s", l.w.now().Seconds(), h.went.Round(time.Millisecond), h.stall.Round(time.Millisecond))
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
	default:
		l.net(h, node)
		last()
		l.heal()
	}
	return nil
}

func (l *Lab) drain(ctx context.Context, h *happened, n *Node) error {
	took, err := n.Term(ctx)
	h.took = append(h.took, took)
	if err != nil {
		l.w.violated("drain", "%v", err)
	}
	return n.Start(ctx)
}

// net breaks ways, or people's patience.
func (l *Lab) net(h *happened, node *Node) {
	held, open := wayOf{held: true}, wayOf{}
	switch h.Kind {
	case PartStore:
		node.toStore.Set(-1, held, held)
	case StoreHung:
		for _, n := range l.Cluster.Nodes {
			n.toStore.Set(-1, held, held)
		}
	case RedisHung:
		for _, n := range l.Cluster.Nodes {
			n.toRedis.Set(-1, held, held)
		}
	case PartRedis:
		node.toRedis.Set(-1, held, held)
	case PartLinks:
		l.part(h.Node)
	case PartPair:
		node.toLink.Set(h.Other, held, held)
		l.Cluster.Nodes[h.Other].toLink.Set(h.Node, held, held)
	case PartAll:
		node.toStore.Set(-1, held, held)
		node.toRedis.Set(-1, held, held)
		l.part(h.Node)
	case OneWay:
		if h.Way == toServer {
			node.toStore.Set(-1, held, open)
		} else {
			node.toStore.Set(-1, open, held)
		}
	case Slow:
		l.slow(time.Duration(5+h.For.Milliseconds()%60) * time.Millisecond)
	case CutAll:
		for _, p := range []*proxy{node.toStore, node.toRedis, node.toLink} {
			p.Cut(-1)
		}
	case SlowReaders, Storm:
		l.haste(h)
	default: // not a way
	}
}

// part has no other node hear one, nor be heard by it.
func (l *Lab) part(node int) {
	held := wayOf{held: true}
	l.Cluster.Nodes[node].toLink.Set(-1, held, held)
	for _, n := range l.Cluster.Nodes {
		n.toLink.Set(node, held, held)
	}
}

// slow makes every way late.
func (l *Lab) slow(by time.Duration) {
	late := wayOf{delay: by}
	for _, n := range l.Cluster.Nodes {
		for _, p := range []*proxy{n.toStore, n.toRedis, n.toLink} {
			p.Set(-1, late, late)
		}
	}
}

// haste has a third of the people read nothing, or everybody come back at once.
func (l *Lab) haste(h *happened) {
	for i, p := range l.Clients {
		switch {
		case h.Kind == Storm:
			p.Drop()
		case i%3 == h.Node:
			p.Stall(h.For)
		}
	}
}

func (l *Lab) heal() {
	for _, n := range l.Cluster.Nodes {
		n.toStore.Heal()
		n.toRedis.Heal()
		n.toLink.Heal()
	}
}
