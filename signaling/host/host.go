package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
)

// What a host says besides the refusals of rooms.
var (
	// ErrBusy means that the room has too much waiting; nothing was done.
	ErrBusy = errors.New("host: too much waits in this room")
	// ErrStopped means that the host is stopping or stopped.
	ErrStopped = errors.New("host: stopped")
	// ErrFormer means that the command was said to another host of the room than this one, which does not know what became of
	// it there: nothing was done. Its page says it again once it has heard of this one.
	ErrFormer = errors.New("host: it was said to another host")
	// ErrUnordered means that it is not known here what became of a command that was said before it: nothing was done. Its page says
	// both again, in their order.
	ErrUnordered = errors.New("host: what was said before it was not decided")
	// ErrNotSaved means that the store failed and nothing of what was asked was saved.
	ErrNotSaved = errors.New("host: the store failed, nothing was saved")
)

// Options are all that a host needs. Log, Rooms, Bus and Owner are required, the rest has a value when zero.
type Options struct {
	// Owner names this node in leases. A single node keeps its name across restarts, so that it need not wait for its
	// own lease to end.
	Owner string
	Log   Log
	// LeaseNow is the clock that all owners' leases are judged by; Clock's when nil.
	LeaseNow func() rooms.Millis
	// Many says that other nodes host rooms of the same log: a room that another owner holds is ErrHeld at once, and one that
	// is held no more is given up at once, since it is asked for there.
	Many  bool
	Rooms Rooms
	Bus   Bus
	Clock Clock
	// CodeVersion is the version of the rooms' snapshots; others are ignored.
	CodeVersion int
	Logger      zerolog.Logger

	// OnCommitted is told of each commit, of a room's in order; OnAudible, who is heard, once it is committed and before
	// any client is told; OnReadonly, that nothing can be saved for now (full: for want of space), or that it can again;
	// OnClosed, that a room had to be given up with people in it. They must not block.
	OnCommitted func(Commit)
	OnAudible   func(rooms.RoomID, rooms.Audible)
	OnReadonly  func(readonly, full bool)
	OnClosed    func(rooms.RoomID, error)
	// OnReleased is told that a room is hosted here no more, whyever, before it can be again. OnHeld, that the room's own lease was
	// won or renewed by what was asked at begun, by Clock; before OnAudible is told of a room, it is. OnLost, that it is another's.
	OnReleased func(rooms.RoomID)
	OnHeld     func(room rooms.RoomID, begun rooms.Millis)
	OnLost     func(rooms.RoomID)

	// Overdue is how long the store may leave the renewal of leases without an answer before nothing can be saved: OnReadonly is told,
	// long before an append may fail. 0: only an append that fails tells. While no room is held, Reach is asked instead; nil for nothing.
	Overdue time.Duration
	Reach   func(context.Context) error

	CommitGap     time.Duration // between the starts of two commits under load; 5 ms
	WideGap       time.Duration // the same when a room with more than a hundred connections has something; 5.5 ms
	Lease         time.Duration // 8 s
	RenewEvery    time.Duration // 1 s
	IdleAfter     time.Duration // an idle room is released after this; 5 min
	Grace         time.Duration // without a connection before a person is said to have dropped; 10 s
	SnapshotEvery int           // events; 1000
	Mailbox       int           // commands waiting per room; 4096
}

func (o *Options) fill() {
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&o.CommitGap, 5*time.Millisecond)
	set(&o.WideGap, 5500*time.Microsecond)
	set(&o.Lease, 8*time.Second)
	set(&o.RenewEvery, time.Second)
	set(&o.IdleAfter, 5*time.Minute)
	set(&o.Grace, 10*time.Second)
	if o.SnapshotEvery == 0 {
		o.SnapshotEvery = 1000
	}
	if o.Mailbox == 0 {
		o.Mailbox = 4096
	}
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.OnCommitted == nil {
		o.OnCommitted = func(Commit) {}
	}
	if o.OnAudible == nil {
		o.OnAudible = func(rooms.RoomID, rooms.Audible) {}
	}
	if o.OnReadonly == nil {
		o.OnReadonly = func(bool, bool) {}
	}
	if o.OnClosed == nil {
		o.OnClosed = func(rooms.RoomID, error) {}
	}
	if o.OnReleased == nil {
		o.OnReleased = func(rooms.RoomID) {}
	}
	if o.OnHeld == nil {
		o.OnHeld = func(rooms.RoomID, rooms.Millis) {}
	}
	if o.OnLost == nil {
		o.OnLost = func(rooms.RoomID) {}
	}
	if o.Reach == nil {
		o.Reach = func(context.Context) error { return nil }
	}
	if o.LeaseNow == nil {
		o.LeaseNow = o.Clock.Now
	}
}

// Commit is what was made durable of a room at once: the events that lead it from From to To, the last of them of the
// instant At, with each name they have once.
type Commit struct {
	Room     rooms.RoomID
	From, To rooms.Seq
	At       rooms.Millis
	Names    []string
}

// Host holds the live rooms of one node. It is safe for concurrent use.
type Host struct {
	Options
	ctx    context.Context //nolint:containedctx // the life of the host's own goroutines, ended by Stop
	cancel context.CancelFunc
	commit *committer
	state  readonlyState
	wg     sync.WaitGroup

	renewSoon chan struct{}

	mu    sync.Mutex
	live  map[rooms.RoomID]*live
	ended bool
}

