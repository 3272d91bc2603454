package nemesis

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Growth is what the figures of one process did. A leak is a slope that the load does not have, and what is still there when
// everybody has left.
type Growth struct {
	Node  int
	Lived time.Duration
	Spent []Trend
}

// Trend is one figure: nil where nothing was sampled.
type Trend struct {
	Figure     string
	Empty      *float64 // before anybody was in
	Start, End *float64 // medians of the calm before and after the faults; without calm, of the first and the last minute
	PerHour    *float64 // slope by least squares over the second half of the time that people were in: the first is warming up
	Doubt      *float64 // the slope's standard error
	Gone       *float64 // when everybody has left: the last sample
}

// growth tells of every process that lasted, and of each node's last.
func (m *meter) growth() (out []Growth) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, v := range m.lives {
		g := Growth{Node: v.node, Lived: v.long()}
		for f := range figures {
			g.Spent = append(g.Spent, v.trend(f))
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Growth) int { return a.Node - b.Node })
	return out
}

func (v *life) trend(f figure) Trend {
	var by [gone + 1][]float64
	var at, in []float64 // hours; people are in
	for _, s := range v.samples {
		x := s.values[f]
		if math.IsNaN(x) {
			continue
		}
		by[s.phase] = append(by[s.phase], x)
		if s.phase != empty && s.phase != gone {
			at, in = append(at, s.at.Hours()), append(in, x)
		}
	}
	const minute = 6 // samples
	t := Trend{Figure: f.String(), Empty: median(by[empty]), Start: median(by[before]), End: median(by[after])}
	if t.Start == nil {
		t.Start = median(in[:min(minute, len(in))])
	}
	if t.End == nil {
		t.End = median(in[max(0, len(in)-minute):])
	}
	if n := len(by[gone]); n > 0 {
		t.Gone = &by[gone][n-1]
	}
	if len(at) > 0 {
		half := (at[0] + at[len(at)-1]) / 2
		first := slices.IndexFunc(at, func(x float64) bool { return x >= half })
		t.PerHour, t.Doubt = slope(at[first:], in[first:])
	}
	return t
}

// median of nothing is nil.
func median(of []float64) *float64 {
	if len(of) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(of))
	return &sorted[len(sorted)/2]
}

// slope is that of the line nearest to points, by least squares, and its standard error; nil of fewer than ten points.
func slope(xs, ys []float64) (per, doubt *float64) {
	const few = 10
	if len(xs) < few {
		return nil, nil
	}
	n := float64(len(xs))
	var mx, my, sxx, sxy float64
	for i := range xs {
		mx, my = mx+xs[i]/n, my+ys[i]/n
	}
	for i := range xs {
		sxx, sxy = sxx+(xs[i]-mx)*(xs[i]-mx), sxy+(xs[i]-mx)*(ys[i]-my)
	}
	b, left := sxy/sxx, 0.0
	for i := range xs {
		d := ys[i] - my - b*(xs[i]-mx)
		left += d * d
	}
	e := math.Sqrt(left / (n - 2) / sxx)
	return &b, &e
}

func (g Growth) print(out io.Writer) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // a reader that is gone reads nothing
	say("node %d, one process for %s:", g.Node, g.Lived.Round(time.Second))
	say("  %-16s %10s %10s %10s %18s %10s", "", "empty", "start", "end", "slope/h", "left")
	for _, t := range g.Spent {
		per := "-"
		if t.PerHour != nil {
			per = fmt.Sprintf("%+.1f ± %.1f", *t.PerHour, *t.Doubt)
		}
		say("  %-16s %10s %10s %10s %18s %10s", t.Figure, one(t.Empty), one(t.Start), one(t.End), per, one(t.Gone))
	}
}

func one(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", *v)
}
