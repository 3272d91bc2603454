package svg

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"palabre/assets/scene"
)

// number is v with at most two decimals, a hundredth of a pixel.
func number(v float64) string { return string(appendNumber(nil, v)) }

func (w *writer) number(v float64) {
	var room [24]byte
	w.out.Write(appendNumber(room[:0], v))
}

func appendNumber(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	hundredths := int64(math.Round(v * 100))
	if hundredths%100 == 0 {
		return strconv.AppendInt(b, hundredths/100, 10)
	}
	if hundredths < 0 {
		b, hundredths = append(b, '-'), -hundredths
	}
	if whole := hundredths / 100; whole > 0 {
		b = strconv.AppendInt(b, whole, 10)
	}
	b = append(b, '.', byte('0'+hundredths/10%10))
	if last := hundredths % 10; last > 0 {
		b = append(b, byte('0'+last))
	}
	return b
}

// paint is a colour attribute, and its opacity when it is not whole.
func paint(attribute string, c scene.Color) string {
	s := fmt.Sprintf(` %s="#%02x%02x%02x"`, attribute, c.R, c.G, c.B)
	if c.A < 255 {
		s += fmt.Sprintf(` %s-opacity="%s"`, attribute, number(float64(c.A)/255))
	}
	return s
}

// escape makes text safe in content and in quoted attributes; characters XML forbids are dropped.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
