package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/signaling/host"
)

// Demo is Palabre without its doors and with a clock of its own, for a demonstration
// whose meetings are lived: people act through the real use cases and rooms.
type Demo struct {
	Communities *community.Service
	Records     community.Store
	Rooms       *host.Host // Do gives a person's command to a room
	Clock       *MovedClock
	IDs         community.IDs
	// Settle waits until all that follows from what was committed has happened: the
	// boards' rights, the meetings' status, the minutes, the words destroyed.
	Settle func(context.Context) error
	// Auth proves people; Link is what the letter to an address would hold, "" when
	// too many were asked for. Redeemed, it makes an account for an address nobody has.
	Auth *auth.Service
	Link func(ctx context.Context, email string) (string, error)
	// IntoExisting says that the store may hold others' communities.
	IntoExisting bool
}

// Option adds something to the program that it does not know by itself.
type Option func(*extras)

type extras struct {
	demo    func(context.Context, Demo, io.Writer) error
	environ []string
}

// WithEnvironment gives all the variables ("NAME=value"), so that the names of those that
// look like settings and are none are told.
func WithEnvironment(environ []string) Option {
	return func(e *extras) { e.environ = environ }
}

// WithDemo gives the command "demo load" its demonstration.
func WithDemo(load func(context.Context, Demo, io.Writer) error) Option {
	return func(e *extras) { e.demo = load }
}

// errNoDemo is told by a binary made without the demonstration.
var errNoDemo = errors.New("la démonstration n’est pas dans ce binaire / the demonstration is not in this binary")

// loadDemo lives the demonstration on the store of the settings.
func loadDemo(ctx context.Context, c config.Config, load func(context.Context, Demo, io.Writer) error, into bool, stdout, stderr io.Writer) (err error) {
	if load == nil {
		return errNoDemo
	}
	c.RedisURL = "" // nobody else is there to be told
	clock := NewMovedClock(host.SystemClock{}.Now())
	k, err := openCore(ctx, c, logger(c, stderr), clock, hooks{})
	if err != nil {
		return err
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	work.Go(func() { k.keepReading(background) })
	defer func() {
		err = errors.Join(err, k.Host.Stop(context.WithoutCancel(ctx)))
		cancel()
		work.Wait()
		err = errors.Join(err, k.close())
	}()
	proof, link := demoAccounts(k, c, clock)
	return load(ctx, Demo{
		Auth: proof, Link: link, IntoExisting: into,
		Communities: k.Communities, Records: k.Store.Records, Rooms: k.Host, Clock: clock, IDs: chance{},
		Settle: func(ctx context.Context) error {
			return errors.Join(k.jobs.Quiet(ctx, jobs.GovernorName), k.jobs.Quiet(ctx, jobs.StatusName), k.jobs.Quiet(ctx, jobs.MinutesName),
				k.jobs.Quiet(ctx, jobs.ShredderName))
		},
	}, stdout)
}

// MovedClock is a clock that its owner moves; timers fire as it passes them.
type MovedClock struct {
	mu     sync.Mutex
	now    rooms.Millis
	timers []*movedTimer
}

type movedTimer struct {
	at rooms.Millis
	f  func()
}

// NewMovedClock stands at an instant.
func NewMovedClock(at rooms.Millis) *MovedClock { return &MovedClock{now: at} }

// Now is where it stands.
func (c *MovedClock) Now() rooms.Millis {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// machine is the longest wait that is the machine's own (batching commits) and not
// people's: it is spent for real.
const machine = 100 * time.Millisecond

// After implements host.Clock.
func (c *MovedClock) After(d time.Duration, f func()) (stop func()) {
	if d <= machine {
		t := time.AfterFunc(d, f)
		return func() { t.Stop() }
	}
	t := &movedTimer{f: f}
	c.mu.Lock()
	defer c.mu.Unlock()
	t.at = c.now + rooms.Millis(d.Milliseconds())
	c.timers = append(c.timers, t)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.timers = slices.DeleteFunc(c.timers, func(o *movedTimer) bool { return o == t })
	}
}

// Set moves it to an instant, before or after; timers that are passed fire in their
// order, each in a goroutine of its own.
func (c *MovedClock) Set(at rooms.Millis) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
	slices.SortStableFunc(c.timers, func(a, b *movedTimer) int { return int(a.at - b.at) })
	for len(c.timers) > 0 && c.timers[0].at <= at {
		go c.timers[0].f()
		c.timers = c.timers[1:]
	}
}
