// Package markdown writes a document as CommonMark (tables as in GFM), every character of the words kept as it is read.
package markdown

import (
	"fmt"
	"strings"

	"palabre/assets/document"
	"palabre/assets/scene"
)

// Render gives the document, whose links to Palabre lead to site. A board's picture is its outline: a Markdown file carries no picture.
func Render(d document.Document, site document.Site) []byte {
	w := writer{site: site}
	w.line("# " + escape(d.Title))
	head := d.Kind.Label()
	if d.Community != "" {
		head += " · " + d.Community
	}
	w.line("**" + escape(head) + "**")
	if d.Subtitle != "" {
		w.line(escape(d.Subtitle))
	}
	if notice := d.Notice(); notice != "" {
		w.line("> **" + escape(strings.Replace(notice, "Projet", document.Watermark, 1)) + "**")
	}
	w.definitions(d.Facts)
	for _, p := range d.Places() {
		w.line(strings.Repeat("#", p.Level) + " " + escape(p.Section.Title))
		if len(p.Section.Blocks) == 0 && len(p.Section.Sections) == 0 {
			w.line("*" + document.NothingToNote + "*")
		}
		for _, b := range p.Section.Blocks {
			w.block(b)
		}
	}
	if len(d.Sources) > 0 {
		w.line("---")
		w.line("**" + document.SourcesTitle + "**")
		var items []document.Item
		for _, s := range d.Sources {
			items = append(items, document.Item{Words: document.Plain(s.Sentence())})
		}
		w.list(items, false, "")
		w.out.WriteByte('\n')
	}
	return []byte(strings.TrimRight(w.out.String(), "\n") + "\n")
}

type writer struct {
	out  strings.Builder
	site document.Site
}

// line writes a block of its own.
func (w *writer) line(s string) { w.out.WriteString(s + "\n\n") }

func (w *writer) block(block document.Block) {
	switch b := block.(type) {
	case document.Paragraph:
		w.line(w.words(b.Words))
	case document.List:
		w.list(b.Items, b.Ordered, "")
		w.out.WriteByte('\n')
	case document.Table:
		w.table(b)
	case document.Figure:
		w.figure(b)
	case document.Definitions:
		w.definitions(b.Items)
	case document.Quote:
		text := "> " + w.words(b.Words)
		if b.By != "" {
			text += "\n>\n> — " + escape(b.By)
		}
		w.line(text)
	case document.Callout:
		w.line("> **" + escape(b.Label) + "** " + w.words(b.Words))
	}
}

func (w *writer) list(items []document.Item, ordered bool, indent string) {
	for i, item := range items {
		mark := "- "
		if ordered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		w.out.WriteString(indent + mark + w.words(item.Words) + "\n")
		w.list(item.Items, false, indent+strings.Repeat(" ", len(mark)))
	}
}

func (w *writer) definitions(items []document.Definition) {
	if len(items) == 0 {
		return
	}
	for _, d := range items {
		w.out.WriteString("- **" + escape(d.Term) + "**\u00a0: " + w.words(d.Words) + "\n")
	}
	w.out.WriteByte('\n')
}

func (w *writer) table(t document.Table) {
	if t.Caption != "" {
		w.line(escape(t.Caption))
	}
	columns := len(t.Head)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return
	}
	cells := func(cell func(int) string) {
		for i := range columns {
			w.out.WriteString("| " + cell(i) + " ")
		}
		w.out.WriteString("|\n")
	}
	cells(func(i int) string {
		if i < len(t.Head) {
			return escape(t.Head[i])
		}
		return ""
	})
	cells(func(int) string { return "---" })
	for _, row := range t.Rows {
		cells(func(i int) string {
			if i < len(row) {
				return w.words(row[i])
			}
			return ""
		})
	}
	w.out.WriteByte('\n')
}

func (w *writer) figure(f document.Figure) {
	text := "**" + escape(f.Title) + "**"
	if f.Caption != "" {
		text += ", " + escape(f.Caption)
	}
	if href := w.site.Href(f.Href); href != "" {
		text += " — " + link(document.OpenBoard, href)
	}
	w.line(text)
	if len(f.Outline) == 0 {
		w.line("*" + document.EmptyBoard + "*")
		return
	}
	w.outline(f.Outline, "")
	w.out.WriteByte('\n')
}

func (w *writer) outline(nodes []scene.Node, indent string) {
	for _, n := range nodes {
		text := escape(n.Text)
		if n.Kind == scene.Heading {
			text = "**" + strings.TrimSpace(text) + "**"
		}
		w.out.WriteString(indent + "- " + text + "\n")
		w.outline(n.Children, indent+"  ")
	}
}

func (w *writer) words(ws document.Words) string {
	var b strings.Builder
	for _, s := range ws {
		text := escape(s.Text)
		lead, body, trail := trimmed(text)
		if body == "" {
			b.WriteString(text)
			continue
		}
		if s.Emphasis {
			body = "*" + body + "*"
		}
		if s.Strong {
			body = "**" + body + "**"
		}
		if href := w.site.Href(s.Href); href != "" {
			body = link(body, href)
		}
		b.WriteString(lead + body + trail)
	}
	return b.String()
}

// trimmed sets apart the spaces at both ends, which emphasis may not touch.
func trimmed(s string) (lead, body, trail string) {
	body = strings.TrimLeft(s, " \u00a0\u202f")
	lead = s[:len(s)-len(body)]
	trimmed := strings.TrimRight(body, " \u00a0\u202f")
	return lead, trimmed, body[len(trimmed):]
}

func link(text, href string) string {
	return "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "%0A", "\\", "%5C").Replace(href) + ">)"
}

// escape keeps words from being read as marks. Line breaks become spaces: a block is one line.
func escape(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	var b strings.Builder
	atStart := true
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>|~&", r):
			b.WriteByte('\\')
		case atStart && strings.ContainsRune("#+-=", r):
			b.WriteByte('\\')
		case (r == '.' || r == ')') && i > 0 && digits(s[:i]):
			b.WriteByte('\\')
		case r == '!' && strings.HasPrefix(s[i:], "!["):
			b.WriteByte('\\')
		case r == 0:
			continue
		}
		b.WriteRune(r)
		atStart = atStart && (r == ' ' || r == '\t')
	}
	return b.String()
}

func digits(s string) bool {
	s = strings.TrimLeft(s, " ")
	return s != "" && strings.Trim(s, "0123456789") == ""
}
