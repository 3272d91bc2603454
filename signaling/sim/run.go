package sim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// Report is what became of a run.
type Report struct {
	Options Options
	Err     error // the first broken promise; nil: all were kept
	Hash    uint64
	Steps   int
	Counts  map[string]int
	Tail    string   // of the trace
	Trace   []string // all of it, when it was asked for
}

func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\ntrace %016x, %d steps\n", r.Options, r.Hash, r.Steps)
	for _, k := range slices.Sorted(maps.Keys(r.Counts)) {
		fmt.Fprintf(&b, "%7d %s\n", r.Counts[k], k)
	}
	if r.Err != nil {
		fmt.Fprintf(&b, "%s\nBROKEN %v\nagain: SEED=%d go test ./signaling/sim -run TestSeeds\n", r.Tail, r.Err, r.Options.Seed)
	}
	return b.String()
}

// Run plays one seed.
func Run(t *testing.T, opt Options) (r Report) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // which of two goroutines runs first is Go's to say, but always the same then
	synctest.Test(t, func(*testing.T) { r = play(opt) })
	return r
}

func play(opt Options) Report {
	w := &world{opt: opt, rng: rand.New(rand.NewPCG(opt.Seed, 1)), began: time.Now(), counts: map[string]int{}, faulty: true}
	w.trace.all = opt.All
	w.store, w.net, w.bus = newStore(w), newNetwork(w), newBus(w)
	for i := range opt.Nodes {
		w.start(fmt.Sprintf("n%d", i+1), 1)
	}
	for i, p := range roomtest.Cast() {
		if i < opt.People || p.Standing == "" && opt.People > 6 {
			w.people = append(w.people, newPerson(w, p))
		}
	}
	for _, p := range w.people {
		p.comeBack()
	}
	w.wishes = newWishes(w)
	w.wishes.keep()
	for i := range opt.Boards {
		(&governor{w: w, room: boardName(i)}).keep()
	}
	w.plan()
	w.run(w.began.Add(opt.Span), nil)
	w.heal()
	w.goesOn()
	w.rests()
	w.end()
	r := Report{Options: opt, Err: w.broken(), Hash: w.trace.hash, Steps: w.trace.steps, Counts: w.counts, Tail: w.trace.tail()}
	if opt.All {
		r.Trace = w.trace.lines
	}
	return r
}

// goesOn checks I12: once no fault is left, everything that was asked before, and something new of everyone in each of
// her rooms, is answered within patience.
func (w *world) goesOn() {
	healed := w.now()
	asked := map[string]bool{}
	w.run(healed.Add(patience), func() bool {
		for _, p := range w.people {
			for _, room := range w.allRooms() {
				f := p.following(room)
				if f == nil || !f.live || asked[string(p.Member)+string(room)] {
					continue
				}
				asked[string(p.Member)+string(room)] = true
				p.ask(room, w.wishes.fresh(p, room))
			}
		}
		return false
	})
	w.quiet = true
	for _, p := range w.people {
		for _, room := range w.allRooms() {
			for _, x := range p.asked[room] {
				if x.at.Before(healed.Add(patience/2)) && w.broken() == nil {
					w.fail("I12: %s %s in %s, asked at %.2f s, has no answer %s after all faults", x.id(), x.cmd.Name, room, x.at.Sub(w.began).Seconds(), patience)
				}
			}
			if may := w.may(p, room); may && !asked[string(p.Member)+string(room)] && w.broken() == nil {
				w.fail("I12: %s did not come into %s within %s after all faults", p.Member, room, patience)
			}
		}
	}
}

func (p *person) following(room rooms.RoomID) *follower {
	if p.conn == nil {
		return nil
	}
	return p.conn.follow[room]
}

// may tells whether a person may follow a room, as its log says now.
func (w *world) may(p *person, room rooms.RoomID) bool {
	_, ok := w.store.known(room).book.live.Viewer(p.Member, p.Standing)
	return ok
}

func (w *world) standing(m rooms.MemberID) rooms.Role {
	for _, p := range w.people {
		if p.Member == m {
			return p.Standing
		}
	}
	return ""
}

