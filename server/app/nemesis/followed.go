package nemesis

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"strings"
)

// followed is what a person's page has of one room.
type followed struct {
	room    string
	log     string
	seq     uint64
	known   bool // it has a view
	live    bool // since the socket was opened
	view    any
	left    string
	pending []*Op // without an answer, in the order of their numbers
	n       uint64
	term    uint64 // of the newest host that the page heard of in this log: what it says to that one, no other may decide
	doubt   bool   // it is not known what became of something: it is said again once the room is joined
	// events are those that a board's page was told: a sum of the bytes of each, by its place; 0 for one that it was not told.
	events []uint32
	// otherwise are events that it was told twice, differently.
	otherwise []uint64
	fresh     []chan any // given the next whole view
	// overheard are the words of others that she was told, by what they say of whose they are.
	overheard map[string]bool
}

// before is the command without an answer that was said last before n, 0 for none.
func (f *followed) before(n uint64) (last uint64) {
	for _, op := range f.pending {
		if op.N < n {
			last = max(last, op.N)
		}
	}
	return last
}

// isBoard tells a board from a session.
func (f *followed) isBoard() bool { return strings.HasPrefix(f.room, "brd_") }

// joined takes a view, or the promise of what is missing. What is wrong with it is said.
func (f *followed) joined(m *message) string {
	was, log := f.seq, f.log
	wrong := ""
	switch {
	case log != "" && m.Log != log:
		wrong = fmt.Sprintf("%s has another history: %s, was %s", f.room, m.Log, log)
	case m.Mode == "resume" && f.known && m.Seq != was:
		wrong = fmt.Sprintf("%s resumed at %d for someone at %d", f.room, m.Seq, was)
	case m.Mode == "resume" && !f.known:
		wrong = f.room + " resumed for someone who has nothing"
	case m.Mode == "view" && f.known && m.Seq < was:
		wrong = fmt.Sprintf("%s went back from %d to %d", f.room, was, m.Seq)
	}
	if m.Log != log {
		f.term = 0
	}
	f.term = max(f.term, m.Term)
	f.log, f.seq, f.known, f.live, f.left, f.doubt = m.Log, m.Seq, true, true, "", false
	if m.Mode == "view" {
		f.view = decoded(m.View)
		for _, c := range f.fresh {
			c <- decoded(m.View)
		}
		f.fresh = nil
	}
	return wrong
}

func decoded(raw json.RawMessage) any {
	var v any
	_ = json.Unmarshal(raw, &v) // a part of a message that was read as a whole
	return v
}

// frame folds what changed. What is wrong with it is said.
func (f *followed) frame(m *message) string {
	if m.From != f.seq || m.To < m.From {
		return fmt.Sprintf("%s: a frame from %d to %d for someone at %d", f.room, m.From, m.To, f.seq)
	}
	f.seq = m.To
	if f.isBoard() {
		return f.told(m)
	}
	for _, raw := range m.D {
		var op []json.RawMessage
		var path []string
		if err := json.Unmarshal(raw, &op); err != nil || len(op) == 0 || json.Unmarshal(op[0], &path) != nil {
			return fmt.Sprintf("%s: an operation that is none: %s", f.room, raw)
		}
		var value any
		if len(op) == 2 {
			value = decoded(op[1])
		}
		f.view = set(f.view, path, value, len(op) == 1)
	}
	return ""
}

// told keeps a board's events.
func (f *followed) told(m *message) string {
	for _, raw := range m.D {
		var e struct {
			S uint64
		}
		if err := json.Unmarshal(raw, &e); err != nil || e.S <= m.From || e.S > m.To {
			return fmt.Sprintf("%s: an event out of place between %d and %d: %s", f.room, m.From, m.To, raw)
		}
		f.events = append(f.events, make([]uint32, max(0, int(e.S)+1-len(f.events)))...)
		sum := sumOf(raw)
		if old := f.events[e.S]; old != 0 && old != sum {
			f.otherwise = append(f.otherwise, e.S) // its words were withdrawn meanwhile, or that is wrong: the log tells
		}
		f.events[e.S] = sum
	}
	return ""
}

// sumOf is a sum of bytes, never 0.
func sumOf(raw []byte) uint32 { return max(crc32.ChecksumIEEE(raw), 1) }

func set(v any, path []string, value any, gone bool) any {
	if len(path) == 0 {
		return value
	}
	old, _ := v.(map[string]any)
	m := make(map[string]any, len(old)+1)
	maps.Copy(m, old) // what somebody was given of the view stays as it was
	if len(path) == 1 && gone {
		delete(m, path[0])
		return m
	}
	m[path[0]] = set(m[path[0]], path[1:], value, gone)
	return m
}

// Dig gives what is at a path whose keys are parted by dots, nil for nothing.
func Dig(v any, path string) any {
	for _, k := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

// message is what the server says.
type message struct {
	T       string            `json:"t"`
	R       string            `json:"r"`
	Log     string            `json:"log"`
	Seq     uint64            `json:"seq"`
	Term    uint64            `json:"term"`
	From    uint64            `json:"from"`
	To      uint64            `json:"to"`
	Mode    string            `json:"mode"`
	View    json.RawMessage   `json:"view"`
	D       []json.RawMessage `json:"d"`
	N       uint64            `json:"n"`
	Code    string            `json:"code"`
	V       json.RawMessage   `json:"v"`
	M       json.RawMessage   `json:"m"`
	RetryMS int               `json:"retry_ms"`
	Member  string            `json:"member"`
	Data    struct {
		Seq  uint64 `json:"seq"`
		Have int    `json:"have"`
	} `json:"data"`
}
