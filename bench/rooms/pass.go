package rooms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"palabre/bench/figure"
	"palabre/bench/palabre"
)

// Passes is how long a pass of the stick takes to every screen of a circle of 30 and of 200: from the holder's gesture to the offer on
// each of their pages, by the real server and as many sockets, one pass after the other.
func (b *Bench) Passes(ctx context.Context) error {
	for _, circle := range []struct{ people, rounds int }{{30, 5}, {200, 1}} {
		latencies, err := b.circle(ctx, circle.people, circle.rounds)
		if err != nil {
			return fmt.Errorf("a circle of %d: %w", circle.people, err)
		}
		for _, part := range []struct {
			name string
			p    float64
		}{{"p50", 0.5}, {"p99", 0.99}} {
			row := figure.Row{
				Bench: "rooms", Metric: fmt.Sprintf("pass_to_every_screen_%d_%s", circle.people, part.name), Unit: "ms", Better: figure.Lower,
				Palabre: figure.Percentile(latencies, part.p), Setup: b.Setup,
			}
			row.Setup.Note = "from the holder's gesture to the next offer on each page of the circle, the log's write to disk included; sockets on the same machine"
			if err := b.Sink.Add(row); err != nil {
				return err
			}
			b.Say("%s: %.2f ms", row.Metric, row.Palabre)
		}
	}
	return nil
}

// circle lives whole rounds, and gives what each pass took to each screen, in ms.
func (b *Bench) circle(ctx context.Context, people, rounds int) ([]float64, error) {
	instance, err := palabre.Start(ctx, b.Palabre, nil)
	if err != nil {
		return nil, err
	}
	defer instance.Stop()
	c := &circle{by: map[string]*screen{}}
	defer c.close()
	if err := c.gather(ctx, instance, people); err != nil {
		return nil, err
	}
	var all []float64
	for n := range rounds {
		took, err := c.round(ctx, fmt.Sprintf("00000000-0000-7000-8000-%012x", n+1))
		if err != nil {
			return nil, err
		}
		all = append(all, took...)
	}
	return all, nil
}

// circle is people around one stick, and who leads without a seat.
type circle struct {
	lead    *palabre.Socket
	screens []*screen
	by      map[string]*screen // by member
	pass    atomic.Pointer[pass]
}

// screen is one person's page.
type screen struct {
	*palabre.Socket
	holds chan uint64 // the grants of her turns
}

// pass is one that is on its way to all screens.
type pass struct {
	began time.Time
	seen  []atomic.Int64
	left  atomic.Int64
	to    atomic.Pointer[string]
	over  chan struct{}
}

func (c *circle) close() {
	if c.lead != nil {
		c.lead.Close()
	}
	for _, s := range c.screens {
		s.Close()
	}
}

// gather brings everybody in; the lead opens the door.
func (c *circle) gather(ctx context.Context, instance *palabre.Instance, people int) error {
	meeting, err := instance.Meet(ctx)
	if err != nil {
		return err
	}
	room := "ses_" + meeting.ID
	if c.lead, err = instance.Admin.Dial(ctx, nil); err != nil {
		return err
	}
	if err := enter(ctx, c.lead, room); err != nil {
		return err
	}
	for i := range people {
		guest, err := instance.Guest(ctx, meeting, i)
		if err != nil {
			return err
		}
		socket, err := guest.Dial(ctx, nil)
		if err != nil {
			return err
		}
		s := &screen{Socket: socket, holds: make(chan uint64, 1)}
		c.screens, c.by[socket.Member] = append(c.screens, s), s
		if err := enter(ctx, socket, room); err != nil {
			return err
		}
		if _, err := c.lead.Do(ctx, "people.admit", map[string]any{"member": socket.Member}); err != nil {
			return err
		}
	}
	for i, s := range c.screens {
		s.Hear(func(frame []byte) { c.told(i, frame) })
	}
	return nil
}