// rests checks I5: when nobody asks anything, everyone comes to hold what the log says.
func (w *world) rests() {
	const long = 20 * time.Second
	var why string
	if !w.run(w.now().Add(long), func() bool { why = w.unrest(); return why == "" }) && w.broken() == nil {
		w.fail("I5: %s after nobody asked anything for %s, %s", long, "", why)
	}
	for _, p := range w.people {
		for _, room := range w.allRooms() {
			if f := p.following(room); f != nil && f.live && w.broken() == nil {
				p.states[room].same(w.store.known(room).book)
			}
		}
	}
	for _, room := range w.allRooms() {
		if r := w.store.known(room); w.broken() == nil {
			r.book.whole(r.snapshot)
		}
	}
}

// unrest says what is still on its way, "" when nothing is.
func (w *world) unrest() string {
	for _, p := range w.people {
		for _, room := range w.allRooms() {
			f, r := p.following(room), w.store.known(room)
			switch {
			case len(p.asked[room]) > 0:
				return fmt.Sprintf("%s waits for an answer in %s", p.Member, room)
			case !w.may(p, room):
				if p.states[room].have && f != nil && f.live {
					return fmt.Sprintf("%s may not follow %s, and does", p.Member, room)
				}
			case f == nil || !f.live:
				return fmt.Sprintf("%s does not follow %s", p.Member, room)
			case p.states[room].pos != r.head:
				return fmt.Sprintf("%s is at %d of %s, which is at %d", p.Member, p.states[room].pos, room, r.head)
			case room == sessionRoom && w.missed(p):
				return fmt.Sprintf("%s is there, and %s believes her away", p.Member, room)
			}
		}
	}
	return w.unheard()
}

// missed tells whether a session believes somebody away who follows it.
func (w *world) missed(p *person) bool {
	live, ok := w.store.known(sessionRoom).book.live.(*session.Session)
	if !ok || live.Head() == 0 {
		return false
	}
	v, _ := live.Viewer(p.Member, p.Standing)
	view, ok := live.View(v).(session.View)
	if !ok || view.Status != session.StatusOpen {
		return false
	}
	seen, inside := view.People[p.Member]
	return inside && !seen.Here && !seen.Left
}

// unheard says why who should be heard is not, "" when all are: the room's host knows who, and its gate is open.
func (w *world) unheard() string {
	r := w.store.known(sessionRoom)
	v, ok := r.book.live.(rooms.Voiced)
	if !ok || r.head == 0 {
		return ""
	}
	for _, n := range w.nodes {
		if n.name != r.owner || n.dead {
			continue
		}
		if a, open := n.open(sessionRoom); !open || !reflect.DeepEqual(a, v.Audible()) {
			return fmt.Sprintf("%s lets hear %+v (%t), it should be %+v", n.name, a, open, v.Audible())
		}
	}
	return ""
}

// watch looks after each step at I1 and I8: a gated round and a circle are heard at the node that hosts the room, and at no
// other, nor is anybody there while one runs.
func (w *world) watch() {
	r := w.store.known(sessionRoom)
	live, voiced := r.book.live.(rooms.Voiced)
	shut := voiced && r.head > 0 && !live.Audible().Open()
	for _, n := range w.nodes {
		a, open := n.open(sessionRoom)
		if open && shut && a.Open() && r.owner != n.name && r.owner != "" {
			w.fail("I8: %s lets everybody be heard by everybody, and %s runs a gated round, or has circles (term %d)", n.name, r.owner, r.term)
		}
		if !open || a.Open() || mute(a) {
			continue
		}
		if r.owner != n.name && r.owner != "" {
			w.fail("I1: %s lets %+v be heard in a gated round or a circle, and %s hosts the room (term %d)", n.name, a, r.owner, r.term)
		}
		if want, known := r.book.heard[a.Grant]; !known || !reflect.DeepEqual(want, a) {
			w.fail("I8: %s lets %+v be heard, the log never said so", n.name, a)
		}
	}
}

// mute tells whether nobody is heard in any circle.
func mute(a rooms.Audible) bool {
	return !slices.ContainsFunc(append(slices.Clone(a.Apart), a.Plenary()), func(c rooms.Circle) bool {
		return c.Mode == rooms.HearEveryone || len(c.Members) > 0
	})
}

// end stops all that still runs.
func (w *world) end() {
	w.quiet = true
	for _, n := range w.nodes {
		n.die()
	}
	for _, p := range w.people {
		if p.conn != nil {
			p.conn.lost()
		}
	}
	w.collect()
	for _, e := range w.heap {
		if strings.HasPrefix(e.key, "reads ") {
			e.run()
		}
	}
	for _, n := range append(w.nodes, w.graves...) {
		n.done.Wait()
	}
}
