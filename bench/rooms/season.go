package rooms

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"palabre/bench/figure"
)

// Season is what the opening of a meeting costs for the equity of its season: ten earlier sessions of three hours with thirty people,
// on a disk. The measurement is a benchmark of server/app, which knows where seasons are read.
func (b *Bench) Season(ctx context.Context) error {
	run := exec.CommandContext(ctx, "go", "test", "./server/app", "-run", "^$", "-bench", "^BenchmarkSeason$", "-benchtime", "10x")
	run.Dir = b.Root
	out, err := run.CombinedOutput()
	if err != nil {
		return fmt.Errorf("figures of a season: %w\n%s", err, out)
	}
	found := 0
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(words) == 0 || !strings.HasPrefix(words[0], "BenchmarkSeason/") {
			continue
		}
		from, _, _ := strings.Cut(strings.TrimPrefix(words[0], "BenchmarkSeason/"), "-") // the rest is how many cores there are
		for i := 2; i+1 < len(words); i += 2 {
			value, err := strconv.ParseFloat(words[i], 64)
			if err != nil {
				return fmt.Errorf("figures of a season: %w\n%s", err, out)
			}
			what, unit := words[i+1], "bytes"
			if what == "ms" {
				unit = what
			}
			row := figure.Row{Bench: "rooms", Metric: "season_from_" + from + "_" + what, Unit: unit, Better: figure.Lower, Palabre: value, Setup: b.Setup}
			row.Setup.Note = "ten sessions of three hours, thirty people, six rounds and 300 messages each; SQLite"
			if err := b.Sink.Add(row); err != nil {
				return err
			}
			b.Say("%s: %s %s", row.Metric, words[i], unit)
			found++
		}
	}
	if found != 6 {
		return fmt.Errorf("figures of a season: %d were printed\n%s", found, out)
	}
	return nil
}
