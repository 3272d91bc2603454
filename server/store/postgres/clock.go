package postgres

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"palabre/rooms"
)

// Clock is the database's clock as this machine knows it: it was asked now and then, and
// the time since is told by a clock that nobody sets. A wall clock that jumps moves it
// not at all. It goes on while the machine sleeps (Options.Elapsed): one that fell behind
// meanwhile would take its own leases, which have long ended, for living.
type Clock struct {
	ask     func(context.Context, func(), func(micros int64)) error
	elapsed func() time.Duration // since some moment, whatever happens to the wall clock
	wall    func() time.Time

	mu      sync.Mutex
	samples []sample // oldest first
	best    sample
}

// sample is what one question told: the database's time when elapsed was 0, give or take
// half of the round trip.
type sample struct{ zero, give time.Duration }

const (
	// samplesKept is how many answers the best is chosen from.
	samplesKept = 8
	// firstSamples are asked for at the start.
	firstSamples = 5
	// drift is how far two clocks may part, beyond what round trips explain, between two
	// of these answers. More means that the database's clock was set, or that another
	// server answers: what was known before is void.
	drift = 10 * time.Millisecond
)

// openClock asks a database for its time on the lock's connection.
func openClock(ctx context.Context, l *lock, wall func() time.Time, elapsed func() time.Duration) (*Clock, error) {
	if wall == nil {
		wall = time.Now
	}
	if elapsed == nil {
		begun := time.Now()
		elapsed = func() time.Duration { return time.Since(begun) }
	}
	c := &Clock{elapsed: elapsed, wall: wall}
	c.ask = func(ctx context.Context, asking func(), answered func(int64)) error {
		return l.do(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			asking()
			var micros int64
			err := conn.QueryRow(ctx, `SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint`).Scan(&micros)
			if err == nil {
				answered(micros)
			}
			return err
		})
	}
	for range firstSamples {
		if err := c.Measure(ctx); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Measure asks the database for its time once. A clock that could not be asked goes on
// from what it knows.
func (c *Clock) Measure(ctx context.Context) error {
	var asked time.Duration
	err := c.ask(ctx, func() { asked = c.elapsed() }, func(micros int64) { c.take(asked, c.elapsed(), micros) })
	return told("ask the database's time", err)
}

// take learns from one answer.
func (c *Clock) take(asked, answered time.Duration, micros int64) {
	give := (answered - asked) / 2
	s := sample{zero: time.Duration(micros)*time.Microsecond - asked - give, give: give}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.samples) > 0 && (s.zero-c.best.zero).Abs() > s.give+c.best.give+drift {
		c.samples = nil
	}
	if len(c.samples) == samplesKept {
		c.samples = c.samples[1:]
	}
	c.samples = append(c.samples, s)
	c.best = s
	for _, o := range c.samples {
		if o.give < c.best.give {
			c.best = o
		}
	}
}

// now is the database's time since 1970.
func (c *Clock) now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.best.zero + c.elapsed()
}

// Now is the database's time.
func (c *Clock) Now() rooms.Millis { return rooms.Millis(c.now().Milliseconds()) }

// Doubt is how far Now may be from the truth, for all that the last answers tell.
func (c *Clock) Doubt() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.best.give
}

// Apart is how far this machine's wall clock is ahead of the database's, negative when
// it is behind.
func (c *Clock) Apart() time.Duration {
	wall := c.wall()
	return wall.Sub(time.Unix(0, 0).Add(c.now()))
}
