package groups_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

// memberBy reads the log from its beginning and tells whose group she is of and whether
// groups are open: the slow oracle of who sits where.
func memberBy(log []entry, m rooms.MemberID) (group rooms.GroupID, open, done bool) {
	var set groups.SetID
	finished := map[rooms.GroupID]bool{}
	from := func(lists [][]rooms.MemberID) {
		group = ""
		for i, ms := range lists {
			if slices.Contains(ms, m) {
				group = set.Group(i + 1)
			}
		}
	}
	for _, en := range log {
		switch e := en.e.(type) {
		case groups.Made:
			set, open = e.Set, false
			finished = map[rooms.GroupID]bool{}
			var lists [][]rooms.MemberID
			for _, g := range e.Groups {
				lists = append(lists, g.Members)
			}
			from(lists)
		case groups.Withdrawn:
			group = ""
		case groups.Opened:
			open = true
		case groups.Ended:
			open = false
			finished = map[rooms.GroupID]bool{}
		case groups.Turned:
			open = true
			finished = map[rooms.GroupID]bool{}
			from(e.Groups)
		case groups.Placed:
			if e.Member == m {
				group = e.Group
			}
		case groups.Freed:
			if e.Member == m {
				group = ""
			}
		case groups.Swapped:
			if m == e.A || m == e.B {
				other := e.A
				if m == e.A {
					other = e.B
				}
				before := slices.IndexFunc(log, func(x entry) bool { return reflect.DeepEqual(x, en) })
				group, _, _ = memberBy(log[:before], other)
			}
		case groups.Done:
			finished[e.Group] = e.On
		}
	}
	return group, open, finished[group]
}

// gesture is one random thing that somebody asks or that befalls her.
func (w *world) gesture(rt *rapid.T, n int) *rooms.Refusal {
	who := rapid.SampledFrom([]rooms.MemberID{"ana", "bea", "m00", "m01", "m02", "m03", "m04", "m05", "m06"})
	m, x := who.Draw(rt, "m"), who.Draw(rt, "x")
	r := w.room()
	var g rooms.GroupID
	if w.s.Set != nil && rapid.IntRange(0, 4).Draw(rt, "named") > 0 {
		g = w.s.Set.ID.Group(rapid.IntRange(1, 4).Draw(rt, "group"))
	}
	type es = []codec.Event
	type no = *rooms.Refusal
	one := func(f func() (codec.Event, no)) no { return w.one(m, f) }
	inside := slices.Contains(w.circle, m)
	switch k := rapid.IntRange(0, 25).Draw(rt, "what"); {
	case k == 0:
		w.leave(m)
	case k == 1:
		w.enter(m)
	case k == 2:
		w.here[m] = inside && !w.here[m]
	case k == 3:
		w.leads[m] = !w.leads[m]
		w.emit("", w.s.RoleGiven(m, w.leads[m])...)
	case k == 4:
		w.s.Shift(0)
		w.tick()
	case k <= 6:
		by := rapid.SampledFrom([]groups.Method{groups.Lot, groups.Fresh, groups.Self, groups.Chosen}).Draw(rt, "by")
		a := groups.ProposeArgs{Set: groups.SetID(string(rune('a'+n%26)) + string(rune('a'+n/26))), By: by, Seed: uint64(n)}
		switch by {
		case groups.Self:
			a.Count, a.Limit = 3, 2
		case groups.Chosen:
			a.Groups = [][]rooms.MemberID{{m}, {x}}
		default:
			a.Size = rapid.IntRange(2, 3).Draw(rt, "size")
		}
		return one(func() (codec.Event, no) { return w.s.Propose(m, a, "", r) })
	case k <= 8:
		return one(func() (codec.Event, no) {
			a := groups.OpenArgs{Minutes: 3}
			if w.s.Set != nil {
				a.Set = w.s.Set.ID
			}
			return w.s.Open(a, w.at)
		})
	case k == 9:
		return one(func() (codec.Event, no) {
			return w.s.Extend(groups.ExtendArgs{Minutes: rapid.IntRange(-3, 3).Draw(rt, "minutes")}, w.at)
		})
	case k == 10:
		return one(func() (codec.Event, no) { return w.s.Recall(groups.RecallArgs{}, w.at) })
	case k == 11 && rapid.IntRange(0, 2).Draw(rt, "close") == 0:
		w.emit(m, some(w.s.Close(groups.WhyEnded))...)
	case k == 12:
		return one(func() (codec.Event, no) { return w.s.Withdraw() })
	case k <= 14 && inside:
		return w.do(m, func() (es, no) { return w.s.Join(m, groups.JoinArgs{Group: g}, r) })
	case k <= 16:
		return w.do(m, func() (es, no) { return w.s.Move(m, groups.MoveArgs{Member: x, Group: g}, r) })
	case k == 17:
		return one(func() (codec.Event, no) { return w.s.Swap(groups.SwapArgs{A: m, B: x}) })
	case k == 18:
		return w.do(m, func() (es, no) { return w.s.Out(m, groups.OutArgs{Member: x}) })
	case k == 19 && inside:
		return w.do(m, func() (es, no) { return w.s.Visit(m, groups.GroupArgs{Group: g}, r) })
	case k == 20:
		return one(func() (codec.Event, no) { return w.s.Back(m) })
	case k == 21:
		return one(func() (codec.Event, no) { return w.s.Help(m) })
	case k == 22:
		return one(func() (codec.Event, no) { return w.s.Answer(groups.GroupArgs{Group: g}) })
	case k == 23:
		return w.do(m, func() (es, no) { return w.s.Finish(m, groups.DoneArgs{On: rapid.Bool().Draw(rt, "on")}) })
	case k == 24 && w.s.Set != nil:
		return one(func() (codec.Event, no) {
			return w.s.Turn(groups.TurnArgs{Round: w.s.Set.Round, Seed: uint64(n)}, r)
		})
	default:
		w.emit(m, some(w.s.Wish(m, w.leads[m] && rapid.Bool().Draw(rt, "on")))...)
	}
	return nil
}

