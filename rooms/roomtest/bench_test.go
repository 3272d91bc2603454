package roomtest_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// BenchmarkSay is the cost of one message in a room of 200 during a round: it must
// not grow with the room.
func BenchmarkSay(b *testing.B) {
	s := session.New(roomtest.Room)
	do := func(a rooms.Actor, n uint64, name string, args any) {
		raw, err := json.Marshal(args)
		if err != nil {
			b.Fatal(err)
		}
		if _, no := s.Handle(rooms.Command{Client: "tab", N: n, Actor: a, At: roomtest.Start, Name: name, Args: raw}); no != nil {
			b.Fatal(name, no)
		}
	}
	do(rooms.Actor{System: true}, 0, session.CmdOpen, roomtest.ShowPlan(session.ModeOpen))
	do(ana, 1, "people.enter", session.EnterArgs{})
	for i := range 199 {
		do(rooms.Actor{Member: rooms.MemberID(id(i)), Standing: rooms.RoleMember}, 1, "people.enter", session.EnterArgs{})
	}
	do(ana, 2, "stick.prepare", session.PrepareArgs{Round: "r1"})
	do(ana, 3, "stick.begin", session.NoArgs{})
	n := uint64(3)
	for b.Loop() {
		n++
		do(ana, n, "chat.say", session.SayArgs{ID: rooms.MessageID(fmt.Sprintf("b%d", n)), Text: "bonjour tout le monde"})
	}
}
