package scenario_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"palabre/rooms/scenario"
)

var update = flag.Bool("update", false, "write the files of the library as Write does")

var ids = []scenario.ID{"TT", "CP", "CD", "QT", "TR", "CC", "BO", "WC", "AP", "AR", "RA", "RB", "RM"}

// [SC-3] the files of the library are as Write writes them.
func TestTheLibraryIsWrittenAsWriteDoes(t *testing.T) {
	for _, id := range ids {
		path := "files/" + strings.ToLower(string(id)) + ".yaml"
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Read(file)
		if err != nil {
			t.Fatalf("%s:\n%v", path, err)
		}
		again, err := scenario.Write(s)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, again, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if !bytes.Equal(file, again) {
			t.Errorf("%s is not as Write writes it: run go test with -update", path)
		}
	}
}

func library(t testing.TB) []scenario.Scenario {
	t.Helper()
	all, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
