package harvest_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

var people = []rooms.MemberID{"m-ana", "m-bob", "m-cleo", "m-dina", "m-eva"}

// play is one random history with its oracle.
type play struct {
	*rapid.T
	*world
	oracle
	said  map[string]gesture // every wording ever accepted
	count int
	alone bool // without the oracle, which knows of no host that takes out anything
}

func newPlay(t *rapid.T) *play {
	return &play{T: t, world: newWorld(), said: map[string]gesture{}}
}

func (p *play) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(p.T, what) }

func (p *play) step() {
	g := gesture{by: people[p.pick(len(people), "who")], id: harvest.ID(veiltest.Name("id-", p.pick(9, "sentence")))}
	stand, gathered := p.offers()
	switch p.pick(12, "what") {
	case 0, 1:
		g.what = "gather"
		authors := map[rooms.MemberID]bool{}
		for id, s := range stand {
			if s.unsigned && !gathered[id] {
				authors[s.by] = true
			}
		}
		es, no := p.State.Gather(nil)
		if !p.alone && (no == nil) != (len(authors) >= 3) {
			p.Fatalf("HV-4: %d authors: %v", len(authors), no)
		}
		if no == nil {
			p.all(g.by, es)
			p.gestures = append(p.gestures, g)
		}
	case 2:
		g.what = "withdraw"
		e, no := p.State.Withdraw(g.by, harvest.IDArgs{ID: g.id})
		if s, ok := stand[g.id]; !p.alone && (no == nil) != (ok && s.by == g.by) {
			p.Fatalf("HV-1: %s withdraws %+v: %v", g.by, s, no)
		}
		p.after(g, p.Try(g.by, e, no))
	case 3:
		p.Take(p.Due(veil.AtOnce)...)
	default:
		p.count++
		g.what, g.unsigned = "offer", p.pick(3, "unsigned") > 0
		g.text = veiltest.Name("", p.pick(10, "letter")) + veiltest.Name(" words-", p.count)
		e, no := p.State.Offer(g.by, harvest.OfferArgs{ID: g.id, Text: g.text, Unsigned: g.unsigned, For: harvest.Community})
		if s, ok := stand[g.id]; !p.alone && no == nil && ok && s.by != g.by {
			p.Fatalf("HV-1: %s wrote over %+v", g.by, s)
		}
		p.after(g, p.Try(g.by, e, no))
	}
}

func (p *play) after(g gesture, code string) {
	if code == "" {
		p.gestures = append(p.gestures, g)
		p.said[g.text] = g
	}
}

// check asks what each person may see, of the oracle and of the machine.
func (p *play) check() {
	var seen []string
	for _, v := range p.State.Seen() {
		seen = append(seen, v.Text+" "+string(v.By))
	}
	slices.Sort(seen)
	if !slices.Equal(seen, p.seen()) {
		p.Fatalf("HV-2, HV-3: %v is seen, not %v", seen, p.seen())
	}
	stand, gathered := p.offers()
	for _, m := range people {
		mine := p.State.Mine(m)
		for id, g := range stand {
			got, told := mine[id]
			if told != (g.by == m) || told && (got.Text != g.text || (got.Key == "") != (g.unsigned && !gathered[id])) {
				p.Fatalf("HV-1: %s sees %+v of %+v", m, got, g)
			}
		}
		told := p.told(m)
		for words, g := range p.said {
			if g.by != m && strings.Contains(told, `"`+words+`"`) && !slices.Contains(seen, words+" ") && !slices.Contains(seen, words+" "+string(g.by)) {
				p.Fatalf("HV-3: %s is told %q of %s", m, words, g.by)
			}
		}
	}
}

func (p *play) replays() {
	if got, want := veiltest.Text(p.Replayed()), veiltest.Text(p.State); got != want {
		p.Fatalf("replayed to\n%s\nlived\n%s", got, want)
	}
}

