package relay

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"sync"
	"syscall"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// guest is a link that came in: another node asks this one's host.
type guest struct {
	r      *Relay
	link   *link
	number uint64 // of the links that came in

	mu    sync.Mutex
	lines map[rooms.RoomID]*line
	waits int                                     // bytes of what is in line
	conns map[rooms.RoomID]map[host.ConnID]uint64 // who follows through it, and since which request
	media map[wayKey]struct{}
}

// line does a room's requests one after the other, so that a room that is slow to open holds up no other.
type line struct{ tasks []func() }

func (r *Relay) accept() {
	for {
		conn, err := r.Listener.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) || r.ctx.Err() != nil {
				return
			}
			r.Logger.Warn().Err(err).Msg("lien refusé / link refused")
			if r.pause(r.ctx, r.Again) != nil {
				return
			}
			continue
		}
		r.spawn(func() { r.welcome(conn) })
	}
}

// welcome hears who comes, and serves it until its link ends. Who does not know the secret is given no memory.
func (r *Relay) welcome(conn net.Conn) {
	err := conn.SetDeadline(time.Now().Add(r.Silence))
	if secret, ok := conn.(*tls.Conn); ok && err == nil {
		if err := secret.HandshakeContext(r.ctx); err != nil {
			r.stranger(conn, err)
			_ = conn.Close() // it is refused, however it closes
			return
		}
	}
	in := bufio.NewReaderSize(conn, 64<<10)
	g := &guest{
		r: r, number: r.cameIn.Add(1), lines: map[rooms.RoomID]*line{}, conns: map[rooms.RoomID]map[host.ConnID]uint64{}, media: map[wayKey]struct{}{},
	}
	var node NodeID
	if err == nil {
		node, err = hearHello(in)
	}
	if err == nil && !r.lives(node) {
		r.stranger(conn, fmt.Errorf("%w: %s", errNoRow, node))
		_ = conn.Close() // it is refused, however it closes
		return
	}
	g.link = newLink(r, node, conn, maxAsk, g.asked)
	if err == nil {
		err = sayHello(g.link, r.Self.ID)
	}
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) { // it came to see whether the secret is known, or gave up
			r.Logger.Debug().Err(err).Msg("who dialled gave up")
		} else {
			r.Logger.Warn().Err(err).Msg("lien refusé / link refused")
		}
		_ = conn.Close() // it is refused, however it closes
		return
	}
	r.mu.Lock()
	r.guests[g] = struct{}{}
	r.mu.Unlock()
	if r.ctx.Err() != nil { // Close may have looked before
		g.link.end(ErrLink)
	}
	g.link.run(in)
	r.mu.Lock()
	delete(r.guests, g)
	r.mu.Unlock()
	g.goodbye()
}

// goodbye ends what came through a link that ended: its people have the host's grace to come back by another.
func (g *guest) goodbye() {
	g.mu.Lock()
	conns, media := g.conns, g.media
	g.conns, g.media = nil, nil
	g.mu.Unlock()
	for _, key := range slices.SortedFunc(maps.Keys(media), wayKey.compare) {
		g.r.Media.Detach(key.room, "", g.own(key.conn))
	}
	for _, room := range slices.Sorted(maps.Keys(conns)) {
		for _, conn := range slices.Sorted(maps.Keys(conns[room])) {
			g.r.seated.leave(room, conn, g, func() { g.r.Host.Leave(room, conn) })
		}
	}
}

// errNoRow means that the store does not know the node that comes: whoever stole the secret cannot write there.
var errNoRow = errors.New("relay: the store knows no such node")

// lives tells whether the store knows another node of that name, which may have been written there a moment ago: two beats are
// waited for. Names are drawn at random and told to none but those who live, so that the secret alone opens no link.
func (r *Relay) lives(node NodeID) bool {
	for beats := 0; node != r.Self.ID; beats++ {
		r.mu.Lock()
		known := slices.ContainsFunc(r.nodes, func(n Node) bool { return n.ID == node })
		r.mu.Unlock()
		if known {
			return true
		}
		if beats == 2 || r.pause(r.ctx, r.BeatEvery) != nil {
			break
		}
	}
	return false
}

