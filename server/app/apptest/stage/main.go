// Command stage starts a real PostgreSQL and a real Redis for tests that are not written in Go, says where they are in one line
// of JSON, and stops them when its input ends.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"palabre/server/store/pgtest"
)

func main() {
	if err := run(context.Background(), os.Stdin, os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err) // there is nowhere else to say it
		panic("stage: failed")
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	postgres, err := pgtest.Start()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, postgres.Stop()) }()
	database, err := postgres.Database(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "stage")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	socket := filepath.Join(dir, "redis")
	redis := exec.CommandContext(ctx, "redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	if err := redis.Start(); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, redis.Process.Kill())
		_ = redis.Wait() // "signal: killed" is what was asked
	}()
	if err := answers(ctx, socket); err != nil {
		return err
	}
	where := map[string]any{"database": database, "redis": "unix://" + socket, "redis_pid": redis.Process.Pid}
	if err := json.NewEncoder(out).Encode(where); err != nil {
		return err
	}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		continue // until it ends
	}
	return nil
}

// answers waits until somebody listens at a socket.
func answers(ctx context.Context, socket string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("stage: redis: %w", err)
		case <-again.C:
		}
	}
}
