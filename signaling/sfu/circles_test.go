package sfu

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"pgregory.net/rapid"
)

// drawSaid draws circles over these people; now and then two circles name the same person.
func drawSaid(t *rapid.T, names []string, grant uint64) said {
	mode := rapid.SampledFrom([]Mode{Everyone, Everyone, Only, Only, Nobody, "?"})
	some := func(from []string, label string) []string {
		if len(from) == 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, min(len(from), 2), rapid.ID[string]).Draw(t, label)
	}
	a := said{grant: grant, plenary: place{mode: mode.Draw(t, "plenary"), members: some(names, "members")}}
	for i := range rapid.IntRange(0, 3).Draw(t, "circles") {
		a.apart = append(a.apart, place{group: fmt.Sprint("g", i), grant: grant, mode: mode.Draw(t, "mode")})
	}
	for _, n := range names {
		if i := rapid.IntRange(-1, len(a.apart)-1).Draw(t, n+" sits"); i >= 0 {
			a.apart[i].people = append(a.apart[i].people, n)
		}
	}
	for i := range a.apart {
		a.apart[i].members = some(a.apart[i].people, "members of circle")
	}
	if len(a.apart) > 1 && rapid.IntRange(0, 9).Draw(t, "mistake") == 0 {
		twice := rapid.SampledFrom(names).Draw(t, "twice")
		for i := range a.apart[:2] {
			if !slices.Contains(a.apart[i].people, twice) {
				a.apart[i].people = append(a.apart[i].people, twice)
			}
		}
	}
	return a
}

// arrival is one packet written to somebody.
type arrival struct {
	to   *somebody
	line int
	from byte
	seq  uint16
	ts   uint32
}

// parade is a crowd in the hands of a drawn sequence, with what should be so beside it.
type parade struct {
	*crowd
	said     said
	names    []string
	watching map[*somebody]*somebody // whose camera is on her screen
	now      time.Time
	got      []arrival
	last     map[[2]any]arrival // by line
}

// Whoever moves and whatever gates are set, a packet reaches those who by the slow reading of the circles hear its speaker
// (see, for a camera), and nobody else, on the line that each is told is hers; and each line stays one stream without a hole,
// however long who listens was elsewhere.
func TestI8NobodyIsHeardOutsideOfHerCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1_700_000_000, 0)
		p := &parade{
			crowd: newCrowd(t, rapid.IntRange(2, 7).Draw(t, "people"), now), said: said{plenary: place{mode: Nobody}},
			watching: map[*somebody]*somebody{}, last: map[[2]any]arrival{}, now: now,
		}
		p.heard = func(to *somebody, line int, from byte, h *rtp.Header) {
			p.got = append(p.got, arrival{to, line, from, h.SequenceNumber, h.Timestamp})
		}
		for _, s := range p.all {
			p.names = append(p.names, s.name)
		}
		p.room.setAudible(p.said.audible(), now)
		for step := range rapid.IntRange(5, 60).Draw(t, "steps") {
			p.now = p.now.Add(100 * time.Millisecond)
			p.step(t, uint64(step+1))
			p.everybodySpeaks(t)
		}
	})
}

func (p *parade) step(t *rapid.T, grant uint64) {
	s := rapid.SampledFrom(p.all).Draw(t, "who")
	switch what := rapid.IntRange(0, 9).Draw(t, "what"); {
	case what < 4:
		p.said = drawSaid(t, p.names, grant)
		p.room.setAudible(p.said.audible(), p.now)
		for to, from := range p.watching {
			if !p.said.sees(to.name, from.name) {
				delete(p.watching, to)
			}
		}
	case !s.here:
		p.enter(t, s)
	case what == 4:
		p.exit(s)
		for to, from := range p.watching {
			if s == to || s == from {
				delete(p.watching, to)
			}
		}
	case what < 7: // a camera given to her, by a choice that may have been made before people moved
		from := rapid.SampledFrom(p.all).Draw(t, "camera")
		if from == s {
			return
		}
		delete(p.watching, s)
		if from.here && p.said.sees(s.name, from.name) {
			p.watching[s] = from
		}
		p.room.watch(s.screen, from.cam, LayerLow)
	case what == 7:
		p.room.hush(p.now)
		p.said.plenary.mode = Nobody
		for i := range p.said.apart {
			p.said.apart[i].mode = Nobody
		}
	default: // she asks for a picture that she missed
		p.got = nil
		s.screen.resend(p.last[[2]any{s, screenLine}].seq)
		for _, x := range p.got {
			if from := p.all[x.from-1]; p.watching[s] != from {
				t.Fatalf("%s is sent again a picture of %s", s.name, from.name)
			}
		}
	}
}

