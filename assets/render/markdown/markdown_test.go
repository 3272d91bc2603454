package markdown_test

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"palabre/assets/document"
	"palabre/assets/render/markdown"
	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
)

var update = rendertest.Update()

func TestGolden(t *testing.T) {
	elements := rendertest.Elements(t, "../..")
	d := rendertest.Document(rendertest.Draw(t, elements), scene.Outline(elements))
	rendertest.Golden(t, *update, "minutes.md", markdown.Render(d, rendertest.Site))
}

// A reader of CommonMark finds in a paragraph the very words that were written, whatever marks they contain.
func TestWordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := []string{"a", "é", " ", "*", "_", "`", "#", "-", "+", "1", ".", ")", "(", "[", "]", "<", ">", "!", "&", "amp;", "\\", "|", "~", "=", "http://x.y", ":", "\"", "'", "«\u00a0", "\t"}
		written := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 24), func(parts []string) string {
			return strings.Join(strings.Fields(strings.Join(parts, "")), " ")
		})
		words := written.Filter(func(words string) bool { return words != "" }).Draw(t, "words")
		source := markdown.Render(document.Document{Title: "T", Sections: []document.Section{{Title: "S", Blocks: []document.Block{document.Paragraph{Words: document.Plain(words)}}}}}, rendertest.Site)
		tree := goldmark.DefaultParser().Parse(text.NewReader(source))
		last, ok := tree.LastChild().(*ast.Paragraph)
		if !ok {
			t.Fatalf("%q is read as %v in\n%s", words, tree.LastChild().Kind(), source)
		}
		if got := plain(last, source); got != words {
			t.Fatalf("%q is read as %q", words, got)
		}
	})
}

// plain is what a reader sees of a paragraph; a mark that is not text shows as itself.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
			continue
		}
		b.WriteString("<" + c.Kind().String() + ">")
	}
	out := b.String()
	var clean strings.Builder
	for i := 0; i < len(out); i++ {
		if out[i] == '\\' && i+1 < len(out) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", out[i+1]) >= 0 {
			i++
		}
		clean.WriteByte(out[i])
	}
	return clean.String()
}
