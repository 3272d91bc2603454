package sim

import (
	"container/heap"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"palabre/rooms"
)

// plan spreads the faults of a seed over its span.
func (w *world) plan() {
	for i := range w.opt.Faults {
		at := w.between(time.Second, w.opt.Span)
		w.later(fmt.Sprintf("fault %d", i), at, w.fault)
	}
}

// living picks a node that lives; nil when none does.
func (w *world) living() *node {
	var all []*node
	for _, n := range w.nodes {
		if !n.dead {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[w.rng.IntN(len(all))]
}

// holding picks the node that hosts a room, most often: misfortunes of others teach less.
func (w *world) holding() *node {
	all := w.allRooms()
	owner := w.store.known(all[w.rng.IntN(len(all))]).owner
	for _, n := range w.nodes {
		if n.name == owner && !n.dead && w.rng.IntN(4) > 0 {
			return n
		}
	}
	return w.living()
}

func (w *world) allRooms() []rooms.RoomID {
	all := []rooms.RoomID{sessionRoom}
	for i := range w.opt.Boards {
		all = append(all, boardName(i))
	}
	return all
}

// fault makes one thing go wrong.
func (w *world) fault() {
	if !w.faulty {
		return
	}
	n, other := w.holding(), w.living()
	if n == nil {
		return
	}
	kinds := []string{
		"kill", "kill", "sleep", "sleep", "sleep", "drain", "part", "one way", "part from store", "part from store",
		"break links", "store down", "store slow", "bus down", "sockets lost", "clock", "half dead links", "limp",
	}
	kind := kinds[w.rng.IntN(len(kinds))]
	w.count("fault: " + kind)
	w.note("FAULT %s at %s (%s)", kind, n.name, other.name)
	long := w.between(300*time.Millisecond, 6*time.Second)
	until := w.now().Add(long)
	switch kind {
	case "kill":
		w.kill(n, w.rng.IntN(2) == 0)
	case "sleep":
		w.sleep(n, long)
	case "drain": // while much is asked: what is on its way is handed over too
		for range 8 {
			w.wishes.once()
		}
		n.drain()
		w.revive(n, 0)
	case "part":
		w.net.shut[[2]string{n.place, other.place}], w.net.shut[[2]string{other.place, n.place}] = until, until
	case "one way":
		w.net.shut[[2]string{n.place, other.place}] = until
	case "break links", "half dead links":
		w.net.breakLinks(func(a, b *node) bool { return a == n && b == other }, kind != "break links")
	case "sockets lost":
		for _, c := range slices.Clone(n.conns) {
			if w.rng.IntN(3) > 0 {
				c.leave()
			}
			c.lost()
		}
	default:
		w.starve(kind, n, until, long)
	}
}

// starve makes the store, the bus or the time go wrong.
func (w *world) starve(kind string, n *node, until time.Time, long time.Duration) {
	switch kind {
	case "part from store":
		n.cut = until
	case "limp": // what it asks is done, and it hears so late; then nothing
		n.limp, n.cut = until, time.Time{}
		w.later("cut off "+n.name, long, func() {
			if w.faulty {
				n.cut = w.now().Add(w.between(time.Second, 5*time.Second))
			}
		})
	case "store down":
		w.store.down, w.store.refuses = until, w.rng.IntN(2) == 0
	case "store slow":
		w.store.slow = until
	case "bus down":
		w.bus.down = until
	case "clock":
		n.mu.Lock()
		n.skew = w.between(0, 100*time.Millisecond) - 50*time.Millisecond
		n.mu.Unlock()
	}
}

// sleep is SIGSTOP and, later, SIGCONT.
func (w *world) sleep(n *node, d time.Duration) {
	if n.asleep || n.dead {
		return
	}
	if w.rng.IntN(6) == 0 {
		d = w.between(6*time.Second, 60*time.Second)
	}
	n.asleep = true
	w.later("wakes "+n.name, d, n.wake)
}

// kill is kill -9; its links break at once, or are silent.
func (w *world) kill(n *node, silent bool) {
	w.net.breakLinks(func(a, _ *node) bool { return a == n }, silent)
	n.die()
	w.revive(n, w.between(100*time.Millisecond, 5*time.Second))
}

// revive gives a dead or draining node's place another life: after a time, once it is dead.
func (w *world) revive(n *node, after time.Duration) {
	if n.reborn {
		return
	}
	n.reborn = true
	w.later("starts again "+n.place, after, func() { w.rise(n) })
}

func (w *world) rise(n *node) {
	switch {
	case !n.dead:
		w.later("starts again "+n.place, 500*time.Millisecond, func() { w.rise(n) })
		return
	case n.leaving:
		return
	}
	place, life, _ := strings.Cut(n.name, ".")
	number, err := strconv.Atoi(life)
	if err != nil {
		w.fail("no life: %s", n.name)
		return
	}
	w.nodes = slices.DeleteFunc(w.nodes, func(x *node) bool { return x == n })
	w.graves = append(w.graves, n)
	w.start(place, number+1)
}

// heal ends all faults. In a maimed world some nodes are dead from then on, one at least lives.
func (w *world) heal() {
	w.note("HEAL")
	w.faulty = false
	w.net.shut = map[[2]string]time.Time{}
	w.store.down, w.store.slow, w.bus.down = time.Time{}, time.Time{}, time.Time{}
	if w.opt.Maimed {
		for _, n := range slices.Clone(w.nodes)[1:] {
			if w.rng.IntN(2) == 0 {
				n.leaving = true
				w.kill(n, w.rng.IntN(2) == 0)
			}
		}
	}
	for _, n := range w.nodes {
		n.cut, n.limp = time.Time{}, time.Time{}
		n.wake()
	}
	w.collect()
	for _, e := range w.heap {
		if e.parked {
			e.due = w.now()
		}
	}
	heap.Init(&w.heap)
}
