// Package jobs brings about what follows from a live session outside of it: the
// rights on its boards, the meeting's status, its minutes. Each is a projector: it
// reads rooms' logs from a cursor kept in the same transaction as its effect (or
// after an effect that can be repeated), so that nothing happens twice or is
// forgotten, whenever the process dies.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/signaling/host"
)

// Log is what projectors read.
type Log interface {
	Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error)
	// Heads gives the head of every room of a kind ("ses_", "brd_") that changed since.
	Heads(ctx context.Context, prefix string, since rooms.Millis) (map[rooms.RoomID]rooms.Seq, error)
}

// Projector has effects of one kind.
type Projector interface {
	// Name is its cursors' name in the store; it never changes.
	Name() string
	// Reads says what it reads.
	Reads() Source
	// Project has the effects of a room's events, in order, and moves the stored cursor
	// from at.Kept to at.To with them. Events it was given before may come again when
	// it failed, or after a restart: their effect must not. When nothing follows from
	// these events it writes nothing and says so with kept false.
	Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error)
}

// Span is where a projector stands in a room. Its stored cursor is at Kept. It was given
// events up to Since (0 when that is not known any more), is known to be unconcerned by
// those up to From, and is given those up to To.
type Span struct{ Kept, Since, From, To rooms.Seq }

// Source is what a projector reads: rooms of a kind, and there the events of these names
// (it is given others too, which must have no effect). With Latest only the last of them
// matters, and may be all it is given, by name and instant alone. Pause is how long it
// rests after a pass (20 ms at least), for effects that can wait.
type Source struct {
	Kind   rooms.Kind
	Events []string
	Latest bool
	Pause  time.Duration
}

const (
	readBytes = 1 << 20
	retryMin  = 100 * time.Millisecond
	retryMax  = 30 * time.Second
	// breath is the least rest after a pass: a room that commits two hundred times a second is read fifty times.
	breath = 20 * time.Millisecond
	// keepEvery is how many events may be read again after a restart because they concerned nobody.
	keepEvery = 2000
	// standings is how many rooms a lane remembers its place in; the store knows the others.
	standings = 1024
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
	wake      chan struct{} // capacity 1
	busy      bool
	moved     chan struct{} // closed and replaced when it has nothing to do
}

// NewRunner makes a runner of these projectors.
func NewRunner(log Log, store community.Store, logger zerolog.Logger, projectors ...Projector) *Runner {
	r := &Runner{log: logger, rooms: log, store: store}
	for _, p := range projectors {
		r.lanes = append(r.lanes, &lane{
			projector: p, dirty: map[rooms.RoomID]struct{}{}, later: map[rooms.RoomID]*time.Timer{}, wake: make(chan struct{}, 1),
			moved: make(chan struct{}), stands: map[rooms.RoomID]Span{}, heard: map[rooms.RoomID]heard{},
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
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends. It begins with what was committed while nobody read.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.scan(ctx); err != nil {
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
	for _, l := range r.lanes {
		heads, err := r.rooms.Heads(ctx, prefix(l.projector.Reads().Kind), 0)
		if err != nil {
			return fmt.Errorf("jobs: scan: %w", err)
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
		r.log.Error().Err(err).Str("projector", l.projector.Name()).Str("room", string(room)).Msg("à reprendre / to be tried again")
		waits[room] = min(max(2*waits[room], retryMin), retryMax)
		l.postpone(room, waits[room])
	}
	return l.projector.Reads().Pause == 0 || sleep(ctx, breath)
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
		l.mu.Unlock()
		l.soil(room)
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
	}
	clear(l.dirty)
	l.busy = true
	return out
}

// catchUp reads a room to its end. Where another process moved the cursor meanwhile, it goes on from there.
func (r *Runner) catchUp(ctx context.Context, l *lane, room rooms.RoomID) error {
	err := r.readOn(ctx, l, room)
	for range 2 {
		if !errors.Is(err, community.ErrCursorMoved) {
			return err
		}
		err = r.readOn(ctx, l, room)
	}
	return err
}

// readOn reads a room to its end from where the lane stands. A panic in a projector is that room's failure alone.
func (r *Runner) readOn(ctx context.Context, l *lane, room rooms.RoomID) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: panic: %v", p)
		}
		if err != nil {
			delete(l.stands, room) // half done: the store knows where
		}
	}()
	at, known := l.stands[room]
	if !known {
		if at.Kept, err = r.store.Cursor(ctx, l.projector.Name(), room); err != nil {
			return fmt.Errorf("jobs: cursor: %w", err)
		}
		at.To = at.Kept
	}
	for {
		at.From = at.To
		events := l.skip(room, &at)
		if events == nil {
			if at.To, events, err = read(ctx, r.rooms, room, at.From); err != nil {
				return err
			}
		}
		if at.To == at.From && at.To-at.Kept < keepEvery {
			l.stand(room, at)
			return nil
		}
		kept, err := l.projector.Project(ctx, room, at, events)
		if err == nil && !kept && (!known || at.To-at.Kept >= keepEvery) {
			kept, err = true, r.keep(ctx, l, room, at)
		}
		if err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
		if kept {
			at.Kept, known = at.To, true
		}
		at.Since = at.To
	}
}

// keep moves the stored cursor over events that concern nobody, so that they are not read again at every start.
func (r *Runner) keep(ctx context.Context, l *lane, room rooms.RoomID, at Span) error {
	return r.store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, l.projector.Name(), room, at.Kept, at.To)
	})
}

