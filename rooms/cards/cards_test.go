package cards_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/cards"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

// told opens a sheet and lets each person write one card.
func written(t *testing.T, setup cards.Setup, texts map[rooms.MemberID]string) *world {
	t.Helper()
	w := newWorld()
	e, no := w.State.Open(cards.OpenArgs{Sheet: "s1", Setup: setup})
	if code := w.Try("m-ana", e, no); code != "" {
		t.Fatal(code)
	}
	for _, m := range veiltest.Sorted(texts) {
		e, no := w.State.Write(m, cards.WriteArgs{Sheet: "s1", Card: cards.CardID("c-" + m), Text: texts[m]})
		if code := w.Try(m, e, no); code != "" {
			t.Fatal(code)
		}
	}
	return w
}

func (w *world) reveal(t *testing.T, a cards.RevealArgs) {
	t.Helper()
	e, no := w.State.Reveal(a, nil)
	if code := w.Try("m-ana", e, no); code != "" {
		t.Fatal(code)
	}
}

var three = map[rooms.MemberID]string{"m-ana": "le café du jeudi", "m-bob": "aller voir les familles", "m-cleo": "se taire ensemble"}

// TestLimits (CK-4): one too many, too long, empty; on what is not there; after the end.
func TestLimits(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{Per: 1, Chars: 30}, three)
	write := func(m rooms.MemberID, sheet cards.SheetID, card cards.CardID, text string) string {
		e, no := w.State.Write(m, cards.WriteArgs{Sheet: sheet, Card: card, Text: text})
		return w.Try(m, e, no)
	}
	for _, c := range []struct{ got, want string }{
		{write("m-dina", "s9", "c9", "oui"), cards.CodeNoSheet},
		{write("m-dina", "s1", "", "oui"), rooms.CodeBadArgs},
		{write("m-dina", "s1", "c9", " \n\x00 "), cards.CodeCardEmpty},
		{write("m-dina", "s1", "c9", strings.Repeat("é", 31)), cards.CodeCardLong},
		{write("m-dina", "s1", "c-m-ana", "à moi"), cards.CodeCardThere},
		{write("m-ana", "s1", "c9", "une autre"), cards.CodeManyCards},
		{write("m-ana", "s1", "c-m-ana", strings.Repeat("é", 30)), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
	w.reveal(t, cards.RevealArgs{Sheet: "s1"})
	if code := write("m-dina", "s1", "c9", "trop tard"); code != cards.CodeSheetOver {
		t.Error(code)
	}
	for i := range 50 {
		e, no := w.State.Open(cards.OpenArgs{Sheet: cards.SheetID(veiltest.Name("more", i))})
		if code := w.Try("m-ana", e, no); code != "" && (i != 39 || code != cards.CodeManySheets) {
			t.Errorf("sheet %d: %s", i, code)
		} else if code != "" {
			break
		}
	}
}

// TestFullSheet: a sheet holds as many cards as a board takes in one command.
func TestFullSheet(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{Per: 50, Unsigned: true}, nil)
	code := ""
	for i := 0; code == ""; i++ {
		m := people[i%5]
		if i >= 250 {
			m = rooms.MemberID(veiltest.Name("late", i))
		}
		e, no := w.State.Write(m, cards.WriteArgs{Sheet: "s1", Card: cards.CardID(veiltest.Name("c", i)), Text: veiltest.Name("carte ", i)})
		if code = w.Try(m, e, no); code != "" && (i != 250 || code != cards.CodeSheetFull) {
			t.Fatalf("card %d: %s", i, code)
		}
	}
	w.reveal(t, cards.RevealArgs{Sheet: "s1", Board: "b1", Spot: cards.Spot{W: 1600, H: 900}})
	b := board.New("brd_b1")
	place(t, b, w)
	if n := len(notes(t, b)); n != 250 {
		t.Errorf("%d notes", n)
	}
}

// place does what a projector does; it may do it again.
func place(t *testing.T, b *board.Board, w *world) (done int) {
	t.Helper()
	batches, err := w.State.Batches("s1")
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range batches {
		steps, no := b.Handle(rooms.Command{
			Client: batch.Client, N: batch.N, Actor: rooms.Actor{System: true, Member: batch.By}, At: 5000,
			Name: board.NameOp, Args: batch.Args,
		})
		if no != nil && no.Code != rooms.CodeRepeated {
			t.Fatal(no.Code, no.Data)
		}
		done += len(steps)
	}
	return done
}

type element struct {
	ID          string
	Type, Text  string
	Index       string
	By          string
	OriginalTxt string `json:"originalText"`
	ContainerID string `json:"containerId"`
	X, Y        float64
	Width       float64
	Height      float64
	IsDeleted   bool
}

