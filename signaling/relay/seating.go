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
	of    map[wayKey]rooms.MemberID
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
		s.ways, s.chair, s.of = map[wayKey]*guest{}, map[chairKey]map[host.ConnID]struct{}{}, map[wayKey]rooms.MemberID{}
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
	if m, ok := s.of[key]; ok {
		delete(s.of, key)
		c := chairKey{room, m}
		delete(s.chair[c], conn)
		if len(s.chair[c]) == 0 {
			delete(s.chair, c)
		}
	}
}

// sit notes that a person is in a session by a connection, and gives the others she had.
func (s *seating) sit(room rooms.RoomID, m rooms.MemberID, conn host.ConnID) map[host.ConnID]*guest {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := wayKey{room, conn}
	if _, ok := s.ways[key]; !ok {
		return nil
	}
	c := chairKey{room, m}
	if s.chair[c] == nil {
		s.chair[c] = map[host.ConnID]struct{}{}
	}
	s.of[key] = m
	s.chair[c][conn] = struct{}{}
	others := map[host.ConnID]*guest{}
	for other := range s.chair[c] {
		if other != conn {
			others[other] = s.ways[wayKey{room, other}]
		}
	}
	return others
}

// sat tells the nodes of a person's other connections in a session that she is here now. By is the link she came by, nil for
// this node; of two connections of one node its gateway knows itself.
func (r *Relay) sat(by *guest, room rooms.RoomID, req host.JoinRequest, j host.Joined) {
	if j.Err != nil || j.Out || room.Kind() != rooms.KindSession {
		return
	}
	if by == nil {
		r.seated.take(room, req.Conn, nil)
	}
	for conn, way := range r.seated.sit(room, req.Member, req.Conn) {
		switch way {
		case by:
		case nil:
			r.OnDisplaced(room, conn, req.Tab)
		default:
			body, err := json.Marshal(req.Tab)
			if err != nil {
				continue // a string encodes
			}
			way.link.tell(frame{head: head{Kind: kindDisplaced, Room: room, Conn: conn, Body: body}})
		}
	}
}

func (r *Relay) left(room rooms.RoomID, conn host.ConnID) { r.seated.leave(room, conn, nil, func() {}) }
