package scenario

import "palabre/rooms"

// Change is what fitting did to a phase.
type Change struct {
	Phase    rooms.PhaseID `json:"phase"`
	Title    string        `json:"title"`
	From     int           `json:"from"` // minutes
	To       int           `json:"to"`
	TurnFrom int           `json:"turn_from,omitempty"` // seconds, of a turn that was shortened
	TurnTo   int           `json:"turn_to,omitempty"`
	Rounds   int           `json:"rounds,omitempty"` // that are left, when there were more
	Seats    int           `json:"seats,omitempty"`  // for which the round is now, when it was for others
}

// compare lists what differs between two forms of the same phases.
func compare(before, after []Phase) []Change {
	var changes []Change
	for i := range after {
		b, a := &before[i], &after[i]
		c := Change{Phase: a.ID, Title: a.Title, From: b.Minutes, To: a.Minutes}
		if b.Rule.TurnS != a.Rule.TurnS {
			c.TurnFrom, c.TurnTo = b.Rule.TurnS, a.Rule.TurnS
		}
		if b.Rule.Rounds != a.Rule.Rounds {
			c.Rounds = a.Rule.Rounds
		}
		if b.Seats != a.Seats {
			c.Seats = a.Seats
		}
		if c != (Change{Phase: a.ID, Title: a.Title, From: a.Minutes, To: a.Minutes}) {
			changes = append(changes, c)
		}
	}
	return changes
}

// Fit makes phases last so many minutes together (SC-8 to SC-11).
func Fit(phases []Phase, total int) Plan {
	fitted, off := fit(phases, total)
	return Plan{Phases: fitted, Changes: compare(phases, fitted), Off: off}
}

func fit(phases []Phase, total int) ([]Phase, int) {
	fitted := make([]Phase, len(phases))
	copy(fitted, phases)
	b := budget{phases: fitted, units: unitsOf(fitted)}
	if over := Minutes(fitted) - total; over > 0 {
		b.shrink(over)
	}
	if spare := total - Minutes(fitted); spare > 0 {
		b.grow(spare, discusses)
	}
	if spare := total - Minutes(fitted); spare > 0 {
		b.grow(spare, func(p Phase) bool { return p.Kind != KindBreak })
	}
	for i := range fitted {
		if p := &fitted[i]; p.Rule.Kind == WithStick {
			p.Rule = p.Rule.within(p.Minutes, p.Seats)
		}
	}
	return fitted, Minutes(fitted) - total
}

// unit is phases that give and take together: one, or the same row in every pass of a loop (SC-9).
type unit []int

func unitsOf(phases []Phase) []unit {
	type key struct {
		loop LoopID
		row  RowID
		step int
	}
	var units []unit
	known := map[key]int{}
	for i := range phases {
		l := phases[i].Loop
		if l == nil {
			units = append(units, unit{i})
			continue
		}
		k := key{l.ID, phases[i].Row, l.Step}
		at, ok := known[k]
		if !ok {
			at = len(units)
			known[k] = at
			units = append(units, nil)
		}
		units[at] = append(units[at], i)
	}
	return units
}

type budget struct {
	phases []Phase
	units  []unit
}

// room is by how many minutes every phase of a unit can become shorter.
func (b *budget) room(u unit) int {
	room := MaxMinutes
	for _, i := range u {
		room = min(room, b.phases[i].Minutes-max(1, b.phases[i].Least))
	}
	return max(room, 0)
}

// shrink takes minutes, in proportion to what units can give. What is left and smaller than a loop's step is
// taken as a whole step: the rest of it is given back by grow.
func (b *budget) shrink(over int) {
	rooms := make([]int, len(b.units))
	for i, u := range b.units {
		rooms[i] = b.room(u)
	}
	over = b.share(over, -1, rooms)
	if over == 0 {
		return
	}
	for _, u := range b.units {
		if b.room(u) > 0 {
			b.move(u, -1)
			return
		}
	}
}

// grow gives minutes to the phases that may take them, in proportion to their own.
func (b *budget) grow(spare int, may func(Phase) bool) {
	rooms := make([]int, len(b.units))
	for i, u := range b.units {
		if p := b.phases[u[0]]; may(p) {
			rooms[i] = max(0, MaxRow-p.Minutes)
		}
	}
	b.share(spare, 1, rooms)
}

// discusses tells whether more time in a phase is more talk or more work together.
func discusses(p Phase) bool {
	switch p.Rule.Kind {
	case Open, Hands, Inside, WithStick:
		return p.Kind != KindBreak && p.Minutes > 2
	default:
		return false
	}
}

// share moves minutes one by one to or from the unit that is furthest from its part, and gives what could not be
// moved. Shrinking, parts are in proportion to the room; growing, to the minutes.
func (b *budget) share(minutes, by int, rooms []int) int {
	weights := make([]int, len(b.units))
	all := 0
	for i, u := range b.units {
		if rooms[i] == 0 {
			continue
		}
		weights[i] = rooms[i] * len(u)
		if by > 0 {
			weights[i] = b.phases[u[0]].Minutes * len(u)
		}
		all += weights[i]
	}
	given, left := make([]int, len(b.units)), minutes
	for left > 0 {
		best, most := -1, 0
		for i, u := range b.units {
			if given[i] >= rooms[i] || len(u) > left {
				continue
			}
			if claim := weights[i]*minutes - given[i]*len(u)*all; best < 0 || claim > most {
				best, most = i, claim
			}
		}
		if best < 0 {
			break
		}
		given[best]++
		b.move(b.units[best], by)
		left -= len(b.units[best])
	}
	return left
}

func (b *budget) move(u unit, by int) {
	for _, i := range u {
		b.phases[i].Minutes += by
	}
}
