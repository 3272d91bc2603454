package app

import (
	"encoding/json"
	"errors"
	"sync"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/sfu"
)

// media brings sockets and the media server together. A person has media from one
// connection of a room at a time; the media server sees to that. Who goes out of a
// room (or back to its door) loses her media with the very batch that says so.
type media struct {
	sfu *sfu.SFU
	bus host.Bus
	log zerolog.Logger

	mu    sync.Mutex
	rooms map[rooms.RoomID]*mediaRoom
}

// mediaRoom is the connections with media in one room, and the watch on its news.
type mediaRoom struct {
	seats map[host.ConnID]*mediaSeat
	stop  func()
}

// mediaSeat is one connection; peer is nil while its member is not inside. Silenced
// counts the times that she was put out.
type mediaSeat struct {
	member   rooms.MemberID
	tab      rooms.ClientID
	peer     *sfu.Peer
	silenced int
	send     func(json.RawMessage)
}

var _ gateway.Media = (*media)(nil)

func newMedia(s *sfu.SFU, bus host.Bus, log zerolog.Logger) *media {
	return &media{sfu: s, bus: bus, log: log, rooms: map[rooms.RoomID]*mediaRoom{}}
}

// Join implements gateway.Media.
func (m *media) Join(room rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	m.mu.Lock()
	r := m.rooms[room]
	if r == nil {
		r = &mediaRoom{seats: map[host.ConnID]*mediaSeat{}}
		m.rooms[room] = r
		r.stop = m.bus.Subscribe(room, func(b host.Batch) { m.seen(b) })
	}
	s := &mediaSeat{member: member, tab: tab, send: send}
	r.seats[conn] = s
	m.mu.Unlock()
	m.begin(room, s)
}

// begin gives a seat its peer, unless it has one.
func (m *media) begin(room rooms.RoomID, s *mediaSeat) *sfu.Peer {
	m.mu.Lock()
	had, before := s.peer, s.silenced
	m.mu.Unlock()
	if had != nil {
		return had
	}
	peer, err := m.sfu.Join(string(room), string(s.member), string(s.tab), func(to sfu.ToClient) {
		data, err := sfu.EncodeToClient(to)
		if err != nil {
			m.log.Error().Err(err).Msg("message de son non écrit / media message not written")
			return
		}
		s.send(data)
	})
	if err != nil {
		m.refuse(s.send, err)
		return nil
	}
	m.mu.Lock()
	late := s.silenced != before
	if !late {
		s.peer = peer
	}
	m.mu.Unlock()
	if late { // she was put out while her media began
		peer.Close()
		return nil
	}
	return peer
}

// Handle implements gateway.Media. The gateway lets through only who is inside: one
// who went out and came in again begins anew.
func (m *media) Handle(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID, message json.RawMessage) {
	s := m.seat(room, conn)
	if s == nil {
		return
	}
	peer := m.begin(room, s)
	if peer == nil {
		return
	}
	asked, err := sfu.DecodeFromClient(message)
	if err == nil {
		err = peer.Handle(asked)
	}
	if err != nil {
		m.refuse(s.send, err)
	}
}

func (m *media) seat(room rooms.RoomID, conn host.ConnID) *mediaSeat {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.rooms[room]; r != nil {
		return r.seats[conn]
	}
	return nil
}

// seen closes the media of those whom a batch puts out of the room, or at its door.
func (m *media) seen(b host.Batch) {
	if len(b.Seats) == 0 {
		return
	}
	out := map[rooms.MemberID]bool{}
	for _, s := range b.Seats {
		if s.Out || s.Viewer.Waiting {
			out[s.Viewer.Member] = true
		}
	}
	m.silence(func(room rooms.RoomID, member rooms.MemberID) bool { return room == b.Room && out[member] })
}

// silence ends the media of those who match, at once; their sockets live on. Media
// whose socket is lost, kept for a while in case she comes back, ends with them.
func (m *media) silence(match func(rooms.RoomID, rooms.MemberID) bool) {
	m.mu.Lock()
	for id, r := range m.rooms {
		for _, s := range r.seats {
			if match(id, s.member) {
				s.peer = nil
				s.silenced++
			}
		}
	}
	m.mu.Unlock()
	m.sfu.Expel(func(room, member string) bool { return match(rooms.RoomID(room), rooms.MemberID(member)) })
}

// Detach implements gateway.Media.
func (m *media) Detach(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	if p := m.take(room, conn); p != nil {
		p.Detach()
	}
}

// Leave implements gateway.Media.
func (m *media) Leave(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	if p := m.take(room, conn); p != nil {
		p.Close()
	}
}

// take forgets a connection and gives its peer, nil for none.
func (m *media) take(room rooms.RoomID, conn host.ConnID) *sfu.Peer {
	m.mu.Lock()
	r := m.rooms[room]
	if r == nil || r.seats[conn] == nil {
		m.mu.Unlock()
		return nil
	}
	peer := r.seats[conn].peer
	delete(r.seats, conn)
	stop := func() {}
	if len(r.seats) == 0 {
		delete(m.rooms, room)
		stop = r.stop
	}
	m.mu.Unlock()
	stop()
	return peer
}

// refuse tells the browser why the media server did not do as asked.
func (m *media) refuse(send func(json.RawMessage), err error) {
	var r sfu.Refusal
	if !errors.As(err, &r) {
		m.log.Error().Err(err).Msg("son en panne / media fault")
		r = sfu.ErrFailed
	}
	data, err := json.Marshal(struct {
		Type string `json:"type"`
		Code string `json:"code"`
		FR   string `json:"fr"`
		EN   string `json:"en"`
	}{"refused", r.Code(), r.Sentence("fr"), r.Sentence("en")})
	if err != nil {
		m.log.Error().Err(err).Msg("message de son non écrit / media message not written")
		return
	}
	send(data)
}

// audible tells the media server who is heard, in the order of the room's log.
func (n *Node) audible(room rooms.RoomID, a rooms.Audible) {
	n.metrics.holders.heard(room, a)
	n.media.SetAudible(string(room), gates(a))
}

// gates says it in the media server's words.
func gates(a rooms.Audible) sfu.Audible {
	out := sfu.Audible{Grant: a.Grant, Mode: gateMode(a.Mode), Members: set(a.Members)}
	for _, c := range a.Apart {
		out.Apart = append(out.Apart, sfu.Circle{
			Group: c.Group, Grant: c.Grant, People: set(c.People), Mode: gateMode(c.Mode), Members: set(c.Members),
		})
	}
	return out
}

func gateMode(h rooms.Hearing) sfu.Mode {
	switch h {
	case rooms.HearEveryone:
		return sfu.Everyone
	case rooms.HearOnly:
		return sfu.Only
	}
	return sfu.Nobody
}

func set(members []rooms.MemberID) map[string]struct{} {
	out := make(map[string]struct{}, len(members))
	for _, m := range members {
		out[string(m)] = struct{}{}
	}
	return out
}
