package relay_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
	"palabre/signaling/relay"
)

const (
	room   rooms.RoomID = "ses_1"
	board  rooms.RoomID = "brd_1"
	secret              = "b1946ac92492d2347c6235b4d2611184"
)

// world is some nodes on one log, one bus and pipes between them, in a bubble of moved time.
type world struct {
	t   *testing.T
	log *hosttest.Log
	bus *local.Bus
	say zerolog.Logger // of relays

	mu    sync.Mutex
	nodes map[relay.NodeID]relay.Node
	seen  map[relay.NodeID]rooms.Millis
	doors map[string]*door
	cut   map[string]bool // pairs that do not reach each other
	pipes map[string][]net.Conn
}

// door is a listener of pipes.
type door struct {
	address string
	came    chan net.Conn
	shut    chan struct{}
	once    sync.Once
	secret  *tls.Config
}

func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.came:
		return tls.Server(c, d.secret), nil
	case <-d.shut:
		return nil, net.ErrClosed
	}
}
func (d *door) Close() error   { d.once.Do(func() { close(d.shut) }); return nil }
func (d *door) Addr() net.Addr { return nil }

// node is one of them.
type node struct {
	*relay.Relay
	id    relay.NodeID
	host  *host.Host
	log   *crashed
	media *mediaLog

	mu        sync.Mutex
	moved     []rooms.RoomID
	displaced []string
	released  []rooms.RoomID
	called    int
	cutOff    []rooms.RoomID
	stuck     chan struct{} // displacements wait for it
}

// crashed is a log that a dead process does not write to any more.
type crashed struct {
	*hosttest.Log
	mu   sync.Mutex
	dead bool
	full bool // it has no space for what is said; a lease is a row written over
}

var errDead = errors.New("the process is dead")

func (c *crashed) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead {
		return errDead
	}
	return nil
}

func (c *crashed) Append(ctx context.Context, s []host.Segment) ([]error, error) {
	if err := c.noSpace(); err != nil {
		return nil, err
	}
	return c.Log.Append(ctx, s)
}

func (c *crashed) noSpace() error {
	c.mu.Lock()
	full := c.full
	c.mu.Unlock()
	if full {
		return host.ErrFull
	}
	return c.err()
}

func (c *crashed) SaveSnapshot(ctx context.Context, s host.Snapshot) error {
	if err := c.noSpace(); err != nil {
		return err
	}
	return c.Log.SaveSnapshot(ctx, s)
}

func (c *crashed) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) ([]rooms.RoomID, error) {
	if err := c.err(); err != nil {
		return nil, err
	}
	return c.Log.Renew(ctx, owner, until, held)
}

func (c *crashed) Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (host.Lease, error) {
	if err := c.err(); err != nil {
		return host.Lease{}, err
	}
	return c.Log.Claim(ctx, room, owner, now, until)
}

func (c *crashed) Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	if err := c.err(); err != nil {
		return err
	}
	return c.Log.Release(ctx, owner, room, term, now)
}

// mediaLog is a media server that notes what it is asked.
type mediaLog struct {
	mu   sync.Mutex
	said []string
	send map[host.ConnID]func(json.RawMessage)
}

func (m *mediaLog) note(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, fmt.Sprintf(format, args...))
}

func (m *mediaLog) has(what string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.said {
		if s == what {
			return true
		}
	}
	return false
}

func (m *mediaLog) Join(_ rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	m.note("join %s %s", member, tab)
	m.mu.Lock()
	m.send[conn] = send
	m.mu.Unlock()
}

func (m *mediaLog) Handle(_ rooms.RoomID, _ rooms.MemberID, conn host.ConnID, message json.RawMessage) {
	m.note("%s says %s", conn, message)
	m.mu.Lock()
	send := m.send[conn]
	m.mu.Unlock()
	send(json.RawMessage(`{"heard":` + string(message) + `}`))
}
func (m *mediaLog) Detach(_ rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	m.note("detach %s", conn)
}
func (m *mediaLog) Leave(_ rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	m.note("leave %s", conn)
}

func newWorld(t *testing.T) *world {
	return &world{
		t: t, log: hosttest.NewLog(), bus: local.New(), say: zerolog.Nop(), nodes: map[relay.NodeID]relay.Node{}, seen: map[relay.NodeID]rooms.Millis{},
		doors: map[string]*door{}, cut: map[string]bool{}, pipes: map[string][]net.Conn{},
	}
}

// Beat is part of relay.Registry.
func (w *world) Beat(_ context.Context, self relay.Node) ([]relay.Node, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := host.SystemClock{}.Now()
	w.nodes[self.ID], w.seen[self.ID] = self, now
	var all []relay.Node
	for id, n := range w.nodes {
		if now-w.seen[id] < 3000 {
			all = append(all, n)
		}
	}
	return all, nil
}

// Holder is part of relay.Registry.
func (w *world) Holder(ctx context.Context, room rooms.RoomID) (relay.NodeID, time.Duration, error) {
	owner, until, err := w.log.Holder(ctx, room)
	return relay.NodeID(owner), time.Duration(until-host.SystemClock{}.Now()) * time.Millisecond, err
}

func (w *world) start(id relay.NodeID) *node {
	w.t.Helper()
	config, err := relay.TLS(secret)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.startWith(id, config)
}

