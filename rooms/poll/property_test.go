package poll_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/poll"
	"palabre/rooms/veil"
	"palabre/rooms/veil/veiltest"
)

var people = []rooms.MemberID{"m-ana", "m-bob", "m-cleo", "m-dina", "m-eva", "m-fay", "m-gus"}

// play is one random history with its oracle.
type play struct {
	*rapid.T
	*world
	oracle
	alone bool // without the oracle, which knows of no host that takes out anything
}

func newPlay(t *rapid.T) *play { return &play{T: t, world: newWorld()} }

func (p *play) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(p.T, what) }

func (p *play) some() poll.OptionID { return poll.OptionID(veiltest.Name("o", p.pick(6, "option"))) }

func (p *play) step() {
	g := gesture{by: people[p.pick(len(people), "who")], poll: poll.ID(veiltest.Name("p", p.pick(2, "poll")))}
	switch p.pick(16, "what") {
	case 0:
		p.prepare(g)
	case 1, 2:
		g.what, g.option = "propose", p.some()
		e, no := p.State.Propose(g.by, p.pick(2, "runs") == 0, poll.ProposeArgs{Poll: g.poll, Option: poll.Option{ID: g.option, Text: "thème " + string(g.option)}})
		p.after(g, p.Try(g.by, e, no))
	case 3:
		g.what, g.option = "take back", p.some()
		runs := p.pick(4, "runs") == 0
		e, no := p.State.TakeBack(g.by, runs, poll.OptionArgs{Poll: g.poll, Option: g.option})
		if _, by := p.options(g.poll); no == nil && !p.alone && !runs && by[g.option] != g.by {
			p.Fatalf("PO-1: %s took back an option of %q", g.by, by[g.option])
		}
		p.after(g, p.Try(g.by, e, no))
	case 4:
		g.what = "open"
		e, no := p.State.Open(poll.PollArgs{Poll: g.poll})
		p.after(g, p.Try(g.by, e, no))
	case 5:
		if p.pick(3, "sure") == 0 {
			p.close(g)
		}
	case 6:
		if p.pick(6, "sure") == 0 {
			g.what = "give up"
			e, no := p.State.GiveUp(poll.PollArgs{Poll: g.poll})
			p.after(g, p.Try(g.by, e, no))
		}
	case 7:
		p.Take(p.Due(veil.AtOnce)...)
	default:
		g.what, g.ballot = "vote", p.ballot()
		e, no := p.State.Vote(g.by, poll.VoteArgs{Poll: g.poll, Ballot: g.ballot})
		if no == nil && e != nil {
			g.ballot = *e.(poll.Voted).Ballot
			p.after(g, p.Try(g.by, e, no))
		}
	}
}

func (p *play) after(g gesture, code string) {
	if code == "" {
		p.gestures = append(p.gestures, g)
	}
}

var kinds = []poll.Kind{poll.Dots, poll.Consent, poll.Rank, poll.Secret, poll.Survey}

func (p *play) prepare(g gesture) {
	g.what = "prepare"
	g.setup = poll.Setup{Kind: rapid.SampledFrom(kinds).Draw(p.T, "kind"), Question: "et ensuite?", Secret: p.pick(2, "secret") == 0}
	switch g.setup.Kind {
	case poll.Dots:
		g.setup.Points, g.setup.Stack = 3, p.pick(2, "stack") == 0
		fallthrough
	case poll.Rank, poll.Secret:
		g.setup.Propose = p.pick(2, "everyone proposes") == 0
		for i := range p.pick(4, "options") {
			g.setup.Options = append(g.setup.Options, poll.Option{ID: poll.OptionID(veiltest.Name("o", i)), Text: veiltest.Name("déjà ", i)})
		}
	case poll.Consent:
	case poll.Survey:
		g.setup.Asks = []poll.Question{
			{ID: "scale", Text: "comment c’était?", Kind: poll.Scale},
			{ID: "words", Text: "vous repartez avec", Kind: poll.Words, Words: []string{"élan", "calme", "peine"}},
			{ID: "own", Text: "la prochaine fois", Kind: poll.Own},
		}
	}
	e, no := p.State.Prepare(poll.PrepareArgs{Poll: g.poll, Setup: g.setup})
	p.after(g, p.Try(g.by, e, no))
}

