package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/assets/blob"
	"palabre/assets/blob/disk"
	"palabre/assets/blob/s3"
	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/server/app"
	"palabre/server/app/apptest"
	"palabre/server/backup"
	"palabre/server/bus/local"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/signaling/host"
)

// command runs one command of the program on an installation's settings.
func command(t *testing.T, env map[string]string, args ...string) (said string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err = app.Run(t.Context(), args, func(k string) string { return env[k] }, &stdout, &stderr)
	return stdout.String() + stderr.String(), err
}

// must runs a command that has to succeed.
func must(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	said, err := command(t, env, args...)
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, said)
	}
	return said
}

// settings of an installation of its own, on SQLite and a folder or on PostgreSQL.
func settings(t *testing.T, postgresql bool) map[string]string {
	t.Helper()
	env := map[string]string{"PALABRE_DATA": filepath.Join(t.TempDir(), "data"), "PALABRE_LOG_LEVEL": "warn"}
	if postgresql {
		env["PALABRE_DATABASE_URL"] = pgtest.Database(t)
	}
	return env
}

func started(t *testing.T, env map[string]string) *apptest.App {
	t.Helper()
	var list []string
	for k, v := range env {
		if k != "PALABRE_LOG_LEVEL" {
			list = append(list, k, v)
		}
	}
	return apptest.Start(t, list...)
}

// story is a community that has lived: a meeting that was closed and left minutes, with a
// board on which somebody took back her words, and one under way.
type story struct {
	app      *apptest.App
	past     meeting
	now      meeting
	lea      *apptest.Person
	board    string
	document string
	message  string
}

const (
	stillSaid = "canari-en-cours"
	onRecord  = "canari-consigne"
)

func tell(t *testing.T, a *apptest.App) story {
	t.Helper()
	m := plan(t, a)
	s := story{app: a, past: m, now: m, lea: m.member(t, "lea@example.org", "Léa"), board: uuid.Must(uuid.NewV7()).String(), message: uuid.NewString()}
	m.lead.Must(http.MethodPatch, "/api/me", map[string]string{"email": "odile@example.org"}, nil)
	_, proof, _ := strings.Cut(a.Letter("odile@example.org"), "#")
	m.lead.Redeem(proof)
	lead, tab := m.enter(t, m.lead), m.enter(t, s.lea)
	lead.Must(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": unkept})
	lead.Must(m.room, "record.add", map[string]any{"id": uuid.NewString(), "kind": "decision", "text": onRecord})
	lead.Must(m.room, "boards.open", map[string]any{"board": s.board, "title": "Notre arbre"})
	room := "brd_" + s.board
	for _, one := range []*apptest.Socket{tab, lead} {
		one.See(m.room, "the board", func(at func(string) any) bool { return at("boards."+s.board) != nil })
		one.Join(room)
		one.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	}
	hers := uuid.NewString()
	tab.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": hers, "put": words(regretted)}}})
	lead.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": uuid.NewString(), "put": words(written)}}})
	lead.Must(m.room, "session.close", nil)
	s.document = m.document(t, s.lea)
	tab.Must(room, "board.withdraw", map[string]any{"elements": []string{hers}})
	if a.Dir != "" {
		for _, gone := range []string{unkept, regretted} {
			waitFor(t, gone+" to be destroyed", func() bool { return len(files(t, a.Dir, gone)) == 0 })
		}
	}
	// A form that was read before its board knew what she withdrew was once compared with one read after. Making them is counted: asked for
	// all the time, they were refused on a machine that was busy.
	waitEach(t, 400*time.Millisecond, "what she withdrew to be gone from the minutes", func() bool {
		status, text := s.lea.Do(http.MethodGet, "/api/documents/"+s.document+"/file.md", nil, nil)
		return status == http.StatusOK && !strings.Contains(text, regretted)
	})

	var made struct{ ID string }
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", map[string]any{
		"title": "Deuxième", "starts_at": time.Now().UTC().Add(time.Hour).Format(time.RFC3339), "zone": "America/Montreal", "minutes": 60,
		"phases": []map[string]any{{"id": "p1", "title": "Accueil", "kind": "plenary", "minutes": 10}},
	}, &made)
	s.now.id, s.now.room = made.ID, "ses_"+made.ID
	lead = s.now.enter(t, m.lead)
	lead.Must(s.now.room, "chat.say", map[string]any{"id": s.message, "text": stillSaid})
	return s
}

// changedAt is when a board was last changed, which the list learns of a little later.
var changedAt = regexp.MustCompile(`"updated_at":"[^"]+"`)

// told are all the forms of what it left, wherever its site is.
func (s story) told(t *testing.T, who *apptest.Person, site string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for path, text := range forms(t, who, s.board, s.document) {
		out[path] = changedAt.ReplaceAllString(strings.ReplaceAll(text, site, "https://palabre.example.org"), "")
	}
	return out
}

// putFile keeps a file as the program would and gives its name.
func putFile(t *testing.T, env map[string]string, text string) (name blob.Name) {
	t.Helper()
	keep(t, env, func(blobs blob.Store) {
		info, err := blobs.Put(t.Context(), strings.NewReader(text), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		name = info.Name
	})
	return name
}

// keep opens where an installation keeps its files: a bucket, or the folder.
func keep(t *testing.T, env map[string]string, do func(blob.Store)) {
	t.Helper()
	var blobs interface {
		blob.Store
		Close() error
	}
	var err error
	if at, bad := url.Parse(env["PALABRE_S3_URL"]); bad == nil && at.Host != "" {
		secret, _ := at.User.Password()
		blobs, err = s3.Open(t.Context(), s3.Options{
			Endpoint: at.Host, Region: "us-east-1", Bucket: strings.Trim(at.Path, "/"), Key: at.User.Username(), Secret: secret, Create: true,
		}, t.TempDir())
	} else {
		blobs, err = disk.Open(filepath.Join(env["PALABRE_DATA"], "blobs"))
	}
	if err != nil {
		t.Fatal(err)
	}
	do(blobs)
	if err := blobs.Close(); err != nil {
		t.Fatal(err)
	}
}

// says tells whether a backup holds words.
func says(t *testing.T, path, words string) bool {
	t.Helper()
	found, err := backup.Find(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := backup.Open(t.Context(), found, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }() // a test's file
	there := false
	for s, err := range a.Segments(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		there = there || bytes.Contains(s.Data, []byte(words))
	}
	return there
}

// plain says how sessions are read back, and nothing else.
type plain struct{}

func (plain) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	return session.New(id), nil
}

func (plain) Found(context.Context, rooms.RoomID) ([]rooms.Command, error) { return nil, nil }

func (plain) Restore(_ context.Context, id rooms.RoomID, data []byte) (rooms.Room, error) {
	return session.Restore(id, data)
}

// closeUnheard closes a session where no projector hears of it, as when a process dies
// right after.
func closeUnheard(t *testing.T, env map[string]string, room, lead string) {
	t.Helper()
	s, err := store.Open(t.Context(), env["PALABRE_DATA"], env["PALABRE_DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	h := host.New(host.Options{Owner: "essai", Log: s.Log, Rooms: plain{}, Bus: local.New(), CodeVersion: -1})
	_, refusal, err := h.Do(t.Context(), rooms.RoomID(room), rooms.Command{
		Client: "essai", N: 1, Actor: rooms.Actor{Member: rooms.MemberID(lead), Standing: rooms.RoleFacilitator}, At: host.SystemClock{}.Now(),
		Name: "session.close", Args: json.RawMessage(`{}`),
	})
	if err != nil || refusal != nil {
		t.Fatal(err, refusal)
	}
	if err := h.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
