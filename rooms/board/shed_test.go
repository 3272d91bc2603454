package board_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"

	"pgregory.net/rapid"
)

func governed(n uint64, name string, args any) rooms.Command {
	raw, err := json.Marshal(args)
	if err != nil {
		panic(err)
	}
	return rooms.Command{Client: board.SessionClient(ses), N: n, Actor: rooms.Actor{System: true}, Name: name, Args: raw, At: 1}
}

// shedded does to a log what the server does to a stored one after a release.
func shedded(t failer, log []rooms.Event) []rooms.Event {
	t.Helper()
	out := slices.Clone(log)
	for _, e := range log {
		s, err := board.ShedOf(e)
		if err != nil {
			t.Fatal(err)
		}
		if s == nil {
			continue
		}
		x := board.NewShedder(*s)
		for i := range out {
			bare, changed, err := x.Read(out[i])
			if err != nil || len(bare.Data) > len(out[i].Data) {
				t.Fatalf("event %d: %v %s", out[i].Seq, err, bare.Data)
			}
			if changed == (bare.Name == out[i].Name && bytes.Equal(bare.Data, out[i].Data)) {
				t.Fatalf("event %d: changed %v", out[i].Seq, changed)
			}
			out[i] = bare
		}
	}
	return out
}

// seenAlone is what is seen of a board, and its snapshot.
func seenAlone(b *board.Board) (replica, string) { return seen(b), snapshotOf(b) }

// B10: over random histories of a board with instants that are to go, what people wrote then is nowhere once it is given back, what
// they wrote at other times on other elements is as it was, and the log that is left is the board, for whoever reads it.
func TestB10WhatIsShedIsNowhereAndTheRestIsAsItWas(t *testing.T) {
	gone, left := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p := newPast()
		p.do(governed(1, board.NameLend, map[string]any{
			"session": ses, "members": map[rooms.MemberID]board.Right{"ana": board.Write, "bob": board.Write, "cat": board.Write},
		}))
		then := func(at rooms.Millis) bool { return at >= 100_000 }
		secret := false
		for i := range rapid.IntRange(1, 40).Draw(rt, "acts") {
			if rapid.IntRange(0, 4).Draw(rt, "turns") == 0 {
				secret = !secret
			}
			if p.at = rooms.Millis(i + 1); secret {
				p.at += 100_000
			}
			p.act(rt)
		}
		shed, some, err := board.Without(brd, p.log, then)
		if err != nil {
			rt.Fatal(err)
		}
		if some != slices.ContainsFunc(p.log, func(e rooms.Event) bool { return then(e.At) }) {
			rt.Fatalf("something to shed: %v", some)
		}
		if !some {
			return
		}
		p.at = 0
		if no := p.do(governed(2, board.NameRelease, map[string]any{"shed": shed})); no != nil {
			rt.Fatal(no.Code)
		}
		bare := shedded(rt, p.log)
		if again := shedded(rt, bare); !slices.EqualFunc(again, bare, func(a, b rooms.Event) bool { return bytes.Equal(a.Data, b.Data) && a.Name == b.Name }) {
			rt.Fatal("shedding again finds something")
		}
		lived, whole := seenAlone(p.board)
		read, rewritten := seenAlone(replayed(bare))
		if !same(lived, read) || whole != rewritten {
			rt.Fatalf("lived %v\nread  %v\n%s\n%s", lived, read, whole, rewritten)
		}
		if v, again := seenAlone(replayed(p.log)); !same(lived, v) || whole != again {
			rt.Fatalf("a log that was not rewritten yet is another board:\n%v\n%v", lived, v)
		}
		everything := string(encodeLog(bare)) + whole
		touched := map[string]bool{}
		for i, e := range p.log {
			for _, id := range []string{"e1", "e2", "e3", "e4"} {
				if then(e.At) && e.Name == board.NameOp && strings.Contains(string(e.Data), `"`+id+`"`) {
					touched[id] = true
				}
			}
			word := fmt.Sprintf("mot %d dit", i)
			switch {
			case then(e.At):
				gone++
				if bare[i].Name != board.NameForgotten || bare[i].By != "" || then(bare[i].At) || strings.Contains(everything, word) {
					rt.Fatalf("%s of the %d-th is there: %+v", word, i, bare[i])
				}
			case e.Name == board.NameOp && !slices.ContainsFunc([]string{"e1", "e2", "e3", "e4"}, func(id string) bool {
				return touched[id] && strings.Contains(string(e.Data), `"`+id+`"`)
			}):
				left++
				if !bytes.Equal(bare[i].Data, e.Data) {
					rt.Fatalf("the %d-th is not as it was:\n%s\n%s", i, e.Data, bare[i].Data)
				}
			}
		}
	})
	if gone < 100 || left < 100 {
		t.Errorf("%d gone, %d left: this test shows too little", gone, left)
	}
}

func encodeLog(log []rooms.Event) []byte {
	raw, err := json.Marshal(log)
	if err != nil {
		panic(err)
	}
	return raw
}

