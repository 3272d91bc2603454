// Package nodes has three nodes harmed for as long as it takes until a million commands were acknowledged, and every one of them
// looked for in the log. The harm and the looking are the product's own (server/app/nemesis); this only tells the figures.
package nodes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"palabre/bench/figure"
)

// Bench holds where the product lies and where rows go.
type Bench struct {
	Root  string // of the repository
	Setup figure.Setup
	Sink  *figure.Sink
	Say   func(format string, args ...any)
}

// said is what a soak leaves.
type said struct {
	Lasted     time.Duration
	Faults     map[string]int
	Commands   int
	Saved      int
	Again      int
	Violations []struct{ Invariant, What string }
}

var errBroken = errors.New("promises were broken")

// Million takes about a quarter of an hour on two cores.
func (b *Bench) Million(ctx context.Context) error {
	const goal, seed = 1_000_000, 77
	dir, err := os.MkdirTemp("", "palabre-million")
	if err != nil {
		return fmt.Errorf("folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary, out := filepath.Join(dir, "soak"), filepath.Join(dir, "said.json")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./server/app/nemesis/soak")
	build.Dir, build.Stderr = b.Root, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	total := said{Faults: map[string]int{}}
	for turn := 0; total.Saved < goal; turn++ {
		one, err := b.soak(ctx, binary, out, seed+turn)
		if err != nil {
			return err
		}
		total.Lasted += one.Lasted
		total.Commands, total.Saved, total.Again = total.Commands+one.Commands, total.Saved+one.Saved, total.Again+one.Again
		total.Violations = append(total.Violations, one.Violations...)
		for kind, n := range one.Faults {
			total.Faults[kind] += n
		}
		b.Say("seed %d: %d acknowledged so far, %d violations", seed+turn, total.Saved, len(total.Violations))
	}
	faults := 0
	for _, n := range total.Faults {
		faults += n
	}
	setup := b.Setup
	setup.Note = fmt.Sprintf("three nodes, %d faults in %s, %d commands said again", faults, total.Lasted.Round(time.Second), total.Again)
	for _, row := range []figure.Row{
		{Metric: "acknowledged commands", Unit: "", Better: figure.Higher, Palabre: float64(total.Saved)},
		{Metric: "promises broken (lost, doubled, untrue)", Unit: "", Better: figure.Lower, Palabre: float64(len(total.Violations))},
	} {
		row.Bench, row.Setup = "nodes.million", setup
		if err := b.Sink.Add(row); err != nil {
			return err
		}
	}
	if len(total.Violations) > 0 {
		return fmt.Errorf("%w: %v", errBroken, total.Violations)
	}
	return nil
}

// soak has many people draw quickly on three nodes for some minutes.
func (b *Bench) soak(ctx context.Context, binary, out string, seed int) (one said, err error) {
	run := exec.CommandContext(ctx, binary, "-seed", strconv.Itoa(seed), "-minutes", "5", "-people", "24", "-rooms", "6", "-sound", "0",
		"-draw", "-every", "12ms", "-json", out)
	run.Dir = b.Root
	told, failed := run.CombinedOutput()
	raw, err := os.ReadFile(out)
	if err != nil {
		return one, fmt.Errorf("soak: %w: %w\n%s", failed, err, told)
	}
	if err := json.Unmarshal(raw, &one); err != nil {
		return one, fmt.Errorf("soak: %w", err)
	}
	return one, os.Remove(out)
}
