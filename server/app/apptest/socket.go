package apptest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"

	"palabre/server/auth"
)

// Socket is one tab of a person: it follows rooms, folds their views from what it
// is sent, and checks the order on the way.
type Socket struct {
	t      testing.TB
	conn   *websocket.Conn
	client string

	mu      sync.Mutex
	rooms   map[string]*Room
	answers map[string]Answer // by room and n
	media   []json.RawMessage
	errs    []string
	closed  error
	// readonly is what was said last of saving.
	readonly bool
	more     chan struct{}
	n        map[string]uint64
	write    sync.Mutex
}

// Room is what a tab knows of one room.
type Room struct {
	Log  string
	Seq  uint64
	View any
	// Events are those of a board since it was joined.
	Events []json.RawMessage
	Names  map[string]string
	Left   string // code, once it left
}

// Answer is what became of a command.
type Answer struct {
	OK   bool
	Seq  uint64
	Code string
	V    json.RawMessage
}

// Open opens a socket with the person's cookie, from the site's own origin.
func (p *Person) Open() *Socket {
	p.t.Helper()
	return p.OpenTab(uuid.NewString())
}

// OpenTab opens a socket of a tab that may have been there before.
func (p *Person) OpenTab(client string) *Socket {
	p.t.Helper()
	header := http.Header{"Origin": {p.app.URL}, "Cookie": {auth.CookieName + "=" + p.Cookie}}
	dialer := websocket.Dialer{Subprotocols: []string{"palabre.1"}, HandshakeTimeout: patience}
	conn, res, err := dialer.DialContext(p.t.Context(), "ws"+strings.TrimPrefix(p.app.URL, "http")+"/ws", header)
	if err != nil {
		p.t.Fatalf("socket of %q: %v (%+v)", p.Name, err, res)
	}
	_ = res.Body.Close() // of an upgrade: empty
	s := &Socket{
		t: p.t, conn: conn, client: client, rooms: map[string]*Room{}, answers: map[string]Answer{},
		more: make(chan struct{}), n: map[string]uint64{},
	}
	go s.read()
	p.t.Cleanup(func() { _ = conn.Close() }) // it may be closed already
	s.say(map[string]any{"t": "hello", "v": 1, "client": client, "lang": "fr"})
	return s
}

// Close closes the tab without a word.
func (s *Socket) Close() { _ = s.conn.Close() }

func (s *Socket) say(v any) {
	s.t.Helper()
	s.write.Lock()
	defer s.write.Unlock()
	if err := s.conn.WriteJSON(v); err != nil {
		s.t.Fatalf("say: %v", err)
	}
}

// Join follows a room and waits for its view; it fails the test when she may not.
func (s *Socket) Join(room string) *Room {
	s.t.Helper()
	s.say(map[string]any{"t": "join", "r": room})
	s.Until("to have joined "+room, func() bool { r := s.rooms[room]; return r != nil && (r.View != nil || r.Left != "") })
	s.mu.Lock()
	defer s.mu.Unlock()
	if left := s.rooms[room].Left; left != "" {
		s.t.Fatalf("could not join %s: %s", room, left)
	}
	return s.rooms[room]
}

// Do gives a command and waits for its answer.
func (s *Socket) Do(room, command string, args any) Answer {
	s.t.Helper()
	return s.Await(room, s.Send(room, command, args))
}

// Must gives a command that has to be taken.
func (s *Socket) Must(room, command string, args any) Answer {
	s.t.Helper()
	a := s.Do(room, command, args)
	if !a.OK {
		s.t.Fatalf("%s: refused: %s", command, a.Code)
	}
	return a
}

// Send gives a command and does not wait; it gives the command's number.
func (s *Socket) Send(room, command string, args any) uint64 {
	s.t.Helper()
	s.mu.Lock()
	s.n[room]++
	n := s.n[room]
	s.mu.Unlock()
	s.Again(room, n, command, args)
	return n
}

// Again sends a command under a number that may have been sent before.
func (s *Socket) Again(room string, n uint64, command string, args any) {
	s.t.Helper()
	if args == nil {
		args = struct{}{}
	}
	s.say(map[string]any{"t": "do", "r": room, "n": n, "c": command, "a": args})
}

// Await waits for the answer to a command.
func (s *Socket) Await(room string, n uint64) Answer {
	s.t.Helper()
	key := fmt.Sprint(room, " ", n)
	s.Until("an answer to command "+key, func() bool { _, ok := s.answers[key]; return ok })
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answers[key]
}

// Try gives a command and waits for its answer, or for the end of the socket.
func (s *Socket) Try(room, command string, args any) (Answer, error) {
	s.mu.Lock()
	s.n[room]++
	n := s.n[room]
	s.mu.Unlock()
	s.write.Lock()
	err := s.conn.WriteJSON(map[string]any{"t": "do", "r": room, "n": n, "c": command, "a": args})
	s.write.Unlock()
	if err != nil {
		return Answer{}, err
	}
	key := fmt.Sprint(room, " ", n)
	for {
		s.mu.Lock()
		a, ok := s.answers[key]
		closed, more := s.closed, s.more
		s.mu.Unlock()
		if ok {
			return a, nil
		}
		if closed != nil {
			return Answer{}, closed
		}
		<-more
	}
}

// See waits until something is true of a room's view. At paths keys are dots.
func (s *Socket) See(room, what string, want func(at func(path string) any) bool) {
	s.t.Helper()
	s.Until("to see "+what, func() bool {
		r := s.rooms[room]
		return r != nil && want(func(path string) any { return dig(r.View, path) })
	})
}

