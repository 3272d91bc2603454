package roomtest_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// give gives a person's command with its own number and expects this answer ("" for yes).
func give(t *testing.T, s *session.Session, a rooms.Actor, n uint64, at rooms.Millis, name string, args any, want string) []rooms.Step {
	t.Helper()
	b, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	steps, no := s.Handle(rooms.Command{Client: "tab", N: n, Actor: a, At: at, Name: name, Args: b})
	if got := code(no); got != want {
		t.Fatalf("%s %s: answered %q, expected %q", name, b, got, want)
	}
	return steps
}

func code(no *rooms.Refusal) string {
	if no == nil {
		return ""
	}
	return no.Code
}

var (
	theHost = rooms.Actor{System: true}
	ana     = rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}
)

func opened(t *testing.T) *session.Session {
	t.Helper()
	s := session.New(roomtest.Room)
	give(t, s, theHost, 0, roomtest.Start, session.CmdOpen, roomtest.ShowPlan(session.ModeOpen), "")
	give(t, s, ana, 1, roomtest.Start, "people.enter", session.EnterArgs{}, "")
	return s
}

// TestFounding (SE-1): once, first, and by the host alone.
func TestFounding(t *testing.T) {
	t.Parallel()
	s := session.New(roomtest.Room)
	give(t, s, ana, 1, roomtest.Start, "people.enter", session.EnterArgs{}, session.CodeNotOpen)
	give(t, s, ana, 1, roomtest.Start, session.CmdOpen, session.Plan{}, rooms.CodeNotAllowed)
	give(t, s, theHost, 0, roomtest.Start, session.CmdOpen, session.Plan{Mode: "secret"}, rooms.CodeBadArgs)
	give(t, s, theHost, 0, roomtest.Start, session.CmdOpen, session.Plan{}, "")
	give(t, s, theHost, 0, roomtest.Start, session.CmdOpen, session.Plan{}, session.CodeAlreadyOpen)
	give(t, s, theHost, 0, roomtest.Start, "chat.say", session.SayArgs{ID: "m", Text: "x"}, rooms.CodeNotAllowed)
	give(t, s, ana, 1, roomtest.Start, "people.dance", session.NoArgs{}, rooms.CodeUnknown)
}

// TestTimeNeverGoesBack (SE-8): a command stamped before the last event takes its instant.
func TestTimeNeverGoesBack(t *testing.T) {
	t.Parallel()
	s := opened(t)
	give(t, s, ana, 2, roomtest.Start+5000, "hands.raise", session.NoArgs{}, "")
	steps := give(t, s, ana, 3, roomtest.Start+1, "hands.lower", session.LowerArgs{}, "")
	if at := steps[0].Event.At; at != roomtest.Start+5000 {
		t.Errorf("happened at %d", at)
	}
}

// TestChatForgets (CH-4): the room remembers the last messages and the kept ones.
func TestChatForgets(t *testing.T) {
	t.Parallel()
	s := opened(t)
	n := uint64(1)
	for i := range 520 {
		n++
		steps := give(t, s, ana, n, roomtest.Start, "chat.say", session.SayArgs{ID: id(i), Text: "bonjour"}, "")
		if i >= 501 && len(steps[0].Deltas[0].Ops) != 2 {
			t.Fatalf("message %d: those present are not told which one falls: %+v", i, steps[0].Deltas)
		}
		if i == 0 {
			n++
			give(t, s, ana, n, roomtest.Start, "chat.keep", session.KeepArgs{ID: id(0), On: true}, "")
		}
	}
	v, _ := s.Viewer("ana", rooms.RoleFacilitator)
	chat := s.View(v).(session.View).Chat
	if _, kept := chat[id(0)]; !kept || len(chat) != 501 {
		t.Errorf("%d messages, the kept one there: %v", len(chat), kept)
	}
	if _, fell := chat[id(19)]; fell {
		t.Error("an old one is there still")
	}
}

func id(i int) rooms.MessageID { return rooms.MessageID(fmt.Sprintf("m%d", i)) }

// TestBoundedMemory (DE-3, PE-11, SE-6): boards, people and answers are bounded, and
// what is too old to be told apart is refused rather than done twice.
func TestBoundedMemory(t *testing.T) {
	t.Parallel()
	s := opened(t)
	n := uint64(1)
	for i := range 29 {
		n++
		give(t, s, ana, n, roomtest.Start, "boards.open", session.BoardArgs{Board: rooms.BoardID(id(i)), Title: "T"}, "")
	}
	n++
	give(t, s, ana, n, roomtest.Start, "boards.open", session.BoardArgs{Board: "one-more", Title: "T"}, "too_many_boards")
	for range 40 {
		n++
		give(t, s, ana, n, roomtest.Start, "hands.raise", session.NoArgs{}, "")
		n++
		give(t, s, ana, n, roomtest.Start, "hands.lower", session.LowerArgs{}, "")
	}
	give(t, s, ana, n, roomtest.Start, "hands.lower", session.LowerArgs{}, rooms.CodeRepeated)
	give(t, s, ana, 3, roomtest.Start, "hands.raise", session.NoArgs{}, rooms.CodeStale)
	for i := range 399 {
		m := rooms.Actor{Member: rooms.MemberID(id(i)), Standing: rooms.RoleMember}
		give(t, s, m, 1, roomtest.Start, "people.enter", session.EnterArgs{}, "")
	}
	give(t, s, rooms.Actor{Member: "late", Standing: rooms.RoleMember}, 1, roomtest.Start, "people.enter", session.EnterArgs{}, "room_full")
}

// TestCatalogue: every command is described, and its arguments read back.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range session.Commands() {
		if c.Name == "" || c.Who == "" || c.Doc == "" || c.Args == nil || seen[c.Name] {
			t.Errorf("%+v", c)
		}
		seen[c.Name] = true
		b, err := json.Marshal(c.Args)
		if err != nil {
			t.Fatal(err)
		}
		if _, no := session.CheckArgs(c.Name, b); no != nil {
			t.Errorf("%s refuses its own arguments %s", c.Name, b)
		}
	}
}
