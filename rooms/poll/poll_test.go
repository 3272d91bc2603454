package poll_test

import (
	"fmt"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/poll"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

// opened is a poll that is voted in.
func opened(t *testing.T, setup poll.Setup) *world {
	t.Helper()
	w := newWorld()
	setup.Question = "et maintenant?"
	e, no := w.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: setup})
	if code := w.Try("m-ana", e, no); code != "" {
		t.Fatal(code)
	}
	e, no = w.State.Open(poll.PollArgs{Poll: "p"})
	if code := w.Try("m-ana", e, no); code != "" {
		t.Fatal(code)
	}
	return w
}

func (w *world) vote(m rooms.MemberID, b poll.Ballot) string {
	e, no := w.State.Vote(m, poll.VoteArgs{Poll: "p", Ballot: b})
	return w.Try(m, e, no)
}

func (w *world) close(few bool) string {
	e, no := w.State.Close(poll.CloseArgs{Poll: "p", Few: few}, nil)
	return w.Try("m-ana", e, no)
}

func options(texts ...string) []poll.Option {
	var all []poll.Option
	for _, text := range texts {
		all = append(all, poll.Option{ID: poll.OptionID(text), Text: text})
	}
	return all
}

// TestBordaByHand (PO-7): three themes, five people, added up on paper: café 2+2+1+1+0 = 6 points,
// deuil 1+1+2+2+1 = 7, écoles the rest.
func TestBordaByHand(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Rank, Options: options("café", "deuil", "écoles")})
	for i, rank := range [][]poll.OptionID{
		{"café", "deuil", "écoles"},
		{"café", "deuil"}, // the same: one left out is last
		{"deuil", "café", "écoles"},
		{"deuil", "café"},
		{"écoles", "deuil", "café"},
	} {
		w.vote(rooms.MemberID(veiltest.Name("v", i)), poll.Ballot{Rank: rank})
	}
	w.close(false)
	want := `[{"option":"café","n":12,"place":2},{"option":"deuil","n":14,"place":1},{"option":"écoles","n":4,"place":3}]`
	if got := veiltest.Text(w.State.Polls["p"].Result.Sums); got != want {
		t.Errorf("%s", got)
	}
}

// TestTiesAreTies: equal sums share a place, and nobody is second to two firsts.
func TestTiesAreTies(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Dots, Points: 3, Options: options("a", "b", "c", "d")})
	w.vote("m-ana", poll.Ballot{Dots: map[poll.OptionID]int{"a": 1, "b": 1, "c": 1}})
	w.vote("m-bob", poll.Ballot{Dots: map[poll.OptionID]int{"a": 1, "b": 1}})
	w.close(false)
	places := ""
	for _, s := range w.State.Polls["p"].Result.Sums {
		places += fmt.Sprint(s.Place)
	}
	if places != "1134" {
		t.Error(places)
	}
}

// TestSecretOfTwo (PO-9): two ballots tell no sums, and are destroyed unread.
func TestSecretOfTwo(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Secret, Options: options("oui", "non")})
	w.vote("m-ana", poll.Ballot{Choice: "oui"})
	w.vote("m-bob", poll.Ballot{Choice: "non"})
	if code := w.close(false); code != poll.CodeFew {
		t.Fatal(code)
	}
	if code := w.close(true); code != "" {
		t.Fatal(code)
	}
	w.Take(w.Due(veil.AtOnce)...)
	if got := veiltest.Text(w.State.Polls["p"].Result); got != `{"cast":2,"few":true}` {
		t.Error(got)
	}
	if kept := veiltest.Text(w.Events[2:]); strings.Contains(kept, "oui") || strings.Contains(kept, "m-bob") {
		t.Error(kept)
	}
}