func (p *parade) everybodySpeaks(t *rapid.T) {
	for _, from := range p.all {
		if !from.here {
			continue
		}
		p.got = nil
		from.speak(p.now)
		p.checkVoice(t, from)
		p.checkStreams(t)
		p.got = nil
		from.show(p.now)
		for _, to := range p.all {
			if shown := p.reached(to); shown != (p.watching[to] == from) {
				t.Fatalf("%+v: a picture of %s came to %s: %t", p.said, from.name, to.name, shown)
			}
		}
		p.checkStreams(t)
	}
}

// reached tells whether what was sent last came to somebody.
func (p *parade) reached(to *somebody) bool {
	return slices.ContainsFunc(p.got, func(x arrival) bool { return x.to == to })
}

// checkVoice: all who should hear her do, or none when more people may be heard in her circle than there are lines.
func (p *parade) checkVoice(t *rapid.T, from *somebody) {
	rivals, should := 0, 0
	for _, s := range p.all {
		if s.here && p.said.hears(s.name, s.name) && p.said.sees(s.name, from.name) {
			rivals++
		}
		if s == from || !s.here || !p.said.hears(s.name, from.name) {
			if p.reached(s) {
				t.Fatalf("%+v: %s heard %s", p.said, s.name, from.name)
			}
			continue
		}
		should++
	}
	if len(p.got) != should && (len(p.got) != 0 || rivals <= talkLines) {
		t.Fatalf("%+v: %s was heard by %d people, should be by %d", p.said, from.name, len(p.got), should)
	}
	at, _ := p.said.sits(from.name)
	holds := p.said.at(at).mode == Only && len(p.said.at(at).members) == 1
	for _, x := range p.got {
		if holds != (x.line == stickLine) {
			t.Fatalf("%+v: %s was heard on line %d", p.said, from.name, x.line)
		}
	}
	for _, to := range p.all {
		names := p.room.heardBy(to.name)
		for line, name := range names {
			if name != "" && name != to.name && !p.said.hears(to.name, name) {
				t.Fatalf("%+v: %s is told that %s is on line %d", p.said, to.name, name, line)
			}
		}
		for _, x := range p.got {
			if x.to == to && names[x.line] != from.name {
				t.Fatalf("%+v: %s hears %s on the line of %q", p.said, to.name, from.name, names[x.line])
			}
		}
	}
}

func (p *parade) checkStreams(t *rapid.T) {
	for _, x := range p.got {
		line := [2]any{x.to.listener, x.line}
		if x.line == screenLine {
			line[0] = x.to
		}
		if had, ok := p.last[line]; ok && x.line != screenLine && (x.seq != had.seq+1 || int32(x.ts-had.ts) <= 0) {
			t.Fatalf("line %d of %s: packet %d at %d after %d at %d", x.line, x.to.name, x.seq, x.ts, had.seq, had.ts)
		}
		p.last[line] = x
	}
}

// The same while everybody speaks and shows at once: from the moment SetAudible has returned, whatever is being written is
// allowed by what it said, or by what is said next.
func TestI8CirclesChangeUnderEveryPacket(t *testing.T) {
	const people, changes, most = 6, 400, 100 * 400
	w := newCrowd(t, people, time.Now())
	chance := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // a test's chance
	all := make([]said, most+1)
	all[0] = said{plenary: place{mode: Nobody}}
	var begun, done, arrived atomic.Int64
	w.room.setAudible(all[0].audible(), time.Now())
	w.heard = func(to *somebody, line int, from byte, _ *rtp.Header) {
		first := done.Load()
		speaker := w.all[from-1].name
		for i := first; i <= begun.Load(); i++ {
			if line == screenLine && all[i].sees(to.name, speaker) || line != screenLine && all[i].hears(to.name, speaker) {
				arrived.Add(1)
				return
			}
		}
		t.Errorf("after change %d, %s is sent %s on line %d: %+v", first, to.name, speaker, line, all[first])
	}
	stop := make(chan struct{})
	tick := make(chan struct{}, 64)
	var clock atomic.Int64
	var work sync.WaitGroup
	keep := func(do func(now time.Time)) {
		work.Go(func() {
			for {
				do(time.Unix(1_700_000_000, clock.Add(int64(20*time.Millisecond))))
				select {
				case tick <- struct{}{}:
				case <-stop:
					return
				}
			}
		})
	}
	for i, s := range w.all {
		keep(s.speak)
		keep(s.show)
		looks := rand.New(rand.NewPCG(uint64(i), 3)) //nolint:gosec // a test's chance
		keep(func(time.Time) {
			if from := w.all[looks.IntN(people)]; from != s {
				w.room.watch(s.screen, from.cam, LayerLow)
			}
		})
	}
	for i := 1; i <= most && (i <= changes || arrived.Load() < changes); i++ { // who is given the processor is not the test's to say
		all[i] = chanceSaid(chance, w, uint64(i))
		begun.Store(int64(i))
		w.room.setAudible(all[i].audible(), time.Now())
		done.Store(int64(i))
		for range 5 * people {
			<-tick
		}
	}
	close(stop)
	work.Wait()
	if n := arrived.Load(); n < changes {
		t.Errorf("only %d packets arrived in %d changes: this proves nothing", n, begun.Load())
	}
}

