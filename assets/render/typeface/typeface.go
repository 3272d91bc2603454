package typeface

import (
	_ "embed"
	"fmt"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"palabre/assets/scene"
)

//go:embed ttf/AtkinsonHyperlegibleNext-Regular.ttf
var sansTTF []byte

//go:embed ttf/AtkinsonHyperlegibleNext-Bold.ttf
var sansBoldTTF []byte

//go:embed ttf/AtkinsonHyperlegibleNext-Italic.ttf
var sansItalicTTF []byte

//go:embed ttf/Virgil-Regular.ttf
var handTTF []byte

//go:embed ttf/Nunito-Regular.ttf
var roundedTTF []byte

//go:embed ttf/PalabreDisplay-Regular.ttf
var displayTTF []byte

//go:embed ttf/AtkinsonHyperlegibleMono-Regular.ttf
var monoTTF []byte

//go:embed ttf/NotoSansMath-Signs.ttf
var mathTTF []byte

//go:embed ttf/NotoSansSymbols2-Signs.ttf
var symbolsTTF []byte

//go:embed ttf/NotoEmoji-Common.ttf
var emojiTTF []byte

// Font names one embedded file: the faces of [scene.Face], then those that only fill gaps (arrows, check marks, emoji).
type Font uint8

// The fonts. The first seven have the numbers of the faces they serve.
const (
	Sans       = Font(scene.Sans)
	SansBold   = Font(scene.SansBold)
	SansItalic = Font(scene.SansItalic)
	Hand       = Font(scene.Hand)
	Rounded    = Font(scene.Rounded)
	Display    = Font(scene.Display)
	Mono       = Font(scene.Mono)
	MathSigns  = Mono + 1
	Symbols    = Mono + 2
	Emoji      = Mono + 3
	fontCount  = int(Emoji) + 1
)

// TTF is the font's file. It must not be changed.
func (f Font) TTF() []byte {
	return [fontCount][]byte{
		sansTTF, sansBoldTTF, sansItalicTTF, handTTF, roundedTTF, displayTTF, monoTTF, mathTTF, symbolsTTF, emojiTTF,
	}[f]
}

// Name is a short name, unique to the font, made of letters.
func (f Font) Name() string {
	return [fontCount]string{
		"sans", "sansbold", "sansitalic", "hand", "rounded", "display", "mono", "mathsigns", "symbols", "emoji",
	}[f]
}

// Set is the fonts, read. It is safe for concurrent use.
type Set struct {
	fonts   [fontCount]*sfnt.Font
	buffers sync.Pool
}

// Load reads the embedded fonts; it fails only if the program was built with damaged ones.
func Load() (*Set, error) {
	s := &Set{buffers: sync.Pool{New: func() any { return new(sfnt.Buffer) }}}
	for i := range s.fonts {
		f, err := sfnt.Parse(Font(i).TTF())
		if err != nil {
			return nil, fmt.Errorf("typeface: %s: %w", Font(i).Name(), err)
		}
		s.fonts[i] = f
	}
	return s, nil
}

// Glyph is one glyph of a run: from which font, at what place from the run's start.
type Glyph struct {
	Font    Font
	Index   sfnt.GlyphIndex
	Rune    rune
	X       float64 // em
	Advance float64 // em
}

// Blank says the glyph leaves no mark.
func (g Glyph) Blank() bool { return space(g.Rune) > 0 }

// Line sets one line: its glyphs and its width, in em. A character that no font has is shown by the face's own empty box.
func (s *Set) Line(face scene.Face, text string) ([]Glyph, float64) {
	b, ok := s.buffers.Get().(*sfnt.Buffer)
	if !ok {
		b = new(sfnt.Buffer)
	}
	defer s.buffers.Put(b)
	glyphs, x := make([]Glyph, 0, len(text)), 0.0
	for _, r := range text {
		if invisible(r) {
			continue
		}
		g := s.glyph(b, Font(face), r)
		g.X = x
		x += g.Advance
		glyphs = append(glyphs, g)
	}
	return glyphs, x
}

func (s *Set) glyph(b *sfnt.Buffer, face Font, r rune) Glyph {
	if em := space(r); em > 0 && r != ' ' && r != '\u00a0' {
		return Glyph{Font: face, Rune: r, Advance: em}
	}
	if r == '\u2011' { // the no-break hyphen looks like a hyphen
		r = '-'
	}
	for _, f := range [...]Font{face, Rounded, Sans, MathSigns, Symbols, Emoji} {
		if i, err := s.fonts[f].GlyphIndex(b, r); err == nil && i != 0 {
			return Glyph{Font: f, Index: i, Rune: r, Advance: s.advance(b, f, i)}
		}
	}
	return Glyph{Font: face, Rune: r, Advance: s.advance(b, face, 0)}
}

func (s *Set) advance(b *sfnt.Buffer, f Font, i sfnt.GlyphIndex) float64 {
	units := s.fonts[f].UnitsPerEm()
	a, err := s.fonts[f].GlyphAdvance(b, i, fixed.I(int(units)), 0)
	if err != nil {
		return 0.5
	}
	return float64(a) / 64 / float64(units)
}

// space is the width, in em, of a character that leaves no mark; 0 for one that does.
func space(r rune) float64 {
	switch r {
	case ' ', '\u00a0':
		return 0.25
	case '\t':
		return 1
	case '\u2003', '\u2001':
		return 1
	case '\u2002', '\u2000':
		return 0.5
	case '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200a', '\u202f', '\u205f', '\u3000':
		return 0.2
	default:
		return 0
	}
}

// invisible characters take no room: controls, joiners, variation and direction marks.
func invisible(r rune) bool {
	return (r < ' ' && r != '\t') || (r >= 0x7f && r < 0xa0) || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) ||
		(r >= 0x2060 && r <= 0x2069) || (r >= 0xfe00 && r <= 0xfe0f) || r == 0xfeff || (r >= 0x1f3fb && r <= 0x1f3ff) || r == 0xad
}

// Outline gives the glyph as a path, in em, y downwards, the origin on the baseline.
func (s *Set) Outline(g Glyph) (scene.Path, error) {
	b, ok := s.buffers.Get().(*sfnt.Buffer)
	if !ok {
		b = new(sfnt.Buffer)
	}
	defer s.buffers.Put(b)
	units := float64(s.fonts[g.Font].UnitsPerEm())
	segments, err := s.fonts[g.Font].LoadGlyph(b, g.Index, fixed.I(int(units)), nil)
	if err != nil {
		return scene.Path{}, fmt.Errorf("typeface: %s: glyph %d: %w", g.Font.Name(), g.Index, err)
	}
	at := func(p fixed.Point26_6) scene.Point {
		return scene.Point{X: float64(p.X) / 64 / units, Y: float64(p.Y) / 64 / units}
	}
	var path scene.Path
	for i, seg := range segments {
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				path.Add(scene.Close)
			}
			path.Add(scene.MoveTo, at(seg.Args[0]))
		case sfnt.SegmentOpLineTo:
			path.Add(scene.LineTo, at(seg.Args[0]))
		case sfnt.SegmentOpQuadTo:
			path.Add(scene.QuadTo, at(seg.Args[0]), at(seg.Args[1]))
		case sfnt.SegmentOpCubeTo:
			path.Add(scene.CubicTo, at(seg.Args[0]), at(seg.Args[1]), at(seg.Args[2]))
		}
	}
	if len(path.Ops) > 0 {
		path.Add(scene.Close)
	}
	return path, nil
}
