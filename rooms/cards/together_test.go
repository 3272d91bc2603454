package cards_test

import (
	"testing"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/veil"
)

// two are two people's sheets of two groups: neither can be shown alone.
func two(t *testing.T) *world {
	t.Helper()
	w := written(t, cards.Setup{Unsigned: true, Group: "g-1"}, map[rooms.MemberID]string{"m-ana": "le bruit", "m-bob": "la fatigue"})
	e, no := w.State.Open(cards.OpenArgs{Sheet: "s2", Setup: cards.Setup{Unsigned: true, Group: "g-2"}})
	if code := w.Try("m-ana", e, no); code != "" {
		t.Fatal(code)
	}
	for m, text := range map[rooms.MemberID]string{"m-cleo": "le temps", "m-dina": "dire non"} {
		e, no := w.State.Write(m, cards.WriteArgs{Sheet: "s2", Card: cards.CardID("c-" + m), Text: text})
		if code := w.Try(m, e, no); code != "" {
			t.Fatal(code)
		}
	}
	return w
}

// TestTwoPairsAreOneLot (CK-9, CK-16): a pair that had written without names could never show its cards.
func TestTwoPairsAreOneLot(t *testing.T) {
	t.Parallel()
	w := two(t)
	for _, id := range []cards.SheetID{"s1", "s2"} {
		if _, no := w.State.Reveal(cards.RevealArgs{Sheet: id}, nil); no == nil || no.Code != cards.CodeFewAuthors {
			t.Errorf("%s is shown alone: %v", id, no)
		}
	}
	w.reveal(t, cards.RevealArgs{Sheet: "s2", With: []cards.SheetID{"s1"}, Seed: 4})
	shown, _ := w.State.Seen("s2", nil)
	if len(shown.Cards) != 4 || !shown.Mixed || shown.Life != cards.Revealed {
		t.Errorf("shown: %+v", shown)
	}
	for _, c := range shown.Cards {
		if c.By != "" || c.Card != "" {
			t.Errorf("%+v leads to who wrote", c)
		}
	}
	if other, _ := w.State.Seen("s1", nil); other.Life != cards.Joined || len(other.Cards) > 0 {
		t.Errorf("the other: %+v", other)
	}
	if mine := w.State.Mine("m-ana"); len(mine) > 0 {
		t.Errorf("Ana has %v still", mine)
	}
	w.Take(w.Due(veil.AtOnce)...)
	for _, e := range w.Events {
		if p, ok := w.Decode(e).(cards.Written); ok && (p.Member != "" || p.Text != "") {
			t.Errorf("the log has at %d who wrote, or what: %+v", e.Seq, p)
		}
	}
	if again, _ := w.State.Seen("s2", nil); len(again.Cards) != 4 || again.Cards[0].Gone {
		t.Errorf("the lot went with what it was made of: %+v", again)
	}
}

// TestOneHandIsOneAuthor (CK-9, PE-17): three people by two hands; who wrote for two would know the third.
func TestOneHandIsOneAuthor(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{Unsigned: true}, three)
	line := func(m rooms.MemberID) rooms.MemberID {
		if m == "m-bob" {
			return "m-ana"
		}
		return m
	}
	if _, no := w.State.Reveal(cards.RevealArgs{Sheet: "s1"}, line); no == nil || no.Code != cards.CodeFewAuthors {
		t.Errorf("shown: %v", no)
	}
	if _, no := w.State.Reveal(cards.RevealArgs{Sheet: "s1"}, nil); no != nil {
		t.Error(no.Code)
	}
}
