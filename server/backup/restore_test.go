package backup_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/community"
	"palabre/server/store/migrations"
	"palabre/server/store/sqlite"
)

// Nothing is restored where somebody's data are, and they are what they were.
func TestRestoringReplacesNobodysData(t *testing.T) {
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			a, b := engine(t), engine(t)
			peopled(t, a)
			one := a.save(t, nil)
			s := b.serve(t)
			ok(t, s.Records.AddNetwork(t.Context(), community.Network{ID: "x", Name: "Autre"}))
			closed(t, s)
			before := contentOf(t, b.save(t, nil))
			refused(t, b.restore(t.Context(), one), "restore_not_empty")
			if after := contentOf(t, b.save(t, nil)); !reflect.DeepEqual(before, after) {
				t.Errorf("it was %v and is %v", before, after)
			}
		})
	}
}

// An installation that was started and that nobody came to is empty: its first link is
// forgotten. One that is served is not restored into.
func TestRestoringIntoAnInstallationThatWasStarted(t *testing.T) {
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			a, b := engine(t), engine(t)
			peopled(t, a)
			one := a.save(t, nil)
			s := b.serve(t)
			ok(t, s.Records.AddLoginLink(t.Context(), community.LoginLink{ID: "l", Token: "premier", Admin: true, ExpiresAt: 1 << 40}))
			if err := b.restore(t.Context(), one); err == nil {
				t.Error("restored while it was served")
			}
			closed(t, s)
			ok(t, b.restore(t.Context(), one))
			if was, is := contentOf(t, one), contentOf(t, b.save(t, nil)); !reflect.DeepEqual(was.rows, is.rows) {
				t.Errorf("it is %v", is)
			}
			s = b.serve(t)
			defer closed(t, s)
			if _, err := s.Records.RedeemLoginLink(t.Context(), "premier", 1); err == nil {
				t.Error("the first link of before makes an administrator")
			}
		})
	}
}

// restoring is set in the environment of a child that restores until it is killed.
const restoring = "PALABRE_TEST_RESTORE"

// A process that is killed while it restores leaves an installation that says so
// (SQLite) or in which nothing is (PostgreSQL), and that can be restored.
func TestAnInterruptedRestore(t *testing.T) {
	if told := os.Getenv(restoring); told != "" {
		dir, rest, _ := strings.Cut(told, "|")
		url, path, _ := strings.Cut(rest, "|")
		ok(t, place{dir: dir, url: url}.restore(t.Context(), path))
		return
	}
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			a, b := engine(t), engine(t)
			peopled(t, a)
			s := a.serve(t)
			c := claim(t, s, "ses_long")
			for range 200 {
				ok(t, c.say(t.Context(), s, 500))
			}
			closed(t, s)
			one := a.save(t, nil)
			killedWhileRestoring(t, b, one)
			if b.url == "" {
				refused(t, sqlite.Unfinished(b.dir), "restore_unfinished")
			} else {
				s := b.serve(t)
				heads, err := s.Log.Heads(t.Context(), "ses_", 0)
				ok(t, err)
				if len(heads) != 0 {
					t.Errorf("half of it is there: %v", heads)
				}
				closed(t, s)
			}
			ok(t, b.restore(t.Context(), one))
			same(t, one, b)
		})
	}
}

func same(t *testing.T, path string, p place) {
	t.Helper()
	if p.url == "" {
		ok(t, sqlite.Unfinished(p.dir))
	}
	was, is := contentOf(t, path), contentOf(t, p.save(t, nil))
	if !reflect.DeepEqual(was.heads, is.heads) || !reflect.DeepEqual(was.rows, is.rows) {
		t.Errorf("it is not what it was: %d rooms of %d", len(is.heads), len(was.heads))
	}
}

// killedWhileRestoring restores in a child and kills it in the midst of the logs.
func killedWhileRestoring(t *testing.T, p place, path string) {
	t.Helper()
	under, stop := context.WithCancel(t.Context())
	defer stop()
	child := exec.CommandContext(under, os.Args[0], "-test.run=^TestAnInterruptedRestore$")
	child.Env = append(os.Environ(), restoring+"="+p.dir+"|"+p.url+"|"+path)
	ok(t, child.Start())
	over := make(chan error, 1)
	go func() { over <- child.Wait() }()
	underWay := watch(t, p)
	for !underWay() {
		select {
		case err := <-over:
			t.Fatalf("it ended before it could be killed: %v", err)
		default:
			runtime.Gosched()
		}
	}
	ok(t, child.Process.Kill())
	var how *exec.ExitError
	if err := <-over; !errors.As(err, &how) || how.Exited() {
		t.Fatalf("the child was not killed: %v", err)
	}
}