// stranger counts who came without the secret, or without a row, and tells of them once a minute: anybody who reaches the door may knock.
func (r *Relay) stranger(conn net.Conn, err error) {
	const tellEvery = 60_000 // ms
	n, now, last := r.strangers.Add(1), int64(r.Clock.Now()), r.toldOf.Load()
	if r.ctx.Err() != nil || last != 0 && now-last < tellEvery || !r.toldOf.CompareAndSwap(last, now) {
		return
	}
	r.Logger.Warn().Err(err).Stringer("from", conn.RemoteAddr()).Uint64("so_far", n).Msg("quelqu’un qui n’est pas un des nœuds / somebody who is none of the nodes")
}

// Strangers is how many came to this node's door, since it began, without the secret that nodes share, or without a row in the store.
func (r *Relay) Strangers() uint64 { return r.strangers.Load() }

// asked puts a request in its room's line.
func (g *guest) asked(f frame) {
	g.mu.Lock()
	l := g.lines[f.Room]
	if l != nil {
		l.tasks = append(l.tasks, func() { g.began(f); g.do(f) })
		g.waits += f.size()
		tooMuch := g.waits > maxUndone
		g.mu.Unlock()
		if tooMuch { // an honest node asks no more than maxOwed
			g.link.end(fmt.Errorf("%w: too much waits", ErrLink))
		}
		return
	}
	l = &line{}
	g.lines[f.Room] = l
	g.mu.Unlock()
	g.r.spawn(func() {
		g.do(f)
		g.follow(f.Room, l)
	})
}

func (g *guest) began(f frame) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waits -= f.size()
}

