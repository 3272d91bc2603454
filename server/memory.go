package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// steward gives memory back once a busy time is over. The runtime collects when its heap has grown by a share of itself,
// so that what a whole meeting's arrival left behind stays until somebody comes again: on the small machines where Palabre
// lives, the database can use it meanwhile.
//
// While a meeting is busy it lets some rubbish lie: on a small heap the runtime would collect several times a second, and each
// time people wait a little longer for each other. Not while people arrive: what is to stay would lie scattered among what
// is not, and the memory could not be given back.
type steward struct {
	read func() usage
	free func()
	pace func(percent int) // as GOGC; nil: somebody set it
	last uint64            // allocated up to the last look, in bytes
	peak uint64            // the most that lived since it was last quiet
	calm int               // looks since that rose
	set  int               // the pace
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
	busyGrowth   = 4 << 20   // allocated between two looks at least, when it is busy
	leeway       = 32 << 20  // what may lie about before it is collected when it is busy, in bytes, if less than that lives
	calmLooks    = 2
	laxest       = 800 // percent of what lives
	strict       = 100 // the runtime's own
)

func newSteward() *steward {
	samples := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/heap/live:bytes"}}
	s := &steward{free: debug.FreeOSMemory, read: func() usage {
		metrics.Read(samples)
		return usage{samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()}
	}}
	if os.Getenv("GOGC") == "" {
		s.pace = func(percent int) { debug.SetGCPercent(percent) }
	}
	return s
}

// look frees memory when it is quiet and there is something to free: more than a quarter of what lives, for a collection
// costs by what lives.
func (s *steward) look() {
	u := s.read()
	grown := u.allocated - s.last
	s.last = u.allocated
	s.adjust(grown, u.live)
	all := u.held + u.spare
	if grown <= quietGrowth && all > u.live && all-u.live >= max(worthFreeing, u.live/4) {
		s.free()
	}
}

// adjust sets the pace of collections: lax when much is allocated and no more lives than moments ago. Setting it stops
// everybody for a moment: it is left when it would change by less than a fifth.
func (s *steward) adjust(grown, live uint64) {
	if grown < busyGrowth {
		s.peak, s.calm = live, 0
	} else if s.calm++; live > s.peak+s.peak/32 {
		s.peak, s.calm = live, 0
	}
	if s.pace == nil {
		return
	}
	percent := strict
	if s.calm >= calmLooks {
		percent = int(min(laxest, max(strict, leeway*100/max(live, 1))))
	}
	if s.set == 0 || percent*5 > s.set*6 || percent*6 < s.set*5 {
		s.set = percent
		s.pace(percent)
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