// watch gives what tells whether the logs are being filled.
func watch(t *testing.T, p place) func() bool {
	t.Helper()
	if p.url == "" {
		return func() bool {
			info, err := os.Stat(filepath.Join(p.dir, "restore.tmp", "rooms.db-wal"))
			return err == nil && info.Size() > 1<<20
		}
	}
	db, err := sql.Open("pgx", p.url)
	ok(t, err)
	t.Cleanup(func() { closed(t, db) })
	return func() bool {
		var n int
		ok(t, db.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_progress_copy WHERE tuples_processed > 10 AND datname = current_database()`).Scan(&n))
		return n > 0
	}
}

// The power fails between the two files' taking their names: the log is there, the
// records are not.
func TestAnInterruptionBetweenTheTwoFiles(t *testing.T) {
	a, b := onSQLite(t), onSQLite(t)
	peopled(t, a)
	one := a.save(t, nil)
	ok(t, b.restore(t.Context(), one))
	ok(t, os.Remove(filepath.Join(b.dir, "palabre.db")))
	ok(t, os.WriteFile(filepath.Join(b.dir, "restore.unfinished"), nil, 0o600))
	ok(t, os.Mkdir(filepath.Join(b.dir, "restore.tmp"), 0o700))
	refused(t, sqlite.Unfinished(b.dir), "restore_unfinished")
	// Done again with a backup that turns bad meanwhile, nothing of either is left.
	bad := turnsBad(t, a.save(t, nil))
	into, end, err := b.target(t.Context())
	ok(t, err)
	refused(t, into.Fill(t.Context(), bad), "backup_damaged")
	ok(t, end())
	if list, err := os.ReadDir(b.dir); err != nil || len(list) != 1 {
		t.Fatalf("left: %v, %v", list, err)
	}
	ok(t, b.restore(t.Context(), one))
	same(t, one, b)
	if left, err := os.ReadDir(filepath.Join(b.dir, "restore.tmp")); err == nil {
		t.Errorf("left: %v", left)
	}
}

// A backup that turns bad while it is restored (its disk fails) leaves the installation
// as empty as it was.
func TestWhatFailsMidwayLeavesNothing(t *testing.T) {
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			a, b := engine(t), engine(t)
			peopled(t, a)
			one := a.save(t, nil)
			archive := turnsBad(t, one)
			into, end, err := b.target(t.Context())
			ok(t, err)
			refused(t, into.Fill(t.Context(), archive), "backup_damaged")
			ok(t, end())
			if b.url == "" {
				list, err := os.ReadDir(b.dir)
				if err != nil || len(list) != 1 || list[0].Name() != "palabre.lock" {
					t.Errorf("left: %v, %v", list, err)
				}
			}
			s := b.serve(t)
			defer closed(t, s)
			heads, err := s.Log.Heads(t.Context(), "ses_", 0)
			if people, none := s.Records.HasAdmin(t.Context()); err != nil || none != nil || len(heads) != 0 || people {
				t.Errorf("left: %v, %v", heads, err)
			}
		})
	}
}

// turnsBad opens a backup, and then its disk fails in the last part of the logs.
func turnsBad(t *testing.T, path string) *backup.Archive {
	t.Helper()
	archive := opened(t, path)
	var last backup.Part
	for _, p := range archive.Manifest.Parts {
		if strings.HasPrefix(p.Name, "log.") {
			last = p
		}
	}
	data, err := os.ReadFile(path)
	ok(t, err)
	at := strings.Index(string(data), last.Name) + 512 + int(last.Bytes)/2
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	ok(t, err)
	_, err = f.WriteAt([]byte{data[at] ^ 1}, int64(at))
	ok(t, errors.Join(err, f.Close()))
	return archive
}

// A backup of an older version's tables is brought up to date as the tables themselves
// would have been; one of a newer version is refused.
func TestABackupOfOlderTables(t *testing.T) {
	a := onSQLite(t)
	peopled(t, a)
	backTo(t, filepath.Join(a.dir, "palabre.db"), 3,
		`INSERT INTO notices (meeting, version, member, created_at, due_at, tries, done_at, sent) VALUES ('0', 0, 'p000000', 3, 4, 1, 0, FALSE)`)
	one := a.save(t, nil)
	if v := opened(t, one).Version(); v != 3 {
		t.Fatalf("version %d", v)
	}
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) {
			b := engine(t)
			ok(t, b.restore(t.Context(), one))
			s := b.serve(t)
			defer closed(t, s)
			due, err := s.Records.ListNoticesDue(t.Context(), 10, 10)
			want := community.Notice{Meeting: "0", Reader: community.Reader{Member: "p000000"}, StartsAt: 1_790_000_000_000, CreatedAt: 3, DueAt: 4, Tries: 1}
			if err != nil || len(due) != 1 || due[0] != want {
				t.Errorf("owed: %+v, %v", due, err)
			}
			if head := heads(t, b)["ses_2"]; head != 12 {
				t.Errorf("the log of ses_2 ends at %d", head)
			}
		})
	}
}

func heads(t *testing.T, p place) map[rooms.RoomID]rooms.Seq {
	t.Helper()
	from, _ := p.beside(t)
	defer closed(t, from)
	cut, err := from.Cut(t.Context())
	ok(t, err)
	defer closed(t, cut)
	out := map[rooms.RoomID]rooms.Seq{}
	for _, r := range cut.Rooms() {
		out[r.ID] = r.Head
	}
	return out
}

// backTo takes the tables back to those of an older version and changes them.
func backTo(t *testing.T, file string, version int64, rows ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	ok(t, err)
	defer closed(t, db)
	own, err := migrations.Records()
	ok(t, err)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, own, goose.WithTableName("migrations"), goose.WithDisableGlobalRegistry(true))
	ok(t, err)
	if _, err := p.DownTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if _, err := db.ExecContext(t.Context(), row); err != nil {
			t.Fatalf("%s: %v", row, err)
		}
	}
}

// What a newer Palabre made is refused with a sentence.
func TestANewerBackupIsRefused(t *testing.T) {
	a := onSQLite(t)
	peopled(t, a)
	mine, err := migrations.Version()
	ok(t, err)
	db, err := sql.Open("sqlite", filepath.Join(a.dir, "palabre.db"))
	ok(t, err)
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO migrations (version_id, is_applied) VALUES (%d, 1)`, mine+1)); err != nil {
		t.Fatal(err)
	}
	closed(t, db)
	one := a.save(t, nil)
	for name, engine := range engines() {
		t.Run(name, func(t *testing.T) { refused(t, engine(t).restore(t.Context(), one), "made_by_newer") })
	}
}
