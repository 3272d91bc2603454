package board_test

import (
	"strconv"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
)

func TestTwoPeopleChangingOneShapeBothKeepWhatTheyChanged(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, set("r", values{"x": 40, "y": 5, "width": 100, "height": 50, "angle": 0})))
	accept(t, b, command("bob", 1, set("r", values{"backgroundColor": "#fbe7a6"})))
	// Ana undoes: her editor sets back the place, the only thing that she changed.
	accept(t, b, command("ana", 3, set("r", values{"x": 0, "y": 0, "width": 100, "height": 50, "angle": 0})))
	if r := seen(b)["r"]; r["x"] != 0.0 || r["backgroundColor"] != "#fbe7a6" {
		t.Fatalf("%v", r)
	}
}

func TestB3AGroupIsOneWritersWhole(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, set("r", values{"x": 1, "y": 1, "width": 10, "height": 10, "angle": 0})))
	accept(t, b, command("bob", 1, set("r", values{"x": 2, "y": 2, "width": 20, "height": 20, "angle": 1})))
	if r := seen(b)["r"]; r["x"] != 2.0 || r["width"] != 20.0 || r["angle"] != 1.0 {
		t.Fatalf("%v", r)
	}
}

func TestB2ATakenIndexIsHealedAndBothAreTold(t *testing.T) {
	b := drawn(t) // a0, a1, a2
	e := accept(t, b, command("bob", 1, put("n", rect(0, 0, "a1"))))
	if !strings.Contains(string(e.Data), `"fix":[{"id":"n","set":{"index":"a1V"}}]`) || !strings.Contains(string(e.Data), `"index":"a1V","`) {
		t.Errorf("event %s", e.Data)
	}
	if v := string(board.Answer(e)); v != `{"fix":[{"id":"n","set":{"index":"a1V"}}]}` {
		t.Errorf("answer %s", v)
	}
	if v := board.Answer(accept(t, b, command("bob", 2, put("m", rect(0, 0, "a3"))))); v != nil {
		t.Errorf("a fix for nothing: %s", v)
	}
}

func TestALongCrowdAtOnePlaceNeverLosesItsOrder(t *testing.T) {
	b := drawn(t)
	for n := range uint64(1200) { // each just above "a0": keys grow until they are too long
		accept(t, b, command("bob", n+1, put("b"+strconv.FormatUint(n, 10), rect(0, 0, "a0"))))
	}
	for id, e := range seen(b) {
		if index, _ := e["index"].(string); len(index) > 128 {
			t.Fatalf("%s has a key of %d bytes", id, len(index))
		}
	}
}

func TestAStrokeGrowsByItsDeltasAndKnowsItsSize(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, app("s", 1, 4, -2, 3, 8)))
	s := seen(b)["s"]
	if string(mustJSON(t, s["points"])) != "[[0,0],[2,-1],[3.5,3]]" || s["width"] != 3.5 || s["height"] != 4.0 {
		t.Fatalf("%v", s)
	}
	_, refusal := b.Handle(command("ana", 3, app("s", 1, 4, -2)))
	if refusal == nil || refusal.Code != board.CodeGap || refusal.Data["have"] != 3 {
		t.Fatalf("%+v", refusal)
	}
	accept(t, b, command("ana", 4, app("s", 3, 1, 1)))
}

func TestAPensPressureTravelsWithItsPoints(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, edit{"id": "s", "app": values{"n": 1, "d": []int{2, 2}, "p": []int{37}}}))
	if s := seen(b)["s"]; string(mustJSON(t, s["pressures"])) != "[0.37]" {
		t.Fatalf("%v", s)
	}
}

func TestTwoArrowsTiedToOneShapeAtOnceBothHold(t *testing.T) {
	b := drawn(t)
	tie := func(id string) edit {
		return set("r", values{"boundElements": values{"add": []any{values{"id": id, "type": "arrow"}}}})
	}
	accept(t, b, command("ana", 2, tie("one")))
	accept(t, b, command("bob", 1, tie("two")))
	accept(t, b, command("bob", 2, set("r", values{"boundElements": values{"del": []any{"one"}}})))
	if r := seen(b)["r"]; string(mustJSON(t, r["boundElements"])) != `[{"id":"two","type":"arrow"}]` {
		t.Fatalf("%v", r)
	}
}

// Somebody who joined after the deletion has never seen the element: taking it back
// must tell the whole of it.
func TestB5WhatComesBackComesBackWhole(t *testing.T) {
	b := drawn(t)
	accept(t, b, command("ana", 2, set("r", values{"isDeleted": true})))
	late := seen(b)
	if late["r"] != nil {
		t.Fatal("a deleted element is shown")
	}
	e := accept(t, b, command("ana", 3, set("r", values{"isDeleted": false})))
	done := decoded[struct{ Ops, Fix []edit }](e.Data)
	for _, o := range append(done.Ops, done.Fix...) {
		late.apply("ana", o)
	}
	if !same(late, seen(b)) {
		t.Fatalf("%v\n%v", late, seen(b))
	}
}

func TestI4ACommandSaidTwiceHasOneEffect(t *testing.T) {
	b := drawn(t)
	c := command("ana", 2, app("s", 1, 2, 2))
	first := accept(t, b, c)
	for range 3 {
		steps, refusal := b.Handle(c)
		if len(steps) != 0 || refusal == nil || refusal.Code != rooms.CodeRepeated || refusal.Data["seq"] != first.Seq {
			t.Fatalf("%v %+v", steps, refusal)
		}
	}
}

// The text of a board named, to a member who had not been there, who wrote each note of a confidential meeting.
func TestB9NobodyIsNamed(t *testing.T) {
	b := board.New(brd)
	for _, c := range []rooms.Command{command("ana", 1, put("r", rect(0, 0, "a0"))), command("bob", 1, set("r", values{"opacity": 6}))} {
		steps, refusal := b.Handle(c)
		if refusal != nil {
			t.Fatal(refusal)
		}
		if named := steps[0].Deltas[0].Mentions; len(named) != 0 {
			t.Fatalf("%s is named with her gesture: %v", c.Actor.Member, named)
		}
	}
	if named := b.Mentions(rooms.Viewer{Member: "eve", Role: rooms.RoleMember}); len(named) != 0 {
		t.Fatalf("the view names %v", named)
	}
}