func (w *world) startWith(id relay.NodeID, config *tls.Config) *node {
	w.t.Helper()
	n := &node{id: id, log: &crashed{Log: w.log}, media: &mediaLog{send: map[host.ConnID]func(json.RawMessage){}}}
	n.host = host.New(host.Options{
		Owner: string(id), Log: n.log, Rooms: hosttest.Rooms{}, Bus: w.bus, Logger: zerolog.Nop(), Many: true,
		Lease: 2400 * time.Millisecond, RenewEvery: 500 * time.Millisecond,
		OnClosed: func(room rooms.RoomID, _ error) { n.Gone(room) },
		OnReleased: func(room rooms.RoomID) {
			n.Released(room)
			n.mu.Lock()
			defer n.mu.Unlock()
			n.released = append(n.released, room)
		},
	})
	d := &door{address: string(id) + ":1", came: make(chan net.Conn), shut: make(chan struct{}), secret: config}
	w.mu.Lock()
	w.doors[d.address] = d
	w.mu.Unlock()
	n.Relay = relay.New(relay.Options{
		Self: relay.Node{ID: id, Link: d.address}, Host: n.host, Registry: w, Media: n.media, Listener: d, Logger: w.say,
		Dial: func(ctx context.Context, address string) (net.Conn, error) {
			return w.dial(ctx, string(id)+":1", address, config)
		},
		OnMoved: func(room rooms.RoomID) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.moved = append(n.moved, room)
		},
		OnDisplaced: func(_ rooms.RoomID, conn host.ConnID, by rooms.ClientID) {
			if n.stuck != nil {
				<-n.stuck
			}
			n.mu.Lock()
			defer n.mu.Unlock()
			n.displaced = append(n.displaced, fmt.Sprint(conn, " by ", by))
		},
		OnCut: func(room rooms.RoomID) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.cutOff = append(n.cutOff, room)
		},
		Handlers: map[string]relay.Handler{"echo": func(_ context.Context, args []byte) ([]byte, error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.called++
			return args, nil
		}},
	})
	return n
}

func (w *world) dial(ctx context.Context, from, to string, config *tls.Config) (net.Conn, error) {
	w.mu.Lock()
	d, cut := w.doors[to], w.cut[from+to] || w.cut[to+from]
	w.mu.Unlock()
	if d == nil || cut {
		return nil, errors.New("nobody answers")
	}
	near, far := net.Pipe()
	w.mu.Lock()
	w.pipes[from+to] = append(w.pipes[from+to], near)
	w.mu.Unlock()
	select {
	case d.came <- far:
	case <-d.shut:
		return nil, errors.New("nobody answers")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c := tls.Client(near, config)
	return c, c.HandshakeContext(ctx)
}

// part cuts two nodes off from each other, and from nothing else; or brings them together again.
func (w *world) part(a, b *node, apart bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, way := range []string{string(a.id) + ":1" + string(b.id) + ":1", string(b.id) + ":1" + string(a.id) + ":1"} {
		w.cut[way] = apart
		for _, c := range w.pipes[way] {
			_ = c.Close() // it may be closed already
		}
		w.pipes[way] = nil
	}
}

// crash ends a node as kill -9 does: it writes nothing more and answers nobody.
func (w *world) crash(n *node) {
	n.log.mu.Lock()
	n.log.dead = true
	n.log.mu.Unlock()
	w.mu.Lock()
	delete(w.doors, string(n.id)+":1")
	w.mu.Unlock()
	if err := n.Close(); err != nil {
		w.t.Error(err)
	}
}

// end stops a node in order.
func (w *world) end(nodes ...*node) {
	w.t.Helper()
	for _, n := range nodes {
		if err := n.Close(); err != nil {
			w.t.Error(err)
		}
		if err := n.host.Stop(context.Background()); err != nil {
			w.t.Error(err)
		}
	}
}

func say(client string, k uint64, text string) rooms.Command {
	return rooms.Command{
		Client: rooms.ClientID(client), N: k, Name: "say", Args: fmt.Appendf(nil, `{"text":%q}`, text),
		Actor: rooms.Actor{Member: rooms.MemberID(client), Standing: rooms.RoleMember},
	}
}

func (n *node) must(t *testing.T, room rooms.RoomID, c rooms.Command) rooms.Seq {
	t.Helper()
	seq, refusal, err := n.Do(context.Background(), room, c)
	if err != nil || refusal != nil {
		t.Fatalf("%s at %s: %v %v", c.Name, n.id, refusal, err)
	}
	return seq
}

// follow joins a room by a connection and gives what the host said.
func (n *node) follow(room rooms.RoomID, conn, member, tab string) host.Joined {
	return n.joinAs(room, host.JoinRequest{Conn: host.ConnID(conn), Member: rooms.MemberID(member), Tab: rooms.ClientID(tab), Standing: rooms.RoleMember})
}

func (n *node) joinAs(room rooms.RoomID, req host.JoinRequest) host.Joined {
	got := make(chan host.Joined, 1)
	n.Join(context.Background(), room, req, func(j host.Joined) { got <- j })
	return <-got
}

func bubble(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(t, newWorld(t)) })
}
