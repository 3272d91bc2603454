package gateway_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"palabre/rooms"
	"palabre/signaling/gateway"
	"palabre/signaling/wire"
)

// handClock moves when it is told to.
type handClock struct {
	mu     sync.Mutex
	armed  *sync.Cond
	now    rooms.Millis
	timers []*handTimer
}

type handTimer struct {
	at rooms.Millis
	f  func()
}

func newHandClock() *handClock {
	c := &handClock{now: 1_800_000_000_000}
	c.armed = sync.NewCond(&c.mu)
	return c
}

func (c *handClock) Now() rooms.Millis { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *handClock) After(d time.Duration, f func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &handTimer{c.now + rooms.Millis(d.Milliseconds()), f}
	c.timers = append(c.timers, t)
	c.armed.Broadcast()
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.timers = slices.DeleteFunc(c.timers, func(x *handTimer) bool { return x == t })
	}
}

// second waits until somebody waits for the clock, and moves it by a second.
func (c *handClock) second() {
	c.mu.Lock()
	for len(c.timers) == 0 {
		c.armed.Wait()
	}
	c.now += 1000
	var due []*handTimer
	c.timers = slices.DeleteFunc(c.timers, func(t *handTimer) bool {
		if t.at <= c.now {
			due = append(due, t)
			return true
		}
		return false
	})
	c.mu.Unlock()
	for _, t := range due {
		t.f()
	}
}

func beating(t *testing.T) (*world, *handClock) {
	t.Helper()
	clock := newHandClock()
	return newWorld(t, tune{gateway: func(o *gateway.Options) { o.Clock = clock }}), clock
}

// The sweeper works on the second that ends when it asks for the next one.
func (c *handClock) seconds(n int) {
	for range n {
		c.second()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.timers) == 0 {
		c.armed.Wait()
	}
}

func TestSilentConnectionIsAskedAndThenClosed(t *testing.T) {
	w, clock := beating(t)
	silent, alive := w.dial("silent"), w.dial("alive")
	pings := make(chan string, 100)
	silent.ws.SetPingHandler(func(s string) error { pings <- s; return nil }) // hears, and does not answer
	for range 13 {
		clock.seconds(1)
		alive.say(wire.Ping{I: 1})
		alive.until("pong")
	}
	silent.end()
	if n := len(pings); n < 1 || n > 2 {
		t.Errorf("asked %d times", n)
	}
	alive.say(wire.Ping{I: 2})
	alive.until("pong")
}

func TestSilenceInsteadOfHelloIsClosed(t *testing.T) {
	w, clock := beating(t)
	ws, _, err := w.dialRaw(map[string][]string{"Origin": {origin}, "X-Member": {"marie"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	// The handshake's answer leaves before the gateway has begun with the connection, and its birth is noted then: on a
	// busy machine eleven seconds went by in between, and the connection was young.
	begun := make(chan struct{})
	ws.SetPongHandler(func(string) error { close(begun); return nil })
	if err := ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	ended := make(chan int, 1)
	c := &client{t: t, ws: ws, name: "mute"}
	go func() { ended <- c.end() }()
	<-begun
	clock.seconds(11)
	if code := <-ended; code != int(wire.CloseProtocol) {
		t.Error(code)
	}
}
