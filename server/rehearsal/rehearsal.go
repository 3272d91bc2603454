// Package rehearsal lets somebody who prepares a meeting live it alone: the engine of the live room itself, on a clock of its
// own, with seats that play by themselves. It is a function: a plan, a seed, the gestures of whoever rehearses and when she
// made them go in, what she would see at an instant comes out. Nothing is hosted, kept or announced, so that nothing has to
// be destroyed.
package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Bounds of one rehearsal.
const (
	MaxPeople   = 30
	MaxGestures = 400
	MaxMillis   = rooms.Millis(8 * 60 * 60 * 1000)
	maxSteps    = 3_000 // eight hours of turns of half a minute, one after the other, are some 2 000
)

// ErrLong is told of a rehearsal in which more happens than one is lived for.
var ErrLong = fmt.Errorf("rehearsal: more than %d steps", maxSteps)

// begins is the instant that rehearsals begin at: theirs is no date.
const begins = rooms.Millis(60 * 60 * 1000)

// Lead is who rehearses; the others are s1, s2…
const Lead = rooms.MemberID("vous")

const room = rooms.RoomID("ses_repetition")

// Gesture is a command of whoever rehearses, at an instant of the rehearsal.
type Gesture struct {
	At   rooms.Millis // ms since the beginning
	Name string
	Args json.RawMessage
}

// Ask is a rehearsal up to an instant.
type Ask struct {
	Plan     session.Plan
	People   int // seats that play by themselves
	Seed     uint64
	At       rooms.Millis // ms since the beginning
	Gestures []Gesture    // in the order of their instants
	// From is up to when she has seen it: it stops, before At, where the stick comes to be held out to
	// her after that.
	From rooms.Millis
}

// Told is what whoever rehearses sees. Instants are ms since the beginning, but in the view, whose
// own zero is Zero.
type Told struct {
	At      rooms.Millis
	Zero    rooms.Millis
	Next    rooms.Millis // the next instant at which something happens by itself, 0 for none
	View    session.View
	Heard   rooms.Audible
	Journal []Line
	Refused *rooms.Refusal // why the last gesture changed nothing
}

// Run lives a rehearsal up to the instant. It is the same each time that the same is asked: ErrLong when too much happens,
// the context's error when that ends before.
func Run(ctx context.Context, ask Ask) (Told, error) {
	h, err := open(ask)
	if err != nil {
		return Told{}, err
	}
	var refused *rooms.Refusal
	for _, g := range ask.Gestures {
		at := begins + min(max(g.At, 0), ask.At)
		if err := h.until(ctx, at); err != nil {
			return Told{}, err
		}
		refused = h.do(rooms.Actor{Member: Lead, Standing: rooms.RoleFacilitator}, g.Name, g.Args)
	}
	h.from = begins + ask.From
	h.halts = true
	end := begins + ask.At
	if err := h.until(ctx, end); err != nil {
		return Told{}, err
	}
	told := Told{At: h.now - begins, Zero: begins, View: h.view(Lead), Heard: h.s.Audible(), Journal: h.lines, Refused: refused}
	if next, _ := h.next(); next != 0 {
		told.Next = next - begins
	}
	return told, nil
}

// hall is the room while it is rehearsed.
type hall struct {
	s       *session.Session
	now     rooms.Millis
	n       uint64
	steps   int
	seed    uint64
	seats   []rooms.MemberID
	in      int // seats that have come in
	wishes  map[rooms.MemberID]wish
	lines   []Line
	papers  papers
	lang    string
	changed bool
	halts   bool // where the stick is held out to Lead, after from
	from    rooms.Millis
}

