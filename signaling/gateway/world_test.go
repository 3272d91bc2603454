package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
	"palabre/signaling/wire"
)

const (
	parlour rooms.RoomID = "ses_1"
	board   rooms.RoomID = "brd_1"
	origin               = "https://palabre.example.org"
)

// world is a whole node on the loopback.
type world struct {
	t       *testing.T
	log     *hosttest.Log
	host    *host.Host
	gateway *gateway.Gateway
	server  *httptest.Server
	ids     atomic.Int64
	media   *mediaLog
}

// people prove who they are by a header, since what auth does is not this package's matter: "marie:member".
type people struct{}

func (people) Who(r *http.Request) (gateway.Identity, error) {
	name := r.Header.Get("X-Member")
	if name == "" {
		return gateway.Identity{}, errors.New("nobody")
	}
	return gateway.Identity{Member: rooms.MemberID(name), Session: name, Token: r.Header.Get("X-Token") != ""}, nil
}

// Standing reads the role from the name: "f-…" facilitates, "g-…" is a guest, "x-…" is nobody here.
func (people) Standing(_ context.Context, who gateway.Identity, room rooms.RoomID) (rooms.Role, *rooms.Refusal, error) {
	switch {
	case strings.HasPrefix(string(who.Member), "f-"):
		return rooms.RoleFacilitator, nil, nil
	case strings.HasPrefix(string(who.Member), "g-"):
		return rooms.RoleGuest, nil, nil
	case strings.HasPrefix(string(who.Member), "x-"):
		return "", rooms.Refuse("not_admitted"), nil
	default:
		return rooms.RoleMember, nil, nil
	}
}

func (people) Names(_ context.Context, _ rooms.RoomID, ids []rooms.MemberID) (map[rooms.MemberID]string, error) {
	out := map[rooms.MemberID]string{}
	for _, id := range ids {
		out[id] = "Name of " + string(id)
	}
	return out, nil
}

type mediaLog struct {
	mu    sync.Mutex
	lines []string
	send  map[host.ConnID]func(json.RawMessage)
}

func (m *mediaLog) add(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, fmt.Sprintf(format, args...))
}

func (m *mediaLog) Join(_ rooms.RoomID, member rooms.MemberID, _ rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	m.add("join %s", member)
	m.mu.Lock()
	m.send[conn] = send
	m.mu.Unlock()
}

func (m *mediaLog) Handle(_ rooms.RoomID, member rooms.MemberID, conn host.ConnID, msg json.RawMessage) {
	m.add("%s says %s", member, msg)
	m.mu.Lock()
	send := m.send[conn]
	m.mu.Unlock()
	send(msg)
}
func (m *mediaLog) Detach(_ rooms.RoomID, member rooms.MemberID, _ host.ConnID) {
	m.add("detach %s", member)
}
func (m *mediaLog) Leave(_ rooms.RoomID, member rooms.MemberID, _ host.ConnID) {
	m.add("leave %s", member)
}

type tune struct {
	host    func(*host.Options)
	gateway func(*gateway.Options)
	bus     host.Bus
	tls     bool
}

