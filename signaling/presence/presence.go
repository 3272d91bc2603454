// Package presence gathers what is true only for now: pointers, selections, who types, whether a microphone is on.
// Nothing of it is logged. The latest of a kind replaces the one before, a room's news go out together at most twenty
// times a second, and whoever is slow misses some.
package presence

import (
	"bytes"
	"encoding/json"
	"maps"
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

// maxLasts bounds what lasts of everybody in a room: a microphone, a camera and a voice each.
const maxLasts = 3 * maxPeople

// tellMost is how many items Tell says at once: what is repeated never outweighs what is new.
const tellMost = 64

// Lasts tells, for each kind there is, whether a newcomer is told of it: a microphone that is on stays so, a voice goes
// on until it is said to have stopped (minutes later, of somebody who reads aloud), a reaction is over.
func Lasts(kind string) (lasts, known bool) {
	switch kind {
	case "mic", "cam", "level":
		return true, true
	case "cursor", "sel", "react", "typing":
		return false, true
	default:
		return false, false
	}
}

// After calls f once when d has passed.
type After func(d time.Duration, f func()) (stop func())

// Room gathers the news of one room's people on this node and remembers what lasts of everybody's.
//
// What carries the news between nodes may lose some, and a node knows nothing of what was said before it opened the
// room. So each node says what lasts of its own people again: all of it to a node that asks (All), and a part of it
// from time to time (Tell).
type Room struct {
	after After
	send  func(data []byte) // items joined by commas; called without a lock, one call at a time

	mu      sync.Mutex
	fresh   map[key]json.RawMessage
	order   []key
	timer   bool // a sending is due
	lasts   map[key]lasting
	changes uint64
	// What people of this node have set. What lasts stays with the value null when it was taken away, to be said again;
	// the rest is only to be cleared when they go.
	mine   map[rooms.MemberID]map[string]json.RawMessage
	next   key // where Tell goes on
	closed bool
}

// lasting is what is known of one thing that lasts, and the number of the change that made it so.
type lasting struct {
	value json.RawMessage
	at    uint64
}

type key struct {
	member rooms.MemberID
	kind   string
}

func (k key) compare(other key) int {
	if c := strings.Compare(string(k.member), string(other.member)); c != 0 {
		return c
	}
	return strings.Compare(k.kind, other.kind)
}

// New makes the gatherer of a room.
func New(after After, send func(data []byte)) *Room {
	return &Room{
		after: after, send: send,
		fresh: map[key]json.RawMessage{}, lasts: map[key]lasting{}, mine: map[rooms.MemberID]map[string]json.RawMessage{},
	}
}

// Set says something of a member; the value null takes it away. It is dropped, and false returned, when the kind is
// unknown or the value too big.
func (r *Room) Set(m rooms.MemberID, kind string, value json.RawMessage) bool {
	lasts, known := Lasts(kind)
	if !known || len(value) > MaxValue || len(value) == 0 {
		return false
	}
	r.mu.Lock()
	if r.closed || (r.mine[m] == nil && len(r.mine) >= maxPeople) {
		r.mu.Unlock()
		return false
	}
	if r.mine[m] == nil {
		r.mine[m] = map[string]json.RawMessage{}
	}
	if null(value) && !lasts {
		delete(r.mine[m], kind)
	} else {
		r.mine[m][kind] = value
	}
	r.putLocked(key{m, kind}, value)
	r.unlockAndSend()
	return true
}

func null(value json.RawMessage) bool { return string(value) == "null" }

// unlockAndSend sends what waits: at once after a silence, else at a measured pace.
func (r *Room) unlockAndSend() {
	first := len(r.order) > 0 && !r.timer && !r.closed
	r.timer = r.timer || first
	r.mu.Unlock()
	if first {
		r.flush()
	}
}

func (r *Room) putLocked(k key, value json.RawMessage) {
	if _, waiting := r.fresh[k]; !waiting {
		r.order = append(r.order, k)
	}
	r.fresh[k] = value
}

// Came says that a member has just come to this node. What was said of her elsewhere is over, by a node that died
// perhaps and will never take it back: she says anew what holds.
func (r *Room) Came(m rooms.MemberID) {
	r.mu.Lock()
	defer r.unlockAndSend()
	for k, l := range r.lasts {
		if _, set := r.mine[m][k.kind]; k.member == m && !set && !null(l.value) {
			r.putLocked(k, json.RawMessage("null"))
		}
	}
}

// Gone takes away all that a member of this node had set.
func (r *Room) Gone(m rooms.MemberID) {
	r.mu.Lock()
	defer r.unlockAndSend()
	kinds := r.mine[m]
	delete(r.mine, m)
	for kind, value := range kinds {
		if !null(value) {
			r.putLocked(key{m, kind}, json.RawMessage("null"))
		}
	}
}

// All says again everything that holds now of this node's people: another node has opened the room and knows nothing.
func (r *Room) All() {
	r.mu.Lock()
	defer r.unlockAndSend()
	for _, k := range r.ownLocked() {
		if value := r.mine[k.member][k.kind]; !null(value) {
			r.putLocked(k, value)
		}
	}
}

// Tell says again a part of what lasts of this node's people, what was taken away too, and goes on from there the next
// time: whatever was lost on the way to another node or to a slow reader is known again soon.
func (r *Room) Tell() {
	r.mu.Lock()
	defer r.unlockAndSend()
	own := r.ownLocked()
	from, _ := slices.BinarySearchFunc(own, r.next, key.compare)
	for i := range min(len(own), tellMost) {
		k := own[(from+i)%len(own)]
		r.putLocked(k, r.mine[k.member][k.kind])
	}
	if len(own) > 0 {
		r.next = own[(from+min(len(own), tellMost))%len(own)]
	}
}

// ownLocked gives, in order, what lasts of this node's people and is not about to be said anyway.
func (r *Room) ownLocked() []key {
	var own []key
	for m, kinds := range r.mine {
		for kind := range kinds {
			k := key{m, kind}
			if _, waits := r.fresh[k]; waits {
				continue
			}
			if lasts, _ := Lasts(kind); lasts {
				own = append(own, k)
			}
		}
	}
	slices.SortFunc(own, key.compare)
	return own
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

// Heard notes news of the bus, this node's own too, so that newcomers can be told what lasts. When another node takes
// away what somebody here has set (she has just left that one), it is said again.
func (r *Room) Heard(data []byte) {
	if !mayLast(data) {
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
		r.noteLocked(k, it[2])
		if own, set := r.mine[k.member][k.kind]; set && null(it[2]) && !null(own) {
			r.putLocked(k, own)
		}
	}
	if len(r.order) > 0 && !r.timer && !r.closed { // not at once: whoever brings the news waits
		r.timer = true
		r.after(Every, r.flush)
	}
}

// mayLast is false for news that surely have nothing that lasts.
func mayLast(data []byte) bool {
	for _, kind := range []string{`"mic"`, `"cam"`, `"level"`} {
		if bytes.Contains(data, []byte(kind)) {
			return true
		}
	}
	return false
}

func (r *Room) noteLocked(k key, value json.RawMessage) {
	had, known := r.lasts[k]
	if known && bytes.Equal(had.value, value) || !known && null(value) {
		return
	}
	if !known && len(r.lasts) >= maxLasts {
		maps.DeleteFunc(r.lasts, func(_ key, l lasting) bool { return null(l.value) })
		if len(r.lasts) >= maxLasts {
			return
		}
	}
	r.changes++
	r.lasts[k] = lasting{value, r.changes}
}

// Lasting gives what a newcomer is told, in a stable order, and up to which change that is.
func (r *Room) Lasting() (items []json.RawMessage, upto uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.itemsLocked(func(l lasting) bool { return !null(l.value) }), r.changes
}

// Since gives what has changed after a number that Lasting gave, what was taken away too: for a newcomer who was on her
// way meanwhile.
func (r *Room) Since(upto uint64) []json.RawMessage {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.changes == upto {
		return nil
	}
	return r.itemsLocked(func(l lasting) bool { return l.at > upto })
}

func (r *Room) itemsLocked(of func(lasting) bool) []json.RawMessage {
	var keys []key
	for k, l := range r.lasts {
		if of(l) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, key.compare)
	out := make([]json.RawMessage, 0, len(keys))
	for _, k := range keys {
		out = append(out, appendItem(nil, k, r.lasts[k].value))
	}
	return out
}

// Close forgets everything and sends nothing more.
func (r *Room) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
}
