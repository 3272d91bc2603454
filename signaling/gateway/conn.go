package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"sync"
	"sync/atomic"

	"github.com/gorilla/websocket"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// conn is one socket.
type conn struct {
	g      *Gateway
	id     host.ConnID
	who    Identity
	net    net.Conn
	ws     *websocket.Conn
	fd     int // of net, for writes that do not block; noFD when it is not a plain socket
	born   rooms.Millis
	seen   atomic.Int64 // when the other side was last heard, by Elapsed
	nth    uint64       // of all that came; the gateway's
	ousted bool         // ended because its person has too many, and counted no more; the gateway's
	pinged rooms.Millis // the sweeper's
	asked  atomic.Int32 // commands without an answer yet
	joins  atomic.Int32 // joins whose standing is being looked up

	// giving is held, by any number, from the look at her standing until what was asked under it is in the room's order.
	// It is taken before mu.
	giving sync.RWMutex

	// The reader's.
	commands, volatiles bucket

	mu       sync.Mutex
	client   rooms.ClientID // "" before hello
	subs     []*sub
	stood    uint64 // how often her standing changed since
	direct   []byte // to be written before anything else: begins with the rest of a frame, if there is one
	soon     []byte // answers that the flush under way takes along; none while draining
	draining bool
	closing  bool
	dead     bool
}

// What one connection may have under way: commands without an answer (honest clients keep to 16), joins without an
// answer, and rooms that it follows (a meeting and its boards).
const (
	maxAsked   = 64
	maxJoining = 64
	maxFollows = 64
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }} //nolint:gochecknoglobals // a pool is shared by nature

// read is the connection's one goroutine.
func (c *conn) read() {
	defer c.cleanup()
	for {
		m, err := c.next()
		var bad *wire.Malformed
		switch {
		case errors.As(err, &bad):
			c.refuse(bad)
		case err != nil:
			return
		case !c.handle(m):
			// A goodbye was said; what still comes is read and forgotten until the other side has answered it.
		}
	}
}

// next reads one message; a *wire.Malformed leaves the connection usable.
func (c *conn) next() (wire.FromClient, error) {
	kind, r, err := c.ws.NextReader()
	if err != nil {
		return nil, err //nolint:wrapcheck // the end of a connection, not told to anybody
	}
	buf, _ := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= wire.MaxCommand {
			buf.Reset()
			buffers.Put(buf)
		}
	}()
	if _, err := buf.ReadFrom(r); err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	if kind != websocket.TextMessage {
		return nil, &wire.Malformed{Code: wire.CodeMalformed, Detail: "a binary frame"}
	}
	return wire.Decode(buf.Bytes()) //nolint:wrapcheck // a *wire.Malformed
}

// refuse answers a frame that could not be read.
func (c *conn) refuse(bad *wire.Malformed) {
	if !c.commands.take(c.g.Commands, c.g.Clock.Now()) {
		c.shut(wire.CloseRate, 1000)
		return
	}
	words, _ := refusals.Say(bad.Code, nil)
	c.send(c.g.text(wire.Err{Code: bad.Code, Fr: words.FR, En: words.EN}))
}

// handle does what a message asks; false when the connection is ending.
func (c *conn) handle(m wire.FromClient) bool {
	now := c.g.Clock.Now()
	c.mu.Lock()
	ending, greeted := c.closing || c.dead, c.client != ""
	c.mu.Unlock()
	if ending {
		return false
	}
	hello, first := m.(wire.Hello)
	if first == greeted {
		c.shut(wire.CloseProtocol, 0)
		return false
	}
	switch m := m.(type) {
	case wire.Hello:
		return c.hello(hello, now)
	case wire.Ping:
		c.send(c.g.text(wire.Pong{I: m.I, Now: now}))
		return true
	case wire.Eph:
		if c.volatiles.take(c.g.Volatile, now) {
			c.eph(m)
		}
		return true
	case wire.Join, wire.Leave, wire.Do, wire.Media:
	}
	if !c.commands.take(c.g.Commands, now) {
		c.shut(wire.CloseRate, 1000)
		return false
	}
	c.ask(m)
	return true
}

// ask does what counts among a connection's commands.
func (c *conn) ask(m wire.FromClient) {
	switch m := m.(type) {
	case wire.Join:
		c.join(m)
	case wire.Leave:
		c.leave(m.Room)
	case wire.Do:
		c.do(m)
	case wire.Media:
		c.media(m)
	case wire.Hello, wire.Ping, wire.Eph: // these do not count, or not with the others
	}
}

func (c *conn) hello(m wire.Hello, now rooms.Millis) bool {
	if m.V != wire.Version {
		c.shut(wire.CloseProtocol, 0)
		return false
	}
	c.mu.Lock()
	c.client = m.Client
	c.mu.Unlock()
	c.send(c.g.text(wire.Welcome{V: wire.Version, Member: c.who.Member, Now: now, Beat: wire.Beat}))
	if readonly, full := c.g.Rooms.Readonly(); readonly {
		c.send(c.g.text(c.g.storeMessage(true, full)))
	}
	return true
}

// follows gives what the connection follows a room with, nil when it does not.
func (c *conn) follows(room rooms.RoomID) *sub {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.followsLocked(room)
}

func (c *conn) followsLocked(room rooms.RoomID) *sub {
	for _, s := range c.subs {
		if s.ch.room == room && !s.gone {
			return s
		}
	}
	return nil
}

