package gateway

import (
	"context"
	"time"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// joinTime bounds how long a join may take: a room whose last host died is waited for.
const joinTime = 15 * time.Second

// join begins to follow a room, or follows it anew from another position.
func (c *conn) join(m wire.Join) {
	if c.joins.Add(1) > maxJoining || !c.mayFollow(m.Room) {
		c.joins.Add(-1)
		c.left(m.Room, wire.CodeBusy, nil)
		return
	}
	go func() {
		defer c.joins.Add(-1)
		ctx, cancel := context.WithTimeout(c.g.ctx, joinTime)
		defer cancel()
		if no := c.admit(ctx, m.Room, m.Pos, c.g.Clock.Now()); no != nil {
			c.left(m.Room, no.Code, no.Data)
		}
	}()
}

// admit finds out what a person is in a room, and follows it so; or says why not.
func (c *conn) admit(ctx context.Context, room rooms.RoomID, pos *wire.Position, asked rooms.Millis) *rooms.Refusal {
	for {
		c.mu.Lock()
		stood := c.stood
		c.mu.Unlock()
		standing, refusal, err := c.g.Admission.Standing(ctx, c.who, room)
		switch {
		case err != nil:
			c.g.Logger.Error().Err(err).Str("room", string(room)).Msg("a person's standing could not be found out")
			return rooms.Refuse(wire.CodeUnavailable)
		case refusal != nil:
			return refusal
		case c.follow(ctx, room, standing, stood, place{pos, true}, asked):
			return nil
		}
	}
}

// restand asks anew what a person is in the rooms that the connection follows. When it returns, nothing more is asked of
// a room in the name of what she was.
func (c *conn) restand(ctx context.Context) {
	c.mu.Lock()
	c.stood++
	followed := make([]*sub, 0, len(c.subs))
	for _, s := range c.subs {
		if !s.gone {
			s.live = false // its place is taken over where it is now
			followed = append(followed, s)
		}
	}
	c.mu.Unlock()
	c.given()
	for _, s := range followed {
		c.mu.Lock()
		pos := &wire.Position{Log: s.log, Seq: s.pos}
		gone := s.gone
		c.mu.Unlock()
		if pos.Log == "" {
			pos = nil
		}
		if gone {
			continue
		}
		if no := c.admit(ctx, s.ch.room, pos, s.asked); no != nil {
			c.drop(s, no.Code)
		}
	}
	c.given()
}

// given waits until all that is on its way to a room, a slow one to open perhaps, is in its order.
func (c *conn) given() {
	c.giving.Lock()
	defer c.giving.Unlock()
}

// mayFollow tells whether a connection has place for one more room.
func (c *conn) mayFollow(room rooms.RoomID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.subs) < maxFollows || c.followsLocked(room) != nil
}

// place is where a follower is, nil for nowhere, and whether the ring may lead on from there.
type place struct {
	pos  *wire.Position
	ring bool
}

// follow asks the host for a place in the room's order. A new follower replaces the connection's earlier one. It is false
// when her standing changed since it was asked.
func (c *conn) follow(ctx context.Context, room rooms.RoomID, standing rooms.Role, stood uint64, at place, asked rooms.Millis) bool {
	ch, release := c.g.channel(room)
	c.giving.RLock()
	defer c.giving.RUnlock()
	s := &sub{conn: c, ch: ch, standing: standing, stood: stood, asked: asked}
	old, ok, same := c.replace(s)
	if !ok {
		release()
		return same
	}
	if old != nil {
		ch.remove(old)
	}
	c.mu.Lock()
	tab := c.client
	c.mu.Unlock()
	req := host.JoinRequest{Conn: c.id, Tab: tab, Member: c.who.Member, Standing: standing, Asked: asked}
	// What the connection was sent since its page said where it was is behind that on the wire: it goes on from there.
	if at.pos != nil && s.log == at.pos.Log && s.pos > at.pos.Seq {
		at.pos = &wire.Position{Log: s.log, Seq: s.pos}
	}
	if at.pos != nil {
		req.Log, req.Seq, req.FromRing = at.pos.Log, at.pos.Seq, at.ring && ch.has(at.pos.Seq)
	}
	moves := ch.moves.Load()
	c.g.Rooms.Join(ctx, room, req, func(j host.Joined) {
		// What follows may look names up: the room's deliverer goes on. Positions alone keep the order.
		go func() {
			defer release()
			c.joined(s, req, j)
			if ch.moves.Load() != moves {
				c.unsettle(s) // the host that let her in is not the room's any more
			}
		}()
	})
	return true
}

// replace puts a follower in the place of the connection's earlier one of that room, unless the connection ends or her
// standing is not the same any more.
func (c *conn) replace(s *sub) (old *sub, ok, same bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if same = s.stood == c.stood; !same || c.dead || c.closing {
		return nil, false, same || c.dead || c.closing
	}
	kept := make([]*sub, 0, len(c.subs)+1)
	for _, x := range c.subs {
		if x.ch.room != s.ch.room {
			kept = append(kept, x)
			continue
		}
		old, s.told = x, x.told
		if x.gone {
			continue // put out: what she had there ends
		}
		x.gone = true
		s.media, s.viewer, s.placed = x.media, x.viewer, x.placed // what she says meanwhile is not lost
		s.log, s.pos = x.log, x.pos                               // what she was sent stays so
		c.flushLocked()
	}
	c.subs = append(kept, s)
	return old, true, true
}

