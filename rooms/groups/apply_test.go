package groups_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

// TestAnyLog GR-25: events out of their order, about groups and people that are not there, are
// passed over; the state that is left is one that a snapshot keeps, and that can be looked at.
func TestAnyLog(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := groups.New(nil)
		m := rapid.SampledFrom([]rooms.MemberID{"ana", "bea", "zoe", ""})
		g := rapid.SampledFrom([]rooms.GroupID{"s-1", "s-2", "s-3", "t-1", ""})
		for i := range rapid.IntRange(1, 30).Draw(rt, "events") {
			a, b, id := m.Draw(rt, "a"), m.Draw(rt, "b"), g.Draw(rt, "group")
			es := []codec.Event{
				groups.Made{Set: "s", Groups: []groups.Named{{Members: []rooms.MemberID{a}}, {Members: nil, Host: b}}},
				groups.Withdrawn{}, groups.Opened{Until: 5}, groups.Opened{Boards: []rooms.BoardID{"b"}},
				groups.Placed{Member: a, Group: id}, groups.Swapped{A: a, B: b}, groups.Freed{Member: a}, groups.Titled{Group: id},
				groups.Hosted{Group: id, Member: a}, groups.Extended{}, groups.Called{ClosesAt: 9}, groups.Ended{},
				groups.Turned{Round: 7, Groups: [][]rooms.MemberID{{a}, {b}, {"fay"}}}, groups.Turned{}, groups.Asked{Group: id},
				groups.Answered{Group: id}, groups.Visited{Member: a, Group: id}, groups.Said{}, groups.Done{Group: id, On: true},
				groups.Wished{Member: a, On: true},
			}
			s.Apply(rooms.Millis(i), rooms.Seq(i), a, rapid.SampledFrom(es).Draw(rt, "event"))
		}
		r := groups.Room{
			Circle: []rooms.MemberID{"ana", "bea"}, Here: func(rooms.MemberID) bool { return true },
			Facilitates: func(x rooms.MemberID) bool { return x == "ana" }, Listens: func(rooms.MemberID) bool { return false },
		}
		before, err := json.Marshal(s)
		if err != nil {
			rt.Fatal(err)
		}
		s.Seen()
		s.Own("s-1")
		s.Led(r)
		s.Tick(1000)
		s.Where("ana")
		s.Alone("ana", r)
		if _, no := s.Propose("ana", groups.ProposeArgs{Set: "u", By: groups.Fresh, Size: 2}, "", r); no != nil && no.Code != groups.CodeOpen && no.Code != groups.CodeFew {
			rt.Fatal(no.Code)
		}
		back := groups.New(nil)
		if err := json.Unmarshal(before, &back); err != nil {
			rt.Fatal(err)
		}
		if again, err := json.Marshal(back); err != nil || string(again) != string(before) {
			rt.Fatalf("%v\n%s\n%s", err, before, again)
		}
	})
}
