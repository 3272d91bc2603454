package cards_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

var people = []rooms.MemberID{"m-ana", "m-bob", "m-cleo", "m-dina", "m-eva"}

// play is one random history with its oracle.
type play struct {
	*rapid.T
	*world
	oracle
	said  map[string]rooms.MemberID // every wording ever accepted, and whose
	count int
	alone bool // without the oracle, which knows of no host that takes out anything
}

func (p *play) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(p.T, what) }

func (p *play) step() {
	by := people[p.pick(len(people), "who")]
	sheet := cards.SheetID(veiltest.Name("sheet-", p.pick(3, "sheet")))
	g := gesture{by: by, sheet: sheet}
	switch p.pick(14, "what") {
	case 0:
		a := cards.OpenArgs{Sheet: sheet, Setup: cards.Setup{Unsigned: p.pick(2, "unsigned") == 0, Per: 1 + p.pick(3, "per")}}
		e, no := p.State.Open(a)
		g.what, g.unsigned = "open", a.Unsigned
		p.after(g, p.Try(by, e, no))
	case 1:
		g.what, g.on = "done", p.pick(3, "on") > 0
		e, no := p.State.Finish(by, cards.DoneArgs{Sheet: sheet, On: g.on})
		p.after(g, p.Try(by, e, no))
	case 2, 3:
		p.withdraw(by)
	case 4:
		if p.pick(3, "sure") == 0 {
			p.reveal(g)
		}
	case 5:
		if p.pick(4, "sure") == 0 {
			e, no := p.State.GiveUp(cards.SheetArgs{Sheet: sheet})
			g.what = "give up"
			p.after(g, p.Try(by, e, no))
		}
	case 6:
		p.destroy()
	default:
		p.write(g)
	}
}

// destroy lets the log forget what is due, and sometimes anything.
func (p *play) destroy() {
	if p.pick(2, "due only") == 0 || len(p.Events) == 0 {
		p.Take(p.Due(veil.AtOnce)...)
	}
}

func (p *play) after(g gesture, code string) {
	if code == "" {
		p.gestures = append(p.gestures, g)
	}
}

func (p *play) write(g gesture) {
	p.count++
	g.what, g.card = "write", cards.CardID(veiltest.Name("card-", p.pick(12, "card")))
	g.text, g.keep = veiltest.Name("words-", p.count), p.pick(4, "keep") == 0
	e, no := p.State.Write(g.by, cards.WriteArgs{Sheet: g.sheet, Card: g.card, Text: g.text, Keep: g.keep})
	owner, where := rooms.MemberID(""), cards.SheetID("")
	for id := range p.State.Sheets {
		for card, old := range p.live(id) {
			if card == g.card && (p.life(id) != cards.GivenUp && (p.life(id) == cards.Open || old.keep || !p.unsigned(id))) {
				owner, where = old.by, id
			}
		}
	}
	if !p.alone && no == nil && owner != "" && (owner != g.by || where != g.sheet) {
		p.Fatalf("CK-2: %s wrote over a card of %s", g.by, owner)
	}
	if code := p.Try(g.by, e, no); code == "" {
		p.after(g, code)
		p.said[g.text] = g.by
	}
}

func (p *play) withdraw(by rooms.MemberID) {
	id := cards.CardID(veiltest.Name("card-", p.pick(12, "card")))
	e, no := p.State.Withdraw(by, cards.CardArgs{Card: id})
	if no == nil {
		w := e.(cards.Withdrawn)
		if !p.alone && p.live(w.Sheet)[id].by != by {
			p.Fatalf("CK-3: %s withdrew a card of %s", by, p.live(w.Sheet)[id].by)
		}
		p.after(gesture{what: "withdraw", by: by, sheet: w.Sheet, card: id}, p.Try(by, e, no))
	}
}

func (p *play) reveal(g gesture) {
	authors := map[rooms.MemberID]bool{}
	for _, c := range p.live(g.sheet) {
		if !c.keep {
			authors[c.by] = true
		}
	}
	was := p.life(g.sheet)
	g.what, g.unsigned = "reveal", p.pick(3, "leave out names") == 0
	secret := g.unsigned || p.unsigned(g.sheet)
	e, no := p.State.Reveal(cards.RevealArgs{Sheet: g.sheet, Seed: rapid.Uint64().Draw(p.T, "seed"), Unsigned: g.unsigned}, nil)
	p.after(g, p.Try(g.by, e, no))
	if may := was == cards.Open && len(authors) > 0 && (!secret || len(authors) >= 3); !p.alone && may != (no == nil) {
		p.Fatalf("CK-9: %d authors, unsigned %v, %s: %v", len(authors), secret, was, no)
	}
}

