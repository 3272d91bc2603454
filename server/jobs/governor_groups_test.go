package jobs_test

import (
	"fmt"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/jobs"
)

// TestAGroupsBoardIsItsOwn DE-5: while groups are open a group's board is seen by the group and by those who facilitate;
// whoever changes groups changes boards; when they close it is everyone's again. Read from the log anew before each
// event, as after a node that died, or by one governor, rights are the same; answers that were lost change nothing.
func TestAGroupsBoardIsItsOwn(t *testing.T) {
	for _, anew := range []bool{false, true} {
		t.Run(fmt.Sprint("read anew: ", anew), func(t *testing.T) {
			b := start(t)
			d := &desk{t: t, rooms: map[rooms.RoomID]*board.Board{}, loses: 2}
			odile, lea, sam, zoe, late := id(), id(), id(), id(), id()
			tree, north, south := id(), id(), id()
			one := jobs.NewGovernor(b.store.Records, b.store.Log, d, clock{}.Now, zerolog.Nop())
			play := func(events ...[2]string) {
				t.Helper()
				for _, e := range events {
					b.log(e)
					if anew {
						one = jobs.NewGovernor(b.store.Records, b.store.Log, d, clock{}.Now, zerolog.Nop())
					}
					b.run(one)
				}
			}
			enters := func(m, role string) [2]string {
				return [2]string{"people.entered", `{"member":"` + m + `","role":"` + role + `","order":1,"here":true}`}
			}
			opens := func(x string) [2]string { return [2]string{"boards.opened", `{"board":"` + x + `","title":"Groupe"}`} }
			sees := func(when string, board string, want ...string) {
				t.Helper()
				in := map[string]bool{}
				for _, m := range want {
					in[m] = true
				}
				for _, m := range []string{odile, lea, sam, zoe, late} {
					// All are members of the community, who read its boards as they please.
					_, ok := d.rooms[rooms.RoomID("brd_"+board)].Viewer(rooms.MemberID(m), rooms.RoleMember)
					if ok != in[m] {
						t.Errorf("%s: %s sees it: %t", when, map[string]string{odile: "Odile", lea: "Léa", sam: "Sam", zoe: "Zoé", late: "who came late"}[m], ok)
					}
				}
			}
			all := []string{odile, lea, sam, zoe, late}
			play([2]string{"session.opened", `{"boards":[{"board":"` + tree + `","title":"Arbre"}]}`},
				enters(odile, "facilitator"), enters(lea, "member"), enters(sam, "member"), enters(zoe, "member"))
			play(opens(north), opens(south),
				[2]string{"groups.proposed", `{"set":"s","by":"lot","groups":[{"members":["` + lea + `"]},{"members":["` + sam + `","` + zoe + `"]}]}`},
				[2]string{"groups.opened", `{"boards":["` + north + `","` + south + `"]}`})
			sees("open", north, odile, lea)
			sees("open", south, odile, sam, zoe)
			sees("open", tree, all...)

			play(enters(late, "member"))
			sees("somebody came late", north, odile, lea)
			play([2]string{"groups.placed", `{"member":"` + zoe + `","group":"s-1","why":"moved"}`})
			sees("Zoé was moved", north, odile, lea, zoe)
			sees("Zoé was moved", south, odile, sam)
			play([2]string{"people.role_given", `{"member":"` + late + `","role":"cofacilitator"}`})
			sees("another facilitates", south, odile, sam, late)
			play([2]string{"people.left", `{"member":"` + lea + `"}`})
			sees("Léa left", north, odile, zoe, late)
			play([2]string{"groups.turned", `{"round":2,"groups":[["` + sam + `"],["` + zoe + `"]]}`})
			sees("next table", north, odile, sam, late)
			sees("next table", south, odile, zoe, late)

			play([2]string{"groups.closed", `{"why":"ended"}`})
			for _, x := range []string{north, south} {
				sees("closed", x, all...)
				if v := d.view(x, zoe); v.May != board.Write {
					t.Errorf("a board that came back: %+v", v)
				}
			}
			if v := d.view(north, lea); v.May != board.Read {
				t.Errorf("who left the meeting: %+v", v)
			}
			play([2]string{"session.closed", `{}`})
			if v := d.view(north, zoe); v.Lent != "" {
				t.Errorf("still lent: %+v", v)
			}
			kept, err := b.store.Records.ListBoardsOfMeeting(t.Context(), b.meeting.ID)
			if err != nil || len(kept) != 3 {
				t.Fatalf("the minutes would have %d boards: %v", len(kept), err)
			}
		})
	}
}

// A session that closes while groups are open gives all boards back.
func TestGroupsBoardsComeBackWithTheClose(t *testing.T) {
	b := start(t)
	d := &desk{t: t, rooms: map[rooms.RoomID]*board.Board{}}
	lea, north := id(), id()
	b.log([2]string{"session.opened", `{}`}, [2]string{"people.entered", `{"member":"` + lea + `","role":"member","order":1,"here":true}`},
		[2]string{"boards.opened", `{"board":"` + north + `","title":"Groupe"}`},
		[2]string{"groups.proposed", `{"set":"s","by":"lot","groups":[{"members":["` + lea + `"]}]}`},
		[2]string{"groups.opened", `{"boards":["` + north + `"]}`}, [2]string{"session.closed", `{}`})
	b.run(jobs.NewGovernor(b.store.Records, b.store.Log, d, clock{}.Now, zerolog.Nop()))
	if v := d.view(north, lea); v.Lent != "" {
		t.Fatalf("%+v", v)
	}
	if _, ok := d.rooms[rooms.RoomID("brd_"+north)].Viewer("zoe", rooms.RoleMember); !ok {
		t.Error("the community does not see it")
	}
}