// New starts a host. Stop ends it.
func New(options Options) *Host {
	options.fill()
	ctx, cancel := context.WithCancel(context.Background())
	h := &Host{Options: options, ctx: ctx, cancel: cancel, live: map[rooms.RoomID]*live{}, renewSoon: make(chan struct{}, 1)}
	h.commit = newCommitter(h)
	h.wg.Add(2)
	go func() { defer h.wg.Done(); h.commit.run() }()
	go func() { defer h.wg.Done(); h.renewLoop() }()
	return h
}

// Stop commits what waits, writes snapshots, releases every lease and ends all goroutines. When ctx ends first, rooms
// are left as they are: leases then expire by themselves.
func (h *Host) Stop(ctx context.Context) error {
	h.mu.Lock()
	h.ended = true
	all := make([]*live, 0, len(h.live))
	for _, l := range h.live {
		all = append(all, l)
	}
	h.mu.Unlock()
	for _, l := range all {
		_ = l.mail.push(task{kind: taskStop}, true) // a room that is gone has stopped
	}
	var err error
	for _, l := range all {
		select {
		case <-l.gone:
		case <-ctx.Done():
			err = fmt.Errorf("host: stop: %w", ctx.Err())
		}
	}
	h.cancel()
	h.wg.Wait()
	return err
}

// Answer is what became of a command. Exactly one of Err, Refusal and neither (done, up to Seq) is told.
type Answer struct {
	Seq     rooms.Seq
	Value   json.RawMessage
	Refusal *rooms.Refusal
	Err     error // nothing was saved: ErrFull, ErrNotSaved, ErrFenced, ErrFormer, ErrUnordered, ErrBusy, ErrNoRoom…
	Nothing bool  // there was nothing to do: the log has no trace of it
}

// Submit gives a command to a room, which is opened if need be. Answer is called once, after the commit on which it
// depends; it must not block. Commands submitted by one goroutine to one room are decided in that order.
func (h *Host) Submit(ctx context.Context, room rooms.RoomID, cmd rooms.Command, answer func(Answer)) {
	if readonly, err := h.state.readonly(); readonly && !h.hosts(room) {
		answer(Answer{Err: err})
		return
	}
	err := h.send(ctx, room, task{kind: taskCommand, cmd: cmd, answer: answer})
	if err != nil {
		answer(Answer{Err: err})
	}
}

// Do gives a command and waits for its answer. Projectors use it, with Actor.System.
func (h *Host) Do(ctx context.Context, room rooms.RoomID, cmd rooms.Command) (rooms.Seq, *rooms.Refusal, error) {
	got := make(chan Answer, 1)
	h.Submit(ctx, room, cmd, func(a Answer) { got <- a })
	select {
	case a := <-got:
		return a.Seq, a.Refusal, a.Err
	case <-ctx.Done():
		return 0, nil, fmt.Errorf("host: do %s: %w", cmd.Name, ctx.Err())
	}
}

// Readonly tells whether nothing can be saved for now, and whether for want of space.
func (h *Host) Readonly() (readonly, full bool) {
	readonly, err := h.state.readonly()
	return readonly, errors.Is(err, ErrFull)
}

// send puts a task in the room's mailbox. A room that has just been released is opened again.
func (h *Host) send(ctx context.Context, room rooms.RoomID, t task) error {
	for {
		l, err := h.get(ctx, room)
		if err != nil {
			return err
		}
		if err := l.mail.push(t, false); !errors.Is(err, errGone) {
			return err
		}
		select {
		case <-l.gone:
		case <-ctx.Done():
			return fmt.Errorf("host: %w", ctx.Err())
		}
	}
}

// get gives the live room, opening it on first need and waiting until it is open.
func (h *Host) get(ctx context.Context, room rooms.RoomID) (*live, error) {
	h.mu.Lock()
	if h.ended {
		h.mu.Unlock()
		return nil, ErrStopped
	}
	l := h.live[room]
	if l == nil {
		l = newLive(h, room)
		h.live[room] = l
		h.wg.Add(1)
		go func() { defer h.wg.Done(); l.run() }()
	}
	h.mu.Unlock()
	select {
	case <-l.opened:
		return l, l.openErr
	case <-ctx.Done():
		return nil, fmt.Errorf("host: open %s: %w", room, ctx.Err())
	}
}

func (h *Host) forget(l *live) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.live[l.id] == l {
		delete(h.live, l.id)
	}
}

// peek gives the live room if it is open.
func (h *Host) peek(room rooms.RoomID) *live {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.live[room]
	if l == nil {
		return nil
	}
	select {
	case <-l.opened:
		if l.openErr == nil {
			return l
		}
	default:
	}
	return nil
}

// Head is the room's committed and published head; false when the room is not live here.
func (h *Host) Head(room rooms.RoomID) (rooms.Seq, bool) {
	l := h.peek(room)
	if l == nil {
		return 0, false
	}
	return l.queue.published(), true
}

// Recent gives the batches published after a position, when they are still at hand: a gateway whose bus lost some asks.
func (h *Host) Recent(room rooms.RoomID, after rooms.Seq) ([]Batch, bool) {
	l := h.peek(room)
	if l == nil {
		return nil, false
	}
	return l.queue.recentAfter(after)
}
