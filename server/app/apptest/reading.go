package apptest

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"os"
	"strings"
	"testing"

	"github.com/emersion/go-message"
)

// ReadWhole gives all that an .eml file says: every header and every part, decoded.
func ReadWhole(t testing.TB, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		if err != nil {
			return err
		}
		for fields := e.Header.Fields(); fields.Next(); {
			value, err := new(mime.WordDecoder).DecodeHeader(fields.Value())
			if err != nil {
				return err
			}
			fmt.Fprintf(&all, "%s: %s\n", fields.Key(), value)
		}
		if e.MultipartReader() != nil {
			return nil
		}
		body, err := io.ReadAll(e.Body)
		all.Write(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// Calendars fold their lines.
	return strings.ReplaceAll(all.String(), "\r\n ", "")
}

// Refused asks to follow a room and gives the code of the refusal that must come.
func (s *Socket) Refused(room string) string {
	s.t.Helper()
	s.say(map[string]any{"t": "join", "r": room})
	s.Until("to be refused "+room, func() bool { r := s.rooms[room]; return r != nil && r.Left != "" })
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rooms[room].Left
}

// Knock asks to follow a room, anew, and gives the code of the refusal, or "" when she is let in.
func (s *Socket) Knock(room string) string {
	s.t.Helper()
	s.mu.Lock()
	if r := s.rooms[room]; r != nil {
		r.View, r.Left = nil, ""
	}
	s.mu.Unlock()
	s.say(map[string]any{"t": "join", "r": room})
	s.Until("an answer of "+room, func() bool { r := s.rooms[room]; return r != nil && (r.View != nil || r.Left != "") })
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rooms[room].Left
}

// Seq is where a tab stands in a room.
func (s *Socket) Seq(room string) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[room]; r != nil {
		return r.Seq
	}
	return 0
}
