package app

import (
	"reflect"
	"testing"

	"palabre/rooms"
	"palabre/signaling/sfu"
)

// What the room says of its circles is what the media server is told; what it does not know how to say is silence.
func TestAudibleIsToldToTheMediaServer(t *testing.T) {
	got := gates(rooms.Audible{
		Grant: 7, Mode: rooms.HearEveryone,
		Apart: []rooms.Circle{
			{Group: "g1", Grant: 5, People: []rooms.MemberID{"lea", "sam"}, Mode: rooms.HearOnly, Members: []rooms.MemberID{"sam"}},
			{Group: "g2", Grant: 7, People: []rooms.MemberID{"ana"}, Mode: "of a later version"},
		},
	})
	of := func(names ...string) map[string]struct{} {
		out := map[string]struct{}{}
		for _, n := range names {
			out[n] = struct{}{}
		}
		return out
	}
	want := sfu.Audible{
		Grant: 7, Mode: sfu.Everyone, Members: of(),
		Apart: []sfu.Circle{
			{Group: "g1", Grant: 5, People: of("lea", "sam"), Mode: sfu.Only, Members: of("sam")},
			{Group: "g2", Grant: 7, People: of("ana"), Mode: sfu.Nobody, Members: of()},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// The figure that must stay at nothing rises when a stick has two holders, somebody sits in two circles or a grant goes back; not
// when several are heard because the stick's holder lets them, or because no stick runs there.
func TestAudibleThatCannotBeIsCounted(t *testing.T) {
	type ms = []rooms.MemberID
	only := func(group string, grant uint64, turn rooms.Turn, heard ...rooms.MemberID) rooms.Circle {
		people := append(ms{"of " + rooms.MemberID(group)}, heard...)
		return rooms.Circle{Group: group, Grant: grant, People: people, Mode: rooms.HearOnly, Members: heard, Turn: turn}
	}
	held := func(grant uint64, by rooms.MemberID) rooms.Turn { return rooms.Turn{Grant: grant, Holder: by} }
	plenary := func(grant uint64, turn rooms.Turn, heard ms, apart ...rooms.Circle) rooms.Audible {
		return rooms.Audible{Grant: grant, Mode: rooms.HearOnly, Members: heard, Turn: turn, Apart: apart}
	}
	none := rooms.Turn{}
	var h holders
	for i, c := range []struct {
		what  string
		a     rooms.Audible
		wrong bool
	}{
		{"a turn in each circle", plenary(4, held(1, "lea"), ms{"lea"}, only("g1", 3, held(2, "sam"), "sam"), only("g2", 4, held(2, "ana"), "ana")), false},
		{"the holder lets somebody ask", plenary(5, held(1, "lea"), ms{"lea", "sam"}), false},
		{"the same grant, another holder", plenary(6, held(1, "sam"), ms{"sam"}), true},
		{"the next", plenary(7, held(2, "sam"), ms{"sam"}), false},
		{"nobody holds it", plenary(8, none, nil), false},
		{"a turn that was over", plenary(9, held(1, "lea"), ms{"lea"}), true},
		{"…and one that goes on", plenary(10, held(2, "sam"), ms{"sam"}), false},
		{"one rule lets several be heard", plenary(11, none, ms{"ana", "bo", "cy"}, only("g1", 11, none, "sam", "lea")), false},
		{"a group's stick", plenary(12, none, nil, only("g1", 12, held(5, "sam"), "sam")), false},
		{"its second holder", plenary(13, none, nil, only("g1", 13, held(5, "lea"), "lea")), true},
		{"somebody in two circles", plenary(14, none, nil, only("g3", 13, none, "sam"), only("g4", 14, none, "sam")), true},
		{"a circle's number ahead of the room's", plenary(15, none, nil, only("g1", 16, none, "sam")), true},
		{"everyone is heard while somebody holds it", rooms.Audible{Grant: 17, Mode: rooms.HearEveryone, Turn: held(9, "lea")}, true},
		{"a number that goes back", rooms.Audible{Grant: 16, Mode: rooms.HearEveryone}, true},
		{"the same again", rooms.Audible{Grant: 16, Mode: rooms.HearEveryone}, false},
	} {
		before := h.doubles.Load()
		h.heard("room", c.a)
		if counted := h.doubles.Load() > before; counted != c.wrong {
			t.Errorf("%d, %s: counted %t", i, c.what, counted)
		}
	}
	h.forget("room") // its host was elsewhere meanwhile
	h.heard("room", plenary(3, held(1, "bo"), ms{"bo"}))
	if n := h.doubles.Load(); n != 7 {
		t.Errorf("%d counted, 7 were wrong", n)
	}
}