func open(ask Ask) (*hall, error) {
	h := &hall{s: session.New(room), now: begins, seed: ask.Seed, wishes: map[rooms.MemberID]wish{}, papers: papers{}, lang: ask.Plan.Lang}
	for i := range min(max(ask.People, 1), MaxPeople) {
		h.seats = append(h.seats, rooms.MemberID(fmt.Sprintf("s%d", i+1)))
	}
	plan := ask.Plan
	plan.Lead = []rooms.MemberID{Lead}
	args, err := json.Marshal(plan)
	if err != nil {
		return nil, fmt.Errorf("rehearsal: plan: %w", err)
	}
	if no := h.host(session.CmdOpen, args); no != nil {
		return nil, fmt.Errorf("rehearsal: open: %w", no)
	}
	if no := h.do(rooms.Actor{Member: Lead, Standing: rooms.RoleFacilitator}, "people.enter", nil); no != nil {
		return nil, fmt.Errorf("rehearsal: enter: %w", no)
	}
	return h, nil
}

func (h *hall) host(name string, args json.RawMessage) *rooms.Refusal {
	return h.do(rooms.Actor{System: true}, name, args)
}

func (h *hall) do(who rooms.Actor, name string, args json.RawMessage) *rooms.Refusal {
	h.n++
	h.steps++
	client := rooms.ClientID("repetition")
	steps, no := h.s.Handle(rooms.Command{Client: client, N: h.n, Actor: who, At: h.now, Name: name, Args: args})
	for _, s := range steps {
		h.note(s.Event)
	}
	h.changed = h.changed || len(steps) > 0
	return no
}

// view is what somebody sees; nobody waits at this door.
func (h *hall) view(m rooms.MemberID) session.View {
	v, ok := h.s.Viewer(m, standing(m))
	if !ok {
		return session.View{}
	}
	view, _ := h.s.View(v).(session.View)
	return view
}

func standing(m rooms.MemberID) rooms.Role {
	if m == Lead {
		return rooms.RoleFacilitator
	}
	return rooms.RoleMember
}

// until lets the room live up to an instant.
func (h *hall) until(ctx context.Context, end rooms.Millis) error {
	for {
		at, act := h.next()
		if at == 0 || at > end {
			h.now = max(h.now, end)
			return nil
		}
		if h.steps > maxSteps {
			return ErrLong
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("rehearsal: %w", err)
		}
		h.now = max(h.now, at)
		act()
		if h.halts && h.changed && h.now > h.from {
			if o := h.view(Lead).MyOffer; o != nil && o.At == h.now {
				return nil
			}
		}
	}
}

// arrival is how far apart seats come in.
const arrival = rooms.Millis(1500)

// next is when something happens by itself, and what.
func (h *hall) next() (rooms.Millis, func()) {
	h.think()
	at, act := rooms.Millis(0), func() {}
	sooner := func(t rooms.Millis, do func()) {
		if t != 0 && (at == 0 || t < at) {
			at, act = t, do
		}
	}
	if h.in < len(h.seats) {
		m := h.seats[h.in]
		sooner(begins+rooms.Millis(h.in+1)*arrival, func() {
			h.in++
			_ = h.do(rooms.Actor{Member: m, Standing: rooms.RoleMember}, "people.enter", nil) // a door that refuses her leaves her out
		})
	}
	for _, m := range h.seats {
		if w, ok := h.wishes[m]; ok && !w.done {
			sooner(w.due, func() {
				w.done = true // once: refused or not, she wishes something else after
				h.wishes[m] = w
				_ = h.do(rooms.Actor{Member: m, Standing: rooms.RoleMember}, w.name, w.args)
			})
		}
	}
	sooner(h.s.Deadline(), func() { _ = h.host(rooms.CmdTick, nil) }) // there may be nothing to do
	return at, act
}

// think lets seats see what changed and wish something.
func (h *hall) think() {
	if !h.changed {
		return
	}
	h.changed = false
	shared := h.view(Lead)
	for _, m := range h.seats[:h.in] {
		w, ok := h.wishOf(m, shared)
		if !ok {
			delete(h.wishes, m)
			continue
		}
		if old, had := h.wishes[m]; had && old.key == w.key {
			continue
		}
		w.due += h.now
		h.wishes[m] = w
	}
}
