package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// steward gives memory back once a busy time is over. The runtime collects when its heap has grown by a share of itself,
// so that what a whole meeting's arrival left behind stays until somebody comes again: on the small machines where Palabre
// lives, the database can use it meanwhile.
type steward struct {
	read func() usage
	free func()
	last uint64 // allocated up to the last look, in bytes
}

// usage is what the runtime says of its heap, in bytes.
type usage struct {
	allocated uint64 // since the start
	held      uint64 // by objects, dead ones included
	spare     uint64 // held by nothing and not given back
	live      uint64 // found by the last collection
}

const (
	stewardEvery = time.Second
	quietGrowth  = 512 << 10 // allocated between two looks at most, when it is quiet
	worthFreeing = 3 << 20   // what is not worth a collection, in bytes
)

func newSteward() *steward {
	samples := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/heap/live:bytes"}}
	return &steward{free: debug.FreeOSMemory, read: func() usage {
		metrics.Read(samples)
		return usage{samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()}
	}}
}

// look frees memory when it is quiet and there is something to free: more than a quarter of what lives, for a collection
// costs by what lives.
func (s *steward) look() {
	u := s.read()
	grown := u.allocated - s.last
	s.last = u.allocated
	all := u.held + u.spare
	if grown <= quietGrowth && all > u.live && all-u.live >= max(worthFreeing, u.live/4) {
		s.free()
	}
}

func (s *steward) run(ctx context.Context) {
	tick := time.NewTicker(stewardEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.look()
		}
	}
}
