package apptest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"palabre/server/auth"
)

// Person is someone before a browser.
type Person struct {
	app    *App
	t      testing.TB
	Cookie string // the session's secret, "" for nobody
	ID     string
	Name   string
}

// At is the same person, with the same cookie, before another node.
func (p *Person) At(a *App) *Person {
	at := *p
	at.app, at.t = a, a.t
	return &at
}

// Nobody is a browser where nobody is signed in.
func (a *App) Nobody() *Person { return &Person{app: a, t: a.t} }

// Admin opens the first link and gives herself a name.
func (a *App) Admin(name string) *Person {
	a.t.Helper()
	p := a.Nobody()
	p.Redeem(a.FirstLink())
	p.Must(http.MethodPatch, "/api/me", map[string]string{"name": name}, nil)
	p.Name = name
	return p
}

// SignIn signs someone in by a link that she gets by e-mail.
func (a *App) SignIn(email, name string) *Person {
	a.t.Helper()
	p := a.Nobody()
	p.Must(http.MethodPost, "/api/auth/link", map[string]string{"email": email}, nil)
	p.Redeem(token(a.Letter(email)))
	if name != "" {
		p.Must(http.MethodPatch, "/api/me", map[string]string{"name": name}, nil)
		p.Name = name
	}
	return p
}

// Accept uses an invitation or a guest link (its URL or its token) under a name.
func (a *App) Accept(link, name string) *Person {
	a.t.Helper()
	p := a.Nobody()
	p.Accept(link, name)
	return p
}

// Accept uses a link in this browser.
func (p *Person) Accept(link, name string) (next string) {
	p.t.Helper()
	if strings.Contains(link, "#") {
		link = token(link)
	}
	var out struct{ Member, Name, Next string }
	p.Must(http.MethodPost, "/api/guests", map[string]string{"token": link, "name": name}, &out)
	p.ID, p.Name = out.Member, out.Name
	return out.Next
}

// Redeem presses the button of a login link's page.
func (p *Person) Redeem(token string) (next string) {
	p.t.Helper()
	var out struct{ Next string }
	p.Must(http.MethodPost, "/api/auth/redeem", map[string]string{"token": token}, &out)
	var me struct{ Member struct{ ID, Name string } }
	p.Must(http.MethodGet, "/api/me", nil, &me)
	p.ID, p.Name = me.Member.ID, me.Member.Name
	return out.Next
}

// Must asks and fails the test on any refusal.
func (p *Person) Must(method, path string, in, out any) {
	p.t.Helper()
	if status, body := p.Do(method, path, in, out); status >= http.StatusBadRequest {
		p.t.Fatalf("%s %s by %q: %d %s", method, path, p.Name, status, body)
	}
}

// Do asks; in is sent as JSON, a good answer is read into out. The cookie is kept
// as a browser would.
func (p *Person) Do(method, path string, in, out any) (int, string) {
	p.t.Helper()
	var sent io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			p.t.Fatal(err)
		}
		sent = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.app.URL+path, sent)
	if err != nil {
		p.t.Fatal(err)
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Origin", p.app.URL)
	if p.Cookie != "" {
		req.Header.Set("Cookie", auth.CookieName+"="+p.Cookie)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		p.t.Fatal(err)
	}
	for _, c := range res.Cookies() {
		if c.Name == auth.CookieName {
			p.Cookie = c.Value
		}
	}
	if out != nil && res.StatusCode < http.StatusBadRequest {
		if err := json.Unmarshal(body, out); err != nil {
			p.t.Fatalf("%s %s: %v: %s", method, path, err, body)
		}
	}
	return res.StatusCode, string(body)
}
