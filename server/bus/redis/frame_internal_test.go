package redis

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// A message comes back as it went; with one bit changed anywhere, or an end missing, it is no message.
func TestMessagesAreWholeOrNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := rapid.SliceOf(rapid.Byte()).Draw(t, "batch")
		number := rapid.Uint64().Draw(t, "number")
		var from process
		copy(from[:], rapid.SliceOfN(rapid.Byte(), len(from), len(from)).Draw(t, "from"))
		m := newMessage("channel", from, batch)
		m.number(number)
		gotFrom, gotNumber, got, ok := openMessage(m.data)
		if !ok || gotFrom != from || gotNumber != number || !bytes.Equal(got, batch) {
			t.Fatalf("came back as %x, %d, %q, %v", gotFrom, gotNumber, got, ok)
		}
		bit := rapid.IntRange(0, 8*len(m.data)-1).Draw(t, "bit")
		m.data[bit/8] ^= 1 << (bit % 8)
		if _, _, _, ok := openMessage(m.data); ok {
			t.Fatalf("taken with bit %d changed", bit)
		}
		m.data[bit/8] ^= 1 << (bit % 8)
		if _, _, _, ok := openMessage(m.data[:rapid.IntRange(0, len(m.data)-1).Draw(t, "end")]); ok {
			t.Fatal("taken without its end")
		}
	})
}
