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
	"palabre/server/bus/local"
	"palabre/server/store"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
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
	store, others atomic.Int32 // how the store does for a, and for b
	way           atomic.Int32 // from a to b
	alone         atomic.Bool  // b is not known
	oneWay        bool         // b does not dial
	doors         map[relay.NodeID]door
	mu            sync.Mutex
	conns         []net.Conn // that a dialled
}

// ear is the store of tidings there, for one of them.
type ear struct {
	store.Nodes
	does *atomic.Int32
	put  chan struct{} // each time it was put to the store, for who waits
}

// Heard is what a node hears in the store.
func (e ear) Heard(ctx context.Context, _ int64, _ int) ([]store.Tiding, error) {
	err := does(ctx, e.does, "the store is out of reach")
	select {
	case e.put <- struct{}{}:
	default:
	}
	return nil, err
}

// listens waits until it was put to the store so many times.
func (e ear) listens(times int) {
	for range times {
		<-e.put
	}
}

// Beat tells who lives.
func (s *strait) Beat(ctx context.Context, self relay.Node) ([]relay.Node, error) {
	if s.alone.Load() {
		return []relay.Node{{ID: "a"}}, nil
	}
	how := &s.store
	if self.ID == "b" {
		how = &s.others
	}
	return []relay.Node{{ID: "a", Link: "a"}, {ID: "b", Link: "b"}}, does(ctx, how, "the store is out of reach")
}

// Holder tells that no room has a host.
func (*strait) Holder(context.Context, rooms.RoomID) (relay.NodeID, time.Duration, error) {
	return "", 0, nil
}

