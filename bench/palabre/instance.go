// Package palabre starts `palabre serve` and uses it as people do: by its REST
// interface and its documented socket. Nothing of it exists for benches alone.
package palabre

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"palabre/bench/proc"
)

// Instance is a running server with an administrator signed in.
type Instance struct {
	URL    *url.URL
	Media  string
	Data   string
	server *proc.Server
	Admin  *Person
}

// Person is someone with a cookie.
type Person struct {
	instance *Instance
	http     *http.Client
	Name     string
}

var metricsAddress = regexp.MustCompile(`"metrics":"([^"]+)"`)

var firstLink = regexp.MustCompile(`/entrer#([A-Za-z0-9_-]+)`)

// Start builds nothing: binary is bin/palabre as `make build` leaves it. slow, when
// not nil, is a command under which the server runs (to slow its disk).
func Start(ctx context.Context, binary string, slow []string, env ...string) (*Instance, error) {
	instance, tokens, err := launch(ctx, binary, slow, env...)
	if err != nil {
		return nil, err
	}
	instance.Admin = instance.Someone("Administration")
	select {
	case token := <-tokens:
		err = instance.Admin.Post(ctx, "/api/auth/redeem", map[string]any{"token": token}, nil)
	case <-time.After(10 * time.Second):
		err = errors.New("the first start printed no one-time link: " + instance.server.Output())
	}
	if err != nil {
		instance.Stop()
		return nil, err
	}
	return instance, nil
}

// Join starts one more node of an installation that was started before.
func Join(ctx context.Context, binary string, env ...string) (*Instance, error) {
	instance, _, err := launch(ctx, binary, nil, env...)
	return instance, err
}

// launch starts the program and waits until it is ready; its first link, if it prints one, comes by the channel.
func launch(ctx context.Context, binary string, slow []string, env ...string) (*Instance, <-chan string, error) {
	data, err := os.MkdirTemp("", "palabre-bench")
	if err != nil {
		return nil, nil, fmt.Errorf("data folder: %w", err)
	}
	addr, err := freePort(ctx)
	if err != nil {
		return nil, nil, err
	}
	media, err := freePort(ctx)
	if err != nil {
		return nil, nil, err
	}
	base := &url.URL{Scheme: "http", Host: addr}
	tokens := make(chan string, 1)
	settings := append([]string{
		"PALABRE_ADDR=" + addr, "PALABRE_PUBLIC_URL=" + base.String(), "PALABRE_DATA=" + data,
		"PALABRE_MEDIA_ADDR=" + media, "PALABRE_LOG_LEVEL=info",
	}, env...)
	command := append(slow, binary, "serve") //nolint:gocritic // a new slice is wanted
	server, err := proc.Start(ctx, settings, func(line string) {
		if found := firstLink.FindStringSubmatch(line); found != nil {
			select {
			case tokens <- found[1]:
			default:
			}
		}
	}, command[0], command[1:]...)
	if err != nil {
		return nil, nil, err
	}
	instance := &Instance{URL: base, Media: media, Data: data, server: server}
	if err := instance.ready(ctx); err != nil {
		instance.Stop()
		return nil, nil, err
	}
	return instance, tokens, nil
}

func freePort(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("free port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
}

func (i *Instance) ready(ctx context.Context) error {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, i.URL.String()+"/readyz", nil)
		if err != nil {
			return fmt.Errorf("readyz: %w", err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-i.server.Done():
			return errors.New("palabre ended: " + i.server.Output())
		default:
		}
	}
	return errors.New("palabre is not ready: " + i.server.Output())
}

// Metrics is where /metrics answers, "" when it does not.
func (i *Instance) Metrics() string {
	if found := metricsAddress.FindStringSubmatch(i.server.Output()); found != nil {
		return found[1]
	}
	return ""
}

// Server is the process, for its figures.
func (i *Instance) Server() *proc.Server { return i.server }

// Stop ends the server and removes its data.
func (i *Instance) Stop() {
	i.server.Stop()
	_ = os.RemoveAll(i.Data)
}

// Someone is a visitor without a cookie yet.
func (i *Instance) Someone(name string) *Person {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Person{instance: i, Name: name, http: &http.Client{Jar: &plainJar{jar}, Timeout: 20 * time.Second}}
}

// plainJar gives Secure cookies back over HTTP on loopback, as browsers do there.
type plainJar struct{ *cookiejar.Jar }

func (j *plainJar) Cookies(u *url.URL) []*http.Cookie {
	secure := *u
	secure.Scheme = "https"
	return j.Jar.Cookies(&secure)
}

func (j *plainJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	secure := *u
	secure.Scheme = "https"
	j.Jar.SetCookies(&secure, cookies)
}

// At is the same person, with the same cookies, before another node.
func (p *Person) At(i *Instance) *Person {
	at := *p
	at.instance = i
	return &at
}

// Post sends JSON and reads the answer into out when it is not nil.
func (p *Person) Post(ctx context.Context, path string, in, out any) error {
	return p.call(ctx, http.MethodPost, path, in, out)
}

// Get reads the answer into out.
func (p *Person) Get(ctx context.Context, path string, out any) error {
	return p.call(ctx, http.MethodGet, path, nil, out)
}

func (p *Person) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		body = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, p.instance.URL.String()+path, body)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Origin", p.instance.URL.String())
	answer, err := p.http.Do(request)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s: %s: %s", path, answer.Status, strings.TrimSpace(string(raw)))
	}
	if out == nil || len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Meeting is a meeting under way, with the token that lets guests knock.
type Meeting struct {
	ID    string
	Token string
}

// Meet makes a community and a meeting that begins now.
func (i *Instance) Meet(ctx context.Context) (Meeting, error) {
	var community, meeting struct{ ID string }
	err := i.Admin.Post(ctx, "/api/communities", map[string]any{"name": "Mesures", "kind": "CDP", "intention": "Mesurer."}, &community)
	if err != nil {
		return Meeting{}, err
	}
	err = i.Admin.Post(ctx, "/api/communities/"+community.ID+"/meetings", map[string]any{
		"title": "Mesures", "starts_at": time.Now().UTC().Format(time.RFC3339), "zone": "America/Montreal",
		"minutes": 180, "intention": "Mesurer.", "mode": "open",
		"phases": []map[string]any{
			{"id": "p1", "title": "Échanges", "kind": "plenary", "minutes": 60},
			{"id": "p2", "title": "Ronde", "kind": "stick", "minutes": 60, "question": "Que mesure-t-on?", "turn_s": 60},
		},
	}, &meeting)
	if err != nil {
		return Meeting{}, err
	}
	var link struct{ URL string }
	if err := i.Admin.Post(ctx, "/api/meetings/"+meeting.ID+"/guest-link", map[string]any{}, &link); err != nil {
		return Meeting{}, err
	}
	_, token, _ := strings.Cut(link.URL, "#")
	return Meeting{ID: meeting.ID, Token: token}, nil
}

// Guest comes by the meeting's link.
func (i *Instance) Guest(ctx context.Context, meeting Meeting, place int) (*Person, error) {
	guest := i.Someone("Invitée " + strconv.Itoa(place))
	err := guest.Post(ctx, "/api/guests", map[string]any{"token": meeting.Token, "name": guest.Name}, nil)
	return guest, err
}
