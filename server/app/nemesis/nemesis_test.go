package nemesis_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"palabre/server/app/nemesis"
	"palabre/server/store/pgtest"
)

// build makes the program.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "palabre")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "palabre/server").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// lab starts three nodes with people, on a PostgreSQL of their own: it is stopped on the way.
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
	o.Store, o.Binary, o.Say, o.Dir = pg, build(t), t.Logf, t.TempDir()
	l, err := nemesis.NewLab(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// judge has everything come to rest, and no promise may be broken.
func judge(t *testing.T, l *nemesis.Lab) *nemesis.Report {
	t.Helper()
	r, err := l.Rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.Print(t.Output())
	for _, v := range r.Violations {
		t.Error(v)
	}
	return r
}

// Three nodes, people on all of them who speak, draw and pass the stick, three with sound. The host is killed in mid-round, frozen and
// cut off; Redis is flushed, killed and away; PostgreSQL is stopped; and all nodes are replaced one after the other. Nothing
// that was acknowledged is lost, nobody holds the stick twice or is heard who should not be, and every room goes on.
func TestThreeNodesThroughFaults(t *testing.T) {
	l := lab(t, nemesis.Options{Seed: 2, People: 10, Rooms: 2, Sound: 3})
	l.Begin(t.Context())
	for _, f := range []nemesis.Fault{
		{Kind: nemesis.Kill, For: time.Second}, {Kind: nemesis.RedisFlush}, {Kind: nemesis.RedisKill, For: 500 * time.Millisecond},
		{Kind: nemesis.Roll}, {Kind: nemesis.Freeze, For: 4 * time.Second}, {Kind: nemesis.RedisAway, For: 3 * time.Second, Node: 1},
		{Kind: nemesis.PartStore, For: 5 * time.Second}, {Kind: nemesis.StoreCrash, For: 500 * time.Millisecond},
		{Kind: nemesis.PartAll, For: 4 * time.Second}, {Kind: nemesis.Storm}, {Kind: nemesis.CutAll}, {Kind: nemesis.Kill, For: 0},
	} {
		f.Host, f.After = true, 1500*time.Millisecond
		if err := l.One(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	r := judge(t, l)
	if r.Saved < 500 || r.Grants < 5 || r.Packets < 100 || len(r.Drains) != 3 {
		t.Errorf("too little happened for this to prove anything: %d saved, %d grants, %d packets, %d drains", r.Saved, r.Grants, r.Packets, len(r.Drains))
	}
}

// Half a minute of faults that a seed chose.
func TestHalfAMinuteOfASeed(t *testing.T) {
	const seed = 20261122
	l := lab(t, nemesis.Options{Seed: seed, People: 9, Rooms: 2})
	l.Begin(t.Context())
	if err := l.Harm(t.Context(), nemesis.NewSchedule(seed, 3), 30*time.Second); err != nil {
		t.Fatal(err)
	}
	judge(t, l)
}