// TestObjectionIsLifted (PO-6): it stands in words before everyone, until its author votes anew.
func TestObjectionIsLifted(t *testing.T) {
	t.Parallel()
	for _, secret := range []bool{false, true} {
		w := opened(t, poll.Setup{Kind: poll.Consent, Secret: secret})
		w.vote("m-ana", poll.Ballot{Stance: poll.Agree})
		w.vote("m-bob", poll.Ballot{Stance: poll.Reserve})
		if code := w.vote("m-cleo", poll.Ballot{Stance: poll.Object, Text: "  "}); code != poll.CodeObjectWords {
			t.Error(code)
		}
		w.vote("m-cleo", poll.Ballot{Stance: poll.Object, Text: "le mardi, je ne peux pas"})
		v, _ := w.State.Seen("p", 3, false)
		want := `[{"stance":"object","text":"le mardi, je ne peux pas","by":"m-cleo"}]`
		if secret {
			want = `[{"stance":"object","text":"le mardi, je ne peux pas"}]`
		}
		if veiltest.Text(v.Voices) != want || v.Cast != 3 {
			t.Errorf("%+v", v)
		}
		w.vote("m-cleo", poll.Ballot{Stance: poll.Reserve, Text: "un mardi sur deux"})
		w.close(false)
		r := w.State.Polls["p"].Result.Consent
		if !r.Consented || r.Agree != 1 || r.Reserve != 2 || r.Object != 0 || len(r.Voices) != 1 {
			t.Errorf("%+v", r)
		}
		w.Take(w.Due(veil.AtOnce)...)
		if kept := veiltest.Text(w.Events); strings.Contains(kept, "je ne peux pas") || secret == strings.Contains(kept, "m-cleo") {
			t.Errorf("secret %v: %s", secret, kept)
		}
	}
}

// TestWordsOfAResultGo (PO-12): asked for, objections leave a closed poll and its log; sums stay.
func TestWordsOfAResultGo(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Consent})
	w.vote("m-ana", poll.Ballot{Stance: poll.Agree})
	w.vote("m-bob", poll.Ballot{Stance: poll.Object, Text: "pas en mars"})
	w.close(false)
	w.Take(w.Due(veil.AtOnce)...)
	w.Take(w.Due(veil.Stays)...)
	want := `{"cast":2,"consent":{"consented":false,"agree":1,"reserve":0,"object":1}}`
	if got := veiltest.Text(w.Replayed().Polls["p"].Result); got != want || veiltest.Text(w.State) != veiltest.Text(w.Replayed()) || strings.Contains(veiltest.Text(w.Events), "mars") {
		t.Errorf("%s %s", got, veiltest.Text(w.Events))
	}
}

// TestNobodyObjectedForNobodyVoted: silence is not consent.
func TestNobodyObjectedForNobodyVoted(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Consent})
	w.close(false)
	if w.State.Polls["p"].Result.Consent.Consented {
		t.Error("consented by nobody")
	}
}

// TestMaskedCells (PO-10): each row is the answers 1 to 5 of a scale, and what is told.
func TestMaskedCells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		given [5]int
		told  string
	}{
		{[5]int{0, 0, 0, 2, 2}, `{"question":"q","cast":4,"few":true}`},
		{[5]int{1, 1, 1, 1, 1}, `{"question":"q","cast":5,"cells":[null,null,null,null,null],"middle":3}`},
		{[5]int{0, 1, 0, 5, 6}, `{"question":"q","cast":12,"cells":[null,null,null,5,6],"middle":4}`},
		{[5]int{2, 7, 6, 5, 6}, `{"question":"q","cast":26,"cells":[null,7,6,null,6],"middle":3}`}, // the single masked one could be worked out
		{[5]int{0, 7, 6, 5, 6}, `{"question":"q","cast":24,"cells":[null,7,6,5,6],"middle":3}`},    // nobody is hidden there
		{[5]int{0, 0, 5, 5, 0}, `{"question":"q","cast":10,"cells":[null,null,5,5,null],"middle":3}`},
	} {
		w := opened(t, poll.Setup{Kind: poll.Survey, Asks: []poll.Question{{ID: "q", Text: "?", Kind: poll.Scale}}})
		for v, n := range c.given {
			for i := range n {
				w.vote(rooms.MemberID(fmt.Sprint(v, i)), poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{"q": {Scale: v + 1}}})
			}
		}
		w.vote("m-blank", poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{"q": {}}})
		w.close(false)
		if got := veiltest.Text(w.State.Polls["p"].Result.Answers[0]); got != c.told {
			t.Errorf("%v: %s", c.given, got)
		}
	}
}

