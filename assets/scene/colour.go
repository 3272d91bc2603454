package scene

import (
	"strconv"
	"strings"
)

// Color is red, green, blue and opacity, not premultiplied. A = 0 paints nothing.
type Color struct{ R, G, B, A uint8 }

// Faded is the colour with its opacity multiplied by k (0 to 1).
func (c Color) Faded(k float64) Color {
	c.A = uint8(float64(c.A)*within(k, 0, 1) + 0.5)
	return c
}

// ParseColor reads what the editor's palette and its free field give: #rgb, #rgba, #rrggbb, #rrggbbaa, "transparent" and
// CSS's sixteen first names. Anything else is the colour otherwise: no text from a board ever reaches an attribute.
func ParseColor(s string, otherwise Color) Color {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "transparent" {
		return Color{}
	}
	if !strings.HasPrefix(s, "#") {
		return namedColor(s, otherwise)
	}
	hex := s[1:]
	if len(hex) == 3 || len(hex) == 4 {
		var long strings.Builder
		for i := range len(hex) {
			long.WriteByte(hex[i])
			long.WriteByte(hex[i])
		}
		hex = long.String()
	}
	if len(hex) == 6 {
		hex += "ff"
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if len(hex) != 8 || err != nil {
		return otherwise
	}
	return Color{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}
}

func namedColor(name string, otherwise Color) Color {
	switch name {
	case "black":
		return Color{0, 0, 0, 255}
	case "white":
		return Color{255, 255, 255, 255}
	case "red":
		return Color{255, 0, 0, 255}
	case "green":
		return Color{0, 128, 0, 255}
	case "blue":
		return Color{0, 0, 255, 255}
	case "yellow":
		return Color{255, 255, 0, 255}
	case "orange":
		return Color{255, 165, 0, 255}
	case "purple":
		return Color{128, 0, 128, 255}
	case "gray", "grey":
		return Color{128, 128, 128, 255}
	case "silver":
		return Color{192, 192, 192, 255}
	case "maroon":
		return Color{128, 0, 0, 255}
	case "olive":
		return Color{128, 128, 0, 255}
	case "lime":
		return Color{0, 255, 0, 255}
	case "teal":
		return Color{0, 128, 128, 255}
	case "navy":
		return Color{0, 0, 128, 255}
	case "fuchsia", "magenta":
		return Color{255, 0, 255, 255}
	case "aqua", "cyan":
		return Color{0, 255, 255, 255}
	default:
		return otherwise
	}
}
