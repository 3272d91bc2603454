package app_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"palabre/server/app/apptest"
	"palabre/server/backup"
	"palabre/server/store/pgtest"
)

// meetings is how many meetings the figures are of.
const meetings = 1000

// BenchmarkBackup tells how long a thousand meetings take, those of the demonstration over
// and over under other names, and what the program needs for it.
func BenchmarkBackup(b *testing.B) {
	binary := apptest.Build(b)
	env := map[string]string{"PALABRE_DATA": filepath.Join(b.TempDir(), "data"), "PALABRE_LOG_LEVEL": "error"}
	spend(b, binary, env, "demo", "load")
	multiply(b, env["PALABRE_DATA"])
	for b.Loop() {
		to := b.TempDir()
		took, memory := spend(b, binary, env, "backup", to)
		b.ReportMetric(took.Seconds(), "backup_s")
		b.ReportMetric(memory, "backup_rss_MB")
		file, err := backup.Find(b.Context(), to)
		if err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "file_MB")
		into := map[string]string{"PALABRE_DATA": filepath.Join(b.TempDir(), "data")}
		took, memory = spend(b, binary, into, "restore", to)
		b.ReportMetric(took.Seconds(), "restore_s")
		b.ReportMetric(memory, "restore_rss_MB")
		took, memory = spend(b, binary, into, "verify")
		b.ReportMetric(took.Seconds(), "verify_s")
		b.ReportMetric(memory, "verify_rss_MB")
		other := map[string]string{"PALABRE_DATA": filepath.Join(b.TempDir(), "data"), "PALABRE_DATABASE_URL": pgtest.Database(b)}
		took, _ = spend(b, binary, other, "restore", to)
		b.ReportMetric(took.Seconds(), "pg_restore_s")
		took, _ = spend(b, binary, other, "backup", b.TempDir())
		b.ReportMetric(took.Seconds(), "pg_backup_s")
	}
	b.ReportMetric(0, "ns/op") // means nothing here
	b.ReportMetric(size(b, env["PALABRE_DATA"]), "data_MB")
	b.ReportMetric(meetings, "meetings")
}

// spend runs a command and tells how long it took and how much memory it needed at most, in MB.
func spend(b *testing.B, binary string, env map[string]string, args ...string) (time.Duration, float64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), binary, args...)
	cmd.Env = os.Environ()
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
	took := time.Since(begun)
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("this system does not tell what a process needed")
	}
	return took, float64(used.Maxrss) / 1e3 // the kernel counts in KiB
}

func size(b *testing.B, dir string) float64 {
	b.Helper()
	total := 0.0
	for _, name := range []string{"rooms.db", "palabre.db"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		total += float64(info.Size()) / 1e6
	}
	return total
}

// fingerprint is what a document was made of: of copies it is another.
var fingerprint = regexp.MustCompile(`,"head":"[^"]*"`)

// multiply adds the meetings that were held, with their boards, documents and logs, until
// there are enough of them.
func multiply(b *testing.B, dir string) {
	b.Helper()
	kept, log := bare(b, filepath.Join(dir, "palabre.db")), bare(b, filepath.Join(dir, "rooms.db"))
	var held, old []string
	for _, row := range query(b, log, `SELECT substr(room, 5), substr(room, 1, 4) FROM rooms WHERE head > 0`).rows {
		old = append(old, fmt.Sprint(row[0]))
		if row[1] == "ses_" {
			held = append(held, fmt.Sprint(row[0]))
		}
	}
	for _, row := range query(b, kept, `SELECT id FROM documents`).rows {
		old = append(old, fmt.Sprint(row[0]))
	}
	within := `('` + strings.Join(held, `', '`) + `')`
	records := map[string]result{
		"meetings":       query(b, kept, `SELECT * FROM meetings WHERE id IN `+within),
		"boards":         query(b, kept, `SELECT * FROM boards`),
		"meeting_boards": query(b, kept, `SELECT * FROM meeting_boards WHERE meeting IN `+within),
		"documents":      query(b, kept, `SELECT * FROM documents`),
		"cursors":        query(b, kept, `SELECT * FROM cursors`),
	}
	rooms := query(b, log, `SELECT room, owner, term, lease_until, head, log_id, touched_at, bare_at FROM rooms WHERE head > 0`)
	segments := query(b, log, `SELECT r.room, s.seq_from, s.seq, s.term, s.at, s.data FROM seg s JOIN rooms r ON r.id = s.room ORDER BY s.id`)
	for k := range (meetings - len(held)) / len(held) {
		names := make([]string, 0, 2*len(old))
		for _, id := range old {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, k))
			names = append(names, id, id[:24]+hex.EncodeToString(sum[:6]))
		}
		other := strings.NewReplacer(names...)
		for _, table := range []string{"meetings", "boards", "meeting_boards", "documents", "cursors"} {
			records[table].insert(b, kept, `INSERT INTO `+table, other)
		}
		rooms.insert(b, log, `INSERT INTO rooms (room, owner, term, lease_until, head, log_id, touched_at, bare_at)`, other)
		segments.insert(b, log, `INSERT INTO seg (room, seq_from, seq, term, at, data)`, other)
	}
	for _, db := range []*sql.DB{kept, log} {
		if _, err := db.ExecContext(b.Context(), `COMMIT; PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// bare opens a file for one transaction.
func bare(b *testing.B, file string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(b.Context(), `PRAGMA synchronous = OFF; BEGIN`); err != nil {
		b.Fatal(err)
	}
	return db
}

// result is what a query gave.
type result struct{ rows [][]any }

func query(b *testing.B, db *sql.DB, text string) (out result) {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), text)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // its errors are those of rows.Err
	names, err := rows.Columns()
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		out.rows = append(out.rows, row)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return out
}

// insert adds the rows under other names. A segment's room is known by its number.
func (r result) insert(b *testing.B, db *sql.DB, into string, other *strings.Replacer) {
	b.Helper()
	for _, row := range r.rows {
		row = slices.Clone(row)
		for i, v := range row {
			switch v := v.(type) {
			case string:
				row[i] = fingerprint.ReplaceAllString(other.Replace(v), "")
			case []byte:
				row[i] = []byte(other.Replace(string(v)))
			}
		}
		places := strings.TrimSuffix(strings.Repeat("?, ", len(row)), ", ")
		if strings.HasPrefix(into, "INSERT INTO seg") {
			places = `(SELECT id FROM rooms WHERE room = ?)` + strings.TrimPrefix(places, "?")
		}
		if _, err := db.ExecContext(b.Context(), into+` VALUES (`+places+`)`, row...); err != nil {
			b.Fatal(into, err)
		}
	}
}
