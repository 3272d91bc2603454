package roomtest_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/session"
)

const twoGroups = "\nana people.enter\ncleo people.enter\ndina people.enter\nelie people.enter\n" +
	"ana groups.propose set=s1 by=chosen groups=[[\"cleo\",\"dina\"],[\"elie\"]]\nana groups.open set=s1"

// A sentence told to all groups whose words are destroyed was still on the pages of those who had seen it: the state of before
// was changed with it, so that nothing seemed to have changed (SE-10, VI-1).
func TestWhatWasToldToGroupsLeavesTheirPages(t *testing.T) {
	t.Parallel()
	w := lived(t, "plan open"+twoGroups+"\nana groups.say text=\"chat: cinq minutes\"")
	if _, no, err := w.Do(w.Host(session.CmdRedact, asJSON(t, session.RedactArgs{Seqs: []rooms.Seq{w.Live.Head()}}))); no != nil || err != nil {
		t.Fatal(no, err)
	}
	if told := w.See("cleo").Groups.Told; told == nil || told.Text != "" {
		t.Errorf("she still reads %+v", told)
	}
}

// When the last group is done there is no part left to tell: those who facilitate were sent an empty list, which their view does not
// have (VI-1).
func TestNoPartsInGroupsAreNoList(t *testing.T) {
	t.Parallel()
	lived(t, "plan open scenario=TR people=6"+twoGroups+"\ncleo groups.done on=true\nelie groups.done on=true")
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A vote of a group that was done is for those in the plenary to see; sitting anew takes it from them, who sit where they sat and
// are told nothing else: it stayed on their pages (VI-1).
func TestAVoteOfAGroupLeavesThePlenaryWithIt(t *testing.T) {
	t.Parallel()
	w := lived(t, "plan open"+twoGroups+
		"\nelie poll.prepare poll=p1 kind=rank question=\"Et nous?\" group=s1-2 options=[{\"id\":\"o-1\",\"text\":\"Un\"},{\"id\":\"o-2\",\"text\":\"Deux\"}]"+
		"\nelie groups.done on=true")
	if len(w.See("ana").Polls) != 1 {
		t.Fatalf("the plenary sees %v", w.See("ana").Polls)
	}
	turn := rooms.Command{
		Client: "mended", N: 1, Actor: rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}, At: w.Now, Name: "groups.turn", Args: []byte(`{"round":1,"seed":1}`),
	}
	if _, no, err := w.Do(turn); no != nil || err != nil {
		t.Fatal(no, err)
	}
	if len(w.See("ana").Polls) != 0 {
		t.Errorf("the plenary sees %v", w.See("ana").Polls)
	}
}