func enter(ctx context.Context, s *palabre.Socket, room string) error {
	if _, err := s.Join(ctx, room); err != nil {
		return err
	}
	_, err := s.Do(ctx, "people.enter", map[string]any{"listed": false})
	return err
}

var (
	offered = regexp.MustCompile(`\[\["round","offer"\],\{"to":"([^"]+)"`)
	held    = regexp.MustCompile(`\[\["round","holder"\],\{"member":"([^"]+)","grant":(\d+)`)
)

// told reads what a screen is told: the offer that it waits for, or that its person holds the stick.
func (c *circle) told(i int, frame []byte) {
	now := time.Now()
	if p := c.pass.Load(); p != nil && bytes.Contains(frame, []byte(`["round","offer"],{`)) {
		if to := offered.FindSubmatch(frame); to != nil && p.seen[i].CompareAndSwap(0, max(1, int64(now.Sub(p.began)))) {
			member := string(to[1])
			p.to.Store(&member)
			if p.left.Add(-1) == 0 {
				close(p.over)
			}
		}
	}
	if turn := held.FindSubmatch(frame); turn != nil && string(turn[1]) == c.screens[i].Member {
		if grant, err := strconv.ParseUint(string(turn[2]), 10, 64); err == nil {
			c.screens[i].holds <- grant
		}
	}
}

const patience = 20 * time.Second

// goes has somebody do what offers the stick to the next, and waits until all screens show it: to whom, and what it took to each, in ms.
func (c *circle) goes(ctx context.Context, do func() error) (to string, took []float64, err error) {
	p := &pass{seen: make([]atomic.Int64, len(c.screens)), over: make(chan struct{}), began: time.Now()}
	p.left.Store(int64(len(c.screens)))
	c.pass.Store(p)
	if err := do(); err != nil {
		return "", nil, err
	}
	select {
	case <-p.over:
	case <-ctx.Done():
		return "", nil, ctx.Err()
	case <-time.After(patience):
		return "", nil, fmt.Errorf("%d of %d screens show no offer", p.left.Load(), len(c.screens))
	}
	for i := range p.seen {
		took = append(took, float64(p.seen[i].Load())/float64(time.Millisecond))
	}
	return *p.to.Load(), took, nil
}

// round lives a whole round: everyone takes the stick once and hands it on. The first offer and the last pass, which offers it to
// nobody, are not measured.
func (c *circle) round(ctx context.Context, id string) ([]float64, error) {
	order := make([]string, 0, len(c.screens))
	for _, s := range c.screens {
		order = append(order, s.Member)
	}
	prepare := map[string]any{"round": id, "question": "Que mesure-t-on?", "order": order, "seat": "none", "gate": "holder", "turn_s": 60}
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) { // the round before may still be ending
		_, err := c.lead.Do(ctx, "stick.prepare", prepare)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			return nil, err
		}
	}
	next, _, err := c.goes(ctx, func() error { return c.lead.Send("stick.begin", map[string]any{}) })
	if err != nil {
		return nil, err
	}
	if _, err := c.lead.Await(ctx, "ok"); err != nil {
		return nil, err
	}
	var all []float64
	for n := range c.screens {
		holder := c.by[next]
		if holder == nil {
			return nil, errors.New("the stick is offered to nobody of the circle")
		}
		grant, err := holder.takes(ctx, id)
		if err != nil {
			return nil, err
		}
		release := func() error { return holder.Send("stick.release", map[string]any{"grant": grant}) }
		if n == len(c.screens)-1 {
			return all, release()
		}
		var took []float64
		if next, took, err = c.goes(ctx, release); err != nil {
			return nil, err
		}
		all = append(all, took...)
	}
	return all, nil
}

// takes has her take the stick, and waits until her own page shows that she holds it.
func (s *screen) takes(ctx context.Context, round string) (uint64, error) {
	if err := s.Send("stick.take", map[string]any{"round": round}); err != nil {
		return 0, err
	}
	select {
	case grant := <-s.holds:
		return grant, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(patience):
		return 0, errors.New("she does not hold the stick that she took")
	}
}
