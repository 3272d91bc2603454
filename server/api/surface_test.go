package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestThePageIsServedForEveryAddressOfTheApplication(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/connexion", "/entrer", "/invitation", "/c/123", "/r/abc/salle", "/communautes/nouvelle"} {
		got := w.ask("GET", path, "", "")
		if got.status != http.StatusOK || !strings.Contains(string(got.body), `lang="fr"`) || got.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %s", path, got.status, got.header.Get("Cache-Control"))
		}
	}
	for path, want := range map[string]int{"/assets/gone-1.js": 404, "/.keep": 404, "/..%2fsecret.txt": 404, "/api/nothing": 404} {
		if got := w.ask("GET", path, "", ""); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
	if got := w.ask("POST", "/c/123", "", "{}"); got.status != http.StatusMethodNotAllowed {
		t.Errorf("POST on a page: %d", got.status)
	}
}

func TestAssetsAreCompressedOnceAndKept(t *testing.T) {
	w := newWorld(t)
	plain := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "identity")
	zipped := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "gzip")
	br := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "gzip, deflate, br")
	refused := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "br;q=0, gzip;q=0")
	if plain.header.Get("Content-Encoding") != "" || zipped.header.Get("Content-Encoding") != "gzip" ||
		br.header.Get("Content-Encoding") != "br" || refused.header.Get("Content-Encoding") != "" {
		t.Fatal("wrong encodings")
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain.body) || len(br.body) >= len(plain.body) {
		t.Fatalf("another content (%v)", err)
	}
	if !strings.Contains(br.header.Get("Cache-Control"), "immutable") || br.header.Get("Vary") != "Accept-Encoding" {
		t.Error(br.header)
	}
	again := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "br", "If-None-Match", br.header.Get("ETag"))
	if again.status != http.StatusNotModified || len(again.body) != 0 {
		t.Errorf("asked again: %d", again.status)
	}
	if other := w.ask("GET", "/assets/entry-1234.js", "", "", "Accept-Encoding", "gzip", "If-None-Match", br.header.Get("ETag")); other.status != http.StatusOK {
		t.Error("another form has the same tag")
	}
}

func TestEveryAnswerIsStrict(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/api/me", "/api/nothing", "/livez", "/readyz", "/api/openapi.json"} {
		got := w.ask("GET", path, "", "")
		h := got.header
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, part) {
				t.Errorf("%s: policy lacks %s", path, part)
			}
		}
		if strings.Contains(csp, "unsafe-eval") || strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "*") {
			t.Errorf("%s: loose policy %s", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Strict-Transport-Security") == "" ||
			!strings.Contains(h.Get("Permissions-Policy"), "microphone=(self)") || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
		if strings.HasPrefix(path, "/api/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %s", path, h.Get("Cache-Control"))
		}
	}
}

// Another site's page cannot act with a visitor's cookie, whatever its origin looks like.
func TestAnotherSitesPageCannotAct(t *testing.T) {
	w := newWorld(t)
	cookie := w.cookie(w.person("lea@example.org"), "")
	body := `{"name":"Nouvelle","kind":"CP"}`
	for _, origin := range []string{
		"https://ailleurs.example", "null", "https://palabre.example.org.ailleurs.example", "http://palabre.example.org",
		"https://palabre.example.org:8443", "https://sub.palabre.example.org",
	} {
		got := w.ask("POST", "/api/communities", cookie, body, "Origin", origin)
		if got.status != http.StatusForbidden {
			t.Errorf("origin %s: %d", origin, got.status)
		}
		checkRefusal(t, origin, got)
	}
	if got := w.ask("POST", "/api/communities", cookie, body, "Sec-Fetch-Site", "cross-site"); got.status != http.StatusForbidden {
		t.Errorf("cross-site: %d", got.status)
	}
	if got := w.ask("POST", "/api/communities", cookie, body, "Origin", "https://palabre.example.org"); got.status != http.StatusCreated {
		t.Errorf("our own page: %d %s", got.status, got.body)
	}
}

func TestWhatIsSentIsBounded(t *testing.T) {
	w := newWorld(t)
	cookie := w.cookie(w.person("lea@example.org"), "")
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"too big":        {`{"name":"` + strings.Repeat("a", 70<<10) + `","kind":"CP"}`, 413},
		"not JSON":       {`{"name":`, 400},
		"unknown member": {`{"name":"A","kind":"CP","admin":true}`, 422},
		"wrong type":     {`{"name":7,"kind":"CP"}`, 422},
		"wrong choice":   {`{"name":"A","kind":"XX"}`, 422},
		"long name":      {`{"name":"` + strings.Repeat("é", 150) + `","kind":"CP"}`, 422},
		"reversed text":  {`{"name":"A\u202eB","kind":"CP"}`, 422},
		"empty":          {`{"name":"   ","kind":"CP"}`, 422},
		"no body":        {"", 400},
	} {
		got := w.ask("POST", "/api/communities", cookie, c.body)
		if got.status != c.want {
			t.Errorf("%s: %d, want %d: %s", name, got.status, c.want, got.body)
		}
		checkRefusal(t, name, got)
	}
}

