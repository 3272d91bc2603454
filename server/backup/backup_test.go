package backup_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"palabre/assets/blob"
	"palabre/assets/blob/disk"
	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/store"
	"palabre/signaling/host"
)

// An installation goes from one engine to the other and back, and is the same: rows,
// logs byte for byte, terms; each time its logs have other names, no lease, and nobody
// is signed in.
func TestAnInstallationMovesFromEngineToEngine(t *testing.T) {
	for from, first := range engines() {
		for to, second := range engines() {
			t.Run(from+" to "+to, func(t *testing.T) {
				a, b := first(t), second(t)
				peopled(t, a)
				one := a.save(t, nil)
				ok(t, b.restore(t.Context(), one))
				two := b.save(t, nil)
				was, is := contentOf(t, one), contentOf(t, two)
				if len(was.heads) != 3 || len(was.rows["people"]) != 6 || len(was.rows["cursors"]) != 3 || len(was.rows["meetings"]) != 1 {
					t.Fatalf("the backup holds %v", was)
				}
				if !reflect.DeepEqual(was.heads, is.heads) {
					t.Errorf("logs were\n%v\nand are\n%v", was.heads, is.heads)
				}
				if !reflect.DeepEqual(was.rows, is.rows) {
					t.Errorf("rows were\n%v\nand are\n%v", was.rows, is.rows)
				}
				if !reflect.DeepEqual(was.rooms, is.rooms) {
					t.Errorf("rooms were\n%v\nand are\n%v", was.rooms, is.rooms)
				}
				for room, id := range was.logIDs {
					if is.logIDs[room] == id || is.logIDs[room] == "" {
						t.Errorf("the history of %s was %q and is %q", room, id, is.logIDs[room])
					}
				}
				for _, secret := range []string{"auth_sessions", "login_links", "nodes", "tidings", "migrations"} {
					if _, there := is.rows[secret]; there {
						t.Errorf("%s is in a backup", secret)
					}
				}
				s := b.serve(t)
				defer closed(t, s)
				// Whoever comes need not wait for the lease of before.
				lease, err := s.Log.Claim(t.Context(), "ses_1", "autre", 2000, 9000)
				if err != nil || lease.Term != 2 || lease.Head != 8 {
					t.Errorf("lease %+v, %v", lease, err)
				}
			})
		}
	}
}

// What both engines keep is the same tables: one that a backup knows of on one engine
// alone could not be restored on the other.
func TestBothEnginesHaveTheSameTables(t *testing.T) {
	var known [][]backup.Table
	for _, place := range engines() {
		p := place(t)
		closed(t, p.serve(t))
		from, _ := p.beside(t)
		cut, err := from.Cut(t.Context())
		ok(t, err)
		tables, err := cut.Tables(t.Context())
		ok(t, err)
		known = append(known, tables)
		closed(t, cut)
		closed(t, from)
	}
	if len(known[0]) < 10 || !reflect.DeepEqual(known[0], known[1]) {
		t.Fatalf("%v\n%v", known[0], known[1])
	}
}

// The installation goes on while it is copied: people write in rooms, projectors follow,
// records come. Each backup is of one instant: all that was acknowledged before it began
// is in it, logs are dense, no cursor is beyond its log, and no record is missing of what
// a cursor says was done.
func TestABackupOfALiveInstallationIsOfOneInstant(t *testing.T) {
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			p := engine(t)
			s := p.serve(t)
			defer closed(t, s)
			live := lived(t, s)
			writing, stop := context.WithCancel(t.Context())
			var work sync.WaitGroup
			for i := range live {
				work.Go(func() { live[i].write(writing, t, s) })
			}
			for i := range live {
				<-live[i].begun
			}
			for range rounds(12) {
				var before [4]uint64
				for i := range live {
					before[i] = live[i].acked.Load()
				}
				c := contentOf(t, p.save(t, nil))
				for i := range live {
					if head := uint64(c.heads[live[i].room].Head); head < before[i] {
						t.Errorf("%s ends at %d, %d were acknowledged", live[i].room, head, before[i])
					}
				}
				follows(t, c)
			}
			stop()
			work.Wait()
		})
	}
}

// rounds are fewer when the tests are to be short.
func rounds(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}

// pen is a room that somebody writes to.
type pen struct {
	*circle

	begun chan struct{} // closed once something is acknowledged
	acked atomic.Uint64
}

