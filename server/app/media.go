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
// connection of a room at a time; the media server sees to that.
type media struct {
	sfu *sfu.SFU
	log zerolog.Logger

	mu    sync.Mutex
	peers map[peerKey]*seat
}

type peerKey struct {
	room rooms.RoomID
	conn host.ConnID
}

type seat struct {
	peer *sfu.Peer
	send func(json.RawMessage)
}

var _ gateway.Media = (*media)(nil)

func newMedia(s *sfu.SFU, log zerolog.Logger) *media {
	return &media{sfu: s, log: log, peers: map[peerKey]*seat{}}
}

// Join implements gateway.Media.
func (m *media) Join(room rooms.RoomID, member rooms.MemberID, conn host.ConnID, send func(json.RawMessage)) {
	peer, err := m.sfu.Join(string(room), string(member), string(conn), func(to sfu.ToClient) {
		data, err := sfu.EncodeToClient(to)
		if err != nil {
			m.log.Error().Err(err).Msg("message de son non écrit / media message not written")
			return
		}
		send(data)
	})
	if err != nil {
		m.refuse(send, err)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.peers[peerKey{room, conn}] = &seat{peer, send}
}

// Handle implements gateway.Media.
func (m *media) Handle(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID, message json.RawMessage) {
	m.mu.Lock()
	s := m.peers[peerKey{room, conn}]
	m.mu.Unlock()
	if s == nil {
		return
	}
	asked, err := sfu.DecodeFromClient(message)
	if err == nil {
		err = s.peer.Handle(asked)
	}
	if err != nil {
		m.refuse(s.send, err)
	}
}

// Detach implements gateway.Media.
func (m *media) Detach(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	if s := m.take(room, conn); s != nil {
		s.peer.Detach()
	}
}

// Leave implements gateway.Media.
func (m *media) Leave(room rooms.RoomID, _ rooms.MemberID, conn host.ConnID) {
	if s := m.take(room, conn); s != nil {
		s.peer.Close()
	}
}

func (m *media) take(room rooms.RoomID, conn host.ConnID) *seat {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := peerKey{room, conn}
	s := m.peers[k]
	delete(m.peers, k)
	return s
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
	out := sfu.Audible{Grant: a.Grant, Mode: sfu.Nobody}
	switch a.Mode {
	case rooms.HearEveryone:
		out.Mode = sfu.Everyone
	case rooms.HearOnly:
		out.Mode, out.Members = sfu.Only, make(map[string]struct{}, len(a.Members))
		for _, m := range a.Members {
			out.Members[string(m)] = struct{}{}
		}
	}
	n.media.SetAudible(string(room), out)
}
