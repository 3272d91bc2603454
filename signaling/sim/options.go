package sim

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Options are what a seed stands for.
type Options struct {
	Seed   uint64
	Nodes  int
	People int // of the cast of package roomtest
	Boards int
	Span   time.Duration // in which faults happen
	Faults int
	Pace   time.Duration // between two wishes, on average
	// Of a thousand: appends and other writes of the store that fail, batches that the bus loses and repeats.
	Failing, Lost, Repeated int
	// Maimed leaves some nodes dead for good when faults end: the others must go on.
	Maimed bool
	// Fresh is after how many events hosts write snapshots.
	Fresh int
	// Idle is after how long a room without people is released.
	Idle time.Duration
	// All keeps the whole trace.
	All bool
}

// Expand gives what a seed stands for.
func Expand(seed uint64) Options {
	rng := rand.New(rand.NewPCG(seed, 0x70616c61))
	o := Options{
		Seed: seed, Nodes: 2 + rng.IntN(3), People: 3 + rng.IntN(6), Boards: 1 + rng.IntN(2),
		Span: time.Duration(8+rng.IntN(18)) * time.Second, Faults: 2 + rng.IntN(9),
		Pace:    time.Duration(30+rng.IntN(170)) * time.Millisecond,
		Failing: []int{0, 0, 5, 20, 60}[rng.IntN(5)], Lost: []int{0, 0, 20, 200, 1000}[rng.IntN(5)],
		Repeated: []int{0, 20, 200}[rng.IntN(3)], Maimed: rng.IntN(3) == 0, Fresh: []int{7, 40, 1000}[rng.IntN(3)],
		Idle: time.Duration(2+rng.IntN(30)) * time.Second,
	}
	return o
}

func (o Options) String() string {
	return fmt.Sprintf("seed %d: %d nodes, %d people, %d boards, %d faults in %s, a wish each %s, of 1000: %d failing %d lost %d repeated, maimed %t, a snapshot each %d events, idle after %s",
		o.Seed, o.Nodes, o.People, o.Boards, o.Faults, o.Span, o.Pace, o.Failing, o.Lost, o.Repeated, o.Maimed, o.Fresh, o.Idle)
}
