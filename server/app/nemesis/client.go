package nemesis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"

	"palabre/server/auth"
)

// Op is a command as the person who gave it knows it.
type Op struct {
	Client int
	Member string
	Tab    string
	Room   string
	N      uint64
	Name   string
	Args   any
	Called time.Duration // first said
	Back   time.Duration // answered; 0 for never
	OK     bool
	Again  bool // the answer was that it had its effect before
	Code   string
	Seq    uint64
	Tries  int
	Twice  bool // it is said again though it may be answered: refused, or without an effect at first, it may have one later
	Have   int  // points that the board has of a stroke, with board_point_gap
	done   chan struct{}
}

// Client is one person with one page, who goes to another node when hers is gone, and says again what was not answered.
type Client struct {
	Place  int
	Name   string
	Cookie string
	Member string
	Tab    string

	c *Cluster
	w *witness

	mu      sync.Mutex
	dice    *rand.Rand
	rooms   map[string]*followed
	all     []*Op
	conn    *websocket.Conn
	node    int
	heard   time.Time
	media   func(room string, message json.RawMessage)
	arrived func(room string) // a room is followed by a new socket
	slow    time.Time         // reads nothing until then
	back    time.Duration     // when the socket was last welcomed

	// order is held while commands are said, so that what was said before comes before what is new. It is taken before mu.
	order sync.Mutex
	write sync.Mutex
}

func newClient(c *Cluster, w *witness, place int, name string, dice *rand.Rand) *Client {
	var id [16]byte
	for i := range id {
		id[i] = byte(dice.Uint32())
	}
	tab, _ := uuid.FromBytes(id[:]) // sixteen bytes always are one
	return &Client{Place: place, Name: name, Tab: tab.String(), c: c, w: w, dice: dice, rooms: map[string]*followed{}, node: -1}
}

// Follow adds a room that the page follows from the next socket on, or from now.
func (p *Client) Follow(room string) {
	p.mu.Lock()
	if p.rooms[room] == nil {
		p.rooms[room] = &followed{room: room}
	}
	p.mu.Unlock()
	p.join(room)
}

// errTired ends a socket whose server says nothing.
var errTired = errors.New("the server says nothing")

// Run keeps a socket until ctx ends.
func (p *Client) Run(ctx context.Context) {
	for ctx.Err() == nil {
		wait := p.attend(ctx)
		p.mu.Lock()
		p.conn = nil
		for _, f := range p.rooms {
			f.live = false
		}
		jitter := time.Duration(50+p.dice.IntN(250)) * time.Millisecond
		p.mu.Unlock()
		t := time.NewTimer(wait + jitter)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
		}
	}
}

// choose picks a node: another one than the last.
func (p *Client) choose() *Node {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.dice.IntN(len(p.c.Nodes))
	if at == p.node {
		at = (at + 1) % len(p.c.Nodes)
	}
	p.node = at
	return p.c.Nodes[at]
}

// attend opens a socket and reads until it ends; it gives how long the server asked to wait.
func (p *Client) attend(ctx context.Context) (wait time.Duration) {
	node := p.choose()
	header := http.Header{"Origin": {node.URL}, "Cookie": {auth.CookieName + "=" + p.Cookie}}
	dialer := websocket.Dialer{Subprotocols: []string{"palabre.1"}, HandshakeTimeout: 3 * time.Second}
	conn, res, err := dialer.DialContext(ctx, "ws"+strings.TrimPrefix(node.URL, "http")+"/ws", header)
	if err != nil {
		if res != nil {
			p.w.noted(fmt.Sprintf("socket refused: %d", res.StatusCode))
		}
		return 0
	}
	_ = res.Body.Close() // of an upgrade: empty
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer func() { stop(); _ = conn.Close() }() // it may be closed already
	p.mu.Lock()
	p.conn, p.heard = conn, time.Now()
	p.mu.Unlock()
	if p.say(map[string]any{"t": "hello", "v": 1, "client": p.Tab, "lang": "fr"}) != nil {
		return 0
	}
	tired := make(chan struct{})
	var pings sync.WaitGroup
	pings.Go(func() { p.ping(conn, tired) })
	defer func() { close(tired); pings.Wait() }()
	for _, room := range p.following() {
		p.join(room)
	}
	return p.read(ctx, conn)
}

func (p *Client) following() (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for room := range p.rooms {
		all = append(all, room)
	}
	return all
}

// ping asks a silent server whether it is there, as a page does, and gives up after a while.
func (p *Client) ping(conn *websocket.Conn, over <-chan struct{}) {
	const ask, tired = 3 * time.Second, 6 * time.Second
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for i := 1; ; i++ {
		select {
		case <-over:
			return
		case <-every.C:
		}
		p.mu.Lock()
		silent, slow := time.Since(p.heard), time.Now().Before(p.slow)
		p.mu.Unlock()
		switch {
		case slow:
		case silent > tired:
			_ = conn.Close() // the reader goes elsewhere
		case silent > ask:
			_ = p.say(map[string]any{"t": "ping", "i": i}) // the reader sees the end
		}
	}
}