// B10: a board of which nothing of anybody's is left is over: its template is there, and nobody writes any more, the server
// neither, whoever it is lent to. Another is a board as before.
func TestB10AnEmptiedBoardIsOver(t *testing.T) {
	for _, before := range []bool{false, true} {
		p := newPast()
		p.do(rooms.Command{Client: board.TemplateClient, N: 1, Actor: rooms.Actor{System: true}, Name: board.NameOp, At: 200, Args: encodeOps([]edit{put("t", note(0, 0, "a0", "Soleil"))})})
		if before {
			p.at = 1
			p.says("ana", "mine", "avant", put("mine", note(1, 1, "a1", "avant")))
		}
		p.at = 200
		p.says("ana", "t", "grisaille", set("t", reworded("grisaille", "grisaille")))
		p.says("bob", "x", "orage", put("x", note(1, 2, "a2", "orage")))
		p.do(governed(1, board.NameLend, map[string]any{"session": ses, "members": map[rooms.MemberID]board.Right{"ana": board.Write}}))
		shed, _, err := board.Without(brd, p.log, func(at rooms.Millis) bool { return at >= 100 })
		if err != nil {
			t.Fatal(err)
		}
		p.says("ana", "y", "encore", put("y", note(1, 2, "a3", "encore")))
		if no := p.do(governed(2, board.NameRelease, map[string]any{"shed": shed})); no == nil || no.Code != board.CodeOutrun {
			t.Fatalf("what was written meanwhile would be lost or left: %+v", no)
		}
		if shed, _, err = board.Without(brd, p.log, func(at rooms.Millis) bool { return at >= 100 }); err != nil {
			t.Fatal(err)
		}
		if no := p.do(governed(2, board.NameRelease, map[string]any{"shed": shed})); no != nil {
			t.Fatal(no)
		}
		is := seen(p.board)
		if is["t"]["text"] != "Soleil" || is["x"] != nil || is["y"] != nil || (is["mine"] != nil) != before || p.board.Emptied() == before {
			t.Errorf("%v %v", is, p.board.Emptied())
		}
		no := p.says("ana", "z", "plus tard", put("z", note(1, 2, "a4", "plus tard")))
		if before != (no == nil) || !before && no.Code != board.CodeEmptied {
			t.Errorf("writing afterwards: %+v", no)
		}
		if !before {
			p.do(governed(3, board.NameLend, map[string]any{"session": ses, "members": map[rooms.MemberID]board.Right{"ana": board.Write}}))
			if no := p.do(rooms.Command{Client: "placer", N: 1, Actor: rooms.Actor{System: true}, Name: board.NameOp, Args: encodeOps([]edit{put("c", note(1, 2, "a4", "carte"))})}); no == nil {
				t.Error("a card comes too late, and is there")
			}
		}
	}
}

// B10: what was written in a phase without traces, whose answer was lost as the meeting closed, was said again by its page, and was new to
// a board that had forgotten it: the words stood there anew, for everyone and for good. So did strokes made out of reach that came after.
// Both are refused, live and after a restart; what is made on the board as it is now is taken.
func TestB10WhatWasMadeBeforeDoesNotComeBack(t *testing.T) {
	p := newPast()
	p.at = 1
	p.says("ana", "mine", "avant", put("mine", note(1, 1, "a1", "avant")))
	p.at = 200
	seen := p.board.Head()
	unheard := []rooms.Command{command("bob", 100, put("x", note(1, 2, "a2", "orage"))), command("ana", 101, set("mine", reworded("orage", "orage")))}
	unheard[0].Args = encodeOpsAt(seen, []edit{put("x", note(1, 2, "a2", "orage"))})
	for _, c := range unheard {
		if no := p.do(c); no != nil {
			t.Fatal(no)
		}
	}
	p.do(governed(1, board.NameLend, map[string]any{"session": ses, "members": map[rooms.MemberID]board.Right{"ana": board.Write}}))
	shed, _, err := board.Without(brd, p.log, func(at rooms.Millis) bool { return at >= 100 })
	if err != nil || shed.Emptied {
		t.Fatal(shed, err)
	}
	if no := p.do(governed(2, board.NameRelease, map[string]any{"shed": shed})); no != nil {
		t.Fatal(no)
	}
	late := command("cleo", 1, put("y", note(1, 2, "a3", "orage")))
	late.Args = encodeOpsAt(p.board.Head()-1, []edit{put("y", note(1, 2, "a3", "orage"))})
	restored, err := board.Restore([]byte(snapshotOf(p.board)))
	if err != nil {
		t.Fatal(err)
	}
	now := snapshotOf(p.board)
	for name, b := range map[string]*board.Board{"live": p.board, "replayed": replayed(shedded(t, p.log)), "restored": restored} {
		for _, c := range append(slices.Clone(unheard), late) {
			if _, no := b.Handle(c); no == nil || no.Code != board.CodeShed {
				t.Errorf("%s: %s by %s is answered %+v", name, c.Args, c.Actor.Member, no)
			}
		}
		if snapshotOf(b) != now {
			t.Errorf("%s: a refusal changed something", name)
		}
	}
	if no := p.says("bob", "z", "après", put("z", note(1, 2, "a4", "après"))); no != nil {
		t.Errorf("what is made on what is seen now: %+v", no)
	}
}
