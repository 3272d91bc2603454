package nemesis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// machine tells for how long the machine itself stood still: a row is saved again and again in the PostgreSQL that the nodes
// use, by a way and in a table that no fault and no node touches. A row that takes long says that no promise of a time can be
// held to the program just then: another program has the processors, or the disk.
type machine struct {
	mu    sync.Mutex
	since time.Duration // when the row that is being saved was begun, 0 for none
	late  []span        // rows that took longer than slow
}

type span struct{ from, to time.Duration }

// slow is the time from which a row saved alone took too long: one takes less than 10 ms on a machine that has time.
const slow = time.Second

// beat saves a row four times in a second until ctx ends.
func (l *Lab) beat(ctx context.Context) error {
	const every = 250 * time.Millisecond
	for _, q := range []string{
		`CREATE SCHEMA IF NOT EXISTS nemesis`, `CREATE TABLE IF NOT EXISTS nemesis.beat (at bigint NOT NULL)`, `INSERT INTO nemesis.beat VALUES (0)`,
	} {
		if _, err := l.Cluster.db.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("the machine's own row: %w", err)
		}
	}
	l.meters.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			l.machine.begins(l.w.now())
			_, err := l.Cluster.db.ExecContext(ctx, `UPDATE nemesis.beat SET at = $1`, l.w.now().Milliseconds())
			if errors.Is(err, context.Canceled) {
				return
			}
			l.machine.ends(l.w.now()) // a server that was stopped answers at once: that is a fault, and no slow machine
		}
	})
	return nil
}

func (m *machine) begins(now time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.since = max(now, 1)
}

func (m *machine) ends(now time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now-m.since > slow {
		m.late = append(m.late, span{m.since, now})
	}
	m.since = 0
}

// stood is for how long the machine stood still between two instants, and how often.
func (m *machine) stood(from, to time.Duration) (long time.Duration, times int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.late
	if m.since > 0 && to-m.since > slow {
		all = append(all[:len(all):len(all)], span{m.since, to})
	}
	for _, s := range all {
		if in := min(s.to, to) - max(s.from, from); in > 0 {
			long, times = long+in, times+1
		}
	}
	return long, times
}
