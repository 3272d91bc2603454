package app

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/relay"
)

// deaf is a store of tidings that cannot be read.
type deaf struct{ store.Nodes }

func (deaf) Heard(context.Context, int64, int) ([]store.Tiding, error) {
	return nil, errors.New("the store is out of reach")
}

// pair is a registry of two nodes that host nothing, and the way between them.
type pair struct {
	came   chan net.Conn
	closed chan struct{}
}

func newPair() pair { return pair{came: make(chan net.Conn), closed: make(chan struct{})} }

func (pair) Beat(context.Context, relay.Node) ([]relay.Node, error) {
	return []relay.Node{{ID: "a"}, {ID: "b"}}, nil
}
func (pair) Holder(context.Context, rooms.RoomID) (relay.NodeID, time.Duration, error) {
	return "", 0, nil
}
func (p pair) Accept() (net.Conn, error) {
	select {
	case c := <-p.came:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p pair) Close() error   { close(p.closed); return nil }
func (p pair) Addr() net.Addr { return nil }
func (p pair) dial(context.Context, string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.came <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// A node cut off from the store alone kept its people for ten seconds, whose meetings went on elsewhere; it keeps them for three when
// another node, asked, reaches the store. When none does, nobody is better elsewhere. One that was cut off from everything kept them for
// ten too: an hour into a meeting that was a second too long for those who had to come in elsewhere.
func TestWhoIsCutOffFromTheStoreSendsPagesAway(t *testing.T) {
	for name, c := range map[string]struct {
		others  error // what they say when they are asked
		parted  bool  // they cannot be
		alone   bool  // there are none
		longest time.Duration
	}{
		"another hears":   {longest: 4 * time.Second},
		"nobody hears":    {others: errors.New("deaf too"), longest: 11 * time.Second},
		"nobody is there": {parted: true, longest: 5 * time.Second},
		"nobody ever was": {alone: true, longest: 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				doors := map[relay.NodeID]pair{"a": newPair(), "b": newPair()}
				nodes := map[relay.NodeID]*relay.Relay{}
				for id, other := range map[relay.NodeID]relay.NodeID{"a": "b", "b": "a"} {
					o := relay.Options{
						Self: relay.Node{ID: id}, Logger: zerolog.Nop(), Registry: doors[id], Listener: doors[id], Dial: doors[other].dial,
						Handlers: map[string]relay.Handler{callTidings: func(context.Context, []byte) ([]byte, error) { return []byte("null"), c.others }},
					}
					if c.parted {
						o.Dial = func(context.Context, string) (net.Conn, error) { return nil, errors.New("no way there") }
					}
					if c.alone {
						o.Registry = hermit{doors[id]}
					}
					nodes[id] = relay.New(o)
				}
				ctx, cancel := context.WithCancel(t.Context())
				n := &Node{log: zerolog.Nop(), core: &core{Store: &store.Store{Nodes: deaf{}}, relay: nodes["a"], owner: "a"}}
				begun, sent := time.Now(), []time.Duration{}
				over := make(chan struct{})
				go func() {
					defer close(over)
					n.keepHearing(ctx, func() { sent = append(sent, time.Since(begun)) })
				}()
				time.Sleep(20 * time.Second)
				cancel()
				<-over
				if len(sent) != 1 || sent[0] > c.longest || sent[0] < c.longest-time.Second {
					t.Errorf("sent away after %v, want %v", sent, c.longest)
				}
				for _, r := range nodes {
					if err := r.Close(); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

// hermit is a node that has heard of no other.
type hermit struct{ pair }

func (hermit) Beat(context.Context, relay.Node) ([]relay.Node, error) {
	return []relay.Node{{ID: "a"}}, nil
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
