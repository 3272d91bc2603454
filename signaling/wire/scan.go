package wire

import (
	"encoding/json"
	"strconv"
)

// fields are the members of a frame that messages use, as they stand in it. A frame is read once per person per
// message, thirty times a second for those who move a pointer: one pass over the bytes, no reflection, no map.
type fields struct{ t, v, client, lang, r, term, after, pos, n, c, a, k, m, i []byte }

func (f *fields) slot(key []byte) *[]byte {
	switch string(key) {
	case "t":
		return &f.t
	case "v":
		return &f.v
	case "client":
		return &f.client
	case "lang":
		return &f.lang
	case "r":
		return &f.r
	case "term":
		return &f.term
	case "after":
		return &f.after
	case "pos":
		return &f.pos
	case "n":
		return &f.n
	case "c":
		return &f.c
	case "a":
		return &f.a
	case "k":
		return &f.k
	case "m":
		return &f.m
	case "i":
		return &f.i
	default:
		return nil
	}
}

// read finds the members of the object in data, which is valid JSON, and says what is wrong: "" when nothing is.
func (f *fields) read(data []byte) string {
	at := space(data, 0)
	if data[at] != '{' {
		return "not an object"
	}
	at = space(data, at+1)
	for data[at] != '}' {
		end, _ := span(data, at)
		key := data[at+1 : end-1]
		at = space(data, space(data, end)+1) // over the colon
		end, deep := span(data, at)
		if deep >= MaxDepth {
			return "nested too deep"
		}
		if to := f.slot(key); to != nil {
			if *to != nil {
				return "a member twice"
			}
			*to = data[at:end]
		}
		at = space(data, end)
		if data[at] == ',' {
			at = space(data, at+1)
		}
	}
	return ""
}

// span finds the end of the value that begins at at, and how many levels it nests.
func span(data []byte, at int) (end, deep int) {
	depth := 0
	for i := at; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1, deep
			}
		case '{', '[':
			depth++
			deep = max(deep, depth)
		case '}', ']':
			if depth == 0 {
				return i, deep // a number or a word that its object closes
			}
			if depth--; depth == 0 {
				return i + 1, deep
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i, deep
			}
		}
	}
	return len(data), deep
}

func space(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r') {
		at++
	}
	return at
}

// text reads a member that is a string.
func (f *fields) text(key string) (string, bool) {
	raw := *f.slot([]byte(key))
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	for _, b := range raw {
		if b == '\\' {
			var s string
			err := json.Unmarshal(raw, &s)
			return s, err == nil
		}
	}
	return string(raw[1 : len(raw)-1]), true
}

// number reads a member that is a whole number, 0 or more.
func (f *fields) number(key string) (uint64, bool) {
	n, err := strconv.ParseUint(string(*f.slot([]byte(key))), 10, 53)
	return n, err == nil
}
