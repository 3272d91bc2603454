package sfu

import (
	"maps"
	"slices"
	"time"
)

// formation is how the people of a room sit: in circles, each with its gate and its listeners. A change makes another one;
// none is ever changed, so that each packet is decided by one as a whole: nobody is heard by a gate of before and by people
// of after.
type formation struct {
	circles []*circle      // the plenary first
	at      map[string]int // by member, of those who sit apart: which circle
	// unknown is so until somebody has said how people sit: nobody is heard, and nobody is seen.
	unknown bool
}

// circle is people who hear and see one another and nobody else.
type circle struct {
	group  string
	gate   *gate
	ears   []ear
	voices *voices
}

// ear is a listener in a circle.
type ear struct {
	*listener
	// stay differs each time she sits down: what she had heard of somebody ended, though the same voice may be on the same
	// line when she is back, and what was said meanwhile is no loss.
	stay uint32
}

// voices are the microphones on the audio lines of a circle, and are the circle's own while its group exists. Guarded by
// room.mu.
type voices [audioLines]*source

const plenary = 0

func (f *formation) circle(member string) *circle {
	if i, apart := f.at[member]; apart {
		return f.circles[i]
	}
	return f.circles[plenary]
}

// together tells whether two people sit in the same circle.
func (f *formation) together(a, b string) bool { return !f.unknown && f.at[a] == f.at[b] }

// divided tells whether there are circles beside the plenary.
func (f *formation) divided() bool { return len(f.circles) > 1 }

// silent tells whether nobody may be heard in any circle, whoever comes.
func (f *formation) silent() bool {
	return !slices.ContainsFunc(f.circles, func(c *circle) bool { return c.gate.mode != Nobody })
}

// form makes the formation that an Audible says, with the gates and voices of the former one where nothing changed. Whoever
// is named by two circles, and people of a group named twice, sit alone: a mistake elsewhere lets nobody overhear a circle.
func (f *formation) form(a Audible, now time.Time) *formation {
	next := &formation{circles: []*circle{f.keep("", a.Grant, a.Mode, a.Members, now)}, at: map[string]int{}}
	groups := map[string]bool{"": true}
	var alone []string
	for _, c := range a.Apart {
		if groups[c.Group] {
			alone = slices.AppendSeq(alone, maps.Keys(c.People))
			continue
		}
		groups[c.Group] = true
		for m := range c.People {
			if _, sits := next.at[m]; sits {
				alone = append(alone, m)
			}
			next.at[m] = len(next.circles)
		}
		next.circles = append(next.circles, f.keep(c.Group, c.Grant, c.Mode, c.Members, now))
	}
	slices.Sort(alone)
	for _, m := range slices.Compact(alone) {
		next.at[m] = len(next.circles)
		next.circles = append(next.circles, &circle{gate: newGate("", a.Grant, Nobody, nil, now), voices: &voices{}})
	}
	return next
}

// keep is the circle of a group, without its listeners.
func (f *formation) keep(group string, grant uint64, mode Mode, members map[string]struct{}, now time.Time) *circle {
	for i, had := range f.circles {
		if had.group != group || group == "" && i != plenary {
			continue
		}
		c := &circle{group: group, gate: had.gate, voices: had.voices}
		if !had.gate.same(grant, mode, members) {
			c.gate = newGate(group, grant, mode, members, now)
		}
		return c
	}
	return &circle{group: group, gate: newGate(group, grant, mode, members, now), voices: &voices{}}
}

// hushed is the same circles, in which nobody is heard.
func (f *formation) hushed(now time.Time) *formation {
	next := &formation{at: f.at, unknown: f.unknown}
	for _, c := range f.circles {
		shut := *c
		shut.ears = nil
		if c.gate.mode != Nobody {
			shut.gate = newGate(c.group, c.gate.grant, Nobody, nil, now)
		}
		next.circles = append(next.circles, &shut)
	}
	return next
}

// same tells that nothing differs from another formation.
func (f *formation) same(o *formation) bool {
	return f.unknown == o.unknown && maps.Equal(f.at, o.at) && slices.EqualFunc(f.circles, o.circles, func(a, b *circle) bool {
		return a.gate == b.gate && a.voices == b.voices
	})
}

// settle has the listeners of the former formation sit in this one, before it is in force; sat counts who sits down anew.
func (f *formation) settle(former *formation, sat *uint32) {
	for _, had := range former.circles {
		for _, e := range had.ears {
			c := f.circle(e.member)
			if c.voices != had.voices {
				*sat++
				e.stay = *sat
			}
			c.ears = append(c.ears, e)
		}
	}
}

// with is the formation with another listener in place of one she had; either may be nil.
func (f *formation) with(had, l *listener, stay uint32) *formation {
	next := &formation{circles: slices.Clone(f.circles), at: f.at, unknown: f.unknown}
	change := func(member string, do func([]ear) []ear) {
		i := f.at[member]
		c := *next.circles[i]
		c.ears = do(slices.Clone(c.ears))
		next.circles[i] = &c
	}
	if had != nil {
		change(had.member, func(ears []ear) []ear {
			return slices.DeleteFunc(ears, func(e ear) bool { return e.listener == had })
		})
	}
	if l != nil {
		change(l.member, func(ears []ear) []ear { return append(ears, ear{l, stay}) })
	}
	return next
}
