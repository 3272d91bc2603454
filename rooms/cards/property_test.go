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
	sheet := cards.SheetID(name("sheet-", p.pick(3, "sheet")))
	g := gesture{by: by, sheet: sheet}
	switch p.pick(14, "what") {
	case 0:
		a := cards.OpenArgs{Sheet: sheet, Setup: cards.Setup{Unsigned: p.pick(2, "unsigned") == 0, Per: 1 + p.pick(3, "per")}}
		e, no := p.state.Open(a)
		g.what, g.unsigned = "open", a.Unsigned
		p.after(g, p.try(by, e, no))
	case 1:
		g.what, g.on = "done", p.pick(3, "on") > 0
		e, no := p.state.Finish(by, cards.DoneArgs{Sheet: sheet, On: g.on})
		p.after(g, p.try(by, e, no))
	case 2, 3:
		p.withdraw(by)
	case 4:
		if p.pick(3, "sure") == 0 {
			p.reveal(g)
		}
	case 5:
		if p.pick(4, "sure") == 0 {
			e, no := p.state.GiveUp(cards.SheetArgs{Sheet: sheet})
			g.what = "give up"
			p.after(g, p.try(by, e, no))
		}
	case 6:
		p.destroy()
	default:
		p.write(g)
	}
}

// destroy lets the log forget what is due, and sometimes anything.
func (p *play) destroy() {
	if p.pick(2, "due only") == 0 || len(p.log) == 0 {
		p.redact(p.due(veil.AtOnce)...)
	}
}

func (p *play) after(g gesture, code string) {
	if code == "" {
		p.gestures = append(p.gestures, g)
	}
}

func (p *play) write(g gesture) {
	p.count++
	g.what, g.card = "write", cards.CardID(name("card-", p.pick(12, "card")))
	g.text, g.keep = name("words-", p.count), p.pick(4, "keep") == 0
	e, no := p.state.Write(g.by, cards.WriteArgs{Sheet: g.sheet, Card: g.card, Text: g.text, Keep: g.keep})
	owner, where := rooms.MemberID(""), cards.SheetID("")
	for id := range p.state.Sheets {
		for card, old := range p.live(id) {
			if card == g.card && (p.life(id) != cards.GivenUp && (p.life(id) == cards.Open || old.keep || !p.unsigned(id))) {
				owner, where = old.by, id
			}
		}
	}
	if !p.alone && no == nil && owner != "" && (owner != g.by || where != g.sheet) {
		p.Fatalf("CK-2: %s wrote over a card of %s", g.by, owner)
	}
	if code := p.try(g.by, e, no); code == "" {
		p.after(g, code)
		p.said[g.text] = g.by
	}
}

