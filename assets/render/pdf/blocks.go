package pdf

import (
	"fmt"
	"strconv"

	"palabre/assets/document"
	"palabre/assets/scene"
)

func (s *setter) head(d document.Document) {
	kind := document.Words{{Text: d.Kind.Label(), Strong: true}}
	if d.Community != "" {
		kind = append(kind, document.Span{Text: " · " + d.Community})
	}
	s.paragraph(kind, style{face: scene.Sans, size: 11, step: 15, ink: leaf})
	s.space(4)
	s.bookmark(d.Title, 0)
	s.paragraph(document.Plain(d.Title), style{face: scene.SansBold, size: 25, step: 29, ink: black})
	if d.Subtitle != "" {
		s.space(3)
		s.paragraph(document.Plain(d.Subtitle), style{face: scene.Sans, size: 12.5, step: 17, ink: grey})
	}
	if notice := d.Notice(); notice != "" {
		s.space(10)
		s.boxed(document.Words{{Text: notice, Strong: true}}, "", grey)
	}
	if len(d.Facts) > 0 {
		s.space(12)
		s.rule(s.y, line, 0.75)
		s.y += 9
		s.definitions(d.Facts)
		s.rule(s.y+3, line, 0.75)
		s.y += 8
	}
}

func (s *setter) section(p document.Place) {
	st := style{face: scene.SansBold, size: 15, step: 19, ink: black}
	before := 20.0
	if p.Level > 2 {
		st.size, st.step, before = 12, 16, 12
	}
	s.space(before)
	follows := 2.5 * bodyStep // a title never stays alone at the foot of a page
	if len(p.Section.Blocks) > 0 {
		switch first := p.Section.Blocks[0].(type) {
		case document.Figure:
			follows = max(follows, 4+s.least(first))
		case document.Table:
			follows = max(follows, 4+s.leastTable(first))
		case document.Paragraph, document.List, document.Definitions, document.Quote, document.Callout: // they begin with a line
		}
	}
	s.room(st.step + follows)
	s.bookmark(p.Section.Title, min(p.Level-1, 5))
	s.paragraph(document.Plain(p.Section.Title), st)
	s.space(4)
	if len(p.Section.Blocks) == 0 && len(p.Section.Sections) == 0 {
		s.paragraph(document.Plain(document.NothingToNote), style{face: scene.Sans, size: bodySize, step: bodyStep, ink: grey})
	}
	for i, b := range p.Section.Blocks {
		if i > 0 {
			s.space(7)
		}
		s.block(b)
	}
}

func (s *setter) block(block document.Block) {
	switch b := block.(type) {
	case document.Paragraph:
		s.paragraph(b.Words, body())
	case document.List:
		s.list(b.Items, b.Ordered)
	case document.Table:
		s.table(b)
	case document.Figure:
		s.figure(b)
	case document.Definitions:
		s.definitions(b.Items)
	case document.Quote:
		s.quote(b)
	case document.Callout:
		s.boxed(append(document.Words{{Text: b.Label + " ", Strong: true}}, b.Words...), "", leaf)
	default:
		s.fail(fmt.Errorf("unknown block %T", block))
	}
}

// paragraph sets words across the text, turning pages as needed, and keeps two lines together at a turn.
func (s *setter) paragraph(words document.Words, st style) {
	s.lines(s.broken(words, st, s.right-s.left), st, s.left)
}

func (s *setter) lines(lines [][]piece, st style, x float64) {
	for i, l := range lines {
		need := st.step
		if (i == 0 || i == len(lines)-2) && len(lines)-i > 1 {
			need = 2 * st.step
		}
		s.room(need)
		s.print(l, x, s.y+st.step*0.5+st.size*0.34)
		s.y += st.step
	}
}

func (s *setter) list(items []document.Item, ordered bool) {
	for i, item := range items {
		mark, indent := "•", 16.0
		if ordered {
			mark, indent = strconv.Itoa(i+1)+".", 22
		}
		lines := s.broken(item.Words, body(), s.right-s.left-indent)
		s.room(min(2, float64(len(lines))) * bodyStep)
		s.put(mark, s.left+2, s.y+bodyStep*0.5+bodySize*0.34, body())
		s.lines(lines, body(), s.left+indent)
		s.y += 2
		if len(item.Items) > 0 {
			s.left += indent
			s.list(item.Items, false)
			s.left -= indent
		}
	}
}

// definitions sets terms beside what they stand for.
func (s *setter) definitions(items []document.Definition) {
	const term = 118.0
	for _, d := range items {
		st := body()
		label := st
		label.ink = grey
		terms := s.broken(document.Plain(d.Term), label, term-12)
		lines := s.broken(d.Words, st, s.right-s.left-term)
		s.room(float64(min(3, max(len(terms), len(lines)))) * st.step)
		top, page := s.y, s.pdf.PageNo()
		s.lines(terms, label, s.left)
		below := s.y
		if s.pdf.PageNo() == page {
			s.y = top
		}
		page = s.pdf.PageNo()
		s.lines(lines, st, s.left+term)
		if s.pdf.PageNo() == page {
			s.y = max(s.y, below)
		}
		s.y += 2
	}
}

func (s *setter) quote(q document.Quote) {
	st := style{face: scene.Sans, size: 12, step: 17.5, ink: black}
	s.left += 18
	lines := s.broken(q.Words, st, s.right-s.left)
	s.room(float64(min(4, len(lines))) * st.step)
	top, page := s.y, s.pdf.PageNo()
	s.lines(lines, st, s.left)
	if q.By != "" {
		s.paragraph(document.Plain(q.By), style{face: scene.Sans, size: 10, step: 15, ink: grey})
	}
	s.left -= 18
	if s.pdf.PageNo() == page {
		s.pdf.SetDrawColor(int(leaf.R), int(leaf.G), int(leaf.B))
		s.pdf.SetLineWidth(2)
		s.pdf.Line(s.left+4, top+2, s.left+4, s.y-2)
	}
}

// boxed sets words in a frame; longer than a page, they go without it.
func (s *setter) boxed(words document.Words, by string, ink scene.Color) {
	const pad = 9.0
	st := body()
	s.left, s.right = s.left+pad+2, s.right-pad-2
	lines := s.broken(words, st, s.right-s.left)
	h := float64(len(lines))*st.step + 2*pad
	fits := h < s.bottom()-marginTop
	if fits {
		s.room(h)
		s.pdf.SetDrawColor(int(ink.R), int(ink.G), int(ink.B))
		s.pdf.SetLineWidth(0.9)
		s.pdf.RoundedRect(s.left-pad-2, s.y, s.right-s.left+2*pad+4, h, 6, "1234", "D")
		s.y += pad
	}
	s.lines(lines, st, s.left)
	if fits {
		s.y += pad
	}
	s.left, s.right = s.left-pad-2, s.right+pad+2
	if by != "" {
		s.paragraph(document.Plain(by), st)
	}
}

// sources says in small what the document was made from.
func (s *setter) sources(sources []document.Source) {
	if len(sources) == 0 {
		return
	}
	st := style{face: scene.Sans, size: 8.5, step: 12, ink: grey}
	s.space(26)
	s.room(st.step * 4)
	s.rule(s.y, line, 0.5)
	s.y += 8
	title := st
	title.face = scene.SansBold
	s.paragraph(document.Plain(document.SourcesTitle), title)
	for _, source := range sources {
		s.paragraph(document.Plain(source.Sentence()), st)
	}
}
