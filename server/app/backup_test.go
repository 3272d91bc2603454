package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/assets/blob"
	"palabre/assets/blob/disk"
	"palabre/assets/blob/s3"
	"palabre/assets/blob/s3/s3test"
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
	// A form that was read before its board knew what she withdrew was once compared with one read after.
	waitFor(t, "what she withdrew to be gone from every form", func() bool {
		for _, text := range forms(t, s.lea, s.board, s.document) {
			if strings.Contains(text, regretted) {
				return false
			}
		}
		return true
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

// A whole installation, saved while people are in a meeting, becomes another one, on the
// other engine: documents and pictures are the same bytes, the meeting goes on, everybody
// signs in again. Before and after, everything is sound.
func TestAnInstallationGoesOnElsewhere(t *testing.T) {
	for name, from := range map[string]bool{"from SQLite": false, "from PostgreSQL": true} {
		t.Run(name, func(t *testing.T) {
			first, second := settings(t, from), settings(t, !from)
			for _, env := range []map[string]string{first, second} {
				if env["PALABRE_DATABASE_URL"] != "" {
					env["PALABRE_S3_URL"] = s3test.Start(t).Setting("palabre")
				}
			}
			a := started(t, first)
			s := tell(t, a)
			file := putFile(t, first, "un fichier")
			before := s.told(t, s.lea, a.URL)
			if said := must(t, first, "verify"); !strings.Contains(said, "tout est sain / all is sound") || !strings.Contains(said, "3 salles") || !strings.Contains(said, "1 documents, 1 fichiers") {
				t.Errorf("served, it is said to be: %s", said)
			}
			to := t.TempDir()
			if said := must(t, first, "backup", to); !strings.Contains(said, "Sauvegarde faite\u00a0: "+to) || !strings.Contains(said, "Backup made: "+to) {
				t.Errorf("the backup says %s", said)
			}
			a.Stop()
			if said := must(t, second, "restore", to); !strings.Contains(said, "Restauré") || !strings.Contains(said, "Restored") {
				t.Errorf("restoring says %s", said)
			}
			if said := must(t, second, "verify"); !strings.Contains(said, "tout est sain / all is sound") || !strings.Contains(said, "1 documents, 1 fichiers") {
				t.Errorf("restored, it is said to be: %s", said)
			}
			keep(t, second, func(blobs blob.Store) {
				if data, err := blob.ReadAll(t.Context(), blobs, file, 100); err != nil || string(data) != "un fichier" {
					t.Errorf("its file is %q, %v", data, err)
				}
			})

			b := started(t, second)
			stranger := b.Nobody()
			stranger.Cookie = s.lea.Cookie
			if status, _ := stranger.Do(http.MethodGet, "/api/me", nil, nil); status != http.StatusUnauthorized {
				t.Errorf("who was signed in there is answered %d here", status)
			}
			lea := b.SignIn("lea@example.org", "")
			if lea.ID != s.lea.ID {
				t.Fatal("she is somebody else")
			}
			if after := s.told(t, lea, b.URL); !maps.Equal(before, after) {
				for form, text := range after {
					if text != before[form] {
						t.Errorf("%s was\n%s\nand is\n%s", form, before[form], text)
					}
				}
			}
			m := s.now
			m.app = b
			tab := m.enter(t, lea)
			tab.See(m.room, "what was said before", func(at func(string) any) bool { return at("chat."+s.message+".text") == stillSaid })
			tab.Must(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": "Et nous voilà"})
			b.Stop()
			if said := must(t, second, "verify"); !strings.Contains(said, "tout est sain / all is sound") {
				t.Errorf("gone on, it is said to be: %s", said)
			}
		})
	}
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

// Words that were destroyed after a backup are in it: it is the record of its time. Once
// restored they are destroyed when what destroyed them is lived again; and when it had
// happened already, but the destroying had not, the restored installation does it by itself.
func TestWordsOfABackupAreDestroyedAgain(t *testing.T) {
	first := settings(t, false)
	a := started(t, first)
	s := tell(t, a)
	before, after := t.TempDir(), t.TempDir()
	must(t, first, "backup", before)
	leadTab := s.now.enter(t, s.past.lead)
	leadTab.Must(s.now.room, "session.close", nil)
	waitFor(t, "the words to be destroyed", func() bool { return len(files(t, a.Dir, stillSaid)) == 0 })
	must(t, first, "backup", after)
	a.Stop()
	if !says(t, before, stillSaid) || says(t, after, stillSaid) {
		t.Fatalf("before %v, after %v", says(t, before, stillSaid), says(t, after, stillSaid))
	}
	for _, gone := range []string{unkept, regretted} {
		if says(t, before, gone) {
			t.Errorf("%s is in a backup made after it was destroyed", gone)
		}
	}

	t.Run("lived again", func(t *testing.T) {
		again := settings(t, false)
		must(t, again, "restore", before)
		b := started(t, again)
		odile := b.SignIn("odile@example.org", "")
		m := s.now
		m.app = b
		tab := m.enter(t, odile)
		if len(files(t, b.Dir, stillSaid)) == 0 {
			t.Fatal("the words are not there before: this test looks at nothing")
		}
		tab.Must(m.room, "session.close", nil)
		waitFor(t, "the words to be destroyed again", func() bool { return len(files(t, b.Dir, stillSaid)) == 0 })
		b.Stop()
		must(t, again, "verify")
	})
	t.Run("by itself", func(t *testing.T) {
		closing, again, to := settings(t, false), settings(t, false), t.TempDir()
		must(t, closing, "restore", before)
		closeUnheard(t, closing, s.now.room, s.past.lead.ID)
		must(t, closing, "backup", to)
		if !says(t, to, stillSaid) {
			t.Fatal("the words are not there before: this test looks at nothing")
		}
		must(t, again, "restore", to)
		b := started(t, again)
		waitFor(t, "the words to be destroyed", func() bool { return len(files(t, b.Dir, stillSaid)) == 0 })
		b.Stop()
		must(t, again, "verify")
	})
}

// plain says how sessions are read back, and nothing else.
type plain struct{}

func (plain) Open(_ context.Context, id rooms.RoomID) (rooms.Room, []rooms.Command, error) {
	return session.New(id), nil, nil
}

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

// What cannot be done is said in both languages, and nothing is made.
func TestBackupsAreRefusedWithASentence(t *testing.T) {
	empty, to := settings(t, false), t.TempDir()
	for _, args := range [][]string{{"backup", to}, {"verify"}} {
		said, err := command(t, empty, args...)
		if err == nil || !strings.Contains(said, "Il n’y a pas d’installation") || !strings.Contains(said, "There is no installation") {
			t.Errorf("%v: %v %s", args, err, said)
		}
	}
	if _, err := os.Stat(empty["PALABRE_DATA"]); err == nil {
		t.Error("a data folder was made")
	}
	if left, err := os.ReadDir(to); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	unreached := settings(t, true)
	if said, err := command(t, unreached, "backup", to); err == nil || !strings.Contains(said, "There is no installation") {
		t.Errorf("an empty database: %v %s", err, said)
	}
	if said, err := command(t, empty, "restore", to); err == nil || !strings.Contains(said, "Il n’y a pas de sauvegarde") {
		t.Errorf("nothing to restore: %v %s", err, said)
	}

	a := started(t, empty)
	plan(t, a)
	a.Stop()
	must(t, empty, "backup", to)
	if said, err := command(t, empty, "restore", to); err == nil || !strings.Contains(said, "contient déjà des données") {
		t.Errorf("restored over data: %v %s", err, said)
	}
	path, err := backup.Find(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 4
	bad := filepath.Join(t.TempDir(), "bad.tar")
	if err := os.WriteFile(bad, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, postgresql := range map[string]bool{"SQLite": false, "PostgreSQL": true} {
		into := settings(t, postgresql)
		if said, err := command(t, into, "restore", bad); err == nil || !strings.Contains(said, "abîmée") || !strings.Contains(said, "damaged") {
			t.Errorf("%s: %v %s", name, err, said)
		}
		if _, err := os.Stat(into["PALABRE_DATA"]); err == nil {
			t.Errorf("%s: a damaged backup left something", name)
		}
	}
}

// An installation whose restoring was interrupted says so to whoever starts, copies or
// verifies it, and is restored by doing it again.
func TestAnInterruptedRestoreSaysSo(t *testing.T) {
	first, to := settings(t, false), t.TempDir()
	a := started(t, first)
	plan(t, a)
	a.Stop()
	must(t, first, "backup", to)
	half := settings(t, false)
	must(t, half, "restore", to)
	if err := os.WriteFile(filepath.Join(half["PALABRE_DATA"], "restore.unfinished"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	half["PALABRE_ADDR"], half["PALABRE_MEDIA_ADDR"] = "127.0.0.1:0", "127.0.0.1:0"
	for _, args := range [][]string{{"serve"}, {"backup", to}, {"verify"}} {
		said, err := command(t, half, args...)
		if err == nil || !strings.Contains(said, "Une restauration a été interrompue") || !strings.Contains(said, "A restore was interrupted") {
			t.Errorf("%v: %v %s", args, err, said)
		}
	}
	must(t, half, "restore", to)
	if said := must(t, half, "verify"); !strings.Contains(said, "all is sound") {
		t.Error(said)
	}
}
