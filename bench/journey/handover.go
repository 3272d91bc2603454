package journey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"palabre/bench/figure"
	"palabre/bench/palabre"
)

// Bench holds where programs lie and where rows go.
type Bench struct {
	Palabre string // bin/palabre
	Client  string // the client's folder, for what Chromium measures
	Setup   figure.Setup
	Sink    *figure.Sink
	Say     func(format string, args ...any)
}

const (
	talkers = 8
	rounds  = 8
)

// Handover measures from a person's gesture to what a listener gets: taking the stick
// to the first packet of her voice, giving it away to the last one.
func (b *Bench) Handover(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	instance, err := palabre.Start(ctx, b.Palabre, nil)
	if err != nil {
		return err
	}
	defer instance.Stop()
	circle, err := gather(ctx, instance)
	if err != nil {
		return err
	}
	defer circle.leave()
	var first, last []float64
	for round := range rounds {
		if err := circle.round(ctx, round, &first, &last); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
	}
	b.Say("stick.handover: %d hand-overs; first packet p50 %.1f ms, last packet p50 %.1f ms", len(first), figure.Median(first), figure.Median(last))
	note := fmt.Sprintf("%d hand-overs among %d pion peers on loopback, a packet every %v; from the gesture on the socket, durable commit inside, to the listener", len(first), talkers, packetEvery)
	for _, one := range []struct {
		metric string
		values []float64
	}{{"p99_ms", first}, {"first_packet_p50_ms", first}, {"last_packet_p99_ms", last}} {
		share := 0.99
		if one.metric == "first_packet_p50_ms" {
			share = 0.5
		}
		row := figure.Row{Bench: "stick.handover", Metric: one.metric, Unit: "ms", Better: figure.Lower, Palabre: figure.Percentile(one.values, share), Setup: b.Setup}
		row.Setup.Runs, row.Setup.Note = rounds, note
		if err := b.Sink.Add(row); err != nil {
			return err
		}
	}
	return nil
}

// circle is a meeting with its host, its talkers and one listener's ear.
type circle struct {
	host   *palabre.Socket
	voices []*voice
	mu     sync.Mutex
	cond   *sync.Cond
	latest map[byte]time.Time // the listener's last packet of each mark
	since  map[byte]time.Time // her first packet of each mark since it was forgotten
	grants map[string]uint64  // the grant by which a member holds
	offer  string             // whom the stick is offered to
	ended  int
}

func gather(ctx context.Context, instance *palabre.Instance) (*circle, error) {
	meeting, err := instance.Meet(ctx)
	if err != nil {
		return nil, err
	}
	c := &circle{latest: map[byte]time.Time{}, since: map[byte]time.Time{}, grants: map[string]uint64{}}
	c.cond = sync.NewCond(&c.mu)
	room := "ses_" + meeting.ID
	if c.host, err = instance.Admin.Dial(ctx, nil); err != nil {
		return nil, err
	}
	if _, err := c.host.Join(ctx, room); err != nil {
		return nil, err
	}
	if _, err := c.host.Do(ctx, "people.enter", map[string]any{"listed": false}); err != nil {
		return nil, err
	}
	for n := range talkers {
		guest, err := instance.Guest(ctx, meeting, n)
		if err != nil {
			return nil, err
		}
		socket, err := guest.Dial(ctx, nil)
		if err != nil {
			return nil, err
		}
		if _, err := socket.Join(ctx, room); err != nil {
			return nil, err
		}
		if _, err := socket.Do(ctx, "people.enter", map[string]any{"listed": false}); err != nil {
			return nil, err
		}
		if _, err := c.host.Do(ctx, "people.admit", map[string]any{"member": socket.Member}); err != nil {
			return nil, err
		}
		heard := func(byte, time.Time) {}
		if n == 0 {
			heard = c.hear
		}
		one, err := speak(ctx, socket, byte(n+1), heard)
		if err != nil {
			return nil, err
		}
		c.voices = append(c.voices, one)
	}
	c.host.Hear(c.follow)
	return c, nil
}

func (c *circle) leave() {
	for _, one := range c.voices {
		one.close()
	}
	c.host.Close()
}

func (c *circle) hear(mark byte, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latest[mark] = at
	if c.since[mark].IsZero() {
		c.since[mark] = at
		c.cond.Broadcast()
	}
}