// joined takes the host's answer to a join.
func (c *conn) joined(s *sub, req host.JoinRequest, j host.Joined) {
	if j.Err != nil || j.Out {
		code := wire.CodeNotAdmitted
		if j.Err != nil {
			code = codeOf(j.Err)
		}
		if !c.drop(s, code) {
			c.unheard(s)
		}
		return
	}
	c.g.counts.joined(j)
	head := wire.Joined{
		Room: s.ch.room, Log: j.Log, Seq: j.To, Term: j.Term, Mode: wire.ModeResume, Names: c.g.names.of(s.ch.room, j.Names),
	}
	start := req.Seq
	if !j.Resume {
		head.Mode, head.View = wire.ModeView, j.View
		start = j.To
	} else {
		head.Seq = req.Seq
	}
	var upto uint64
	if !j.Viewer.Waiting {
		if s.ch.room.Kind() == rooms.KindSession {
			s.ch.presence.Came(c.who.Member)
		}
		head.Eph, upto = s.ch.presence.Lasting()
	}
	bytes := c.g.text(head)
	for _, seg := range j.Tail {
		bytes = append(bytes, batchFrame(s.ch.room, seg.From, seg.To, [][]byte{seg.Data}, nil)...)
		start = seg.To
	}
	elsewhere, ok := c.settleIn(s, j, start, bytes)
	if !ok {
		return
	}
	if s.ch.room.Kind() == rooms.KindSession {
		for _, other := range elsewhere {
			other.conn.takenOver(other, c)
		}
	}
	c.advance(s, s.ch.view(), nil)
	if !j.Viewer.Waiting {
		s.ch.tellSince(s, upto)
	}
}

// settleIn gives the follower its place in the ring and sends what leads there, as one step. It gives where else the person
// follows the room at that moment: of two who come at once, one is the later. False when it may not follow any more, or has to
// ask again because the ring moved on.
func (c *conn) settleIn(s *sub, j host.Joined, start rooms.Seq, bytes []byte) (elsewhere []*sub, ok bool) {
	c.mu.Lock()
	if s.gone || c.dead || c.closing {
		c.mu.Unlock()
		c.unheard(s)
		return nil, false
	}
	s.ch.mu.Lock()
	if !s.ch.known { // what the bus loses from here on is missed, though it has brought nothing yet
		s.ch.known, s.ch.head, s.ch.term = true, start, j.Term
	}
	next, found := s.ch.findLocked(start)
	if found {
		s.pos, s.next, s.viewer, s.log, s.term, s.live, s.placed = start, next, j.Viewer, j.Log, j.Term, true, true
		elsewhere = s.ch.addSubLocked(s)
	}
	s.ch.mu.Unlock()
	if found {
		s.told = max(s.told, j.Term)
		c.sendLocked(bytes)
	}
	c.mu.Unlock()
	if !found {
		c.rejoin(s, nil, true)
	}
	return elsewhere, found
}

// unheard takes back a join that was answered when its follower was not there any more: it left, or its socket ended, while the host
// was asked, and had nothing to leave then.
func (c *conn) unheard(s *sub) {
	c.mu.Lock()
	another := c.followsLocked(s.ch.room) != nil
	c.mu.Unlock()
	if !another {
		c.g.Rooms.Leave(s.ch.room, c.id)
	}
}

// unsettle joins anew a follower that has just found its place.
func (c *conn) unsettle(s *sub) {
	c.mu.Lock()
	lost := s.live && !s.gone
	s.live = s.live && !lost
	c.mu.Unlock()
	if lost {
		c.heal(s)
	}
}

// catchUp joins anew, for a page that said something to a former host, unless it was told of another one since: then it says again
// what has no answer.
func (c *conn) catchUp(m wire.Do) {
	c.mu.Lock()
	s := c.followsLocked(m.Room)
	lost := s != nil && s.live && s.told <= m.Term
	if lost {
		s.live = false
	}
	c.mu.Unlock()
	if lost {
		c.heal(s)
	}
}

// heal joins anew, for the client, when something was lost on the way to it.
func (c *conn) heal(s *sub) { c.healFrom(s, true) }

// healFrom joins anew; without the ring when it does not lead on, whatever its places say: a bus may have lost what comes next.
func (c *conn) healFrom(s *sub, ring bool) {
	c.mu.Lock()
	pos := &wire.Position{Log: s.log, Seq: s.pos}
	skip := s.gone || c.dead || c.closing
	c.mu.Unlock()
	if !skip {
		c.rejoin(s, pos, ring)
	}
}

func (c *conn) rejoin(s *sub, pos *wire.Position, ring bool) {
	ctx, cancel := context.WithTimeout(c.g.ctx, joinTime)
	defer cancel()
	c.follow(ctx, s.ch.room, s.standing, s.stood, place{pos, ring}, s.asked) // not the same: whoever changed it follows anew
}

// prepareSeat makes the frame of a person whose sight of the room changed as a whole.
func (ch *channel) prepareSeat(b host.Batch, s host.Seat) *seat {
	if s.Out {
		words, _ := refusals.Say(s.Code, nil)
		left := wire.Left{Room: ch.room, Code: s.Code, Fr: words.FR, En: words.EN}
		return &seat{viewer: s.Viewer, out: true, code: s.Code, frame: ch.g.text(left)}
	}
	joined := wire.Joined{
		Room: ch.room, Log: s.Log, Seq: b.To, Mode: wire.ModeView,
		View: s.View, Names: ch.g.names.of(ch.room, s.Names),
	}
	if !s.Viewer.Waiting {
		joined.Eph, _ = ch.presence.Lasting()
	}
	return &seat{viewer: s.Viewer, frame: ch.g.text(joined)}
}
