// Package record keeps what the group decides while it meets: decisions, and
// follow-ups with who and when. The minutes are made from it.
package record

import (
	"time"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Kind is the kind of an item.
type Kind string

// The kinds of item.
const (
	Decision Kind = "decision"
	FollowUp Kind = "follow_up"
	// Summary is what a round, or a phase, comes to, in the words of who keeps it.
	Summary Kind = "summary"
)

// Item is one decision, follow-up or summary. Due is a date "2026-12-01" without a zone.
type Item struct {
	ID   string         `json:"id"`
	Kind Kind           `json:"kind"`
	Text string         `json:"text"`
	Who  rooms.MemberID `json:"who,omitempty"`
	Due  string         `json:"due,omitempty"`
	By   rooms.MemberID `json:"by"`
	Seq  rooms.Seq      `json:"seq,omitempty"` // place in the log of its first event; not in payloads
	At   rooms.Seq      `json:"at,omitempty"`  // place of its words as they now read; not in payloads
}

// State is the items by id.
type State struct {
	Items map[string]Item `json:"items"`
}

// New is an empty record.
func New() State { return State{Items: map[string]Item{}} }

// Codes of this machine's refusals.
const (
	CodeAlreadyThere = "item_already_there"
	CodeNoItem       = "no_such_item"
	CodeFull         = "record_full"
	CodeBadDue       = "bad_due_date"
)

const maxItems = 300

type (
	// Added is a new item. By is who wrote it.
	Added struct{ Item }
	// Edited is an item as it now reads; By is still who wrote it first.
	Edited struct{ Item }
	// Removed is an item taken away.
	Removed struct {
		ID string `json:"id"`
	}
)

// EventName is the name in the log.
func (Added) EventName() string { return "record.added" }

// EventName is the name in the log.
func (Edited) EventName() string { return "record.edited" }

// EventName is the name in the log.
func (Removed) EventName() string { return "record.removed" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Added](r)
	codec.Put[Edited](r)
	codec.Put[Removed](r)
	return r
}

// Add decides a new item.
func (s *State) Add(i Item) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Items[i.ID]; ok {
		return nil, rooms.Refuse(CodeAlreadyThere)
	}
	if len(s.Items) >= maxItems {
		return nil, rooms.Refuse(CodeFull)
	}
	if r := check(i); r != nil {
		return nil, r
	}
	return Added{i}, nil
}

// Edit decides new words for an item; its author stays.
func (s *State) Edit(i Item) (codec.Event, *rooms.Refusal) {
	old, ok := s.Items[i.ID]
	if !ok {
		return nil, rooms.Refuse(CodeNoItem)
	}
	if r := check(i); r != nil {
		return nil, r
	}
	i.By = old.By
	return Edited{i}, nil
}

// Remove decides to take an item away.
func (s *State) Remove(id string) (codec.Event, *rooms.Refusal) {
	if _, ok := s.Items[id]; !ok {
		return nil, rooms.Refuse(CodeNoItem)
	}
	return Removed{ID: id}, nil
}

func check(i Item) *rooms.Refusal {
	if i.Kind != Decision && i.Kind != FollowUp && i.Kind != Summary {
		return rooms.Refuse(rooms.CodeBadArgs)
	}
	if i.Due == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, i.Due); err != nil {
		return rooms.Refuse(CodeBadDue)
	}
	return nil
}

// Apply records what happened at this place of the log. It never refuses, and takes events
// whose words are gone: what follows in the log says what became of the item.
func (s *State) Apply(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Added:
		e.Seq, e.At = seq, seq
		s.Items[e.ID] = e.Item
	case Edited:
		e.Seq, e.At = s.Items[e.ID].Seq, seq
		s.Items[e.ID] = e.Item
	case Removed:
		delete(s.Items, e.ID)
	}
}