// ballot is any ballot, of one kind mostly.
func (p *play) ballot() poll.Ballot {
	switch p.pick(6, "ballot") {
	case 0:
		return poll.Ballot{Dots: map[poll.OptionID]int{p.some(): 1 + p.pick(2, "points"), p.some(): 1}}
	case 1:
		return poll.Ballot{Stance: rapid.SampledFrom([]poll.Stance{poll.Agree, poll.Reserve, poll.Object}).Draw(p.T, "stance")}
	case 2:
		return poll.Ballot{
			Stance: rapid.SampledFrom([]poll.Stance{poll.Reserve, poll.Object}).Draw(p.T, "stance"), Text: veiltest.Name("parce que ", p.pick(3, "reason")),
		}
	case 3:
		return poll.Ballot{Rank: rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) poll.OptionID {
			return poll.OptionID(veiltest.Name("o", rapid.IntRange(0, 4).Draw(t, "option")))
		}), 0, 4, rapid.ID).Draw(p.T, "rank")}
	case 4:
		return poll.Ballot{Choice: rapid.SampledFrom([]poll.OptionID{"", "o0", "o1", "o2"}).Draw(p.T, "choice")}
	default:
		words := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"élan", "calme", "peine"}), rapid.ID).Draw(p.T, "words")
		return poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{
			"scale": {Scale: p.pick(6, "scale")}, "words": {Words: words}, "own": {Own: strings.Repeat("plus ", p.pick(3, "own"))},
		}}
	}
}

func (p *play) close(g gesture) {
	g.what = "close"
	few := p.pick(2, "few") == 0
	e, no := p.State.Close(poll.CloseArgs{Poll: g.poll, Few: few}, nil)
	setup, cast := p.setup(g.poll), len(p.box(g.poll))
	secret := setup.Secret || setup.Kind == poll.Secret
	if !p.alone && p.life(g.poll) == poll.Open && (no != nil) != (secret && setup.Kind != poll.Survey && cast < 3 && !few) {
		p.Fatalf("PO-9: %d ballots, secret %v, few %v: %v", cast, secret, few, no)
	}
	if code := p.Try(g.by, e, no); code == "" {
		p.after(g, code)
		if !p.alone {
			p.result(g.poll, *p.State.Polls[g.poll].Result)
		}
	}
}

// result checks a result with the oracle, before its ballots are out of reach.
func (p *play) result(id poll.ID, r poll.Result) {
	setup, box := p.setup(id), p.box(id)
	secret := setup.Secret || setup.Kind == poll.Secret || setup.Kind == poll.Survey
	if r.Cast != len(box) {
		p.Fatalf("%d ballots, not %d", r.Cast, len(box))
	}
	switch {
	case setup.Kind == poll.Survey:
		p.survey(r, box)
	case setup.Kind == poll.Consent:
		p.consent(secret, *r.Consent, box)
	case secret && len(box) < 3:
		if !r.Few || r.Sums != nil || r.Blank != 0 {
			p.Fatalf("PO-9: %+v", r)
		}
	default:
		ids, _ := p.options(id)
		if len(r.Sums) != len(ids) {
			p.Fatalf("PO-1: %v of %v", r.Sums, ids)
		}
		for i, s := range r.Sums {
			place := 1
			for _, other := range ids {
				if p.sum(id, other) > p.sum(id, s.Option) {
					place++
				}
			}
			if s.Option != ids[i] || s.N != p.sum(id, s.Option) || s.Place != place {
				p.Fatalf("%s: %+v, not %d at place %d", setup.Kind, s, p.sum(id, s.Option), place)
			}
		}
	}
}

func (p *play) consent(secret bool, o poll.Outcome, box map[rooms.MemberID]poll.Ballot) {
	n, said := map[poll.Stance]int{}, 0
	for _, b := range box {
		n[b.Stance]++
		if b.Text != "" {
			said++
		}
	}
	if o.Consented != (len(box) > 0 && n[poll.Object] == 0) || len(o.Voices) != said {
		p.Fatalf("PO-6: %+v of %v", o, box)
	}
	if told := !secret || len(box) >= 3; told != (o.Agree+o.Reserve+o.Object > 0) && len(box) > 0 || told && (o.Agree != n[poll.Agree] || o.Reserve != n[poll.Reserve]) {
		p.Fatalf("PO-9: %+v of %v", o, box)
	}
	for _, v := range o.Voices {
		b := box[v.By]
		if secret != (v.By == "") || !secret && (b.Text != v.Text || b.Stance != v.Stance) {
			p.Fatalf("PO-6: %+v", v)
		}
	}
}

// survey: nothing of fewer than five, no cell under five, and none that could be worked out.
func (p *play) survey(r poll.Result, box map[rooms.MemberID]poll.Ballot) {
	for _, t := range r.Answers {
		n, answers := map[string]int{}, 0
		for _, b := range box {
			a := b.Answers[t.Question]
			if a.Scale != 0 || len(a.Words) > 0 || a.Own != "" {
				answers++
			}
			n[veiltest.Name("", a.Scale)]++
			n[a.Own]++
			for _, w := range a.Words {
				n[w]++
			}
		}
		if t.Cast != answers || t.Few != (answers < 5) || t.Few && (t.Cells != nil || t.Own != nil || t.Middle != 0) {
			p.Fatalf("PO-10: %+v of %v", t, box)
		}
		labels := map[poll.QuestionID][]string{"scale": {"1", "2", "3", "4", "5"}, "words": {"élan", "calme", "peine"}}[t.Question]
		hidden, left := 0, answers
		for i, cell := range t.Cells {
			switch {
			case cell == nil:
				hidden++
			case *cell < 5 || *cell != n[labels[i]]:
				p.Fatalf("PO-10: cell %d is %d of %v", i, *cell, n)
			default:
				left -= *cell
			}
		}
		if t.Question == "scale" && hidden == 1 && left > 0 {
			p.Fatalf("PO-10: the masked cell must be %d: %+v", left, t)
		}
	}
}