// TestToldToFacilitators: words without names may be for those who facilitate alone.
func TestToldToFacilitators(t *testing.T) {
	t.Parallel()
	w := opened(t, poll.Setup{Kind: poll.Survey, Told: poll.ForFacilitators, Asks: []poll.Question{{ID: "q", Text: "?", Kind: poll.Own}}})
	w.close(false)
	all, _ := w.State.Seen("p", 9, false)
	facil, _ := w.State.Seen("p", 9, true)
	if all.Result != nil || facil.Result == nil || !facil.Result.Few {
		t.Errorf("%+v %+v", all, facil)
	}
}

// TestOptions (PO-1): added until it opens, by whom it says, and taken back by who added them.
func TestOptions(t *testing.T) {
	t.Parallel()
	w := newWorld()
	e, no := w.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: poll.Setup{Kind: poll.Dots, Points: 2, Question: "?", Options: options("a")}})
	w.Try("m-ana", e, no)
	e, no = w.State.Prepare(poll.PrepareArgs{Poll: "q", Setup: poll.Setup{Kind: poll.Rank, Question: "?", Propose: true}})
	w.Try("m-ana", e, no)
	e, no = w.State.Prepare(poll.PrepareArgs{Poll: "empty", Setup: poll.Setup{Kind: poll.Survey, Question: "?"}})
	w.Try("m-ana", e, no)
	propose := func(p poll.ID, runs bool, o poll.Option) string {
		e, no := w.State.Propose("m-bob", runs, poll.ProposeArgs{Poll: p, Option: o})
		return w.Try("m-bob", e, no)
	}
	back := func(p poll.ID, m rooms.MemberID, runs bool, o poll.OptionID) string {
		e, no := w.State.TakeBack(m, runs, poll.OptionArgs{Poll: p, Option: o})
		return w.Try(m, e, no)
	}
	open := func(p poll.ID) string {
		e, no := w.State.Open(poll.PollArgs{Poll: p})
		return w.Try("m-ana", e, no)
	}
	for i, c := range []struct{ got, want string }{
		{propose("p", false, poll.Option{ID: "b", Text: "b"}), rooms.CodeNotAllowed},
		{propose("p", true, poll.Option{ID: "a", Text: "b"}), poll.CodeOptionThere},
		{propose("p", true, poll.Option{ID: "b", Text: " a "}), poll.CodeOptionThere},
		{propose("p", true, poll.Option{ID: "b"}), poll.CodeOptionEmpty},
		{propose("p", true, poll.Option{Text: "b"}), rooms.CodeBadArgs},
		{propose("p", true, poll.Option{ID: "b", Text: strings.Repeat("é", 121)}), poll.CodeOptionLong},
		{propose("x", true, poll.Option{ID: "b", Text: "b"}), poll.CodeNoPoll},
		{open("p"), poll.CodeFewOptions},
		{open("empty"), poll.CodeNoAsks}, // « Il faut au moins 1 », of what?
		{propose("q", false, poll.Option{ID: "b", Member: "m-cleo"}), ""},
		{back("q", "m-ana", false, "b"), rooms.CodeNotAllowed},
		{back("q", "m-bob", false, "z"), poll.CodeNoOption},
		{back("q", "m-bob", false, "b"), ""},
		{back("q", "m-bob", false, "b"), poll.CodeNoOption},
		{propose("q", false, poll.Option{ID: "c", Text: "c"}), ""},
		{propose("q", false, poll.Option{ID: "d", Text: "d"}), ""},
		{back("q", "m-ana", true, "d"), ""},
		{propose("q", false, poll.Option{ID: "d", Text: "d"}), ""},
		{open("q"), ""},
		{propose("q", true, poll.Option{ID: "e", Text: "e"}), poll.CodeOpened},
		{back("q", "m-bob", true, "d"), poll.CodeOpened},
		{open("q"), poll.CodeOpened},
	} {
		if c.got != c.want {
			t.Errorf("%d: %q, not %q", i, c.got, c.want)
		}
	}
	for i := range 50 {
		if code := propose("p", true, poll.Option{ID: poll.OptionID(veiltest.Name("o", i)), Text: veiltest.Name("o", i)}); code != "" && (i != 39 || code != poll.CodeManyOptions) {
			t.Fatalf("option %d: %s", i, code)
		} else if code != "" {
			break
		}
	}
}

