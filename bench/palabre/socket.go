package palabre

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Socket is one person's connection, speaking palabre.1. Content frames of its room
// go to heard from the reading goroutine; answers to commands go to who asked.
type Socket struct {
	conn    *websocket.Conn
	Room    string
	Member  string
	Client  string
	mu      sync.Mutex
	n       uint64
	heard   atomic.Pointer[func(frame []byte)]
	media   atomic.Pointer[func(message json.RawMessage)]
	answers chan Message
	stalled chan struct{}
	once    sync.Once
	Broken  error
}

// Message is what a socket reads apart from content.
type Message struct {
	T      string          `json:"t"`
	R      string          `json:"r"`
	N      uint64          `json:"n"`
	Seq    uint64          `json:"seq"`
	From   uint64          `json:"from"`
	To     uint64          `json:"to"`
	Code   string          `json:"code"`
	Member string          `json:"member"`
	View   json.RawMessage `json:"view"`
	M      json.RawMessage `json:"m"`
	D      json.RawMessage `json:"d"`
}

// Dial opens the socket and greets. heard may be nil.
func (p *Person) Dial(ctx context.Context, heard func(frame []byte)) (*Socket, error) {
	address := url.URL{Scheme: "ws", Host: p.instance.URL.Host, Path: "/ws"}
	header := http.Header{"Origin": {p.instance.URL.String()}}
	for _, cookie := range p.http.Jar.Cookies(p.instance.URL) {
		header.Add("Cookie", cookie.Name+"="+cookie.Value)
	}
	dialer := websocket.Dialer{Subprotocols: []string{"palabre.1"}, HandshakeTimeout: 20 * time.Second}
	conn, answer, err := dialer.DialContext(ctx, address.String(), header)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	_ = answer.Body.Close()
	s := &Socket{
		conn: conn, answers: make(chan Message, 64), stalled: make(chan struct{}),
		Client: fmt.Sprintf("%08x-0000-4000-8000-%012x", rand.Uint32(), rand.Uint64N(1<<48)),
	}
	s.Hear(heard)
	if err := s.write(map[string]any{"t": "hello", "v": 1, "client": s.Client, "lang": "fr"}); err != nil {
		return nil, err
	}
	go s.read()
	welcome, err := s.Await(ctx, "welcome")
	if err != nil {
		return nil, err
	}
	s.Member = welcome.Member
	return s, nil
}

// Hear gives content frames of the room to heard from now on; answers to commands are then no longer kept.
func (s *Socket) Hear(heard func(frame []byte)) {
	if heard != nil {
		s.heard.Store(&heard)
	}
}

// HearMedia gives the media server's messages to heard.
func (s *Socket) HearMedia(heard func(message json.RawMessage)) { s.media.Store(&heard) }

// SayMedia sends a message to the media server.
func (s *Socket) SayMedia(message any) error {
	return s.write(map[string]any{"t": "media", "r": s.Room, "m": message})
}

// Join enters a room and waits for its view.
func (s *Socket) Join(ctx context.Context, room string) (Message, error) {
	s.Room = room
	if err := s.write(map[string]any{"t": "join", "r": room}); err != nil {
		return Message{}, err
	}
	return s.Await(ctx, "joined")
}

// Await is the next message of this type; a refusal is an error.
func (s *Socket) Await(ctx context.Context, kind string) (Message, error) {
	for {
		select {
		case message, open := <-s.answers:
			switch {
			case !open:
				return Message{}, fmt.Errorf("socket closed while waiting for %s: %w", kind, s.Broken)
			case message.T == kind:
				return message, nil
			case message.T == "no" || message.T == "err" || message.T == "left" || message.T == "bye":
				return message, fmt.Errorf("waiting for %s: refused: %s", kind, message.Code)
			}
		case <-ctx.Done():
			return Message{}, fmt.Errorf("waiting for %s: %w", kind, ctx.Err())
		case <-time.After(15 * time.Second):
			return Message{}, errors.New("waiting for " + kind + ": nothing came")
		}
	}
}

// Do gives a command and waits until it is on disk.
func (s *Socket) Do(ctx context.Context, command string, args any) (Message, error) {
	if err := s.Send(command, args); err != nil {
		return Message{}, err
	}
	return s.Await(ctx, "ok")
}

// Send gives a command without waiting.
func (s *Socket) Send(command string, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	frame := make([]byte, 0, len(raw)+96)
	frame = append(frame, `{"t":"do","r":"`...)
	frame = append(frame, s.Room...)
	frame = append(frame, `","n":`...)
	frame = strconv.AppendUint(frame, s.n, 10)
	frame = append(frame, `,"c":"`...)
	frame = append(frame, command...)
	frame = append(frame, `","a":`...)
	frame = append(frame, raw...)
	frame = append(frame, '}')
	if err := s.conn.WriteMessage(websocket.TextMessage, frame); err != nil {
		return fmt.Errorf("%s: %w (read: %v)", command, err, s.Broken) //nolint:errorlint // the reader's reason is only told
	}
	return nil
}

// Tell sends a volatile value.
func (s *Socket) Tell(kind string, value any) error {
	return s.write(map[string]any{"t": "eph", "r": s.Room, "k": kind, "v": value})
}

func (s *Socket) write(message any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.conn.WriteJSON(message); err != nil {
		return fmt.Errorf("socket: %w (read: %v)", err, s.Broken) //nolint:errorlint // the reader's reason is only told
	}
	return nil
}

// Stall stops reading for good.
func (s *Socket) Stall() { s.once.Do(func() { close(s.stalled) }) }

// Close ends the connection.
func (s *Socket) Close() { _ = s.conn.Close() }

var (
	frameStart     = []byte(`{"t":"f",`)
	ephemeralStart = []byte(`{"t":"eph",`)
	okStart        = []byte(`{"t":"ok",`)
)

func (s *Socket) read() {
	defer close(s.answers)
	var buffer bytes.Buffer
	for {
		select {
		case <-s.stalled:
			return
		default:
		}
		_, reader, err := s.conn.NextReader()
		if err != nil {
			s.Broken = err
			return
		}
		buffer.Reset()
		if _, err := buffer.ReadFrom(reader); err != nil {
			s.Broken = err
			return
		}
		frame := buffer.Bytes()
		switch {
		case bytes.HasPrefix(frame, frameStart), bytes.HasPrefix(frame, ephemeralStart):
			if heard := s.heard.Load(); heard != nil {
				(*heard)(frame)
			}
		case bytes.HasPrefix(frame, okStart) && s.heard.Load() != nil:
			// the load never waits for answers: order is checked on frames
		default:
			var message Message
			if json.Unmarshal(frame, &message) != nil {
				continue
			}
			if heard := s.media.Load(); heard != nil && message.T == "media" {
				(*heard)(message.M)
				continue
			}
			select {
			case s.answers <- message:
			default:
			}
		}
	}
}
