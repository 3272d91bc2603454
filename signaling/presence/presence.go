// Package presence gathers what is true only for now: pointers, selections, who types, whether a microphone is on.
// Nothing of it is logged. The latest of a kind replaces the one before, a room's news go out together at most twenty
// times a second, and whoever is slow misses some.
package presence

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"palabre/rooms"
)

// Every is the least time between two sendings of one room's news.
const Every = 50 * time.Millisecond

// MaxValue is the size of a value, in bytes.
const MaxValue = 256

// maxPeople bounds what one room remembers; beyond it newcomers' volatile news are dropped.
const maxPeople = 2000

// Lasts tells, for each kind there is, whether a newcomer is told of it: a microphone that is on stays so, a reaction is
// over.
func Lasts(kind string) (lasts, known bool) {
	switch kind {
	case "mic", "cam":
		return true, true
	case "cursor", "sel", "level", "react", "typing":
		return false, true
	default:
		return false, false
	}
}

// After calls f once when d has passed.
type After func(d time.Duration, f func()) (stop func())

// Room gathers the news of one room's people on this node and remembers what lasts of everybody's.
type Room struct {
	after After
	send  func(data []byte) // items joined by commas; called without a lock, one call at a time

	mu     sync.Mutex
	fresh  map[key]json.RawMessage
	order  []key
	timer  bool // a sending is due
	lasts  map[key]json.RawMessage
	mine   map[rooms.MemberID]map[string]bool // kinds that people of this node have set, to be cleared when they go
	closed bool
}

type key struct {
	member rooms.MemberID
	kind   string
}

// New makes the gatherer of a room.
func New(after After, send func(data []byte)) *Room {
	return &Room{
		after: after, send: send,
		fresh: map[key]json.RawMessage{}, lasts: map[key]json.RawMessage{}, mine: map[rooms.MemberID]map[string]bool{},
	}
}

// Set says something of a member; the value null takes it away. It is dropped, and false returned, when the kind is
// unknown or the value too big.
func (r *Room) Set(m rooms.MemberID, kind string, value json.RawMessage) bool {
	if _, known := Lasts(kind); !known || len(value) > MaxValue || len(value) == 0 {
		return false
	}
	r.mu.Lock()
	if r.closed || (r.mine[m] == nil && len(r.mine) >= maxPeople) {
		r.mu.Unlock()
		return false
	}
	if r.mine[m] == nil {
		r.mine[m] = map[string]bool{}
	}
	if string(value) == "null" {
		delete(r.mine[m], kind)
	} else {
		r.mine[m][kind] = true
	}
	r.putLocked(key{m, kind}, value)
	first := !r.timer
	r.timer = true
	r.mu.Unlock()
	if first {
		r.flush() // at once after a silence, then at a measured pace
	}
	return true
}

func (r *Room) putLocked(k key, value json.RawMessage) {
	if _, waiting := r.fresh[k]; !waiting {
		r.order = append(r.order, k)
	}
	r.fresh[k] = value
}

// Gone takes away all that a member of this node had set.
func (r *Room) Gone(m rooms.MemberID) {
	r.mu.Lock()
	kinds := r.mine[m]
	delete(r.mine, m)
	for kind := range kinds {
		r.putLocked(key{m, kind}, json.RawMessage("null"))
	}
	first := len(kinds) > 0 && !r.timer
	if first {
		r.timer = true
	}
	r.mu.Unlock()
	if first {
		r.flush()
	}
}

func (r *Room) flush() {
	r.mu.Lock()
	if r.closed || len(r.order) == 0 {
		r.timer = false
		r.mu.Unlock()
		return
	}
	data := make([]byte, 0, 128*len(r.order))
	for i, k := range r.order {
		if i > 0 {
			data = append(data, ',')
		}
		data = appendItem(data, k, r.fresh[k])
	}
	clear(r.fresh)
	r.order = r.order[:0]
	r.mu.Unlock()
	r.send(data)
	r.after(Every, r.flush)
}

func appendItem(to []byte, k key, value json.RawMessage) []byte {
	to = append(to, '[')
	to = appendString(to, string(k.member))
	to = append(to, ',')
	to = appendString(to, k.kind)
	to = append(to, ',')
	to = append(to, value...)
	return append(to, ']')
}

// appendString writes a JSON string; ids are plain, anything else goes the long way.
func appendString(to []byte, s string) []byte {
	if strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c >= 0x7f || c == '"' || c == '\\' }) {
		b, err := json.Marshal(s)
		if err != nil {
			return append(to, `""`...) // strings always encode
		}
		return append(to, b...)
	}
	to = append(to, '"')
	to = append(to, s...)
	return append(to, '"')
}

// Heard notes news of the bus, this node's own too, so that newcomers can be told what lasts.
func (r *Room) Heard(data []byte) {
	if !bytes.Contains(data, []byte(`"mic"`)) && !bytes.Contains(data, []byte(`"cam"`)) {
		return // pointers, thirty times a second each: nothing to remember
	}
	var items [][3]json.RawMessage
	if json.Unmarshal(slices.Concat([]byte("["), data, []byte("]")), &items) != nil {
		return // not ours: forgotten, as all that is volatile may be
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, it := range items {
		var k key
		if json.Unmarshal(it[0], &k.member) != nil || json.Unmarshal(it[1], &k.kind) != nil {
			continue
		}
		if lasts, _ := Lasts(k.kind); !lasts {
			continue
		}
		if string(it[2]) == "null" {
			delete(r.lasts, k)
		} else if len(r.lasts) < 2*maxPeople {
			r.lasts[k] = it[2]
		}
	}
}

// Lasting gives what a newcomer is told, in a stable order.
func (r *Room) Lasting() []json.RawMessage {
	r.mu.Lock()
	defer r.mu.Unlock()
	keys := make([]key, 0, len(r.lasts))
	for k := range r.lasts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		if c := strings.Compare(string(a.member), string(b.member)); c != 0 {
			return c
		}
		return strings.Compare(a.kind, b.kind)
	})
	out := make([]json.RawMessage, 0, len(keys))
	for _, k := range keys {
		out = append(out, appendItem(nil, k, r.lasts[k]))
	}
	return out
}

// Close forgets everything and sends nothing more.
func (r *Room) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
}