// TestBallots: what is refused, kind by kind (PO-3, PO-5, PO-7, PO-8).
func TestBallots(t *testing.T) {
	t.Parallel()
	type option = map[poll.OptionID]int
	asks := []poll.Question{
		{ID: "s", Text: "?", Kind: poll.Scale}, {ID: "w", Text: "?", Kind: poll.Words, Words: []string{"élan"}}, {ID: "o", Text: "?", Kind: poll.Own},
	}
	answer := func(id poll.QuestionID, a poll.Answer) poll.Ballot {
		return poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{id: a}}
	}
	for _, c := range []struct {
		setup  poll.Setup
		ballot poll.Ballot
		want   string
	}{
		{poll.Setup{Kind: poll.Dots, Points: 2, Options: options("a", "b", "c")}, poll.Ballot{Dots: option{"a": 1, "b": 1, "c": 1}}, poll.CodeManyPoints},
		{poll.Setup{Kind: poll.Dots, Points: 2, Options: options("a", "b")}, poll.Ballot{Dots: option{"a": 2}}, poll.CodeStacked},
		{poll.Setup{Kind: poll.Dots, Points: 2, Stack: true, Options: options("a", "b")}, poll.Ballot{Dots: option{"a": 2}}, ""},
		{poll.Setup{Kind: poll.Dots, Points: 2, Stack: true, Options: options("a", "b")}, poll.Ballot{Dots: option{"a": 1 << 62, "b": 1 << 62}}, poll.CodeManyPoints},
		{poll.Setup{Kind: poll.Dots, Points: 2, Options: options("a", "b")}, poll.Ballot{Dots: option{"a": -1, "b": 3}}, ""},
		{poll.Setup{Kind: poll.Dots, Points: 2, Options: options("a", "b")}, poll.Ballot{Dots: option{"z": 1}}, poll.CodeNoOption},
		{poll.Setup{Kind: poll.Dots, Points: 2, Options: options("a", "b")}, poll.Ballot{Choice: "a"}, poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Rank, Options: options("a", "b")}, poll.Ballot{Rank: []poll.OptionID{"a", "a"}}, poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Rank, Options: options("a", "b")}, poll.Ballot{Rank: []poll.OptionID{"z"}}, poll.CodeNoOption},
		{poll.Setup{Kind: poll.Rank, Options: options("a", "b")}, poll.Ballot{Rank: []poll.OptionID{}}, ""},
		{poll.Setup{Kind: poll.Secret, Options: options("a", "b")}, poll.Ballot{Choice: "z"}, poll.CodeNoOption},
		{poll.Setup{Kind: poll.Secret, Options: options("a", "b")}, poll.Ballot{Choice: "a", Text: "moi"}, poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Secret, Options: options("a", "b")}, poll.Ballot{}, ""},
		{poll.Setup{Kind: poll.Consent}, poll.Ballot{}, poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Consent}, poll.Ballot{Stance: poll.Agree, Text: "mais"}, poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Consent}, poll.Ballot{Stance: poll.Object, Text: strings.Repeat("é", 501)}, poll.CodeReasonLong},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("s", poll.Answer{Scale: 6}), poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("s", poll.Answer{Own: "six"}), poll.CodeBadBallot},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("w", poll.Answer{Words: []string{"calme"}}), poll.CodeNoOption},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("z", poll.Answer{Scale: 1}), poll.CodeNoOption},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("o", poll.Answer{Own: strings.Repeat("é", 201)}), poll.CodeOwnLong},
		{poll.Setup{Kind: poll.Survey, Asks: asks}, answer("w", poll.Answer{Words: []string{"élan", "élan"}}), ""},
	} {
		w := opened(t, c.setup)
		code := w.vote("m-ana", c.ballot)
		if c.ballot.Dots["a"] == -1 {
			if code == "" {
				t.Error("a point below none was taken")
			}
			continue
		}
		if code != c.want {
			t.Errorf("%s %+v: %q, not %q", c.setup.Kind, c.ballot, code, c.want)
		}
		if code == "" && (w.vote("m-ana", c.ballot) != "" || len(w.Events) != 3) {
			t.Errorf("the same vote again led to %d events", len(w.Events))
		}
	}
}

