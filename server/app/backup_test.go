package app_test

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"palabre/assets/blob"
	"palabre/assets/blob/s3/s3test"
	"palabre/server/backup"
)

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
