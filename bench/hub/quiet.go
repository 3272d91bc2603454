package hub

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"palabre/bench/figure"
)

// Idle measures the memory of a connection that has joined a room and says nothing.
func (b *Bench) Idle(ctx context.Context) error {
	const people = 1000
	row := figure.Row{Bench: "hub.idle", Metric: "kib_per_connection", Unit: "KiB", Better: figure.Lower, Rivals: map[string]float64{}, Setup: b.Setup}
	row.Setup.Runs, row.Setup.Note = 1, fmt.Sprintf("%d connections joined to one board, resident memory of the process", people)
	for _, one := range append([]starter{b.idlers(people)}, b.rivals()...) {
		kib, err := b.idle(ctx, one, people)
		if err != nil && one.name != "palabre" {
			b.Say("hub.idle: %s failed: %v", one.name, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("hub.idle: %w", err)
		}
		b.Say("hub.idle: %s: %.1f KiB per connection", one.name, kib)
		if one.name == "palabre" {
			row.Palabre = kib
		} else {
			row.Rivals[one.name] = kib
		}
	}
	return b.Sink.Add(row)
}

func (b *Bench) idle(ctx context.Context, one starter, people int) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	target, err := one.start(ctx, 1)
	if err != nil {
		return 0, err
	}
	defer target.Stop()
	heard := func([]byte) {}
	const rest = 2200 * time.Millisecond // idle is what comes after an arrival
	// The first connections pay for what is allocated once.
	var clients []Client
	defer func() { closeAll(clients) }()
	dial := func(count int) error {
		for range count {
			client, err := target.Dial(ctx, 0, len(clients), heard)
			if err != nil {
				return err
			}
			clients = append(clients, client)
		}
		return nil
	}
	if err := dial(people / 10); err != nil {
		return 0, err
	}
	before, err := settled(target, rest)
	if err != nil {
		return 0, err
	}
	if err := dial(people); err != nil {
		return 0, err
	}
	after, err := settled(target, rest)
	if err != nil {
		return 0, err
	}
	return (after - before) / float64(people), nil
}

// settled waits until the process's memory has stood still.
func settled(target Target, still time.Duration) (float64, error) {
	last, since := -1.0, time.Now()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		rss, err := target.Server().RSS()
		if err != nil {
			return 0, err
		}
		if rss != last {
			last, since = rss, time.Now()
		}
		if time.Since(since) > still {
			break
		}
	}
	return last, nil
}

// Cursors measures 200 people who all move a pointer thirty times a second.
func (b *Bench) Cursors(ctx context.Context) error {
	const people, rate, seconds = 200, 30, 3
	row := figure.Row{Bench: "hub.cursors200", Metric: "core_share", Unit: "cores", Better: figure.Lower, Rivals: map[string]float64{}, Setup: b.Setup}
	row.Setup.Runs, row.Setup.Note = 1, "200 people × 30 positions a second; Palabre gathers the latest of each, the rivals carry every one"
	for _, one := range append([]starter{b.ours(board)}, b.rivals()[0]) {
		share, err := b.cursors(ctx, one, people, rate, seconds)
		if err != nil && one.name != "palabre" {
			b.Say("hub.cursors200: %s failed: %v", one.name, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("hub.cursors200: %w", err)
		}
		b.Say("hub.cursors200: %s: %.2f of a core", one.name, share)
		if one.name == "palabre" {
			row.Palabre = share
		} else {
			row.Rivals[one.name] = share
		}
	}
	return b.Sink.Add(row)
}

func (b *Bench) cursors(ctx context.Context, one starter, people, rate, seconds int) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	target, err := one.start(ctx, 1)
	if err != nil {
		return 0, err
	}
	defer target.Stop()
	var frames atomic.Int64
	clients, err := gather(people, func(n int) (Client, error) {
		return target.Dial(ctx, 0, n, func(frame []byte) {
			if scan(frame, func([]byte) {}) == nil {
				frames.Add(1)
			}
		})
	})
	defer func() { closeAll(clients) }()
	if err != nil {
		return 0, err
	}
	pause := time.Second / time.Duration(rate)
	begin := time.Now()
	end := begin.Add(time.Duration(seconds+1) * time.Second)
	var wait sync.WaitGroup
	for i, client := range clients {
		wait.Go(func() {
			for n := 0; ; n++ {
				at := begin.Add(pause*time.Duration(i)/time.Duration(len(clients)) + pause*time.Duration(n))
				if at.After(end) {
					return
				}
				time.Sleep(time.Until(at))
				if point(client, n) != nil {
					return
				}
			}
		})
	}
	time.Sleep(time.Second)
	before, err := target.Server().CPU()
	if err != nil {
		return 0, err
	}
	from, seen := time.Now(), frames.Load()
	time.Sleep(time.Duration(seconds) * time.Second)
	after, err := target.Server().CPU()
	if err != nil {
		return 0, err
	}
	spent := time.Since(from).Seconds()
	wait.Wait()
	if frames.Load() == seen {
		return 0, fmt.Errorf("no cursor reached anybody")
	}
	return (after - before) / spent, nil
}

