package bustest

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Redis starts a real redis-server on a free port and gives its address and what kills it. Port 0 is any
// free one.
func Redis(t testing.TB, port int) (addr string, kill func()) {
	t.Helper()
	if port == 0 {
		port = FreePort(t)
	}
	s := &Server{t: t, Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	s.Again()
	return s.Addr, s.Kill
}

// Server is a real redis-server, or a sentinel. It ends with the test.
type Server struct {
	Addr string

	t    testing.TB
	args []string
	cmd  *exec.Cmd
}

// Start starts one on a free port, with more settings ("--requirepass", "secret").
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := &Server{t: t, Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(FreePort(t))), args: args}
	s.Again()
	return s
}

// Again starts it on the same port, empty, with its settings and these.
func (s *Server) Again(more ...string) {
	s.t.Helper()
	s.start(append(append([]string{
		"--port", s.port(), "--bind", "127.0.0.1", "--save", "", "--dir", s.t.TempDir(),
		"--repl-diskless-sync-delay", "0",
	}, s.args...), more...))
}

func (s *Server) start(args []string) {
	s.t.Helper()
	said, err := os.Create(filepath.Join(s.t.TempDir(), "redis.log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	cmd := exec.Command("redis-server", args...)
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("this test needs Debian's redis-server: %v", err)
	}
	if s.cmd == nil {
		s.t.Cleanup(s.Kill)
	}
	s.cmd = cmd
	Until(s.t, "redis-server answers", func() bool {
		if syscall.Kill(cmd.Process.Pid, 0) != nil {
			return false
		}
		answer, err := s.line("PING")
		return err == nil && (strings.HasPrefix(answer, "+PONG") || strings.HasPrefix(answer, "-NOAUTH"))
	})
}

func (s *Server) port() string {
	_, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		s.t.Fatal(err)
	}
	return port
}

// Kill ends it as a power cut would; once is enough.
func (s *Server) Kill() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// Pause stops the process without closing its connections, until Resume.
func (s *Server) Pause() { s.signal(syscall.SIGSTOP) }

// Resume lets it go on.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// line says an inline command and gives the first line of the answer.
func (s *Server) line(command string) (string, error) {
	c, err := net.DialTimeout("tcp", s.Addr, time.Second)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(time.Second))
	_, err = c.Write([]byte(command + "\r\n"))
	answer := make([]byte, 256)
	n := 0
	if err == nil {
		n, err = c.Read(answer)
	}
	return string(answer[:n]), err
}

// Do says a command ("CLIENT KILL TYPE pubsub") and gives the answer.
func (s *Server) Do(command string) any {
	s.t.Helper()
	c := s.Client()
	defer func() { _ = c.Close() }()
	var args []any
	for _, word := range strings.Fields(command) {
		args = append(args, word)
	}
	answer, err := c.Do(context.Background(), args...).Result()
	if err != nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	return answer
}

// Client connects to it.
func (s *Server) Client() *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr: s.Addr, Protocol: 2, DisableIdentity: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}

// Listeners counts the connections that are subscribed to a channel; 0 when it is away.
func (s *Server) Listeners(channel string) int64 {
	c := s.Client()
	defer func() { _ = c.Close() }()
	n, err := c.PubSubNumSub(context.Background(), channel).Result()
	if err != nil {
		return 0
	}
	return n[channel]
}

// Until waits for something to be so; a minute is too long.
func Until(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(time.Minute); !so(); <-tick.C {
		if time.Now().After(late) {
			t.Fatalf("never: %s", what)
		}
	}
}

// FreePort is a port that nothing listens on.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
