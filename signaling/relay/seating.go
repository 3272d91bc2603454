package relay

import (
	"encoding/json"
	"sync"

	"palabre/rooms"
	"palabre/signaling/host"
)

// seating is who follows rooms of this node, and by which way: a link that is replaced must not take away who came again by
// the next one, and somebody who joins a session from one node leaves it on the other.
type seating struct {
	mu    sync.Mutex
	ways  map[wayKey]*guest                     // nil for this node's own people
	chair map[chairKey]map[host.ConnID]struct{} // by person and session
	of    map[wayKey]sitter
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

type chairKey struct {
	room   rooms.RoomID
	member rooms.MemberID
}

func (s *seating) take(room rooms.RoomID, conn host.ConnID, by *guest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ways == nil {
		s.ways, s.chair, s.of = map[wayKey]*guest{}, map[chairKey]map[host.ConnID]struct{}{}, map[wayKey]sitter{}
	}
	s.ways[wayKey{room, conn}] = by
}

// leave forgets a way, and tells the host unless the connection came by another since: both at once, so that who comes again
// meanwhile is not taken away after. Tell must not block.
func (s *seating) leave(room rooms.RoomID, conn host.ConnID, by *guest, tell func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := wayKey{room, conn}
	if now, ok := s.ways[key]; !ok || now != by {
		return
	}
	tell()
	delete(s.ways, key)
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
func (s *seating) sit(room rooms.RoomID, req host.JoinRequest) (lose []loser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := wayKey{room, req.Conn}
	way, ok := s.ways[key]
	if !ok {
		return nil
	}
	c := chairKey{room, req.Member}
	if s.chair[c] == nil {
		s.chair[c] = map[host.ConnID]struct{}{}
	}
	s.of[key] = sitter{req.Member, req.Tab, req.Asked}
	s.chair[c][req.Conn] = struct{}{}
	for conn := range s.chair[c] {
		other := wayKey{room, conn}
		switch by := s.ways[other]; {
		case conn == req.Conn || by == way: // of two connections of one node its gateway knows itself
		case req.Asked != 0 && s.of[other].asked > req.Asked:
			lose = append(lose, loser{req.Conn, way, s.of[other].tab})
		default:
			lose = append(lose, loser{conn, by, req.Tab})
		}
	}
	return lose
}

// sat tells the nodes of a person's other connections in a session that she is here now.
func (r *Relay) sat(room rooms.RoomID, req host.JoinRequest, j host.Joined) {
	if j.Err != nil || j.Out || room.Kind() != rooms.KindSession {
		return
	}
	for _, l := range r.seated.sit(room, req) {
		if l.way == nil {
			r.OnDisplaced(room, l.conn, l.to)
			continue
		}
		body, err := json.Marshal(l.to)
		if err != nil {
			continue // a string encodes
		}
		l.way.link.tell(frame{head: head{Kind: kindDisplaced, Room: room, Conn: l.conn, Body: body}})
	}
}

func (r *Relay) left(room rooms.RoomID, conn host.ConnID) { r.seated.leave(room, conn, nil, func() {}) }
