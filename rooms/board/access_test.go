package board_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"

	"pgregory.net/rapid"
)

const ses = rooms.RoomID("ses_1")

func govern(session rooms.RoomID, n uint64, name string, args any) rooms.Command {
	data, err := json.Marshal(args)
	if err != nil {
		panic(err)
	}
	return rooms.Command{Client: board.SessionClient(session), N: n, Name: name, Args: data, Actor: rooms.Actor{System: true}}
}

func lent(t *testing.T) *board.Board {
	t.Helper()
	b := drawn(t)
	accept(t, b, govern(ses, 1, board.NameLend, values{"session": ses, "members": values{"ana": "write", "gil": "write", "cat": "read"}}))
	return b
}

// trial is what happens when a person of that standing draws.
func trial(b *board.Board, who rooms.MemberID, standing rooms.Role) string {
	c := command(who, 0, set("r", values{"opacity": 42}))
	c.Actor.Standing = standing
	if _, refusal := b.Handle(c); refusal != nil {
		return refusal.Code
	}
	return "ok"
}

func TestBetweenMeetingsMembersWriteAndGuestsDoNotEnter(t *testing.T) {
	b := drawn(t)
	for standing, want := range map[rooms.Role]string{
		rooms.RoleMember: "ok", rooms.RoleFacilitator: "ok", rooms.RoleCoFacilitator: "ok",
		rooms.RoleGuest: rooms.CodeNotAdmitted, "": rooms.CodeNotAdmitted,
	} {
		if got := trial(b, "zoe", standing); got != want {
			t.Errorf("%q: %s, want %s", standing, got, want)
		}
		if _, ok := b.Viewer("zoe", standing); ok != (want == "ok") {
			t.Errorf("%q sees: %v", standing, ok)
		}
	}
}

func TestALentBoardIsTheSessionsAndOthersAreToldWhy(t *testing.T) {
	b := lent(t)
	for _, c := range []struct {
		who      rooms.MemberID
		standing rooms.Role
		want     string
	}{
		{"ana", rooms.RoleMember, "ok"},
		{"gil", rooms.RoleGuest, "ok"},
		{"cat", rooms.RoleMember, board.CodeReadOnly},
		{"zoe", rooms.RoleMember, board.CodeLent},
		{"zoe", rooms.RoleGuest, rooms.CodeNotAdmitted},
	} {
		if got := trial(b, c.who, c.standing); got != c.want {
			t.Errorf("%s (%s): %s, want %s", c.who, c.standing, got, c.want)
		}
		viewer, ok := b.Viewer(c.who, c.standing)
		if ok != (c.want != rooms.CodeNotAdmitted) {
			t.Errorf("%s (%s) sees: %v", c.who, c.standing, ok)
		}
		view, _ := b.View(viewer).(board.View)
		if ok && (view.May == board.Write) != (c.want == "ok") {
			t.Errorf("%s (%s) may %s because %q", c.who, c.standing, view.May, view.Why)
		}
	}
}

func TestThePenIsGivenTakenAndTheDoorClosed(t *testing.T) {
	b := lent(t)
	accept(t, b, govern(ses, 2, board.NamePolicy, values{"writers": []string{"gil"}}))
	if got := trial(b, "ana", rooms.RoleMember); got != board.CodeWriters {
		t.Error(got)
	}
	if got := trial(b, "gil", rooms.RoleGuest); got != "ok" {
		t.Error(got)
	}
	accept(t, b, govern(ses, 3, board.NamePolicy, values{"locked": true}))
	if got := trial(b, "gil", rooms.RoleGuest); got != board.CodeLocked {
		t.Error(got)
	}
	accept(t, b, govern(ses, 4, board.NamePolicy, values{"locked": false}))
	accept(t, b, govern(ses, 5, board.NameAdmit, values{"members": values{"cat": "write"}}))
	if got := trial(b, "cat", rooms.RoleMember); got != "ok" {
		t.Error(got)
	}
	accept(t, b, govern(ses, 6, board.NameRevoke, values{"member": "gil"}))
	if got := trial(b, "gil", rooms.RoleGuest); got != rooms.CodeNotAdmitted {
		t.Error(got)
	}
	accept(t, b, govern(ses, 7, board.NameRelease, values{}))
	if got := trial(b, "zoe", rooms.RoleMember); got != "ok" {
		t.Error(got)
	}
}