// Look gives what is at a path of a room's view, nil when nothing is.
func (s *Socket) Look(room, path string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[room]; r != nil {
		return dig(r.View, path)
	}
	return nil
}

func dig(v any, path string) any {
	if path == "" {
		return v
	}
	for _, k := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

// Until waits for a condition, which is looked at under the socket's lock.
func (s *Socket) Until(what string, done func() bool) {
	s.t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		ok, more, closed := done(), s.more, s.closed
		s.mu.Unlock()
		if ok {
			return
		}
		if closed != nil {
			s.t.Fatalf("the socket closed (%v) while the test waited %s; refused: %v", closed, what, s.errs)
		}
		select {
		case <-more:
		case <-late:
			s.mu.Lock()
			defer s.mu.Unlock()
			view, _ := json.Marshal(s.rooms)
			s.t.Fatalf("waited in vain %s; refused: %v; rooms: %s", what, s.errs, view)
		}
	}
}

// Closed waits until the server closed the socket and gives the close code.
func (s *Socket) Closed() int {
	s.t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		closed, more := s.closed, s.more
		s.mu.Unlock()
		if closed != nil {
			if e, ok := closed.(*websocket.CloseError); ok { //nolint:errorlint // as gorilla gives it
				return e.Code
			}
			return 0
		}
		select {
		case <-more:
		case <-late:
			s.t.Fatal("the socket was not closed")
		}
	}
}

func (s *Socket) read() {
	for {
		_, data, err := s.conn.ReadMessage()
		s.mu.Lock()
		if err != nil {
			s.closed = err
		} else if err := s.take(data); err != nil {
			s.closed = err
		}
		close(s.more)
		s.more = make(chan struct{})
		over := s.closed != nil
		s.mu.Unlock()
		if over {
			return
		}
	}
}

type said struct {
	T     string            `json:"t"`
	R     string            `json:"r"`
	Log   string            `json:"log"`
	Seq   uint64            `json:"seq"`
	From  uint64            `json:"from"`
	To    uint64            `json:"to"`
	Mode  string            `json:"mode"`
	View  any               `json:"view"`
	Names map[string]string `json:"names"`
	D     []json.RawMessage `json:"d"`
	N     uint64            `json:"n"`
	Code  string            `json:"code"`
	V     json.RawMessage   `json:"v"`
	M     json.RawMessage   `json:"m"`

	Readonly bool `json:"readonly"`
}

// take takes in one message; the error is a broken promise of the server's.
func (s *Socket) take(data []byte) error {
	var head struct{ T string }
	if err := json.Unmarshal(data, &head); err != nil {
		return fmt.Errorf("unreadable: %s", data)
	}
	if head.T == "welcome" || head.T == "pong" || head.T == "eph" || head.T == "bye" {
		return nil
	}
	var m said
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("unreadable %s: %w", head.T, err)
	}
	switch m.T {
	case "joined":
		r := s.room(m.R)
		if m.Mode == "view" {
			r.View, r.Events = m.View, nil
		}
		r.Log, r.Seq, r.Left = m.Log, m.Seq, ""
		s.named(r, m.Names)
	case "f":
		return s.frame(m)
	case "ok":
		s.answers[fmt.Sprint(m.R, " ", m.N)] = Answer{OK: true, Seq: m.Seq, V: m.V}
	case "no":
		s.answers[fmt.Sprint(m.R, " ", m.N)] = Answer{OK: m.Code == "repeated", Code: m.Code}
	case "left":
		s.room(m.R).Left = m.Code
	case "media":
		s.media = append(s.media, m.M)
	case "store":
		s.readonly = m.Readonly
	case "err":
		s.errs = append(s.errs, m.Code)
	}
	return nil
}

func (s *Socket) room(id string) *Room {
	r := s.rooms[id]
	if r == nil {
		r = &Room{Names: map[string]string{}}
		s.rooms[id] = r
	}
	return r
}

func (s *Socket) named(r *Room, names map[string]string) {
	for id, name := range names {
		r.Names[id] = name
	}
}

// frame folds a frame into the room's view.
func (s *Socket) frame(m said) error {
	r := s.room(m.R)
	if m.From != r.Seq {
		return fmt.Errorf("a frame from %d for someone at %d", m.From, r.Seq)
	}
	r.Seq = m.To
	s.named(r, m.Names)
	if strings.HasPrefix(m.R, "brd_") {
		r.Events = append(r.Events, m.D...)
		return nil
	}
	for _, raw := range m.D {
		var op []json.RawMessage
		var path []string
		if err := json.Unmarshal(raw, &op); err != nil || len(op) == 0 || json.Unmarshal(op[0], &path) != nil {
			return fmt.Errorf("an operation that is none: %s", raw)
		}
		var value any
		if len(op) == 2 {
			if err := json.Unmarshal(op[1], &value); err != nil {
				return err
			}
		}
		r.View = set(r.View, path, value, len(op) == 1)
	}
	return nil
}

func set(v any, path []string, value any, gone bool) any {
	if len(path) == 0 {
		return value
	}
	m, ok := v.(map[string]any)
	if !ok {
		m = map[string]any{}
	}
	if len(path) == 1 && gone {
		delete(m, path[0])
		return m
	}
	m[path[0]] = set(m[path[0]], path[1:], value, gone)
	return m
}

// Readonly tells whether the page was told last that nothing can be saved. It is for Until.
func (s *Socket) Readonly() bool { return s.readonly }
