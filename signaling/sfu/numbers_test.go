package sfu

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the sources do (switch, lose, repeat, reorder, pause), what is written is one stream: no sequence number twice,
// new packets follow each other with the holes of their own source only, and time never goes back.
func TestNumbersMakeOneStream(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := numbers{clock: opusClock}
		now := time.Unix(1_700_000_000, 0)
		type origin struct {
			c   cut
			seq uint16
		}
		from := map[uint16]origin{}
		c := cut{source: 1}
		seq := rapid.Uint16().Draw(rt, "seq")
		ts := rapid.Uint32().Draw(rt, "ts")
		var lastSeq uint16
		var lastTS uint32
		started := false
		for range rapid.IntRange(1, 300).Draw(rt, "packets") {
			var lost uint16
			in, inTS := seq, ts
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0: // somebody else speaks
				c = cut{source: c.source + 1, run: c.run}
				seq, ts = rapid.Uint16().Draw(rt, "seq"), rapid.Uint32().Draw(rt, "ts")
				in, inTS = seq, ts
			case 1: // a pause
				c.run++
				now = now.Add(time.Duration(rapid.IntRange(0, 60_000).Draw(rt, "pause")) * time.Millisecond)
			case 2: // loss
				lost = rapid.Uint16Range(1, 20).Draw(rt, "lost")
				seq += lost
				ts += 960 * uint32(lost)
				in, inTS = seq, ts
			case 3: // late or repeated
				back := rapid.Uint16Range(1, 40).Draw(rt, "back")
				in, inTS = seq-back, ts-960*uint32(back)
			}
			now = now.Add(20 * time.Millisecond)
			got, ok := n.next(c, in, inTS, now)
			if in == seq {
				seq++
				ts += 960
			}
			if !ok {
				continue
			}
			if had, again := from[got.seq]; again && (had.c != c || had.seq != in) {
				rt.Fatalf("sequence %d carries packet %v and packet %v of %v", got.seq, had, in, c)
			}
			from[got.seq] = origin{c, in}
			if got.late {
				continue
			}
			if started {
				if step := got.seq - lastSeq; step == 0 || (got.anchored && step != 1) || step > 60 {
					rt.Fatalf("from sequence %d to %d (anchored %v)", lastSeq, got.seq, got.anchored)
				}
				if int32(got.ts-lastTS) <= 0 {
					rt.Fatalf("from time %d to %d", lastTS, got.ts)
				}
			}
			started, lastSeq, lastTS = true, got.seq, got.ts
		}
	})
}

// A packet from before the switch point would be written with a number the former source already used.
func TestNumbersDropWhatCameBeforeTheCut(t *testing.T) {
	n := numbers{clock: opusClock}
	now := time.Unix(0, 0)
	n.next(cut{source: 1}, 100, 0, now)
	n.next(cut{source: 2}, 500, 0, now)
	if _, ok := n.next(cut{source: 2}, 499, 0, now); ok {
		t.Fatal("a packet from before the cut was written")
	}
	if _, ok := n.next(cut{source: 2}, 500, 0, now); ok {
		t.Fatal("a repeated packet was written")
	}
}

func TestLineFor(t *testing.T) {
	now := time.Unix(100, 0)
	ago := func(d time.Duration) talker { return talker{taken: true, spokeAt: now.Add(-d)} }
	for name, c := range map[string]struct {
		lines    []talker
		speaking bool
		want     int
		ok       bool
	}{
		"a free line, even for a silence":    {[]talker{ago(0), {}}, false, 1, true},
		"the quietest gives way":             {[]talker{ago(time.Second), ago(3 * time.Second)}, true, 1, true},
		"nobody is cut who speaks":           {[]talker{ago(100 * time.Millisecond), ago(0)}, true, 0, false},
		"a silence takes nobody's line":      {[]talker{ago(time.Minute)}, false, 0, false},
		"there may be no line for open talk": {nil, true, 0, false},
	} {
		if got, ok := lineFor(c.lines, c.speaking, now); got != c.want || ok != c.ok {
			t.Errorf("%s: line %d, %v", name, got, ok)
		}
	}
}
