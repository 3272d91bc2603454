package migrations_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Written before nodes of two versions worked on one database.
const (
	oldRecords = "00005_told_hours.sql"
	oldLog     = "00002_redaction.sql"
)

var (
	contracts = regexp.MustCompile(`(?m)^-- contracts: unused since \d+\.\d+`)
	// takesAway is what the version before would trip over.
	takesAway = regexp.MustCompile(`(?i)\b(DROP\s+(TABLE|COLUMN|SCHEMA|INDEX|CONSTRAINT)|RENAME|TRUNCATE|ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE|SET\s+NOT\s+NULL|ADD\s+CONSTRAINT|CREATE\s+UNIQUE\s+INDEX)\b`)
	addsBare  = regexp.MustCompile(`(?i)ADD\s+COLUMN\s+[^,;]*\bNOT\s+NULL\b[^,;]*[,;]`)
)

// wrong says what is wrong with a migration by the rule of README.md.
func wrong(text string) string {
	up, _, _ := strings.Cut(text, "-- +goose Down")
	if contracts.MatchString(text) {
		return ""
	}
	var bare []string
	for line := range strings.Lines(up) {
		code, _, _ := strings.Cut(line, "--")
		bare = append(bare, code)
	}
	up = strings.Join(bare, "\n")
	if found := takesAway.FindString(up); found != "" {
		return found
	}
	for _, column := range addsBare.FindAllString(up, -1) {
		if !strings.Contains(strings.ToUpper(column), "DEFAULT") {
			return column
		}
	}
	return ""
}

// Nodes of two versions work on one database while a deployment rolls (README.md).
func TestMigrationsOnlyExpand(t *testing.T) {
	read := 0
	for dir, old := range map[string]string{"records": oldRecords, "../sqlite/migrations": oldLog, "../postgres/migrations": oldLog} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if path <= old {
				return nil
			}
			text, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				return err
			}
			read++
			if found := wrong(string(text)); found != "" {
				t.Errorf("%s/%s: %q breaks the version before; see README.md", dir, path, found)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read == 0 {
		t.Fatal("nothing was read")
	}
}

func TestWhatBreaksTheVersionBefore(t *testing.T) {
	for text, breaks := range map[string]bool{
		"CREATE TABLE a (b TEXT NOT NULL);":                                                  false,
		"CREATE INDEX i ON a (b);":                                                           false,
		"ALTER TABLE a ADD COLUMN c TEXT NOT NULL DEFAULT '';":                               false,
		"ALTER TABLE a ADD COLUMN c TEXT;":                                                   false,
		"CREATE TABLE a (b TEXT); -- we DROP TABLE old later\n-- +goose Down\nDROP TABLE a;": false,
		"ALTER TABLE a ADD COLUMN c TEXT NOT NULL;":                                          true,
		"ALTER TABLE a DROP COLUMN b;":                                                       true,
		"ALTER TABLE a RENAME TO b;":                                                         true,
		"alter table a rename column b to c;":                                                true,
		"DROP TABLE a;":                                                                      true,
		"ALTER TABLE a ALTER COLUMN b TYPE BIGINT;":                                          true,
		"ALTER TABLE a ALTER COLUMN b SET NOT NULL;":                                         true,
		"-- contracts: unused since 1.6\nALTER TABLE a DROP COLUMN b;":                       false,
		"-- contracts: soon\nALTER TABLE a DROP COLUMN b;":                                   true,
	} {
		if found := wrong(text); (found != "") != breaks {
			t.Errorf("%q: %q", text, found)
		}
	}
}
