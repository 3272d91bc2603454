package mail_test

import (
	"bytes"
	"context"
	"io"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"
	"github.com/rs/zerolog"

	"palabre/server/config"
	"palabre/server/mail"
)

var noon = time.Date(2026, 12, 3, 17, 30, 0, 0, time.UTC)

func fixed() time.Time { return noon }
func id() string       { return "0193a0f0-0000-7000-8000-000000000001" }

// relay is a real SMTP server that keeps what it is given.
type relay struct {
	mu   sync.Mutex
	from string
	to   []string
	data []byte
	user string
}

func (r *relay) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &session{r}, nil }

type session struct{ r *relay }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "s3cr3t" {
			return gosmtp.ErrAuthFailed
		}
		s.r.mu.Lock()
		defer s.r.mu.Unlock()
		s.r.user = user
		return nil
	}), nil
}
func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
func (s *session) Mail(from string, _ *gosmtp.MailOptions) error {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.to = append(s.r.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.data = data
	return err
}

func startRelay(t *testing.T) (*relay, int) {
	t.Helper()
	back := &relay{}
	server := gosmtp.NewServer(back)
	server.Domain, server.AllowInsecureAuth = "relais.example.org", true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return back, l.Addr().(*net.TCPAddr).Port
}

func smtpSender(port int, password string) mail.SMTP {
	return mail.SMTP{
		From: "Palabre <palabre@example.org>", Now: fixed, NewID: id,
		Server: config.SMTP{Host: "127.0.0.1", Port: port, User: "palabre", Password: password, StartTLS: config.StartTLSNone},
	}
}

func TestALetterReachesARealServer(t *testing.T) {
	back, port := startRelay(t)
	post, err := mail.NewPost(smtpSender(port, "s3cr3t"), "https://palabre.example.org", "Palabre <palabre@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	to := mail.Person{Email: "lea@example.org", Name: "Léa Fictive", Lang: "fr"}
	if err := post.SignIn(context.Background(), to, "https://palabre.example.org/entrer#jeton"); err != nil {
		t.Fatal(err)
	}
	back.mu.Lock()
	defer back.mu.Unlock()
	if back.user != "palabre" || back.from != "palabre@example.org" || len(back.to) != 1 || back.to[0] != "lea@example.org" {
		t.Fatalf("envelope: %q %q %v", back.user, back.from, back.to)
	}
	header, text, html, _ := read(t, back.data)
	if header.Get("Auto-Submitted") != "auto-generated" {
		t.Error("not marked as automatic")
	}
	for name, part := range map[string]string{"text": text, "html": html} {
		if !strings.Contains(part, "Bonjour Léa Fictive,") || !strings.Contains(part, "https://palabre.example.org/entrer#jeton") {
			t.Errorf("%s lacks its words: %s", name, part)
		}
	}
}

func TestARefusedPasswordIsAnErrorWithoutThePassword(t *testing.T) {
	_, port := startRelay(t)
	err := smtpSender(port, "m0tdepasse").Send(context.Background(), mail.Letter{To: "lea@example.org", Subject: "x", Text: "x", HTML: "x"})
	if err == nil || strings.Contains(err.Error(), "m0tdepasse") {
		t.Fatalf("got %v", err)
	}
}

func TestTheFolderKeepsTheLetterAndTellsItsLink(t *testing.T) {
	var log bytes.Buffer
	dir := filepath.Join(t.TempDir(), "mail")
	folder := mail.Folder{Dir: dir, From: "palabre@example.org", Now: fixed, NewID: id, Log: zerolog.New(&log)}
	post, err := mail.NewPost(folder, "http://127.0.0.1:8080", "Palabre <palabre@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	if err := post.SignIn(context.Background(), mail.Person{Email: "sam@example.org", Lang: "en"}, "http://127.0.0.1:8080/entrer#abc"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 || filepath.Ext(files[0]) != ".eml" {
		t.Fatalf("files: %v %v", files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	_, text, _, _ := read(t, raw)
	if !strings.Contains(text, "Here is the link you asked for") || !strings.Contains(log.String(), "/entrer#abc") {
		t.Fatalf("text %q log %q", text, log.String())
	}
}

type kept struct{ letters []mail.Letter }

func (k *kept) Send(_ context.Context, l mail.Letter) error {
	k.letters = append(k.letters, l)
	return nil
}

// A confidential meeting's letter and calendar say neither its title nor a name.
func TestAConfidentialMeetingIsNotNamed(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		var k kept
		post, err := mail.NewPost(&k, "https://palabre.example.org", "Palabre <palabre@example.org>")
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Meeting{
			ID: "m1", Title: "Deuil et équipes", Community: "CDP du Nord", Host: "Odile Inventée", Confidential: true,
			Start: noon, Length: 3 * time.Hour, Zone: "America/Montreal",
		}
		if err := post.InviteGuest(context.Background(), mail.Person{Email: "a@example.org", Name: "Camille", Lang: lang}, m, "https://x/invitation#t", noon); err != nil {
			t.Fatal(err)
		}
		l := k.letters[0]
		all := l.To + l.ToName + l.Subject + l.Text + l.HTML + string(l.Calendar)
		for _, secret := range []string{"Deuil", "CDP du Nord", "Odile", "Inventée", "Camille"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s: the letter says %q", lang, secret)
			}
		}
		m.Confidential = false
		if err := post.InviteGuest(context.Background(), mail.Person{Email: "a@example.org", Lang: lang}, m, "https://x/invitation#t", noon); err != nil {
			t.Fatal(err)
		}
		if l := k.letters[1]; !strings.Contains(l.Subject, "Deuil") || !strings.Contains(l.Text, "Odile") {
			t.Errorf("%s: an open meeting should be named: %q", lang, l.Subject)
		}
	}
}

// The calendar of a guest led to a page that asks for an account, which she has not. It says where her way in is, and is not it.
func TestAGuestsCalendarLeadsToHerInvitation(t *testing.T) {
	for lang, want := range map[string]string{"fr": "lien de l’invitation", "en": "link of the invitation"} {
		var k kept
		post, err := mail.NewPost(&k, "https://palabre.example.org", "Palabre <palabre@example.org>")
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Meeting{ID: "m1", Title: "Deuil et équipes", Start: noon, Length: 3 * time.Hour, Zone: "America/Montreal"}
		to := mail.Person{Email: "a@example.org", Lang: lang}
		if err := post.InviteGuest(t.Context(), to, m, "https://x/invitation#t", noon); err != nil {
			t.Fatal(err)
		}
		m.Guest = true
		if err := post.Announce(t.Context(), to, m, mail.Moved, "id", noon); err != nil {
			t.Fatal(err)
		}
		for _, l := range k.letters {
			file := strings.ReplaceAll(string(l.Calendar), "\r\n ", "")
			if !strings.Contains(file, want) || strings.Contains(file, "/r/m1") || strings.Contains(file, "invitation#") {
				t.Errorf("%s: %s", lang, file)
			}
		}
	}
}

// Québec's hour is called after no city: a letter once said « heure de Toronto » in Rimouski.
func TestTheHourIsNamedAsPeopleCallIt(t *testing.T) {
	for _, c := range []struct{ lang, zone, want string }{
		{"fr", "America/Toronto", "(heure de l’Est)"}, {"fr", "America/Montreal", "(heure de l’Est)"}, {"fr", "Europe/Paris", "(heure de Paris)"},
		{"fr", "UTC", " (UTC)"}, {"en", "Etc/UTC", " (UTC)"},
		{"en", "America/Toronto", "(Eastern time)"}, {"en", "America/Montreal", "(Eastern time)"}, {"en", "Europe/Paris", "(Paris time)"},
	} {
		var k kept
		post, err := mail.NewPost(&k, "https://palabre.example.org", "Palabre <palabre@example.org>")
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Meeting{ID: "m1", Title: "Deuil et équipes", Community: "CDP du Nord", Start: noon, Length: 3 * time.Hour, Zone: c.zone}
		if err := post.InviteGuest(t.Context(), mail.Person{Email: "a@example.org", Lang: c.lang}, m, "https://x/invitation#t", noon); err != nil {
			t.Fatal(err)
		}
		if text := k.letters[0].Text; !strings.Contains(text, c.want) || strings.Contains(text, "Toronto") {
			t.Errorf("%s, %s: no %s in:\n%s", c.lang, c.zone, c.want, text)
		}
	}
}

// « Une rencontre change d’heure » named neither the meeting nor the hour it had; a guest expected at two could not tell
// which of them moved. The former hour does, in letters that name nothing else.
func TestALetterSaysWhichHourMoved(t *testing.T) {
	for _, c := range []struct {
		lang, title   string
		was           time.Duration // before the new hour
		subject, told string
	}{
		{
			"fr", "", 26 * time.Hour, "Une rencontre change de date",
			"prévue sur Palabre le mercredi 2 décembre 2026 à 10\u00a0h\u00a030 (heure de l’Est) change de date. Elle aura lieu le jeudi 3 décembre 2026 à 12\u00a0h\u00a030",
		},
		{"fr", "", 2 * time.Hour, "Une rencontre change d’heure", "le jeudi 3 décembre 2026 à 10\u00a0h\u00a030 (heure de l’Est) change d’heure. Elle"},
		{
			"fr", "Deuil", 48 * time.Hour, "Nouvelle date\u00a0: Deuil",
			"de la communauté «\u00a0CDP du Nord\u00a0», prévue le mardi 1er décembre 2026 à 12\u00a0h\u00a030 (heure de l’Est), change de date.",
		},
		{"fr", "", 0, "Une rencontre change d’heure", "Une rencontre prévue sur Palabre change d’heure. Elle"},
		{
			"en", "", 26 * time.Hour, "A meeting has a new date",
			"A meeting planned on Palabre on Wednesday, December 2, 2026 at 10:30 AM (Eastern time) has a new date. It",
		},
		{
			"en", "Deuil", 2 * time.Hour, "New time: Deuil",
			"“CDP du Nord”, planned on Thursday, December 3, 2026 at 10:30 AM (Eastern time), has a new time.",
		},
	} {
		var k kept
		post, err := mail.NewPost(&k, "https://palabre.example.org", "Palabre <palabre@example.org>")
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Meeting{
			ID: "m1", Title: c.title, Community: "CDP du Nord", Confidential: c.title == "",
			Start: noon, Was: noon.Add(-c.was), Length: time.Hour, Zone: "America/Montreal",
		}
		if err := post.Announce(t.Context(), mail.Person{Email: "a@example.org", Lang: c.lang}, m, mail.Moved, "l1", noon); err != nil {
			t.Fatal(err)
		}
		if l := k.letters[0]; l.Subject != c.subject || !strings.Contains(l.Text, c.told) {
			t.Errorf("%q, not %q; no %q in:\n%s", l.Subject, c.subject, c.told, l.Text)
		}
	}
}

func TestALetterCannotInjectAHeader(t *testing.T) {
	var k kept
	post, err := mail.NewPost(&k, "https://palabre.example.org", "Palabre <palabre@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	evil := "x\r\nBcc: victime@example.org\r\n\r\n<script>alert(1)</script>"
	if err := post.JoinCommunity(context.Background(), mail.Person{Email: "a@example.org", Lang: "fr"}, evil, "", "https://x/"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(k.letters[0].HTML, "<script>") {
		t.Error("a name became markup")
	}
	dir := t.TempDir()
	folder := mail.Folder{Dir: dir, From: "palabre@example.org", Now: fixed, NewID: id, Log: zerolog.Nop()}
	if err := folder.Send(context.Background(), k.letters[0]); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.eml"))
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil || m.Header.Get("Bcc") != "" {
		t.Fatalf("a header was injected: %v %v", err, m.Header)
	}
}

// read takes a message apart.
func read(t *testing.T, raw []byte) (h message.Header, text, html, calendar string) {
	t.Helper()
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, _, _ := e.Header.ContentType()
		if strings.HasPrefix(kind, "multipart/") {
			return nil
		}
		body, err := io.ReadAll(e.Body)
		switch kind {
		case "text/plain":
			text = string(body)
		case "text/html":
			html = string(body)
		case "text/calendar":
			calendar = string(body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entity.Header, text, html, calendar
}
