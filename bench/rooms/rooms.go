// Package rooms measures what facilitation costs: what a pass of the stick sends, and what a long meeting leaves to be kept and
// read back. The engine is the real one; its own test counts.
package rooms

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"palabre/bench/figure"
)

// Bench says where Palabre's module is and where figures go.
type Bench struct {
	Root    string
	Palabre string // the program, as make build leaves it
	Setup   figure.Setup
	Sink    *figure.Sink
	Say     func(format string, args ...any)
}

// Cost is the figures of one round and of one meeting of three hours.
func (b *Bench) Cost(ctx context.Context) error {
	run := exec.CommandContext(ctx, "go", "test", "-count=1", "-run", "^TestFigures$", "./rooms/roomtest", "-figures", "-v")
	run.Dir = b.Root
	out, err := run.CombinedOutput()
	if err != nil {
		return fmt.Errorf("figures of rooms: %w\n%s", err, out)
	}
	found := 0
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(words) != 4 || words[0] != "figure" {
			continue
		}
		value, err := strconv.ParseFloat(words[2], 64)
		if err != nil {
			return fmt.Errorf("figure %s: %w", words[1], err)
		}
		row := figure.Row{Bench: "rooms", Metric: words[1], Unit: words[3], Better: figure.Lower, Palabre: value, Setup: b.Setup}
		row.Setup.Note = "JSON of what is sent to all, before the socket's frame; the log's events as kept"
		if err := b.Sink.Add(row); err != nil {
			return err
		}
		b.Say("%s: %s %s", words[1], words[2], words[3])
		found++
	}
	if found == 0 {
		return fmt.Errorf("figures of rooms: none was printed\n%s", out)
	}
	return nil
}
