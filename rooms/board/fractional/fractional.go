// Package fractional makes keys that sort between two others, so that a piece can be
// put between its neighbours without renumbering anything. It follows the public
// domain algorithm of the npm package fractional-indexing (base 62), key for key:
// browsers and server must agree on what a key is.
package fractional

import (
	"errors"
	"strings"
)

// ErrKey says that a key is malformed, or that two keys are not in order.
var ErrKey = errors.New("fractional: not a key, or not in order")

const (
	digits   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	smallest = "A00000000000000000000000000"
)

// Valid tells whether key could have been made by Between.
func Valid(key string) bool {
	if key == "" || key == smallest {
		return false
	}
	n := integerLength(key[0])
	if n == 0 || n > len(key) || (len(key) > n && key[len(key)-1] == '0') {
		return false
	}
	for i := range len(key) {
		if strings.IndexByte(digits, key[i]) < 0 {
			return false
		}
	}
	return true
}

// Between makes a key that sorts after a and before b; "" stands for an open end.
// It fails with ErrKey for a malformed key, for a ≥ b, and past the last integer.
func Between(a, b string) (string, error) {
	if (a != "" && !Valid(a)) || (b != "" && !Valid(b)) || (a != "" && b != "" && a >= b) {
		return "", ErrKey
	}
	switch {
	case a == "" && b == "":
		return "a0", nil
	case a == "":
		return before(b)
	case b == "":
		whole, rest := split(a)
		if next, ok := increment(whole); ok {
			return next, nil
		}
		return whole + midpoint(rest, ""), nil
	}
	wholeA, restA := split(a)
	wholeB, restB := split(b)
	if wholeA == wholeB {
		return wholeA + midpoint(restA, restB), nil
	}
	next, ok := increment(wholeA)
	if !ok {
		return "", ErrKey
	}
	if next < b {
		return next, nil
	}
	return wholeA + midpoint(restA, ""), nil
}

func before(b string) (string, error) {
	whole, rest := split(b)
	switch {
	case whole == smallest:
		return whole + midpoint("", rest), nil
	case whole < b:
		return whole, nil
	}
	previous, ok := decrement(whole)
	if !ok {
		return "", ErrKey
	}
	return previous, nil
}

// midpoint is the fraction halfway between a and b, b == "" meaning one. Neither
// ends with a zero and a < b, which Valid and the callers ensure.
func midpoint(a, b string) string {
	if b != "" {
		n := 0
		for n < len(b) && digitAt(a, n) == b[n] {
			n++
		}
		if n > 0 {
			return b[:n] + midpoint(a[min(n, len(a)):], b[n:])
		}
	}
	low, high := 0, len(digits)
	if a != "" {
		low = strings.IndexByte(digits, a[0])
	}
	if b != "" {
		high = strings.IndexByte(digits, b[0])
	}
	if high-low > 1 {
		return string(digits[(low+high+1)/2])
	}
	if len(b) > 1 {
		return b[:1]
	}
	return string(digits[low]) + midpoint(a[min(1, len(a)):], "")
}

func digitAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return digits[0]
}

// integerLength is the length of the integer part that a head announces, head
// included; 0 when no key starts so.
func integerLength(head byte) int {
	switch {
	case head >= 'a' && head <= 'z':
		return int(head-'a') + 2
	case head >= 'A' && head <= 'Z':
		return int('Z'-head) + 2
	default:
		return 0
	}
}

func split(key string) (whole, rest string) {
	n := integerLength(key[0])
	return key[:n], key[n:]
}

func increment(whole string) (string, bool) {
	head, tail := whole[0], []byte(whole[1:])
	for i := len(tail) - 1; i >= 0; i-- {
		if d := strings.IndexByte(digits, tail[i]) + 1; d < len(digits) {
			tail[i] = digits[d]
			return string(head) + string(tail), true
		}
		tail[i] = digits[0]
	}
	switch {
	case head == 'z':
		return "", false
	case head == 'Z':
		return "a0", true
	case head >= 'a':
		return string(head+1) + string(tail) + "0", true
	default:
		return string(head+1) + string(tail[:len(tail)-1]), true
	}
}

func decrement(whole string) (string, bool) {
	head, tail := whole[0], []byte(whole[1:])
	for i := len(tail) - 1; i >= 0; i-- {
		if d := strings.IndexByte(digits, tail[i]) - 1; d >= 0 {
			tail[i] = digits[d]
			return string(head) + string(tail), true
		}
		tail[i] = digits[len(digits)-1]
	}
	switch {
	case head == 'A':
		return "", false
	case head == 'a':
		return "Zz", true
	case head <= 'Z':
		return string(head-1) + string(tail) + "z", true
	default:
		return string(head-1) + string(tail[:len(tail)-1]), true
	}
}
