package harvest

import (
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
)

// The arguments of each command; harvest.gather has none.
type (
	// OfferArgs come with harvest.offer: a new sentence, or one of mine as it shall read.
	// For is the room when absent.
	OfferArgs struct {
		ID       ID      `json:"id"`
		Text     string  `json:"text"`
		Unsigned bool    `json:"unsigned,omitempty"`
		For      Readers `json:"for,omitempty"`
	}
	// IDArgs come with harvest.withdraw.
	IDArgs struct {
		ID ID `json:"id"`
	}
)

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

// Offer decides a sentence (HV-1, HV-9).
func (s *State) Offer(m rooms.MemberID, a OfferArgs) (codec.Event, *rooms.Refusal) {
	text := chat.Clean(a.Text)
	if a.For == "" {
		a.For = Room
	}
	switch {
	case a.ID == "":
		return nil, bad("id")
	case a.For != Room && a.For != Community:
		return nil, bad("for")
	case text == "":
		return nil, rooms.Refuse(CodeEmpty)
	case utf8.RuneCountInString(text) > maxText:
		return nil, &rooms.Refusal{Code: CodeLong, Data: map[string]any{"max": maxText}}
	}
	if old := s.Sentences[a.ID]; old != nil && old.By != m {
		return nil, rooms.Refuse(CodeThere)
	} else if old == nil {
		if no := s.another(m); no != nil {
			return nil, no
		}
	} else if old.Text == text && old.Unsigned == a.Unsigned && old.For == a.For {
		return nil, nil
	}
	return Offered{ID: a.ID, Member: m, Text: text, Unsigned: a.Unsigned, For: a.For}, nil
}

// another refuses one more sentence of a person.
func (s *State) another(m rooms.MemberID) *rooms.Refusal {
	mine := 0
	for _, c := range s.Sentences {
		if c.By == m {
			mine++
		}
	}
	switch {
	case mine >= maxMine:
		return &rooms.Refusal{Code: CodeMany, Data: map[string]any{"max": maxMine}}
	case len(s.Sentences) >= maxAll:
		return rooms.Refuse(CodeFull)
	default:
		return nil
	}
}

// Withdraw decides that an author takes her sentence away. Another's is as one that is
// not there.
func (s *State) Withdraw(m rooms.MemberID, a IDArgs) (codec.Event, *rooms.Refusal) {
	if c := s.Sentences[a.ID]; c == nil || c.By != m {
		return nil, rooms.Refuse(CodeNone)
	}
	return Withdrawn{ID: a.ID}, nil
}

// Gather decides that sentences without a name are seen (HV-3, HV-4).
func (s *State) Gather(hand rooms.Hand) ([]codec.Event, *rooms.Refusal) {
	if _, hands := s.waiting(hand); hands < fewAuthor {
		return nil, &rooms.Refusal{Code: CodeFew, Data: map[string]any{"min": fewAuthor}}
	}
	return s.GatherAll(), nil
}

// GatherAll is what the close of a session does, before anything else.
func (s *State) GatherAll() []codec.Event {
	ids, _ := s.waiting(nil)
	var es []codec.Event
	for i, id := range ids {
		c := s.Sentences[id]
		es = append(es, Gathered{ID: id, N: s.Next + 1 + i, Text: c.Text, For: c.For})
	}
	return es
}
