package sfu

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"
)

// Config says where media goes in and out.
type Config struct {
	// UDPAddr is the one address all media uses ("127.0.0.1:7882"). An unspecified host listens on every address.
	UDPAddr string
	// TCPAddr is for browsers whose network lets no UDP through; empty for none.
	TCPAddr string
	// PublicIPs replace the local addresses in what browsers are told, behind NAT one to one; empty to tell them as they are.
	PublicIPs []string
	// Leased says that other nodes may host the rooms: nobody is heard in one here before HearUntil, and after it.
	Leased bool
	Log    zerolog.Logger
}

// SFU is the media of all rooms of this node. Its methods may be called from anywhere.
type SFU struct {
	log      zerolog.Logger
	sockets  *transport
	pub, sub *webrtc.API
	ids      atomic.Uint32
	orders   atomic.Uint64
	work     sync.WaitGroup // goroutines that outlive the call that began them
	leased   bool
	totals   totals

	mu      sync.Mutex
	rooms   map[string]*room
	assents map[string]*assent // by room: of all that there are, and of those that are held and nobody is in
	closed  bool
}

// New opens the sockets and serves until Close.
func New(c Config) (*SFU, error) {
	sockets, err := newTransport(c)
	if err != nil {
		return nil, err
	}
	pub, err := pubAPI(sockets.engine)
	if err != nil {
		return nil, fmt.Errorf("sfu: pub: %w", err)
	}
	sub, err := subAPI(sockets.engine)
	if err != nil {
		return nil, fmt.Errorf("sfu: sub: %w", err)
	}
	return &SFU{
		log: c.Log, sockets: sockets, pub: pub, sub: sub, leased: c.Leased, rooms: map[string]*room{}, assents: map[string]*assent{},
	}, nil
}

// Addr is the UDP address media uses.
func (s *SFU) Addr() net.Addr { return s.sockets.addr }

// Close ends all media and waits for it.
func (s *SFU) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	var everyone []*person
	for _, r := range s.rooms {
		everyone = append(everyone, r.everyone()...)
	}
	s.mu.Unlock()
	for _, p := range everyone {
		p.end(CloseEnded)
	}
	s.work.Wait()
	return s.sockets.close()
}

// Join gives a connection media in a room. A person has media from one place at a time: whoever joins next speaks for
// her. Her first message then says what becomes of the media she had: a Restart of the same attempt goes on with it (the
// page lost its socket), a Start replaces it, and the connection that had it is told Closed.
//
// Send is called from the SFU's goroutines, in order, and must return at once. ErrTooMany when the room is full,
// ErrClosed after Close, ErrMalformed for an id that is empty or too long.
func (s *SFU) Join(roomID, member, connection string, send func(ToClient)) (*Peer, error) {
	for _, id := range []string{roomID, member, connection} {
		if id == "" || len(id) > maxID {
			return nil, fmt.Errorf("sfu: join: %w", ErrMalformed)
		}
	}
	for {
		p, err := s.admit(roomID, member)
		if err != nil {
			return nil, err
		}
		if h := p.attach(connection, send); h != nil {
			return h, nil
		}
		// Her former media ended just now: she is admitted anew.
	}
}

// admit finds or makes the person.
func (s *SFU) admit(roomID, member string) (*person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("sfu: join: %w", ErrClosed)
	}
	r := s.roomLocked(roomID)
	r.mu.Lock()
	defer r.mu.Unlock()
	had := r.people[member]
	if had != nil && !had.over.Load() {
		return had, nil
	}
	if had == nil && len(r.people) >= maxPeers {
		return nil, fmt.Errorf("sfu: join: %w", ErrTooMany)
	}
	p := newPerson(s, r, member, s.orders.Add(1))
	r.people[member] = p
	s.work.Go(p.run)
	return p, nil
}

func (s *SFU) roomLocked(id string) *room {
	r := s.rooms[id]
	if r == nil {
		r = newRoom(id, s.log, s.assentLocked(id), time.Now())
		s.rooms[id] = r
	}
	return r
}

// SetAudible says who may be heard in a room from now on, and by whom. When it returns, no packet of somebody it excludes is
// written any more, and no sound or picture to somebody who sits in another circle. Calls for one room must come in the order of the room's log; the last one holds.
func (s *SFU) SetAudible(roomID string, a Audible) {
	for {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return
		}
		r := s.roomLocked(roomID)
		s.mu.Unlock()
		r.setAudible(a, time.Now())
		if s.settled(r) {
			return
		}
	}
}

// Hush lets nobody be heard in a room any more, until SetAudible says who is again. People stay in their circles.
func (s *SFU) Hush(roomID string) {
	s.mu.Lock()
	r := s.rooms[roomID]
	s.mu.Unlock()
	if r == nil {
		return // an unknown room is silent
	}
	r.hush(time.Now())
	s.forgetIdle(r)
}

// settled drops the room if it is idle, and answers false when somebody else dropped it while its gate was being set: the
// gate then belongs to a room nobody can join any more.
func (s *SFU) settled(r *room) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rooms[r.id] != r {
		return false
	}
	s.forgetIdleLocked(r)
	return true
}

// Forget ends a room's media: everybody in it is told, and it is silent again.
func (s *SFU) Forget(roomID string) {
	s.mu.Lock()
	r := s.rooms[roomID]
	s.mu.Unlock()
	if r == nil {
		return
	}
	r.hush(time.Now())
	for _, p := range r.everyone() {
		p.end(CloseEnded)
	}
	s.forgetIdle(r)
}

// Expel ends the media of those who match, of those too whose socket is lost and who might be back: they are not to hear
// the room any more. They are told nothing. It waits for nobody: whoever is let in again begins anew at once.
func (s *SFU) Expel(match func(roomID, member string) bool) {
	s.mu.Lock()
	var out []*person
	for id, r := range s.rooms {
		for _, p := range r.everyone() {
			if match(id, p.member) {
				out = append(out, p)
			}
		}
	}
	s.mu.Unlock()
	for _, p := range out {
		p.expel()
	}
}

// forgetIdle drops a room that holds nothing: nobody in it, and the gate as it would be for an unknown room.
func (s *SFU) forgetIdle(r *room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetIdleLocked(r)
}

func (s *SFU) forgetIdleLocked(r *room) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.people) == 0 && r.formation.Load().silent() && s.rooms[r.id] == r {
		delete(s.rooms, r.id)
		s.dropAssentLocked(r.id)
	}
}

// spawn runs work that Close waits for; it answers false after Close.
func (s *SFU) spawn(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.work.Go(f)
	return true
}
