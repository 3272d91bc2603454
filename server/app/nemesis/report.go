package nemesis

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Report is what a run leaves.
type Report struct {
	Seed       uint64
	Lasted     time.Duration
	Faults     map[Kind]int
	Beside     map[Kind]int             // at the same time as another
	Went       map[Kind][]time.Duration // how long until every room went on, by kind, rising
	Stall      map[Kind][]time.Duration // the longest pause of a room around it, by kind, rising
	Drains     []time.Duration          // from SIGTERM to the process's end, rising
	Takeovers  []time.Duration          // from kill -9 of a room's host to the first command that was given after it and saved, rising
	Commands   int
	Saved      int // acknowledged
	Again      int // said more than once
	Refused    map[string]int
	Unanswered int
	Events     int // in all logs
	Grants     int // holdings of the stick
	Packets    uint64
	Growth     []Growth
	Notices    map[string]int
	Still      time.Duration // for so long the machine itself stood still: no promise of a time was held to the program then
	Stills     int           // in so many pauses
	Violations []Violation
	More       int // violations beyond those
}

// report counts what people did.
func (l *Lab) report() *Report {
	r := &Report{
		Seed: l.Seed, Lasted: l.w.now(), Faults: map[Kind]int{}, Beside: map[Kind]int{}, Went: map[Kind][]time.Duration{}, Stall: map[Kind][]time.Duration{}, Refused: map[string]int{}, Notices: map[string]int{},
	}
	for _, h := range l.faults {
		r.Faults[h.Kind]++
		if h.And != nil {
			r.Beside[h.And.Kind]++
		}
		r.Went[h.Kind] = append(r.Went[h.Kind], h.went)
		r.Stall[h.Kind] = append(r.Stall[h.Kind], h.stall)
		r.Drains = append(r.Drains, h.took...)
	}
	for _, w := range r.Went {
		slices.Sort(w)
	}
	for _, w := range r.Stall {
		slices.Sort(w)
	}
	slices.Sort(r.Drains)
	r.Takeovers = slices.Sorted(slices.Values(l.takeovers))
	for _, p := range l.Clients {
		for _, op := range p.all {
			r.Commands++
			if op.Tries > 1 {
				r.Again++
			}
			switch {
			case op.Back == 0:
				r.Unanswered++
			case op.OK:
				r.Saved++
			default:
				r.Refused[op.Code]++
			}
		}
	}
	for _, s := range l.Sounds {
		r.Packets += s.heardCount()
	}
	r.Growth = l.meter.growth()
	r.Still, r.Stills = l.machine.stood(0, r.Lasted)
	return r
}

// count adds what is in a log.
func (r *Report) count(log []logged) {
	r.Events += len(log)
	for _, e := range log {
		if e.Name == "stick.granted" {
			r.Grants++
		}
	}
}

// judged adds what was seen, and found broken.
func (r *Report) judged(w *witness) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for k, n := range w.notices {
		r.Notices[k] = n
	}
	r.Violations, r.More = slices.Clone(w.broken), w.more
}

// Print says it.
func (r *Report) Print(out io.Writer) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // a reader that is gone reads nothing
	total := 0
	for _, n := range r.Faults {
		total += n
	}
	say("seed %d: %s, %d faults", r.Seed, r.Lasted.Round(time.Second), total)
	for _, w := range weights() {
		if n := r.Faults[w.kind]; n > 0 {
			say("  %-13s %4d   all rooms went on after its end: p50 %s, max %s; the longest pause: p50 %s, max %s",
				w.kind, n, at(r.Went[w.kind], 0.5), at(r.Went[w.kind], 1), at(r.Stall[w.kind], 0.5), at(r.Stall[w.kind], 1))
		}
	}
	for _, w := range weights() {
		if n := r.Beside[w.kind]; n > 0 {
			say("  %-13s %4d   beside another", w.kind, n)
		}
	}
	if len(r.Drains) > 0 {
		say("  %d nodes drained: p50 %s, max %s until the process ended", len(r.Drains), at(r.Drains, 0.5), at(r.Drains, 1))
	}
	if n := len(r.Takeovers); n > 0 {
		say("  %d takeovers: p50 %s, p95 %s, p99 %s, max %s", n, at(r.Takeovers, 0.5), at(r.Takeovers, 0.95), at(r.Takeovers, 0.99), at(r.Takeovers, 1))
	}
	say("%d commands: %d saved, %d said again, %d without an answer; %d events, %d grants, %d packets heard", r.Commands, r.Saved, r.Again, r.Unanswered, r.Events, r.Grants, r.Packets)
	say("  refused: %s", counts(r.Refused))
	say("  seen: %s", counts(r.Notices))
	say("  the machine itself stood still: %s, in %d pauses of more than %s", r.Still.Round(time.Millisecond), r.Stills, slow)
	for _, g := range r.Growth {
		g.print(out)
	}
	for _, v := range r.Violations {
		say("VIOLATION %s", v)
	}
	say("violations: %d", len(r.Violations)+r.More)
}

// at is the value under which a share of rising values lies.
func at(rising []time.Duration, share float64) time.Duration {
	if len(rising) == 0 {
		return 0
	}
	return rising[min(int(share*float64(len(rising))), len(rising)-1)].Round(time.Millisecond)
}

func counts(of map[string]int) string {
	keys := make([]string, 0, len(of))
	for k := range of {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return of[b] - of[a] })
	if len(keys) == 0 {
		return "nothing"
	}
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%s %d", k, of[k])
	}
	return strings.Join(keys, ", ")
}