// TestPrepareRefuses: polls that could not be voted in.
func TestPrepareRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 301)
	for i, setup := range []poll.Setup{
		{}, {Kind: "toss", Question: "?"}, {Kind: poll.Consent}, {Kind: poll.Consent, Question: long},
		{Kind: poll.Dots, Question: "?"}, {Kind: poll.Dots, Question: "?", Points: 21}, {Kind: poll.Rank, Question: "?", Points: 1},
		{Kind: poll.Consent, Question: "?", Options: options("a")}, {Kind: poll.Rank, Question: "?", Told: "press"},
		{Kind: poll.Rank, Question: "?", Asks: []poll.Question{{ID: "q", Text: "?", Kind: poll.Scale}}},
		{Kind: poll.Survey, Question: "?", Asks: []poll.Question{{ID: "q", Text: "?", Kind: "essay"}}},
		{Kind: poll.Survey, Question: "?", Asks: []poll.Question{{ID: "q", Text: "?", Kind: poll.Words}}},
		{Kind: poll.Survey, Question: "?", Asks: []poll.Question{{ID: "q", Text: "?", Kind: poll.Scale}, {ID: "q", Text: "?", Kind: poll.Scale}}},
	} {
		s := poll.New()
		if _, no := s.Prepare(poll.PrepareArgs{Poll: "p", Setup: setup}); no == nil || no.Code != rooms.CodeBadArgs {
			t.Errorf("%d: %v", i, no)
		}
	}
	w := opened(t, poll.Setup{Kind: poll.Consent})
	e, no := w.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: poll.Setup{Kind: poll.Consent, Question: "?"}})
	if code := w.Try("m-ana", e, no); code != poll.CodePollThere {
		t.Error(code)
	}
	for i := 1; i < 61; i++ {
		e, no := w.State.Prepare(poll.PrepareArgs{Poll: poll.ID(veiltest.Name("p", i)), Setup: poll.Setup{Kind: poll.Consent, Question: "?"}})
		if code := w.Try("m-ana", e, no); (code != "") != (i == 60) || i == 60 && code != poll.CodeManyPolls {
			t.Fatalf("%d: %q", i, code)
		}
	}
}

// TestOver (PO-11): once closed or given up, nothing more; before it opens, no vote.
func TestOver(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"close", "give up"} {
		w := opened(t, poll.Setup{Kind: poll.Consent})
		w.vote("m-ana", poll.Ballot{Stance: poll.Agree})
		if end == "close" {
			w.close(false)
		} else {
			e, no := w.State.GiveUp(poll.PollArgs{Poll: "p"})
			w.Try("m-ana", e, no)
		}
		_, no := w.State.GiveUp(poll.PollArgs{Poll: "p"})
		if a, b := w.vote("m-bob", poll.Ballot{Stance: poll.Agree}), w.close(false); a != poll.CodeOver || b != poll.CodeOver || no == nil || no.Code != poll.CodeOver {
			t.Error(end, a, b, no)
		}
	}
	w := newWorld()
	e, no := w.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: poll.Setup{Kind: poll.Consent, Question: "?"}})
	w.Try("m-ana", e, no)
	if code := w.vote("m-bob", poll.Ballot{Stance: poll.Agree}); code != poll.CodeNotOpen {
		t.Error(code)
	}
}
