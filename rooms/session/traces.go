package session

import (
	"strings"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/codec"
	"palabre/rooms/dedup"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/hands"
	"palabre/rooms/poll"
	"palabre/rooms/scenario"
	"palabre/rooms/stick"
)

// Forgotten is what stays in the log of an event of which nothing is to stay but its place: of a circle whose phase leaves no
// traces, who held the stick, in which order, when and for how long.
type Forgotten struct{}

// EventName is the name in the log; short, for no event grows when it is forgotten.
func (Forgotten) EventName() string { return "forgotten" }

// traces is what the present phase leaves.
func (st *state) traces() scenario.Traces {
	p, _ := st.Agenda.Present()
	return p.Traces
}

// passing tells whether what is asked now is to go at the close: the phase leaves no traces, and not what comes that way (TR-5).
func (st *state) passing(from scenario.From) bool {
	p, _ := st.Agenda.Present()
	return p.Traces == scenario.NoTraces && p.From != from
}

// votesLeave is what stays of a vote prepared now (PO-14).
func (st *state) votesLeave() poll.Leaves {
	switch {
	case st.passing(scenario.FromPoll):
		return poll.Nothing
	case st.traces() == scenario.NoTraces:
		return poll.Choice
	default:
		return poll.All
	}
}

// count counts what happened, unless the phase leaves no traces (TR-4).
func (st *state) count(do func()) {
	if st.traces() != scenario.NoTraces {
		do()
	}
}

// forgetFloors makes the state that of a session whose log never had the floors that were forgotten: it remembers none at all, for
// it is closed.
func (st *state) forgetFloors() {
	st.Stick, st.Sticks = stick.State{}, nil
	st.Floor, st.Hands, st.Cast = floor.New(), hands.New(), cast.New(st.Cast.Parts)
	st.Equity.Circles = map[rooms.GroupID]*equity.Circle{}
	st.Dedup = dedup.New()
	st.Heard, st.Apart, st.Voice = heard{}, nil, uint64(st.Head)
}

// tracks follows a log for what its phases leave: at which places something of a floor happened that is to be forgotten, and
// what of people's words goes at the close whatever the mode.
type tracks struct {
	phases []agenda.Phase
	at     int
	since  rooms.Millis // when the present phase began
	moved  rooms.Event  // the event that began it
	moving bool         // what is read came with that event, from the same gesture
	was    phaseOf
	given  map[uint64]phaseOf         // floors, by their grant
	floors map[rooms.Seq]rooms.Millis // with the instant at which their phase began
	bare   map[rooms.Seq]bool
	none   map[rooms.Seq]bool // of a phase without traces
	names  map[rooms.Seq]bool // …that leaves no board
}

// phaseOf is when a phase began, and what it leaves.
type phaseOf struct {
	traces scenario.Traces
	since  rooms.Millis
}

func newTracks() tracks {
	return tracks{at: -1, given: map[uint64]phaseOf{}, floors: map[rooms.Seq]rooms.Millis{}, bare: map[rooms.Seq]bool{}, none: map[rooms.Seq]bool{}, names: map[rooms.Seq]bool{}}
}

func (k *tracks) now() scenario.Traces {
	if k.at < 0 || k.at >= len(k.phases) {
		return scenario.Full
	}
	return k.phases[k.at].Traces
}

func (k *tracks) read(e rooms.Event, p codec.Event) {
	switch p := p.(type) {
	case Opened:
		k.phases = p.Phases
		return
	case agenda.Moved:
		k.was = phaseOf{k.now(), k.since}
		k.at, k.since, k.moved, k.moving = p.At, e.At, e, true
		return
	}
	k.moving = k.moving && e.By == k.moved.By && e.Client == k.moved.Client && e.N == k.moved.N
	if ofFloor(e.Name, p) {
		if of := k.of(p); of.traces == scenario.NoTraces {
			k.floors[e.Seq] = of.since
		}
	}
	if t := k.now(); t == scenario.NoTraces || t == scenario.Bare {
		k.bare[e.Seq] = true
		k.none[e.Seq] = t == scenario.NoTraces
	}
	if _, named := withoutName(p); named && k.none[e.Seq] && !leavesBoards(k.phases[k.at]) {
		k.names[e.Seq] = true
	}
}

// of is the phase that something of a floor is of: what ends with a phase is told with the change to the next one, and the end of
// a floor is of the phase in which it was given.
func (k *tracks) of(p codec.Event) phaseOf {
	present := phaseOf{k.now(), k.since}
	switch p := p.(type) {
	case floor.Ruled:
		return present
	case floor.Given:
		k.given[p.Grant] = present
		return present
	case floor.Ended:
		if of, known := k.given[p.Grant]; known {
			return of
		}
	}
	if k.moving {
		return k.was
	}
	return present
}

// ofFloor tells whether an event is of who spoke, and when.
func ofFloor(name string, p codec.Event) bool {
	if _, ok := p.(Within); ok {
		return true
	}
	machine, _, _ := strings.Cut(name, ".")
	return machine == "stick" || machine == "floor" || machine == "hands" || machine == "cast"
}
