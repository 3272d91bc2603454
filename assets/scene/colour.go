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

// named are CSS's first names.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var named = map[string]Color{
	"black":   {0, 0, 0, 255},
	"white":   {255, 255, 255, 255},
	"red":     {255, 0, 0, 255},
	"green":   {0, 128, 0, 255},
	"blue":    {0, 0, 255, 255},
	"yellow":  {255, 255, 0, 255},
	"orange":  {255, 165, 0, 255},
	"purple":  {128, 0, 128, 255},
	"gray":    {128, 128, 128, 255},
	"grey":    {128, 128, 128, 255},
	"silver":  {192, 192, 192, 255},
	"maroon":  {128, 0, 0, 255},
	"olive":   {128, 128, 0, 255},
	"lime":    {0, 255, 0, 255},
	"teal":    {0, 128, 128, 255},
	"navy":    {0, 0, 128, 255},
	"fuchsia": {255, 0, 255, 255},
	"magenta": {255, 0, 255, 255},
	"aqua":    {0, 255, 255, 255},
	"cyan":    {0, 255, 255, 255},
}

func namedColor(name string, otherwise Color) Color {
	if c, ok := named[name]; ok {
		return c
	}
	return otherwise
}
