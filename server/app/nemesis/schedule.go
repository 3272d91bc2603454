package nemesis

import (
	"fmt"
	"math/rand/v2"
	"strings"
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
	StoreFull   Kind = "store full"   // no room left on PostgreSQL's disk, and freed again
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

// weights say how often each comes. StoreFull has none: it comes by itself where there is a disk that can be filled, so that seeds
// say the same without one.
func weights() []struct {
	kind Kind
	of   int
} {
	return []struct {
		kind Kind
		of   int
	}{
		{Kill, 16}, {KillTwo, 4}, {Freeze, 12}, {Drain, 10}, {Roll, 2}, {RedisKill, 5}, {RedisFlush, 4}, {RedisAway, 2}, {StoreCrash, 5}, {StoreAway, 2}, {StoreFull, 0}, {StoreHung, 3}, {RedisHung, 2},
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
	Way   int           // of OneWay; of StoreFull: which disk
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
	case StoreFull:
		who = [...]string{"of its data", "of its log"}[f.Way]
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
	disks bool // PostgreSQL's can be filled
}

// Kinds reads kinds as they are written: parted by commas, with "+" between two that come at a time ("kill,drain+part all").
func Kinds(text string) (list []Kind, err error) {
	known := map[Kind]bool{StoreFull: true}
	for _, w := range weights() {
		known[w.kind] = true
	}
	for one := range strings.SplitSeq(text, ",") {
		parts := strings.Split(one, "+")
		for i, part := range parts {
			parts[i] = strings.TrimSpace(part)
			if !known[Kind(parts[i])] || i > 1 {
				return nil, fmt.Errorf("no such kind of fault: %q", strings.TrimSpace(one))
			}
		}
		list = append(list, Kind(strings.Join(parts, "+")))
	}
	return list, nil
}

// NewSchedule begins one. With kinds given, only those come, in that order, again and again; "kill+slow" is both at a time.
func NewSchedule(seed uint64, nodes int, only ...Kind) *Schedule {
	return &Schedule{dice: rand.New(rand.NewPCG(seed, 1)), nodes: nodes, only: only} //nolint:gosec // chance, not secrets
}

// Next is the next fault. Now and then something else breaks while a node's process ends.
func (s *Schedule) Next() Fault {
	kind, and, two := strings.Cut(string(s.kind()), "+")
	f := s.of(Kind(kind))
	if two {
		also := s.of(Kind(and))
		f.And = &also
	}
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
	case StoreFull:
		f.For = s.between(2*time.Second, 15*time.Second)
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
	const full = 16 // one fault in so many
	if s.disks && s.dice.IntN(full) == 0 {
		return StoreFull
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
