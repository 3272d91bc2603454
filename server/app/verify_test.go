package app_test

import (
	"bytes"
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// damage is something that is done to an installation, and what is to be said of it.
type damage struct {
	name  string
	does  func(*bench)
	about func(story) string // whom the finding names
	says  string
}

// bench is an installation under a saw.
type bench struct {
	t     *testing.T
	s     story
	dir   string
	rooms *sql.DB // rooms.db, or the database with both
	kept  *sql.DB // palabre.db, or the same database
	seg   string  // the table of segments
	// table names a table on this engine.
	table func(string) string
}

func (b *bench) do(db *sql.DB, query string, args ...any) {
	b.t.Helper()
	done, err := db.ExecContext(b.t.Context(), query, args...)
	if err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		b.t.Fatalf("%s: nothing was done: %v", query, err)
	}
}

// rewrite changes the bytes of the first row of a table of rooms.db that hold some.
func (b *bench) rewrite(table, key, was, is string) {
	b.t.Helper()
	rows, err := b.rooms.QueryContext(b.t.Context(), `SELECT `+key+`, data FROM `+b.table(table)+` ORDER BY 1`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // a test's
	for rows.Next() {
		var id any
		var data []byte
		if err := rows.Scan(&id, &data); err != nil {
			b.t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(was)) {
			continue
		}
		_ = rows.Close() // a test's
		b.do(b.rooms, `UPDATE `+b.table(table)+` SET data = $1 WHERE `+key+` = $2`, bytes.Replace(data, []byte(was), []byte(is), 1), id)
		return
	}
	b.t.Fatalf("no row of %s holds %s: %v", table, was, rows.Err())
}

// of is the number of a room.
func (b *bench) of(room string) string {
	return `(SELECT id FROM ` + b.table("rooms") + ` WHERE room = '` + room + `')`
}

func damages() []damage {
	past := func(s story) string { return s.past.room }
	board := func(s story) string { return "brd_" + s.board }
	document := func(s story) string { return s.document }
	return []damage{
		{"a segment is removed", func(b *bench) {
			b.do(b.rooms, `DELETE FROM `+b.seg+` WHERE room = `+b.of(b.s.past.room)+` AND seq_from = (SELECT min(seq_from) FROM `+b.seg+` WHERE room = `+b.of(b.s.past.room)+` AND seq_from > 0)`)
		}, past, "il manque des événements"},
		{"the last segment is removed", func(b *bench) {
			b.do(b.rooms, `DELETE FROM `+b.seg+` WHERE room = `+b.of(b.s.past.room)+` AND seq = (SELECT max(seq) FROM `+b.seg+` WHERE room = `+b.of(b.s.past.room)+`)`)
		}, past, "la tête notée n’est pas la fin du journal"},
		{"a byte is changed in an event's form", func(b *bench) { b.rewrite("seg", "id", `"e":"session.opened"`, `"e"!"session.opened"`) }, past, "ne se lit pas"},
		{"an event is of no known name", func(b *bench) { b.rewrite("seg", "id", `"e":"record.added"`, `"e":"record.addeb"`) }, past, "ne peut pas suivre"},
		{"an event has another number", func(b *bench) { b.rewrite("seg", "id", `{"s":1,`, `{"s":2,`) }, nil, "un autre événement"},
		{"a letter is changed in what the minutes say", func(b *bench) { b.rewrite("seg", "id", onRecord, strings.ToUpper(onRecord)) }, document, "n’est plus fait de"},
		{"a letter is changed in a snapshot", func(b *bench) { b.rewrite("snap", "room", onRecord, strings.ToUpper(onRecord)) }, past, "l’instantané"},
		{"a letter is changed on a board", func(b *bench) { b.rewrite("seg", "id", written, strings.ToUpper(written)) }, board, "l’instantané"},
		{"a head is moved on", func(b *bench) {
			b.do(b.rooms, `UPDATE `+b.table("rooms")+` SET head = head + 1 WHERE room = $1`, b.s.past.room)
		}, past, "la tête notée"},
		{"a head is moved back", func(b *bench) {
			b.do(b.rooms, `UPDATE `+b.table("rooms")+` SET head = head - 1 WHERE room = $1`, b.s.past.room)
		}, past, "la tête notée"},
		{"a host that was replaced wrote", func(b *bench) {
			b.do(b.rooms, `UPDATE `+b.seg+` SET term = 0 WHERE room = `+b.of(b.s.past.room)+` AND seq = (SELECT max(seq) FROM `+b.seg+` WHERE room = `+b.of(b.s.past.room)+`)`)
		}, past, "n’avait plus la salle"},
		{"a projector is ahead", func(b *bench) {
			b.do(b.kept, `UPDATE `+b.table("cursors")+` SET seq = seq + 1000 WHERE room = $1 AND name = 'status'`, b.s.past.room)
		}, past, "un projecteur a lu au-delà"},
		{"destroyed words are back", func(b *bench) { b.rewrite("seg", "id", `"text":""`, `"text":"canari-revenu"`) }, past, "des paroles détruites"},
		{"a room is of no kind", func(b *bench) {
			b.do(b.rooms, `UPDATE `+b.table("rooms")+` SET room = 'xyz_1' WHERE room = $1`, "brd_"+b.s.board)
		}, func(story) string { return "xyz_1" }, "aucune salle"},
		{"a document is of another place", func(b *bench) {
			b.do(b.kept, `UPDATE `+b.table("documents")+` SET seq = seq - 1 WHERE id = $1`, b.s.document)
		}, document, "ne peut pas être refait"},
		{"a document has another fingerprint", func(b *bench) {
			b.do(b.kept, `UPDATE `+b.table("documents")+` SET tree = replace(tree, '"head":"', '"head":"0') WHERE id = $1`, b.s.document)
		}, document, "n’est plus fait de"},
		{"a document names a file that is not there", func(b *bench) {
			b.do(b.kept, `UPDATE `+b.table("documents")+` SET pdf = $1 WHERE id = $2`, strings.Repeat("ab", 32), b.s.document)
		}, document, "un fichier nommé par le document manque"},
	}
}

// Each planted damage is told, with whom it is about and in both languages, and none of
// the words that are kept; the command fails.
func TestVerifyTellsPlantedDamage(t *testing.T) {
	env := settings(t, false)
	a := started(t, env)
	s := tell(t, a)
	file := string(putFile(t, env, "un fichier"))
	a.Stop()
	if said := must(t, env, "verify"); !strings.Contains(said, "all is sound") || !strings.Contains(said, "3 instantanés") {
		t.Fatalf("undamaged: %s", said)
	}
	list := append(damages(), damage{"a file is changed", func(b *bench) {
		if err := os.WriteFile(filepath.Join(b.dir, "blobs", file[:2], file), []byte("un fichieR"), 0o600); err != nil {
			b.t.Fatal(err)
		}
	}, func(story) string { return file }, "n’est pas celui de son nom"})
	for _, d := range list {
		t.Run(d.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if err := os.CopyFS(dir, os.DirFS(env["PALABRE_DATA"])); err != nil {
				t.Fatal(err)
			}
			b := &bench{t: t, s: s, dir: dir, seg: "seg", table: func(name string) string { return name }}
			b.rooms, b.kept = sqliteFile(t, dir, "rooms.db"), sqliteFile(t, dir, "palabre.db")
			d.does(b)
			_ = b.rooms.Close() // a test's
			_ = b.kept.Close()
			one := maps.Clone(env)
			one["PALABRE_DATA"] = dir
			told(t, one, s, d)
		})
	}
}

