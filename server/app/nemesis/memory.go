package nemesis

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Growth is what a node's memory did in its last life: the slope by least squares, once it had lived a while.
type Growth struct {
	Node    int
	Lived   time.Duration
	RSS     float64 // MiB, at the end
	PerHour float64 // share of the mean, an hour
	Samples int
}

// meter looks at the memory of all nodes now and then.
type meter struct {
	mu    sync.Mutex
	lives map[int]*life
}

type life struct {
	pid  int
	at   []time.Duration
	mib  []float64
	from time.Duration
}

// measure looks every few seconds until ctx ends.
func (l *Lab) measure(ctx context.Context) {
	const every = 5 * time.Second
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for i, n := range l.Cluster.Nodes {
			if n.Up() {
				l.meter.take(i, n.Pid(), l.w.now())
			}
		}
	}
}

func (m *meter) take(node, pid int, now time.Duration) {
	mib, err := resident(pid)
	if err != nil {
		return // it ended just now
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lives == nil {
		m.lives = map[int]*life{}
	}
	v := m.lives[node]
	if v == nil || v.pid != pid {
		v = &life{pid: pid, from: now}
		m.lives[node] = v
	}
	v.at, v.mib = append(v.at, now), append(v.mib, mib)
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

// growth tells of nodes that lived ten minutes or more; the first five, in which everything is new, do not count.
func (m *meter) growth() (out []Growth) {
	const young, old = 5 * time.Minute, 10 * time.Minute
	m.mu.Lock()
	defer m.mu.Unlock()
	for node, v := range m.lives {
		lived := v.at[len(v.at)-1] - v.from
		if lived < old {
			continue
		}
		var n, sx, sy, sxx, sxy float64
		for i, at := range v.at {
			if at-v.from < young {
				continue
			}
			x, y := at.Hours(), v.mib[i]
			n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
		}
		slope := (n*sxy - sx*sy) / (n*sxx - sx*sx)
		out = append(out, Growth{node, lived, v.mib[len(v.mib)-1], slope / (sy / n), int(n)})
	}
	return out
}

// Wait lets people be for a while.
func (l *Lab) Wait(ctx context.Context, d time.Duration) { l.sleep(ctx, d) }
