package hub

import (
	"bytes"
	"strconv"
	"strings"
)

// A stamp is the text that travels: who sent it, its place among hers, and when,
// padded so that a message weighs what the bench says.
const stampMark = "~"

// stampSize is the weight of one message's text, in bytes.
const stampSize = 150

func makeStamp(publisher, n int, nanos int64) string {
	head := stampMark + strconv.Itoa(publisher) + "." + strconv.Itoa(n) + "." + strconv.FormatInt(nanos, 10) + "."
	return head + strings.Repeat("x", max(0, stampSize-len(head)))
}

func readStamp(text []byte) (publisher, n int, nanos int64, ok bool) {
	_, rest, found := bytes.Cut(text, []byte(stampMark))
	if !found {
		return 0, 0, 0, false
	}
	numbers := [3]int64{}
	for i := range numbers {
		digits, after, found := bytes.Cut(rest, []byte("."))
		if !found {
			return 0, 0, 0, false
		}
		for _, d := range digits {
			if d < '0' || d > '9' {
				return 0, 0, 0, false
			}
			numbers[i] = numbers[i]*10 + int64(d-'0')
		}
		rest = after
	}
	return int(numbers[0]), int(numbers[1]), numbers[2], true
}
