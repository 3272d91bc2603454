package hub

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"palabre/bench/proc"
)

// dialect is what differs between rivals once a WebSocket is open.
type dialect interface {
	query(room string) url.Values
	hello(conn *websocket.Conn, room string) error
	publish(room, stamp string) []byte
	// answer is what a control frame asks back, or nothing; content tells
	// whether the frame may hold messages.
	answer(frame []byte) (reply []byte, content bool)
}

// rival is a hub of someone else, driven through its own protocol.
type rival struct {
	server *proc.Server
	url    url.URL
	talk   dialect
}

// startRival runs a program that takes its address as its last argument.
func startRival(ctx context.Context, talk dialect, path string, name string, args func(addr string) []string) (*rival, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("free port: %w", err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	server, err := proc.Start(ctx, nil, nil, name, args(addr)...)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", addr)
		if err == nil {
			_ = conn.Close()
			return &rival{server: server, url: url.URL{Scheme: "ws", Host: addr, Path: path}, talk: talk}, nil
		}
		select {
		case <-server.Done():
			return nil, fmt.Errorf("%s ended: %s", name, server.Output())
		default:
		}
		if time.Now().After(deadline) {
			server.Stop()
			return nil, fmt.Errorf("%s does not listen: %w", name, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (r *rival) Server() *proc.Server { return r.server }
func (r *rival) Stop()                { r.server.Stop() }

func (r *rival) Dial(ctx context.Context, room, _ int, heard func([]byte)) (Client, error) {
	name := "r" + strconv.Itoa(room)
	target := r.url
	target.RawQuery = r.talk.query(name).Encode()
	conn, answer, err := websocket.DefaultDialer.DialContext(ctx, target.String(), http.Header{"Origin": {"http://" + target.Host}})
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	_ = answer.Body.Close()
	if err := r.talk.hello(conn, name); err != nil {
		_ = conn.Close()
		return nil, err
	}
	client := &rivalClient{conn: conn, room: name, talk: r.talk, stalled: make(chan struct{})}
	go client.read(heard)
	return client, nil
}

type rivalClient struct {
	conn    *websocket.Conn
	room    string
	talk    dialect
	mu      sync.Mutex
	once    sync.Once
	stalled chan struct{}
}

func (c *rivalClient) read(heard func([]byte)) {
	var buffer bytes.Buffer
	for {
		select {
		case <-c.stalled:
			return
		default:
		}
		_, reader, err := c.conn.NextReader()
		if err != nil {
			return
		}
		buffer.Reset()
		if _, err := buffer.ReadFrom(reader); err != nil {
			return
		}
		reply, content := c.talk.answer(buffer.Bytes())
		if reply != nil && c.write(reply) != nil {
			return
		}
		if content {
			heard(buffer.Bytes())
		}
	}
}

func (c *rivalClient) write(frame []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn.WriteMessage(websocket.TextMessage, frame)
}

func (c *rivalClient) Publish(stamp string) error { return c.write(c.talk.publish(c.room, stamp)) }
func (c *rivalClient) Stall()                     { c.once.Do(func() { close(c.stalled) }) }
func (c *rivalClient) Close()                     { _ = c.conn.Close() }

// naive speaks plain frames.
type naive struct{}

func (naive) query(room string) url.Values            { return url.Values{"room": {room}} }
func (naive) hello(*websocket.Conn, string) error     { return nil }
func (naive) publish(_, stamp string) []byte          { return []byte(`{"m":"` + stamp + `"}`) }
func (naive) answer([]byte) (reply []byte, data bool) { return nil, true }

// centrifuge speaks the library's JSON protocol.
type centrifuge struct{}

func (centrifuge) query(string) url.Values { return nil }

func (centrifuge) hello(conn *websocket.Conn, room string) error {
	for _, command := range []string{`{"id":1,"connect":{}}`, `{"id":2,"subscribe":{"channel":"` + room + `"}}`} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(command)); err != nil {
			return fmt.Errorf("centrifuge hello: %w", err)
		}
		_, reply, err := conn.ReadMessage()
		if err != nil {
			return fmt.Errorf("centrifuge hello: %w", err)
		}
		if bytes.Contains(reply, []byte(`"error"`)) {
			return fmt.Errorf("centrifuge hello: %s", reply)
		}
	}
	return nil
}

func (centrifuge) publish(room, stamp string) []byte {
	return []byte(`{"id":3,"publish":{"channel":"` + room + `","data":{"m":"` + stamp + `"}}}`)
}

func (centrifuge) answer(frame []byte) (reply []byte, content bool) {
	if string(frame) == "{}" {
		return frame, false
	}
	return nil, true
}

// socketIO speaks Engine.IO 4 and Socket.IO 5 over one WebSocket.
type socketIO struct{}

func (socketIO) query(room string) url.Values {
	return url.Values{"EIO": {"4"}, "transport": {"websocket"}, "room": {room}}
}

func (socketIO) hello(conn *websocket.Conn, _ string) error {
	if _, _, err := conn.ReadMessage(); err != nil {
		return fmt.Errorf("socket.io open: %w", err)
	}
	if err := conn.WriteMessage(websocket.TextMessage, []byte("40")); err != nil {
		return fmt.Errorf("socket.io connect: %w", err)
	}
	if _, _, err := conn.ReadMessage(); err != nil {
		return fmt.Errorf("socket.io connect: %w", err)
	}
	return nil
}

func (socketIO) publish(_, stamp string) []byte { return []byte(`42["m","` + stamp + `"]`) }

func (socketIO) answer(frame []byte) (reply []byte, content bool) {
	if len(frame) == 1 && frame[0] == '2' {
		return []byte("3"), false
	}
	return nil, bytes.HasPrefix(frame, []byte("42"))
}
