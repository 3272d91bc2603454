// Package pgtest starts a real PostgreSQL server for tests: one per test binary,
// in a temporary folder, reached by a socket in it. It does not wait for the disk
// (tests kill processes, not machines) unless Durable asks it to.
package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// shared is the server of this test binary: the testing package has no other
// place for what outlives one test.
var shared struct { //nolint:gochecknoglobals // see above
	once   sync.Once
	main   bool
	server *Server
	err    error
}

// Main runs the tests and stops the server that they may have started. A package
// whose tests call Database has func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }.
func Main(m *testing.M) int {
	shared.main = true
	code := m.Run()
	if shared.server != nil {
		if err := shared.server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest: stop:", err)
			return max(code, 1)
		}
	}
	return code
}

// Database makes an empty database on the test binary's server, started at the
// first call, and gives its URL.
func Database(t testing.TB) string {
	t.Helper()
	if !shared.main {
		t.Fatal("pgtest: TestMain of this package must call pgtest.Main")
	}
	shared.once.Do(func() { shared.server, shared.err = Start() })
	if shared.err != nil {
		t.Fatalf("pgtest: %v", shared.err)
	}
	address, err := shared.server.Database(t.Context())
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return address
}

// Server is a running PostgreSQL.
type Server struct {
	dir  string
	bin  string
	as   *syscall.SysProcAttr
	cmd  *exec.Cmd
	done chan error
}

// Guarded is the one role of a server that must give a password, when a test has made it.
const Guarded = "guarded"

// Start makes a cluster in a temporary folder and starts it, as the user
// "postgres" or "nobody" when this process is root, which PostgreSQL refuses to be.
func Start() (*Server, error) { return StartOn("", "") }

// StartOn does so in a folder of another, with its write-ahead log, in pieces of 1 MiB, in a folder of a third; "" is where
// Start has it.
func StartOn(parent, log string) (_ *Server, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "pg") // short: a socket's path has 107 bytes at most
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	if s.as, err = unprivileged(dir); err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	with := []string{"-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"}
	if log != "" {
		wal := filepath.Join(log, "wal")
		if err := os.Mkdir(wal, 0o700); err != nil {
			return nil, err
		}
		if _, err := unprivileged(wal); err != nil {
			return nil, err
		}
		with = append(with, "--waldir", wal, "--wal-segsize", "1")
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), with...)
	initdb.SysProcAttr, initdb.Dir = s.as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := idle(filepath.Join(data, "postgresql.conf")); err != nil {
		return nil, err
	}
	const who = "local all " + Guarded + " scram-sha-256\nlocal all all trust\n"
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(who), 0o600); err != nil { // the file is there: its owner stays
		return nil, err
	}
	if err := s.Run(); err != nil {
		return nil, err
	}
	return s, nil
}

// idle has the server not wait for the disk; in its file, so that Durable can
// change it while it runs.
func idle(config string) error {
	f, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\nfsync = off\n")
	return errors.Join(err, f.Close())
}

// Durable has the test binary's server wait for the disk from now on, as in
// earnest: figures mean nothing without it.
func Durable(t testing.TB) {
	t.Helper()
	Database(t) // the server runs
	shared.server.ask(t, "ALTER SYSTEM SET fsync = on")
	shared.server.ask(t, "SELECT pg_reload_conf()")
	for shared.server.ask(t, "SHOW fsync") != "on" { // each a new connection: it sees what the server has read
		if t.Context().Err() != nil {
			t.Fatal("pgtest: the server does not take the setting")
		}
	}
}

// ask runs a statement on a connection of its own and gives its answer as text.
func (s *Server) ask(t testing.TB, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	results, err := conn.PgConn().Exec(t.Context(), statement).ReadAll()
	if err := errors.Join(err, conn.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		for _, row := range r.Rows {
			return string(row[0])
		}
	}
	return ""
}

// Run starts the server, again after Crash, and waits until it says that it is ready.
func (s *Server) Run() error {
	s.done = make(chan error, 1)
	s.cmd = exec.Command(filepath.Join(s.bin, "postgres"), "-D", filepath.Join(s.dir, "data"), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "max_connections=200", "-c", "log_min_messages=log")
	s.cmd.SysProcAttr, s.cmd.Dir = s.as, s.dir
	logs, err := s.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	ready := make(chan struct{})
	cmd, done := s.cmd, s.done
	go func() {
		lines, told := bufio.NewScanner(logs), false
		for lines.Scan() {
			if !told && strings.Contains(lines.Text(), "ready to accept connections") {
				told = true
				close(ready)
			}
		}
		done <- cmd.Wait()
	}()
	select {
	case <-ready:
		return nil
	case err := <-s.done:
		return fmt.Errorf("postgres ended at its start: %w", err)
	case <-time.After(time.Minute):
		return errors.Join(errors.New("postgres did not become ready within a minute"), s.cmd.Process.Kill())
	}
}

// Database makes an empty database and gives its URL.
func (s *Server) Database(ctx context.Context) (string, error) {
	name := "t" + strings.ReplaceAll(uuid.NewString(), "-", "")
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return s.url(name), errors.Join(err, conn.Close(ctx))
}

func (s *Server) url(database string) string {
	q := url.Values{"host": {s.dir}, "user": {"postgres"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Stop stops the server and removes its folder.
func (s *Server) Stop() error { return errors.Join(s.Crash(), os.RemoveAll(s.dir)) }

// Ended tells whether the server ended by itself. Run starts it again.
func (s *Server) Ended() bool { return len(s.done) > 0 }

// Crash stops the server at once ("immediate"), in the middle of whatever it does: it
// finds its data again when it runs again.
func (s *Server) Crash() error {
	var all error
	if err := s.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		all = err
	}
	select {
	case err := <-s.done:
		var ended *exec.ExitError // it says that it was interrupted
		if !errors.As(err, &ended) {
			all = errors.Join(all, err)
		}
	case <-time.After(30 * time.Second):
		all = errors.Join(all, errors.New("postgres did not stop"), s.cmd.Process.Kill())
	}
	return all
}

// binaries finds the folder of initdb and postgres: on the path, or where Debian
// keeps each version's, the newest first.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(real), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("no PostgreSQL on this machine: `make setup` installs it")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}
