// Package chat is the talk in writing beside the circle. Its rules are numbered CH
// in rooms/SPEC.md.
package chat

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Message is one line. A retracted one keeps its place and loses its words.
type Message struct {
	Seq       rooms.Seq      `json:"seq"`
	By        rooms.MemberID `json:"by"`
	At        rooms.Millis   `json:"at"`
	Text      string         `json:"text"`
	Kept      bool           `json:"kept,omitempty"`
	Retracted bool           `json:"retracted,omitempty"`
	Circle    rooms.GroupID  `json:"circle,omitempty"` // the small group that it was said in
	Bare      bool           `json:"bare,omitempty"`   // said in a phase that leaves its artifact only: never kept
	Team      bool           `json:"team,omitempty"`   // between those who facilitate
}

// State is the last messages, and those kept.
type State struct {
	Said map[rooms.MessageID]*Message `json:"said"`
	// Line holds the ids that may fall out of memory, the oldest first.
	Line []rooms.MessageID `json:"line"`
}

// New is an empty talk.
func New() State { return State{Said: map[rooms.MessageID]*Message{}} }

// Bounds of the talk: what a message may hold, in characters, and how many of them
// the room remembers beside the kept ones. Older ones stay in the log alone.
const (
	MaxText      = 4000
	MaxInRoom    = 500
	maxKept      = 200
	CodeEmpty    = "message_empty"
	CodeLong     = "message_too_long" // Data "max"
	CodeTaken    = "message_already_there"
	CodeNone     = "no_such_message"
	CodeManyKept = "too_many_kept"
	CodeClosed   = "chat_closed" // in a phase without traces
	CodeBare     = "chat_not_kept"
	// CodeElsewhere: it was written in another circle than the one its author sits in by now.
	CodeElsewhere = "chat_elsewhere"
)

type (
	// Said is a message; its author is the event's By.
	Said struct {
		ID     rooms.MessageID `json:"id"`
		Text   string          `json:"text"`
		Circle rooms.GroupID   `json:"circle,omitempty"` // the small group that it was said in
		Bare   bool            `json:"bare,omitempty"`   // in a phase that leaves its artifact only
		Team   bool            `json:"team,omitempty"`   // between those who facilitate
	}
	// Kept is a message that the minutes will keep, or no longer.
	Kept struct {
		ID rooms.MessageID `json:"id"`
		On bool            `json:"on"`
	}
	// Retracted is a message whose words are gone.
	Retracted struct {
		ID rooms.MessageID `json:"id"`
	}
)

// EventName is the name in the log.
func (Said) EventName() string { return "chat.said" }

// EventName is the name in the log.
func (Kept) EventName() string { return "chat.kept" }

// EventName is the name in the log.
func (Retracted) EventName() string { return "chat.retracted" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Said](r)
	codec.Put[Kept](r)
	codec.Put[Retracted](r)
	return r
}

// Clean takes away what is not words: blanks around, and control characters save
// line ends and tabs.
func Clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// SayTeam decides a message between those who facilitate (CH-8).
func (s *State) SayTeam(id rooms.MessageID, text string) (codec.Event, *rooms.Refusal) {
	e, no := s.Say(id, text, "")
	if no != nil {
		return nil, no
	}
	said := e.(Said) //nolint:forcetypeassert // a message that is said is one
	said.Team = true
	return said, nil
}

// Say decides a message.
func (s *State) Say(id rooms.MessageID, text string, circle rooms.GroupID) (codec.Event, *rooms.Refusal) {
	text = Clean(text)
	switch {
	case text == "":
		return nil, rooms.Refuse(CodeEmpty)
	case utf8.RuneCountInString(text) > MaxText:
		return nil, &rooms.Refusal{Code: CodeLong, Data: map[string]any{"max": MaxText}}
	case s.Said[id] != nil:
		return nil, rooms.Refuse(CodeTaken)
	default:
		return Said{ID: id, Text: text, Circle: circle}, nil
	}
}

// Keep decides that the minutes keep a message, or no longer.
func (s *State) Keep(id rooms.MessageID, on bool) (codec.Event, *rooms.Refusal) {
	m := s.Said[id]
	if m == nil || m.Retracted {
		return nil, rooms.Refuse(CodeNone)
	}
	if m.Team {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if m.Kept == on {
		return nil, nil
	}
	if m.Bare {
		return nil, rooms.Refuse(CodeBare)
	}
	if on && len(s.Said)-len(s.Line) >= maxKept {
		return nil, rooms.Refuse(CodeManyKept)
	}
	return Kept{ID: id, On: on}, nil
}

// Retract decides that a message loses its words.
func (s *State) Retract(id rooms.MessageID) (codec.Event, *rooms.Refusal) {
	m := s.Said[id]
	if m == nil {
		return nil, rooms.Refuse(CodeNone)
	}
	if m.Retracted {
		return nil, nil
	}
	return Retracted{ID: id}, nil
}

// Falls tells which message the next one makes the room forget, "" for none.
func (s *State) Falls() rooms.MessageID {
	if len(s.Line) < MaxInRoom {
		return ""
	}
	return s.Line[0]
}

// Apply records what happened.
func (s *State) Apply(at rooms.Millis, seq rooms.Seq, by rooms.MemberID, e codec.Event) {
	switch e := e.(type) {
	case Said:
		if old := s.Falls(); old != "" {
			delete(s.Said, old)
			s.Line = s.Line[1:]
		}
		// Words are never empty: a message without them had them taken out of the log.
		s.Said[e.ID] = &Message{Seq: seq, By: by, At: at, Text: e.Text, Retracted: e.Text == "", Circle: e.Circle, Team: e.Team}
		s.Line = append(s.Line, e.ID)
	case Kept:
		s.keep(e)
	case Retracted:
		if m := s.Said[e.ID]; m != nil {
			if m.Kept {
				s.keep(Kept{ID: e.ID})
			}
			m.Retracted, m.Text = true, ""
		}
	}
}

// keep takes a kept message out of the line of those that fall out of memory, and
// puts one that is no longer kept at its end.
func (s *State) keep(e Kept) {
	m := s.Said[e.ID]
	if m == nil || m.Kept == e.On {
		return
	}
	m.Kept = e.On
	if !e.On {
		s.Line = append(s.Line, e.ID)
		return
	}
	for i, id := range s.Line {
		if id == e.ID {
			s.Line = append(s.Line[:i:i], s.Line[i+1:]...)
			return
		}
	}
}

// Redact takes out the words of the messages said at these places.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for _, m := range s.Said {
		if gone[m.Seq] {
			m.Retracted, m.Text = true, ""
		}
	}
}

// At lists the messages said at these places that the room remembers.
func (s *State) At(places map[rooms.Seq]bool) []rooms.MessageID {
	var ids []rooms.MessageID
	for id, m := range s.Said {
		if places[m.Seq] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Forget drops every message that nobody kept: the close of a confidential session.
func (s *State) Forget() { s.forget(func(*Message) bool { return true }) }

// ForgetBare takes out what was said in phases that leave their artifact only.
func (s *State) ForgetBare() { s.forget(func(m *Message) bool { return m.Bare }) }

func (s *State) forget(which func(*Message) bool) {
	var line []rooms.MessageID
	for _, id := range s.Line {
		if m := s.Said[id]; m == nil || which(m) {
			delete(s.Said, id)
			continue
		}
		line = append(line, id)
	}
	s.Line = line
}