// do gives a command to the room's host. Who acts is known from the connection alone; nothing in the message says it.
func (c *conn) do(m wire.Do) {
	c.giving.RLock()
	defer c.giving.RUnlock()
	s := c.follows(m.Room)
	if s == nil {
		c.no(m.Room, m.N, &rooms.Refusal{Code: wire.CodeNotFollowed})
		return
	}
	if c.asked.Add(1) > maxAsked {
		c.asked.Add(-1)
		c.no(m.Room, m.N, &rooms.Refusal{Code: wire.CodeBusy})
		return
	}
	cmd := rooms.Command{
		Client: c.client, N: m.N, Under: m.Term, After: m.After, Name: m.Command, Args: m.Args,
		Actor: rooms.Actor{Member: c.who.Member, Standing: s.standing},
	}
	c.g.Rooms.Submit(c.g.ctx, m.Room, cmd, func(a host.Answer) {
		c.asked.Add(-1)
		switch {
		case errors.Is(a.Err, host.ErrFormer):
			go c.catchUp(m)
		case a.Err != nil:
			c.no(m.Room, m.N, &rooms.Refusal{Code: codeOf(a.Err)})
		case a.Refusal != nil && a.Refusal.Code != rooms.CodeRepeated:
			c.traceless(m, 0, c.refusal(m.Room, m.N, a.Refusal))
		case a.Refusal != nil:
			c.no(m.Room, m.N, a.Refusal)
		case a.Nothing:
			c.traceless(m, a.Seq, okFrame(m.Room, m.N, a.Seq, a.Value))
		default:
			c.answer(s, a.Seq, okFrame(m.Room, m.N, a.Seq, a.Value))
		}
	})
}

func (c *conn) no(room rooms.RoomID, n uint64, r *rooms.Refusal) { c.send(c.refusal(room, n, r)) }

func (c *conn) refusal(room rooms.RoomID, n uint64, r *rooms.Refusal) []byte {
	words, _ := refusals.Say(r.Code, r.Data)
	return c.g.text(wire.No{Room: room, N: n, Code: r.Code, Fr: words.FR, En: words.EN, Data: r.Data})
}

// codeOf is what a host's error is called on the wire.
func codeOf(err error) string {
	switch {
	case errors.Is(err, host.ErrFull):
		return wire.CodeStoreFull
	case errors.Is(err, host.ErrNotSaved):
		return wire.CodeStoreFailed
	case errors.Is(err, host.ErrFenced):
		return wire.CodeMoved
	case errors.Is(err, host.ErrBusy):
		return wire.CodeBusy
	case errors.Is(err, host.ErrNoRoom):
		return wire.CodeNoRoom
	default:
		return wire.CodeUnavailable
	}
}

func (c *conn) eph(m wire.Eph) {
	c.mu.Lock()
	s := c.followsLocked(m.Room)
	may := s != nil && s.placed && !s.viewer.Waiting
	c.mu.Unlock()
	if may {
		s.ch.presence.Set(c.who.Member, m.Kind, m.Value)
	}
}

// media passes a message to the media server. A person at the door has no media.
func (c *conn) media(m wire.Media) {
	c.mu.Lock()
	s := c.followsLocked(m.Room)
	may := s != nil && s.placed && !s.viewer.Waiting && c.g.Media != nil && m.Room.Kind() == rooms.KindSession
	begin, tab := may && !s.media, c.client
	if begin {
		s.media = true
	}
	c.mu.Unlock()
	if !may {
		return
	}
	if begin {
		c.g.Media.Join(m.Room, c.who.Member, tab, c.id, func(message json.RawMessage) {
			c.send(c.g.text(wire.MediaOut{Room: m.Room, Message: message}))
		})
		if !c.stays(s) {
			return
		}
	}
	c.g.Media.Handle(m.Room, c.who.Member, c.id, m.Message)
}

// stays tells whether a follower was still there once its media had begun. One that was put out meanwhile was told to
// leave before there was anything to leave: that is made good here.
func (c *conn) stays(s *sub) bool {
	c.mu.Lock()
	gone := s.gone && c.followsLocked(s.ch.room) == nil // else it was replaced, and its media with it
	c.mu.Unlock()
	if gone {
		c.g.Media.Leave(s.ch.room, c.who.Member, c.id)
	}
	return !gone
}

// beat is the sweeper's look at the connection.
func (c *conn) beat(now rooms.Millis) {
	silent := now - rooms.Millis(c.seen.Load())
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case silent >= rooms.Millis(c.g.Dead.Milliseconds()):
		c.killLocked()
	case c.client == "" && now-c.born > 10_000:
		c.shutLocked(wire.CloseProtocol, 0)
	case silent >= wire.Beat && now-c.pinged >= wire.Beat && !c.draining:
		c.pinged = now
		c.sendLocked(frame(opPing, nil))
	}
}

// cleanup ends all that the connection had.
func (c *conn) cleanup() {
	c.mu.Lock()
	c.killLocked()
	subs := c.subs
	c.subs = nil
	for _, s := range subs {
		s.gone = true
	}
	c.mu.Unlock()
	for _, s := range subs {
		c.unfollow(s, false)
	}
	c.g.mu.Lock()
	delete(c.g.conns, c.id)
	if c.who.Member != "" && !c.ousted {
		if c.g.had[c.who.Member]--; c.g.had[c.who.Member] <= 0 {
			delete(c.g.had, c.who.Member)
		}
	}
	c.g.mu.Unlock()
}