func sqliteFile(t *testing.T, dir, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// The same on PostgreSQL, one damage after the other: what was done before is still told.
func TestVerifyTellsPlantedDamageOnPostgreSQL(t *testing.T) {
	env := settings(t, true)
	a := started(t, env)
	s := tell(t, a)
	a.Stop()
	if said := must(t, env, "verify"); !strings.Contains(said, "all is sound") {
		t.Fatalf("undamaged: %s", said)
	}
	db, err := sql.Open("pgx", env["PALABRE_DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // a test's
	b := &bench{t: t, s: s, rooms: db, kept: db, seg: "palabre_log.seg", table: func(name string) string {
		switch name {
		case "rooms", "seg", "snap":
			return "palabre_log." + name
		default:
			return "palabre." + name
		}
	}}
	for _, d := range damages() {
		switch d.name {
		case "a letter is changed on a board", "a letter is changed in what the minutes say", "a head is moved on", "a segment is removed":
			d.does(b)
			told(t, env, s, d)
		}
	}
}

// told verifies and wants the damage to be said.
func told(t *testing.T, env map[string]string, s story, d damage) {
	t.Helper()
	said, err := command(t, env, "verify")
	if err == nil {
		t.Fatalf("nothing is wrong: %s", said)
	}
	found := ""
	for line := range strings.Lines(said) {
		if strings.Contains(line, d.says) && (d.about == nil || strings.HasPrefix(line, d.about(s)+"\u00a0: ")) {
			found = line
		}
	}
	if found == "" || !strings.Contains(found, " / ") || !strings.Contains(said, " anomalies / ") {
		t.Errorf("%s is not told: %s", d.name, said)
	}
	for _, words := range []string{onRecord, written, stillSaid, "canari", "Notre arbre", "Léa"} {
		if strings.Contains(strings.ToLower(said), strings.ToLower(words)) {
			t.Errorf("it says %s: %s", words, said)
		}
	}
}

// People talk, take back what they said, draw and withdraw while everything is verified, over
// and over: nothing is ever said to be wrong, and words taken back are destroyed meanwhile.
func TestVerifyBesidePeople(t *testing.T) {
	for name, postgresql := range map[string]bool{"SQLite": false, "PostgreSQL": true} {
		t.Run(name, func(t *testing.T) {
			env := settings(t, postgresql)
			a := started(t, env)
			m := plan(t, a)
			lead := m.enter(t, m.lead)
			board := uuid.Must(uuid.NewV7()).String()
			lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
			lead.Join("brd_" + board)
			lead.See("brd_"+board, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
			over, stop := make(chan string), make(chan struct{})
			go func() {
				defer close(over)
				for runs := 0; ; runs++ {
					if said, err := command(t, env, "verify"); err != nil {
						over <- said
						return
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			}()
			// Who is behind when words are destroyed is told to come again, and does.
			do := func(room, name string, args map[string]any) {
				for {
					if _, err := lead.Try(room, name, args); err == nil {
						return
					}
					lead = back(t, m, m.lead)
					lead.Join("brd_" + board)
				}
			}
			for range 60 {
				id, element := uuid.NewString(), uuid.NewString()
				do(m.room, "chat.say", map[string]any{"id": id, "text": regretted})
				do("brd_"+board, "board.op", map[string]any{"ops": []any{map[string]any{"id": element, "put": words(regretted)}}})
				do(m.room, "chat.retract", map[string]any{"id": id})
				do("brd_"+board, "board.withdraw", map[string]any{"elements": []string{element}})
			}
			close(stop)
			if said := <-over; said != "" {
				t.Fatalf("it says %s", said)
			}
			if !postgresql {
				waitFor(t, "the words to be destroyed", func() bool { return len(files(t, a.Dir, regretted)) == 0 })
			}
			a.Stop()
			if said := must(t, env, "verify"); !strings.Contains(said, "all is sound") {
				t.Errorf("after: %s", said)
			}
		})
	}
}
