package relay

import (
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Media is this node's media server, as the gateway knows it (gateway.Media).
type Media interface {
	Join(room rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(message json.RawMessage))
	Handle(room rooms.RoomID, member rooms.MemberID, conn host.ConnID, message json.RawMessage)
	Detach(room rooms.RoomID, member rooms.MemberID, conn host.ConnID)
	Leave(room rooms.RoomID, member rooms.MemberID, conn host.ConnID)
}

// seat is one connection's media: wherever the room is hosted, that node's media server has it, once the connection was let in
// there. What follows its names is guarded by the route's sending.
type seat struct {
	member rooms.MemberID
	tab    rooms.ClientID
	conn   host.ConnID
	send   func(json.RawMessage)
	at     place  // where it was begun
	begun  uint64 // one more than the turn at which it was; 0 for never
	lost   bool   // something that its browser said was not heard since
}

// resetMessage makes a browser build its media again, from nothing (sfu.Reset).
const resetMessage = `{"type":"reset","reason":"unknown"}`

type wireSeat struct {
	Member rooms.MemberID `json:"m"`
	Tab    rooms.ClientID `json:"t,omitempty"`
}

// letIn notes that a connection was let in where the room is at that turn: its media may begin there.
func (rt *route) letIn(conn host.ConnID, turn uint64, j host.Joined) {
	if j.Err != nil || j.Out {
		return
	}
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if _, follows := rt.follows[conn]; !follows {
		return // she left meanwhile
	}
	rt.follows[conn] = turn + 1
	if s := rt.seats[conn]; s != nil && !j.Viewer.Waiting { // whoever waits at the door has none: it begins when she speaks
		rt.r.spawn(func() {
			rt.sending.Lock()
			defer rt.sending.Unlock()
			rt.begin(s)
		})
	}
}

// begin gives a seat its media where the room is, if its connection was let in there. It tells whether the media is there, and
// whether the browser was told to begin anew: what it had is gone with the former host. The route's sending is held.
func (rt *route) begin(s *seat) (there, anew bool) {
	rt.mu.Lock()
	p, now := rt.place, rt.turn+1
	let := p.known() && rt.seats[s.conn] == s && rt.follows[s.conn] == now
	rt.mu.Unlock()
	if !let || s.begun == now {
		return let, false
	}
	switch { // where it was
	case s.at.here && !p.here:
		rt.r.Media.Leave(rt.room, s.member, s.conn)
	case s.at.link != nil && s.at.link != p.link:
		s.at.link.tell(frame{head: head{Kind: kindMediaLeave, Room: rt.room, Conn: s.conn}})
	}
	anew = s.begun != 0 || s.lost
	s.at, s.begun, s.lost = p, now, false
	if p.here {
		rt.r.Media.Join(rt.room, s.member, s.tab, s.conn, s.send)
	} else {
		body, err := json.Marshal(wireSeat{s.member, s.tab})
		if err != nil {
			return false, false // strings encode
		}
		p.link.tell(frame{head: head{Kind: kindMediaJoin, Room: rt.room, Conn: s.conn, Body: body}})
	}
	if anew {
		s.send(json.RawMessage(resetMessage))
	}
	return true, anew
}

// MediaJoin and the three that follow are gateway.Media over whichever node hosts the room.
type relayMedia struct{ r *Relay }

// MediaServer is the media of all rooms, wherever they are hosted; nil when this node has none.
func (r *Relay) MediaServer() Media {
	if r.Media == nil {
		return nil
	}
	return relayMedia{r}
}

// Join is part of Media.
func (m relayMedia) Join(room rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	rt := m.r.route(room)
	rt.sending.Lock()
	defer rt.sending.Unlock()
	s := &seat{member: member, tab: tab, conn: conn, send: send}
	rt.mu.Lock()
	rt.seats[conn] = s // of somebody who follows: the room's host is looked for already
	rt.mu.Unlock()
	rt.begin(s)
}

// with finds a connection's seat; gone takes it away.
func (m relayMedia) with(room rooms.RoomID, conn host.ConnID, gone bool, do func(*route, *seat)) {
	rt := m.r.known(room)
	if rt == nil {
		return
	}
	rt.sending.Lock()
	defer rt.sending.Unlock()
	rt.mu.Lock()
	s := rt.seats[conn]
	if gone {
		delete(rt.seats, conn)
	}
	rt.mu.Unlock()
	if s != nil {
		do(rt, s)
	}
}

// Handle is part of Media. While the room has no host, or has not let her in yet, what a browser says is lost: it begins anew then.
func (m relayMedia) Handle(room rooms.RoomID, member rooms.MemberID, conn host.ConnID, message json.RawMessage) {
	m.with(room, conn, false, func(rt *route, s *seat) {
		switch there, anew := rt.begin(s); {
		case !there:
			s.lost = true
		case anew: // it was said to a host that is gone
		case s.at.here:
			m.r.Media.Handle(room, member, conn, message)
		default:
			s.at.link.tell(frame{head: head{Kind: kindMedia, Room: room, Conn: conn}, blobs: [][]byte{message}})
		}
	})
}

// Detach is part of Media.
func (m relayMedia) Detach(room rooms.RoomID, member rooms.MemberID, conn host.ConnID) {
	m.end(room, conn, kindMediaDetach, func() { m.r.Media.Detach(room, member, conn) })
}

// Leave is part of Media.
func (m relayMedia) Leave(room rooms.RoomID, member rooms.MemberID, conn host.ConnID) {
	m.end(room, conn, kindMediaLeave, func() { m.r.Media.Leave(room, member, conn) })
}

// end ends a seat where it was begun, wherever the room is now.
func (m relayMedia) end(room rooms.RoomID, conn host.ConnID, how kind, here func()) {
	m.with(room, conn, true, func(_ *route, s *seat) {
		switch {
		case s.at.here:
			here()
		case s.at.link != nil:
			s.at.link.tell(frame{head: head{Kind: how, Room: room, Conn: conn}})
		}
	})
}

// heard brings a message of the room's media server to its browser.
func (rt *route) heard(conn host.ConnID, message json.RawMessage) {
	rt.mu.Lock()
	s := rt.seats[conn]
	rt.mu.Unlock()
	if s != nil {
		s.send(message)
	}
}

// mediaAsked does what another node asks of this one's media server.
func (g *guest) mediaAsked(f frame) {
	if g.r.Media == nil {
		return
	}
	key := wayKey{f.Room, f.Conn}
	if f.Kind == kindMediaJoin {
		g.mediaJoin(f, key)
		return
	}
	g.mu.Lock()
	_, known := g.media[key]
	if f.Kind != kindMedia {
		delete(g.media, key)
	}
	g.mu.Unlock()
	switch {
	case !known:
	case f.Kind == kindMedia && len(f.blobs) == 1:
		g.r.Media.Handle(f.Room, "", g.own(f.Conn), f.blobs[0])
	case f.Kind == kindMediaLeave:
		g.r.Media.Leave(f.Room, "", g.own(f.Conn))
	case f.Kind == kindMediaDetach:
		g.r.Media.Detach(f.Room, "", g.own(f.Conn))
	}
}

func (g *guest) mediaJoin(f frame, key wayKey) {
	var w wireSeat
	if err := json.Unmarshal(f.Body, &w); err != nil || g.link.broken() {
		return
	}
	g.r.Media.Join(f.Room, w.Member, w.Tab, g.own(f.Conn), func(message json.RawMessage) {
		g.link.tell(frame{head: head{Kind: kindMediaOut, Room: f.Room, Conn: f.Conn, Body: message}})
	})
	g.mu.Lock()
	over := g.media == nil
	if !over {
		g.media[key] = struct{}{}
	}
	g.mu.Unlock()
	if over { // its goodbye did not see it
		g.r.Media.Detach(f.Room, w.Member, g.own(f.Conn))
	}
}

// own is what a connection that came through this link is called by the media server. A link that broke may say its goodbye
// after the next has brought the same connection: that takes away what was its own, and nothing else.
func (g *guest) own(conn host.ConnID) host.ConnID {
	return host.ConnID(fmt.Sprintf("%s@%d", conn, g.number))
}
