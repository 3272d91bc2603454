package document

import (
	"net/url"
	"strconv"
	"strings"
)

// Words is a line of text in spans of one style.
type Words []Span

// Span is text of one style, perhaps a link.
type Span struct {
	Text     string
	Strong   bool
	Emphasis bool
	Href     string // http, https, mailto, or a path of Palabre; anything else is written as text
}

// Plain is words without style.
func Plain(text string) Words { return Words{{Text: text}} }

// Link is a span that opens href.
func Link(text, href string) Span { return Span{Text: text, Href: href} }

// String is the words without their style.
func (w Words) String() string {
	var b strings.Builder
	for _, s := range w {
		b.WriteString(s.Text)
	}
	return b.String()
}

// SafeHref is href if a document may link to it, else "".
func SafeHref(href string) string {
	href = strings.TrimSpace(href)
	u, err := url.Parse(href)
	if err != nil || href == "" {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host != "" && u.User == nil {
			return u.String()
		}
	case "mailto":
		if u.Opaque != "" {
			return u.String()
		}
	case "":
		// The path is looked at decoded: "/%2fexample.org" would be written as another site's "//example.org".
		if u.Host == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "//") && !strings.HasPrefix(href, "//") && !strings.Contains(href, `\`) {
			return u.String()
		}
	}
	return ""
}

// Site is where a document's links to Palabre lead. A document shown inside Palabre has
// none (""): its links stay paths. A file is read elsewhere: it has the site's origin,
// such as "https://palabre.example.org", and its paths become addresses.
type Site string

// Href is SafeHref, a path becoming an address of the site.
func (s Site) Href(href string) string {
	safe := SafeHref(href)
	if s != "" && strings.HasPrefix(safe, "/") {
		return strings.TrimRight(string(s), "/") + safe
	}
	return safe
}

// Place is a section in the order it is read, with what renderers need to name it.
type Place struct {
	Section Section
	Anchor  string
	Level   int // 2 for a section of the document, 3 for one inside it…, at most 6
}

// Places walks the sections in reading order and gives each an anchor of its own.
func (d Document) Places() []Place {
	var out []Place
	used := map[string]bool{}
	var walk func(sections []Section, level int)
	walk = func(sections []Section, level int) {
		for _, s := range sections {
			anchor := slug(s.Anchor)
			if anchor == "" {
				anchor = slug(s.Title)
			}
			if anchor == "" {
				anchor = "section"
			}
			for base, n := anchor, 2; used[anchor]; n++ {
				anchor = base + "-" + strconv.Itoa(n)
			}
			used[anchor] = true
			out = append(out, Place{Section: s, Anchor: anchor, Level: min(level, 6)})
			walk(s.Sections, level+1)
		}
	}
	walk(d.Sections, 2)
	return out
}

// slug is the text as an anchor: letters without accents, digits, hyphens.
func slug(text string) string {
	fold := strings.NewReplacer("à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
		"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ç", "c", "œ", "oe", "æ", "ae")
	var b strings.Builder
	for _, r := range fold.Replace(strings.ToLower(text)) {
		if b.Len() >= 60 {
			break
		}
		switch {
		case (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9'):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