// notes are the texts that lie on a board, with their rectangles.
func notes(t *testing.T, b *board.Board) map[string][2]element {
	t.Helper()
	raw, err := json.Marshal(b.View(rooms.Viewer{Member: "m-ana", Role: rooms.RoleMember}))
	if err != nil {
		t.Fatal(err)
	}
	var view struct {
		Els map[string]element `json:"els"`
	}
	if err := json.Unmarshal(raw, &view); err != nil {
		t.Fatal(err)
	}
	papers, found := map[string]element{}, map[string][2]element{}
	for _, e := range view.Els {
		papers[e.ID] = e
	}
	for _, e := range view.Els {
		if e.Type == "text" && !e.IsDeleted {
			found[e.OriginalTxt] = [2]element{papers[e.ContainerID], e}
		}
	}
	return found
}

// TestOnTheBoardOnce (CK-12): a board takes the batch as it takes people's notes; sent
// again, nothing happens, even where a note was thrown away meanwhile; recorded, there is none.
func TestOnTheBoardOnce(t *testing.T) {
	t.Parallel()
	for _, unsigned := range []bool{true, false} {
		w := written(t, cards.Setup{Unsigned: unsigned}, three)
		w.reveal(t, cards.RevealArgs{Sheet: "s1", Seed: 4, Board: "b1", Spot: cards.Spot{X: 100, Y: 50, W: 700, H: 300}})
		b := board.New("brd_b1")
		if n := place(t, b, w); unsigned && n != 1 || !unsigned && n != 3 {
			t.Fatalf("%d commands had an effect", n)
		}
		found := notes(t, b)
		for m, words := range three {
			paper, label := found[words][0], found[words][1]
			if want := map[bool]string{false: string(m)}[unsigned]; label.By != want || paper.By != want {
				t.Errorf("%q is signed %q", words, label.By)
			}
			if label.X < paper.X || label.Y < paper.Y || label.X+label.Width > paper.X+paper.Width || label.Y+label.Height > paper.Y+paper.Height {
				t.Errorf("%q overflows: %+v in %+v", words, label, paper)
			}
		}
		gone, err := json.Marshal(map[string]any{"ops": []any{map[string]any{"id": found["se taire ensemble"][1].ID, "set": map[string]any{"isDeleted": true}}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, no := b.Handle(rooms.Command{Actor: rooms.Actor{Member: "m-bob", Standing: rooms.RoleMember}, Name: board.NameOp, Args: gone}); no != nil {
			t.Fatal(no)
		}
		if n := place(t, b, w); n != 0 || len(notes(t, b)) != 2 {
			t.Errorf("sent again, %d commands had an effect", n)
		}
		e, no := w.State.Place(cards.SheetArgs{Sheet: "s1"})
		if code := w.Try("", e, no); code != "" {
			t.Fatal(code)
		}
		if batches, err := w.State.Batches("s1"); err != nil || batches != nil {
			t.Error(batches, err)
		}
	}
}

// TestHerWordsOnTheBoard: a signed card's author withdraws her words there as well (B8).
func TestHerWordsOnTheBoard(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{}, three)
	w.reveal(t, cards.RevealArgs{Sheet: "s1", Board: "b1"})
	b := board.New("brd_b1")
	place(t, b, w)
	id := notes(t, b)["le café du jeudi"][1].ID
	withdraw := func(m rooms.MemberID) *rooms.Refusal {
		_, no := b.Handle(rooms.Command{
			Actor: rooms.Actor{Member: m, Standing: rooms.RoleMember}, Name: board.NameWithdraw, Args: json.RawMessage(`{"elements":["` + id + `"]}`),
		})
		return no
	}
	if no := withdraw("m-bob"); no == nil || no.Code != board.CodeNotYours {
		t.Error(no)
	}
	if no := withdraw("m-ana"); no != nil {
		t.Error(no)
	}
	if _, still := notes(t, b)["le café du jeudi"]; still {
		t.Error("the words are still on the board")
	}
}

// TestLayout: whatever the words and the spot, notes lie in their order, in rows, none
// over another, each line within its note.
func TestLayout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`[a-zéA-Z «»:?!—0-9\n]{1,120}`), 1, 60).Draw(rt, "texts")
		span := rapid.Float64Range(0, 5000)
		spot := cards.Spot{X: span.Draw(rt, "x"), Y: span.Draw(rt, "y"), W: span.Draw(rt, "w"), H: span.Draw(rt, "h")}
		laid := cards.Layout(texts, spot)
		if len(laid) != len(texts) {
			rt.Fatalf("%d notes of %d", len(laid), len(texts))
		}
		for i, n := range laid {
			if n.Place != i || strings.Join(strings.Fields(strings.Join(n.Lines, "")), "") != strings.Join(strings.Fields(n.Text), "") {
				rt.Fatalf("%q was laid out as %q", n.Text, n.Lines)
			}
			if float64(len(n.Lines))*27+10 > n.H+1e-6 || n.H < 120 || n.W != 200 {
				rt.Fatalf("%d lines in %v", len(n.Lines), n.H)
			}
			for _, o := range laid[:i] {
				if n.X < o.X+o.W+24 && o.X < n.X+n.W+24 && n.Y < o.Y+o.H+24 && o.Y < n.Y+n.H+24 {
					rt.Fatalf("%+v lies over %+v", n, o)
				}
				if n.Y < o.Y || n.Y == o.Y && n.X < o.X {
					rt.Fatalf("%+v comes after %+v", n, o)
				}
			}
		}
	})
}

