package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/signaling/host"
)

const (
	retryMin = 100 * time.Millisecond
	retryMax = 30 * time.Second
	// tellAfter is the rest from which on an operator is told of a room that only waits: it has waited for a dozen seconds then.
	tellAfter = 5 * time.Second
	// breath is the least rest after a pass: a room that commits two hundred times a second is read fifty times.
	breath = 20 * time.Millisecond
)

// Runner runs projectors over rooms, each on its own goroutine.
type Runner struct {
	log   zerolog.Logger
	rooms Log
	store community.Store
	lanes []*lane
}

// lane is one projector at work.
type lane struct {
	projector Projector
	mu        sync.Mutex
	dirty     map[rooms.RoomID]struct{}
	later     map[rooms.RoomID]*time.Timer // rooms that failed, until they are tried again
	stands    map[rooms.RoomID]Span        // its worker's: where it was at the end of a pass
	heard     map[rooms.RoomID]heard
	wake      chan struct{}             // capacity 1
	taken     map[rooms.RoomID]struct{} // of the pass under way, what is not done yet
	busy      bool
	moved     chan struct{} // closed and replaced when a room is done
	idle      chan struct{} // closed and replaced when it has nothing to do
}

// NewRunner makes a runner of these projectors.
func NewRunner(log Log, store community.Store, logger zerolog.Logger, projectors ...Projector) *Runner {
	r := &Runner{log: logger, rooms: log, store: store}
	for _, p := range projectors {
		r.lanes = append(r.lanes, &lane{
			projector: p, dirty: map[rooms.RoomID]struct{}{}, later: map[rooms.RoomID]*time.Timer{}, wake: make(chan struct{}, 1),
			moved: make(chan struct{}), idle: make(chan struct{}), taken: map[rooms.RoomID]struct{}{}, stands: map[rooms.RoomID]Span{}, heard: map[rooms.RoomID]heard{},
		})
	}
	return r
}

// Committed says that a room has news; it never blocks. It is the host's OnCommitted.
func (r *Runner) Committed(c host.Commit) {
	for _, l := range r.lanes {
		if l.projector.Reads().Kind == c.Room.Kind() && l.listen(c) {
			l.soil(c.Room)
		}
	}
}

// soil says that a room is to be read; one that failed waits for its time.
func (l *lane) soil(room rooms.RoomID) {
	l.mu.Lock()
	if l.later[room] != nil {
		l.mu.Unlock()
		return
	}
	l.dirty[room] = struct{}{}
	l.mu.Unlock()
	l.stir()
}

// stir has the lane look at what is dirty.
func (l *lane) stir() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends. It begins with what was committed while nobody read.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.scan(ctx); err != nil && ctx.Err() == nil { // what the end cuts short fails in the store's own words
		return err
	}
	var all sync.WaitGroup
	for _, l := range r.lanes {
		all.Go(func() { r.work(ctx, l) })
	}
	all.Wait()
	return nil
}

// Rescan looks for what was committed by others who died before it had its effect. It is for one who shares its store.
func (r *Runner) Rescan(ctx context.Context) error { return r.scan(ctx) }

// scan marks the rooms whose head is beyond a projector's cursor.
func (r *Runner) scan(ctx context.Context) error {
	known := map[rooms.Kind]map[rooms.RoomID]rooms.Seq{}
	for _, l := range r.lanes {
		kind := l.projector.Reads().Kind
		heads, asked := known[kind]
		if !asked {
			var err error
			if heads, err = r.rooms.Heads(ctx, prefix(kind), 0); err != nil {
				return fmt.Errorf("jobs: scan: %w", err)
			}
			known[kind] = heads
		}
		read, err := r.store.ListCursors(ctx, l.projector.Name())
		if err != nil {
			return fmt.Errorf("jobs: scan: %w", err)
		}
		for room, head := range heads {
			if read[room] < head {
				l.soil(room)
			}
		}
	}
	return nil
}

func prefix(k rooms.Kind) string {
	if k == rooms.KindBoard {
		return string(rooms.BoardRoom(""))
	}
	return string(rooms.SessionRoom(""))
}