// read takes in what comes until the socket ends.
func (p *Client) read(ctx context.Context, conn *websocket.Conn) (wait time.Duration) {
	for {
		p.rest(ctx)
		_, data, err := conn.ReadMessage()
		if err != nil {
			p.closed(err)
			return wait
		}
		var m message
		if err := json.Unmarshal(data, &m); err != nil {
			var head struct{ T string }
			if json.Unmarshal(data, &head) != nil || head.T != "eph" { // of volatile things only the type is read
				p.w.violated("protocol", "%s: unreadable: %s", p.Name, data)
			}
			continue
		}
		if m.T == "bye" {
			wait = time.Duration(m.RetryMS) * time.Millisecond
			p.w.noted("bye " + m.Code)
		}
		p.take(&m)
	}
}

// rest is a slow reader's.
func (p *Client) rest(ctx context.Context) {
	p.mu.Lock()
	until := p.slow
	p.mu.Unlock()
	if left := time.Until(until); left > 0 {
		t := time.NewTimer(left)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		}
		p.mu.Lock()
		p.heard = time.Now()
		p.mu.Unlock()
	}
}

func (p *Client) closed(err error) {
	var e *websocket.CloseError
	if !errors.As(err, &e) {
		return
	}
	p.w.noted(fmt.Sprintf("closed %d", e.Code))
	switch e.Code {
	case 4401, 4403, 4409, 4410: // nobody signed out, and there is one page, with one connection
		p.w.violated("protocol", "%s: the socket was closed for good: %d %s", p.Name, e.Code, e.Text)
	}
}

// take takes in one message.
func (p *Client) take(m *message) {
	if m.T == "joined" {
		p.order.Lock()
		defer p.order.Unlock()
	}
	p.mu.Lock()
	p.heard = time.Now()
	if m.T == "welcome" {
		p.back = p.w.now()
		if p.Member == "" {
			p.Member = m.Member
		}
	}
	f := p.rooms[m.R]
	if f == nil {
		p.mu.Unlock()
		if m.T == "err" {
			p.w.noted("err " + m.Code)
		}
		return
	}
	then := func() {}
	switch m.T {
	case "joined":
		then = p.joined(f, m)
	case "f":
		wrong, seq, at := f.frame(m), f.seq, p.node
		then = func() { p.seen(m.R, seq, at, wrong) }
	case "ok", "no":
		p.answered(f, m)
	case "left":
		f.live, f.left = false, m.Code
		then = func() { p.comeAgain(m) }
	case "media":
		if heard := p.media; heard != nil {
			then = func() { heard(m.R, m.M) }
		}
	}
	p.mu.Unlock()
	then()
}

// seen tells the witness where the page is now.
func (p *Client) seen(room string, seq uint64, node int, wrong string) {
	p.w.saw(room, seq)
	if wrong != "" {
		p.w.violated("I6", "%s at node %d: %s", p.Name, node, wrong)
	}
}

// joined takes what a page is given of a room, and gives what is to be done then: the first time on a socket, what was not
// answered is said again. p.mu is held.
func (p *Client) joined(f *followed, m *message) func() {
	fresh, arrived := !f.live, p.arrived
	wrong := f.joined(m)
	seq, at := f.seq, p.node
	var again []*Op
	if fresh {
		again = append(again, f.pending...)
	}
	return func() {
		p.seen(m.R, seq, at, wrong)
		for _, op := range again {
			p.give(op)
		}
		if fresh && arrived != nil {
			arrived(m.R)
		}
	}
}

// comeAgain joins again a room that one was put out of for a reason that ends.
func (p *Client) comeAgain(m *message) {
	room := m.R
	p.w.noted("left " + m.Code)
	switch {
	case m.Code == "removed" && strings.HasPrefix(room, "brd_"): // she had left the session, which governs it
	case m.Code == "removed", m.Code == "taken_over", m.Code == "no_such_room", m.Code == "room_closed":
		p.w.violated("protocol", "%s was put out of %s: %s", p.Name, room, m.Code)
	}
	time.AfterFunc(300*time.Millisecond, func() { p.join(room) })
}

// answered settles a command; p.mu is held.
func (p *Client) answered(f *followed, m *message) {
	for i, op := range f.pending {
		if op.N != m.N {
			continue
		}
		if m.T == "no" && m.Code == "host_moved" && op.Tries > 1 {
			p.w.noted("host_moved after a retry")
		}
		f.pending = append(f.pending[:i:i], f.pending[i+1:]...)
		op.Args = nil // it is not said again
		op.Back, op.Seq, op.Code, op.Have = p.w.now(), m.Seq, m.Code, m.Data.Have
		op.OK = m.T == "ok"
		if m.Code == "repeated" {
			op.OK, op.Again, op.Seq = true, true, m.Data.Seq
		}
		if op.OK {
			p.w.answered(f.room, done{p.Place, op.Called, op.Back})
		} else {
			p.w.noted("no " + m.Code)
		}
		close(op.done)
		return
	}
}