// TestHistories plays random harvests (HV-1 to HV-8): at each step everyone is told what the
// oracle says, the log replays to what was lived, and after the close it has what was
// offered and stands, and nobody's name for a sentence without one.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlay(rt)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			before, n, gone := veiltest.Text(p.State), len(p.Events), len(p.Gone)
			p.step()
			if len(p.Events) == n && len(p.Gone) == gone && veiltest.Text(p.State) != before {
				rt.Fatal("a refusal changed the state")
			}
			p.check()
			p.replays()
		}
		stand, _ := p.offers()
		p.shut()
		again := p.Replayed()
		again.Close()
		if got, want := veiltest.Text(again), veiltest.Text(p.State); got != want {
			rt.Fatalf("after the close, replayed to\n%s\nlived\n%s", got, want)
		}
		if len(p.State.Minutes()) != len(stand) {
			rt.Fatalf("HV-7: %v of %v", p.State.Minutes(), stand)
		}
		rest := veiltest.Text(p.Events)
		for words, g := range p.said {
			s, stands := stand[g.id]
			if kept := stands && s.text == words; kept != strings.Contains(rest, `"`+words+`"`) {
				rt.Fatalf("HV-8: %q stands %v: %s", words, kept, rest)
			}
		}
		for _, e := range p.Events {
			if o, ok := p.Decode(e).(harvest.Offered); ok && o.Member != "" && (stand[o.ID].unsigned || o.Unsigned) {
				rt.Fatalf("HV-8: event %d still has %s", e.Seq, e.Data)
			}
		}
		p.withdrawn(stand)
	})
}

// withdrawn plays withdrawals after the close (HV-6).
func (p *play) withdrawn(stand map[harvest.ID]gesture) {
	for _, id := range veiltest.Sorted(stand) {
		g := stand[id]
		if seqs := p.read().Withdrawable(id, "m-other"); (len(seqs) > 0) != g.unsigned {
			p.Fatalf("HV-6: who knows %s may withdraw %v", id, seqs)
		}
		seqs := p.read().Withdrawable(id, g.by)
		if len(seqs) == 0 {
			p.Fatalf("HV-6: %+v cannot be withdrawn", g)
		}
		p.Take(seqs...)
		again := p.Replayed()
		again.Close()
		if got, want := veiltest.Text(again), veiltest.Text(p.State); got != want {
			p.Fatalf("withdrawn, replayed to\n%s\nlived\n%s", got, want)
		}
		if strings.Contains(veiltest.Text(p.Events), `"`+g.text+`"`) || len(p.read().Withdrawable(id, g.by)) > 0 {
			p.Fatalf("HV-6: %q is still there", g.text)
		}
	}
	if len(p.State.Minutes()) > 0 {
		p.Fatalf("%v stand", p.State.Minutes())
	}
}

// TestAnythingRedactedReplays: whatever places a host takes out, and whenever, the log
// replays to what was lived.
func TestAnythingRedactedReplays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlay(rt)
		p.alone = true
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			p.step()
			if len(p.Events) > 0 && p.pick(4, "take out") == 0 {
				p.Take(p.Events[p.pick(len(p.Events), "place")].Seq)
			}
			p.replays()
		}
	})
}

// TestWhoeverOffers (HV-3, HV-8): let two people change places in all that they offer
// without a name. Nobody else is told anything else at any time, and after the close the
// log is the same to the byte.
func TestWhoeverOffers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		runs := [2]*world{newWorld(), newWorld()}
		p := &play{T: rt}
		for i := range rapid.IntRange(1, 30).Draw(rt, "gestures") {
			who, id, what := p.pick(4, "who"), harvest.ID(veiltest.Name("id-", p.pick(6, "sentence"))), p.pick(8, "what")
			words := veiltest.Name("", p.pick(10, "letter")) + veiltest.Name(" words-", i)
			for r, w := range runs {
				m := people[who]
				if r == 1 && who < 2 {
					m = people[1-who]
				}
				switch what {
				case 0:
					if es, no := w.State.Gather(nil); no == nil {
						w.all("m-eva", es)
					}
				case 1:
					e, no := w.State.Withdraw(m, harvest.IDArgs{ID: id})
					w.Try(m, e, no)
				default:
					e, no := w.State.Offer(m, harvest.OfferArgs{ID: id, Text: words, Unsigned: true})
					w.Try(m, e, no)
				}
			}
			for _, m := range people[2:] {
				if a, b := runs[0].told(m), runs[1].told(m); a != b {
					rt.Fatalf("%s is told\n%s\nor\n%s", m, a, b)
				}
			}
		}
		for _, w := range runs {
			w.shut()
		}
		if a, b := veiltest.Text(runs[0].Events)+veiltest.Text(runs[0].State), veiltest.Text(runs[1].Events)+veiltest.Text(runs[1].State); a != b {
			rt.Fatalf("kept is\n%s\nor\n%s", a, b)
		}
	})
}

