package app_test

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"palabre/server/app/apptest"
)

// home is an installation, and the places where it keeps words.
type home struct {
	app *apptest.App
	env map[string]string
	db  *sql.DB // nil on SQLite
}

func settle(t *testing.T, postgresql bool) home {
	t.Helper()
	h := home{env: settings(t, postgresql)}
	h.app = started(t, h.env)
	h.connect(t)
	return h
}

// connect opens the database, if there is one.
func (h *home) connect(t *testing.T) {
	t.Helper()
	if h.env["PALABRE_DATABASE_URL"] == "" {
		return
	}
	var err error
	if h.db, err = sql.Open("pgx", h.env["PALABRE_DATABASE_URL"]); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() }) // a test's connection
}

// left are the secret words that are in some file of the installation, and the tables where some row has one.
func (h home) left(t *testing.T) []string {
	t.Helper()
	return append(left(t, h.env["PALABRE_DATA"]), rows(t, h.db, secret)...)
}

// waitForNothing waits until no word is left.
func (h home) waitForNothing(t *testing.T) {
	t.Helper()
	var last []string
	t.Cleanup(func() {
		if len(last) > 0 {
			t.Error("still there:", last)
		}
	})
	waitFor(t, "the words to be in no file and no row", func() bool {
		last = h.left(t)
		return len(last) == 0
	})
}

// backsUpNothing takes a backup, and reads what is restored from it.
func (h home) backsUpNothing(t *testing.T) {
	t.Helper()
	to := t.TempDir()
	if said := must(t, h.env, "verify"); !strings.Contains(said, "tout est sain / all is sound") {
		t.Errorf("it is said to be: %s", said)
	}
	must(t, h.env, "backup", to)
	again := home{env: settings(t, h.db != nil)}
	if err := os.MkdirAll(again.env["PALABRE_DATA"], 0o700); err != nil { // with a database it is made when something is kept in it
		t.Fatal(err)
	}
	must(t, again.env, "restore", to)
	again.connect(t)
	if at := append(left(t, to), again.left(t)...); len(at) > 0 {
		t.Errorf("a backup has %v", at)
	}
	if len(files(t, again.env["PALABRE_DATA"], offered)) == 0 && len(rows(t, again.db, offered)) == 0 {
		t.Error("the backup lacks what was offered: this looks at nothing")
	}
}

// rows names the tables of a database, whatever they are, that have words in a row, as text or as bytes; none of no database.
func rows(t *testing.T, db *sql.DB, words string) []string {
	t.Helper()
	if db == nil {
		return nil
	}
	var found []string
	for _, table := range column(t, db, `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`) {
		// Bytes are hexadecimal in the text of a row.
		asks := fmt.Sprintf(`SELECT 1 FROM %s AS r WHERE position($1 in r::text) > 0 OR position(encode(convert_to($1, 'UTF8'), 'hex') in r::text) > 0 LIMIT 1`, table)
		if len(column(t, db, asks, words)) > 0 {
			found = append(found, "a row of "+table)
		}
	}
	return found
}

// column is the one of an answer.
func column(t *testing.T, db *sql.DB, asks string, args ...any) (all []string) {
	t.Helper()
	answer, err := db.QueryContext(t.Context(), asks, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Close() }() // Err tells
	for answer.Next() {
		var one string
		if err := answer.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := answer.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// left are the secret words that are in some file of a folder.
func left(t *testing.T, dir string) []string {
	t.Helper()
	said := regexp.MustCompile(secret + `[a-zé-]*`)
	found := map[string]bool{}
	for _, path := range files(t, dir, secret) {
		for _, words := range said.FindAllString(string(whole(t, path)), -1) {
			found[words] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func whole(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return b
}
