// Package s3test starts a real S3 server for tests: Versity's gateway over a temporary folder, a program that tools/s3
// builds, since none of its dependencies is Palabre's.
package s3test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Server is a real S3 server with an account of its own. It ends with the test.
type Server struct {
	Endpoint string // host:port
	Region   string
	Key      string
	Secret   string

	t     testing.TB
	dir   string
	args  []string
	proto string
	cmd   *exec.Cmd
}

// Start starts one on a free port, without a bucket.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, "http")
}

// StartTLS starts one that speaks TLS, with a certificate of 127.0.0.1 and its key.
func StartTLS(t testing.TB, cert, key string) *Server {
	t.Helper()
	return start(t, "https", "-cert", cert, "-key", key)
}

func start(t testing.TB, proto string, args ...string) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Endpoint: l.Addr().String(), Region: "us-east-1", Key: "palabre", Secret: "un+secret/d'essai", t: t, dir: t.TempDir(), proto: proto, args: args}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"data", "versions"} {
		if err := os.Mkdir(filepath.Join(s.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(s.Kill)
	s.Again()
	return s
}

// Setting names one of its buckets to Palabre, made at the start.
func (s *Server) Setting(bucket string) string {
	spoken := "no"
	if s.proto == "https" {
		spoken = "yes"
	}
	u := url.URL{Scheme: "s3", User: url.UserPassword(s.Key, s.Secret), Host: s.Endpoint, Path: "/" + bucket, RawQuery: "create=yes&tls=" + spoken}
	return u.String()
}

// Again starts it on the same port with what it had.
func (s *Server) Again() {
	s.t.Helper()
	program, err := program()
	if err != nil {
		s.t.Fatalf("s3test: %v", err)
	}
	said, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	cmd := exec.Command(program, append([]string{
		"-addr", s.Endpoint, "-region", s.Region, "-data", filepath.Join(s.dir, "data"), "-versions", filepath.Join(s.dir, "versions"),
	}, s.args...)...)
	cmd.Env = append(os.Environ(), "S3_KEY="+s.Key, "S3_SECRET="+s.Secret)
	cmd.Stdout, cmd.Stderr = said, said
	if _, err := cmd.StdinPipe(); err != nil { // when this process dies, it ends, and so does the server
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.cmd = cmd
	s.await()
}

// await waits until it answers, whatever it answers.
func (s *Server) await() {
	s.t.Helper()
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{
		DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // whoever answers
	}}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.Now().Add(30 * time.Second); ; <-tick.C {
		answer, err := client.Get(s.proto + "://" + s.Endpoint + "/")
		if err == nil {
			_ = answer.Body.Close()
			return
		}
		if time.Now().After(late) {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.t.Fatalf("the S3 server does not answer: %v\n%s", err, log)
		}
	}
}

// Kill ends it as a power cut would; once is enough.
func (s *Server) Kill() {
	if s.cmd != nil && s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// program builds the server, which is no work when it is built, and gives its path. Test binaries take turns.
func program() (path string, err error) {
	root, err := root()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(root, "bin"), 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(root, "bin", "s3")
	turn, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, turn.Close()) }() // which lets the next one in
	if err := syscall.Flock(int(turn.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", path, ".")
	build.Dir, build.Env = filepath.Join(root, "tools", "s3"), append(os.Environ(), "GOFLAGS=", "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build tools/s3: %w\n%s", err, said)
	}
	return path, nil
}

// root is the folder of the repository.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "tools", "s3", "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("the repository is not around this test")
		}
	}
}
