package session

import (
	"palabre/rooms"
	"palabre/rooms/hands"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// gestureCommands are those of the person the stick is with.
func gestureCommands() []command {
	const part = rights.SessionTakePart
	return []command{
		inside("stick.take", part, "the person offered", "Takes the stick held out to me: my microphone opens.",
			func(t *tx, a RoundArgs) *rooms.Refusal { return t.table().Take(t.me(), a.Round) }),
		inside("stick.pass", part, "the person offered, or next at the centre", "Lets the stick go on; no reason is asked, nothing is shown.",
			func(t *tx, a RoundArgs) *rooms.Refusal { return t.table().Pass(t.me(), a.Round) }),
		inside("stick.later", part, "the person offered, or next at the centre; one whose offers went by unanswered", "Keeps my place for the end of the round.",
			func(t *tx, a RoundArgs) *rooms.Refusal { return t.table().Later(t.me(), a.Round) }),
		inside("stick.release", part, "the holder", "Hands the stick on: it is offered to the next.",
			func(t *tx, a GrantArgs) *rooms.Refusal { return t.table().Release(t.me(), a.Grant) }),
		inside("stick.centre", part, "the holder", "Lays the stick in the centre, with no successor.",
			func(t *tx, a GrantArgs) *rooms.Refusal { return t.table().ToCentre(t.me(), a.Grant) }),
		inside("stick.pick", part, "the next in order", "Takes the stick from the centre.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Pick(t.me()) }),
	}
}

// roundCommands are those of the people who run the round.
func roundCommands() []command {
	const run, temper = rights.SessionRun, rights.SessionTemper
	return []command{
		inside("stick.prepare", run, runs, "Proposes a round: question, order, who is heard, and the time of a turn.", prepare),
		inside("stick.order", run, runs, "Changes the order of a round that has not begun.",
			func(t *tx, a OrderArgs) *rooms.Refusal {
				return t.table().Reorder(a.Order, t.state().People.Circle())
			}),
		inside("stick.begin", run, runs, "Begins the round: the order is fixed, hands come down, the first is offered.", begin),
		inside("stick.offer", run, runs, "Holds the stick out to the next: from the centre, or past an offer unanswered for 45 s.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Offer(t.me()) }),
		inside("stick.nudge", temper, leads, "Says a private word to the holder.", nudge),
		inside("stick.remind", run, runs, "Recalls the frame to all, naming nobody.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Remind() }),
		inside("stick.pause", run, runs, "Pauses the round: nobody is heard, clocks stand still.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().PauseNow(t.me()) }),
		inside("stick.resume", run, runs, "Ends the pause.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().GoOn() }),
		inside("stick.take_back", temper, leads, "Takes the stick back, with a reason that facilitators and the holder see.", takeBack),
		inside("stick.wait", run, runs, "Waits longer for a suspended holder, an unanswered offer, or the last absent people.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Wait() }),
		inside("stick.go_on", run, runs, "Goes on without waiting for them.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Continue(t.me()) }),
		inside("stick.end", run, runs, "Ends the round, or withdraws one that has not begun.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().End(stick.WhyEnded) }),
		inside("stick.gate", run, runs, "Says who is heard during the round: the holder, or everyone.", setGate),
		inside("stick.clock", run, runs, "Says what follows when a turn's time is up.", setClock),
	}
}

func prepare(t *tx, a PrepareArgs) *rooms.Refusal {
	st := t.state()
	if no := checkID("round", a.Round); no != nil {
		return no
	}
	if r := st.Stick.Round; r != nil && r.ID == a.Round && r.Life != stick.Proposed {
		return bad("round")
	}
	question, no := words("question", a.Question, maxQuestion, false)
	if no != nil {
		return no
	}
	if a.TurnS != 0 && (a.TurnS < minTurn || a.TurnS > maxTurn) {
		return bad("turn_s")
	}
	p := stick.Proposal{
		Round: a.Round, Question: question, Lead: t.me(), LeadSeat: a.Seat, Order: a.Order, Circle: st.People.Circle(),
		Gate: a.Gate, Clock: a.Clock, Turn: rooms.Millis(a.TurnS) * 1000, Strict: st.Strict,
	}
	if p.LeadSeat == "" {
		p.LeadSeat = stick.LeadLast
	}
	if p.Gate == "" {
		p.Gate = stick.GateHolder
	}
	if p.Clock == "" {
		p.Clock = stick.Soft
	}
	if p.LeadSeat != stick.LeadFirst && p.LeadSeat != stick.LeadLast && p.LeadSeat != stick.LeadNone {
		return bad("seat")
	}
	if !validGate(p.Gate) {
		return bad("gate")
	}
	if !validClock(p.Clock) {
		return bad("clock")
	}
	if ph, ok := st.Agenda.Present(); ok {
		p.Phase = ph.ID
	}
	return t.table().Prepare(p)
}

func validGate(g stick.Gate) bool   { return g == stick.GateHolder || g == stick.GateOpen }
func validClock(c stick.Clock) bool { return c == stick.Soft || c == stick.Strict }

func begin(t *tx, _ NoArgs) *rooms.Refusal {
	if no := t.table().Begin(); no != nil {
		return no
	}
	if len(t.state().Hands.Up) > 0 {
		t.emit(hands.Cleared{})
	}
	t.table().First()
	return nil
}

func nudge(t *tx, a NudgeArgs) *rooms.Refusal {
	text, no := words("text", a.Text, maxWords, false)
	if no != nil {
		return no
	}
	return t.table().Nudge(a.Grant, text)
}

func takeBack(t *tx, a TakeBackArgs) *rooms.Refusal {
	reason, no := words("reason", a.Reason, maxWords, true)
	if no != nil {
		return no
	}
	return t.table().TakeBack(a.Grant, reason)
}

func setGate(t *tx, a GateArgs) *rooms.Refusal {
	if !validGate(a.Gate) {
		return bad("gate")
	}
	return t.table().SetGate(a.Gate)
}

func setClock(t *tx, a ClockArgs) *rooms.Refusal {
	if !validClock(a.Clock) {
		return bad("clock")
	}
	return t.table().SetClock(a.Clock, t.state().Strict)
}
