package nemesis_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"palabre/server/app/nemesis"
	"palabre/server/store/pgtest"
)

var (
	seed    = flag.Uint64("seed", 1, "of the faults and of what people do")
	minutes = flag.Float64("minutes", 0, "how long TestSoak harms the nodes; 0: not at all")
	people  = flag.Int("people", 24, "how many")
	rooms   = flag.Int("rooms", 3, "how many meetings, each with a board")
	kinds   = flag.String("kinds", "", "only these kinds of faults, parted by commas, one after the other")
	keep    = flag.String("keep", "", "a folder for the nodes' logs")
)

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "palabre")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "palabre/server").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

func lab(t *testing.T, o nemesis.Options) *nemesis.Lab {
	t.Helper()
	pg, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pg.Stop(); err != nil {
			t.Errorf("postgres: %v", err)
		}
	})
	o.Store, o.Binary, o.Say = pg, build(t), t.Logf
	if o.Dir = *keep; o.Dir == "" {
		o.Dir = t.TempDir()
	}
	l, err := nemesis.NewLab(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

func judge(t *testing.T, l *nemesis.Lab) *nemesis.Report {
	t.Helper()
	r, err := l.Rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.Print(os.Stdout)
	for _, v := range r.Violations {
		t.Error(v)
	}
	return r
}

// The long run, for `make soak`.
func TestSoak(t *testing.T) {
	if *minutes == 0 {
		return
	}
	l := lab(t, nemesis.Options{Seed: *seed, People: *people, Rooms: *rooms, Sound: 3})
	var only []nemesis.Kind
	if *kinds != "" {
		for _, k := range strings.Split(*kinds, ",") {
			only = append(only, nemesis.Kind(k))
		}
	}
	l.Begin(t.Context())
	if err := l.Harm(t.Context(), nemesis.NewSchedule(*seed, 3, only...), time.Duration(*minutes*float64(time.Minute))); err != nil {
		t.Fatal(err)
	}
	judge(t, l)
}
