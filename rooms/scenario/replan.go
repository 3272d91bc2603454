package scenario

import "palabre/rooms"

const minute rooms.Millis = 60_000

// Moment is where a meeting is when its rest is planned anew.
type Moment struct {
	At     int          // index of the present phase, -1 before the first
	Now    rooms.Millis // the host's clock
	Ends   rooms.Millis // when the present phase ends; 0 or past: it has no more time
	End    rooms.Millis // when the meeting should be over
	People int          // who are there; 0: as many as before
}

// Proposal is what the rest would become. It applies when somebody says so (SC-12).
type Proposal struct {
	Plan
	Ends rooms.Millis `json:"ends"` // when the meeting would be over
}

// Replan proposes a rest that ends in time, when someone ran over, or came late. Phases up to the present one stay as they
// are. Off is how many minutes too late it would still end (or, below 0, too early).
func Replan(phases []Phase, m Moment) Proposal {
	at := min(max(m.At+1, 0), len(phases))
	from := max(m.Now, m.Ends)
	left := max(0, m.End-from) / minute
	rest := make([]Phase, len(phases)-at)
	copy(rest, phases[at:])
	if m.People > 0 {
		for i := range rest {
			rest[i] = recount(rest[i], min(m.People, MaxPeople))
		}
	}
	rest, off := fit(rest, int(min(left, MaxMinutes)))
	whole := append(append([]Phase{}, phases[:at]...), rest...)
	return Proposal{
		Plan: Plan{Phases: whole, Changes: compare(phases, whole), Off: off},
		Ends: from + rooms.Millis(Minutes(rest))*minute,
	}
}

// recount gives a round the time of the people who are there (SC-6). One made by hand names no seats: its minutes tell for how
// many they were chosen. Without a measure of turns it keeps them.
func recount(p Phase, people int) Phase {
	if p.Rule.Kind != WithStick || p.Seats != 0 {
		return seat(p, people)
	}
	if p.Rule.TurnS == 0 {
		return p
	}
	p.Seats = 1
	for p.Seats < MaxPeople && p.Rule.need(p.Seats+1) <= p.Minutes {
		p.Seats++
	}
	p.Least = min(max(p.Least, p.Rule.quickest(p.Seats)), p.Minutes)
	return seat(p, people)
}