func (g *guest) follow(room rooms.RoomID, l *line) {
	for {
		g.mu.Lock()
		tasks := l.tasks
		l.tasks = nil
		if len(tasks) == 0 {
			delete(g.lines, room)
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		for _, task := range tasks {
			task()
		}
	}
}

func (g *guest) answer(id uint64, err error, body any, blobs ...[]byte) {
	f := frame{head: head{ID: id, Kind: kindAnswer, Err: nameOf(err)}, blobs: blobs}
	if body != nil {
		data, bad := json.Marshal(body)
		if bad != nil {
			f.Err = nameOf(bad)
		}
		f.Body = data
	}
	g.link.tell(f)
}

// do does one request. Only this node's host is asked: who hosts the room now is for the asker to find. What a link that
// ended still had in line is asked again by another, and must not be done after that.
func (g *guest) do(f frame) {
	if g.link.broken() {
		return
	}
	ctx, cancel := context.WithTimeout(g.r.ctx, g.r.Patience)
	defer cancel()
	switch f.Kind {
	case kindSubmit:
		g.submit(ctx, f)
	case kindJoin:
		g.join(ctx, f)
	case kindLeave:
		g.leave(f)
	case kindRecent:
		g.recent(f)
	case kindHeads:
		g.heads(f)
	case kindForget:
		g.answer(f.ID, g.r.Host.Forget(ctx, f.Room), nil)
	case kindTake:
		g.answer(f.ID, g.r.Host.Open(ctx, f.Room), nil)
	case kindCall:
		g.call(ctx, f)
	case kindMediaJoin, kindMedia, kindMediaDetach, kindMediaLeave:
		g.mediaAsked(f)
	default:
		if f.ID != 0 {
			g.answer(f.ID, errFrame, nil)
		}
	}
}

func (g *guest) submit(ctx context.Context, f frame) {
	var w wireCommand
	if err := json.Unmarshal(f.Body, &w); err != nil || len(f.blobs) != 1 {
		g.answer(f.ID, errFrame, nil)
		return
	}
	cmd := rooms.Command{Client: w.Client, N: w.N, Actor: w.Actor, Name: w.Name, Under: w.Under, After: w.After}
	if len(f.blobs[0]) > 0 {
		cmd.Args = f.blobs[0]
	}
	g.r.Host.Submit(ctx, f.Room, cmd, func(a host.Answer) {
		g.answer(f.ID, a.Err, wireAnswer{a.Seq, a.Value, a.Refusal, a.Nothing})
	})
}

func (g *guest) join(ctx context.Context, f frame) {
	var req host.JoinRequest
	if err := json.Unmarshal(f.Body, &req); err != nil {
		g.answer(f.ID, err, nil)
		return
	}
	g.mu.Lock()
	if g.conns == nil { // the link ended meanwhile
		g.mu.Unlock()
		return
	}
	if g.conns[f.Room] == nil {
		g.conns[f.Room] = map[host.ConnID]uint64{}
	}
	g.conns[f.Room][req.Conn] = f.ID
	g.mu.Unlock()
	join := g.r.seated.take(f.Room, req.Conn, g)
	g.r.Host.Join(ctx, f.Room, req, func(j host.Joined) {
		if elsewhere(j.Err) {
			g.forget(f.Room, req.Conn, f.ID)
		}
		g.r.sat(f.Room, req, join, j)
		answer, err := joinedFrame(f.ID, j)
		if err != nil {
			g.answer(f.ID, err, nil)
			return
		}
		g.link.tell(answer)
	})
	g.mu.Lock()
	gone := g.conns == nil
	g.mu.Unlock()
	if gone { // its goodbye did not see it
		g.r.seated.leave(f.Room, req.Conn, g, func() { g.r.Host.Leave(f.Room, req.Conn) })
	}
}

// forget forgets who follows, unless by a later request; 0 for any.
func (g *guest) forget(room rooms.RoomID, conn host.ConnID, since uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if since != 0 && g.conns[room][conn] != since {
		return
	}
	delete(g.conns[room], conn)
	if len(g.conns[room]) == 0 {
		delete(g.conns, room)
	}
}

func (g *guest) leave(f frame) {
	g.forget(f.Room, f.Conn, 0)
	g.r.seated.leave(f.Room, f.Conn, g, func() { g.r.Host.Leave(f.Room, f.Conn) })
	g.answer(f.ID, nil, nil)
}

func (g *guest) recent(f frame) {
	var after rooms.Seq
	if err := json.Unmarshal(f.Body, &after); err != nil {
		g.answer(f.ID, err, nil)
		return
	}
	batches, found := g.r.Host.Recent(f.Room, after)
	blobs := make([][]byte, 0, len(batches))
	for _, b := range batches {
		data, err := host.EncodeBatch(b)
		if err != nil {
			found, blobs = false, nil
			break
		}
		blobs = append(blobs, data)
	}
	g.answer(f.ID, nil, found, blobs...)
}

func (g *guest) heads(f frame) {
	var ids []rooms.RoomID
	if err := json.Unmarshal(f.Body, &ids); err != nil {
		g.answer(f.ID, err, nil)
		return
	}
	heads := make(map[rooms.RoomID]rooms.Seq, len(ids))
	for _, id := range ids {
		if head, ok := g.r.Host.Head(id); ok {
			heads[id] = head
		}
	}
	g.answer(f.ID, nil, heads)
}

func (g *guest) call(ctx context.Context, f frame) {
	var name string
	err := json.Unmarshal(f.Body, &name)
	handler := g.r.Handlers[name]
	if err != nil || handler == nil || len(f.blobs) != 1 {
		g.answer(f.ID, errFrame, nil)
		return
	}
	g.r.spawn(func() { // a call waits for what it waits for: the line goes on
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		defer cancel()
		out, err := handler(ctx, f.blobs[0])
		g.answer(f.ID, err, nil, out)
	})
}