// from is how a node dials another.
func (s *strait) from(id relay.NodeID) func(context.Context, string) (net.Conn, error) {
	return func(ctx context.Context, to string) (net.Conn, error) {
		near, far := net.Pipe()
		switch {
		case id == "a":
			if err := does(ctx, &s.way, "no way there"); err != nil {
				return nil, err
			}
			s.mu.Lock()
			s.conns = append(s.conns, near, far)
			s.mu.Unlock()
		case s.oneWay:
			return nil, errors.New("no way there")
		}
		select {
		case s.doors[relay.NodeID(to)].came <- far:
			return near, nil
		case <-s.doors[relay.NodeID(to)].closed:
			return nil, errors.New("nobody is there")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// cut ends the links that a made.
func (s *strait) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		_ = c.Close() // nobody answers any more
	}
	s.conns = nil
}

// node begins one of the two.
func (s *strait) node(id relay.NodeID, tidings ear) *Node {
	n := &Node{log: zerolog.Nop(), hearing: make(chan struct{}, 1)}
	n.core = &core{Store: &store.Store{Nodes: tidings}, owner: string(id), relay: relay.New(relay.Options{
		Self: relay.Node{ID: id, Link: string(id)}, Logger: zerolog.Nop(), Registry: s, Listener: s.doors[id], Dial: s.from(id),
		Handlers: map[string]relay.Handler{callTidings: n.tidings}, Later: true,
	})}
	n.relay.Start()
	return n
}

// door is where links come in.
type door struct {
	came   chan net.Conn
	closed chan struct{}
	once   *sync.Once
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
func (d door) Close() error { d.once.Do(func() { close(d.closed) }); return nil }

// Addr is nowhere.
func (door) Addr() net.Addr { return nil }

// A node cut off from the store alone kept its people for ten seconds, whose meetings went on elsewhere; it keeps them for three when
// another node, asked, reaches the store. When none does, nobody is better elsewhere. One that was cut off from everything kept them for
// ten too, and their rooms had little left of the time in which a meeting is to go on. It keeps them for four; not where only the links
// broke for a moment, which are not made again while the store is away, nor where there never were any, or the other was stopped. Another
// that says that there is something to be read kept it from noticing for as long as its store was silent.
func TestWhoIsCutOffFromTheStoreSendsPagesAway(t *testing.T) {
	const soon, later = 4 * time.Second, 11 * time.Second
	everything := func(how int32) func(*strait, *Node) {
		return func(s *strait, _ *Node) { s.way.Store(how); s.cut() }
	}
	for name, c := range map[string]struct {
		before        func(s *strait, b *Node) // long before the store is lost
		lost          func(s *strait, b *Node) // besides the store
		store, others int32
		oneWay, never bool          // b does not dial; a does not reach it either
		after         time.Duration // people are sent away, within the second and a half before
	}{
		"another hears": {store: broken, after: soon},
		"another hears, and says so": {store: mute, lost: func(_ *strait, b *Node) {
			for range 20 {
				go b.relay.Call(context.Background(), callTidings, []byte("null"))
			}
		}, after: soon + 1500*time.Millisecond},
		"nobody hears":                 {store: broken, others: broken, after: later},
		"nobody is answered":           {store: mute, others: mute, after: later},
		"nobody is there":              {store: broken, oneWay: true, lost: everything(broken), after: soon + time.Second},
		"nothing is there":             {store: mute, oneWay: true, lost: everything(mute), after: soon + 1500*time.Millisecond},
		"the way back is there":        {store: broken, others: broken, lost: everything(broken), after: later},
		"the links broke for a moment": {store: broken, others: broken, oneWay: true, lost: func(s *strait, _ *Node) { s.cut() }, after: later},
		"there never was a way":        {store: broken, oneWay: true, never: true, after: later},
		"the other was stopped": {store: broken, before: func(s *strait, b *Node) {
			s.alone.Store(true)
			_ = b.relay.Close() // it is closed again
		}, after: later},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &strait{doors: map[relay.NodeID]door{}, oneWay: c.oneWay}
				for _, id := range []relay.NodeID{"a", "b"} {
					s.doors[id] = door{came: make(chan net.Conn), closed: make(chan struct{}), once: new(sync.Once)}
				}
				if c.never {
					s.way.Store(broken)
				}
				here := ear{does: &s.store, put: make(chan struct{})}
				a, b := s.node("a", here), s.node("b", ear{does: &s.others})
				ctx, cancel := context.WithCancel(t.Context())
				sent, over := make(chan time.Time, 10), make(chan struct{})
				go func() {
					defer close(over)
					a.keepHearing(ctx, func() { sent <- time.Now() })
				}()
				for range 2 { // what was mended is lost again
					here.listens(4) // two seconds: they know each other
					if c.before != nil {
						c.before(s, b)
					}
					here.listens(6)
					s.store.Store(c.store)
					s.others.Store(c.others)
					begun := time.Now()
					if c.lost != nil {
						c.lost(s, b)
					}
					if took := (<-sent).Sub(begun); took > c.after || took < c.after-1500*time.Millisecond {
						t.Errorf("sent away after %v, want %v", took, c.after)
					}
					here.listens(15)
					if len(sent) > 0 {
						t.Fatal("sent away twice for one loss")
					}
					s.store.Store(fine)
					s.others.Store(fine)
					if !c.never {
						s.way.Store(fine)
					}
				}
				cancel()
				<-over
				for _, n := range []*Node{a, b} {
					if err := n.relay.Close(); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

// I10: a node was cut off while another took words out of the log; its lease was renewed before anybody asked for the room elsewhere. Its
// host remembered what it had told, and told it to those who came back.
func TestWordsTakenOutElsewhereAreForgottenHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const room rooms.RoomID = "brd_1"
		h := host.New(host.Options{Owner: "a", Log: hosttest.NewLog(), Rooms: hosttest.Rooms{}, Bus: local.New(), Logger: zerolog.Nop()})
		n := &Node{log: zerolog.Nop(), sockets: &sockets{&gateway.Gateway{}}, core: &core{Host: h, boards: boardReader{looks: newLooks()}}}
		said, refusal, err := h.Do(t.Context(), room, rooms.Command{
			Client: "ana", N: 1, Name: "say", Args: []byte(`{"text":"a word"}`), Actor: rooms.Actor{Member: "ana", Standing: rooms.RoleMember},
		})
		if err != nil || refusal != nil {
			t.Fatal(refusal, err)
		}
		synctest.Wait()
		if told, ok := h.Recent(room, said-1); !ok || len(told) == 0 {
			t.Fatal("nothing is remembered")
		}
		n.obey(t.Context(), tidingForget, tiding{Room: room, Upto: said})
		synctest.Wait()
		if told, ok := h.Recent(room, said-1); ok {
			t.Errorf("remembered %+v", told)
		}
		if err := h.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
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
