package gateway

import (
	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/wire"
)

func (c *conn) left(room rooms.RoomID, code string, data map[string]any) {
	words, _ := refusals.Say(code, data)
	c.send(c.g.text(wire.Left{Room: room, Code: code, Fr: words.FR, En: words.EN}))
}

// takenOver ends a follower because the same person joined from elsewhere. A tab that came back by a new connection
// simply replaces its old one.
func (c *conn) takenOver(s *sub, by *conn) {
	by.mu.Lock()
	client := by.client
	by.mu.Unlock()
	c.overtaken(s, client)
}

func (c *conn) overtaken(s *sub, by rooms.ClientID) {
	c.mu.Lock()
	same := c.client == by
	c.mu.Unlock()
	if same {
		c.shut(wire.CloseTakenOver, 0)
		return
	}
	c.drop(s, wire.CodeTakenOver)
}

// drop ends a follower and says why; false when it had ended.
func (c *conn) drop(s *sub, code string) bool {
	words, _ := refusals.Say(code, nil)
	c.mu.Lock()
	if s.gone {
		c.mu.Unlock()
		return false
	}
	s.gone = true
	c.sendLocked(c.g.text(wire.Left{Room: s.ch.room, Code: code, Fr: words.FR, En: words.EN}))
	c.forgetLocked(s)
	c.mu.Unlock()
	c.unfollow(s, true)
	return true
}

// evicted tidies up after a follower that the room's own order put out; its frame has said so.
func (c *conn) evicted(s *sub) {
	c.mu.Lock()
	c.forgetLocked(s)
	c.mu.Unlock()
	c.unfollow(s, true)
}

// leave ends following at the client's wish.
func (c *conn) leave(room rooms.RoomID) {
	c.mu.Lock()
	s := c.followsLocked(room)
	if s == nil {
		c.mu.Unlock()
		return
	}
	s.gone = true
	c.forgetLocked(s)
	c.mu.Unlock()
	c.unfollow(s, true)
}

func (c *conn) forgetLocked(gone *sub) {
	kept := make([]*sub, 0, len(c.subs))
	for _, s := range c.subs {
		if s != gone {
			kept = append(kept, s)
		}
	}
	c.subs = kept
	c.flushLocked()
}

// unfollow tells everyone concerned that a follower is gone; for good, or because its socket is.
func (c *conn) unfollow(s *sub, forGood bool) {
	room := s.ch.room
	if s.ch.remove(s) == 0 {
		s.ch.presence.Gone(c.who.Member)
	}
	c.g.Rooms.Leave(room, c.id)
	c.mu.Lock()
	media := s.media
	s.media = false
	c.mu.Unlock()
	switch {
	case !media:
	case forGood:
		c.g.Media.Leave(room, c.who.Member, c.id)
	default:
		c.g.Media.Detach(room, c.who.Member, c.id)
	}
}
