package sim

import (
	"container/heap"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"
)

// world is one simulation. All but fresh and failed belongs to its own goroutine.
type world struct {
	opt   Options
	rng   *rand.Rand
	began time.Time

	mu     sync.Mutex
	fresh  []*event // posted since the last look
	soil   []*pipe  // with something to send
	failed error

	heap   eventHeap
	posted uint64
	trace  trace

	store  *store
	net    *network
	bus    *bus
	nodes  []*node
	graves []*node
	people []*person
	wishes *wishes
	counts map[string]int

	faulty bool // faults go on
	quiet  bool // nobody asks anything new
}

// event is one thing that comes from outside of nodes.
type event struct {
	key      string
	due      time.Time // fixed, or drawn between min and max from the time of posting
	fixed    bool
	min, max time.Duration
	lane     *lane // events of a lane keep their order
	node     *node // at whom it arrives: not while it sleeps, never when it is dead
	off      bool
	mute     bool // not in the trace
	parked   bool // until a fault ends
	run      func()
	seq      uint64
}

// lane keeps the order of what goes along it: each event of a lane brings what was sent first and has not arrived.
type lane struct {
	last time.Time

	mu   sync.Mutex
	sent []func()
}

func (l *lane) send(arrive func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, arrive)
}

func (l *lane) next() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.sent[0]
	l.sent = l.sent[1:]
	return first
}

type eventHeap []*event

func (h eventHeap) Len() int { return len(h) }
func (h eventHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].seq < h[j].seq
}
func (h eventHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is part of heap.Interface.
func (h *eventHeap) Push(x any) {
	if e, ok := x.(*event); ok {
		*h = append(*h, e)
	}
}

// Pop is part of heap.Interface.
func (h *eventHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	*h = old[:len(old)-1]
	return e
}

// trace is what happened: a hash of all, and the last lines.
type trace struct {
	hash  uint64
	lines []string
	steps int
	all   bool
}

const traceTail = 120

// mostSteps is far more than a seed takes.
const mostSteps = 100_000

func (t *trace) add(line string) {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%x\x00%s", t.hash, line) // a hash takes all it is given
	t.hash = h.Sum64()
	t.steps++
	t.lines = append(t.lines, line)
	if !t.all && len(t.lines) > 4*traceTail {
		t.lines = slices.Clone(t.lines[len(t.lines)-traceTail:])
	}
}

func (t *trace) tail() string {
	return strings.Join(t.lines[max(0, len(t.lines)-traceTail):], "\n")
}

func (w *world) now() time.Time { return time.Now() }

// note writes a line into the trace.
func (w *world) note(format string, args ...any) {
	w.trace.add(fmt.Sprintf("%9.4f ", w.now().Sub(w.began).Seconds()) + fmt.Sprintf(format, args...))
}

// fail notes that a promise was broken; the first one counts.
func (w *world) fail(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil {
		w.failed = fmt.Errorf("at %.4f s: "+format, append([]any{w.now().Sub(w.began).Seconds()}, args...)...)
	}
}

func (w *world) broken() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failed
}

// post brings an event in; any goroutine may.
func (w *world) post(e *event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fresh = append(w.fresh, e)
}

// later has something happen to the simulation itself after a time.
func (w *world) later(key string, after time.Duration, run func()) {
	w.post(&event{key: key, due: w.now().Add(after), fixed: true, run: run})
}

// cancel takes back an event; any goroutine may.
func (w *world) cancel(e *event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e.off = true
}

func (w *world) isOff(e *event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return e.off
}

func (w *world) soiled(p *pipe) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.soil = append(w.soil, p)
}

// collect takes what was posted into the order of what is to come.
func (w *world) collect() {
	w.mu.Lock()
	soil := w.soil
	w.soil = nil
	w.mu.Unlock()
	slices.SortFunc(soil, func(a, b *pipe) int { return strings.Compare(a.name, b.name) })
	for _, p := range soil {
		p.flush()
	}
	w.mu.Lock()
	fresh := w.fresh
	w.fresh = nil
	w.mu.Unlock()
	slices.SortStableFunc(fresh, func(a, b *event) int { return strings.Compare(a.key, b.key) })
	for _, e := range fresh {
		if e.node != nil && e.node.dead {
			continue
		}
		if !e.fixed {
			e.due = w.now().Add(w.between(e.min, e.max))
		}
		if e.lane != nil {
			if e.due.Before(e.lane.last) {
				e.due = e.lane.last
			}
			e.lane.last = e.due
		}
		w.push(e)
	}
}

func (w *world) push(e *event) {
	w.posted++
	e.seq = w.posted
	heap.Push(&w.heap, e)
}

func (w *world) between(least, most time.Duration) time.Duration {
	if most <= least {
		return least
	}
	return least + time.Duration(w.rng.Int64N(int64(most-least)/1000+1))*1000
}

// chance is true so many times out of a thousand.
func (w *world) chance(perMille int) bool { return perMille > 0 && w.rng.IntN(1000) < perMille }

// Roll is part of roomtest.Dice.
func (w *world) Roll(sides int, _ string) int { return w.rng.IntN(sides) }

// run lets time pass until an instant, or until done says so, or a promise is broken. It tells whether done did.
func (w *world) run(until time.Time, done func() bool) bool {
	for w.broken() == nil {
		if w.trace.steps > mostSteps {
			w.fail("I12: more happens than ever should: something is asked again and again")
			break
		}
		synctest.Wait()
		w.collect()
		w.watch()
		if done != nil && done() {
			return true
		}
		if len(w.heap) == 0 || w.heap[0].due.After(until) {
			if !w.now().Before(until) {
				return false
			}
			time.Sleep(until.Sub(w.now()))
			continue
		}
		if wait := w.heap[0].due.Sub(w.now()); wait > 0 {
			time.Sleep(wait)
			continue // timers of the nodes' own may have fired
		}
		e, ok := heap.Pop(&w.heap).(*event)
		if !ok || w.isOff(e) {
			continue
		}
		if e.node != nil && e.node.asleep {
			e.node.held = append(e.node.held, e)
			continue
		}
		if e.node != nil && e.node.dead {
			continue
		}
		if !e.mute {
			w.note("%s", e.key)
		}
		e.run()
	}
	return false
}

func (w *world) count(what string) { w.counts[what]++ }
