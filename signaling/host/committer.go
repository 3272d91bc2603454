package host

import (
	"errors"
	"sync"
	"time"
)

// committer makes durable, one transaction at a time, what all rooms of the node have decided. An idle node commits at
// once; under load commits begin at least CommitGap apart, so that one flush of the disk serves many rooms and events.
// It never waits for the telling: each room's deliverer does that.
type committer struct {
	h     *Host
	mu    sync.Mutex
	dirty []*live
	wake  chan struct{}
}

func newCommitter(h *Host) *committer { return &committer{h: h, wake: make(chan struct{}, 1)} }

// soil says that a room has something to commit.
func (c *committer) soil(l *live) {
	c.mu.Lock()
	c.dirty = append(c.dirty, l)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *committer) run() {
	ready := make(chan struct{}, 1)
	ready <- struct{}{}
	for {
		select {
		case <-c.wake:
		case <-c.h.ctx.Done():
			return
		}
		select {
		case <-ready:
		case <-c.h.ctx.Done():
			return
		}
		segments, flown := c.take()
		if len(segments) == 0 {
			ready <- struct{}{}
			continue
		}
		c.h.Clock.After(c.gap(flown), func() { ready <- struct{}{} })
		c.commit(segments, flown)
	}
}

// crowd is how many connections make a room large: telling all of them costs more than deciding and committing, so
// what is told there waits a little longer to be told together.
const crowd = 100

func (c *committer) gap(flown []*live) time.Duration {
	for _, l := range flown {
		if l.followers.Load() > crowd {
			return c.h.WideGap
		}
	}
	return c.h.CommitGap
}

// take gathers what the dirty rooms have decided.
func (c *committer) take() ([]Segment, []*live) {
	c.mu.Lock()
	dirty := c.dirty
	c.dirty = nil
	c.mu.Unlock()
	at := c.h.Clock.Now()
	segments := make([]Segment, 0, len(dirty))
	flown := dirty[:0]
	for _, l := range dirty {
		if s, ok := l.queue.take(at); ok {
			segments = append(segments, s)
			flown = append(flown, l)
		}
	}
	return segments, flown
}

func (c *committer) commit(segments []Segment, flown []*live) {
	// Not the host's context: a commit that has begun is seen through, so that its askers are told the truth.
	each, err := c.h.Log.Append(noCancel{c.h.ctx}, segments)
	if err == nil && len(each) != len(segments) {
		err = errors.New("host: the log answered for another number of segments")
	}
	if err != nil {
		c.h.Logger.Error().Err(err).Int("segments", len(segments)).Msg("rien n’a pu être enregistré / append failed")
		c.h.state.fail(c.h, err)
	}
	for i, l := range flown {
		why := err
		if why == nil {
			why = each[i]
		}
		l.landed(why)
	}
}
