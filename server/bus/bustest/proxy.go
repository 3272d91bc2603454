package bustest

import (
	"bytes"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a bus and a server, and loses what it is told to without closing anything, as a network does.
type Proxy struct {
	Addr string

	mu    sync.Mutex
	lines []*line
}

type line struct {
	subscriber atomic.Bool
	deaf       atomic.Bool
}

// NewProxy starts one before a server. It ends with the test.
func NewProxy(t testing.TB, server *Server) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &Proxy{Addr: l.Addr().String()}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", server.Addr)
			if err != nil {
				_ = near.Close()
				continue
			}
			one := &line{}
			p.mu.Lock()
			p.lines = append(p.lines, one)
			p.mu.Unlock()
			go carry(far, near, func(b []byte) bool {
				if bytes.Contains(bytes.ToLower(b), []byte("subscribe")) {
					one.subscriber.Store(true)
				}
				return true
			})
			go carry(near, far, func([]byte) bool { return !one.deaf.Load() })
		}
	}()
	return p
}

// carry copies what passes, until one side ends; then both do.
func carry(to, from net.Conn, passes func([]byte) bool) {
	defer func() { _ = errors.Join(to.Close(), from.Close()) }()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 && passes(buf[:n]) {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// DeafenSubscribers lets nothing more come to the connections that are subscribed now, and tells how many they are.
func (p *Proxy) DeafenSubscribers() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.lines {
		if one.subscriber.Load() {
			one.deaf.Store(true)
			n++
		}
	}
	return n
}
