package relay

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"palabre/rooms"
	"palabre/signaling/host"
)

// seating is who follows rooms of this node, and by which way: a link that is replaced must not take away who came again by
// the next one, and somebody who joins a session from one node leaves it on the other.
type seating struct {
	mu    sync.Mutex
	last  uint64                                // joins so far
	ways  map[rooms.RoomID]map[host.ConnID]way  // empty ones are not kept
	chair map[chairKey]map[host.ConnID]struct{} // by person and session
	of    map[wayKey]sitter
}

// way is how a connection comes: by the link of another node, nil for this node's own people; and by which join, which was
// granted or has no answer yet.
type way struct {
	by   *guest
	join uint64
	in   bool
}

// sitter is who sits in a session by a connection, from which page, and when that page asked to.
type sitter struct {
	member rooms.MemberID
	tab    rooms.ClientID
	asked  rooms.Millis
}

type wayKey struct {
	room rooms.RoomID
	conn host.ConnID
}

func (k wayKey) compare(other wayKey) int {
	return cmp.Or(cmp.Compare(k.room, other.room), cmp.Compare(k.conn, other.conn))
}

type chairKey struct {
	room   rooms.RoomID
	member rooms.MemberID
}

// take notes a way before its join is asked, and numbers that join.
func (s *seating) take(room rooms.RoomID, conn host.ConnID, by *guest) (join uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ways == nil {
		s.ways, s.chair, s.of = map[rooms.RoomID]map[host.ConnID]way{}, map[chairKey]map[host.ConnID]struct{}{}, map[wayKey]sitter{}
	}
	if s.ways[room] == nil {
		s.ways[room] = map[host.ConnID]way{}
	}
	s.last++
	s.ways[room][conn] = way{by: by, join: s.last}
	return s.last
}

// leave forgets a way, and tells the host unless the connection came by another since: both at once, so that who comes again
// meanwhile is not taken away after. Tell must not block.
func (s *seating) leave(room rooms.RoomID, conn host.ConnID, by *guest, tell func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now, ok := s.ways[room][conn]; !ok || now.by != by {
		return
	}
	tell()
	s.forgetLocked(room, conn)
}

// turnedAway forgets a way whose join found the room to be elsewhere, unless the connection asked again since.
func (s *seating) turnedAway(room rooms.RoomID, conn host.ConnID, join uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ways[room][conn].join == join {
		s.forgetLocked(room, conn)
	}
}

// released forgets all who were let into a room of this node that is one no more. Those whose joins have no answer yet get one.
func (s *seating) released(room rooms.RoomID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn, w := range s.ways[room] {
		if w.in {
			s.forgetLocked(room, conn)
		}
	}
}

func (s *seating) forgetLocked(room rooms.RoomID, conn host.ConnID) {
	delete(s.ways[room], conn)
	if len(s.ways[room]) == 0 {
		delete(s.ways, room)
	}
	key := wayKey{room, conn}
	if who, ok := s.of[key]; ok {
		delete(s.of, key)
		c := chairKey{room, who.member}
		delete(s.chair[c], conn)
		if len(s.chair[c]) == 0 {
			delete(s.chair, c)
		}
	}
}

// loser is a connection that does not have its person's seat any more, the way to it, and the page that has.
type loser struct {
	conn host.ConnID
	way  *guest
	to   rooms.ClientID
}

// sit notes that a person is in a session by a connection, and gives those that lose her seat by it: the others she had, or this one
// when another's page asked later. A node that was frozen or cut off joins again, when it comes back, for pages that have long
// gone elsewhere.
func (s *seating) sit(room rooms.RoomID, req host.JoinRequest, join uint64) (lose []loser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, own := wayKey{room, req.Conn}, s.ways[room][req.Conn]
	if own.join != join { // she left, or asked again
		return nil
	}
	own.in = true
	s.ways[room][req.Conn] = own
	if room.Kind() != rooms.KindSession {
		return nil
	}
	c := chairKey{room, req.Member}
	if s.chair[c] == nil {
		s.chair[c] = map[host.ConnID]struct{}{}
	}
	s.of[key] = sitter{req.Member, req.Tab, req.Asked}
	s.chair[c][req.Conn] = struct{}{}
	for _, conn := range slices.Sorted(maps.Keys(s.chair[c])) {
		other := wayKey{room, conn}
		switch by := s.ways[room][conn].by; {
		case conn == req.Conn || by == own.by: // of two connections of one node its gateway knows itself
		case req.Asked != 0 && s.of[other].asked > req.Asked:
			lose = append(lose, loser{req.Conn, own.by, s.of[other].tab})
		default:
			lose = append(lose, loser{conn, by, req.Tab})
		}
	}
	return lose
}

// sat takes this node's host's answer to a join: it tells the nodes of a person's other connections in a session that she is here
// now.
func (r *Relay) sat(room rooms.RoomID, req host.JoinRequest, join uint64, j host.Joined) {
	if elsewhere(j.Err) {
		r.seated.turnedAway(room, req.Conn, join)
		return
	}
	if j.Err != nil || j.Out { // she leaves
		return
	}
	for _, l := range r.seated.sit(room, req, join) {
		if l.way == nil {
			r.displaced(room, l.conn, l.to)
			continue
		}
		body, err := json.Marshal(l.to)
		if err != nil {
			continue // a string encodes
		}
		l.way.link.tell(frame{head: head{Kind: kindDisplaced, Room: room, Conn: l.conn, Body: body}})
	}
}

// displaced tells a gateway that another has a connection's seat. Neither a link's reader nor a host's deliverer waits for it: it
// leaves the room, which may wait for the room's host.
func (r *Relay) displaced(room rooms.RoomID, conn host.ConnID, by rooms.ClientID) {
	r.route(room).later(func() { r.OnDisplaced(room, conn, by) })
}

func (r *Relay) left(room rooms.RoomID, conn host.ConnID) { r.seated.leave(room, conn, nil, func() {}) }

// Released says that a room is hosted here no more, before it can be again: what people had here by it ends, those who came by
// other nodes and the media of all. It fits host.Options.OnReleased.
func (r *Relay) Released(room rooms.RoomID) {
	r.seated.released(room)
	for _, g := range r.whoCameIn() {
		g.released(room)
	}
	if rt := r.known(room); rt != nil {
		rt.released()
	}
}

// released forgets what a room's people had by this link.
func (g *guest) released(room rooms.RoomID) {
	g.mu.Lock()
	delete(g.conns, room)
	var ends []host.ConnID
	for _, key := range slices.SortedFunc(maps.Keys(g.media), wayKey.compare) {
		if key.room == room {
			delete(g.media, key)
			ends = append(ends, key.conn)
		}
	}
	g.mu.Unlock()
	for _, conn := range ends {
		g.r.Media.Leave(room, "", g.own(conn))
	}
}

// released ends the media that this node's own people had here. It does not wait: what goes out to the room may wait for it.
func (rt *route) released() {
	rt.mu.Lock()
	turn, seats := rt.turn, make([]*seat, 0, len(rt.seats))
	for _, s := range rt.seats {
		seats = append(seats, s)
	}
	rt.mu.Unlock()
	if len(seats) == 0 {
		return
	}
	rt.r.spawn(func() {
		rt.sending.Lock()
		defer rt.sending.Unlock()
		for _, s := range seats {
			if s.at.here && s.begun <= turn+1 {
				s.at, s.begun, s.lost = place{}, 0, true
				rt.r.Media.Leave(rt.room, s.member, s.conn)
			}
		}
	})
}
