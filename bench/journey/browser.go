package journey

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"palabre/bench/figure"
)

// Join measures in Chromium: from the press on « Entrer » to the first view of the
// room, and to the first sound of the others. Weight measures what a cold first
// screen and a board fetch. One run of the browser gives both.
func (b *Bench) Join(ctx context.Context) error { return b.browser(ctx, "join.") }

// Weight is the half of the browser's run that counts bytes.
func (b *Bench) Weight(ctx context.Context) error { return b.browser(ctx, "weight.") }

// browser runs the client's own measuring script and keeps the figures whose name begins with prefix.
func (b *Bench) browser(ctx context.Context, prefix string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	script := exec.CommandContext(ctx, "npm", "run", "--silent", "mesures")
	script.Dir = b.Client
	script.Env = append(script.Environ(), "PALABRE_BIN="+b.Palabre)
	var complaint bytes.Buffer
	script.Stderr = &complaint
	out, err := script.Output()
	if err != nil {
		return fmt.Errorf("measuring in Chromium: %w: %s", err, complaint.String())
	}
	found := 0
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var line struct {
			Metric string  `json:"metric"`
			Unit   string  `json:"unit"`
			Value  float64 `json:"value"`
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil || !strings.HasPrefix(line.Metric, prefix) {
			continue
		}
		name, metric, known := split(line.Metric)
		if !known {
			return fmt.Errorf("the browser told %q, which no bench is called", line.Metric)
		}
		row := figure.Row{Bench: name, Metric: metric, Unit: line.Unit, Better: figure.Lower, Palabre: line.Value, Setup: b.Setup}
		row.Setup.Note = "Chromium, fake devices, loopback, the real binary"
		if err := b.Sink.Add(row); err != nil {
			return err
		}
		found++
	}
	if found == 0 {
		return fmt.Errorf("the browser told no figure of %s: %s", prefix, out)
	}
	return nil
}

// split takes "join.view_p95_ms" apart into the bench join.view and its metric p95_ms.
func split(told string) (bench, metric string, known bool) {
	for _, bench := range []string{"join.view", "join.audio", "weight.first_screen", "weight.board"} {
		if metric, found := strings.CutPrefix(told, bench+"_"); found {
			return bench, metric, true
		}
	}
	return "", "", false
}
