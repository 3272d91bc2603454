// Package html writes a document as an accessible page.
//
// Everything is escaped; links go to http, https, mailto or a path of Palabre; there is no script and no inline style. The
// look is in [Stylesheet], apart, for a strict Content-Security-Policy.
package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	stdhtml "html"
	"strings"

	"palabre/assets/document"
	"palabre/assets/render/svg"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

//go:embed document.css
var stylesheet string

// Stylesheet is the CSS of documents, on screen and on paper. All its selectors begin with ".doc".
func Stylesheet() string { return stylesheet }

// inside is what a page that stands alone carries: the fonts, then the stylesheet.
func inside() string {
	var b strings.Builder
	for _, f := range [...]struct {
		font  typeface.Font
		style string
	}{{typeface.Sans, "font-weight:400"}, {typeface.SansBold, "font-weight:600 900"}, {typeface.SansItalic, "font-style:italic;font-weight:400"}} {
		fmt.Fprintf(&b, "@font-face{font-family:\"Atkinson Hyperlegible Next\";%s;src:url(data:font/ttf;base64,%s)}\n",
			f.style, base64.StdEncoding.EncodeToString(f.font.TTF()))
	}
	return b.String() + stylesheet
}

// StylesheetHash is the CSP source ("'sha256-…'") for style-src that lets a page that stands alone be shown under a strict policy;
// its fonts also need font-src data:.
func StylesheetHash() string {
	sum := sha256.Sum256([]byte(inside()))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Page is the whole document as a page of its own, whose links to Palabre lead to site. stylesheets are linked in order; none puts the CSS and the fonts inside the page, so
// that a downloaded file stands alone.
func Page(fonts *typeface.Set, d document.Document, site document.Site, stylesheets ...string) ([]byte, error) {
	w := writer{fonts: fonts, site: site}
	w.f(`<!doctype html>`+"\n"+`<html lang="%s">`+"\n<head>\n<meta charset=\"utf-8\">\n", d.Language())
	w.f("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
	w.f("<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n", title(d))
	if len(stylesheets) == 0 {
		w.raw("<style>" + inside() + "</style>\n")
	}
	for _, href := range stylesheets {
		w.f("<link rel=\"stylesheet\" href=\"%s\">\n", href)
	}
	w.raw("</head>\n<body class=\"doc-page\">\n<main>\n")
	if err := w.article(d, 1); err != nil {
		return nil, err
	}
	w.raw("</main>\n</body>\n</html>\n")
	return w.out.Bytes(), nil
}

// Article is the document as a fragment, for a page that has its own frame and stylesheet; its links to Palabre
// are paths. Its title is a heading of the level
// given (1 to 3).
func Article(fonts *typeface.Set, d document.Document, level int) ([]byte, error) {
	w := writer{fonts: fonts}
	if err := w.article(d, min(3, max(1, level))); err != nil {
		return nil, err
	}
	return w.out.Bytes(), nil
}

func title(d document.Document) string {
	t := d.Title + " · " + d.Kind.Label()
	if d.Status.Project() {
		t = document.Watermark + " · " + t
	}
	return t
}

type writer struct {
	out   bytes.Buffer
	fonts *typeface.Set
	site  document.Site
	top   int // level of the document's title
}

func (w *writer) raw(s string) { w.out.WriteString(s) }

// f writes a format whose string arguments are escaped.
func (w *writer) f(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = stdhtml.EscapeString(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD"))
		}
	}
	fmt.Fprintf(&w.out, format, args...)
}

func (w *writer) article(d document.Document, level int) error {
	w.top = level
	w.f("<article class=\"doc\" lang=\"%s\">\n", d.Language())
	if d.Status.Project() {
		w.f("<div class=\"doc-watermark\" aria-hidden=\"true\"><span>%s</span></div>\n", document.Watermark)
	}
	w.raw("<header class=\"doc-head\">\n")
	w.f("<p class=\"doc-kind\">%s", d.Kind.Label())
	if d.Community != "" {
		w.f(" <span class=\"doc-community\">%s</span>", d.Community)
	}
	w.f("</p>\n<h%d class=\"doc-title\">%s</h%d>\n", level, d.Title, level)
	if d.Subtitle != "" {
		w.f("<p class=\"doc-subtitle\">%s</p>\n", d.Subtitle)
	}
	if notice := d.Notice(); notice != "" {
		w.f("<p class=\"doc-status\"><strong>%s</strong></p>\n", notice)
	}
	w.definitions(d.Facts, "doc-facts")
	w.raw("</header>\n")
	places := d.Places()
	w.contents(places)
	for _, p := range places {
		if err := w.section(p); err != nil {
			return err
		}
	}
	w.sources(d.Sources)
	w.raw("</article>\n")
	return nil
}

// contents lists the sections of a long document.
func (w *writer) contents(places []document.Place) {
	if len(places) < 6 {
		return
	}
	w.raw("<nav class=\"doc-contents\" aria-label=\"Sections\">\n<ul>\n")
	for _, p := range places {
		if p.Level == 2 {
			w.f("<li><a href=\"#%s\">%s</a></li>\n", p.Anchor, p.Section.Title)
		}
	}
	w.raw("</ul>\n</nav>\n")
}

func (w *writer) section(p document.Place) error {
	level := min(6, w.top+p.Level-1)
	w.f("<section class=\"doc-section\" aria-labelledby=\"%s\">\n<h%d id=\"%s\" class=\"doc-h%d\">%s</h%d>\n", p.Anchor, level, p.Anchor, p.Level, p.Section.Title, level)
	if len(p.Section.Blocks) == 0 && len(p.Section.Sections) == 0 {
		w.f("<p class=\"doc-nothing\">%s</p>\n", document.NothingToNote)
	}
	for _, b := range p.Section.Blocks {
		if err := w.block(b); err != nil {
			return err
		}
	}
	w.raw("</section>\n")
	return nil
}

func (w *writer) sources(sources []document.Source) {
	if len(sources) == 0 {
		return
	}
	w.f("<footer class=\"doc-sources\">\n<details>\n<summary>%s</summary>\n<ul>\n", document.SourcesTitle)
	for _, s := range sources {
		w.f("<li>%s</li>\n", s.Sentence())
	}
	w.raw("</ul>\n</details>\n</footer>\n")
}

func (w *writer) block(block document.Block) error {
	switch b := block.(type) {
	case document.Paragraph:
		w.raw("<p>")
		w.words(b.Words)
		w.raw("</p>\n")
	case document.List:
		w.list(b.Items, b.Ordered)
	case document.Table:
		w.table(b)
	case document.Figure:
		return w.figure(b)
	case document.Definitions:
		w.definitions(b.Items, "doc-definitions")
	case document.Quote:
		w.raw("<blockquote class=\"doc-quote\">\n<p>")
		w.words(b.Words)
		w.raw("</p>\n")
		if b.By != "" {
			w.f("<p class=\"doc-by\">%s</p>\n", b.By)
		}
		w.raw("</blockquote>\n")
	case document.Callout:
		w.f("<div class=\"doc-callout\">\n<p><strong>%s</strong> ", b.Label)
		w.words(b.Words)
		w.raw("</p>\n</div>\n")
	default:
		return fmt.Errorf("html: unknown block %T", block)
	}
	return nil
}

func (w *writer) words(words document.Words) {
	for _, s := range words {
		open, shut := "", ""
		if s.Strong {
			open, shut = "<strong>", "</strong>"
		}
		if s.Emphasis {
			open, shut = open+"<em>", "</em>"+shut
		}
		href := w.site.Href(s.Href)
		if href != "" {
			w.f("<a href=\"%s\" rel=\"noopener noreferrer nofollow\">", href)
		}
		w.raw(open)
		w.f("%s", s.Text)
		w.raw(shut)
		if href != "" {
			w.raw("</a>")
		}
	}
}

func (w *writer) list(items []document.Item, ordered bool) {
	tag := "ul"
	if ordered {
		tag = "ol"
	}
	w.raw("<" + tag + ">\n")
	for _, i := range items {
		w.raw("<li>")
		w.words(i.Words)
		if len(i.Items) > 0 {
			w.raw("\n")
			w.list(i.Items, false)
		}
		w.raw("</li>\n")
	}
	w.raw("</" + tag + ">\n")
}

func (w *writer) table(t document.Table) {
	w.raw("<div class=\"doc-scroll\"")
	if t.Caption != "" {
		w.f(" role=\"region\" aria-label=\"%s\"", t.Caption)
	}
	// What scrolls must be reached by the keyboard, captioned or not.
	w.raw(" tabindex=\"0\"")
	w.raw(">\n<table>\n")
	if t.Caption != "" {
		w.f("<caption>%s</caption>\n", t.Caption)
	}
	w.raw("<thead><tr>")
	for _, h := range t.Head {
		w.f("<th scope=\"col\">%s</th>", h)
	}
	w.raw("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		w.raw("<tr>")
		for i := range max(len(t.Head), len(row)) {
			w.raw("<td>")
			if i < len(row) {
				w.words(row[i])
			}
			w.raw("</td>")
		}
		w.raw("</tr>\n")
	}
	w.raw("</tbody>\n</table>\n</div>\n")
}

func (w *writer) definitions(items []document.Definition, class string) {
	if len(items) == 0 {
		return
	}
	w.f("<dl class=\"%s\">\n", class)
	for _, d := range items {
		w.f("<div><dt>%s</dt><dd>", d.Term)
		w.words(d.Words)
		w.raw("</dd></div>\n")
	}
	w.raw("</dl>\n")
}

func (w *writer) figure(f document.Figure) error {
	w.raw("<figure class=\"doc-figure\">\n")
	if f.Drawing.Empty() {
		w.f("<p class=\"doc-nothing\">%s</p>\n", document.EmptyBoard)
	} else {
		picture, err := svg.Render(w.fonts, svg.Picture{Drawing: f.Drawing, Title: f.Title, Margin: 16, Inline: true})
		if err != nil {
			return fmt.Errorf("html: figure %q: %w", f.Title, err)
		}
		w.raw("<div class=\"doc-board\">\n")
		w.out.Write(picture)
		w.raw("</div>\n")
	}
	w.f("<figcaption>%s", f.Title)
	if f.Caption != "" {
		w.f(", %s", f.Caption)
	}
	if href := w.site.Href(f.Href); href != "" {
		w.f(". <a href=\"%s\">%s</a>", href, document.OpenBoard)
	}
	w.raw("</figcaption>\n")
	if len(f.Outline) > 0 {
		w.f("<details class=\"doc-outline\">\n<summary>%s</summary>\n", document.OutlineTitle)
		w.outline(f.Outline)
		w.raw("</details>\n")
	}
	w.raw("</figure>\n")
	return nil
}

func (w *writer) outline(nodes []scene.Node) {
	w.raw("<ul>\n")
	for _, n := range nodes {
		if n.Kind == scene.Heading {
			w.f("<li><strong>%s</strong>", n.Text)
		} else {
			w.f("<li>%s", n.Text)
		}
		if len(n.Children) > 0 {
			w.raw("\n")
			w.outline(n.Children)
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
}