// check asks what each person may see, of the oracle and of the machine.
func (p *play) check(before map[poll.ID]poll.View) map[poll.ID]poll.View {
	now := map[poll.ID]poll.View{}
	for _, id := range veiltest.Sorted(p.State.Polls) {
		v, _ := p.State.Seen(id, 7, false)
		now[id] = v
		ids, _ := p.options(id)
		var shown []poll.OptionID
		for _, o := range v.Options {
			shown = append(shown, o.ID)
		}
		cast := 0
		if p.life(id) == poll.Open {
			cast = len(p.box(id))
		}
		if v.Life != p.life(id) || v.Cast != cast || !slices.Equal(shown, ids) {
			p.Fatalf("PO-4: %+v: not %s with %d and %v", v, p.life(id), cast, ids)
		}
		was := before[id]
		if was.Result != nil && veiltest.Text(was.Result) != veiltest.Text(v.Result) || was.Life == poll.Open && v.Life == poll.Open && v.Cast < was.Cast ||
			was.Life != "" && was.Life != poll.Preparing && veiltest.Text(was.Options) != veiltest.Text(v.Options) {
			p.Fatalf("%+v came after %+v", v, was)
		}
		for _, m := range people {
			want, voted := p.box(id)[m]
			if got, told := p.State.Mine(m)[id]; told != (voted && p.life(id) == poll.Open) || told && !reflect.DeepEqual(got, want) {
				p.Fatalf("PO-4: %s sees %+v, voted %+v", m, got, want)
			}
		}
	}
	return now
}

// TestHistories plays random polls (PO-1 to PO-11): at each step everyone is told what
// the oracle says, results are what it adds up, and the log replays to what was lived.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlay(rt)
		var seen map[poll.ID]poll.View
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			before, n, gone := veiltest.Text(p.State), len(p.Events), len(p.Gone)
			p.step()
			if len(p.Events) == n && len(p.Gone) == gone && veiltest.Text(p.State) != before {
				rt.Fatal("a refusal changed the state")
			}
			seen = p.check(seen)
			p.replays()
		}
		p.State.CloseAll()
		p.Take(p.Due(veil.AtOnce, veil.AtClose)...)
		for _, e := range p.Events {
			if v, ok := p.Decode(e).(poll.Voted); ok && (e.By != "" || v != poll.Voted{Poll: v.Poll, Nth: v.Nth}) {
				rt.Fatalf("PO-12: event %d still has %s", e.Seq, e.Data)
			}
		}
	})
}

func (p *play) replays() {
	if got, want := veiltest.Text(p.Replayed()), veiltest.Text(p.State); got != want {
		p.Fatalf("replayed to\n%s\nlived\n%s", got, want)
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

// TestWhoeverVotes (PO-4, PO-12): let two people change places in every vote. Nobody else is told
// anything else at any time, and a log that has forgotten what is due is the same to the byte.
func TestWhoeverVotes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		setup := drawSetup(rt)
		setup.Secret = true
		runs := [2]*world{newWorld(), newWorld()}
		for _, w := range runs {
			e, no := w.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: setup})
			w.Try("m-gus", e, no)
			e, no = w.State.Open(poll.PollArgs{Poll: "p"})
			if code := w.Try("m-gus", e, no); code != "" {
				rt.Fatal(code)
			}
		}
		p := &play{T: rt}
		for range rapid.IntRange(1, 40).Draw(rt, "votes") {
			who, b := p.pick(5, "who"), drawBallot(rt, setup.Kind)
			for i, w := range runs {
				m := people[who]
				if i == 1 && who < 2 {
					m = people[1-who]
				}
				e, no := w.State.Vote(m, poll.VoteArgs{Poll: "p", Ballot: b})
				w.Try(m, e, no)
			}
			for _, m := range people[2:] {
				if a, b := runs[0].told(m), runs[1].told(m); a != b {
					rt.Fatalf("%s is told\n%s\nor\n%s", m, a, b)
				}
			}
		}
		for _, w := range runs {
			e, no := w.State.Close(poll.CloseArgs{Poll: "p", Few: true}, nil)
			if code := w.Try("m-gus", e, no); code != "" {
				rt.Fatal(code)
			}
			w.Take(w.Due(veil.AtOnce)...)
		}
		if a, b := veiltest.Text(runs[0].Events)+veiltest.Text(runs[0].State), veiltest.Text(runs[1].Events)+veiltest.Text(runs[1].State); a != b {
			rt.Fatalf("kept is\n%s\nor\n%s", a, b)
		}
	})
}
