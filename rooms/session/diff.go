package session

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"palabre/rooms"
)

// diff tells each audience which of its cells changed.
func diff(before, after []cell) []rooms.Delta {
	old, now := index(before), index(after)
	was, is := roundIDs(before), roundIDs(after)
	whole := func(c cell) bool { return was[c.to] != is[c.to] }
	d := deltas{}
	for _, c := range after {
		if apart(old, now, &c) {
			continue
		}
		if isRound(c) && (len(c.path) == 1) != whole(c) {
			continue
		}
		if b, ok := old[key(c)]; !ok || !reflect.DeepEqual(b.value, c.value) {
			d.add(c.to, rooms.Op{Path: c.path, Value: c.value}, !ok)
		}
	}
	for _, c := range before {
		if _, ok := now[key(c)]; ok || isRound(c) && (len(c.path) == 1) != whole(c) || goesWhole(old, now, c) {
			continue
		}
		d.add(c.to, rooms.Op{Path: c.path, Gone: true}, false)
	}
	return d.list
}

func isRound(c cell) bool { return c.path[0] == "round" }

// roundIDs is the round that each audience sees.
func roundIDs(cs []cell) map[rooms.Audience]rooms.RoundID {
	ids := map[rooms.Audience]rooms.RoundID{}
	for _, c := range cs {
		if r, ok := c.value.(Round); ok && isRound(c) {
			ids[c.to] = r.ID
		}
	}
	return ids
}

func key(c cell) string {
	return string(c.to.Role) + "\x00" + c.to.Group + "\x00" + string(c.to.Member) + "\x00" + strings.Join(c.path, "\x00")
}

func index(cs []cell) map[string]cell {
	m := make(map[string]cell, len(cs))
	for _, c := range cs {
		m[key(c)] = c
	}
	return m
}

// deltas gathers operations by audience, in the order in which audiences appear.
type deltas struct{ list []rooms.Delta }

func (d *deltas) add(to rooms.Audience, op rooms.Op, first bool) {
	i := slices.IndexFunc(d.list, func(x rooms.Delta) bool { return x.To == to })
	if i < 0 {
		i = len(d.list)
		d.list = append(d.list, rooms.Delta{To: to})
	}
	d.list[i].Ops = append(d.list[i].Ops, op)
	if first && len(op.Path) == 2 && (op.Path[0] == "people" || op.Path[0] == "door") {
		d.list[i].Mentions = append(d.list[i].Mentions, rooms.MemberID(op.Path[1]))
	}
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	ks := make([]K, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
