package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"palabre/rooms"
	boards "palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/signaling/host"
)

// engine gives a host the real rooms.
type engine struct{}

type boardRoom struct{ *boards.Board }

func (boardRoom) Sent(e rooms.Event) bool          { return boards.Sent(e) }
func (boardRoom) Answer(steps []rooms.Step) []byte { return boards.Answer(steps[0].Event) }

func (engine) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	if id.Kind() == rooms.KindBoard {
		return boardRoom{boards.New(id)}, nil
	}
	return session.New(id), nil
}

func (engine) Found(_ context.Context, id rooms.RoomID) ([]rooms.Command, error) {
	if id.Kind() == rooms.KindBoard {
		return nil, nil
	}
	plan, err := json.Marshal(session.Plan{Mode: session.ModeConfidential, Lead: []rooms.MemberID{"f-lead"}, Phases: []session.Phase{
		{ID: "p1", Title: "Accueil", Kind: "plenary", Minutes: 10}, {ID: "p2", Title: "Ronde", Kind: "stick", Minutes: 20, Question: "Comment?"},
	}})
	return []rooms.Command{{Client: "host", Name: session.CmdOpen, Args: plan}}, err
}

func (engine) Restore(_ context.Context, id rooms.RoomID, data []byte) (rooms.Room, error) {
	if id.Kind() == rooms.KindBoard {
		b, err := boards.Restore(data)
		return boardRoom{b}, err //nolint:wrapcheck // a test's engine
	}
	return session.Restore(id, data) //nolint:wrapcheck // as above
}

func realWorld(t *testing.T) *world {
	t.Helper()
	return newWorld(t, tune{host: func(o *host.Options) { o.Rooms = engine{}; o.CodeVersion = 1 }})
}

const shape = `{"ops":[{"id":"%s","put":{"type":"rectangle","index":"","x":%d,"y":2,"width":100,"height":50,"angle":0,` +
	`"strokeColor":"#1e1e1e","backgroundColor":"transparent","fillStyle":"solid","strokeWidth":2,"strokeStyle":"solid",` +
	`"roughness":1,"opacity":100,"seed":7}}]}`

// A session lends a board and locks it: nobody is told whom it was lent to, everyone gets sight of it anew, and who was
// away is not left with the old one.
func TestGovernedBoard(t *testing.T) {
	w := realWorld(t)
	marie, paul := w.dial("marie"), w.dialTab("paul", "tab")
	marie.join(board)
	paul.join(board)
	seq := marie.done(board, "board.op", fmt.Sprintf(shape, "e1", 1))
	paul.at(board, seq)
	_ = paul.ws.Close()
	govern := func(n uint64, name, args string) {
		t.Helper()
		c := rooms.Command{Client: "ses:ses_1", N: n, Name: name, Args: json.RawMessage(args), Actor: rooms.Actor{System: true}}
		if _, refusal, err := w.host.Do(t.Context(), board, c); err != nil || refusal != nil {
			t.Fatalf("%s: %v %v", name, refusal, err)
		}
	}
	govern(1, "board.lend", `{"session":"ses_1","members":{"marie":"write","canary-guest":"read"}}`)
	for marie.last["t"] != "joined" {
		marie.step()
		if strings.Contains(fmt.Sprint(marie.last), "canary") {
			t.Fatalf("told who is in the meeting: %v", marie.last)
		}
	}
	paul = paul.again(w, "tab")
	paul.until("joined")
	if v := paul.rooms[board].view; v["may"] != "read" || v["why"] == nil {
		t.Errorf("paul, who is not in the meeting, sees %v", v)
	}
	if code := paul.refused(board, "board.op", fmt.Sprintf(shape, "e2", 1)); code == "" {
		t.Error("paul wrote")
	}
	end := marie.done(board, "board.op", fmt.Sprintf(shape, "e3", 1))
	r := paul.at(board, end)
	if len(r.events) != 2 || len(r.names) != 0 || len(marie.rooms[board].names) != 0 {
		t.Errorf("B9: %v, and names told: %v %v", r.events, r.names, marie.rooms[board].names)
	}
}

// A small meeting on the real session: door, admission, roles, the stick; every client folds to what a newcomer is shown.
func TestSmallMeeting(t *testing.T) {
	w := realWorld(t)
	lead, marie, guest := w.dial("f-lead"), w.dial("marie"), w.dial("g-guest")
	for _, c := range []*client{lead, marie, guest} {
		c.join(parlour)
		c.done(parlour, "people.enter", `{"listed":true}`)
	}
	lead.done(parlour, "people.admit", `{"member":"g-guest"}`)
	guest.done(parlour, "chat.say", `{"id":"0190b0a0-0000-7000-8000-000000000001","text":"Bonjour"}`)
	lead.done(parlour, "agenda.next", `{"from":-1}`)
	lead.done(parlour, "agenda.next", `{"from":0}`)
	end := marie.done(parlour, "hands.raise", `{}`)
	for _, c := range []*client{lead, marie, guest} {
		c.at(parlour, end)
		folded := fmt.Sprint(c.rooms[parlour].view)
		again := w.dial(c.name)
		if fresh := fmt.Sprint(again.join(parlour).view); fresh != folded {
			t.Errorf("I5: %s folded\n%s\na newcomer sees\n%s", c.name, folded, fresh)
		}
	}
}