// check asks what each person may see, of the oracle and of the machine.
func (p *play) check(before map[cards.SheetID]cards.SheetView) map[cards.SheetID]cards.SheetView {
	present := people[:1+p.pick(len(people), "present")]
	now := map[cards.SheetID]cards.SheetView{}
	ids := veiltest.Sorted(p.State.Sheets)
	for _, id := range ids {
		v, _ := p.State.Seen(id, present)
		now[id] = v
		p.sheet(id, v, present)
		if was, ok := before[id]; ok {
			p.forward(was, v)
		}
	}
	for _, m := range people {
		if got, want := p.State.Mine(m), p.mine(m, ids); !reflect.DeepEqual(got, want) {
			p.Fatalf("CK-2: %s sees %v, wrote %v", m, got, want)
		}
		for _, id := range ids {
			if p.State.Finished(m)[id] != p.done(id, m) {
				p.Fatalf("CK-5: %s on %s", m, id)
			}
		}
		p.secret(m, p.told(m, present), now)
	}
	return now
}

func (p *play) sheet(id cards.SheetID, v cards.SheetView, present []rooms.MemberID) {
	done := 0
	for _, m := range present {
		if p.done(id, m) {
			done++
		}
	}
	if v.Life != p.life(id) || v.Done != done {
		p.Fatalf("CK-5: %s is %s with %d done, not %s with %d", id, v.Life, v.Done, p.life(id), done)
	}
	var words []string
	for _, c := range v.Cards {
		words = append(words, c.Text)
		if signed := c.By != "" || c.Card != ""; v.Unsigned && signed || c.By != "" && p.said[c.Text] != c.By {
			p.Fatalf("CK-8: %s shows %+v", id, c)
		}
	}
	slices.Sort(words)
	if !slices.Equal(words, p.revealed(id)) {
		p.Fatalf("CK-8: %s shows %v, not %v", id, words, p.revealed(id))
	}
}

// forward: no event lets a view go back.
func (p *play) forward(was, now cards.SheetView) {
	if was.Life != cards.Open && was.Life != now.Life || was.Unsigned && !now.Unsigned {
		p.Fatalf("%v came after %v", now, was)
	}
	for i, c := range was.Cards {
		if n := now.Cards[i]; n != c && (!n.Gone || n.By != "" || n.Text != "") {
			p.Fatalf("CK-11: %v came after %v", n, c)
		}
	}
}

// secret: of all words ever written, what a person is told holds hers and what is shown.
func (p *play) secret(m rooms.MemberID, told string, sheets map[cards.SheetID]cards.SheetView) {
	shown := map[string]bool{}
	for _, v := range sheets {
		for _, c := range v.Cards {
			shown[c.Text] = true
		}
	}
	for words, author := range p.said {
		if author != m && !shown[words] && strings.Contains(told, `"`+words+`"`) {
			p.Fatalf("CK-2: %s is told %q of %s: %s", m, words, author, told)
		}
	}
}

// TestHistories plays random sheets (CK-1 to CK-11): at each step everyone is told what
// the oracle says and nothing else, the log replays to what was lived, and once it has
// forgotten what is due, neither log nor snapshot leads from a person to words of hers
// that were revealed unsigned.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := &play{T: rt, world: newWorld(), said: map[string]rooms.MemberID{}}
		var seen map[cards.SheetID]cards.SheetView
		for range rapid.IntRange(1, 70).Draw(rt, "steps") {
			before := veiltest.Text(p.State)
			n := len(p.Events)
			p.step()
			if len(p.Events) == n && len(p.Gone) == 0 && veiltest.Text(p.State) != before {
				rt.Fatalf("a refusal changed the state")
			}
			seen = p.check(seen)
			if got, want := veiltest.Text(p.Replayed()), veiltest.Text(p.State); got != want {
				rt.Fatalf("replayed to\n%s\nlived\n%s", got, want)
			}
		}
		p.forgets()
	})
}

// forgets plays the close: CK-8, CK-13, CK-14.
func (p *play) forgets() {
	p.Take(p.Due(veil.AtOnce)...)
	for id, sh := range p.State.Sheets {
		if sh.Life != cards.Revealed || !sh.Unsigned {
			continue
		}
		kept := veiltest.Text(sh.Cards)
		for _, m := range people {
			if strings.Contains(strings.Replace(veiltest.Text(sh), kept, "", 1), `"`+string(m)+`"`) {
				p.Fatalf("CK-8: the snapshot of %s names %s: %s", id, m, veiltest.Text(sh))
			}
		}
		for _, e := range p.Events {
			if w, ok := p.Decode(e).(cards.Written); ok && w.Sheet == id && (w.Member != "" || w.By != "") && sh.Cards[w.Card] == nil {
				p.Fatalf("CK-14: event %d still has %s", e.Seq, e.Data)
			}
		}
	}
	confidential := p.pick(2, "confidential") == 0
	p.State.Close(confidential)
	for _, fates := range [][]veil.Fate{{veil.AtOnce, veil.AtClose}, {veil.WithTalk}} { // and thirty days later
		p.Take(p.Due(fates...)...)
		again := p.Replayed()
		again.Close(confidential)
		if got, want := veiltest.Text(again), veiltest.Text(p.State); got != want {
			p.Fatalf("after the close, replayed to\n%s\nlived\n%s", got, want)
		}
	}
	rest := veiltest.Text(p.Events) + veiltest.Text(p.State)
	for words, author := range p.said {
		if strings.Contains(rest, `"`+words+`"`) {
			p.Fatalf("CK-13: %q of %s is still there", words, author)
		}
	}
	for _, e := range p.Events {
		if e.Name == "cards.written" && e.By != "" {
			p.Fatalf("event %d is signed", e.Seq)
		}
	}
}

