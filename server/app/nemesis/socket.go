package nemesis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"palabre/server/auth"
)

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
