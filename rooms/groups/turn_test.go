package groups_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

// cafe opens tables with hosts, everyone else by lot.
func cafe(t testing.TB, tables, guests int, seed uint64) *world {
	w := newWorld(t, tables+guests, "ana")
	var hosts []rooms.MemberID
	for i := range tables {
		hosts = append(hosts, name(i))
	}
	w.must(w.propose(groups.ProposeArgs{Set: "cafe", By: groups.Lot, Count: tables, Hosts: hosts, Seed: seed}))
	w.must(w.open(groups.OpenArgs{Minutes: 20}))
	return w
}

// TestNewTables GR-22: when tables fill alike, nobody comes back to one before having
// sat at each; hosts stay; everyone has one place; sizes stay within one.
func TestNewTables(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tables, per := rapid.IntRange(2, 9).Draw(rt, "tables"), rapid.IntRange(1, 6).Draw(rt, "per")
		w := cafe(t, tables, tables*per, rapid.Uint64().Draw(rt, "seed"))
		sat := map[rooms.MemberID][]int{}
		for round := 1; ; round++ {
			for g, ms := range w.people() {
				if w.s.Set.Groups[g].Host != name(g) || !slices.Contains(ms, name(g)) || len(ms) != per+1 {
					rt.Fatalf("round %d: table %d has %v", round, g, ms)
				}
				for _, m := range ms {
					if m != name(g) && slices.Contains(sat[m], g) {
						rt.Fatalf("round %d of %d tables: %s is back at %d", round, tables, m, g)
					}
					sat[m] = append(sat[m], g)
				}
			}
			if len(sat) != tables*(per+1) {
				rt.Fatalf("%d people sit, of %d", len(sat), tables*(per+1))
			}
			if round == tables {
				return
			}
			w.must(w.turn(rapid.Uint64().Draw(rt, "seed")))
			if w.s.Set.Round != round+1 || w.s.Set.Life != groups.Open {
				rt.Fatalf("round %d, %s", w.s.Set.Round, w.s.Set.Life)
			}
		}
	})
}

// TestTurnIsBest GR-22: with few people, after any earlier rounds and moves by hand, as few
// come back to a table as can be, and then as few pairs meet again.
func TestTurnIsBest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tables := rapid.IntRange(2, 3).Draw(rt, "tables")
		w := cafe(t, tables, rapid.IntRange(tables, 6).Draw(rt, "guests"), rapid.Uint64().Draw(rt, "seed"))
		var past [][][]rooms.MemberID
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			if rapid.Bool().Draw(rt, "by hand") {
				m := rapid.SampledFrom(w.circle[1+tables:]).Draw(rt, "who")
				g := groups.SetID("cafe").Group(rapid.IntRange(1, tables).Draw(rt, "where"))
				w.must(w.do("ana", func() ([]codec.Event, *rooms.Refusal) {
					return w.s.Move("ana", groups.MoveArgs{Member: m, Group: g}, w.room())
				}))
			}
			var been [][]rooms.MemberID
			for _, g := range w.s.Set.Groups {
				been = append(been, slices.Clone(g.Been))
			}
			past = append(past, been)
			w.must(w.turn(rapid.Uint64().Draw(rt, "seed")))
			w.checkTurn(rt, past, tables)
		}
	})
}

// checkTurn compares the tables with the best of all ways to seat those who move.
func (w *world) checkTurn(rt *rapid.T, past [][][]rooms.MemberID, tables int) {
	cost := func(gs [][]rooms.MemberID) (back, again int) {
		for _, round := range past {
			for t, g := range gs {
				for _, m := range g {
					if m != name(t) && slices.Contains(round[t], m) {
						back++
					}
				}
			}
			again += pairs(gs, together(round))
		}
		return back, again
	}
	var sizes []int
	for _, n := range groups.Split(len(w.circle)-1, tables) {
		sizes = append(sizes, n-1)
	}
	const big = 1000
	best := cheapest(w.circle[1+tables:], sizes, func(gs [][]rooms.MemberID) int {
		full := make([][]rooms.MemberID, len(gs))
		for t := range gs {
			full[t] = append([]rooms.MemberID{name(t)}, gs[t]...)
		}
		back, again := cost(full)
		return back*big + again
	})
	back, again := cost(w.people())
	turned := w.log[len(w.log)-1].e.(groups.Turned)
	if back*big+again != best || turned.Repeats != again || !turned.Sure {
		rt.Fatalf("%d come back and %d meet again (said %+v), could be %d and %d", back, again, turned, best/big, best%big)
	}
}

// TestTurnTwice GR-22: two presses at once have one effect; without tables there is none.
func TestTurnTwice(t *testing.T) {
	w := cafe(t, 3, 6, 1)
	turn := func(round int) *rooms.Refusal {
		return w.one("ana", func() (codec.Event, *rooms.Refusal) {
			return w.s.Turn(groups.TurnArgs{Round: round, Seed: 4}, w.room())
		})
	}
	w.must(turn(1))
	w.refused(turn(1), groups.CodeTurned)
	if w.s.Set.Until != w.at+20*60_000 {
		t.Errorf("until %d", w.s.Set.Until)
	}
	w.emit("ana", w.s.Close(groups.WhyEnded))
	w.must(turn(2)) // the same tables open again after the plenary
	if w.s.Set.Life != groups.Open || w.s.Set.Round != 3 || len(w.s.Past) != 2 {
		t.Errorf("%s, round %d, %d rounds remembered", w.s.Set.Life, w.s.Set.Round, len(w.s.Past))
	}
	empty := newWorld(t, 4, "ana")
	empty.refused(empty.one("ana", func() (codec.Event, *rooms.Refusal) {
		return empty.s.Turn(groups.TurnArgs{}, empty.room())
	}), groups.CodeNone)
}

// TestHostLeaves GR-22: a table whose host is gone keeps its place in the café, and all who sit there move.
func TestHostLeaves(t *testing.T) {
	w := cafe(t, 3, 6, 1)
	w.leave("m01")
	if w.s.Set.Groups[1].Host != "" {
		t.Fatal("a host who is gone hosts still")
	}
	w.must(w.turn(2))
	counts := []int{}
	for _, g := range w.people() {
		counts = append(counts, len(g))
	}
	if !slices.Equal(counts, []int{2, 3, 3}) {
		t.Fatalf("tables of %v", counts)
	}
}
