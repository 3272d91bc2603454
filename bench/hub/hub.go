// Package hub measures how news reaches a room: Palabre's hub with its durable log,
// beside hubs on other libraries that keep nothing, in the same minutes on the same cores.
package hub

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"palabre/bench/figure"
)

// Bench holds where programs lie and where rows go.
type Bench struct {
	Root    string // of the repository
	Palabre string // bin/palabre
	Bin     string // folder of the rivals' programs
	Rivals  string // folder of the rivals' sources (for Socket.IO)
	Setup   figure.Setup
	Sink    *figure.Sink
	Say     func(format string, args ...any)
	Kills   string // how many nodes nodes.takeover kills; "" for 200
}

// rounds is how often each server's turn comes: figures are medians over them. The rivals that aims do not speak of have
// one turn, so that all of it takes less than four minutes.
const rounds = 2

// starter makes a fresh target for one run.
type starter struct {
	name  string
	start func(ctx context.Context, rooms int) (Target, error)
	turns int
}

func (b *Bench) rivals() []starter {
	program := func(turns int, name, path string, talk dialect, args ...string) starter {
		return starter{name, func(ctx context.Context, _ int) (Target, error) {
			return startRival(ctx, talk, "/ws", filepath.Join(b.Bin, path), func(addr string) []string {
				return append([]string{"-addr", addr}, args...)
			})
		}, turns}
	}
	return []starter{
		program(rounds, "centrifuge", "centrifuge", centrifuge{}),
		program(1, "centrifuge_write_delay", "centrifuge", centrifuge{}, "-write-delay", "10ms"),
		{"socketio", func(ctx context.Context, _ int) (Target, error) {
			return startRival(ctx, socketIO{}, "/socket.io/", "node", func(addr string) []string {
				return []string{filepath.Join(b.Rivals, "socketio", "server.mjs"), addr[len("127.0.0.1:"):]}
			})
		}, 1},
		program(1, "naive", "naive", naive{}),
	}
}

func (b *Bench) ours(kind kind, slow ...string) starter {
	return starter{"palabre", func(ctx context.Context, rooms int) (Target, error) {
		return startOurs(ctx, b.Palabre, slow, kind, rooms)
	}, rounds}
}

// idlers is Palabre with one board that every connection joins: the guests are fifty, with twenty tabs each.
func (b *Bench) idlers(int) starter {
	return starter{"palabre", func(ctx context.Context, rooms int) (Target, error) {
		target, err := startOurs(ctx, b.Palabre, nil, board, rooms)
		if err != nil {
			return nil, err
		}
		target.tabs = 20
		return target, nil
	}, 1}
}

// Fanout measures one shape: every server in turn, several rounds.
func (b *Bench) Fanout(ctx context.Context, name string, shape Shape, starters []starter, note string) error {
	runs := map[string][]Result{}
	for round := range rounds {
		for _, one := range starters {
			if round >= one.turns {
				continue
			}
			result, err := b.once(ctx, one, shape)
			if err != nil {
				if one.name == "palabre" {
					return fmt.Errorf("%s: %w", name, err)
				}
				b.Say("%s: %s failed in round %d: %v", name, one.name, round+1, err)
				continue
			}
			b.Say("%s: %s: %.0f deliveries per CPU second, p50 %.2f ms, p99 %.2f ms, %.1f %% delivered",
				name, one.name, result.DeliveriesPerCPU, result.P50, result.P99, result.Delivered*100)
			if result.Delivered < 0.999 {
				if one.name == "palabre" {
					return fmt.Errorf("%s: only %.2f %% delivered", name, result.Delivered*100)
				}
				continue
			}
			runs[one.name] = append(runs[one.name], result)
		}
	}
	metrics := []struct {
		metric, unit string
		better       figure.Better
		of           func(Result) float64
	}{
		{"deliveries_per_cpu_s", "1/s", figure.Higher, func(r Result) float64 { return r.DeliveriesPerCPU }},
		{"p50_ms", "ms", figure.Lower, func(r Result) float64 { return r.P50 }},
		{"p99_ms", "ms", figure.Lower, func(r Result) float64 { return r.P99 }},
	}
	setup := b.Setup
	setup.Runs, setup.Note = rounds, note
	for _, m := range metrics {
		row := figure.Row{Bench: name, Metric: m.metric, Unit: m.unit, Better: m.better, Rivals: map[string]float64{}, Setup: setup}
		for who, results := range runs {
			values := make([]float64, 0, len(results))
			for _, result := range results {
				values = append(values, m.of(result))
			}
			if who == "palabre" {
				row.Palabre = figure.Median(values)
			} else {
				row.Rivals[who] = figure.Median(values)
			}
		}
		if err := b.Sink.Add(row); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bench) once(ctx context.Context, one starter, shape Shape) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	target, err := one.start(ctx, shape.Rooms)
	if err != nil {
		return Result{}, err
	}
	defer target.Stop()
	return run(ctx, target, shape)
}

// Room200Session is a plenary of 200 with chat.
func (b *Bench) Room200Session(ctx context.Context) error {
	return b.Fanout(ctx, "hub.room200.session", Shape{Rooms: 1, PerRoom: 200, Publishers: 10, Rate: 1200, Seconds: 3}, []starter{b.ours(session), b.rivals()[0]}, "")
}

// Room200Board is a board before 200 people.
func (b *Bench) Room200Board(ctx context.Context) error {
	shape := Shape{Rooms: 1, PerRoom: 200, Publishers: 10, Rate: 1200, Seconds: 3}
	return b.Fanout(ctx, "hub.room200.board", shape, append([]starter{b.ours(board)}, b.rivals()...), "")
}

// Rooms50x20 is fifty meetings at once.
func (b *Bench) Rooms50x20(ctx context.Context) error {
	shape := Shape{Rooms: 50, PerRoom: 20, Publishers: 2, Rate: 2000, Seconds: 3}
	return b.Fanout(ctx, "hub.rooms50x20", shape, append([]starter{b.ours(board)}, b.rivals()...), "")
}

// SlowDisk is Room200Board with 5 ms added to each sync of the disk, from outside.
func (b *Bench) SlowDisk(ctx context.Context) error {
	if _, err := exec.LookPath("strace"); err != nil {
		return fmt.Errorf("hub.room200.board_sync5ms needs strace: %w", err)
	}
	shape := Shape{Rooms: 1, PerRoom: 200, Publishers: 10, Rate: 1200, Seconds: 3}
	slow := []string{"strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:delay_exit=5000"}
	return b.Fanout(ctx, "hub.room200.board_sync5ms", shape, []starter{b.ours(board, slow...)}, "5 ms added to each fsync and fdatasync by strace")
}
