package gateway_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"palabre/rooms"
	"palabre/signaling/wire"
)

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

// wish is a command that somebody insists on.
type wish struct {
	room       rooms.RoomID
	name, args string
}

// insist sends all at once and reads until each was done: what a busy room did not take is said again.
func (c *client) insist(list ...wish) {
	c.t.Helper()
	waiting := map[uint64]wish{}
	for _, one := range list {
		waiting[c.do(one.room, one.name, one.args)] = one
	}
	for len(waiting) > 0 && c.step() {
		if c.last["t"] != "ok" && c.last["t"] != "no" {
			continue
		}
		n := uint64(c.last["n"].(float64))
		one := waiting[n]
		delete(waiting, n)
		switch {
		case c.last["t"] == "ok":
		case c.last["code"] == string(wire.CodeBusy):
			waiting[c.do(one.room, one.name, one.args)] = one
		default:
			c.t.Errorf("%s: %s refused: %v", c.name, one.name, c.last)
		}
	}
	if len(waiting) > 0 {
		c.t.Errorf("%s: closed with %d", c.name, c.code)
	}
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
