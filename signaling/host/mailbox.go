package host

import (
	"errors"
	"sync"

	"palabre/rooms"
)

var errGone = errors.New("host: the room was released")

type taskKind uint8

const (
	taskCommand taskKind = iota
	taskJoin
	taskLeave
	taskTick
	taskDropped // a person's grace is over
	taskBack    // a person is connected, which could not be saved before
	taskReset   // the store failed, or the room has another owner
	taskStop
	taskFound  // the founding commands, which could not be saved before
	taskForget // words were taken out of the log
	taskUntold // words were taken out of it by another node
	taskTail   // what joiners lacked may be no longer of use
	taskLook   // nothing but a turn of the actor's loop
)

// task is one thing an actor is asked.
type task struct {
	kind   taskKind
	cmd    rooms.Command
	answer func(Answer)
	join   *JoinRequest
	joined func(Joined)
	conn   ConnID
	member rooms.MemberID
	heir   string // of a stop: who takes the room
}

// mailbox is a bounded queue that its actor empties all at once.
type mailbox struct {
	mu     sync.Mutex
	tasks  []task
	spare  []task
	max    int
	closed bool
	wake   chan struct{}
}

func newMailbox(limit int) *mailbox { return &mailbox{max: limit, wake: make(chan struct{}, 1)} }

// push adds a task: ErrBusy when full (unless always), errGone once closed.
func (m *mailbox) push(t task, always bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.closed:
		return errGone
	case len(m.tasks) >= m.max && !always:
		return ErrBusy
	}
	m.tasks = append(m.tasks, t)
	select {
	case m.wake <- struct{}{}:
	default:
	}
	return nil
}

// take gives all that waits; the slice is good until the next take.
func (m *mailbox) take() []task {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := m.tasks
	clear(m.spare)
	m.tasks, m.spare = m.spare[:0], out
	return out
}

// closeEmpty closes unless something waits.
func (m *mailbox) closeEmpty() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.tasks) > 0 {
		return false
	}
	m.closed = true
	return true
}

// close refuses what comes later and gives what waits.
func (m *mailbox) close() []task {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	out := m.tasks
	m.tasks = nil
	return out
}
