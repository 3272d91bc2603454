// Package dedup remembers what each client was answered, so that a command sent
// twice has one effect. Its memory is bounded and rebuilt from the log.
package dedup

import (
	"slices"

	"palabre/rooms"
)

// How much is remembered: clients may leave 16 commands unanswered at once, so 64
// answers of each of a person's last 8 tabs are more than a retry can need. The
// clients that no person is behind are other rooms, which govern this one.
const (
	maxAnswers = 64
	maxClients = 8
	maxRooms   = 256
	// Of gestures that the log can forget, so many of each person.
	maxVeiled = 256
)

// Answer is the place in the log that a command led to.
type Answer struct {
	N   uint64    `json:"n"`
	Seq rooms.Seq `json:"seq"`
}

// Client is what is remembered of one tab. Answers rise in N.
type Client struct {
	ID      rooms.ClientID `json:"id"`
	Last    rooms.Seq      `json:"last"`
	Answers []Answer       `json:"answers"`
}

// State is the memory, by person.
type State struct {
	Of map[rooms.MemberID][]*Client `json:"of"`
	// Veiled are the answers to gestures whose author the log can forget, in its order.
	// They are apart, so that forgetting them leaves no trace among the others.
	Veiled map[rooms.MemberID][]Veiled `json:"veiled,omitempty"`
}

// Veiled is the answer to one such gesture.
type Veiled struct {
	Client rooms.ClientID `json:"k"`
	N      uint64         `json:"n"`
	Seq    rooms.Seq      `json:"seq"`
}

// New remembers nothing.
func New() State { return State{Of: map[rooms.MemberID][]*Client{}} }

// Check tells what to answer a command that was seen before, nil for a new one. A host decides a page's commands in the
// order they were said in, so one that comes after a later one had its effect was decided then and left no trace: it is
// stale, and to decide it again would turn that order round.
func (s *State) Check(m rooms.MemberID, c rooms.ClientID, n uint64) *rooms.Refusal {
	if n == 0 {
		return nil
	}
	for _, v := range s.Veiled[m] {
		if v.Client == c && v.N == n {
			return &rooms.Refusal{Code: rooms.CodeRepeated, Data: map[string]any{"seq": v.Seq}}
		}
	}
	k := s.client(m, c)
	if k == nil {
		return nil
	}
	if i, ok := k.find(n); ok {
		return &rooms.Refusal{Code: rooms.CodeRepeated, Data: map[string]any{"seq": k.Answers[i].Seq}}
	}
	if n < k.Answers[len(k.Answers)-1].N {
		return rooms.Refuse(rooms.CodeStale)
	}
	return nil
}

// Last is the highest number of a client's commands that had an effect, 0 for none.
// Whoever gives commands in an order that matters, such as a log's, begins after it.
func (s *State) Last(m rooms.MemberID, c rooms.ClientID) uint64 {
	k := s.client(m, c)
	if k == nil {
		return 0
	}
	return k.Answers[len(k.Answers)-1].N
}

// Note remembers that an event came from a command; the last event of a command is
// its answer.
func (s *State) Note(m rooms.MemberID, c rooms.ClientID, n uint64, seq rooms.Seq) {
	if n == 0 || c == "" {
		return
	}
	k := s.client(m, c)
	if k == nil {
		k = s.admit(m, c)
	}
	k.Last = seq
	i, ok := k.find(n)
	if ok {
		k.Answers[i].Seq = seq
		return
	}
	k.Answers = slices.Insert(k.Answers, i, Answer{N: n, Seq: seq})
	if len(k.Answers) > maxAnswers {
		k.Answers = slices.Delete(k.Answers, 0, 1)
	}
}

// NoteVeiled remembers that an event came from a command of somebody whom the log can
// forget, until Forget is told its place.
func (s *State) NoteVeiled(m rooms.MemberID, c rooms.ClientID, n uint64, seq rooms.Seq) {
	if n == 0 || c == "" {
		return
	}
	if s.Veiled == nil {
		s.Veiled = map[rooms.MemberID][]Veiled{}
	}
	all := append(s.Veiled[m], Veiled{Client: c, N: n, Seq: seq})
	if len(all) > maxVeiled {
		all = slices.Delete(all, 0, 1)
	}
	s.Veiled[m] = all
}

// Forget lets nothing tell whose the gestures at these places were. A retry of them is a
// new command: it is decided on what has happened since.
func (s *State) Forget(gone map[rooms.Seq]bool) {
	for m, all := range s.Veiled {
		all = slices.DeleteFunc(all, func(v Veiled) bool { return gone[v.Seq] })
		if s.Veiled[m] = all; len(all) == 0 {
			delete(s.Veiled, m)
		}
	}
}

func (k *Client) find(n uint64) (int, bool) {
	return slices.BinarySearchFunc(k.Answers, n, func(a Answer, n uint64) int {
		switch {
		case a.N < n:
			return -1
		case a.N > n:
			return 1
		default:
			return 0
		}
	})
}

func (s *State) client(m rooms.MemberID, c rooms.ClientID) *Client {
	for _, k := range s.Of[m] {
		if k.ID == c {
			return k
		}
	}
	return nil
}

// admit makes place for a tab; of too many, the one silent for longest is forgotten.
func (s *State) admit(m rooms.MemberID, c rooms.ClientID) *Client {
	ks, most := s.Of[m], maxClients
	if m == "" {
		most = maxRooms
	}
	if len(ks) >= most {
		oldest := 0
		for i, k := range ks {
			if k.Last < ks[oldest].Last {
				oldest = i
			}
		}
		ks = slices.Delete(ks, oldest, oldest+1)
	}
	k := &Client{ID: c}
	s.Of[m] = append(ks, k)
	return k
}
