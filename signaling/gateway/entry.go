package gateway

import (
	"encoding/json"
	"slices"
	"sync"

	"palabre/rooms"
	"palabre/signaling/host"
)

// entry is one batch in a channel's ring. What an audience may see is encoded once for each distinct set of audiences that
// somebody belongs to, however many people do.
type entry struct {
	room     rooms.RoomID
	from, to rooms.Seq
	term     uint64
	size     int
	all      []byte // the frame, when everyone inside is told the same
	parts    []part
	auds     []rooms.Audience
	names    map[rooms.MemberID]string
	seats    map[rooms.MemberID]*seat

	mu     sync.Mutex
	frames map[uint64][]byte // by the set of audiences, a bit each
}

type part struct {
	aud int
	host.Part
}

// seat is a person's new place: the frame she gets instead of the others'.
type seat struct {
	viewer rooms.Viewer
	out    bool
	code   string
	frame  []byte
}

// maxAuds is how many distinct audiences the sets of an entry can hold; a batch with more is encoded for each viewer.
const maxAuds = 64

func newEntry(b host.Batch, names map[rooms.MemberID]string, seats map[rooms.MemberID]*seat) *entry {
	e := &entry{room: b.Room, from: b.From, to: b.To, term: b.Term, size: 128, seats: seats}
	for _, p := range b.Parts {
		at := slices.Index(e.auds, p.To)
		if at < 0 {
			at = len(e.auds)
			e.auds = append(e.auds, p.To)
		}
		e.parts = append(e.parts, part{at, p})
		e.size += len(p.Data)
	}
	for _, s := range seats {
		e.size += len(s.frame)
	}
	e.names = names
	if len(e.auds) == 0 || len(e.auds) == 1 && e.auds[0] == rooms.Everyone {
		e.all = e.build(func(int) bool { return true })
		e.parts = nil // those who wait at the door get a frame without any
	}
	return e
}

// plain tells whether everyone who is inside gets the same bytes.
func (e *entry) plain() bool { return e.all != nil && len(e.seats) == 0 }

// frameFor gives a viewer's frame.
func (e *entry) frameFor(v rooms.Viewer) []byte {
	if e.all != nil && (!v.Waiting || len(e.auds) == 0) {
		return e.all
	}
	if len(e.auds) > maxAuds {
		return e.build(func(i int) bool { return e.auds[i].Sees(v) })
	}
	var set uint64
	for i, a := range e.auds {
		if a.Sees(v) {
			set |= 1 << i
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if f, ok := e.frames[set]; ok {
		return f
	}
	f := e.build(func(i int) bool { return set&(1<<i) != 0 })
	if e.frames == nil {
		e.frames = map[uint64][]byte{}
	}
	e.frames[set] = f
	return f
}

func (e *entry) build(sees func(aud int) bool) []byte {
	var data [][]byte
	var named map[rooms.MemberID]string
	for _, p := range e.parts {
		if !sees(p.aud) {
			continue
		}
		data = append(data, p.Data)
		for _, m := range p.Mentions {
			if name, ok := e.names[m]; ok {
				if named == nil {
					named = map[rooms.MemberID]string{}
				}
				named[m] = name
			}
		}
	}
	var names []byte
	if named != nil {
		if encoded, err := json.Marshal(named); err == nil { // strings always encode
			names = encoded
		}
	}
	f := batchFrame(e.room, e.from, e.to, data, names)
	return f[:len(f):len(f)]
}
