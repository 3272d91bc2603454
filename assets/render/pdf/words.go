package pdf

import (
	"strings"
	"unicode/utf8"

	"palabre/assets/document"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

// style is how words look. Sizes in points.
type style struct {
	face       scene.Face
	size, step float64
	ink        scene.Color
}

var (
	black = scene.Color{R: 0, G: 0, B: 0, A: 255}          //nolint:gochecknoglobals // a constant Go cannot write
	grey  = scene.Color{R: 0x4E, G: 0x48, B: 0x3C, A: 255} //nolint:gochecknoglobals // likewise
	leaf  = scene.Color{R: 0x1F, G: 0x4A, B: 0x3E, A: 255} //nolint:gochecknoglobals // likewise
	line  = scene.Color{R: 0xC9, G: 0xC0, B: 0xAE, A: 255} //nolint:gochecknoglobals // likewise
)

func body() style { return style{face: scene.Sans, size: bodySize, step: bodyStep, ink: black} }

// piece is words of one style on one line.
type piece struct {
	text string
	style
	href string
	wide float64 // points
}

// broken breaks words into lines no wider than width: at spaces, never at no-break ones, and within a word only when it is
// wider than a line. There is always one line.
func (s *setter) broken(words document.Words, st style, width float64) [][]piece {
	b := breaker{setter: s, width: width, lines: [][]piece{nil}}
	for _, span := range words {
		look := st
		switch {
		case span.Strong:
			look.face = scene.SansBold
		case span.Emphasis:
			look.face = scene.SansItalic
		}
		href := s.site.Href(span.Href)
		if strings.HasPrefix(href, "/") {
			href = "" // a path leads nowhere from a paper
		}
		if href != "" {
			look.ink = leaf
		}
		for _, word := range cutWords(clean(span.Text)) {
			b.add(piece{text: word, style: look, href: href})
		}
	}
	return b.lines
}

// clean makes of every break a space, and of every narrow no-break space a no-break space, which fonts have.
func clean(s string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "\t", " ", "\u202f", "\u00a0", "\u2011", "-", "\u2009", "\u00a0").Replace(s)
}

// cutWords cuts after each run of spaces, so that the pieces joined are the text.
func cutWords(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && (i+1 == len(s) || s[i+1] != ' ') {
			out = append(out, s[start:i+1])
			start = i + 1
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type breaker struct {
	*setter
	width float64
	lines [][]piece
	at    float64
	open  bool // the last piece does not end a word: what follows must stay with it
}

func (b *breaker) add(p piece) {
	p.wide = b.measure(p.text, p.style)
	bare := b.measure(strings.TrimRight(p.text, " "), p.style)
	if b.at > 0 && b.at+bare > b.width {
		b.wrap()
	}
	for bare > b.width {
		n := b.fits(p)
		head := p
		head.text, p.text = p.text[:n], p.text[n:]
		head.wide = b.measure(head.text, head.style)
		b.append(head)
		b.lines = append(b.lines, nil)
		b.at, b.open = 0, false
		p.wide, bare = b.measure(p.text, p.style), b.measure(strings.TrimRight(p.text, " "), p.style)
	}
	b.append(p)
}

// wrap starts a line, taking along the pieces of a word that has begun (a style that changes within it).
func (b *breaker) wrap() {
	last := b.lines[len(b.lines)-1]
	from := len(last)
	for b.open && from > 0 && !strings.HasSuffix(last[from-1].text, " ") {
		from--
	}
	if from == 0 {
		from = len(last)
	}
	carried := append([]piece(nil), last[from:]...)
	b.lines[len(b.lines)-1] = last[:from]
	b.lines = append(b.lines, carried)
	b.at = 0
	for _, p := range carried {
		b.at += p.wide
	}
}

func (b *breaker) append(p piece) {
	last := len(b.lines) - 1
	b.lines[last] = append(b.lines[last], p)
	b.at += p.wide
	b.open = !strings.HasSuffix(p.text, " ")
}

// fits is how many bytes of p go on a line of its own; one character at least.
func (b *breaker) fits(p piece) int {
	n := 0
	for i, r := range p.text {
		next := i + utf8.RuneLen(r)
		if n > 0 && b.measure(p.text[:next], p.style) > b.width {
			break
		}
		n = next
	}
	return n
}

func (s *setter) measure(text string, st style) float64 {
	_, em := s.fonts.Line(st.face, text)
	return em * st.size
}

// print sets a line at x, its baseline at y.
func (s *setter) print(pieces []piece, x, y float64) {
	for i := 0; i < len(pieces); {
		p := pieces[i]
		for i++; i < len(pieces) && pieces[i].style == p.style && pieces[i].href == p.href; i++ {
			p.text += pieces[i].text
			p.wide += pieces[i].wide
		}
		if i == len(pieces) {
			p.text = strings.TrimRight(p.text, " ")
			p.wide = s.measure(p.text, p.style)
		}
		s.put(p.text, x, y, p.style)
		if p.href != "" {
			s.pdf.SetDrawColor(int(p.ink.R), int(p.ink.G), int(p.ink.B))
			s.pdf.SetLineWidth(0.5)
			s.pdf.Line(x, y+1.6, x+p.wide, y+1.6)
			s.pdf.LinkString(x, y-p.size, p.wide, p.size*1.3, p.href)
		}
		x += p.wide
	}
}

// put sets text in one style: words in the face, and in other fonts the characters it lacks. Characters beyond the reach
// of a PDF's simple text (emoji) are drawn.
func (s *setter) put(text string, x, y float64, st style) {
	glyphs, _ := s.fonts.Line(st.face, text)
	s.pdf.SetTextColor(int(st.ink.R), int(st.ink.G), int(st.ink.B))
	for i := 0; i < len(glyphs); {
		g := glyphs[i]
		if g.Font == typeface.Emoji || g.Rune > 0xFFFF || (g.Index == 0 && !g.Blank()) {
			s.glyph(g, x+g.X*st.size, y, st)
			i++
			continue
		}
		var run strings.Builder
		for ; i < len(glyphs) && glyphs[i].Font == g.Font && glyphs[i].Rune <= 0xFFFF && (glyphs[i].Index != 0 || glyphs[i].Blank()); i++ {
			run.WriteRune(glyphs[i].Rune)
		}
		s.font(g.Font, st.size)
		s.pdf.Text(x+g.X*st.size, y, run.String())
	}
}

func (s *setter) font(f typeface.Font, size float64) {
	if !s.loaded[f] {
		s.pdf.AddUTF8FontFromBytes(f.Name(), "", f.TTF())
		s.loaded[f] = true
	}
	s.pdf.SetFont(f.Name(), "", size)
}

func (s *setter) glyph(g typeface.Glyph, x, y float64, st style) {
	path, err := s.fonts.Outline(g)
	s.fail(err)
	for i, p := range path.Points {
		path.Points[i] = scene.Point{X: x + p.X*st.size, Y: y + p.Y*st.size}
	}
	s.trace(path)
	s.pdf.SetFillColor(int(st.ink.R), int(st.ink.G), int(st.ink.B))
	s.pdf.DrawPath("F")
}