// join asks to follow a room from where the page is.
func (p *Client) join(room string) {
	p.mu.Lock()
	f := p.rooms[room]
	if f == nil || f.live || p.conn == nil {
		p.mu.Unlock()
		return
	}
	ask := map[string]any{"t": "join", "r": room}
	if f.known {
		ask["pos"] = map[string]any{"log": f.log, "seq": f.seq}
	}
	p.mu.Unlock()
	_ = p.say(ask) // the reader sees the end of the socket
}

func (p *Client) say(v any) error {
	p.mu.Lock()
	conn := p.conn
	p.mu.Unlock()
	if conn == nil {
		return errTired
	}
	p.write.Lock()
	defer p.write.Unlock()
	if err := conn.SetWriteDeadline(time.Now().Add(3 * time.Second)); err != nil {
		return err
	}
	if err := conn.WriteJSON(v); err != nil {
		_ = conn.Close() // the reader goes elsewhere
		return err
	}
	return nil
}

// Send gives a command; nil when the room is not followed now or too much waits.
func (p *Client) Send(room, name string, args any) *Op {
	const most = 8
	p.order.Lock()
	defer p.order.Unlock()
	p.mu.Lock()
	f := p.rooms[room]
	if f == nil || !f.live || len(f.pending) >= most {
		p.mu.Unlock()
		return nil
	}
	f.n++
	op := &Op{
		Client: p.Place, Member: p.Member, Tab: p.Tab, Room: room, N: f.n, Name: name, Args: args, Called: p.w.now(), done: make(chan struct{}),
	}
	f.pending = append(f.pending, op)
	p.all = append(p.all, op)
	const twice, later = 5, 10 // in a hundred: at once, and after a while, when it was answered
	again := p.dice.IntN(100)
	op.Twice = again < later
	said := *op
	p.mu.Unlock()
	p.give(op)
	switch {
	case again < twice:
		p.give(&said)
	case again < later:
		time.AfterFunc(time.Duration(again*again)*10*time.Millisecond, func() { p.repeat(&said) })
	}
	return op
}

// have gives how many points the board has of a stroke, when it refused to go on from elsewhere.
func (p *Client) have(op *Op) (int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return op.Have, op.Code == "board_point_gap" && op.Have > 0
}

// repeat says a command that was said before, as a network that repeats itself does.
func (p *Client) repeat(said *Op) {
	if p.Live(said.Room) {
		p.w.noted("said twice")
		p.give(said)
	}
}

// give says a command, perhaps again.
func (p *Client) give(op *Op) {
	p.mu.Lock()
	op.Tries++
	args := op.Args
	p.mu.Unlock()
	if args == nil {
		args = struct{}{}
	}
	_ = p.say(map[string]any{"t": "do", "r": op.Room, "n": op.N, "c": op.Name, "a": args}) // said again on the next socket
}

// Do gives a command as soon as one can, and waits for its answer.
func (p *Client) Do(ctx context.Context, room, name string, args any) (*Op, error) {
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	for {
		if op := p.Send(room, name, args); op != nil {
			select {
			case <-op.done:
				return op, nil
			case <-ctx.Done():
				return op, fmt.Errorf("%s by %s: %w", name, p.Name, ctx.Err())
			}
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s by %s: %w", name, p.Name, ctx.Err())
		}
	}
}

// Must gives a command that has to be taken.
func (p *Client) Must(ctx context.Context, room, name string, args any) error {
	op, err := p.Do(ctx, room, name, args)
	if err == nil && !op.OK {
		err = fmt.Errorf("%s by %s: refused: %s", name, p.Name, op.Code)
	}
	return err
}

// At gives what the page shows of a room.
func (p *Client) At(room, path string) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.rooms[room]; f != nil {
		return Dig(f.view, path)
	}
	return nil
}

// Live tells whether a room is followed now.
func (p *Client) Live(room string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.rooms[room]
	return f != nil && f.live
}

// Fresh has the page get a room's view anew, and gives it.
func (p *Client) Fresh(ctx context.Context, room string) (any, error) {
	got := make(chan any, 1)
	p.mu.Lock()
	f := p.rooms[room]
	f.fresh = append(f.fresh, got)
	p.mu.Unlock()
	every := time.NewTicker(2 * time.Second)
	defer every.Stop()
	for {
		if p.Live(room) {
			_ = p.say(map[string]any{"t": "join", "r": room}) // asked again below
		}
		select {
		case view := <-got:
			return view, nil
		case <-every.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("a view of %s for %s: %w", room, p.Name, ctx.Err())
		}
	}
}

// Drop ends the socket without a word.
func (p *Client) Drop() {
	p.mu.Lock()
	conn := p.conn
	p.mu.Unlock()
	if conn != nil {
		_ = conn.Close() // the reader comes back
	}
}

// Stall reads nothing for a while.
func (p *Client) Stall(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slow = time.Now().Add(d)
}

// Pending counts commands without an answer.
func (p *Client) Pending() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.rooms {
		n += len(f.pending)
	}
	return n
}
