package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/assets/document"
	"palabre/assets/render/html"
	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
)

var update = rendertest.Update()

func sample(t testing.TB) document.Document {
	elements := rendertest.Elements(t, "../..")
	return rendertest.Document(rendertest.Draw(t, elements), scene.Outline(elements))
}

// [I9] the same document gives the same bytes: those of the golden page.
func TestPage(t *testing.T) {
	fonts, d := rendertest.Fonts(t), sample(t)
	first, err := html.Page(fonts, d, rendertest.Site, "/documents.css")
	if err != nil {
		t.Fatal(err)
	}
	again, err := html.Page(fonts, d, rendertest.Site, "/documents.css")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again) {
		t.Error("the same document gave other bytes")
	}
	rendertest.Golden(t, *update, "page.html", first)
	if dir := os.Getenv("PALABRE_LOOK"); dir != "" {
		whole, err := html.Page(fonts, d, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "page.html"), whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever people write, the page has no script, no inline style or handler, and no link but to the web, a mail or Palabre.
func TestNothingActive(t *testing.T) {
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>' & </style> javascript:`
	w := document.Words{{Text: evil, Strong: true}, document.Link(evil, "javascript:alert(1)"), document.Link(evil, "//evil.example"), document.Link("x", `/\evil`), document.Link("x", "data:text/html,x")}
	d := document.Document{
		Kind: document.Minutes, Status: document.Draft, Lang: evil, Community: evil, Title: evil, Subtitle: evil,
		Facts: []document.Definition{{Term: evil, Words: w}},
		Sections: []document.Section{{Anchor: evil, Title: evil, Blocks: []document.Block{
			document.Paragraph{Words: w}, document.List{Items: []document.Item{{Words: w, Items: []document.Item{{Words: w}}}}},
			document.Table{Caption: evil, Head: []string{evil}, Rows: [][]document.Words{{w, w}}},
			document.Definitions{Items: []document.Definition{{Term: evil, Words: w}}}, document.Quote{Words: w, By: evil}, document.Callout{Label: evil, Words: w},
			document.Figure{Title: evil, Caption: evil, Href: "javascript:x", Outline: []scene.Node{{Text: evil}}, Drawing: scene.Drawing{Items: []scene.Item{
				scene.Text{Lines: []string{evil}, Box: scene.Rect{W: 100, H: 20}, Size: 16}, scene.Box{Label: evil, Rect: scene.Rect{W: 50, H: 50}},
			}, Bounds: scene.Rect{W: 100, H: 100}}},
		}}},
		Sources: []document.Source{{Label: evil, Head: evil}},
	}
	article, err := html.Article(rendertest.Fonts(t), d, 1)
	if err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(bytes.NewReader(article)) // an article is well formed, so it can be read strictly
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "script", "style", "img", "iframe", "object", "embed", "form", "input", "link", "use", "image", "foreignObject":
			t.Errorf("<%s> in the page", start.Name.Local)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "src" {
				t.Errorf("attribute %s=%q", a.Name.Local, a.Value)
			}
			if a.Name.Local == "href" {
				t.Errorf("a link to %q", a.Value)
			}
		}
	}
}

// Anchors are of letters, unique, and the contents lead to them.
func TestAnchorsAreUnique(t *testing.T) {
	var sections []document.Section
	for range 12 {
		sections = append(sections, document.Section{Title: "Été", Sections: []document.Section{{Title: "???"}}})
	}
	seen := map[string]bool{}
	for _, p := range (document.Document{Sections: sections}).Places() {
		if seen[p.Anchor] || p.Anchor == "" || strings.ContainsAny(p.Anchor, "?é \"") {
			t.Errorf("anchor %q", p.Anchor)
		}
		seen[p.Anchor] = true
	}
}

// One h1, and no level is skipped on the way down.
func TestHeadingsGoDownByOne(t *testing.T) {
	article, err := html.Article(rendertest.Fonts(t), sample(t), 2)
	if err != nil {
		t.Fatal(err)
	}
	last := 1
	for i := 0; i+3 < len(article); i++ {
		if article[i] == '<' && article[i+1] == 'h' && article[i+2] >= '1' && article[i+2] <= '6' {
			level := int(article[i+2] - '0')
			if level > last+1 {
				t.Errorf("a heading of level %d after one of level %d", level, last)
			}
			last = level
		}
	}
}

// Every rule of the stylesheet is about documents, so that it can be added to the application's pages.
func TestStylesheetKeepsToItself(t *testing.T) {
	depth := 0
	for _, row := range strings.Split(html.Stylesheet(), "\n") {
		trimmed := strings.TrimSpace(row)
		if depth <= 1 && strings.Contains(trimmed, "{") && !strings.HasPrefix(trimmed, "@") && !strings.HasPrefix(trimmed, ".doc") && !strings.HasPrefix(trimmed, ":where(.doc)") && !strings.HasPrefix(trimmed, "/*") {
			t.Errorf("selector not of documents: %s", trimmed)
		}
		depth += strings.Count(row, "{") - strings.Count(row, "}")
	}
	if strings.Contains(html.Stylesheet(), "url(") || strings.Contains(html.Stylesheet(), "@import") {
		t.Error("the stylesheet fetches something")
	}
}

// The hash is that of the style a page that stands alone carries, so that a server can allow it.
func TestHashIsThatOfTheStyle(t *testing.T) {
	page, err := html.Page(rendertest.Fonts(t), document.Document{Title: "T"}, rendertest.Site)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; html.StylesheetHash() != want {
		t.Errorf("%s, want %s", html.StylesheetHash(), want)
	}
}

// A downloaded page once linked to "/tableaux/…", which leads nowhere from a disk.
func TestAFileLeadsToTheSiteAndThePageInsideDoesNot(t *testing.T) {
	fonts, d := rendertest.Fonts(t), sample(t)
	file, err := html.Page(fonts, d, rendertest.Site)
	if err != nil {
		t.Fatal(err)
	}
	inside, err := html.Article(fonts, d, 2)
	if err != nil {
		t.Fatal(err)
	}
	absolute := `href="` + string(rendertest.Site) + `/tableaux/`
	if !strings.Contains(string(file), absolute) || strings.Contains(string(file), `href="/tableaux/`) {
		t.Error("the file does not lead to the site")
	}
	if !strings.Contains(string(inside), `href="/tableaux/`) || strings.Contains(string(inside), string(rendertest.Site)) {
		t.Error("the page inside Palabre leaves it")
	}
}