func lived(t *testing.T, s *store.Store) *[4]pen {
	t.Helper()
	var all [4]pen
	for i := range all {
		all[i].circle, all[i].begun = claim(t, s, rooms.RoomID(fmt.Sprintf("ses_%d", i))), make(chan struct{})
	}
	return &all
}

// write appends, and then does what a projector does: an effect in the records and its
// cursor, of what was committed.
func (w *pen) write(ctx context.Context, t *testing.T, s *store.Store) {
	for n := 0; ctx.Err() == nil; n++ {
		from := w.head
		err := w.say(t.Context(), s, 1+rooms.Seq(n%3))
		if err == nil {
			w.acked.Store(uint64(w.head))
			err = w.follow(t.Context(), s, from, w.head)
		}
		if err != nil {
			t.Error(err)
			return
		}
		if n == 0 {
			close(w.begun)
		}
	}
}

// follows: each cursor's effect is there, and its log leads to it.
func follows(t *testing.T, c content) {
	t.Helper()
	people := strings.Join(c.rows["people"], "\n")
	for _, row := range c.rows["cursors"] {
		var name, room string
		var at rooms.Seq
		if err := json.Unmarshal([]byte(row), &[]any{&name, &room, &at}); err != nil {
			t.Fatalf("%s: %v", row, err)
		}
		if head := c.heads[rooms.RoomID(room)].Head; at > head {
			t.Errorf("the cursor of %s is at %d, its log ends at %d", room, at, head)
		}
		if !strings.Contains(people, fmt.Sprintf(`"effet %s %d"`, room, at)) {
			t.Errorf("what the cursor of %s says was done is not there", room)
		}
	}
}

// Words are destroyed while backups are made. No backup keeps the one who destroys
// waiting until she gives up, and what is restored is whole: the place of each event, and
// either its words or nothing.
func TestABackupWhileWordsAreDestroyed(t *testing.T) {
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			p := engine(t)
			s := p.serve(t)
			defer closed(t, s)
			c := claim(t, s, "ses_a")
			for range 300 {
				ok(t, c.say(t.Context(), s, 40))
			}
			redacting, stop := context.WithCancel(t.Context())
			var work sync.WaitGroup
			done := atomic.Int64{}
			work.Go(func() {
				for at := rooms.Seq(1); at+100 < c.head && redacting.Err() == nil; at += 100 {
					var list []host.Redaction
					for seq := at; seq < at+100; seq++ {
						list = append(list, host.Redaction{Seq: seq, Data: fmt.Appendf(nil, `{"id":"c%d","text":""}`, seq)})
					}
					if err := s.Log.Redact(t.Context(), "ses_a", list); err != nil {
						t.Error(err)
						return
					}
					done.Add(1)
				}
			})
			var last string
			for before := int64(-1); before < done.Load() && !t.Failed(); {
				before = done.Load()
				last = p.save(t, nil)
				if head := contentOf(t, last).heads["ses_a"].Head; head != c.head {
					t.Errorf("the log ends at %d of %d", head, c.head)
				}
			}
			stop()
			work.Wait()
			for one, err := range opened(t, last).Segments(t.Context()) {
				ok(t, err)
				if !strings.HasPrefix(string(one.Data), fmt.Sprintf(`{"s":%d,`, one.From+1)) {
					t.Fatalf("segment %d–%d holds %.60q", one.From, one.To, one.Data)
				}
			}
		})
	}
}

