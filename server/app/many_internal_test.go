package app

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/relay"
)

// How a store of tidings, or a way, does.
const (
	fine int32 = iota
	broken
	mute
)

func does(ctx context.Context, how *atomic.Int32, what string) error {
	switch how.Load() {
	case fine:
		return nil
	case mute:
		<-ctx.Done()
	}
	return errors.New(what)
}

// strait is a store and two nodes, a and b, that host nothing, with the ways between them.
type strait struct {
	store, way atomic.Int32
	others     error // what b says when it is asked whether it hears
	alone      bool  // b was never known
	doors      map[relay.NodeID]door
	mu         sync.Mutex
	conns      []net.Conn
}

// ear is the store of tidings there.
type ear struct {
	store.Nodes
	of *strait
}

// Heard is what a node hears in the store.
func (e ear) Heard(ctx context.Context, _ int64, _ int) ([]store.Tiding, error) {
	return nil, does(ctx, &e.of.store, "the store is out of reach")
}

// Beat tells who lives.
func (s *strait) Beat(ctx context.Context, _ relay.Node) ([]relay.Node, error) {
	if s.alone {
		return []relay.Node{{ID: "a"}}, nil
	}
	return []relay.Node{{ID: "a", Link: "a"}, {ID: "b", Link: "b"}}, does(ctx, &s.store, "the store is out of reach")
}

// Holder tells that no room has a host.
func (*strait) Holder(context.Context, rooms.RoomID) (relay.NodeID, time.Duration, error) {
	return "", 0, nil
}

func (s *strait) dial(ctx context.Context, to string) (net.Conn, error) {
	if err := does(ctx, &s.way, "no way there"); err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	s.mu.Lock()
	s.conns = append(s.conns, near, far)
	s.mu.Unlock()
	select {
	case s.doors[relay.NodeID(to)].came <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cut ends the links there are.
func (s *strait) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		_ = c.Close() // nobody answers any more
	}
	s.conns = nil
}

// door is where links come in.
type door struct {
	came   chan net.Conn
	closed chan struct{}
}

// Accept waits for a link.
func (d door) Accept() (net.Conn, error) {
	select {
	case c := <-d.came:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the waiting.
func (d door) Close() error { close(d.closed); return nil }

// Addr is nowhere.
func (door) Addr() net.Addr { return nil }

// A node cut off from the store alone kept its people for ten seconds, whose meetings went on elsewhere; it keeps them for three when
// another node, asked, reaches the store. When none does, nobody is better elsewhere. One that was cut off from everything kept them for
// ten too: when both other nodes had just begun, they had but four seconds of the fourteen to find their rooms in. It keeps them for four;
// not where only the links broke for a moment, which are not made again while the store is away, nor where there never were any.
func TestWhoIsCutOffFromTheStoreSendsPagesAway(t *testing.T) {
	for name, c := range map[string]struct {
		others error
		never  bool // the way was never there
		alone  bool
		lost   func(*strait) // besides the store
		store  int32
		after  time.Duration // people are sent away, within the second and a half before
	}{
		"another hears":                {store: broken, after: 4 * time.Second},
		"nobody hears":                 {store: broken, others: errors.New("deaf too"), after: 11 * time.Second},
		"nobody is there":              {store: broken, lost: func(s *strait) { s.way.Store(broken); s.cut() }, after: 5 * time.Second},
		"nothing is there":             {store: mute, lost: func(s *strait) { s.way.Store(mute); s.cut() }, after: 5500 * time.Millisecond},
		"the links broke for a moment": {store: broken, others: errors.New("deaf too"), lost: (*strait).cut, after: 11 * time.Second},
		"there never was a way":        {store: broken, never: true, after: 11 * time.Second},
		"nobody ever was":              {store: broken, alone: true, after: 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &strait{others: c.others, alone: c.alone, doors: map[relay.NodeID]door{}}
				if c.never {
					s.way.Store(broken)
				}
				nodes := map[relay.NodeID]*relay.Relay{}
				for _, id := range []relay.NodeID{"a", "b"} {
					s.doors[id] = door{came: make(chan net.Conn), closed: make(chan struct{})}
				}
				for id, d := range s.doors {
					nodes[id] = relay.New(relay.Options{
						Self: relay.Node{ID: id, Link: string(id)}, Logger: zerolog.Nop(), Registry: s, Listener: d, Dial: s.dial,
						Handlers: map[string]relay.Handler{callTidings: func(context.Context, []byte) ([]byte, error) { return []byte("null"), c.others }},
					})
				}
				ctx, cancel := context.WithCancel(t.Context())
				n := &Node{log: zerolog.Nop(), core: &core{Store: &store.Store{Nodes: ear{of: s}}, relay: nodes["a"], owner: "a"}}
				sent, over := make(chan time.Time, 10), make(chan struct{})
				go func() {
					defer close(over)
					n.keepHearing(ctx, func() { sent <- time.Now() })
				}()
				for range 2 { // what was mended is lost again
					time.Sleep(5 * time.Second)
					s.store.Store(c.store)
					if c.lost != nil {
						c.lost(s)
					}
					begun := time.Now()
					time.Sleep(20 * time.Second)
					if len(sent) != 1 {
						t.Fatalf("sent away %d times", len(sent))
					}
					if took := (<-sent).Sub(begun); took > c.after || took < c.after-1500*time.Millisecond {
						t.Errorf("sent away after %v, want %v", took, c.after)
					}
					s.store.Store(fine)
					if !c.never {
						s.way.Store(fine)
					}
				}
				cancel()
				<-over
				for _, r := range nodes {
					if err := r.Close(); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

// failing is a store of tidings that fails so many times.
type failing struct {
	store.Nodes
	times, told int
}

func (f *failing) Tell(context.Context, string, string, []byte) (int64, error) {
	if f.times--; f.times >= 0 {
		return 0, errors.New("the connection broke")
	}
	f.told++
	return 1, nil
}

// I7, I10: somebody was removed, or words were destroyed, and the connection broke when the other nodes were to be told: they never
// were. It is tried on; and who can do it again, as what destroys words does, knows that it failed.
func TestWhatWasDecidedIsToldInTheEnd(t *testing.T) {
	for _, story := range []struct {
		name  string
		times int
		told  int
	}{{"broken twice", 2, 1}, {"broken for good", 1000, 0}} {
		t.Run(story.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				nodes := &failing{times: story.times}
				r := relay.New(relay.Options{Self: relay.Node{ID: "a"}, Logger: zerolog.Nop(), Later: true})
				n := &Node{log: zerolog.Nop(), core: &core{Store: &store.Store{Nodes: nodes}, relay: r, owner: "a"}}
				err := n.tellAll(t.Context(), "of no kind", tiding{})
				if nodes.told != story.told || (err == nil) != (story.told == 1) {
					t.Errorf("told %d times: %v", nodes.told, err)
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
