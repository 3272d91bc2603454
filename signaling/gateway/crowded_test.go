package gateway_test

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// leaving has somebody signed out between the moment at which she is known and the one at which her socket is.
type leaving struct {
	people
	out    atomic.Bool
	signed sync.Once
	leave  func()
}

func (l *leaving) Who(r *http.Request) (gateway.Identity, error) {
	who, err := l.people.Who(r)
	if l.out.Load() {
		return gateway.Identity{}, gateway.ErrNobody
	}
	l.signed.Do(func() { l.out.Store(true); l.leave() })
	return who, err
}

// She signed out while her socket was being opened: it was not among those that were ended, and stayed.
func TestSigningOutEndsTheSocketThatIsBeingOpened(t *testing.T) {
	auth := &leaving{}
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.Auth = auth }})
	auth.leave = func() {
		w.gateway.Close(func(i gateway.Identity) bool { return i.Session == "marie" }, wire.CloseSignedOut)
	}
	ws, _, err := w.dialRaw(http.Header{"Origin": {origin}, "X-Member": {"marie"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	if code := (&client{t: t, ws: ws, name: "marie"}).end(); code != int(wire.CloseSignedOut) {
		t.Error(code)
	}
}

// One person opened sockets without end, each with its own two hundred commands a second: the room was too busy for everybody else.
func TestOnePersonHasSoManySockets(t *testing.T) {
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.Sockets = 3 }})
	lea := w.dial("lea")
	var all []*client
	for range 9 { // none of which reads that it is ended before all are there; that it is welcome tells that it is counted
		ws, _, err := w.dialRaw(http.Header{"Origin": {origin}, "X-Member": {"marie"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ws.Close() })
		c := &client{t: t, ws: ws, name: "marie", rooms: map[rooms.RoomID]*replica{}}
		c.say(wire.Hello{V: 1, Client: "tab", Lang: "fr"})
		c.until("welcome")
		all = append(all, c)
	}
	for i, c := range all[:6] {
		if code := c.end(); code != int(wire.CloseTakenOver) {
			t.Errorf("the %dth ended with %d", i+1, code)
		}
	}
	for _, c := range append(all[6:], lea) {
		c.say(wire.Ping{I: 1})
		c.until("pong")
	}
}

// lateRoom answers a join when it is told to, and says when it was left.
type lateRoom struct {
	gateway.Rooms
	joins chan func(host.Joined)
	left  chan struct{}
}

func (l *lateRoom) Join(_ context.Context, _ rooms.RoomID, _ host.JoinRequest, joined func(host.Joined)) {
	l.joins <- joined
}

func (l *lateRoom) Leave(rooms.RoomID, host.ConnID) { l.left <- struct{}{} }

// A socket ended while its join was under way, which failed then: nobody took it back, and this node looked for that room's host
// for ever, for nobody.
func TestAJoinThatFailsAfterItsSocketEndedIsTakenBack(t *testing.T) {
	late := &lateRoom{joins: make(chan func(host.Joined), 1), left: make(chan struct{}, 8)}
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { late.Rooms = o.Rooms; o.Rooms = late }})
	c := w.dial("marie")
	c.say(wire.Join{Room: parlour})
	joined := <-late.joins
	if err := c.ws.Close(); err != nil {
		t.Fatal(err)
	}
	<-late.left // her socket's end
	joined(host.Joined{Err: host.ErrStopped})
	<-late.left
}

// deafTo loses all that is published while it is deaf.
type deafTo struct {
	*local.Bus
	deaf atomic.Bool
}

func (d *deafTo) Publish(ctx context.Context, b host.Batch) error {
	if d.deaf.Load() {
		return nil
	}
	return d.Bus.Publish(ctx, b) //nolint:wrapcheck // a test's bus
}

// slowRecent is a host elsewhere that is slow to give what the bus lost.
type slowRecent struct {
	gateway.Rooms
	asked chan struct{}
	over  chan struct{}
}

func (s *slowRecent) Recent(room rooms.RoomID, after rooms.Seq) ([]host.Batch, bool) {
	select {
	case s.asked <- struct{}{}:
	default:
	}
	<-s.over
	return s.Rooms.Recent(room, after)
}

// While a slow node was asked for what Redis had lost, room after room, nobody was pinged and no dead socket was found.
func TestASlowHostDoesNotKeepTheSweeper(t *testing.T) {
	slow := &slowRecent{asked: make(chan struct{}, 1), over: make(chan struct{})}
	clock, bus := newHandClock(), &deafTo{Bus: local.New()}
	w := newWorld(t, tune{bus: bus, gateway: func(o *gateway.Options) {
		slow.Rooms, o.Clock = o.Rooms, clock
		o.Rooms = slow
	}})
	defer close(slow.over)
	writer, reader := w.dial("f-writer"), w.dial("reader")
	writer.join(parlour)
	reader.join(parlour)
	bus.deaf.Store(true)
	before, _ := w.host.Head(parlour)
	writer.do(parlour, "say", `{"text":"said to nobody"}`)
	for said := before; said == before; said, _ = w.host.Head(parlour) {
		runtime.Gosched()
	}
	clock.seconds(4) // it is noticed that the bus lost something
	<-slow.asked
	clock.seconds(3) // and the sweeper goes on
}

// The machine's clock was set by an hour, and a minute later every socket was ended at once, without a word.
func TestAClockThatIsSetEndsNoSocket(t *testing.T) {
	clock := newHandClock()
	w := newWorld(t, tune{gateway: func(o *gateway.Options) {
		o.Clock, o.Elapsed = clock, func() rooms.Millis { return 1 }
	}})
	c := w.dial("marie")
	clock.mu.Lock()
	clock.now += 3600 * 1000
	clock.mu.Unlock()
	clock.seconds(2)
	c.say(wire.Ping{I: 1})
	c.until("pong")
}