func newWorld(t *testing.T, with ...tune) *world {
	t.Helper()
	w := &world{t: t, log: hosttest.NewLog(), media: &mediaLog{send: map[host.ConnID]func(json.RawMessage){}}}
	how := tune{}
	if len(with) > 0 {
		how = with[0]
	}
	if how.bus == nil {
		how.bus = local.New()
	}
	ho := host.Options{
		Owner: "node", Log: w.log, Rooms: hosttest.Rooms{}, Bus: how.bus, Logger: zerolog.Nop(),
		OnReadonly: func(r, full bool) { w.gateway.Readonly(r, full) },
		OnClosed:   func(r rooms.RoomID, err error) { w.gateway.RoomClosed(r, err) },
	}
	if how.host != nil {
		how.host(&ho)
	}
	w.host = host.New(ho)
	chance := 0.25
	gopt := gateway.Options{
		Origins: []string{origin}, Auth: people{}, Admission: people{}, Directory: people{}, Rooms: w.host, Bus: how.bus,
		Media: w.media, Logger: zerolog.Nop(), Commands: gateway.Rate{PerSecond: 1e6, Burst: 1e6},
		NewID:  func() host.ConnID { return host.ConnID(fmt.Sprint("c", w.ids.Add(1))) },
		Chance: func() float64 { return chance },
	}
	if how.gateway != nil {
		how.gateway(&gopt)
	}
	w.gateway = gateway.New(gopt)
	if how.tls {
		w.server = httptest.NewTLSServer(w.gateway)
	} else {
		w.server = httptest.NewServer(w.gateway)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := w.gateway.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		w.server.Close()
		if err := w.host.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

// elsewhere is another gateway of the same host, which hears it by a bus of its own.
func (w *world) elsewhere(bus host.Bus) *world {
	w.t.Helper()
	far := &world{t: w.t, log: w.log, host: w.host, media: w.media}
	o := w.gateway.Options
	o.Bus = bus
	o.NewID = func() host.ConnID { return host.ConnID(fmt.Sprint("far", far.ids.Add(1))) }
	far.gateway = gateway.New(o)
	far.server = httptest.NewServer(far.gateway)
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := far.gateway.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			w.t.Error(err)
		}
		far.server.Close()
	})
	return far
}

// client is a browser: it folds what it is told and checks the order of everything.
type client struct {
	t     testing.TB
	ws    *websocket.Conn
	name  string
	last  map[string]any // the latest message
	rooms map[rooms.RoomID]*replica
	n     uint64
	code  int // of the close
}

type replica struct {
	log    string
	seq    rooms.Seq
	view   map[string]any
	events []float64 // sequences of a board's events
	names  map[string]any
	modes  []string
}

func (w *world) dialRaw(header http.Header) (*websocket.Conn, *http.Response, error) {
	d := websocket.Dialer{Subprotocols: []string{wire.Subprotocol}, HandshakeTimeout: 10 * time.Second}
	url := "ws" + strings.TrimPrefix(w.server.URL, "http") + "/ws"
	if w.server.TLS != nil {
		d.TLSClientConfig = w.server.Client().Transport.(*http.Transport).TLSClientConfig
	}
	return d.Dial(url, header)
}

func (w *world) dial(name string) *client {
	w.t.Helper()
	return w.dialTab(name, "tab-"+name+fmt.Sprint(w.ids.Add(1)))
}

func (w *world) dialTab(name, tab string) *client {
	w.t.Helper()
	ws, resp, err := w.dialRaw(http.Header{"Origin": {origin}, "X-Member": {name}})
	if err != nil {
		w.t.Fatalf("%s: %v %v", name, err, resp)
	}
	c := &client{t: w.t, ws: ws, name: name, rooms: map[rooms.RoomID]*replica{}}
	w.t.Cleanup(func() { _ = ws.Close() })
	c.say(wire.Hello{V: 1, Client: rooms.ClientID(tab), Lang: "fr"})
	c.until("welcome")
	return c
}

func (c *client) say(m wire.FromClient) {
	c.t.Helper()
	data, err := wire.EncodeClient(m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.raw(string(data))
}

func (c *client) raw(s string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(s)); err != nil {
		c.t.Fatalf("%s: write: %v", c.name, err)
	}
}

// step reads one message and folds it; false at the end of the connection.
func (c *client) step() bool {
	c.t.Helper()
	if err := c.ws.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		c.t.Fatal(err)
	}
	_, data, err := c.ws.ReadMessage()
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed):
		c.code = closed.Code
		return false
	case err != nil:
		var late net.Error
		if errors.As(err, &late) && late.Timeout() {
			c.t.Fatalf("%s: nothing came for 20 s; the last was %v", c.name, c.last)
		}
		return false
	}
	c.last = nil
	if err := json.Unmarshal(data, &c.last); err != nil {
		c.t.Fatalf("%s: %v in %s", c.name, err, data)
	}
	c.fold()
	return true
}

