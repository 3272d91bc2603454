// Package proc starts a server under measurement as a process of its own and reads
// what it costs from the kernel.
package proc

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// clockTicks is what the kernel counts CPU time in (USER_HZ, 100 on Linux).
const clockTicks = 100

// Server is a running process.
type Server struct {
	cmd  *exec.Cmd
	log  *tail
	done chan struct{}
}

// Start runs the command on the first core; the load keeps to the second. Its
// output is kept (the last 64 KiB) for the error message if it dies, and each
// line goes to watch when given.
func Start(ctx context.Context, env []string, watch func(line string), name string, args ...string) (*Server, error) {
	if _, err := exec.LookPath("taskset"); err == nil {
		args = append([]string{"-c", "0", name}, args...)
		name = "taskset"
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	log := &tail{watch: watch}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = 5 * time.Second
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	server := &Server{cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		close(server.done)
	}()
	return server, nil
}

// Stop ends the process, politely first.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(5 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

// Done is closed when the process has ended.
func (s *Server) Done() <-chan struct{} { return s.done }

// Output is the end of what the process said.
func (s *Server) Output() string { return s.log.String() }

// CPU is the processor time used so far, of the process and its waited children, in seconds.
func (s *Server) CPU() (float64, error) { return CPUOf(s.cmd.Process.Pid) }

// Kill ends the process as a power cut would.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
}

// Terminate asks the process to end and waits until it has, or ctx is over.
func (s *Server) Terminate(ctx context.Context) error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("terminate: %w", err)
	}
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("terminate: %w", ctx.Err())
	}
}

// CPUOf is the processor time that a process used so far, in seconds.
func CPUOf(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("cpu time: %w", err)
	}
	_, after, found := bytes.Cut(raw, []byte(") "))
	fields := bytes.Fields(after)
	if !found || len(fields) < 13 {
		return 0, fmt.Errorf("cpu time: %q is not a stat line", raw)
	}
	user, err := strconv.ParseFloat(string(fields[11]), 64)
	if err != nil {
		return 0, fmt.Errorf("cpu time: %w", err)
	}
	system, err := strconv.ParseFloat(string(fields[12]), 64)
	if err != nil {
		return 0, fmt.Errorf("cpu time: %w", err)
	}
	return (user + system) / clockTicks, nil
}

// RSS is the memory in use, in KiB.
func (s *Server) RSS() (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("memory: %w", err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			return strconv.ParseFloat(strings.Fields(rest)[0], 64)
		}
	}
	return 0, fmt.Errorf("memory: no VmRSS line")
}

// tail keeps the last 64 KiB written and hands on whole lines.
type tail struct {
	mu    sync.Mutex
	kept  []byte
	open  []byte
	watch func(string)
}

var _ io.Writer = (*tail)(nil)

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - 64<<10; extra > 0 {
		t.kept = t.kept[extra:]
	}
	t.open = append(t.open, p...)
	var lines []string
	for {
		line, rest, found := bytes.Cut(t.open, []byte("\n"))
		if !found {
			break
		}
		lines = append(lines, string(line))
		t.open = rest
	}
	t.mu.Unlock()
	if t.watch != nil {
		for _, line := range lines {
			t.watch(line)
		}
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