// follow reads from the host's frames whom the stick is offered to and who holds it.
func (c *circle) follow(frame []byte) {
	var message struct {
		D [][]json.RawMessage `json:"d"`
	}
	if json.Unmarshal(frame, &message) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, op := range message.D {
		var path []string
		if len(op) == 0 || json.Unmarshal(op[0], &path) != nil || len(path) == 0 || path[0] != "round" || len(op) < 2 {
			continue
		}
		c.see(path, op[1])
	}
	c.cond.Broadcast()
}

func (c *circle) see(path []string, value json.RawMessage) {
	var round struct {
		State  string `json:"state"`
		Member string `json:"member"`
		Grant  uint64 `json:"grant"`
		To     string `json:"to"`
	}
	if len(path) == 2 && path[1] == "state" {
		_ = json.Unmarshal(value, &round.State)
	} else if json.Unmarshal(value, &round) != nil {
		return
	}
	switch {
	case round.State == "ended":
		c.ended++
	case len(path) == 2 && path[1] == "holder":
		c.grants[round.Member] = round.Grant
	case len(path) == 2 && path[1] == "offer":
		c.offer = round.To
	}
}

var errWaited = errors.New("waited in vain")

// await waits until ok holds, under the circle's lock.
func (c *circle) await(what string, ok func() bool) error {
	timer := time.AfterFunc(10*time.Second, func() { c.mu.Lock(); c.cond.Broadcast(); c.mu.Unlock() })
	defer timer.Stop()
	limit := time.Now().Add(10 * time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	for !ok() {
		if time.Now().After(limit) {
			return fmt.Errorf("%w for %s", errWaited, what)
		}
		c.cond.Wait()
	}
	return nil
}

// round lets everybody take and give the stick once. The listener is the first of the
// circle: her own turn is not measured, since nobody hears herself.
func (c *circle) round(ctx context.Context, n int, first, last *[]float64) error {
	id := fmt.Sprintf("00000000-0000-7000-8000-%012x", n+1)
	order := make([]string, 0, len(c.voices))
	for _, one := range c.voices {
		order = append(order, one.socket.Member)
	}
	prepare := map[string]any{"round": id, "question": "Que mesure-t-on?", "order": order, "seat": "none", "gate": "holder", "clock": "soft", "turn_s": 60}
	if err := c.host.Send("stick.prepare", prepare); err != nil {
		return err
	}
	ended := c.ended
	if err := c.host.Send("stick.begin", map[string]any{}); err != nil {
		return err
	}
	for turn, one := range c.voices {
		member := one.socket.Member
		if err := c.await("the offer", func() bool { return c.offer == member }); err != nil {
			return err
		}
		c.mu.Lock()
		delete(c.since, one.mark)
		delete(c.grants, member)
		c.mu.Unlock()
		taken := time.Now()
		if err := one.socket.Send("stick.take", map[string]any{"round": id}); err != nil {
			return err
		}
		if err := c.await("the grant", func() bool { return c.grants[member] > 0 }); err != nil {
			return err
		}
		if turn > 0 {
			if err := c.await("the voice", func() bool { return !c.since[one.mark].IsZero() }); err != nil {
				return err
			}
			*first = append(*first, float64(c.since[one.mark].Sub(taken).Microseconds())/1000)
		}
		given := time.Now()
		if err := one.socket.Send("stick.release", map[string]any{"grant": c.grants[member]}); err != nil {
			return err
		}
		if turn > 0 && turn < len(c.voices)-1 { // after the last turn the floor is open again, and she may be heard
			silent, err := c.silence(ctx, one.mark)
			if err != nil {
				return err
			}
			*last = append(*last, max(0, float64(silent.Sub(given).Microseconds())/1000))
		}
	}
	return c.await("the end of the round", func() bool { return c.ended > ended })
}

// silence is when the last packet of this mark came: none after it for a tenth of a second.
func (c *circle) silence(ctx context.Context, mark byte) (time.Time, error) {
	for {
		c.mu.Lock()
		at := c.latest[mark]
		c.mu.Unlock()
		quiet := time.Since(at)
		if quiet > 100*time.Millisecond {
			return at, nil
		}
		select {
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		case <-time.After(100*time.Millisecond - quiet):
		}
	}
}
