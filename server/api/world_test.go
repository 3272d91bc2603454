package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"palabre/client"
	"palabre/rooms"
	roompeople "palabre/rooms/people"
	"palabre/server/api"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/mail"
	"palabre/server/store"
)

// world is the REST surface on a real store. Documents and boards, which are made
// elsewhere, are a few fixed words here.
type world struct {
	t     *testing.T
	api   *api.API
	url   string
	store community.Store
	use   *community.Service
	auth  *auth.Service
	log   *lockedBuffer
	mails *mailbox
	// told is called with what tells the rooms of a change, when it is set.
	told func(context.Context)
}

type ids struct{}

func (ids) ID() string     { return uuid.Must(uuid.NewV7()).String() }
func (ids) Secret() string { return uuid.NewString() + uuid.NewString() }

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

type mailbox struct{ letters chan mail.Letter }

func (m *mailbox) Send(_ context.Context, l mail.Letter) error {
	m.letters <- l
	return nil
}

type signIn struct{ post *mail.Post }

func (s signIn) SignIn(ctx context.Context, to auth.Reader, link string) error {
	return s.post.SignIn(ctx, mail.Person{Email: to.Email, Name: to.Name, Lang: string(to.Lang)}, link)
}

type papers struct{}

func (papers) HTML(context.Context, community.Document, community.Lang) (string, error) {
	return "<p>Compte rendu</p>", nil
}

func (papers) Page(context.Context, community.Document, community.Lang) ([]byte, error) {
	return []byte("<!doctype html><p>Compte rendu</p>"), nil
}

func (papers) PDF(context.Context, community.Document, community.Lang) ([]byte, error) {
	return []byte("%PDF-1.4"), nil
}

func (papers) Markdown(context.Context, community.Document, community.Lang) ([]byte, error) {
	return []byte("# Compte rendu"), nil
}
func (papers) Stylesheet() string { return ".doc {}" }

type boards struct{}

func (boards) Look(context.Context, community.Board) (api.BoardLook, error) {
	return api.BoardLook{Outline: []api.OutlineNode{{Kind: "note", Text: "Un arbre"}}, SVG: []byte("<svg/>"), Seq: 7}, nil
}

// site is a small web application: one page, one hashed script.
func site() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte(`<!doctype html><html lang="fr"><title>Palabre</title></html>`)},
		"assets/entry-1234.js": {Data: []byte(strings.Repeat("export const palabre = 'palabre';\n", 200))},
		"fonts/lisible.woff2":  {Data: []byte("wOF2")},
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: s.Records, log: &lockedBuffer{}, mails: &mailbox{letters: make(chan mail.Letter, 1000)}, told: func(context.Context) {}}
	logger := zerolog.New(w.log).Level(zerolog.DebugLevel)
	public := &url.URL{Scheme: "https", Host: "palabre.example.org"}
	post, err := mail.NewPost(w.mails, public.String(), "Palabre <palabre@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	w.use = community.NewService(s.Records, auth.SystemClock{}, ids{}, community.Table{})
	w.auth = auth.New(auth.Ports{
		Store: s.Records, Clock: auth.SystemClock{}, IDs: ids{}, Letters: signIn{post}, Public: public.String(), Log: logger,
	})
	w.api, err = api.New(api.Ports{
		Auth: w.auth, Community: w.use, Letters: post, Papers: papers{}, Boards: boards{}, Ready: s.Check,
		Clock: auth.SystemClock{}, NewID: ids{}.ID, Public: public, Client: site(), Policy: client.Policy(), Version: "test", Log: logger,
		Ended:   func(rooms.MemberID, community.AuthSessionID) {},
		Removed: func(ctx context.Context, _ community.CommunityID, _ rooms.MemberID) { w.told(ctx) },
		Stands:  func(ctx context.Context, _ community.CommunityID, _ rooms.MemberID) { w.told(ctx) },
		Barred:  func(ctx context.Context, _ community.MeetingID, _ rooms.MemberID) { w.told(ctx) },
		Seated: func(_ context.Context, _ community.MeetingID, _, behind rooms.MemberID) (*rooms.Refusal, error) {
			if behind == "personne" {
				return rooms.Refuse(roompeople.CodeNoPerson), nil
			}
			return nil, nil //nolint:nilnil // no refusal and no fault
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := w.api.Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	w.url = server.URL
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { w.auth.Run(ctx) })
	t.Cleanup(func() {
		server.Close()
		cancel()
		done.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// person makes someone with an account.
func (w *world) person(email string) community.Actor {
	w.t.Helper()
	p := community.Person{ID: rooms.MemberID(ids{}.ID()), Email: email, Name: "Personne " + email[:1], Lang: community.French, CreatedAt: 1}
	if err := w.store.AddPerson(w.t.Context(), p); err != nil {
		w.t.Fatal(err)
	}
	return community.Actor{Member: p.ID}
}

func (w *world) community(by community.Actor, members ...community.Actor) community.CommunityID {
	w.t.Helper()
	c, err := w.use.CreateCommunity(w.t.Context(), by, community.NewCommunity{Name: "CDP du Nord", Kind: community.CDP, Network: "Réseau du Nord"})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range members {
		if err := w.store.AddMembership(w.t.Context(), community.Membership{Community: c.ID, Member: m.Member, Role: community.Member, Since: 1}); err != nil {
			w.t.Fatal(err)
		}
	}
	return c.ID
}

func (w *world) meeting(by community.Actor, c community.CommunityID) community.MeetingID {
	w.t.Helper()
	m, err := w.use.PlanMeeting(w.t.Context(), by, c, community.NewMeeting{
		Title: "Première rencontre", Zone: "America/Montreal", StartsAt: rooms.Millis(time.Now().Add(time.Hour).UnixMilli()),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return m.ID
}

func (w *world) guestOf(by community.Actor, m community.MeetingID) community.Actor {
	w.t.Helper()
	secret, err := w.use.MakeGuestLink(w.t.Context(), by, m)
	if err != nil {
		w.t.Fatal(err)
	}
	came, err := w.use.Enter(w.t.Context(), community.Actor{}, secret, "Personne invitée")
	if err != nil {
		w.t.Fatal(err)
	}
	return community.Actor{Member: came.Member, Guest: true}
}

// cookie opens a session of somebody and gives its secret, "" for nobody.
func (w *world) cookie(a community.Actor, m community.MeetingID) string {
	w.t.Helper()
	if a.Nobody() {
		return ""
	}
	got, err := w.auth.Welcome(w.t.Context(), community.Entered{Member: a.Member, Guest: a.Guest, Meeting: m}, "", "Firefox, Linux")
	if err != nil {
		w.t.Fatal(err)
	}
	return got.Cookie
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// ask sends a request; body is JSON text, "" for none.
func (w *world) ask(method, path, cookie, body string, headers ...string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if cookie != "" {
		req.Header.Set("Cookie", auth.CookieName+"="+cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		w.t.Fatal(err)
	}
	data, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, data}
}
