package redis

import (
	"errors"
	"sync"
)

// What Publish says of a batch that this node's subscribers have, and other nodes will ask for.
var (
	// ErrAway means that the room's server is not there.
	ErrAway = errors.New("redis bus: redis is away")
	// ErrFull means that too much waits for the room's server.
	ErrFull = errors.New("redis bus: too much waits for redis")
	// ErrTooBig means a batch over the bound of a message.
	ErrTooBig = errors.New("redis bus: a batch is too big for a message")
)

// Bounds of what waits for a server, and of what goes to it in one write.
const (
	maxWaiting      = 4096     // messages
	maxWaitingBytes = 16 << 20 // bytes
	maxWrite        = 512      // messages
	maxWriteBytes   = 1 << 20  // bytes, and one message more
)

// outbox holds what waits for one server, in order. Before the server was ever reached it waits too.
type outbox struct {
	mu    sync.Mutex
	away  bool
	list  []message
	bytes int
	ready chan struct{} // holds one when something waits
	next  func() uint64 // gives each number once, rising, whoever else asks
}

func newOutbox(next func() uint64) *outbox { return &outbox{ready: make(chan struct{}, 1), next: next} }

func (o *outbox) isAway() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.away
}

// add numbers a message and lets it wait, or says why not. It never blocks.
func (o *outbox) add(m message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.away:
		return ErrAway
	case len(o.list) >= maxWaiting, o.bytes+len(m.data) > maxWaitingBytes:
		return ErrFull
	}
	m.number(o.next())
	o.list = append(o.list, m)
	o.bytes += len(m.data)
	o.wakeLocked()
	return nil
}

// take gives what goes in one write.
func (o *outbox) take() []message {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, bytes := 0, 0
	for n < len(o.list) && n < maxWrite && bytes < maxWriteBytes {
		bytes += len(o.list[n].data)
		n++
	}
	out := o.list[:n:n]
	o.list, o.bytes = o.list[n:], o.bytes-bytes
	if len(o.list) == 0 {
		o.list = nil
	} else {
		o.wakeLocked()
	}
	return out
}

func (o *outbox) wakeLocked() {
	select {
	case o.ready <- struct{}{}:
	default:
	}
}

// shut loses what waits, and what comes, until open.
func (o *outbox) shut() (lost int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range o.list {
		if !m.beat {
			lost++
		}
	}
	o.away, o.list, o.bytes = true, nil, 0
	return lost
}

func (o *outbox) open() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.away = false
}
