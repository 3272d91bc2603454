package redis

import "sync/atomic"

// Counts is what a bus did since it was made.
type Counts struct {
	Published  uint64 // batches that Redis took
	Received   uint64 // batches of other nodes that were handed on
	Reconnects uint64 // times that a server came back
	Dropped    Dropped
}

// Dropped counts batches that did not arrive, by cause.
type Dropped struct {
	Away     uint64 // the server was not there
	Full     uint64 // too much waited for the server
	Failed   uint64 // the server did not say that it took them
	TooBig   uint64 // over the bound of a message, here or at another node
	Slow     uint64 // a subscriber had too many waiting
	Repeated uint64 // heard before, or overtaken
	Damaged  uint64 // not a message of this version
	Forged   uint64 // not opened: of who has another secret, of another room or sender than it says, or not whole
}

type counters struct {
	published, received, reconnects atomic.Uint64

	away, full, failed, tooBig, slow, repeated, damaged, forged atomic.Uint64
}

// Counts tells what the bus did since it was made.
func (b *Bus) Counts() Counts {
	c := &b.counts
	return Counts{
		Published: c.published.Load(), Received: c.received.Load(), Reconnects: c.reconnects.Load(),
		Dropped: Dropped{
			Away: c.away.Load(), Full: c.full.Load(), Failed: c.failed.Load(), TooBig: c.tooBig.Load(), Slow: c.slow.Load(),
			Repeated: c.repeated.Load(), Damaged: c.damaged.Load(), Forged: c.forged.Load(),
		},
	}
}

// Servers tells how many servers carry the bus now, and how many there are.
func (b *Bus) Servers() (up, all int) {
	for _, s := range b.servers {
		if s.up.Load() {
			up++
		}
	}
	return up, len(b.servers)
}
