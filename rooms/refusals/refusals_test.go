package refusals_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"palabre/rooms/refusals"
)

// TestEveryCodeHasSentences reads the source of every machine and of the socket's
// protocol, which once had sentences of its own for the same codes: each constant named
// Code… must be in the catalogue, and no refusal may be made from a bare string,
// where this test would not see it.
func TestEveryCodeHasSentences(t *testing.T) {
	found := codesOfSource(t)
	if len(found) < 50 {
		t.Fatalf("only %d codes found in the source of the rooms: the search is broken", len(found))
	}
	for code, where := range found {
		if _, ok := refusals.Say(code, nil); !ok {
			t.Errorf("%s: code %q has no sentences", where, code)
		}
	}
}

// TestNoCodeIsLeftOver: a code that nothing returns any more leaves the catalogue.
// Those of the connection that are not its protocol's own are returned in server/app.
func TestNoCodeIsLeftOver(t *testing.T) {
	socket := []string{"too_early"}
	found := codesOfSource(t)
	for _, code := range refusals.Codes() {
		if found[code] == "" && !slices.Contains(socket, code) {
			t.Errorf("nothing returns %q", code)
		}
	}
}

func codesOfSource(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	read := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				constants(n, path, found)
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Refuse" && len(n.Args) == 1 {
					if lit, ok := n.Args[0].(*ast.BasicLit); ok {
						t.Errorf("%s: refuses with a bare string %s", path, lit.Value)
					}
				}
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Code" {
					if lit, ok := n.Value.(*ast.BasicLit); ok {
						t.Errorf("%s: refuses with a bare string %s", path, lit.Value)
					}
				}
			}
			return true
		})
		return nil
	}
	for _, root := range []string{"..", "../../signaling/wire"} {
		if err := filepath.WalkDir(root, read); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func constants(spec *ast.ValueSpec, path string, found map[string]string) {
	for i, name := range spec.Names {
		if !strings.HasPrefix(name.Name, "Code") || i >= len(spec.Values) {
			continue
		}
		if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if code, err := strconv.Unquote(lit.Value); err == nil {
				found[code] = path
			}
		}
	}
}

// TestSentencesKeepTheTone: both languages, whole sentences, no exclamation, curved
// apostrophes, and the spaces of Québec typography (none before ? ! ;, a no-break one before a colon).
func TestSentencesKeepTheTone(t *testing.T) {
	for _, code := range refusals.Codes() {
		s, _ := refusals.Say(code, map[string]any{"max": 4000})
		for _, text := range []string{s.FR, s.EN} {
			if text == "" || !strings.ContainsAny(text[len(text)-1:], ".?") {
				t.Errorf("%s: %q is not a sentence", code, text)
			}
			if strings.ContainsAny(text, "!{}'") {
				t.Errorf("%s: %q", code, text)
			}
		}
		for _, wrong := range []string{" ?", " ;", " !", "\u00a0?", "\u00a0;", "« ", " »", " :", "réunion", "mail ", " chat"} {
			if strings.Contains(s.FR, wrong) {
				t.Errorf("%s: %q in %q", code, wrong, s.FR)
			}
		}
	}
}

// TestBlanks: data fill blanks; a code nobody knows is still answered with a sentence.
func TestBlanks(t *testing.T) {
	s, ok := refusals.Say("message_too_long", map[string]any{"max": 4000})
	if !ok || !strings.Contains(s.FR, "4000 caractères") || !strings.Contains(s.EN, "4000 characters") {
		t.Errorf("%v %q", ok, s.FR)
	}
	if s, ok := refusals.Say("never_heard_of", nil); ok || s.FR == "" || s.EN == "" {
		t.Errorf("%v %q", ok, s.FR)
	}
	if !slices.IsSorted(refusals.Codes()) {
		t.Error("codes are not in order")
	}
}
