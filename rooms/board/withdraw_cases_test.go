package board_test

import (
	"strconv"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
)

// what a text says, and whether anything of a board still says something else.
func says(b *board.Board, id string) any { return seen(b)[id]["text"] }

func TestB8SheTakesHerWordsOutAndTheNoteSaysSo(t *testing.T) {
	b := drawn(t) // "t" says Bonjour, by Ana
	e := accept(t, b, withdraw("ana", 2, "t"))
	want := `{"elements":["t"],"fix":[{"id":"t","set":{"originalText":"retiré","text":"retiré","withdrawn":true,"wrote":[]}}]}`
	if string(e.Data) != want || board.Sent(e) {
		t.Errorf("event %s", e.Data)
	}
	if seen(b)["t"]["withdrawn"] != true || says(b, "t") != board.Retired || strings.Contains(snapshotOf(b), "Bonjour") {
		t.Errorf("%v", seen(b)["t"])
	}
}

func TestB8WordsAreTakenBackByTheirAuthorAlone(t *testing.T) {
	b := lent(t)
	before := snapshotOf(b)
	for name, c := range map[string]struct {
		code string
		cmd  rooms.Command
	}{
		"somebody else":      {board.CodeNotYours, withdraw("gil", 9, "t")},
		"a shape":            {board.CodeNotYours, withdraw("ana", 9, "r")},
		"hers and another's": {board.CodeMissing, withdraw("ana", 9, "t", "n")},
		"one who is not in":  {rooms.CodeNotAdmitted, as(withdraw("zoe", 9, "t"), rooms.Actor{Member: "zoe", Standing: rooms.RoleGuest})},
		"the server":         {rooms.CodeNotAllowed, as(withdraw("ana", 9, "t"), rooms.Actor{System: true})},
		"who leads":          {board.CodeNotYours, as(withdraw("cat", 9, "t"), rooms.Actor{Member: "cat", Standing: rooms.RoleFacilitator})},
		"nothing":            {rooms.CodeBadArgs, withdraw("ana", 9)},
		"both ways":          {rooms.CodeBadArgs, everywhere(withdraw("ana", 9), `{"elements":["t"],"everywhere":true}`)},
		"all, having none":   {board.CodeNotYours, everywhere(withdraw("gil", 9), `{"everywhere":true}`)},
		"twice the same":     {rooms.CodeBadArgs, withdraw("ana", 9, "t", "t")},
		"a dangerous name":   {rooms.CodeBadArgs, withdraw("ana", 9, "__proto__")},
	} {
		if steps, refusal := b.Handle(c.cmd); refusal == nil || refusal.Code != c.code || len(steps) != 0 {
			t.Errorf("%s: %+v", name, refusal)
		}
	}
	if snapshotOf(b) != before {
		t.Error("a refusal changed something")
	}
}

func everywhere(c rooms.Command, args string) rooms.Command { c.Args = []byte(args); return c }

func as(c rooms.Command, a rooms.Actor) rooms.Command { c.Actor = a; return c }

// Her words are hers whoever has the pen: a board that is locked, or lent to a meeting
// that she is not in, lets them go.
func TestB8ALockedOrLentBoardLetsWordsGo(t *testing.T) {
	b := lent(t)
	accept(t, b, govern(ses, 2, board.NamePolicy, values{"locked": true}))
	accept(t, b, withdraw("ana", 2, "t"))
	b = drawn(t)
	accept(t, b, govern(ses, 1, board.NameLend, values{"session": ses, "members": values{"gil": "write"}}))
	accept(t, b, withdraw("ana", 2, "t"))
	if says(b, "t") != board.Retired {
		t.Error(says(b, "t"))
	}
}

func TestB8AGuestTakesHersBackWhileSheIsThere(t *testing.T) {
	b := lent(t)
	guest := rooms.Actor{Member: "gil", Standing: rooms.RoleGuest}
	accept(t, b, as(command("gil", 1, put("g", note(0, 0, "a5", "De passage"))), guest))
	accept(t, b, as(withdraw("gil", 2, "g"), guest))
	if says(b, "g") != board.Retired {
		t.Error(says(b, "g"))
	}
}