// A backup is for the eyes of who makes it; it does not replace another, and is not there
// before it is whole.
func TestABackupIsPrivateAndReplacesNothing(t *testing.T) {
	p := onSQLite(t)
	peopled(t, p)
	path := p.save(t, nil)
	info, err := os.Stat(path)
	ok(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
	_, err = backup.Create(path, time.Now(), func(io.Writer) error { return nil })
	refused(t, err, "backup_exists")
	dir, broken := t.TempDir(), errors.New("broken")
	if _, err := backup.Create(dir, time.Now(), func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	}); !errors.Is(err, broken) {
		t.Errorf("it says %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Told: « open …/.part: no such file or directory » was all that was said, in English.
func TestAFolderThatIsNotThere(t *testing.T) {
	_, err := backup.Create(filepath.Join(t.TempDir(), "no", "b.tar"), time.Now(), func(io.Writer) error { return nil })
	refused(t, err, "no_folder")
}

// In a folder the latest backup is taken.
func TestTheLatestOfAFolderIsTaken(t *testing.T) {
	dir := t.TempDir()
	_, err := backup.Find(t.Context(), dir)
	refused(t, err, "no_backup")
	_, err = backup.Find(t.Context(), filepath.Join(dir, "x"))
	refused(t, err, "no_backup")
	at := time.Date(2026, 9, 30, 23, 59, 0, 0, time.UTC)
	for _, d := range []time.Duration{0, time.Hour, -time.Hour} {
		_, err := backup.Create(dir, at.Add(d), func(io.Writer) error { return nil })
		ok(t, err)
	}
	ok(t, os.WriteFile(filepath.Join(dir, "palabre-99990101T000000Z.tar.part"), nil, 0o600))
	if found, err := backup.Find(t.Context(), dir); err != nil || filepath.Base(found) != "palabre-20261001T005900Z.tar" {
		t.Errorf("%s, %v", found, err)
	}
}

// Every bit that is turned, every byte that is cut off or added is found.
func TestDamageIsRefused(t *testing.T) {
	p := onSQLite(t)
	peopled(t, p)
	blobs, err := disk.Open(filepath.Join(t.TempDir(), "blobs"))
	ok(t, err)
	defer closed(t, blobs)
	if _, err := blobs.Put(t.Context(), strings.NewReader("un fichier"), 100); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(p.save(t, blobs))
	ok(t, err)
	path := filepath.Join(t.TempDir(), "damaged.tar")
	f, err := os.Create(path)
	ok(t, err)
	defer closed(t, f)
	put := func(data []byte, at int) {
		t.Helper()
		_, err := f.WriteAt(data, int64(at))
		ok(t, err)
	}
	try := func(what string) {
		t.Helper()
		a, err := backup.Open(t.Context(), path, nil)
		if err == nil {
			closed(t, a)
			t.Fatalf("%s: taken", what)
		}
		refused(t, err, "backup_damaged")
	}
	put(whole, 0)
	dice := rand.New(rand.NewPCG(7, 7))
	for at := 0; at < len(whole); at++ {
		put([]byte{whole[at] ^ 1<<dice.IntN(8)}, at)
		try(fmt.Sprintf("byte %d of %d", at, len(whole)))
		put(whole[at:at+1], at)
		if at > 1024 && at < len(whole)-4096 || testing.Short() {
			at += dice.IntN(12) // the rest is like them
		}
	}
	put([]byte{0}, len(whole))
	try("one more byte")
	put(make([]byte, 512), len(whole))
	try("a block more")
	for size := len(whole) - 1; size > 0; size -= 1 + size%97 {
		ok(t, f.Truncate(int64(size)))
		try(fmt.Sprintf("cut at %d", size))
	}
	ok(t, f.Truncate(0))
	try("nothing")
	put(whole, 0)
	if err := onSQLite(t).restore(t.Context(), path); err != nil {
		t.Fatalf("undamaged again: %v", err)
	}
}

// Files go with the rest, under their names.
func TestFilesAreInABackup(t *testing.T) {
	p := onSQLite(t)
	peopled(t, p)
	blobs, err := disk.Open(filepath.Join(t.TempDir(), "blobs"))
	ok(t, err)
	defer closed(t, blobs)
	want := map[blob.Name]string{}
	for i := range 20 {
		text := strings.Repeat(fmt.Sprintf("fichier %d ", i), i*5000)
		info, err := blobs.Put(t.Context(), strings.NewReader(text), 1<<20)
		ok(t, err)
		want[info.Name] = text
	}
	got := map[blob.Name]string{}
	for info, r := range opened(t, p.save(t, blobs)).Blobs() {
		data, err := io.ReadAll(r)
		ok(t, err)
		got[info.Name] = string(data)
	}
	if !maps.Equal(want, got) {
		t.Errorf("%d files of %d", len(got), len(want))
	}
}

// What a projector has read and is not there would never be followed: no backup is made of it.
func TestAnUnsoundInstallationIsNotCopied(t *testing.T) {
	p := onSQLite(t)
	peopled(t, p)
	s := p.serve(t)
	c := circle{room: "ses_1"}
	ok(t, c.follow(t.Context(), s, 7, 9))
	closed(t, s)
	from, _ := p.beside(t)
	defer closed(t, from)
	cut, err := from.Cut(t.Context())
	ok(t, err)
	defer closed(t, cut)
	_, err = backup.Write(t.Context(), io.Discard, cut, nil, backup.About{Now: time.Now}, nil)
	if !errors.Is(err, backup.ErrAhead) {
		t.Fatalf("it says %v", err)
	}
}
