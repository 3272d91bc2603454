package relay

import (
	"errors"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// place is where a room's host is believed to be: here, or at the end of a link; neither when it is not known.
type place struct {
	here  bool
	link  *link
	taken bool // here, from another node whose lease ended
}

func (p place) known() bool { return p.here || p.link != nil }

// request is something asked of a room's host, until it is answered.
type request struct {
	give  func(p place, turn uint64)
	fail  func(error)
	until rooms.Millis
	idle  bool   // nobody looks for a host for its sake: who leaves opens no room
	done  bool   // the route's
	turn  uint64 // the route's: of the last time it was asked
}

// route is what a node knows of one room's host, and all it has asked there without an answer.
type route struct {
	r    *Relay
	room rooms.RoomID
	used rooms.Millis // guarded by the relay's lock

	// sending is held while requests go out, so that they are asked, and asked again, in one order. It is taken before mu.
	sending baton

	mu      sync.Mutex
	place   place
	turn    uint64 // how often the place was lost
	found   rooms.Millis
	waiting []*request
	looking bool
	moved   bool                   // the place was lost since followers joined
	was     place                  // the one that was lost
	follows map[host.ConnID]uint64 // who follows, and one more than the turn at which she was let in; 0 before
	seats   map[host.ConnID]*seat
	nudge   chan struct{}
	cut     NodeID       // the node that holds the room and that this one cannot reach
	since   rooms.Millis // when it could not, or was last told of
	failed  int          // grows as the room cannot be opened
	errands []func()     // to be run one after the other, apart
	running bool         // they are

	head      rooms.Seq
	headKnown bool
}

// add asks something: at once when the host is known, else when it is found.
func (rt *route) add(q *request) {
	rt.sending.Lock()
	defer rt.sending.Unlock()
	rt.mu.Lock()
	p, turn := rt.place, rt.turn
	if q.idle && !p.known() && !rt.looking {
		q.done = true
		rt.mu.Unlock()
		q.fail(ErrNoHost)
		return
	}
	rt.waiting = append(rt.waiting, q)
	if !p.known() {
		rt.lookLocked()
		rt.mu.Unlock()
		return
	}
	q.turn = turn
	rt.mu.Unlock()
	q.give(p, turn)
}

// asking notes that a request is asked at that turn; false when it was answered.
func (rt *route) asking(q *request, turn uint64) bool {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	q.turn = max(q.turn, turn)
	return !q.done
}

// settle takes what became of a request; true when the asker is not told: it is asked again elsewhere, or was told before.
// Lasting means that what became of it stands however often it is asked: a command had its effect. Anything else counts
// only of the last time it was asked: who was told "no" must not see it done after all.
func (rt *route) settle(q *request, turn uint64, err error, lasting bool) (again bool) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	switch {
	case q.done:
		return true
	case elsewhere(err) && rt.r.ctx.Err() == nil:
		rt.lostLocked(turn)
		return true
	case !lasting && turn != q.turn:
		return true
	}
	q.done = true
	rt.removeLocked(q)
	return false
}

// elsewhere tells the errors that mean "not here": nothing of what was asked was done, or it is not known, and asking again
// is harmless.
func elsewhere(err error) bool {
	return errors.Is(err, host.ErrHeld) || errors.Is(err, host.ErrFenced) || errors.Is(err, host.ErrStopped) || errors.Is(err, ErrLink)
}

func (rt *route) removeLocked(q *request) {
	if i := slices.Index(rt.waiting, q); i >= 0 {
		rt.waiting = slices.Delete(rt.waiting, i, i+1)
	}
}

// lostLocked says that the host is not where it was believed to be at that turn.
func (rt *route) lostLocked(turn uint64) {
	if rt.turn != turn || !rt.place.known() {
		return
	}
	rt.was, rt.place, rt.moved, rt.headKnown = rt.place, place{}, true, false
	rt.turn++
	rt.lookLocked()
}

// lostAt says so of the host at a link, or here for nil.
func (rt *route) lostAt(l *link) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if rt.place.link == l && (l != nil || rt.place.here) {
		rt.lostLocked(rt.turn)
	}
}

// wake makes a look for the host happen now.
func (rt *route) wake() {
	select {
	case rt.nudge <- struct{}{}:
	default:
	}
}

func (rt *route) follow(conn host.ConnID, on bool) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if on {
		rt.follows[conn] += 0 // who joins anew was let in before
		return
	}
	delete(rt.follows, conn)
}

func (rt *route) lookLocked() {
	if rt.looking {
		return
	}
	rt.looking, rt.failed = true, 0
	rt.r.spawn(rt.look)
}

// look finds the room's host and asks it all that has no answer yet, for as long as somebody waits.
func (rt *route) look() {
	for rt.patient() {
		if rest := rt.rest(); rest > 0 {
			if !rt.wait(rest) {
				return
			}
			continue
		}
		p, wait, err := rt.find()
		switch {
		case err != nil:
			rt.hopeless(err)
			return
		case p.known() && rt.arrive(p):
			return
		case !p.known() && !rt.wait(wait):
			return
		}
	}
}

// rest is how long to wait before looking at all: a host that was found and lost at once is not asked without a pause.
func (rt *route) rest() time.Duration {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if rt.found == 0 {
		return 0
	}
	return rt.r.Again - time.Duration(rt.r.Clock.Now()-rt.found)*time.Millisecond
}

// apart is how much longer than another this room waits: all rooms of a node that died look at the same moment, and would go on
// asking the store at the same moments.
func (rt *route) apart() time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(rt.room)) // a hash takes all it is given
	return (time.Duration(h.Sum32()) % (rt.r.Again / 4)).Truncate(time.Microsecond)
}

// wait lets a while pass, or until wake; false when the relay ends.
func (rt *route) wait(d time.Duration) bool {
	over := make(chan struct{})
	stop := rt.r.Clock.After(d+rt.apart(), func() { close(over) })
	defer stop()
	select {
	case <-over:
	case <-rt.nudge:
	case <-rt.r.ctx.Done():
		return false
	}
	return true
}

// later runs something apart from whoever gives it, in the order given: what it does may wait for the room.
func (rt *route) later(errand func()) {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	rt.errands = append(rt.errands, errand)
	if rt.running {
		return
	}
	rt.running = true
	rt.r.spawn(rt.run)
}

func (rt *route) run() {
	for {
		rt.mu.Lock()
		list := rt.errands
		rt.errands, rt.running = nil, len(list) > 0
		rt.mu.Unlock()
		if len(list) == 0 {
			return
		}
		for _, errand := range list {
			errand()
		}
	}
}

func (rt *route) failAll(err error) {
	rt.mu.Lock()
	all := rt.waiting
	rt.waiting = nil
	for _, q := range all {
		q.done = true
	}
	rt.mu.Unlock()
	for _, q := range all {
		q.fail(err)
	}
}