// work reads rooms as they change. One that fails is tried again after a while, which
// grows; the others do not wait for it.
func (r *Runner) work(ctx context.Context, l *lane) {
	defer l.giveUp()
	waits := map[rooms.RoomID]time.Duration{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.wake:
		}
		for _, room := range l.take() {
			if !r.visit(ctx, l, room, waits) {
				return
			}
			l.done(room)
		}
		l.rest()
		if !sleep(ctx, max(l.projector.Reads().Pause, breath)) {
			return
		}
	}
}

// visit brings a projector up to date in one room; false when ctx has ended. What can wait takes a breath after each room:
// fifty boards' dates written at once kept the disk from fifty meetings' words.
func (r *Runner) visit(ctx context.Context, l *lane, room rooms.RoomID, waits map[rooms.RoomID]time.Duration) bool {
	err := r.catchUp(ctx, l, room)
	switch {
	case ctx.Err() != nil:
		return false
	case err == nil:
		delete(waits, room)
	default:
		waits[room] = min(max(2*waits[room], retryMin), retryMax)
		if !passing(err) || waits[room] > tellAfter {
			r.log.Error().Err(err).Str("projector", l.projector.Name()).Str("room", string(room)).Msg("à reprendre / to be tried again")
		}
		l.postpone(room, waits[room])
	}
	return l.projector.Reads().Pause == 0 || sleep(ctx, breath)
}

// passing tells whether an error is of the ordinary life of rooms, and goes by itself.
func passing(err error) bool {
	for _, one := range []error{ErrNotYet, host.ErrStopped, host.ErrHeld, host.ErrFenced} {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// postpone tries a room again after a time.
func (l *lane) postpone(room rooms.RoomID, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.dirty, room)
	l.later[room] = time.AfterFunc(d, func() {
		l.mu.Lock()
		delete(l.later, room)
		l.dirty[room] = struct{}{} // at once: who waits for the room must not see it done
		l.mu.Unlock()
		l.stir()
	})
}

// giveUp forgets what was postponed: the next start finds it.
func (l *lane) giveUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for room, timer := range l.later {
		timer.Stop()
		delete(l.later, room)
		l.dirty[room] = struct{}{}
	}
}

func (l *lane) take() []rooms.RoomID {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]rooms.RoomID, 0, len(l.dirty))
	for room := range l.dirty {
		out = append(out, room)
		l.taken[room] = struct{}{}
	}
	clear(l.dirty)
	l.busy = true
	return out
}

// done says that a room of the pass was visited.
func (l *lane) done(room rooms.RoomID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.taken, room)
	close(l.moved)
	l.moved = make(chan struct{})
}

// owesLocked tells whether something is to be done in one of these rooms.
func (l *lane) owesLocked(list []rooms.RoomID) bool {
	for _, room := range list {
		_, dirty := l.dirty[room]
		_, taken := l.taken[room]
		if dirty || taken || l.later[room] != nil {
			return true
		}
	}
	return false
}

func (l *lane) idleLocked() bool { return !l.busy && len(l.dirty) == 0 && len(l.later) == 0 }

// rest tells those who wait that the lane has nothing to do, if so.
func (l *lane) rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy = false
	if l.idleLocked() {
		close(l.idle)
		l.idle = make(chan struct{})
	}
}

// Quiet waits until a projector has nothing to do, or ctx ends: what was committed
// before the call has had its effect.
func (r *Runner) Quiet(ctx context.Context, projector string) error {
	l, err := r.lane(projector)
	if err != nil {
		return err
	}
	l.mu.Lock()
	quiet, idle := l.idleLocked(), l.idle
	l.mu.Unlock()
	if quiet {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// QuietIn waits until a projector has nothing to do in these rooms, or ctx ends: one that cannot be read elsewhere keeps nobody.
func (r *Runner) QuietIn(ctx context.Context, projector string, list ...rooms.RoomID) error {
	l, err := r.lane(projector)
	for err == nil {
		l.mu.Lock()
		owes, moved := l.owesLocked(list), l.moved
		l.mu.Unlock()
		if !owes {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	return err
}

func (r *Runner) lane(projector string) (*lane, error) {
	for _, l := range r.lanes {
		if l.projector.Name() == projector {
			return l, nil
		}
	}
	return nil, fmt.Errorf("jobs: no projector %s", projector)
}
