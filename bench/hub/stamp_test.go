package hub

import (
	"fmt"
	"strings"
	"testing"
)

func TestAStampComesBackFromTheFrameThatCarriedIt(t *testing.T) {
	stamp := makeStamp(7, 1234, 987654321)
	if len(stamp) != stampSize {
		t.Fatalf("a message of %d bytes, not %d", len(stamp), stampSize)
	}
	for _, frame := range []string{
		`{"t":"f","d":[[["chat","x","text"],"` + stamp + `"]]}`,
		`{"push":{"pub":{"data":{"m":"` + stamp + `"}}}}` + "\n" + `{"a\"b":"` + stamp + `"}`,
		`42["m","` + stamp + `"]`,
		`{"link":"` + stampAddress + stamp + `"}`,
	} {
		found := 0
		err := scan([]byte(frame), func(text []byte) {
			if publisher, n, nanos, ok := readStamp(text); ok {
				found++
				if publisher != 7 || n != 1234 || nanos != 987654321 {
					t.Errorf("read %d.%d.%d in %s", publisher, n, nanos, frame)
				}
			}
		})
		if err != nil || found != strings.Count(frame, stamp) {
			t.Errorf("%d stamps, error %v, in %s", found, err, frame)
		}
	}
}

func TestAFrameThatIsNotWholeIsNoDelivery(t *testing.T) {
	for _, frame := range []string{`{"a":"b`, `{"a":[1}`[:6], `]`, `{"a":"\"}`} {
		if scan([]byte(frame), func([]byte) {}) == nil {
			t.Errorf("took %s for JSON", frame)
		}
	}
}

func TestAHoleOrASwapIsSeen(t *testing.T) {
	say := func(n int) []byte { return fmt.Appendf(nil, `{"m":"%s"}`, makeStamp(0, n, 1)) }
	for name, order := range map[string][]int{"hole": {0, 2}, "swap": {1, 0}, "twice": {0, 0}} {
		l := newLedger(1, 3, 1)
		hear := l.receiver()
		for _, n := range order {
			hear(say(n))
		}
		if l.broken.Load() == nil {
			t.Errorf("%s: not seen", name)
		}
	}
	l := newLedger(1, 3, 1)
	hear := l.receiver()
	for n := range 3 {
		hear(say(n))
	}
	if l.broken.Load() != nil || l.delivered.Load() != 3 {
		t.Error("a good order was refused")
	}
}
