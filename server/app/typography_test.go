package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The server's French sentences (refusals, letters, minutes, settings, the demonstration)
// mixed straight and curved apostrophes, and let a line begin with a colon. This reads
// every one of them where it is written: whatever is added is read too. It follows the
// usage of Québec, which the client applies to its own sentences as it loads them.
func TestFrenchIsWrittenAsInQuebec(t *testing.T) {
	read := 0
	for _, root := range []string{"../../rooms", "../../signaling", "../../server", "../../assets"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				strings.HasSuffix(filepath.Dir(path), "test") { // what tests give, as people may write it
				return err
			}
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for pos, text := range texts(f) {
				for _, words := range french(text) {
					read++
					for _, rule := range quebec {
						if found := rule.wrong.FindString(words); found != "" {
							t.Errorf("%s: %s: %q in %q", files.Position(pos), rule.says, found, words)
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 300 {
		t.Fatalf("only %d French texts found in the sources: the search is broken", read)
	}
}

// quebec is what French must not hold. Other is the place of a value in a text.
var quebec = []struct {
	says  string
	wrong *regexp.Regexp
}{
	{"an apostrophe is curved", regexp.MustCompile(`\p{L}'(?:\p{L}|\z|` + other + `)`)},
	{"a no-break space goes before a colon", regexp.MustCompile(`[^\x{a0}\n\s][ ]?:(?: |\z|` + other + `)|(?:\A|[^\x{a0}]) :`)},
	{"no-break spaces go inside « »", regexp.MustCompile(`«[^\x{a0}]|[^\x{a0}]»|«\z|\A»`)},
	{"no space goes before ? ! ;", regexp.MustCompile(`[\s\x{a0}\x{202f}][?!;]`)},
}

const other = "\x00"

// french gives the French of a text, which may say the same in English on the next line
// or after a bar.
func french(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		for part := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), " / ") {
			if isFrench.MatchString(part) {
				out = append(out, part)
			}
		}
	}
	return out
}

// isFrench tells people's language from names, patterns and English: an accent, an
// elision, or a word that English does not have.
var isFrench = regexp.MustCompile(`[àâçèéêëîïôûùœÀÂÇÈÉÊÎÔŒ«»]|(?i)\b(?:[ldnscjmt]|qu)['’]\p{L}|\b(?:le|les|des|une|vous|votre|pas|cette|sont)\b`)

// texts gathers the texts of a file: each concatenation is one, where a named no-break
// space is one, and any other value is Other.
func texts(f *ast.File) map[token.Pos]string {
	out := map[token.Pos]string{}
	var visit func(n ast.Node) bool
	var joined func(n ast.Expr) string
	joined = func(n ast.Expr) string {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			return joined(n.X) + joined(n.Y)
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil {
				return s
			}
		case *ast.Ident:
			if n.Name == "nb" || n.Name == "nbsp" {
				return "\u00a0"
			}
		default:
			ast.Inspect(n, visit) // a call in the middle of a text has its own
		}
		return other
	}
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field: // its type alone: a tag is no sentence
			ast.Inspect(n.Type, visit)
			return false
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "NewReplacer" || s.Sel.Name == "MustCompile") {
				return false // what is looked for, not what is said
			}
		case *ast.BinaryExpr:
			if n.Op == token.ADD {
				out[n.Pos()] = joined(n)
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				out[n.Pos()] = joined(n)
			}
		}
		return true
	}
	ast.Inspect(f, visit)
	return out
}
