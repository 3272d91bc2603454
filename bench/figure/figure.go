// Package figure holds what a measurement leaves: rows of a table for people and
// lines of JSON for whoever compares two days.
package figure

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Better says which direction of a figure is progress.
type Better string

// The two directions.
const (
	Higher Better = "higher"
	Lower  Better = "lower"
)

// Row is one figure, with the rivals' measured in the same run, interleaved.
type Row struct {
	Bench   string             `json:"bench"`
	Metric  string             `json:"metric"`
	Unit    string             `json:"unit"`
	Better  Better             `json:"better"`
	Palabre float64            `json:"palabre"`
	Rivals  map[string]float64 `json:"rivals"`
	Setup   Setup              `json:"setup"`
}

// Setup says on what the figure was taken. FsyncMs is the median of one small
// durable write on the disk of the data folder, in milliseconds.
type Setup struct {
	CPU     string  `json:"cpu"`
	Cores   int     `json:"cores"`
	Go      string  `json:"go"`
	FsyncMs float64 `json:"fsync_ms"`
	Runs    int     `json:"runs"`
	Note    string  `json:"note,omitempty"`
}

// Sink collects rows; every row is on disk as soon as it is known.
type Sink struct {
	rows []Row
	file *os.File
}

// Open appends to the results file at path, making its folder.
func Open(path string) (*Sink, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("results folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("results file: %w", err)
	}
	return &Sink{file: file}, nil
}

// Add records a row.
func (s *Sink) Add(row Row) error {
	if row.Rivals == nil {
		row.Rivals = map[string]float64{}
	}
	s.rows = append(s.rows, row)
	line, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("row: %w", err)
	}
	if _, err := s.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("results file: %w", err)
	}
	return nil
}

// Close ends the results file.
func (s *Sink) Close() error { return s.file.Close() }

// Print writes the table of all rows.
func (s *Sink) Print(out io.Writer) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "bench\tmetric\tunit\tbetter\tpalabre\trivals")
	for _, row := range s.rows {
		names := make([]string, 0, len(row.Rivals))
		for name := range row.Rivals {
			names = append(names, name)
		}
		slices.Sort(names)
		told := make([]string, 0, len(names))
		for _, name := range names {
			told = append(told, name+" "+short(row.Rivals[name]))
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", row.Bench, row.Metric, row.Unit, row.Better, short(row.Palabre), strings.Join(told, ", "))
	}
	_ = table.Flush()
}

func short(value float64) string {
	switch {
	case value >= 10_000:
		return fmt.Sprintf("%.0f k", value/1000)
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	default:
		return fmt.Sprintf("%.3g", value)
	}
}

// Fsync measures the median time of a small durable write in dir, in milliseconds.
func Fsync(dir string) (float64, error) {
	file, err := os.CreateTemp(dir, "fsync")
	if err != nil {
		return 0, fmt.Errorf("fsync probe: %w", err)
	}
	defer func() { _ = file.Close(); _ = os.Remove(file.Name()) }()
	times := make([]float64, 0, 100)
	block := make([]byte, 4096)
	for i := range 100 {
		begin := time.Now()
		if _, err := file.WriteAt(block, int64(i)*4096); err != nil {
			return 0, fmt.Errorf("fsync probe: %w", err)
		}
		if err := file.Sync(); err != nil {
			return 0, fmt.Errorf("fsync probe: %w", err)
		}
		times = append(times, float64(time.Since(begin).Microseconds())/1000)
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// Percentile is the value under which the share p (0–1) of the values lies; values are sorted in place.
func Percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	at := int(p * float64(len(values)))
	return values[min(at, len(values)-1)]
}

// Median is the middle one of a few runs.
func Median(values []float64) float64 { return Percentile(slices.Clone(values), 0.5) }
