package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"palabre/assets/document"
	"palabre/assets/render/pdf"
	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
)

var update = rendertest.Update()

func sample(t testing.TB) document.Document {
	elements := rendertest.Elements(t, "../..")
	return rendertest.Document(rendertest.Draw(t, elements), scene.Outline(elements))
}

// wordsOf reads a PDF as a person's tools do.
func wordsOf(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-enc", "UTF-8", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext, of Debian's poppler-utils: %v", err)
	}
	return string(out)
}

// [I9] the same document gives the same bytes, and its words are those of the golden file.
func TestWordsAreThere(t *testing.T) {
	fonts, d := rendertest.Fonts(t), sample(t)
	for _, paper := range []struct {
		name string
		size pdf.Paper
	}{{"letter", pdf.Letter}, {"a4", pdf.A4}} {
		first, err := pdf.Render(fonts, d, paper.size, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		again, err := pdf.Render(fonts, d, paper.size, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Error("the same document gave other bytes")
		}
		rendertest.Golden(t, *update, paper.name+".txt", []byte(wordsOf(t, first)))
		if dir := os.Getenv("PALABRE_LOOK"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, paper.name+".pdf"), first, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestOnlyProjectsBearTheWord(t *testing.T) {
	fonts, d := rendertest.Fonts(t), sample(t)
	for status, want := range map[document.Status]bool{document.Draft: true, document.Rereading: true, document.Validated: false, document.Published: false} {
		d.Status = status
		content, err := pdf.Render(fonts, d, pdf.Letter, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(wordsOf(t, content), document.Watermark); got != want {
			t.Errorf("%s: PROJET on the pages: %v, want %v", status, got, want)
		}
	}
}

// A board alone is a page of its own, turned the way it lies.
func TestBoardAlone(t *testing.T) {
	d := sample(t)
	figure, ok := d.Sections[2].Blocks[2].(document.Figure)
	if !ok {
		t.Fatal("the sample has no figure there")
	}
	content, err := pdf.Picture(rendertest.Fonts(t), d, figure, pdf.A4)
	if err != nil {
		t.Fatal(err)
	}
	if words := wordsOf(t, content); !strings.Contains(words, "La confiance") || !strings.Contains(words, figure.Title) || strings.Count(words, "\f") != 1 {
		t.Errorf("one page with the board's words, not:\n%s", words)
	}
	// A board wider than high once kept the width of an upright page: its foot, at the right margin, tells.
	if lines := strings.Split(strings.TrimRight(wordsOf(t, content), "\f\n"), "\n"); len(lines[len(lines)-1]) < 120 {
		t.Errorf("the foot is not as wide as the page: %q", lines[len(lines)-1])
	}
	if dir := os.Getenv("PALABRE_LOOK"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "alone.pdf"), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is written, and however long, ends on pages: words wider than a line, rows taller than a page, no words at all.
func TestAnyLengthIsSet(t *testing.T) {
	long := strings.Repeat("anticonstitutionnellement", 40)
	page := strings.Repeat("Des mots et encore des mots. ", 150)
	w := document.Words{{Text: "a"}, {Text: long, Strong: true}, {Text: "b ", Emphasis: true}, {Text: page, Href: "https://example.org/" + long}}
	d := document.Document{
		Title: long, Subtitle: page, Community: long, Facts: []document.Definition{{Term: long, Words: w}, {}},
		Sections: []document.Section{{Title: page, Blocks: []document.Block{
			document.Paragraph{}, document.Paragraph{Words: w}, document.List{Items: []document.Item{{Words: w, Items: []document.Item{{Words: w}}}, {}}},
			document.Table{}, document.Table{Head: []string{long, "", "c"}, Rows: [][]document.Words{{w, w, w, w}, {}}}, document.Table{Head: []string{"a", "b"}, Widths: []float64{0, -1}},
			document.Definitions{}, document.Quote{Words: w, By: long}, document.Callout{Label: long, Words: w}, document.Callout{}, document.Figure{},
			document.Figure{Title: page, Drawing: scene.Drawing{Items: []scene.Item{scene.Box{Label: long, Rect: scene.Rect{W: 1, H: 90000}}}, Bounds: scene.Rect{W: 1, H: 90000}}},
		}}, {}},
		Sources: []document.Source{{Label: page}},
	}
	content, err := pdf.Render(rendertest.Fonts(t), d, pdf.Letter, rendertest.Site)
	if err != nil {
		t.Fatal(err)
	}
	if words := wordsOf(t, content); strings.Count(words, "Des mots et encore") < 250 {
		t.Error("words are missing")
	}
}

// From a paper on a screen the board opens at its address.
func TestABoardIsALinkToTheSite(t *testing.T) {
	fonts, d := rendertest.Fonts(t), sample(t)
	for site, want := range map[document.Site]bool{rendertest.Site: true, "": false} {
		content, err := pdf.Render(fonts, d, pdf.Letter, site)
		if err != nil {
			t.Fatal(err)
		}
		linked := bytes.Contains(content, []byte("/URI (https://palabre.example.org/tableaux/0195f0c2-1111-7000-8000-000000000001)"))
		if said := strings.Contains(wordsOf(t, content), document.OpenBoard); linked != want || said != want {
			t.Errorf("site %q: linked %v, said %v", site, linked, said)
		}
	}
}