// Bob moves, fits and undoes what Ana wrote: it stays hers. What he wrote himself in
// her note is his, and stays when she takes hers back.
func TestB8EachTakesBackHerOwnOfWhatTheyWroteTogether(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("bob", 1, set("t", reworded("Bon\njour", "Bonjour"))))
	if _, refusal := b.Handle(withdraw("bob", 2, "t")); refusal == nil || refusal.Code != board.CodeNotYours {
		t.Fatalf("Bob takes Ana's words: %+v", refusal)
	}
	e := accept(t, b, command("bob", 3, set("t", reworded("Salut", "Salut"))))
	if !strings.Contains(string(e.Data), `"fix":[{"id":"t","set":{"wrote":["ana","bob"]}}]`) {
		t.Errorf("nobody is told that Bob wrote there: %s", e.Data)
	}
	accept(t, b, command("bob", 4, set("t", reworded("Bonjour", "Bonjour")))) // undone
	undone := snapshotOf(b)
	accept(t, b, command("bob", 5, set("t", reworded("Salut", "Salut"))))
	accept(t, b, withdraw("ana", 2, "t"))
	if says(b, "t") != "Salut" {
		t.Errorf("Bob lost his words: %v", says(b, "t"))
	}
	accept(t, b, withdraw("bob", 6, "t"))
	if says(b, "t") != board.Retired {
		t.Error(says(b, "t"))
	}
	b, err := board.Restore([]byte(undone))
	if err != nil {
		t.Fatal(err)
	}
	accept(t, b, withdraw("ana", 2, "t"))
	if says(b, "t") != board.Retired {
		t.Errorf("Bob's undo made her words his: %v", says(b, "t"))
	}
}

// A stroke of undo, a drawing left open on another device, a command on its way: none
// brings the words back. Everything that is not words goes on as before.
func TestB8NothingBringsWithdrawnWordsBack(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, set("t", values{"link": "https://example.org/secret"})))
	accept(t, b, withdraw("ana", 3, "t"))
	for name, o := range map[string]edit{
		"an undo":                set("t", reworded("Bonjour", "Bonjour")),
		"other words":            set("t", reworded("Salut", "Salut")),
		"shown and not typed":    set("t", reworded("Bonjour", "retiré")),
		"the link":               set("t", values{"link": "https://example.org/secret"}),
		"with something besides": set("t", with(reworded("Bonjour", "Bonjour"), values{"opacity": 3.0})),
	} {
		_, refusal := b.Handle(command("bob", 1, o))
		if refusal == nil || refusal.Code != board.CodeShut || refusal.Data["id"] != "t" || strings.Contains(string(mustJSON(t, refusal)), "Bonjour") {
			t.Errorf("%s: %+v", name, refusal)
		}
	}
	accept(t, b, command("bob", 2, set("t", reworded("reti\nré", "retiré")), set("t", values{"x": 5, "y": 5, "angle": 1, "link": nil})))
	accept(t, b, command("bob", 3, set("t", values{"isDeleted": true})))
	for _, o := range []edit{put("t", note(0, 0, "a2", "Bonjour")), put("t", rect(0, 0, "a2"))} {
		if _, refusal := b.Handle(command("ana", 4, o)); refusal == nil || refusal.Code != board.CodeShut {
			t.Errorf("put anew: %+v", refusal)
		}
	}
	accept(t, b, command("ana", 5, set("t", values{"isDeleted": false})))
	if seen(b)["t"]["originalText"] != board.Retired || seen(b)["t"]["withdrawn"] != true {
		t.Errorf("%v", seen(b)["t"])
	}
}

// A note that was deleted, by her or by somebody else, still has its words in the past:
// they are hers to take out of there.
func TestB8WordsOfADeletedNoteAreTakenOutToo(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("bob", 1, set("t", values{"isDeleted": true})))
	accept(t, b, withdraw("ana", 2, "t"))
	if says(b, "t") != nil || strings.Contains(snapshotOf(b), "Bonjour") {
		t.Error(snapshotOf(b))
	}
}

func TestI4AWithdrawalSaidTwiceHasOneEffect(t *testing.T) {
	b := drawn(t)
	first := accept(t, b, withdraw("ana", 2, "t"))
	_, refusal := b.Handle(withdraw("ana", 2, "t"))
	if refusal == nil || refusal.Code != rooms.CodeRepeated || refusal.Data["seq"] != first.Seq {
		t.Fatalf("%+v", refusal)
	}
}

