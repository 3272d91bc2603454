package sim

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/signaling/host"
	"palabre/signaling/relay"
)

// What nodes keep to among many, as the server sets it.
const (
	lease    = 2400 * time.Millisecond
	renew    = 500 * time.Millisecond
	gateHold = 2 * time.Second
	grace    = 3 * time.Second
)

// node is one life of a process.
type node struct {
	w     *world
	place string // its address, the same in all its lives
	name  string // this life
	host  *host.Host
	relay *relay.Relay
	wire  *wire
	gates map[rooms.RoomID]*ring
	conns []*conn

	cut, limp time.Time // until when the store does not hear it, and it hears the store late

	// Faults: asleep holds all that comes and goes; dead ends it.
	asleep, dead, draining, leaving bool
	held                            []*event
	died                            chan struct{}
	reborn                          bool

	mu      sync.Mutex
	skew    time.Duration // of its clock from the store's
	audible map[rooms.RoomID]rooms.Audible
	heard   map[rooms.RoomID]time.Time // until when people may be heard there
	done    sync.WaitGroup
}

// Now is part of host.Clock: the store's time, as far as the node knows it.
func (n *node) Now() rooms.Millis {
	n.mu.Lock()
	defer n.mu.Unlock()
	return rooms.Millis(n.w.now().Add(n.skew).UnixMilli())
}

// After is part of host.Clock. A node that sleeps misses its timers: they fire when it wakes.
func (n *node) After(d time.Duration, f func()) (stop func()) {
	e := &event{
		key: fmt.Sprintf("timer %s %s", n.name, d), due: n.w.now().Add(max(d, 0)), fixed: true, node: n,
		run: func() { go f() },
	}
	n.w.post(e)
	return func() { n.w.cancel(e) }
}

// start gives a place a new life.
func (w *world) start(place string, life int) {
	n := &node{
		w: w, place: place, name: fmt.Sprintf("%s.%d", place, life), died: make(chan struct{}), gates: map[rooms.RoomID]*ring{},
		audible: map[rooms.RoomID]rooms.Audible{}, heard: map[rooms.RoomID]time.Time{}, skew: w.between(0, 40*time.Millisecond) - 20*time.Millisecond,
	}
	n.wire = &wire{n: n, subs: map[rooms.RoomID]map[int]func(host.Batch){}}
	n.host = host.New(host.Options{
		Owner: n.name, Log: port{n}, LeaseNow: n.Now, Many: true, Rooms: founder{w}, Bus: n.wire, Clock: n, CodeVersion: session.CodeVersion,
		Logger: zerolog.Nop(), OnAudible: n.heardNow, OnClosed: n.closed, OnReleased: n.hush, OnHeld: n.leased, OnLost: n.hush,
		Lease: lease, RenewEvery: renew, IdleAfter: w.opt.Idle, Grace: grace, SnapshotEvery: w.opt.Fresh,
	})
	d := newDoor(n)
	w.net.doors[place] = d
	n.relay = relay.New(relay.Options{
		Self: relay.Node{ID: relay.NodeID(n.name), Link: place, Version: "sim"}, Host: n.host, Registry: port{n},
		Listener: d, Dial: n.dial, Clock: n, Logger: zerolog.Nop(), OnMoved: n.moved, OnDisplaced: n.displaced,
	})
	w.nodes = append(w.nodes, n)
	n.keepPolling()
}

// The sound of rooms, as server/app keeps it.

func (n *node) heardNow(room rooms.RoomID, a rooms.Audible) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.audible[room] = a
}

func (n *node) hush(room rooms.RoomID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.audible, room)
}

func (n *node) closed(room rooms.RoomID, _ error) {
	n.hush(room)
	n.relay.Gone(room)
}

func (n *node) leased(room rooms.RoomID, begun rooms.Millis) {
	ago := time.Duration(n.Now()-begun) * time.Millisecond
	n.mu.Lock()
	defer n.mu.Unlock()
	n.heard[room] = n.w.now().Add(gateHold - ago)
}

// open tells whose sound passes in the room here, now.
func (n *node) open(room rooms.RoomID) (rooms.Audible, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a, ok := n.audible[room]
	if !ok || n.dead || n.asleep || !n.w.now().Before(n.heard[room]) {
		return rooms.Audible{}, false
	}
	return a, true
}

// moved and displaced are the relay's words for gateways.
func (n *node) moved(room rooms.RoomID) {
	n.w.post(&event{key: "moved " + n.name + " " + short(room), node: n, run: func() {
		if r := n.gates[room]; r != nil {
			r.moved()
		}
	}})
}

func (n *node) displaced(room rooms.RoomID, conn host.ConnID, by rooms.ClientID) {
	n.w.post(&event{key: fmt.Sprintf("displaced %s %s %s", n.name, short(room), conn), node: n, run: func() {
		for _, c := range n.conns {
			if c.id == conn {
				c.displaced(room, by)
			}
		}
	}})
}

// The ends of a node.

// die ends a node's life without a word: nothing of it gets out any more.
func (n *node) die() {
	if n.dead {
		return
	}
	n.dead, n.asleep, n.held = true, false, nil
	close(n.died)
	if d := n.w.net.doors[n.place]; d != nil && d.n == n {
		delete(n.w.net.doors, n.place)
	}
	for _, c := range n.conns {
		c.lost()
	}
	n.conns = nil
	n.done.Go(func() {
		over, cancel := context.WithCancel(context.Background())
		cancel()
		_ = n.host.Stop(over) // what it could not end it leaves
		_ = n.relay.Close()   // nobody hears it
	})
}

// wake ends a sleep: all that was kept from the node comes at once.
func (n *node) wake() {
	if n.dead || !n.asleep {
		return
	}
	n.asleep = false
	for _, e := range n.held {
		e.due, e.fixed = n.w.now(), true
		n.w.push(e)
	}
	n.held = nil
}

// drain ends a node as SIGTERM does.
func (n *node) drain() {
	if n.dead || n.draining {
		return
	}
	n.draining = true
	n.done.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = n.relay.Drain(ctx) // what could not be handed over is found when its lease ends
		n.w.post(&event{key: "drained " + n.name, node: n, run: func() {
			conns := n.conns
			n.conns = nil
			for _, c := range conns {
				c.leave()
				c.lost()
			}
			n.done.Go(func() {
				_ = n.host.Stop(ctx)
				n.w.post(&event{key: "stopped " + n.name, node: n, run: n.die})
			})
		}})
	})
}
