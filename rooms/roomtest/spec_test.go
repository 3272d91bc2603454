package roomtest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"palabre/rooms/session"
)

var ruleNumber = regexp.MustCompile(`\b(SE|VI|AU|PE|AG|HA|HO|FL|CA|EQ|TE|GR|CK|PO|HV|CH|RE|DE|ST|TR)-(\d+)\b`)

// TestSpecIsTrue: every rule of SPEC.md is shown by a test or a transcript, every
// number used exists, and every event is described.
func TestSpecIsTrue(t *testing.T) {
	t.Parallel()
	spec, err := os.ReadFile("../SPEC.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`\*\*([A-Z]{2}-\d+)\*\*`).FindAllStringSubmatch(string(spec), -1) {
		declared[m[1]] = true
	}
	if len(declared) < 60 {
		t.Fatalf("only %d rules read", len(declared))
	}
	shown := map[string]bool{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "rooms/board") {
			return err
		}
		isTest := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".txt")
		if !isTest && !strings.HasSuffix(path, ".go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, n := range numbers(string(b)) {
			if !declared[n] {
				t.Errorf("%s: %s is no rule", path, n)
			}
			shown[n] = shown[n] || isTest
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range declared {
		if !shown[n] {
			t.Errorf("%s is shown by no test", n)
		}
	}
	for _, name := range session.Events() {
		if !strings.Contains(string(spec), name) {
			t.Errorf("event %s is not described", name)
		}
	}
}

// numbers are the rules named in a text; "PE-2 to PE-6" names those between too.
func numbers(text string) []string {
	var ns []string
	for _, m := range ruleNumber.FindAllString(text, -1) {
		if !slices.Contains(ns, m) {
			ns = append(ns, m)
		}
	}
	return ns
}
