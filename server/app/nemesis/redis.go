package nemesis

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Redis is a real redis-server on a port that it keeps.
type Redis struct {
	Addr string
	dir  string

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{}
}

func startRedis(ctx context.Context, dir string) (*Redis, error) {
	addr, err := freeAddr(ctx)
	if err != nil {
		return nil, err
	}
	r := &Redis{Addr: addr, dir: dir}
	return r, r.Run(ctx)
}

// Run starts it, empty, and waits until it answers.
func (r *Redis) Run(ctx context.Context) error {
	_, port, err := net.SplitHostPort(r.Addr)
	if err != nil {
		return err
	}
	cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", r.dir) //nolint:noctx // it is ended by Kill
	cmd.SysProcAttr = withParent()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("redis-server: %w", err)
	}
	done := make(chan struct{})
	r.mu.Lock()
	r.cmd, r.done = cmd, done
	r.mu.Unlock()
	go func() { _ = cmd.Wait(); close(done) }() // however it ended
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if said, err := r.Do("PING"); err == nil && strings.HasPrefix(said, "+PONG") {
			return nil
		}
		select {
		case <-tick.C:
		case <-done:
			return fmt.Errorf("redis-server on %s ended at its start", r.Addr)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Kill ends it as a power cut would.
func (r *Redis) Kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmd != nil {
		_ = r.cmd.Process.Kill() // it may have ended
		<-r.done
	}
}

// Do says a command in one line and gives the first line of the answer.
func (r *Redis) Do(command string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", r.Addr)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }() // it was read from
	if err := c.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return "", err
	}
	if _, err := c.Write([]byte(command + "\r\n")); err != nil {
		return "", err
	}
	answer := make([]byte, 256)
	n, err := c.Read(answer)
	return string(answer[:n]), err
}
