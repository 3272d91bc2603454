// Package ledger remembers which commands have had their effect, so that a retry
// has none: each person's tabs number their commands, and an event names the
// command it came from. It is part of a room's state, hence of its snapshots.
package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"palabre/rooms"
)

// A client keeps at most 16 commands unanswered, so Depth answers of each are
// enough to recognise any retry. Of more than Width clients, those silent for the
// longest (by sequence) are forgotten.
const (
	Depth = 32
	Width = 1024
)

// Ledger is the memory. Its zero value is empty and ready.
type Ledger struct {
	clients map[key]*line
}

type key struct {
	member rooms.MemberID
	client rooms.ClientID
}

// line holds the last answers of one client, oldest first.
type line struct{ entries []entry }

type entry struct {
	n   uint64
	seq rooms.Seq
}

func (l *line) last() entry { return l.entries[len(l.entries)-1] }

// Check tells whether a command may go on: nil when it is new or unnumbered, a
// refusal with code "repeated" (and the first answer's "seq" in its data) when it
// had its effect, "stale" when a later one of the same client had and this one is
// not remembered.
func (l *Ledger) Check(c rooms.Command) *rooms.Refusal {
	if c.N == 0 {
		return nil
	}
	known, ok := l.clients[key{c.Actor.Member, c.Client}]
	if !ok || c.N > known.last().n {
		return nil
	}
	for _, e := range slices.Backward(known.entries) {
		if e.n == c.N {
			return &rooms.Refusal{Code: rooms.CodeRepeated, Data: map[string]any{"seq": e.seq}}
		}
	}
	return rooms.Refuse(rooms.CodeStale)
}

// Record notes an event's cause. A room calls it for each event it applies; of the
// several events of one command the last one's sequence is the answer.
func (l *Ledger) Record(e rooms.Event) {
	if e.N == 0 {
		return
	}
	k := key{e.By, e.Client}
	known, ok := l.clients[k]
	switch {
	case !ok:
		if l.clients == nil {
			l.clients = map[key]*line{}
		}
		l.clients[k] = &line{entries: []entry{{e.N, e.Seq}}}
		l.forget()
	case known.last().n == e.N:
		known.entries[len(known.entries)-1].seq = e.Seq
	default:
		if len(known.entries) == Depth {
			known.entries = slices.Delete(known.entries, 0, 1)
		}
		known.entries = append(known.entries, entry{e.N, e.Seq})
	}
}

func (l *Ledger) forget() {
	if len(l.clients) <= Width {
		return
	}
	var oldest key
	seq := rooms.Seq(0)
	for k, known := range l.clients {
		if seq == 0 || known.last().seq < seq {
			oldest, seq = k, known.last().seq
		}
	}
	delete(l.clients, oldest)
}

type record struct {
	Member rooms.MemberID `json:"m,omitempty"`
	Client rooms.ClientID `json:"k"`
	Seen   [][2]uint64    `json:"n"` // command's number, event's sequence
}

// MarshalJSON encodes the ledger, the same bytes for the same memory.
func (l *Ledger) MarshalJSON() ([]byte, error) {
	records := make([]record, 0, len(l.clients))
	for k, known := range l.clients {
		r := record{Member: k.member, Client: k.client}
		for _, e := range known.entries {
			r.Seen = append(r.Seen, [2]uint64{e.n, uint64(e.seq)})
		}
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Client, b.Client))
	})
	return json.Marshal(records)
}

// UnmarshalJSON reads back what MarshalJSON wrote.
func (l *Ledger) UnmarshalJSON(data []byte) error {
	var records []record
	if err := json.Unmarshal(data, &records); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	l.clients = make(map[key]*line, len(records))
	for _, r := range records {
		if len(r.Seen) == 0 {
			continue
		}
		known := &line{}
		for _, s := range r.Seen {
			known.entries = append(known.entries, entry{s[0], rooms.Seq(s[1])})
		}
		l.clients[key{r.Member, r.Client}] = known
	}
	return nil
}
