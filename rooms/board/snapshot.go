package board

import (
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/dedup"
)

// snapshot is the whole state. Elements are in the order of their index.
type snapshot struct {
	Room   rooms.RoomID      `json:"room"`
	Head   rooms.Seq         `json:"head"`
	Els    []json.RawMessage `json:"els"`
	Access access            `json:"access"`
	Dedup  dedup.State       `json:"dedup"`
	// Authors is whose the words of elements are, by id.
	Authors map[string]*authorship `json:"authors,omitempty"`
}

// Snapshot encodes the state; equal states give equal bytes.
func (b *Board) Snapshot() ([]byte, error) {
	s := snapshot{Room: b.room, Head: b.head, Access: b.access, Dedup: b.dedup}
	s.Els = make([]json.RawMessage, 0, len(b.order.entries))
	for _, entry := range b.order.entries {
		e := b.els[entry.id]
		s.Els = append(s.Els, e.encode(entry.id))
		if e.author != nil {
			if s.Authors == nil {
				s.Authors = map[string]*authorship{}
			}
			s.Authors[entry.id] = e.author
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("board: snapshot: %w", err)
	}
	return data, nil
}

// Restore reads back what Snapshot wrote.
func Restore(data []byte) (*Board, error) {
	s := snapshot{Dedup: dedup.New()}
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("board: snapshot: %w", err)
	}
	b := New(s.Room)
	b.head, b.access, b.dedup = s.Head, s.Access, s.Dedup
	for _, raw := range s.Els {
		if err := b.restore(raw, s.Authors[idOf(raw)]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func idOf(raw json.RawMessage) string {
	var who struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &who) != nil {
		return ""
	}
	return who.ID
}

// restore makes an element what a snapshot says.
func (b *Board) restore(raw json.RawMessage, author *authorship) error {
	var who struct {
		ID string         `json:"id"`
		By rooms.MemberID `json:"by"`
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &who); err != nil {
		return fmt.Errorf("board: snapshot: element: %w", err)
	}
	if err := json.Unmarshal(raw, &values); err != nil {
		return fmt.Errorf("board: snapshot: element %s: %w", who.ID, err)
	}
	stage := newStage(b, who.By, true)
	if p := stage.apply(op{ID: who.ID, Put: values}); p != nil {
		return fmt.Errorf("board: snapshot: element %s: %s", who.ID, p.code)
	}
	stage.replay()
	e := b.els[who.ID]
	e.author, e.raw = author, nil
	return nil
}
