package board

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// check gives the canonical form of a property's value, or the code of why it is
// refused.
type check func(json.RawMessage) (json.RawMessage, string)

func number(low, high float64) check {
	return func(raw json.RawMessage) (json.RawMessage, string) {
		if _, ok := readNumber(raw, low, high); !ok {
			return nil, CodeNumber
		}
		return raw, ""
	}
}

func whole(low, high float64) check {
	return func(raw json.RawMessage) (json.RawMessage, string) {
		if v, ok := readNumber(raw, low, high); !ok || v != math.Trunc(v) {
			return nil, CodeNumber
		}
		return raw, ""
	}
}

// readNumber reads a JSON number; JSON has no way to write one that is not finite,
// and one too large for a float64 does not decode.
func readNumber(raw json.RawMessage, low, high float64) (float64, bool) {
	if len(raw) == 0 || len(raw) > 32 || (raw[0] != '-' && (raw[0] < '0' || raw[0] > '9')) {
		return 0, false
	}
	var v float64
	if json.Unmarshal(raw, &v) != nil || v < low || v > high {
		return 0, false
	}
	return v, true
}

func boolean(raw json.RawMessage) (json.RawMessage, string) {
	if s := string(raw); s != "true" && s != "false" {
		return nil, CodeValue
	}
	return raw, ""
}

func oneOf(values ...string) check {
	return func(raw json.RawMessage) (json.RawMessage, string) {
		if s, ok := readString(raw, 64); !ok || !slices.Contains(values, s) {
			return nil, CodeValue
		}
		return raw, ""
	}
}

func orNull(inner check) check {
	return func(raw json.RawMessage) (json.RawMessage, string) {
		if isNull(raw) {
			return json.RawMessage("null"), ""
		}
		return inner(raw)
	}
}

func isNull(raw json.RawMessage) bool { return string(raw) == "null" }

// colour lets through "transparent" and hexadecimal colours. Excalidraw hands any
// other string to the canvas and to SVG as it is: a board stays clear of those.
func colour(raw json.RawMessage) (json.RawMessage, string) {
	s, ok := readString(raw, 16)
	if !ok || (s != "transparent" && !isHexColour(s)) {
		return nil, CodeValue
	}
	return raw, ""
}

func isHexColour(s string) bool {
	if !slices.Contains([]int{4, 5, 7, 9}, len(s)) || s[0] != '#' {
		return false
	}
	return strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}

func text(raw json.RawMessage) (json.RawMessage, string) {
	s, ok := readString(raw, maxText)
	if !ok || strings.ContainsFunc(s, isControl) {
		return nil, CodeText
	}
	return quote(s), ""
}

func isControl(r rune) bool { return (r < ' ' && r != '\n' && r != '\t') || r == 0x7f }

// readString reads a string of at most limit characters.
func readString(raw json.RawMessage, limit int) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil || utf8.RuneCountInString(s) > limit {
		return "", false
	}
	return s, true
}

// quote encodes a string that Unmarshal made, hence valid UTF-8.
func quote(s string) json.RawMessage {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return json.RawMessage(`""`)
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func link(raw json.RawMessage) (json.RawMessage, string) {
	s, ok := readString(raw, maxLinkBytes)
	if !ok || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return nil, CodeLink
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, CodeLink
	}
	switch {
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil:
	case u.Scheme == "mailto" && strings.Contains(u.Opaque, "@"):
	default:
		return nil, CodeLink
	}
	return quote(s), ""
}

func identity(raw json.RawMessage) (json.RawMessage, string) {
	if s, ok := readString(raw, 64); !ok || !validID(s) {
		return nil, CodeValue
	}
	return raw, ""
}

// validID lets through what Excalidraw and our own code mint, and keeps out the one
// name that is dangerous as a key in a browser.
func validID(s string) bool {
	if s == "" || len(s) > 64 || s == "__proto__" {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}