// TestFormOfTheGrid: as the spot is wide or high, so is the grid.
func TestFormOfTheGrid(t *testing.T) {
	t.Parallel()
	texts := slices.Repeat([]string{"oui"}, 12)
	for spot, columns := range map[cards.Spot]int{{W: 5000, H: 100}: 12, {W: 200, H: 5000}: 1, {W: 1600, H: 900}: 4, {}: 4} {
		seen := map[float64]bool{}
		for _, n := range cards.Layout(texts, spot) {
			seen[n.X] = true
		}
		if len(seen) != columns {
			t.Errorf("%v: %d columns, not %d", spot, len(seen), columns)
		}
	}
}

// TestLinesFit: no line is wider than its note in the font that boards are written in.
func TestLinesFit(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../assets/render/typeface/ttf/Nunito-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.StringMatching(`([a-zA-ZéèêàçùœŒÉÀîô’«»…:;?!\-0-9W@]{1,14} ){1,12}`).Draw(rt, "words")
		for _, line := range cards.Layout([]string{words}, cards.Spot{})[0].Lines {
			wide := 0.0
			for _, r := range line {
				g, err := f.GlyphIndex(&buf, r)
				if err != nil {
					rt.Fatal(err)
				}
				a, err := f.GlyphAdvance(&buf, g, fixed.I(1000), font.HintingNone)
				if err != nil {
					rt.Fatal(err)
				}
				wide += float64(a) / 64 * 20 / 1000
			}
			if wide > 190 {
				rt.Fatalf("%q is %v px wide", line, wide)
			}
		}
	})
}

// TestWhoLeavesKeepsHerCards (CK-6), and a late arrival's are with them (CK-3): the
// machine asks nobody where she is.
func TestWhoLeavesKeepsHerCards(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{}, three)
	e, no := w.State.Finish("m-bob", cards.DoneArgs{Sheet: "s1", On: true})
	w.Try("m-bob", e, no)
	e, no = w.State.Write("m-late", cards.WriteArgs{Sheet: "s1", Card: "c9", Text: "j’arrive"})
	w.Try("m-late", e, no)
	if v, _ := w.State.Seen("s1", []rooms.MemberID{"m-ana", "m-late"}); v.Done != 0 || v.Of != 2 {
		t.Errorf("CK-5: %d of %d", v.Done, v.Of)
	}
	w.reveal(t, cards.RevealArgs{Sheet: "s1"})
	if v, _ := w.State.Seen("s1", nil); len(v.Cards) != 4 {
		t.Errorf("CK-6: %v", v.Cards)
	}
}

// TestFates (CK-14): what goes when, told once.
func TestFates(t *testing.T) {
	t.Parallel()
	w := written(t, cards.Setup{}, three) // places 1 to 4: opened, ana, bob, cleo
	for _, a := range []cards.WriteArgs{{Card: "c-m-ana", Text: "le café du vendredi"}, {Card: "c8", Text: "pour moi", Keep: true}, {Card: "c9", Text: "non"}} {
		a.Sheet = "s1"
		e, no := w.State.Write("m-ana", a)
		w.Try("m-ana", e, no) // places 5 to 7
	}
	e, no := w.State.Withdraw("m-ana", cards.CardArgs{Card: "c9"})
	w.Try("m-ana", e, no)
	fates := func() map[rooms.Seq]veil.Fate {
		words, all := cards.NewWords(), map[rooms.Seq]veil.Fate{}
		for _, e := range w.Events {
			words.Read(e.Seq, w.Decode(e))
		}
		for _, s := range words.Places() {
			all[s], _ = words.Fate(s)
		}
		return all
	}
	check := func(when string, want map[rooms.Seq]veil.Fate) {
		if got := fates(); veiltest.Text(got) != veiltest.Text(want) {
			t.Errorf("%s: %v, not %v", when, got, want)
		}
	}
	check("open", map[rooms.Seq]veil.Fate{2: veil.AtOnce, 3: veil.AtClose, 4: veil.AtClose, 5: veil.AtClose, 6: veil.AtClose, 7: veil.AtOnce, 8: veil.AtClose})
	whole := slices.Clone(w.Events)
	w.reveal(t, cards.RevealArgs{Sheet: "s1"})
	check("signed", map[rooms.Seq]veil.Fate{2: veil.AtOnce, 3: veil.WithTalk, 4: veil.WithTalk, 5: veil.WithTalk, 6: veil.AtClose, 7: veil.AtOnce, 8: veil.AtClose})
	w.Events = whole
	w.State = w.Replayed()
	w.reveal(t, cards.RevealArgs{Sheet: "s1", Unsigned: true})
	check("unsigned", map[rooms.Seq]veil.Fate{2: 1, 3: 1, 4: 1, 5: 1, 6: veil.AtClose, 7: 1, 8: 1, 9: veil.WithTalk})
}