// point tells a pointer's place: volatile with Palabre, a message of the same weight elsewhere.
func point(client Client, n int) error {
	if ours, is := client.(*ourClient); is {
		return ours.Tell("cursor", map[string]any{"x": 100 + n%800, "y": 200 + n%600, "tool": "pointer"})
	}
	return client.Publish(fmt.Sprintf("%d,%d,pointer,padding-to-sixty-four-bytes-of-text", 100+n%800, 200+n%600))
}

// speak says a long text: the words of a note with Palabre, whose links are short.
func speak(client Client, words string) error {
	ours, is := client.(*ourClient)
	if !is {
		return client.Publish(words)
	}
	half := words[:len(words)/2] // a text travels twice: as it is written, and as it is shown
	return ours.Send("board.op", map[string]any{"ops": []any{map[string]any{"id": ours.element, "set": map[string]any{
		"text": half, "originalText": half, "fontSize": 20, "fontFamily": 6, "lineHeight": 1.25, "autoResize": true, "width": 100, "height": 25,
	}}}})
}

// Stalled measures what ten people in a tunnel cost the other forty.
func (b *Bench) Stalled(ctx context.Context) error {
	row := figure.Row{Bench: "hub.stalled", Metric: "rss_growth_mib", Unit: "MiB", Better: figure.Lower, Rivals: map[string]float64{}, Setup: b.Setup}
	row.Setup.Runs, row.Setup.Note = 1, "10 of 50 stop reading while 300 messages a second of 8 KiB go by for 4 s"
	for _, one := range append([]starter{b.ours(board)}, b.rivals()...) {
		growth, err := b.stalled(ctx, one)
		if err != nil && one.name != "palabre" {
			b.Say("hub.stalled: %s failed: %v", one.name, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("hub.stalled: %w", err)
		}
		b.Say("hub.stalled: %s: %.1f MiB", one.name, growth)
		if one.name == "palabre" {
			row.Palabre = growth
		} else {
			row.Rivals[one.name] = growth
		}
	}
	return b.Sink.Add(row)
}

func (b *Bench) stalled(ctx context.Context, one starter) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	target, err := one.start(ctx, 1)
	if err != nil {
		return 0, err
	}
	defer target.Stop()
	var frames atomic.Int64
	clients, err := gather(50, func(n int) (Client, error) {
		return target.Dial(ctx, 0, n, func(frame []byte) {
			// A frame may carry several messages: their long texts are counted.
			_ = scan(frame, func(text []byte) {
				if len(text) > 2<<10 {
					frames.Add(1)
				}
			})
		})
	})
	defer func() { closeAll(clients) }()
	if err != nil {
		return 0, err
	}
	text := makeStamp(0, 0, 0)
	for len(text) < 8<<10 {
		text += text
	}
	text = text[:8<<10]
	// The healthy traffic first, so that only the stalled ones' cost is counted.
	burst := func(messages int) error {
		begin := time.Now()
		for n := range messages {
			time.Sleep(time.Until(begin.Add(time.Duration(n) * time.Second / 300)))
			if err := speak(clients[n%10], text); err != nil {
				return err
			}
		}
		return nil
	}
	if err := burst(600); err != nil {
		return 0, err
	}
	before, err := settled(target, time.Second)
	if err != nil {
		return 0, err
	}
	for _, client := range clients[40:] {
		client.Stall()
	}
	seen := frames.Load()
	if err := burst(1200); err != nil {
		return 0, err
	}
	// Both are taken at rest, with the ten still stalled: what a busy runtime has not collected yet is nobody's backlog.
	after, err := settled(target, time.Second)
	if err != nil {
		return 0, err
	}
	if got := frames.Load() - seen; got < 30*1200 {
		return 0, fmt.Errorf("the forty who read got only %d texts", got)
	}
	return (after - before) / 1024, nil
}