// TestHistories GR-1, GR-3, GR-10, GR-13, GR-17 to GR-19, GR-25: over random lives of groups.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, 7, "ana", "bea")
		for n := range rapid.IntRange(1, 60).Draw(rt, "steps") {
			w.at += rooms.Millis(rapid.IntRange(0, 40_000).Draw(rt, "pause"))
			if d := w.s.Deadline(); d != 0 && d <= w.at {
				w.at = d
				w.tick()
				if w.s.Active() {
					rt.Fatal("GR-13: the countdown is over and groups are open")
				}
			}
			w.gesture(rt, n)
			w.check(rt)
		}
		w.replay(rt)
	})
}

func (w *world) check(rt *rapid.T) {
	for _, m := range []rooms.MemberID{"ana", "bea", "m00", "m01", "m02", "m03", "m04", "m05", "m06"} {
		group, open, done := memberBy(w.log, m)
		if !open && (w.s.Set == nil || w.s.Set.Life != groups.Proposed) {
			group = ""
		}
		if got := w.s.Member(m); got != group {
			rt.Fatalf("%s is of %q, the log says %q", m, got, group)
		}
		visit := rooms.GroupID("")
		if w.s.Set != nil {
			visit = w.s.Set.Visits[m]
		}
		if visit != "" && (!open || !w.leads[m] || !slices.Contains(w.circle, m)) {
			rt.Fatalf("GR-19: %s visits %q; leads %t, open %t", m, visit, w.leads[m], open)
		}
		where := visit
		if where == "" && open && !done {
			where = group
		}
		if got := w.s.Where(m); got != where {
			rt.Fatalf("%s is in %q, should be in %q", m, got, where)
		}
		if w.s.Member(m) != "" && !slices.Contains(w.circle, m) {
			rt.Fatalf("GR-17: %s is of a group and not in the room", m)
		}
	}
	w.checkGroups(rt)
}

func (w *world) checkGroups(rt *rapid.T) {
	seen := map[rooms.MemberID]bool{}
	if w.s.Set == nil {
		return
	}
	for _, g := range w.s.Set.Groups {
		for _, m := range g.Members {
			if seen[m] && w.s.Set.Life != groups.Closed {
				rt.Fatalf("%s has two places", m)
			}
			seen[m] = true
		}
		if l := w.s.Set.Limit; l > 0 && len(g.Members) > l {
			rt.Fatalf("GR-10: %d people in a group of %d", len(g.Members), l)
		}
		if g.Host != "" && !slices.Contains(g.Members, g.Host) {
			rt.Fatal("a host who is not at her table")
		}
		if g.Help != nil && (!w.s.Active() || len(g.Members) == 0 || g.Done) {
			rt.Fatal("GR-18: a call from nobody")
		}
	}
	if v := w.s.Seen(); (v != nil) != w.s.Active() {
		rt.Fatal("GR-23: seen without being open")
	} else if v != nil && v.By != groups.Self {
		for _, g := range v.Groups {
			if g.Members != nil {
				rt.Fatal("GR-23: all are told who sits where")
			}
		}
	}
}

// replay folds the log into another state, with a snapshot on the way.
func (w *world) replay(rt *rapid.T) {
	s := groups.New(nil)
	cut := rapid.IntRange(0, len(w.log)).Draw(rt, "snapshot")
	for i, en := range w.log {
		if i == cut {
			b, err := json.Marshal(s)
			if err != nil {
				rt.Fatal(err)
			}
			s = groups.New(nil)
			if err := json.Unmarshal(b, &s); err != nil {
				rt.Fatal(err)
			}
		}
		s.Apply(en.at, rooms.Seq(i+1), en.by, en.e)
	}
	b, err := json.Marshal(s)
	if err != nil {
		rt.Fatal(err)
	}
	if string(b) != w.image() {
		rt.Fatalf("the log tells another story:\n%s\n%s", b, w.image())
	}
}
