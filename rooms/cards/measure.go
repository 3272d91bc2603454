package cards

import "strings"

// advances are the widths of the characters ' ' to '~' of Nunito, in thousandths of the
// font's size: boards are written in it, and a server has no canvas to ask.
//
//nolint:gochecknoglobals // a constant: Go has no constant arrays
var advances = [...]int{
	258, 228, 392, 600, 600, 930, 693, 221, 317, 317, 450, 600, 228, 424, 228, 283,
	600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 228, 228, 600, 600, 600, 443,
	946, 729, 676, 673, 742, 583, 548, 726, 761, 257, 324, 625, 543, 855, 740, 767,
	633, 767, 669, 615, 602, 728, 689, 1101, 650, 596, 589, 315, 283, 315, 600, 500,
	356, 530, 583, 463, 583, 532, 333, 586, 568, 232, 236, 500, 296, 856, 568, 556,
	583, 583, 358, 481, 350, 561, 515, 841, 525, 514, 463, 352, 265, 352, 600,
}

// like are characters as wide as one of those.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var like = map[string]rune{
	"éèêë": 'e', "àâä": 'a', "ç": 'c', "îï": 'i', "ôö": 'o', "ùûü": 'u',
	"ÉÈÊË": 'E', "ÀÂÄ": 'A', "Ç": 'C', "ÎÏ": 'I', "ÔÖ": 'O', "ÙÛÜ": 'U',
	"’‘": '.', openingQuote + closingQuote: 'x', "“”": '"', "–": '0', "…": 'B', "€": '0', "\u00a0\u202f": ' ',
}

// advance is a character's width; one that is not known is as wide as the widest letter,
// so that a line breaks early rather than being cut.
func advance(r rune) int {
	if r >= ' ' && r <= '~' {
		return advances[r-' ']
	}
	for set, as := range like {
		if strings.ContainsRune(set, r) {
			return advances[as-' ']
		}
	}
	return 1101
}

// measure is the width of a line in px, a little more than it will be.
func measure(line string) float64 {
	sum := 0
	for _, r := range line {
		sum += advance(r)
	}
	return float64(sum) * fontSize / 1000 * 1.02
}
