package nemesis

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// figure is something that is sampled of a node's process. The last three are its load: what grows with them is no leak.
type figure int

const (
	residentMiB  figure = iota // as the kernel counts
	liveMiB                    // of the heap, as the last collection found it: no rubbish, and no collection is forced
	heapMiB                    // of the heap in use, rubbish and gaps too
	goroutines                 //
	roomsHosted                //
	sockets                    //
	eventsHosted               // in the logs of the rooms that it hosts
	figures                    // how many there are
)

func (f figure) String() string {
	return [...]string{"resident MiB", "heap live MiB", "heap in use MiB", "goroutines", "rooms hosted", "sockets", "events hosted"}[f]
}

// phase is what a run is about when a sample is taken.
type phase int

const (
	empty  phase = iota // before anybody is in
	before              // calm, people are busy
	harmed
	after // calm, people are busy
	gone  // everybody has left
)

// sample is what a node said once. A figure that could not be had is not a number.
type sample struct {
	at     time.Duration
	phase  phase
	values [figures]float64
}

// life is what was sampled of one process.
type life struct {
	node, pid int
	samples   []sample
}

// meter samples all nodes.
type meter struct {
	mu    sync.Mutex
	phase phase
	lives []*life // of each node the last, and those before that lasted
}

func (m *meter) enter(p phase) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.phase = p
}

// measure samples every ten seconds until ctx ends.
func (l *Lab) measure(ctx context.Context) {
	const every = 10 * time.Second
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		l.sample(ctx)
	}
}

func (l *Lab) sample(ctx context.Context) {
	for _, n := range l.Cluster.Nodes {
		if !n.Up() {
			continue
		}
		pid := n.Pid()
		values, err := n.figures(ctx, pid)
		if err != nil {
			continue // it ended just now, or is frozen
		}
		l.meter.take(n.Place, pid, sample{at: l.w.now(), values: values})
	}
}

func (m *meter) take(node, pid int, s sample) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.phase = m.phase
	for _, v := range m.lives {
		if v.node == node && v.pid == pid {
			v.samples = append(v.samples, s)
			return
		}
	}
	m.lives = append(slices.DeleteFunc(m.lives, func(v *life) bool { return v.node == node && v.long() < lasting }), &life{node, pid, []sample{s}})
}

// lasting is how long a process must have been sampled for a slope to say something.
const lasting = 10 * time.Minute

func (v *life) long() time.Duration { return v.samples[len(v.samples)-1].at - v.samples[0].at }

// figures asks a node for all.
func (n *Node) figures(ctx context.Context, pid int) (out [figures]float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for f := range out {
		out[f] = math.NaN()
	}
	if out[residentMiB], err = resident(pid); err != nil {
		return out, err
	}
	if err := n.scrape(ctx, &out); err != nil {
		return out, err
	}
	var events float64
	err = n.c.db.QueryRowContext(ctx, `SELECT coalesce(sum(r.head), 0) FROM palabre_log.rooms r JOIN palabre_log.nodes n ON n.id = r.owner WHERE n.link = $1`, n.toLink.Addr).Scan(&events)
	if err == nil { // the database may be away just now
		out[eventsHosted] = events
	}
	return out, nil
}

// scrape reads /metrics.
func (n *Node) scrape(ctx context.Context, out *[figures]float64) (err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.metrics+"/metrics", http.NoBody)
	if err != nil {
		return err
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("metrics of node %d: %s", n.Place, res.Status)
	}
	return parse(res.Body, out)
}

// parse takes what is wanted out of what /metrics says. What is missing there is an error.
func parse(from io.Reader, out *[figures]float64) error {
	const mib = 1 << 20
	wanted := map[string]struct {
		figure figure
		unit   float64
	}{
		"go_gc_heap_live_bytes": {liveMiB, mib}, "go_memstats_heap_inuse_bytes": {heapMiB, mib}, "go_goroutines": {goroutines, 1},
		"palabre_rooms_live": {roomsHosted, 1}, "palabre_connections": {sockets, 1},
	}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		w, is := wanted[name]
		if !is {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		out[w.figure] = v / w.unit
		delete(wanted, name)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for name := range wanted {
		return fmt.Errorf("/metrics has no %s", name)
	}
	return nil
}

// resident is a process's memory in use, MiB.
func resident(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024, err
		}
	}
	return 0, fmt.Errorf("process %d has no memory", pid)
}