// One letter is shorter than what says that it was withdrawn: an event must not grow.
func TestB8TheShortestWordIsErasedInItsPlace(t *testing.T) {
	var log []rooms.Event
	b := board.New(brd)
	for _, c := range []rooms.Command{
		command("ana", 1, put("t", note(0, 0, "a0", "à"))), command("ana", 2, set("t", reworded("b", "b"))),
		command("ana", 3, set("t", values{"isDeleted": true})), command("bob", 1, set("t", values{"isDeleted": false})), withdraw("ana", 4, "t"),
	} {
		log = append(log, accept(t, b, c))
	}
	bare := erased(t, log)
	for i, gone := range []bool{true, true, false, true, false} {
		if (string(bare[i].Data) != string(log[i].Data)) != gone {
			t.Errorf("event %d: %s", i+1, bare[i].Data)
		}
	}
	if snapshotOf(replayed(bare)) != snapshotOf(b) {
		t.Error("another board")
	}
}

// Whoever deleted a note, and however long ago, its words are in the past still, and its
// author's page does not know of it any more: she takes all of hers back at once.
func TestB8SheTakesAllHerWordsBackWithoutNamingThem(t *testing.T) {
	b := drawn(t)
	n := uint64(2)
	for made := 0; made < 600; n++ {
		ops := []edit{}
		for range 300 {
			made++
			ops = append(ops, put("n"+strconv.Itoa(made), note(0, 0, "", "Secret "+strconv.Itoa(made))))
		}
		accept(t, b, command("ana", n, ops...))
	}
	accept(t, b, command("bob", 1, put("b", note(0, 0, "", "Reste")), set("n7", values{"isDeleted": true})))
	named := 0
	for {
		steps, refusal := b.Handle(everywhere(withdraw("ana", n), `{"everywhere":true}`))
		if n++; refusal != nil {
			if refusal.Code != board.CodeNotYours {
				t.Fatal(refusal)
			}
			break
		}
		done := decoded[struct{ Elements []string }](steps[0].Event.Data).Elements
		if named += len(done); len(done) > 512 {
			t.Errorf("%d elements in one event", len(done))
		}
	}
	if state := snapshotOf(b); named != 602 /* her stroke too */ || strings.Contains(state, "Secret") || strings.Contains(state, "Bonjour") || says(b, "b") != "Reste" {
		t.Errorf("%d elements; Bob says %v", named, says(b, "b"))
	}
}

// Written by hand is written: a stroke goes as a text does, with what others made of it,
// and what was on its way to it.
func TestB8AStrokeIsTakenOutOfThePast(t *testing.T) {
	var log []rooms.Event
	b := board.New(brd)
	give := func(c rooms.Command) { log = append(log, accept(t, b, c)) }
	give(command("ana", 1, put("s", stroke(0, 0, "a0"))))
	give(command("ana", 2, app("s", 1, 777001, 2), edit{"id": "s", "app": values{"n": 2, "d": []int{777003, 4}}}))
	give(command("bob", 1, set("s", values{"x": 1, "y": 2, "angle": 0, "points": []any{[]any{0, 0}, []any{777005, 6}}, "pressures": []any{}})))
	give(command("bob", 2, set("s", values{"isDeleted": true})))
	give(command("bob", 3, set("s", values{"isDeleted": false})))
	if _, refusal := b.Handle(withdraw("bob", 4, "s")); refusal == nil || refusal.Code != board.CodeNotYours {
		t.Errorf("who stretched it withdraws it: %+v", refusal)
	}
	give(withdraw("ana", 3, "s"))
	for name, o := range map[string]edit{
		"more of it": app("s", 1, 2, 2),
		"an undo":    set("s", values{"x": 1, "y": 2, "angle": 0, "points": []any{[]any{0, 0}, []any{777005, 6}}}),
	} {
		if _, refusal := b.Handle(command("bob", 5, o)); refusal == nil || refusal.Code != board.CodeShut {
			t.Errorf("%s: %+v", name, refusal)
		}
	}
	give(command("bob", 6, set("s", values{"isDeleted": false})))
	bare := mustEncode(erased(t, log))
	if state := snapshotOf(b); strings.Contains(bare+state, "77700") || snapshotOf(replayed(erased(t, log))) != state {
		t.Errorf("%s\n%s", bare, state)
	}
}