// TestAnythingRedactedReplays: whatever places a host takes out, and whenever, the log
// replays to what was lived.
func TestAnythingRedactedReplays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := &play{T: rt, world: newWorld(), said: map[string]rooms.MemberID{}, alone: true}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			p.step()
			if len(p.Events) > 0 && p.pick(4, "take out") == 0 {
				p.Take(p.Events[p.pick(len(p.Events), "place")].Seq)
			}
			if got, want := veiltest.Text(p.Replayed()), veiltest.Text(p.State); got != want {
				rt.Fatalf("replayed to\n%s\nlived\n%s", got, want)
			}
		}
	})
}

// TestOrderSaysNothing (CK-8): who wrote which of the words, and when, changes nothing
// of an unsigned reveal with the same seed.
func TestOrderSaysNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(rt, "cards")
		seed := rapid.Uint64().Draw(rt, "seed")
		reveal := func(when, who []int) cards.Unveiled {
			w := newWorld()
			e, no := w.State.Open(cards.OpenArgs{Sheet: "s", Setup: cards.Setup{Unsigned: true}})
			w.Try("m-ana", e, no)
			for _, i := range when {
				m := people[who[i]%3]
				e, no := w.State.Write(m, cards.WriteArgs{Sheet: "s", Card: cards.CardID(veiltest.Name("c", who[i])), Text: veiltest.Name("words ", i)})
				w.Try(m, e, no)
			}
			e, no = w.State.Reveal(cards.RevealArgs{Sheet: "s", Seed: seed}, nil)
			if no != nil {
				rt.Fatal(no)
			}
			return e.(cards.Unveiled)
		}
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		a := reveal(rapid.Permutation(all).Draw(rt, "when"), rapid.Permutation(all).Draw(rt, "who"))
		b := reveal(rapid.Permutation(all).Draw(rt, "when else"), rapid.Permutation(all).Draw(rt, "who else"))
		if !slices.Equal(a.Texts, b.Texts) {
			rt.Fatalf("%v and %v", a.Texts, b.Texts)
		}
	})
}

// TestWhoeverWrites (CK-2, CK-8, CK-14): let two people change places in all that they write on a
// sheet revealed without names. Nobody else is told anything else at any time, and after
// the close the log is the same to the byte.
func TestWhoeverWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		runs := [2]*world{newWorld(), newWorld()}
		for _, w := range runs {
			e, no := w.State.Open(cards.OpenArgs{Sheet: "s", Setup: cards.Setup{Unsigned: true}})
			w.Try("m-eva", e, no)
		}
		pick := func(n int, what string) int { return rapid.IntRange(0, n-1).Draw(rt, what) }
		for i := range rapid.IntRange(1, 30).Draw(rt, "gestures") {
			who, card, what, keep, seed := pick(4, "who"), cards.CardID(veiltest.Name("card-", pick(7, "card"))), pick(12, "what"), pick(4, "keep") == 0, rapid.Uint64().Draw(rt, "seed")
			for r, w := range runs {
				m := people[who]
				if r == 1 && who < 2 {
					m = people[1-who]
				}
				switch what {
				case 0:
					e, no := w.State.Reveal(cards.RevealArgs{Sheet: "s", Seed: seed, Board: "b"}, nil)
					w.Try("m-eva", e, no)
				case 1, 2:
					e, no := w.State.Withdraw(m, cards.CardArgs{Card: card})
					w.Try(m, e, no)
				default:
					e, no := w.State.Write(m, cards.WriteArgs{Sheet: "s", Card: card, Text: veiltest.Name("words-", i), Keep: keep})
					w.Try(m, e, no)
				}
			}
			for _, m := range people[2:] {
				if a, b := runs[0].told(m, people), runs[1].told(m, people); a != b {
					rt.Fatalf("%s is told\n%s\nor\n%s", m, a, b)
				}
			}
			a, errA := runs[0].State.Batches("s")
			b, errB := runs[1].State.Batches("s")
			if errA != nil || errB != nil || veiltest.Text(a) != veiltest.Text(b) {
				rt.Fatalf("the board is given\n%s\nor\n%s", veiltest.Text(a), veiltest.Text(b))
			}
		}
		for _, w := range runs {
			w.State.Close(false)
			w.Take(w.Due(veil.AtOnce, veil.AtClose)...)
		}
		if a, b := veiltest.Text(runs[0].Events)+veiltest.Text(runs[0].State), veiltest.Text(runs[1].Events)+veiltest.Text(runs[1].State); a != b {
			rt.Fatalf("kept is\n%s\nor\n%s", a, b)
		}
	})
}
