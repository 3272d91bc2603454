package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// A person who refused to be named wrote a note in a confidential meeting. A member who was not there opened its board
// afterwards, and read her name under it. The board's room names nobody, while the meeting is on and after it (B9);
// those who sit in the meeting have her name from the meeting.
func TestB9ABoardDoesNotNameWhoRefusedToBe(t *testing.T) {
	a := apptest.Start(t)
	m := confidential(t, a)
	lea, absent := m.member(t, "lea@example.org", "Léa Refus"), m.member(t, "paule@example.org", "Paule Absente")
	lead, tab := m.enter(t, m.lead), lea.Open()
	tab.Join(m.room)
	tab.Must(m.room, "people.enter", map[string]any{"listed": false})
	tab.See(m.room, "the room", func(at func(string) any) bool { return at("people."+lea.ID) != nil })
	lead.See(m.room, "Léa", func(at func(string) any) bool { return at("people."+lea.ID) != nil })
	board := uuid.Must(uuid.NewV7()).String()
	room := "brd_" + board
	lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	for _, s := range []*apptest.Socket{tab, lead} {
		s.Join(room)
		s.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	}
	outside := absent.Open()
	during := outside.Join(room)
	note := uuid.NewString()
	tab.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": note, "put": words(written)}}})
	outside.Until("the note", func() bool { return len(during.Events) > 0 })
	lead.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	lead.Must(m.room, "session.close", nil)
	outside.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })

	after := absent.Open().Join(room)
	if !strings.Contains(fmt.Sprint(after.View), written) {
		t.Fatal("the board lacks the note: this test looks at nothing")
	}
	for when, told := range map[string]map[string]string{
		"during": during.Names, "after": after.Names, "to who wrote it": lea.Open().Join(room).Names,
	} {
		if len(told) != 0 {
			t.Errorf("%s the board's room tells %v", when, told)
		}
	}
	if name := lead.Join(m.room).Names[lea.ID]; name != "Léa Refus" {
		t.Errorf("in the meeting she is %q", name)
	}
}
