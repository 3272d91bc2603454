// Package backup measures how long a whole installation takes to be saved, made again and
// verified. The measurement itself is a benchmark of server/app, which knows the stores.
package backup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"palabre/bench/figure"
)

// Bench holds where the program's sources lie and where rows go.
type Bench struct {
	Root  string // of the repository
	Setup figure.Setup
	Sink  *figure.Sink
	Say   func(format string, args ...any)
}

// Meetings measures a thousand meetings, those of the demonstration over and over.
func (b *Bench) Meetings(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "test", "./server/app", "-run", "^$", "-bench", "^BenchmarkBackup$", "-benchtime", "1x")
	cmd.Dir, cmd.Stderr = b.Root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("benchmark: %w\n%s", err, out)
	}
	figures, err := read(string(out))
	if err != nil {
		return err
	}
	note := fmt.Sprintf("%.0f meetings, %.0f MB of SQLite files; programs of their own, cold", figures["meetings"], figures["data_MB"])
	for _, metric := range []string{
		"backup_s", "file_MB", "restore_s", "verify_s", "pg_backup_s", "pg_restore_s", "backup_rss_MB", "restore_rss_MB", "verify_rss_MB",
	} {
		value, told := figures[metric]
		if !told {
			return fmt.Errorf("benchmark: no %s in\n%s", metric, out)
		}
		unit := metric[strings.LastIndexByte(metric, '_')+1:]
		row := figure.Row{Bench: "nodes.backup", Metric: metric, Unit: unit, Better: figure.Lower, Palabre: value, Setup: b.Setup}
		row.Setup.Note = note
		if err := b.Sink.Add(row); err != nil {
			return err
		}
	}
	b.Say("nodes.backup: %s; backup %.1f s, %.0f MB; restore %.1f s; verify %.0f s", note, figures["backup_s"], figures["file_MB"], figures["restore_s"], figures["verify_s"])
	return nil
}

// read reads the line of a benchmark: its name, how often it ran, then values and units.
func read(out string) (map[string]float64, error) {
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "BenchmarkBackup") {
			continue
		}
		found := map[string]float64{}
		for pair := range slices.Chunk(strings.Fields(line)[2:], 2) {
			value, err := strconv.ParseFloat(pair[0], 64)
			if err != nil || len(pair) != 2 {
				return nil, fmt.Errorf("benchmark: %q cannot be read", line)
			}
			found[pair[1]] = value
		}
		return found, nil
	}
	return nil, fmt.Errorf("benchmark: it told nothing:\n%s", out)
}
