package minutes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/session"
)

// What a small group chose and asked itself comes into the minutes under its name, with its board; who voted what, what an
// objection said and who sat with whom do not. What whoever kept the circle retained comes before the decisions.
func TestMinutesOfGroups(t *testing.T) {
	t.Parallel()
	l := begin(t, session.ModeConfidential)
	l.does("ana", "people.enter", args{"listed": true})
	for _, m := range []rooms.MemberID{"bea", "cleo", "dina", "elie"} {
		l.does(m, "people.enter", args{})
	}
	l.next(-1)
	l.does("ana", "groups.propose", args{
		"set": "s1", "by": "chosen", "groups": [][]string{{"cleo", "dina"}, {"elie"}}, "titles": []string{"Table du fleuve", ""},
	})
	l.does("ana", "groups.open", args{"set": "s1", "boards": []string{"fleuve", "boise"}})
	l.does("cleo", "poll.prepare", args{"poll": "v1", "group": "s1-1", "kind": "consent", "question": "Le pain du jeudi"})
	l.does("dina", "poll.open", args{"poll": "v1"})
	l.does("dina", "poll.vote", args{"poll": "v1", "ballot": args{"stance": "reserve", "text": "canari-réserve"}})
	options := []args{{"id": "a", "text": "Le répit"}, {"id": "b", "text": "Le deuil"}}
	l.does("elie", "poll.prepare", args{"poll": "v2", "group": "s1-2", "kind": "ballot", "question": "Par où commencer?", "options": options})
	l.does("elie", "poll.open", args{"poll": "v2"})
	l.does("elie", "poll.vote", args{"poll": "v2", "ballot": args{"choice": "b"}})
	l.does("cleo", "stick.prepare", args{"round": "r1", "question": "Qui porte le deuil avec nous?"})
	l.does("cleo", "stick.begin", args{"round": "r1"})
	l.does("elie", "stick.prepare", args{"round": "r2", "question": "Une ronde jamais commencée?"})
	l.does("ana", "groups.close", args{})
	l.does("ana", "record.add", args{"id": "i1", "kind": "summary", "text": "On revient aux visites du jeudi."})
	l.does("ana", "session.close", args{})

	raw, err := json.Marshal(build(t, input(t, l.Log)))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(raw), "\u00a0", " ")
	for _, want := range []string{
		"Le pain du jeudi (Table du fleuve)", "Par où commencer? (groupe 2)", "trop peu pour en dire le compte", "Ce qu’on en retient",
		"On revient aux visites du jeudi.", "ronde-s1-1-1", "« Qui porte le deuil avec nous? »",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the minutes", want)
		}
	}
	for _, never := range []string{"canari", "Le deuil", "jamais commencée", "Le cercle, dans l’ordre", names()["elie"], names()["dina"]} {
		if strings.Contains(text, never) {
			t.Errorf("%q is in the minutes", never)
		}
	}
	if strings.Index(text, "On revient aux visites") > strings.Index(text, `"Décisions"`) {
		t.Error("what is retained comes after the decisions")
	}
}