func (p *play) withdraw(by rooms.MemberID) {
	id := cards.CardID(name("card-", p.pick(12, "card")))
	e, no := p.state.Withdraw(by, cards.CardArgs{Card: id})
	if no == nil {
		w := e.(cards.Withdrawn)
		if !p.alone && p.live(w.Sheet)[id].by != by {
			p.Fatalf("CK-3: %s withdrew a card of %s", by, p.live(w.Sheet)[id].by)
		}
		p.after(gesture{what: "withdraw", by: by, sheet: w.Sheet, card: id}, p.try(by, e, no))
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
	e, no := p.state.Reveal(cards.RevealArgs{Sheet: g.sheet, Seed: rapid.Uint64().Draw(p.T, "seed"), Unsigned: g.unsigned})
	p.after(g, p.try(g.by, e, no))
	if may := was == cards.Open && len(authors) > 0 && (!secret || len(authors) >= 3); !p.alone && may != (no == nil) {
		p.Fatalf("CK-9: %d authors, unsigned %v, %s: %v", len(authors), secret, was, no)
	}
}

// check asks what each person may see, of the oracle and of the machine.
func (p *play) check(before map[cards.SheetID]cards.SheetView) map[cards.SheetID]cards.SheetView {
	present := people[:1+p.pick(len(people), "present")]
	now := map[cards.SheetID]cards.SheetView{}
	ids := sorted(p.state.Sheets)
	for _, id := range ids {
		v, _ := p.state.Seen(id, present)
		now[id] = v
		p.sheet(id, v, present)
		if was, ok := before[id]; ok {
			p.forward(was, v)
		}
	}
	for _, m := range people {
		if got, want := p.state.Mine(m), p.mine(m, ids); !reflect.DeepEqual(got, want) {
			p.Fatalf("CK-2: %s sees %v, wrote %v", m, got, want)
		}
		for _, id := range ids {
			if p.state.Finished(m)[id] != p.done(id, m) {
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
			before := text(p.state)
			n := len(p.log)
			p.step()
			if len(p.log) == n && len(p.gone) == 0 && text(p.state) != before {
				rt.Fatalf("a refusal changed the state")
			}
			seen = p.check(seen)
			if got, want := text(p.replayed()), text(p.state); got != want {
				rt.Fatalf("replayed to\n%s\nlived\n%s", got, want)
			}
		}
		p.forgets()
	})
}

// forgets plays the close: CK-8, CK-13, CK-14.
func (p *play) forgets() {
	p.redact(p.due(veil.AtOnce)...)
	for id, sh := range p.state.Sheets {
		if sh.Life != cards.Revealed || !sh.Unsigned {
			continue
		}
		kept := text(sh.Cards)
		for _, m := range people {
			if strings.Contains(strings.Replace(text(sh), kept, "", 1), `"`+string(m)+`"`) {
				p.Fatalf("CK-8: the snapshot of %s names %s: %s", id, m, text(sh))
			}
		}
		for _, e := range p.log {
			if w, ok := decode(e).(cards.Written); ok && w.Sheet == id && (w.Member != "" || w.By != "") && sh.Cards[w.Card] == nil {
				p.Fatalf("CK-14: event %d still has %s", e.Seq, e.Data)
			}
		}
	}
	confidential := p.pick(2, "confidential") == 0
	p.state.Close(confidential)
	for _, fates := range [][]veil.Fate{{veil.AtOnce, veil.AtClose}, {veil.WithTalk}} { // and thirty days later
		p.redact(p.due(fates...)...)
		again := p.replayed()
		again.Close(confidential)
		if got, want := text(again), text(p.state); got != want {
			p.Fatalf("after the close, replayed to\n%s\nlived\n%s", got, want)
		}
	}
	rest := text(p.log) + text(p.state)
	for words, author := range p.said {
		if strings.Contains(rest, `"`+words+`"`) {
			p.Fatalf("CK-13: %q of %s is still there", words, author)
		}
	}
	for _, e := range p.log {
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
			if len(p.log) > 0 && p.pick(4, "take out") == 0 {
				p.redact(p.log[p.pick(len(p.log), "place")].Seq)
			}
			if got, want := text(p.replayed()), text(p.state); got != want {
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
			e, no := w.state.Open(cards.OpenArgs{Sheet: "s", Setup: cards.Setup{Unsigned: true}})
			w.try("m-ana", e, no)
			for _, i := range when {
				m := people[who[i]%3]
				e, no := w.state.Write(m, cards.WriteArgs{Sheet: "s", Card: cards.CardID(name("c", who[i])), Text: name("words ", i)})
				w.try(m, e, no)
			}
			e, no = w.state.Reveal(cards.RevealArgs{Sheet: "s", Seed: seed})
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
			e, no := w.state.Open(cards.OpenArgs{Sheet: "s", Setup: cards.Setup{Unsigned: true}})
			w.try("m-eva", e, no)
		}
		pick := func(n int, what string) int { return rapid.IntRange(0, n-1).Draw(rt, what) }
		for i := range rapid.IntRange(1, 30).Draw(rt, "gestures") {
			who, card, what, keep, seed := pick(4, "who"), cards.CardID(name("card-", pick(7, "card"))), pick(12, "what"), pick(4, "keep") == 0, rapid.Uint64().Draw(rt, "seed")
			for r, w := range runs {
				m := people[who]
				if r == 1 && who < 2 {
					m = people[1-who]
				}
				switch what {
				case 0:
					e, no := w.state.Reveal(cards.RevealArgs{Sheet: "s", Seed: seed, Board: "b"})
					w.try("m-eva", e, no)
				case 1, 2:
					e, no := w.state.Withdraw(m, cards.CardArgs{Card: card})
					w.try(m, e, no)
				default:
					e, no := w.state.Write(m, cards.WriteArgs{Sheet: "s", Card: card, Text: name("words-", i), Keep: keep})
					w.try(m, e, no)
				}
			}
			for _, m := range people[2:] {
				if a, b := runs[0].told(m, people), runs[1].told(m, people); a != b {
					rt.Fatalf("%s is told\n%s\nor\n%s", m, a, b)
				}
			}
			a, errA := runs[0].state.Batches("s")
			b, errB := runs[1].state.Batches("s")
			if errA != nil || errB != nil || text(a) != text(b) {
				rt.Fatalf("the board is given\n%s\nor\n%s", text(a), text(b))
			}
		}
		for _, w := range runs {
			w.state.Close(false)
			w.redact(w.due(veil.AtOnce, veil.AtClose)...)
		}
		if a, b := text(runs[0].log)+text(runs[0].state), text(runs[1].log)+text(runs[1].state); a != b {
			rt.Fatalf("kept is\n%s\nor\n%s", a, b)
		}
	})
}
