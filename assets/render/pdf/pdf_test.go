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
		first, err := pdf.Render(fonts, d, paper.size)
		if err != nil {
			t.Fatal(err)
		}
		again, err := pdf.Render(fonts, d, paper.size)
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
		content, err := pdf.Render(fonts, d, pdf.Letter)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(wordsOf(t, content), document.Watermark); got != want {
			t.Errorf("%s: PROJET on the pages: %v, want %v", status, got, want)
		}
	}
}