// The answer to someone known and to someone unknown is the same, byte for byte.
func TestAskingForALinkTellsNothing(t *testing.T) {
	w := newWorld(t)
	w.person("lea@example.org")
	known := w.ask("POST", "/api/auth/link", "", `{"email":"lea@example.org"}`)
	unknown := w.ask("POST", "/api/auth/link", "", `{"email":"inconnue@example.org"}`)
	if known.status != http.StatusAccepted || unknown.status != known.status || !bytes.Equal(known.body, unknown.body) {
		t.Fatalf("%d %s, %d %s", known.status, known.body, unknown.status, unknown.body)
	}
	letter := <-w.mails.letters
	if letter.To != "lea@example.org" {
		t.Fatalf("a letter to %s", letter.To)
	}
	for i := range 8 {
		got := w.ask("POST", "/api/auth/link", "", `{"email":"autre@example.org"}`)
		if i == 7 && got.status != http.StatusTooManyRequests {
			t.Errorf("one address may be asked for without end: %d", got.status)
		}
	}
}

func TestALinkPressedTwoHundredTimesAtOnceOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.person("lea@example.org")
	w.ask("POST", "/api/auth/link", "", `{"email":"lea@example.org"}`)
	letter := <-w.mails.letters
	_, token, _ := strings.Cut(letter.Link, "#")
	// A scanner opens the page first, in every way it knows.
	for _, method := range []string{"GET", "HEAD"} {
		for _, path := range []string{"/entrer", "/entrer?x=" + token, "/api/auth/redeem"} {
			w.ask(method, path, "", "")
		}
	}
	var won, spent atomic.Int32
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range 200 {
		all.Go(func() {
			<-begin
			got := w.ask("POST", "/api/auth/redeem", "", `{"token":"`+token+`"}`)
			switch got.status {
			case http.StatusOK:
				won.Add(1)
			case http.StatusGone:
				spent.Add(1)
			default:
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	close(begin)
	all.Wait()
	if won.Load() != 1 || spent.Load() != 199 {
		t.Fatalf("%d let in, %d refused", won.Load(), spent.Load())
	}
}

// Nothing that opens something is in the log, at its most talkative.
func TestSecretsAreNotLogged(t *testing.T) {
	w := newWorld(t)
	lead := w.person("lead@example.org")
	c := w.community(lead)
	m := w.meeting(lead, c)
	cookie := w.cookie(lead, "")
	w.ask("POST", "/api/auth/link", "", `{"email":"lead@example.org"}`)
	_, login, _ := strings.Cut((<-w.mails.letters).Link, "#")
	var link struct{ URL string }
	w.ask("POST", "/api/meetings/"+string(m)+"/guest-link", cookie, "").into(t, &link)
	_, guest, _ := strings.Cut(link.URL, "#")
	w.ask("POST", "/api/communities/"+string(c)+"/invitations", cookie, `{"emails":["invitee@example.org"]}`)
	_, invitation, _ := strings.Cut((<-w.mails.letters).Link, "#")
	redeemed := w.ask("POST", "/api/auth/redeem", cookie, `{"token":"`+login+`"}`)
	w.ask("POST", "/api/guests", "", `{"token":"`+guest+`","name":"Camille Secrète"}`)
	w.ask("GET", "/entrer?token="+login, "", "")
	w.ask("POST", "/api/auth/redeem", "", `{"token":"`+login+`"`)
	set := redeemed.header.Get("Set-Cookie")
	session := strings.TrimPrefix(set[:strings.IndexByte(set, ';')], "__Host-palabre=")
	log := w.log.String()
	if !strings.Contains(log, "/api/auth/redeem") {
		t.Fatal("nothing was logged")
	}
	for name, secret := range map[string]string{
		"cookie": cookie, "new cookie": session, "login link": login, "guest link": guest, "invitation": invitation,
		"e-mail": "invitee@example.org", "name": "Camille Secrète",
	} {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("the log has the %s (%q)", name, secret)
		}
	}
}

func TestTheDescriptionHasEveryRoute(t *testing.T) {
	w := newWorld(t)
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]json.RawMessage }
	}
	w.ask("GET", "/api/openapi.json", "", "").into(t, &doc)
	if doc.OpenAPI != "3.1.0" || doc.Components.Schemas["Problem"] == nil {
		t.Fatalf("%s", doc.OpenAPI)
	}
	for _, r := range w.api.Routes() {
		if doc.Paths[r.Path][strings.ToLower(r.Method)] == nil {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
	if text := fmt.Sprint(doc.Components.Schemas); strings.Contains(text, "$schema") {
		t.Error("answers are said to have a $schema")
	}
}

func TestSigningOutElsewhere(t *testing.T) {
	w := newWorld(t)
	lea := w.person("lea@example.org")
	here, there := w.cookie(lea, ""), w.cookie(lea, "")
	var list []struct {
		ID      string
		Current bool
	}
	w.ask("GET", "/api/me/sessions", here, "").into(t, &list)
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	for _, s := range list {
		if !s.Current {
			w.ask("DELETE", "/api/me/sessions/"+s.ID, here, "")
		}
	}
	if got := w.ask("GET", "/api/me", there, ""); got.status != http.StatusUnauthorized {
		t.Errorf("still signed in there: %d", got.status)
	}
	if got := w.ask("GET", "/api/me", here, ""); got.status != http.StatusOK {
		t.Errorf("signed out here too: %d", got.status)
	}
}