// TestNobodysMoment (HV-3): sentences offered in turn appear together, in an order that is
// not the order of speaking.
func TestNobodysMoment(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i, words := range []string{"se taire ensemble", "le café du jeudi", "aller voir"} {
		e, no := w.State.Offer(people[i], harvest.OfferArgs{ID: harvest.ID(veiltest.Name("id-", i)), Text: words, Unsigned: true})
		w.Try(people[i], e, no)
		if n := len(w.State.Seen()); n != 0 {
			t.Fatalf("%d are seen", n)
		}
		if es, no := w.State.Gather(nil); i < 2 && (no == nil || no.Code != harvest.CodeFew || es != nil) {
			t.Fatal(no)
		}
	}
	es, no := w.State.Gather(nil)
	if no != nil {
		t.Fatal(no)
	}
	w.all("m-eva", es)
	want := `{"n1":{"text":"aller voir","n":1,"for":"room"},"n2":{"text":"le café du jeudi","n":2,"for":"room"},"n3":{"text":"se taire ensemble","n":3,"for":"room"}}`
	if got := veiltest.Text(w.State.Seen()); got != want {
		t.Error(got)
	}
}

// TestLimits (HV-9), and what is nobody's.
func TestLimits(t *testing.T) {
	t.Parallel()
	w := newWorld()
	offer := func(m rooms.MemberID, a harvest.OfferArgs) string {
		e, no := w.State.Offer(m, a)
		return w.Try(m, e, no)
	}
	for i, c := range []struct{ got, want string }{
		{offer("m-ana", harvest.OfferArgs{Text: "oui"}), rooms.CodeBadArgs},
		{offer("m-ana", harvest.OfferArgs{ID: "a", Text: "oui", For: "press"}), rooms.CodeBadArgs},
		{offer("m-ana", harvest.OfferArgs{ID: "a", Text: " \n "}), harvest.CodeEmpty},
		{offer("m-ana", harvest.OfferArgs{ID: "a", Text: strings.Repeat("é", 501)}), harvest.CodeLong},
		{offer("m-ana", harvest.OfferArgs{ID: "a", Text: strings.Repeat("é", 500)}), ""},
		{offer("m-bob", harvest.OfferArgs{ID: "a", Text: "moi aussi"}), harvest.CodeThere},
	} {
		if c.got != c.want {
			t.Errorf("%d: %q, not %q", i, c.got, c.want)
		}
	}
	if _, no := w.State.Withdraw("m-bob", harvest.IDArgs{ID: "a"}); no == nil || no.Code != harvest.CodeNone {
		t.Error(no)
	}
	for i := range 400 {
		m, want := rooms.MemberID(veiltest.Name("m", i/10)), ""
		if i >= 299 {
			want = harvest.CodeFull
		}
		if code := offer(m, harvest.OfferArgs{ID: harvest.ID(veiltest.Name("x", i)), Text: "oui"}); code != want {
			t.Fatalf("%d: %q", i, code)
		}
		if i%10 == 9 && i < 298 {
			if code := offer(m, harvest.OfferArgs{ID: "one-more", Text: "oui"}); code != harvest.CodeMany {
				t.Fatalf("%d: %q", i, code)
			}
		}
	}
}

// FuzzApply: nothing that a log may say stops a replay, and no snapshot is unreadable.
func FuzzApply(f *testing.F) {
	r := harvest.Events()
	names := veiltest.Sorted(r)
	f.Add(uint8(0), `{"id":"a","n":3,"text":"oui"}`, uint8(1), `{"id":"a","text":"non","member":"m"}`)
	f.Add(uint8(2), `{"id":"b"}`, uint8(0), `{"id":"b"}`)
	f.Fuzz(func(t *testing.T, a uint8, first string, b uint8, second string) {
		s, log := harvest.New(), harvest.NewLog()
		tell := func(seq rooms.Seq, e codec.Event) {
			s.Apply(seq, e)
			log.Read(seq, e)
		}
		tell(1, harvest.Offered{ID: "a", Member: "m", Text: "oui", Unsigned: true})
		for i, in := range []struct {
			which uint8
			data  string
		}{{a, first}, {b, second}, {a, first}} {
			e, err := r.Decode(rooms.Event{Name: names[int(in.which)%len(names)], Data: json.RawMessage(in.data)})
			if err != nil {
				return
			}
			tell(rooms.Seq(2+i), e)
			if bare, ok := harvest.Redact(e); ok {
				if _, again := harvest.Redact(bare); again {
					t.Fatalf("%#v is not bare", bare)
				}
			}
		}
		for _, seq := range log.Places() {
			log.Fate(seq)
		}
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		back := harvest.New()
		if err := json.Unmarshal(raw, &back); err != nil || veiltest.Text(back) != string(raw) {
			t.Fatalf("%s came back as %s", raw, veiltest.Text(back))
		}
		_ = veiltest.Text([]any{s.Seen(), s.Mine("m"), s.Minutes(), s.GatherAll(), log.Withdrawable("a", "m")})
		s.Redact(map[rooms.Seq]bool{1: true, 3: true})
		s.Close()
	})
}