func TestOnlyTheSessionThatHoldsABoardGovernsIt(t *testing.T) {
	b := lent(t)
	other := rooms.RoomID("ses_2")
	before := snapshotOf(b)
	for _, c := range []rooms.Command{
		govern(other, 1, board.NameLend, values{"session": other, "members": values{}}),
		govern(other, 2, board.NameRelease, values{}),
		govern(other, 3, board.NameAdmit, values{"members": values{"zoe": "write"}}),
	} {
		if _, refusal := b.Handle(c); refusal == nil || refusal.Code != board.CodeLent {
			t.Errorf("%s: %+v", c.Name, refusal)
		}
	}
	for _, name := range []string{board.NameLend, board.NameAdmit, board.NameRevoke, board.NamePolicy, board.NameRelease} {
		c := govern(ses, 9, name, values{"session": ses, "members": values{"zoe": "write"}, "member": "ana"})
		c.Actor = rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}
		if _, refusal := b.Handle(c); refusal == nil || refusal.Code != rooms.CodeNotAllowed {
			t.Errorf("%s by a person: %+v", name, refusal)
		}
	}
	for name, args := range map[string]any{
		board.NameLend: values{"session": "brd_1"}, board.NameAdmit: values{"members": values{"zoe": "own"}}, board.NameRevoke: values{},
	} {
		if _, refusal := b.Handle(govern(ses, 10, name, args)); refusal == nil || refusal.Code != rooms.CodeBadArgs {
			t.Errorf("%s: %+v", name, refusal)
		}
	}
	if snapshotOf(b) != before {
		t.Error("a refusal changed something")
	}
}

func TestEventsThatNameTheMeetingsPeopleAreNotSentAsTheyAre(t *testing.T) {
	b := board.New(brd)
	e := accept(t, b, govern(ses, 1, board.NameLend, values{"session": ses, "members": values{"ana": "write"}}))
	if board.Sent(e) || !board.Sent(rooms.Event{Name: board.NameOp}) {
		t.Fatal("wrong events are sent")
	}
}

// A projector may give its commands again, from the start, at any time.
func TestGoverningAgainFromTheStartEndsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := board.New(brd)
		var said []rooms.Command
		var log []rooms.Event
		give := func(c rooms.Command) {
			steps, _ := b.Handle(c)
			for _, s := range steps {
				log = append(log, s.Event)
			}
		}
		members := rapid.MapOfN(rapid.SampledFrom([]string{"ana", "bob", "cat"}), rapid.SampledFrom([]string{"write", "read"}), 1, 3)
		for n := range rapid.Uint64Range(1, 20).Draw(t, "commands") {
			var c rooms.Command
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				c = govern(ses, n+1, board.NameLend, values{"session": ses, "members": members.Draw(t, "m")})
			case 1:
				c = govern(ses, n+1, board.NameAdmit, values{"members": members.Draw(t, "m")})
			case 2:
				c = govern(ses, n+1, board.NameRevoke, values{"member": "ana"})
			case 3:
				c = govern(ses, n+1, board.NamePolicy, values{"locked": rapid.Bool().Draw(t, "l"), "writers": []string{"bob"}})
			default:
				c = govern(ses, n+1, board.NameRelease, values{})
			}
			said = append(said, c)
			give(c)
		}
		state := snapshotOf(b)
		for _, c := range said[max(0, len(said)-10):] {
			give(c)
		}
		if again := snapshotOf(b); again != state {
			t.Fatalf("%s\n%s", state, again)
		}
		if r := snapshotOf(replayed(log)); r != state {
			t.Fatalf("%s\n%s", state, r)
		}
	})
}
