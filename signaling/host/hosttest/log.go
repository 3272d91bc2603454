// Package hosttest has what tests of hosts and gateways need: a log in memory that can be made to wait, fail and be
// taken over, and a small room with every kind of audience.
package hosttest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Log is a host.Log in memory.
type Log struct {
	mu    sync.Mutex
	rooms map[rooms.RoomID]*record
	// fail, when set, is what Append says instead of working.
	fail error
	// late, when set, is what Append says after having worked.
	late error
	gate chan struct{} // Append waits for it while it is set
	// Waiting is told each time an Append waits.
	Waiting chan struct{}
	appends int
}

type record struct {
	term     uint64
	owner    string
	until    rooms.Millis
	head     rooms.Seq
	segments []host.Segment
	snapshot *host.Snapshot
}

// NewLog makes an empty log.
func NewLog() *Log {
	return &Log{rooms: map[rooms.RoomID]*record{}, Waiting: make(chan struct{}, 1024)}
}

var _ host.Log = (*Log)(nil)

// Fail makes every write say err, until Fail(nil).
func (l *Log) Fail(err error) { l.mu.Lock(); defer l.mu.Unlock(); l.fail = err }

// FailLate makes the next append commit and then say err.
func (l *Log) FailLate(err error) { l.mu.Lock(); defer l.mu.Unlock(); l.late = err }

// Block makes appends wait until the returned function is called.
func (l *Log) Block() (open func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gate := make(chan struct{})
	l.gate = gate
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.gate == gate {
			l.gate = nil
		}
		close(gate)
	}
}

// Steal gives a room to another owner, as a host elsewhere would take it after a lease ran out.
func (l *Log) Steal(room rooms.RoomID, owner string, until rooms.Millis) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.roomLocked(room)
	r.term++
	r.owner, r.until = owner, until
	return r.term
}

// Appends counts the transactions so far.
func (l *Log) Appends() int { l.mu.Lock(); defer l.mu.Unlock(); return l.appends }

// Events reads a room's whole log.
func (l *Log) Events(room rooms.RoomID) []rooms.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []rooms.Event
	for _, s := range l.roomLocked(room).segments {
		var some []rooms.Event
		if err := json.Unmarshal(slices.Concat([]byte("["), s.Data, []byte("]")), &some); err != nil {
			panic(err)
		}
		out = append(out, some...)
	}
	return out
}

func (l *Log) roomLocked(room rooms.RoomID) *record {
	r := l.rooms[room]
	if r == nil {
		r = &record{}
		l.rooms[room] = r
	}
	return r
}

// Claim is part of host.Log.
func (l *Log) Claim(_ context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (host.Lease, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return host.Lease{}, l.fail
	}
	r := l.roomLocked(room)
	if r.owner != "" && r.owner != owner && r.until > now {
		return host.Lease{}, host.ErrHeld
	}
	since := min(r.until, now)
	r.term++
	if r.owner == owner {
		until = host.Moved(r.until, until)
	}
	r.owner, r.until = owner, until
	return host.Lease{Term: r.term, Head: r.head, LogID: "log-" + string(room), Since: since}, nil
}

// Append is part of host.Log.
func (l *Log) Append(_ context.Context, segments []host.Segment) ([]error, error) {
	l.mu.Lock()
	gate := l.gate
	l.mu.Unlock()
	if gate != nil {
		l.Waiting <- struct{}{}
		<-gate
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.appends++
	if l.fail != nil {
		return nil, l.fail
	}
	out := make([]error, len(segments))
	for i, s := range segments {
		r := l.roomLocked(s.Room)
		if r.term != s.Term || r.head != s.From {
			out[i] = host.ErrFenced
			continue
		}
		s.Data = slices.Clone(s.Data)
		r.segments, r.head = append(r.segments, s), s.To
	}
	if err := l.late; err != nil {
		l.late = nil
		return nil, err
	}
	return out, nil
}

// Read is part of host.Log.
func (l *Log) Read(_ context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []host.Segment
	size := 0
	for _, s := range l.roomLocked(room).segments {
		if s.To <= after || size > maxBytes {
			continue
		}
		out = append(out, s)
		size += len(s.Data)
	}
	return out, nil
}

// Renew is part of host.Log.
func (l *Log) Renew(_ context.Context, owner string, until rooms.Millis, held []host.Held) ([]rooms.RoomID, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return nil, l.fail
	}
	var lost []rooms.RoomID
	for _, h := range held {
		r := l.roomLocked(h.Room)
		if r.owner != owner || r.term != h.Term {
			lost = append(lost, h.Room)
			continue
		}
		r.until = host.Moved(r.until, until)
	}
	return lost, nil
}

// Release is part of host.Log.
func (l *Log) Release(_ context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.roomLocked(room); r.owner == owner && r.term == term {
		r.owner, r.until = "", now
	}
	return nil
}

// Handover is part of host.Log.
func (l *Log) Handover(_ context.Context, owner string, room rooms.RoomID, term uint64, to string, until rooms.Millis) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	r := l.roomLocked(room)
	if owner == "" || r.owner != owner || r.term != term {
		return host.ErrFenced
	}
	r.owner, r.until = to, until
	return nil
}

// Holder is part of store.Log.
func (l *Log) Holder(_ context.Context, room rooms.RoomID) (owner string, until rooms.Millis, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.roomLocked(room)
	if r.owner == "" {
		return "", 0, nil
	}
	return r.owner, r.until, nil
}

// Snapshot is part of host.Log.
func (l *Log) Snapshot(_ context.Context, room rooms.RoomID) (host.Snapshot, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.roomLocked(room).snapshot; s != nil {
		return *s, true, nil
	}
	return host.Snapshot{}, false, nil
}

// SaveSnapshot is part of host.Log.
func (l *Log) SaveSnapshot(_ context.Context, s host.Snapshot) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	r := l.roomLocked(s.Room)
	if r.snapshot == nil || r.snapshot.Seq <= s.Seq {
		r.snapshot = &s
	}
	return nil
}
