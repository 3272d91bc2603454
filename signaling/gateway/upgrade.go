package gateway

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"palabre/signaling/wire"
)

// ServeHTTP upgrades a request to the socket. It returns at once: the connection's reader lives on by itself, so that
// the server's buffers for the request are given back.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	closes := g.closes.Load()
	who, err := g.Auth.Who(r)
	signedIn := err == nil
	if err != nil && !errors.Is(err, ErrNobody) {
		// The store is away from this node. "Signed out" would send somebody in mid-meeting to the login page, which stays there.
		g.Logger.Warn().Err(err).Msg("who opens a socket could not be found out")
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	}
	if !g.allowed(r.Header.Values("Origin"), signedIn && who.Token) {
		http.Error(w, "origin not allowed", http.StatusForbidden)
		return
	}
	g.mu.Lock()
	stopping := g.stopping
	if !stopping {
		g.wg.Add(1) // the reader's, taken here so that Shutdown waits for an upgrade under way
	}
	g.mu.Unlock()
	if stopping {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	c := &conn{g: g, id: g.NewID(), who: who}
	ws, own, err := upgrade(w, r)
	if err != nil {
		g.wg.Done()
		g.Logger.Debug().Err(err).Msg("not upgraded")
		return
	}
	c.begin(ws, own)
	if !signedIn {
		c.shut(wire.CloseSignedOut, 0)
	} else if ws.Subprotocol() != wire.Subprotocol {
		c.shut(wire.CloseProtocol, 0)
	}
	g.enrol(c)
	if signedIn && g.closes.Load() != closes {
		g.stillIn(c, r)
	}
	go func() { defer g.wg.Done(); c.read() }()
}

// enrol makes the connection known. One that arrives while the gateway stops is sent away like the others.
func (g *Gateway) enrol(c *conn) {
	g.mu.Lock()
	g.conns[c.id] = c
	g.came++
	c.nth = g.came
	stopping := g.stopping
	oldest := g.oneTooManyLocked(c.who)
	g.mu.Unlock()
	if oldest != nil {
		oldest.shut(wire.CloseTakenOver, 0)
	}
	if stopping {
		c.shut(wire.CloseRestart, 1000)
	}
}

// oneTooManyLocked counts a person's new connection, and gives her oldest one when she has too many: a room's mailbox is everybody's.
func (g *Gateway) oneTooManyLocked(who Identity) (oldest *conn) {
	if who.Member == "" {
		return nil
	}
	g.had[who.Member]++
	if g.had[who.Member] <= g.Sockets {
		return nil
	}
	for _, c := range g.conns {
		if c.who.Member == who.Member && !c.ousted && (oldest == nil || c.nth < oldest.nth) {
			oldest = c
		}
	}
	oldest.ousted = true // also when it is slow to go: the next one is another's turn
	g.had[who.Member]--
	return oldest
}

// stillIn asks again who opens a socket, for connections were ended since she was asked: one that was not known yet was not among
// them, and somebody who had just signed out went on.
func (g *Gateway) stillIn(c *conn, r *http.Request) {
	again, err := g.Auth.Who(r)
	switch {
	case err == nil && again == c.who:
	case err == nil || errors.Is(err, ErrNobody):
		c.shut(wire.CloseSignedOut, 0)
	default:
		c.shut(wire.CloseRestart, 1000)
	}
}

func upgrade(w http.ResponseWriter, r *http.Request) (*websocket.Conn, *owned, error) {
	up := websocket.Upgrader{
		HandshakeTimeout: 10 * time.Second,
		ReadBufferSize:   256, // there is one for each idle connection; longer messages are read past it
		// A pool that makes nothing: gorilla then keeps no write buffer, and it never writes after the upgrade.
		WriteBufferPool: &sync.Pool{},
		Subprotocols:    []string{wire.Subprotocol},
		CheckOrigin:     func(*http.Request) bool { return true }, // checked before, exactly
	}
	h := &hijacker{ResponseWriter: w}
	ws, err := up.Upgrade(h, r, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("gateway: upgrade: %w", err)
	}
	return ws, h.own, nil
}

// hijacker gives gorilla a connection whose writes are ours once the upgrade is done.
type hijacker struct {
	http.ResponseWriter
	own *owned
}

// Hijack takes the connection over from the HTTP server.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	raw, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("gateway: hijack: %w", err)
	}
	h.own = &owned{Conn: raw}
	return h.own, rw, nil
}

// owned is the connection as gorilla sees it. What gorilla writes by itself (pongs, replies to a close, refusals of a frame)
// goes where all other bytes go; its write deadlines are not the socket's.
type owned struct {
	net.Conn
	conn atomic.Pointer[conn]
}

// Write sends whole frames.
func (o *owned) Write(p []byte) (int, error) {
	c := o.conn.Load()
	if c == nil {
		n, err := o.Conn.Write(p)
		if err != nil {
			return n, fmt.Errorf("gateway: handshake: %w", err)
		}
		return n, nil
	}
	c.send(append([]byte(nil), p...))
	return len(p), nil
}

// SetWriteDeadline does nothing once the connection is ours.
func (o *owned) SetWriteDeadline(t time.Time) error {
	if o.conn.Load() != nil {
		return nil
	}
	return o.Conn.SetWriteDeadline(t) //nolint:wrapcheck // gorilla wants it plain
}

// Read notes that the other side lives.
func (o *owned) Read(p []byte) (int, error) {
	n, err := o.Conn.Read(p)
	if c := o.conn.Load(); c != nil && n > 0 {
		c.seen.Store(int64(c.g.Elapsed()))
	}
	return n, err //nolint:wrapcheck // gorilla compares with io.EOF
}

// sendBuffer bounds what the kernel keeps for a connection that does not read, in bytes.
const sendBuffer = 128 << 10

func (c *conn) begin(ws *websocket.Conn, own *owned) {
	c.ws, c.net = ws, own.Conn
	c.born = c.g.Elapsed()
	c.seen.Store(int64(c.born))
	c.fd = noFD
	// Bytes can go out without a goroutine when the socket is a plain one; TLS in the process takes the other way.
	if tcp, ok := own.Conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // a bound on memory, not needed for what is right
		if raw, err := tcp.SyscallConn(); err == nil {
			// On an error it stays noFD, and every write takes the other way.
			_ = raw.Control(func(fd uintptr) { c.fd = int(fd) })
		}
	}
	ws.SetReadLimit(wire.MaxBoardOp + 1024)
	own.conn.Store(c)
}