// stand remembers where the lane is in a room.
func (l *lane) stand(room rooms.RoomID, at Span) {
	if _, known := l.stands[room]; !known && len(l.stands) >= standings {
		clear(l.stands)
	}
	l.stands[room] = at
}

func (l *lane) idleLocked() bool { return !l.busy && len(l.dirty) == 0 && len(l.later) == 0 }

// rest tells those who wait that the lane has nothing to do, if so.
func (l *lane) rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy = false
	if l.idleLocked() {
		close(l.moved)
		l.moved = make(chan struct{})
	}
}

// Quiet waits until a projector has nothing to do, or ctx ends: what was committed
// before the call has had its effect.
func (r *Runner) Quiet(ctx context.Context, projector string) error {
	for _, l := range r.lanes {
		if l.projector.Name() != projector {
			continue
		}
		l.mu.Lock()
		idle, moved := l.idleLocked(), l.moved
		l.mu.Unlock()
		if idle {
			return nil
		}
		select {
		case <-moved:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return fmt.Errorf("jobs: no projector %s", projector)
}

// read gives the events that follow a position, and where they lead.
func read(ctx context.Context, log Log, room rooms.RoomID, after rooms.Seq) (rooms.Seq, []rooms.Event, error) {
	segments, err := log.Read(ctx, room, after, readBytes)
	if err != nil {
		return 0, nil, fmt.Errorf("jobs: read %s: %w", room, err)
	}
	to := after
	var events []rooms.Event
	for _, s := range segments {
		list := append(append([]byte{'['}, s.Data...), ']')
		var some []rooms.Event
		if err := json.Unmarshal(list, &some); err != nil {
			return 0, nil, fmt.Errorf("jobs: decode %s: %w", room, err)
		}
		for _, e := range some {
			if e.Seq > after {
				events = append(events, e)
			}
		}
		to = s.To
	}
	return to, events, nil
}

// ReadAll gives all events of a room up to a position.
func ReadAll(ctx context.Context, log Log, room rooms.RoomID, upto rooms.Seq) ([]rooms.Event, error) {
	var all []rooms.Event
	var at rooms.Seq
	for at < upto {
		to, events, err := read(ctx, log, room, at)
		if err != nil {
			return nil, err
		}
		if to == at {
			return nil, fmt.Errorf("jobs: the log of %s ends at %d, before %d", room, at, upto)
		}
		for _, e := range events {
			if e.Seq <= upto {
				all = append(all, e)
			}
		}
		at = to
	}
	return all, nil
}
