package cards

import (
	"math"
	"strings"
)

// The measures of a note, in px: those of the notes that people add by hand.
const (
	noteWide   = 200.0
	noteTall   = 120.0
	notePad    = 5.0
	noteGap    = 24.0
	fontSize   = 20.0
	lineHeight = 1.35
	farthest   = 900_000.0 // px from the origin: boards end at a million
)

// Note is a revealed card as it lies on a board, in px. Place is its index in the order
// of the reveal, Lines its words as they break.
type Note struct {
	Place int
	X, Y  float64
	W, H  float64
	Text  string
	Lines []string
}

func (s Spot) valid() bool {
	for _, v := range []float64{s.X, s.Y, s.W, s.H} {
		if math.IsNaN(v) || math.Abs(v) > farthest {
			return false
		}
	}
	return s.W >= 0 && s.H >= 0
}

// Layout lays words out in rows, in their order, from the top of the spot, centred in its
// width: in as many columns as makes the grid's form nearest to the spot's. Every note is
// as wide as any other and as high as its words need; rows are as high as their highest.
// Without words (a card withdrawn since) a place stays empty.
func Layout(texts []string, spot Spot) []Note {
	notes := make([]Note, len(texts))
	for i, text := range texts {
		lines := wrap(text, noteWide-2*notePad)
		notes[i] = Note{
			Place: i, W: noteWide, H: math.Max(noteTall, math.Ceil(float64(len(lines))*fontSize*lineHeight+2*notePad)),
			Text: text, Lines: lines,
		}
	}
	best, off := 1, math.Inf(1)
	for columns := 1; columns <= len(notes); columns++ {
		wide, tall := extent(notes, columns)
		if d := math.Abs(math.Log(wide/tall) - math.Log(math.Max(spot.W, noteWide)/math.Max(spot.H, noteTall))); d < off {
			best, off = columns, d
		}
	}
	put(notes, best, spot)
	laid := notes[:0]
	for _, n := range notes {
		if n.Text != "" {
			laid = append(laid, n)
		}
	}
	return laid
}

// rows gives the height of each row.
func rows(notes []Note, columns int) []float64 {
	var tall []float64
	for i, n := range notes {
		if i%columns == 0 {
			tall = append(tall, 0)
		}
		tall[len(tall)-1] = math.Max(tall[len(tall)-1], n.H)
	}
	return tall
}

func extent(notes []Note, columns int) (wide, tall float64) {
	for _, h := range rows(notes, columns) {
		tall += h + noteGap
	}
	return float64(columns)*(noteWide+noteGap) - noteGap, tall - noteGap
}

func put(notes []Note, columns int, spot Spot) {
	wide, _ := extent(notes, columns)
	left, top := math.Round(spot.X+(spot.W-wide)/2), math.Round(spot.Y)
	for r, tall := range rows(notes, columns) {
		for c := range columns {
			if i := r*columns + c; i < len(notes) {
				notes[i].X, notes[i].Y = left+float64(c)*(noteWide+noteGap), top
			}
		}
		top += tall + noteGap
	}
}

// wrap breaks words into lines no wider than some px, as the client does: never inside
// « » nor before : ; ! ? and signs. A word that is wider alone is cut.
func wrap(text string, width float64) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		current := ""
		for _, word := range words(line) {
			longer := word
			if current != "" {
				longer = current + " " + word
			}
			if current != "" && measure(longer) > width {
				lines = append(lines, current)
				longer = word
			}
			for measure(longer) > width {
				head, tail := cut(longer, width)
				lines = append(lines, head)
				longer = tail
			}
			current = longer
		}
		lines = append(lines, current)
	}
	return lines
}

// The French quotation marks.
const (
	openingQuote = string(rune(0xab))
	closingQuote = string(rune(0xbb))
)

// words splits a line where it may break.
func words(line string) []string {
	var parts []string
	for i, part := range strings.Split(line, " ") {
		if n := len(parts); i > 0 && (strings.HasSuffix(parts[n-1], openingQuote) || startsWithSign(part)) {
			parts[n-1] += " " + part
			continue
		}
		parts = append(parts, part)
	}
	return parts
}

func startsWithSign(word string) bool {
	for _, sign := range []string{closingQuote, ":", ";", "!", "?", "%", "$"} {
		if strings.HasPrefix(word, sign) {
			return true
		}
	}
	return false
}

// cut takes from a word as many characters as fit, one at least.
func cut(word string, width float64) (head, tail string) {
	runes := []rune(word)
	n := 1
	for n < len(runes)-1 && measure(string(runes[:n+1])) <= width {
		n++
	}
	return string(runes[:n]), string(runes[n:])
}
