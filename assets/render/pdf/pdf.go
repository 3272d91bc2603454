// Package pdf writes a document for paper: Letter or A4, vector pictures, bookmarks, page numbers, and PROJET across the pages
// of what is not validated. Words are real words in embedded fonts, so they can be searched and copied. The library
// underneath does not tag: the HTML page remains the accessible form.
package pdf

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"palabre/assets/document"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

// Paper is a size of paper.
type Paper uint8

// The papers: Letter is Québec's, A4 France's.
const (
	Letter Paper = iota
	A4
)

// Lengths are in points, 72 to the inch.
const (
	marginSide   = 66.0
	marginTop    = 62.0
	marginBottom = 66.0
	bodySize     = 11.0
	bodyStep     = 16.0
)

// Render gives the PDF, whose links to Palabre lead to site. Its only date is d.Made; the same document gives the same bytes.
func Render(fonts *typeface.Set, d document.Document, paper Paper, site document.Site) ([]byte, error) {
	first := newSetter(fonts, paper, site) // once to know how many pages there are, once to say so on each
	first.document(d)
	s := newSetter(fonts, paper, site)
	s.pages = first.pdf.PageCount()
	s.document(d)
	return s.bytes()
}

func (s *setter) document(d document.Document) {
	s.properties(d)
	s.furniture(d)
	s.pdf.AddPage()
	s.head(d)
	for _, p := range d.Places() {
		s.section(p)
	}
	s.sources(d.Sources)
}

// Picture gives a board alone, on one page turned the way it fits best.
func Picture(fonts *typeface.Set, d document.Document, f document.Figure, paper Paper) ([]byte, error) {
	s := newSetter(fonts, paper, "")
	s.properties(d)
	s.furniture(d)
	size, orientation := s.pdf.GetPageSizeStr(paper.name()), "P"
	if f.Drawing.Bounds.W > f.Drawing.Bounds.H {
		orientation = "L"
		size.Wd, size.Ht = size.Ht, size.Wd
	}
	s.width, s.height, s.right = size.Wd, size.Ht, size.Wd-marginSide
	s.pdf.AddPageFormat(orientation, s.pdf.GetPageSizeStr(paper.name()))
	s.bookmark(f.Title, 0)
	s.paragraph(document.Plain(f.Title), style{face: scene.SansBold, size: 16, step: 20, ink: black})
	if f.Caption != "" {
		s.paragraph(document.Plain(f.Caption), style{face: scene.Sans, size: 10, step: 14, ink: grey})
	}
	s.space(8)
	s.board(f.Drawing, s.bottom()-s.y)
	return s.bytes()
}

func (p Paper) name() string {
	if p == A4 {
		return "A4"
	}
	return "Letter"
}

// setter is a document being set: a cursor going down pages.
type setter struct {
	pdf           *fpdf.Fpdf
	fonts         *typeface.Set
	site          document.Site
	loaded        map[typeface.Font]bool
	width, height float64 // of the page
	left, right   float64 // of the text, from the left edge
	y             float64 // top of what comes next
	pages         int     // in all; 0 while they are counted
	err           error
}

func newSetter(fonts *typeface.Set, paper Paper, site document.Site) *setter {
	pdf := fpdf.New("P", "pt", paper.name(), "")
	w, h := pdf.GetPageSize()
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCompression(true)
	pdf.SetLineCapStyle("round")
	pdf.SetLineJoinStyle("round")
	pdf.SetDisplayMode("fullwidth", "continuous")
	return &setter{
		pdf: pdf, fonts: fonts, site: site, loaded: map[typeface.Font]bool{}, width: w, height: h,
		left: marginSide, right: w - marginSide, y: marginTop,
	}
}

func (s *setter) bottom() float64 { return s.height - marginBottom }

func (s *setter) properties(d document.Document) {
	s.pdf.SetTitle(d.Title, true)
	s.pdf.SetSubject(d.Kind.Label(), true)
	s.pdf.SetAuthor(d.Community, true)
	s.pdf.SetCreator("Palabre", true)
	s.pdf.SetProducer("Palabre", true)
	s.pdf.SetLang(d.Language())
	s.pdf.SetCreationDate(d.Made.UTC())
	s.pdf.SetModificationDate(d.Made.UTC())
}

// furniture is what every page bears: the watermark under the words, the foot below them.
func (s *setter) furniture(d document.Document) {
	s.pdf.SetHeaderFunc(func() {
		if d.Status.Project() {
			s.watermark()
		}
	})
	s.pdf.SetFooterFunc(func() {
		st := style{face: scene.Sans, size: 8.5, step: 12, ink: grey}
		s.rule(s.height-46, line, 0.5)
		left := d.Title
		if d.Status.Project() {
			left = document.Watermark + " · " + left
		}
		number := strconv.Itoa(s.pdf.PageNo())
		if s.pages > 1 {
			number += " de " + strconv.Itoa(s.pages)
		}
		_, wide := s.fonts.Line(st.face, number)
		for _, l := range s.broken(document.Plain(left), st, s.right-s.left-60)[:1] {
			s.print(l, s.left, s.height-33)
		}
		s.put(number, s.right-wide*st.size, s.height-33, st)
	})
}

// watermark is drawn and not written, so that its letters do not get among the words that are copied or searched; the foot of
// the page has the word.
func (s *setter) watermark() {
	const size = 128.0
	st := style{face: scene.SansBold, size: size, ink: scene.Color{R: 240, G: 239, B: 236, A: 255}}
	glyphs, em := s.fonts.Line(st.face, document.Watermark)
	cx, cy := s.width/2, s.height/2
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(math.Atan2(s.height, s.width)*180/math.Pi*0.85, cx, cy)
	for _, g := range glyphs {
		s.glyph(g, cx-em*size/2+g.X*size, cy+size*0.34, st)
	}
	s.pdf.TransformEnd()
}

func (s *setter) bytes() ([]byte, error) {
	if s.err != nil {
		return nil, s.err
	}
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil && err != io.EOF { //nolint:errorlint // fpdf returns io.EOF bare
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return out.Bytes(), nil
}

// fail keeps the first error.
func (s *setter) fail(err error) {
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("pdf: %w", err)
	}
}

func (s *setter) bookmark(title string, level int) { s.pdf.Bookmark(title, level, s.y) }

// room turns the page unless h points are left on it.
func (s *setter) room(h float64) {
	if s.y+h > s.bottom() && s.y > marginTop {
		s.pdf.AddPage()
		s.y = marginTop
	}
}

func (s *setter) space(h float64) {
	if s.y > marginTop {
		s.y += h
	}
}

// rule draws a line across the text at y.
func (s *setter) rule(y float64, c scene.Color, width float64) {
	s.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	s.pdf.SetLineWidth(width)
	s.pdf.Line(s.left, y, s.right, y)
}
