package equity_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestAbsentFromDocuments EQ-10: nothing that makes documents knows the count.
func TestAbsentFromDocuments(t *testing.T) {
	files := 0
	read := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if name, err := strconv.Unquote(i.Path.Value); err != nil || name == "palabre/rooms/equity" {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	}
	for _, root := range []string{"../../assets", "../../server/jobs"} {
		if err := filepath.WalkDir(root, read); err != nil {
			t.Fatal(err)
		}
	}
	if files < 20 {
		t.Fatalf("only %d files of documents found: the search is broken", files)
	}
}
