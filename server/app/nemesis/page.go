package nemesis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Follow adds a room that the page follows from the next socket on, or from now.
func (p *Client) Follow(room string) {
	p.mu.Lock()
	if p.rooms[room] == nil {
		p.rooms[room] = &followed{room: room}
	}
	p.mu.Unlock()
	p.join(room)
}

// rejoin joins a room again, followed or not, when it is not known what became of something that was said there.
func (p *Client) rejoin(room string) {
	p.mu.Lock()
	f := p.rooms[room]
	doubt := f.doubt
	p.mu.Unlock()
	if doubt {
		p.ask(room, true)
	}
}

// join asks to follow a room from where the page is.
func (p *Client) join(room string) { p.ask(room, false) }

func (p *Client) ask(room string, again bool) {
	p.mu.Lock()
	f := p.rooms[room]
	if f == nil || f.live && !again || p.conn == nil {
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
		p.overhears(f, f.seq, m.View)
	case "f":
		wrong, seq, at := f.frame(m), f.seq, p.node
		p.overhears(f, m.From, m.D...)
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

// joined takes what a page is given of a room, and gives what is to be done then: what was not answered is said again. p.mu is
// held.
func (p *Client) joined(f *followed, m *message) func() {
	fresh, arrived := !f.live, p.arrived
	wrong := f.joined(m)
	seq, at := f.seq, p.node
	again := slices.Clone(f.pending)
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