func (c *client) fold() {
	c.t.Helper()
	m := c.last
	id, _ := m["r"].(string)
	room := rooms.RoomID(id)
	switch m["t"] {
	case "joined":
		r := c.rooms[room]
		if r == nil {
			r = &replica{}
			c.rooms[room] = r
		}
		r.modes = append(r.modes, m["mode"].(string))
		seq := rooms.Seq(m["seq"].(float64))
		if seq < r.seq {
			c.t.Fatalf("%s: I6: joined back from %d to %d", c.name, r.seq, seq)
		}
		if m["mode"] == "resume" && seq != r.seq {
			c.t.Fatalf("%s: resumes at %d, was at %d", c.name, seq, r.seq)
		}
		r.log, r.seq = m["log"].(string), seq
		if v, ok := m["view"].(map[string]any); ok {
			r.view = v
		}
		r.names = map[string]any{}
		if n, ok := m["names"].(map[string]any); ok {
			r.names = n
		}
	case "f":
		r := c.rooms[room]
		if r == nil {
			c.t.Fatalf("%s: a frame of %s, which it does not follow", c.name, room)
		}
		if from := rooms.Seq(m["from"].(float64)); from != r.seq {
			c.t.Fatalf("%s: I6: at %d, got a frame from %d", c.name, r.seq, from)
		}
		r.seq = rooms.Seq(m["to"].(float64))
		if n, ok := m["names"].(map[string]any); ok {
			maps.Copy(r.names, n)
		}
		r.fold(room, m["d"].([]any))
	case "left":
		delete(c.rooms, room)
	}
}

func (r *replica) fold(room rooms.RoomID, d []any) {
	for _, item := range d {
		if room.Kind() == rooms.KindBoard {
			r.events = append(r.events, item.(map[string]any)["s"].(float64))
			continue
		}
		op := item.([]any)
		path := op[0].([]any)
		at := r.view
		for _, key := range path[:len(path)-1] {
			at = at[key.(string)].(map[string]any)
		}
		last := path[len(path)-1].(string)
		if len(op) == 1 {
			delete(at, last)
		} else {
			at[last] = op[1]
		}
	}
}

// until reads until a message of this type comes, and gives it.
func (c *client) until(tag string) map[string]any {
	c.t.Helper()
	for c.step() {
		if c.last["t"] == tag {
			return c.last
		}
	}
	c.t.Fatalf("%s: closed with %d while waiting for %s", c.name, c.code, tag)
	return nil
}

// at reads until the room is at a position.
func (c *client) at(room rooms.RoomID, seq rooms.Seq) *replica {
	c.t.Helper()
	for c.rooms[room] == nil || c.rooms[room].seq < seq {
		if !c.step() {
			c.t.Fatalf("%s: closed with %d on the way to %d", c.name, c.code, seq)
		}
	}
	return c.rooms[room]
}

func (c *client) end() int {
	c.t.Helper()
	for c.step() {
	}
	return c.code
}

func (c *client) join(room rooms.RoomID) *replica {
	c.t.Helper()
	c.say(wire.Join{Room: room})
	c.until("joined")
	return c.rooms[room]
}

func (c *client) do(room rooms.RoomID, name, args string) uint64 {
	c.t.Helper()
	c.n++
	c.say(wire.Do{Room: room, N: c.n, Command: name, Args: json.RawMessage(args)})
	return c.n
}

// done reads until the command is answered, and gives the sequence.
func (c *client) done(room rooms.RoomID, name, args string) rooms.Seq {
	c.t.Helper()
	n := c.do(room, name, args)
	for c.step() {
		if (c.last["t"] == "ok" || c.last["t"] == "no") && uint64(c.last["n"].(float64)) == n {
			if c.last["t"] == "no" {
				c.t.Fatalf("%s: %s refused: %v", c.name, name, c.last)
			}
			return rooms.Seq(c.last["seq"].(float64))
		}
	}
	c.t.Fatalf("%s: closed with %d", c.name, c.code)
	return 0
}

func (c *client) refused(room rooms.RoomID, name, args string) string {
	c.t.Helper()
	c.do(room, name, args)
	m := c.until("no")
	if m["fr"] == "" || m["en"] == "" {
		c.t.Errorf("a refusal without words: %v", m)
	}
	return m["code"].(string)
}