func chanceSaid(chance *rand.Rand, w *crowd, grant uint64) said {
	modes := []Mode{Everyone, Everyone, Only, Nobody}
	a := said{grant: grant, plenary: place{mode: modes[chance.IntN(len(modes))]}}
	for i := range chance.IntN(4) {
		a.apart = append(a.apart, place{group: fmt.Sprint("g", i), grant: grant, mode: modes[chance.IntN(len(modes))]})
	}
	for _, s := range w.all {
		at := &a.plenary
		if i := chance.IntN(len(a.apart) + 1); i > 0 {
			at = &a.apart[i-1]
		}
		at.people = append(at.people, s.name)
		if chance.IntN(2) == 0 {
			at.members = append(at.members, s.name)
		}
	}
	return a
}

// Somebody listened elsewhere while a voice of her circle said more than half of all packet numbers: her line took what
// followed for very old, and she heard that voice no more.
func TestWhoWasElsewhereForLongHearsAgain(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	w := newCrowd(t, 2, now)
	heard := 0
	w.heard = func(to *somebody, _ int, _ byte, _ *rtp.Header) {
		if to == w.all[1] {
			heard++
		}
	}
	together := said{grant: 1, plenary: place{mode: Everyone}}
	away := said{grant: 2, plenary: place{mode: Everyone}, apart: []place{{group: "g", people: []string{"b"}, mode: Everyone}}}
	w.room.setAudible(together.audible(), now)
	w.all[0].speak(now)
	w.room.setAudible(away.audible(), now)
	for range 40_000 {
		w.all[0].speak(now)
	}
	w.room.setAudible(together.audible(), now)
	w.all[0].speak(now)
	if heard != 2 {
		t.Errorf("%d packets were heard of the two", heard)
	}
}

// A circle that nothing changed in goes on under its gate and on its lines, and its figures with it, while others change.
func TestAChangeElsewhereLeavesACircleAlone(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	w := newCrowd(t, 4, now)
	w.heard = func(*somebody, int, byte, *rtp.Header) {}
	a := said{
		grant: 5, plenary: place{mode: Everyone},
		apart: []place{{group: "g", grant: 3, people: []string{"c", "d"}, mode: Only, members: []string{"c"}}},
	}
	w.room.setAudible(a.audible(), now)
	c := w.all[2]
	c.speak(now)
	gate, run := w.room.formation.Load().circles[1].gate, c.mic.run
	a.grant, a.plenary.mode = 6, Nobody
	a.apart = append([]place{{group: "h", grant: 6, people: []string{"a"}, mode: Everyone}}, a.apart...)
	w.room.setAudible(a.audible(), now)
	c.speak(now)
	if now := w.room.formation.Load().circles[2]; now.gate != gate || gate.forwarded.Load() != 2 || c.mic.run != run {
		t.Errorf("gate %+v of grant %d after one of %d, %d packets", now.gate, now.gate.grant, gate.grant, gate.forwarded.Load())
	}
}

// Where the node cannot know whether people have moved meanwhile, pictures stop as sound does, and go on by a key frame.
func TestPicturesOfCirclesStopOnceTheNodeCannotKnow(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	w := newCrowd(t, 2, now)
	shown := 0
	w.heard = func(*somebody, int, byte, *rtp.Header) { shown++ }
	a, b := w.all[0], w.all[1]
	w.room.watch(b.screen, a.cam, LayerLow)
	if a.show(now); shown != 0 {
		t.Error("a picture was shown before it was said how people sit")
	}
	w.room.setAudible(Audible{Mode: Everyone}, now)
	w.room.watch(b.screen, a.cam, LayerLow)
	look := func(divided, knows bool) int {
		var circles []Circle
		if divided {
			circles = []Circle{{Group: "g", People: setOf([]string{"z"}), Mode: Everyone}}
		}
		w.room.setAudible(Audible{Mode: Everyone, Apart: circles}, now)
		until := now
		if knows {
			until = now.Add(time.Minute)
		}
		w.room.assent.until.Store(&until)
		before := shown
		a.show(now)
		return shown - before
	}
	for _, c := range []struct {
		divided, knows bool
		want           int
	}{{false, true, 1}, {false, false, 1}, {true, true, 1}, {true, false, 0}, {true, true, 1}} {
		if n := look(c.divided, c.knows); n != c.want {
			t.Errorf("divided %t, knows %t: %d pictures", c.divided, c.knows, n)
		}
	}
}
