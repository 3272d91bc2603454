// Command bench measures Palabre beside others on this machine and prints a table;
// each figure is also a line of out/results.jsonl.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"palabre/bench/backup"
	"palabre/bench/figure"
	"palabre/bench/hub"
	"palabre/bench/journey"
	"palabre/bench/nodes"
	"palabre/bench/rooms"
)

type bench struct {
	name string
	run  func(context.Context) error
}

func main() {
	only := flag.String("only", "", "run the benches whose name begins so")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := measure(ctx, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, only string) error {
	root, err := filepath.Abs("..")
	if err != nil {
		return fmt.Errorf("root: %w", err)
	}
	bin := filepath.Join(root, "bench", "out", "bin")
	if err := prepare(ctx, bin); err != nil {
		return err
	}
	fsync, err := figure.Fsync(os.TempDir())
	if err != nil {
		return err
	}
	setup := figure.Setup{CPU: cpuName(), Cores: runtime.NumCPU(), Go: runtime.Version(), FsyncMs: fsync, Runs: 1}
	sink, err := figure.Open(filepath.Join(root, "bench", "out", "results.jsonl"))
	if err != nil {
		return err
	}
	defer func() { _ = sink.Close() }()
	say := func(format string, args ...any) { fmt.Printf("  "+format+"\n", args...) }
	palabre := filepath.Join(root, "bin", "palabre")
	h := &hub.Bench{Root: root, Kills: os.Getenv("KILLS"), Palabre: palabre, Bin: bin, Rivals: filepath.Join(root, "bench", "rivals"), Setup: setup, Sink: sink, Say: say}

	j := &journey.Bench{Palabre: palabre, Client: filepath.Join(root, "client"), Setup: setup, Sink: sink, Say: say}

	saved := &backup.Bench{Root: root, Setup: setup, Sink: sink, Say: say}

	m := &nodes.Bench{Root: root, Setup: setup, Sink: sink, Say: say}

	r := &rooms.Bench{Root: root, Palabre: palabre, Setup: setup, Sink: sink, Say: say}

	var failures []error
	ran := 0
	for _, one := range []bench{
		{"hub.room200.board", h.Room200Board},
		{"hub.room200.session", h.Room200Session},
		{"hub.rooms50x20", h.Rooms50x20},
		{"hub.room200.board_sync5ms", h.SlowDisk},
		{"hub.idle", h.Idle},
		{"hub.cursors200", h.Cursors},
		{"hub.stalled", h.Stalled},
		{"stick.handover", j.Handover},
		{"join", j.Join},
		{"weight", j.Weight},
		{"nodes.fanout", h.NodesFanout},
		{"nodes.drain", h.NodesDrain},
		{"nodes.takeover", h.NodesTakeover},
		{"nodes.backup", saved.Meetings},
		{"nodes.million", m.Million},
		{"rooms", r.Cost},
		{"rooms.pass", r.Passes},
		{"rooms.season", r.Season},
	} {
		if !strings.HasPrefix(one.name, only) {
			continue
		}
		ran++
		begin := time.Now()
		fmt.Printf("%s\n", one.name)
		if err := one.run(ctx); err != nil {
			fmt.Printf("  failed: %v\n", err)
			failures = append(failures, err)
		}
		fmt.Printf("  (%.0f s)\n", time.Since(begin).Seconds())
	}
	if ran == 0 {
		return fmt.Errorf("no bench begins with %q", only)
	}
	fmt.Printf("\n%s, %d cores, %s, fsync %.2f ms\n\n", setup.CPU, setup.Cores, setup.Go, setup.FsyncMs)
	sink.Print(os.Stdout)
	return errors.Join(failures...)
}

// prepare builds the rivals' programs.
func prepare(ctx context.Context, bin string) error {
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return fmt.Errorf("programs folder: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", bin+string(filepath.Separator), "./rivals/naive", "./rivals/centrifuge")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build rivals: %w", err)
	}
	if _, err := os.Stat("rivals/socketio/node_modules"); err == nil {
		return nil
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--prefix", "rivals/socketio", "--ignore-scripts", "--no-fund", "--no-audit")
	install.Stderr = os.Stderr
	if err := install.Run(); err != nil {
		return fmt.Errorf("install Socket.IO: %w", err)
	}
	return nil
}

func cpuName() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(raw)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
