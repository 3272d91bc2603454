package rooms_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
)

// Who hears whom, as one would say it: both sit at the same place, and that place lets her be heard. A member named by two
// circles hears nobody and is heard by nobody.
func TestWhoHearsWhom(t *testing.T) {
	a := rooms.Audible{
		Grant: 9, Mode: rooms.HearOnly, Members: []rooms.MemberID{"lea"},
		Apart: []rooms.Circle{
			{Group: "g1", Grant: 4, People: []rooms.MemberID{"ana", "bo", "twice"}, Mode: rooms.HearEveryone},
			{Group: "g2", Grant: 9, People: []rooms.MemberID{"cy", "dov", "twice"}, Mode: rooms.HearOnly, Members: []rooms.MemberID{"cy", "bo"}},
		},
	}
	heard := map[rooms.MemberID]string{}
	for _, listener := range []rooms.MemberID{"lea", "sam", "ana", "bo", "cy", "dov", "twice"} {
		for _, speaker := range []rooms.MemberID{"lea", "sam", "ana", "bo", "cy", "dov", "twice"} {
			if a.Hears(listener, speaker) {
				heard[listener] += " " + string(speaker)
			}
		}
	}
	for listener, want := range map[rooms.MemberID]string{
		"lea": " lea", "sam": " lea", "ana": " ana bo", "bo": " ana bo", "cy": " cy", "dov": " cy", "twice": "",
	} {
		if heard[listener] != want {
			t.Errorf("%s hears%s, should hear%s", listener, heard[listener], want)
		}
	}
	if a.Open() || !(rooms.Audible{Mode: rooms.HearEveryone}).Open() {
		t.Error("open is a plenary in which everyone is heard, and no circle apart")
	}
}

// Equal sees any difference, and no difference between no list and an empty one.
func TestAudibleIsComparedByValue(t *testing.T) {
	people := rapid.SliceOfN(rapid.SampledFrom([]rooms.MemberID{"ana", "bo", "cy"}), 0, 2)
	modes := rapid.SampledFrom([]rooms.Hearing{rooms.HearEveryone, rooms.HearOnly})
	circle := rapid.Custom(func(t *rapid.T) rooms.Circle {
		return rooms.Circle{
			Group: rapid.SampledFrom([]string{"g1", "g2"}).Draw(t, "group"), Grant: rapid.Uint64Range(1, 2).Draw(t, "grant"),
			People: people.Draw(t, "people"), Mode: modes.Draw(t, "mode"), Members: people.Draw(t, "members"),
		}
	})
	whole := rapid.Custom(func(t *rapid.T) rooms.Audible {
		return rooms.Audible{
			Grant: rapid.Uint64Range(1, 2).Draw(t, "grant"), Mode: modes.Draw(t, "mode"), Members: people.Draw(t, "members"),
			Apart: rapid.SliceOfN(circle, 0, 2).Draw(t, "apart"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a := whole.Draw(t, "a")
		b := a
		b.Apart = slices.Clone(a.Apart)
		switch change := rapid.IntRange(0, 7).Draw(t, "change"); {
		case change == 0:
			b.Grant++
		case change == 1:
			b.Members = append(slices.Clone(b.Members), "dov")
		case change == 2:
			b.Apart = append(b.Apart, rooms.Circle{Group: "g3"})
		case len(b.Apart) == 0 || change == 3:
			b.Mode += "?"
		case change == 4:
			b.Apart[0].Grant++
		case change == 5:
			b.Apart[0].People = append(slices.Clone(b.Apart[0].People), "dov")
		case change == 6:
			b.Apart[0].Members = append(slices.Clone(b.Apart[0].Members), "dov")
		default:
			b.Apart[0].Group += "?"
		}
		if a.Equal(b) || b.Equal(a) {
			t.Fatalf("%+v is said to be %+v", a, b)
		}
		same := a
		if len(a.Members) == 0 {
			same.Members = nil
		}
		if len(a.Apart) == 0 {
			same.Apart = nil
		}
		if !a.Equal(same) {
			t.Fatalf("%+v is said to differ from %+v", a, same)
		}
	})
}
