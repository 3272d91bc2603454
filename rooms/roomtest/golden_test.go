package roomtest_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// release names a release whose golden logs are to be written, once.
var release = flag.String("release", "", "write the golden logs of this release")

// TestGoldenLogs replays the logs of every release (SE-9).
func TestGoldenLogs(t *testing.T) {
	t.Parallel()
	if *release != "" {
		writeGolden(t, *release)
	}
	files, err := filepath.Glob("testdata/golden-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden log, %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var gs []roomtest.Golden
		if err := json.Unmarshal(b, &gs); err != nil {
			t.Fatal(err)
		}
		for _, g := range gs {
			if err := g.Replay(); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}

// writeGolden plays seeds until every event of this release is in some log.
func writeGolden(t *testing.T, name string) {
	t.Helper()
	file := filepath.Join("testdata", "golden-"+name+".json")
	if _, err := os.Stat(file); err == nil {
		t.Fatalf("%s is there: a golden log is never written again", file)
	}
	wanted := map[string]bool{}
	for _, e := range session.Events() {
		wanted[e] = true
	}
	var gs []roomtest.Golden
	for seed := uint64(0); len(wanted) > 0 && seed < 3000; seed++ {
		w := play(t, seed, 150)
		if !brings(w.Log, wanted) {
			continue
		}
		g, err := w.AsGolden(name)
		if err != nil {
			t.Fatal(err)
		}
		gs = append(gs, g)
	}
	if len(wanted) > 0 {
		t.Fatalf("never happened: %v", wanted)
	}
	b, err := json.Marshal(gs)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func brings(log []rooms.Event, wanted map[string]bool) bool {
	n := len(wanted)
	for _, e := range log {
		delete(wanted, e.Name)
	}
	return len(wanted) < n
}

func play(t *testing.T, seed uint64, steps int) *roomtest.World {
	t.Helper()
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	mode := []session.Mode{session.ModeOpen, session.ModeConfidential}[d.Roll(2, "mode")]
	plan, err := roomtest.AnyPlan(d, mode)
	if err != nil {
		t.Fatal(err)
	}
	w, err := roomtest.NewWorld(plan, roomtest.Cast())
	if err != nil {
		t.Fatal(err)
	}
	traffic := roomtest.NewTraffic(w, d)
	traffic.Mood = roomtest.Mood(seed % 5) //nolint:gosec // small
	if err := traffic.Populate(); err != nil {
		t.Fatal(err)
	}
	for range steps {
		if err := traffic.Step(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	return w
}

// TestRedactedLogReplays: a confidential session without the words that it forgot
// is the same session (SE-9, CH-5).
func TestRedactedLogReplays(t *testing.T) {
	t.Parallel()
	w := lived(t, `plan confidential
ana people.enter
cleo people.enter
cleo chat.say id=m1 text="Gardez ceci"
cleo chat.say id=m2 text="Entre nous"
cleo chat.keep id=m1 on=true
ana stick.prepare round=r1 turn_s=60
ana stick.begin
cleo stick.take
ana stick.nudge text="Doucement"
ana session.close`)
	whole, bare := session.New(roomtest.Room), session.New(roomtest.Room)
	taken := 0
	for _, e := range w.Log {
		r, ok := e, false
		if !strings.Contains(string(e.Data), "Gardez ceci") {
			r, ok = session.Redact(e)
		}
		if ok {
			taken++
		}
		if strings.Contains(string(r.Data), "Entre nous") || strings.Contains(string(r.Data), "Doucement") {
			t.Errorf("words are left in %s", r.Data)
		}
		if err := whole.Apply(e); err != nil {
			t.Fatal(err)
		}
		if err := bare.Apply(r); err != nil {
			t.Fatal(err)
		}
	}
	a, err := whole.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	b, err := bare.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if taken != 2 || string(a) != string(b) {
		t.Fatalf("%d events redacted; without its words the session is\n%s\nit was\n%s", taken, b, a)
	}
	if strings.Contains(string(a), "Entre nous") || !strings.Contains(string(a), "Gardez ceci") {
		t.Errorf("closed, it remembers %s", a)
	}
}

// lived is the world in which these lines were played.
func lived(t *testing.T, lines string) *roomtest.World {
	t.Helper()
	_, w, err := roomtest.Live("> " + strings.ReplaceAll(lines, "\n", "\n> "))
	if err != nil {
		t.Fatal(err)
	}
	return w
}
