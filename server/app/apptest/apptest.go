// Package apptest starts the real Palabre for tests, on a free port with data of its
// own, and plays people who use it through REST, e-mail and the socket.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message"

	"palabre/server/app"
)

// patience bounds every wait: it is only reached by a test that fails.
const patience = 20 * time.Second

// App is one running Palabre.
type App struct {
	t   testing.TB
	URL string // origin
	Dir string // data folder
	// Out is what it printed, Log what it logged.
	Out, Log *Lines
	env      map[string]string
	stop     func() error
	kill     func()
}

// Start runs the program inside the test's process. Settings are added to those of
// a test: a free port, data in a temporary folder.
func Start(t testing.TB, settings ...string) *App {
	t.Helper()
	a := prepare(t, settings)
	a.run()
	t.Cleanup(a.end)
	return a
}

// StartBinary runs a built program (see Build) as a process, which Kill can end.
func StartBinary(t testing.TB, binary string, settings ...string) *App {
	t.Helper()
	a := prepare(t, settings)
	a.exec(binary)
	t.Cleanup(a.end)
	return a
}

// Build builds the program once for a test.
func Build(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "palabre")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "palabre/server")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

func prepare(t testing.TB, settings []string) *App {
	a := &App{t: t, Dir: t.TempDir(), env: map[string]string{
		"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_MAIL_FROM": "Palabre <palabre@example.org>",
		"PALABRE_LOG_LEVEL": "debug",
	}}
	for i := 0; i+1 < len(settings); i += 2 {
		a.env[settings[i]] = settings[i+1]
	}
	if given := a.env["PALABRE_DATA"]; given != "" {
		a.Dir = given
	}
	a.env["PALABRE_DATA"] = a.Dir
	return a
}

// run starts app.Run in a goroutine.
func (a *App) run() {
	a.t.Helper()
	out, log, env := NewLines(), NewLines(), maps.Clone(a.env)
	a.Out, a.Log = out, log
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- app.Run(ctx, []string{"serve"}, func(k string) string { return env[k] }, out, log)
		log.end()
	}()
	a.stop = sync.OnceValue(func() error { cancel(); return <-done })
	a.kill = func() { a.t.Fatal("apptest: only a process can be killed") }
	a.ready()
}

// exec starts the binary.
func (a *App) exec(binary string) {
	a.t.Helper()
	log := NewLines()
	a.Out, a.Log = NewLines(), log
	cmd := exec.Command(binary, "serve") // it is ended by stop or kill
	cmd.Stdout, cmd.Stderr = a.Out, a.Log
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for k, v := range a.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	if err := cmd.Start(); err != nil {
		a.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait(); log.end() }()
	ended := sync.OnceValue(func() error { return <-done })
	a.stop = func() error {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended: Wait tells
		return ended()
	}
	a.kill = func() {
		if err := cmd.Process.Kill(); err != nil {
			a.t.Fatal(err)
		}
		_ = ended() // "signal: killed" is what was asked
		a.stop = func() error { return nil }
	}
	a.ready()
}

// ready waits until it listens and learns where.
func (a *App) ready() {
	a.t.Helper()
	var said struct{ Public string }
	a.Log.Wait(a.t, "the program to listen", func(line string) bool {
		return strings.Contains(line, `"public"`) && json.Unmarshal([]byte(line), &said) == nil && said.Public != ""
	})
	a.URL = said.Public
	// After a restart it is found where it was: browsers come back to the same address.
	a.env["PALABRE_ADDR"] = strings.TrimPrefix(a.URL, "http://")
}

// Stop ends the program as an operator would; it fails the test when it ends badly.
func (a *App) Stop() {
	a.t.Helper()
	if err := a.stop(); err != nil {
		a.t.Fatalf("stop: %v\n%s", err, a.Log)
	}
}

// Kill ends the process at once, as a power cut would.
func (a *App) Kill() { a.kill() }

// Again starts it again on the same data: the binary, or in this process for "".
func (a *App) Again(binary string) {
	a.t.Helper()
	if binary == "" {
		a.run()
		return
	}
	a.exec(binary)
}

func (a *App) end() {
	if err := a.stop(); err != nil {
		a.t.Errorf("stop: %v", err)
	}
	if a.t.Failed() {
		a.t.Logf("log:\n%s", a.Log)
	}
}

// FirstLink is the token of the link printed at the first start.
func (a *App) FirstLink() string {
	a.t.Helper()
	return token(a.Out.Wait(a.t, "the first link", func(line string) bool { return strings.Contains(line, "/entrer#") }))
}

func token(line string) string {
	_, secret, _ := strings.Cut(line, "#")
	return strings.TrimSpace(secret)
}

// mailLink matches the links of letters.
var mailLink = regexp.MustCompile(`https?://\S+#\S+`)

// Letter waits for a letter to an address that no earlier call returned, and gives
// the link in it.
func (a *App) Letter(email string) string {
	a.t.Helper()
	var link string
	a.Log.Wait(a.t, "a letter to "+email, func(line string) bool {
		var said struct{ File, Link string }
		if json.Unmarshal([]byte(line), &said) != nil || said.File == "" || a.Log.taken[said.File] {
			return false
		}
		to, text := readLetter(a.t, said.File)
		if to != email {
			return false
		}
		a.Log.taken[said.File] = true
		link = mailLink.FindString(text)
		return link != "" // the news of a meeting has none that signs in
	})
	return link
}

// readLetter gives the recipient and the text of an .eml file.
func readLetter(t testing.TB, file string) (to, text string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	address, err := mail.ParseAddress(entity.Header.Get("To"))
	if err != nil {
		t.Fatal(err)
	}
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		kind, _, _ := e.Header.ContentType()
		if err != nil || kind != "text/plain" {
			return err
		}
		body, err := io.ReadAll(e.Body)
		text = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return address.Address, text
}

// Lines collects what a program says, line by line.
type Lines struct {
	mu    sync.Mutex
	part  []byte
	lines []string
	more  chan struct{}
	over  bool
	taken map[string]bool
}

// NewLines is empty.
func NewLines() *Lines { return &Lines{more: make(chan struct{}), taken: map[string]bool{}} }

// Write takes in a piece.
func (l *Lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.part = append(l.part, p...)
	for {
		i := bytes.IndexByte(l.part, '\n')
		if i < 0 {
			break
		}
		l.lines = append(l.lines, string(l.part[:i]))
		l.part = l.part[i+1:]
	}
	close(l.more)
	l.more = make(chan struct{})
	return len(p), nil
}

func (l *Lines) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	close(l.more)
	l.more = make(chan struct{})
}

// Wait gives the first line that matches, waiting for it.
func (l *Lines) Wait(t testing.TB, what string, match func(string) bool) string {
	t.Helper()
	late := time.After(patience)
	for at := 0; ; {
		l.mu.Lock()
		lines, more, over := l.lines[at:], l.more, l.over
		l.mu.Unlock()
		for _, line := range lines {
			if match(line) {
				return line
			}
		}
		at += len(lines)
		if over {
			t.Fatalf("the program ended while the test waited for %s:\n%s", what, l)
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("waited in vain for %s:\n%s", what, l)
		}
	}
}

// String is all of it.
func (l *Lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n") + fmt.Sprintf("\n%s", l.part)
}
