package sim_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"palabre/signaling/sim"
)

// What decides how long TestSeeds plays, besides -short:
//
//	SEED=7 go test ./signaling/sim -run TestSeeds -v          seed 7 alone; TRACE=1 shows all of it
//	SEED=7 SEEDS=100000 go test … -timeout 24h                so many seeds from 7 on
//	SEED=7 LONG=1h go test … -timeout 2h                      from 7 on, as many as there is time for
//
// Two processes share the seeds: one processor alone keeps a seed's trace the same.
type plan struct {
	first, many uint64        // many: 0 for as many as there is time for
	long        time.Duration // 0 for as long as it takes
	step        uint64        // shares
}

func number(t *testing.T, name string) (uint64, bool) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%s: %v", name, text, err)
	}
	return n, true
}

func planned(t *testing.T) plan {
	t.Helper()
	p := plan{long: 90 * time.Second, step: 2}
	if testing.Short() {
		p.long = 4 * time.Second
	} else if raced {
		p.long = 20 * time.Second
	}
	first, one := number(t, "SEED")
	many, counted := number(t, "SEEDS")
	p.first = first
	switch {
	case counted:
		p.many, p.long = many, 0
	case os.Getenv("LONG") != "":
		long, err := time.ParseDuration(os.Getenv("LONG"))
		if err != nil {
			t.Fatal(err)
		}
		p.long = long
	case one:
		p.many, p.long = 1, 0
	}
	if p.many == 1 {
		p.step = 1
	}
	return p
}

// totals are what several seeds came to.
type totals struct {
	Seeds, Steps int
	Counts       map[string]int
}

func (a *totals) add(b totals) {
	a.Seeds += b.Seeds
	a.Steps += b.Steps
	for k, n := range b.Counts {
		a.Counts[k] += n
	}
}

func (a *totals) String() string {
	var b strings.Builder
	operations, faults := a.Counts["commands"], 0
	for _, k := range slices.Sorted(maps.Keys(a.Counts)) {
		fmt.Fprintf(&b, "%10d %s\n", a.Counts[k], k)
		if strings.HasPrefix(k, "fault: ") {
			faults += a.Counts[k]
		}
	}
	return fmt.Sprintf("%d seeds, %d steps, %d faults, %d operations, 0 violations\n%s", a.Seeds, a.Steps, faults, operations, &b)
}

// TestSeeds plays seed after seed; a promise that is broken fails it, with the seed, what it stands for, and what happened
// last.
func TestSeeds(t *testing.T) {
	p := planned(t)
	if share := os.Getenv("SIM_SHARE"); share != "" { // the other half
		data, err := json.Marshal(play(t, p, 1, nil))
		if err == nil {
			err = os.WriteFile(share, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	var other func() totals
	var over <-chan struct{}
	if p.step > 1 {
		other, over = half(t)
	}
	all := play(t, p, 0, over)
	if other != nil {
		all.add(other())
	}
	t.Logf("%s", &all)
}

// play plays this process's share of the seeds, as long as the other process has not broken a promise.
func play(t *testing.T, p plan, share uint64, broken <-chan struct{}) totals {
	t.Helper()
	sum := totals{Counts: map[string]int{}}
	begun := time.Now()
	for n := share; (p.many == 0 || n < p.many) && (p.long == 0 || time.Since(begun) < p.long); n += p.step {
		select {
		case <-broken:
			return sum
		default:
		}
		opt := sim.Expand(p.first + n)
		opt.All = os.Getenv("TRACE") != ""
		r := sim.Run(t, opt)
		if opt.All {
			t.Log(strings.Join(r.Trace, "\n"))
		}
		if r.Err != nil {
			t.Fatal(r)
		}
		sum.add(totals{1, r.Steps, r.Counts})
	}
	return sum
}

// half has another process play the other half of the seeds; what it gives waits for it. The channel is closed when it failed.
func half(t *testing.T) (func() totals, <-chan struct{}) {
	t.Helper()
	share := filepath.Join(t.TempDir(), "share.json")
	cmd := exec.CommandContext(t.Context(), os.Args[0], os.Args[1:]...)
	cmd.Args = append(cmd.Args, "-test.run=^TestSeeds$")
	cmd.Env = append(os.Environ(), "SIM_SHARE="+share)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	broken, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		err := cmd.Wait()
		if err != nil {
			close(broken)
		}
		ended <- err
	}()
	return func() totals {
		var sum totals
		if err := <-ended; err != nil {
			t.Fatalf("%v\n%s", err, &said)
		}
		data, err := os.ReadFile(share)
		if err == nil {
			err = json.Unmarshal(data, &sum)
		}
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}, broken
}

// TestMetSeeds plays the seeds that once broke a promise (testdata/seeds), the story of each beside it.
func TestMetSeeds(t *testing.T) {
	data, err := os.ReadFile("testdata/seeds")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, story, _ := strings.Cut(strings.TrimSpace(line), " ")
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if r := sim.Run(t, sim.Expand(seed)); r.Err != nil {
			t.Errorf("%s\n%v", story, r)
		}
	}
}
