// Command soak harms three nodes for as long as it is told to, prints what it did and what it found, and fails when a promise was
// broken. The seed that it prints does the same again.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"palabre/server/app/nemesis"
	"palabre/server/store/pgtest"
)

var errBroken = errors.New("promises were broken")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := soak(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1) //nolint:forbidigo // a program of its own
	}
}

type settings struct {
	seed    uint64
	minutes float64
	kinds   string
	kills   int
	calm    time.Duration
	empty   time.Duration
	disk    bool
	json    string
	keep    string
	options nemesis.Options
}

func asked() (s settings) {
	flag.Uint64Var(&s.seed, "seed", uint64(time.Now().Unix()), "of the faults and of what people do")
	flag.Float64Var(&s.minutes, "minutes", 10, "how long")
	flag.StringVar(&s.kinds, "kinds", "", "only these kinds of faults, parted by commas, one after the other (\"kill,part store,kill+slow\", the last two at a time); \"calm\" for none")
	flag.IntVar(&s.kills, "kills", 0, "kill the host so often, and measure how long it takes until the room goes on elsewhere, instead of all that")
	flag.DurationVar(&s.calm, "calm", 0, "a calm before the faults and another after them, part of the time: figures of nodes are compared between them")
	flag.DurationVar(&s.empty, "empty", 0, "how long the nodes stand empty at the end, for what they keep: 7m lets them release their rooms")
	flag.BoolVar(&s.disk, "disk", true, "PostgreSQL is on disks that fill up, where this process may mount some")
	flag.IntVar(&s.options.Spare, "spare", 0, "so many nodes are never ended, only frozen and cut off: their figures are of one life")
	flag.StringVar(&s.json, "json", "", "a file for the figures")
	flag.BoolVar(&s.options.Draw, "draw", false, "people draw, and do nothing else")
	flag.StringVar(&s.keep, "keep", "", "the folder where the nodes' logs stay; a temporary one that is kept when a promise was broken")
	flag.IntVar(&s.options.People, "people", 24, "how many people")
	flag.IntVar(&s.options.Rooms, "rooms", 3, "how many meetings, each with a board")
	flag.IntVar(&s.options.Sound, "sound", 3, "how many people with sound")
	flag.DurationVar(&s.options.Every, "every", 250*time.Millisecond, "about how long a person waits between two gestures")
	flag.Parse()
	s.options.Seed = s.seed
	return s
}

func soak(ctx context.Context) (err error) {
	s := asked()
	dir := s.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "palabre-soak"); err != nil {
			return err
		}
	}
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(os.Stdout, format+"\n", args...) } // a reader that is gone reads nothing
	binary := filepath.Join(dir, "palabre")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "palabre/server").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	pg, end, err := database(&s, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	s.options.Store, s.options.Binary, s.options.Dir, s.options.Say = pg, binary, dir, say
	say("seed %d: %d people in %d meetings on three nodes, for %.1f minutes; logs in %s", s.seed, s.options.People, s.options.Rooms, s.minutes, dir)
	report, err := run(ctx, s)
	if report != nil {
		report.Print(os.Stdout)
		err = errors.Join(err, write(s.json, report))
	}
	switch {
	case err != nil:
		return err
	case len(report.Violations) > 0:
		return fmt.Errorf("%w: again with SEED=%d; logs in %s", errBroken, s.seed, dir)
	case s.keep == "":
		return os.RemoveAll(dir)
	}
	return nil
}

// database starts PostgreSQL, on disks that can be filled where there are some.
func database(s *settings, say func(string, ...any)) (_ *pgtest.Server, end func() error, err error) {
	const most = 2 << 30
	unmount := func() (err error) {
		for _, d := range s.options.Disks {
			err = errors.Join(err, d.Close())
		}
		return err
	}
	var on [2]string
	for i := range on {
		if !s.disk {
			break
		}
		d, err := nemesis.NewDisk(most)
		if err != nil {
			say("PostgreSQL's disks do not fill up: %v", err)
			break
		}
		s.options.Disks, on[i] = append(s.options.Disks, d), d.Dir
	}
	pg, err := pgtest.StartOn(on[0], on[1])
	if err != nil {
		return nil, nil, errors.Join(err, unmount())
	}
	return pg, func() error { return errors.Join(pg.Stop(), unmount()) }, nil
}

func write(file string, r *nemesis.Report) error {
	if file == "" {
		return nil
	}
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

func run(ctx context.Context, s settings) (*nemesis.Report, error) {
	l, err := nemesis.NewLab(ctx, s.options)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	l.Begin(ctx)
	if err := busy(ctx, l, s); err != nil {
		return nil, err
	}
	r, err := l.Rest(ctx)
	if err == nil && s.empty > 0 {
		l.Empty(ctx, s.empty, r)
	}
	return r, err
}

// busy is what happens while people are.
func busy(ctx context.Context, l *nemesis.Lab, s settings) error {
	long := time.Duration(s.minutes * float64(time.Minute))
	switch {
	case s.kinds == "calm":
		l.Calm(ctx, long)
		return nil
	case s.kills > 0:
		return l.Takeovers(ctx, s.kills)
	}
	var only []nemesis.Kind
	if s.kinds != "" {
		var err error
		if only, err = nemesis.Kinds(s.kinds); err != nil {
			return err
		}
	}
	l.Calm(ctx, s.calm)
	if err := l.Harm(ctx, nemesis.NewSchedule(s.seed, 3, only...), long-2*s.calm); err != nil {
		return err
	}
	l.Calm(ctx, s.calm)
	return nil
}
