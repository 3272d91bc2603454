package session

import (
	"palabre/rooms"
	"palabre/rooms/hands"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// roundCommands are those of the people who run the round.
func roundCommands() []command {
	const run, temper = rights.SessionRun, rights.SessionTemper
	return []command{
		inCircle("stick.prepare", run, runs, "Proposes a round: question, order, who is heard, and the time of a turn.", prepare),
		inCircle("stick.order", run, runs, "Changes the order of a round that has not begun.",
			func(t *tx, a OrderArgs) *rooms.Refusal {
				if no := t.sawRound(a.Round); no != nil {
					return no
				}
				return t.table().Reorder(a.Order, t.state().in(t.circle()))
			}),
		inCircle("stick.begin", run, runs, "Begins the round: the order is fixed, hands come down, the first is offered.", afoot(begin)),
		inCircle("stick.offer", run, runs, "Holds the stick out to the next: from the centre, or past an offer unanswered for 45 s.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Offer(t.me()) }),
		inCircle("stick.nudge", temper, leads, "Says a private word to the holder.", nudge),
		inCircle("stick.remind", run, runs, "Recalls the frame to all, naming nobody.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Remind() }),
		inCircle("stick.pause", run, runs, "Pauses the round: nobody is heard, clocks stand still.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().PauseNow(t.me()) }),
		inCircle("stick.resume", run, runs, "Ends the pause.",
			afoot(func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().GoOn() })),
		inCircle("stick.take_back", temper, leads, "Takes the stick back, with a reason that facilitators and the holder see.", takeBack),
		inCircle("stick.wait", run, runs, "Waits longer for a suspended holder, an unanswered offer, or the last absent people.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Wait() }),
		inCircle("stick.go_on", run, runs, "Goes on without waiting for them.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.table().Continue(t.me()) }),
		inCircle("stick.end", run, runs, "Ends the round, or withdraws one that has not begun.",
			func(t *tx, a SeenRoundArgs) *rooms.Refusal {
				if no := t.sawRound(a.Round); no != nil {
					return no
				}
				return t.table().End(stick.WhyEnded)
			}),
		inCircle("stick.gate", run, runs, "Says who is heard during the round: the holder, or everyone.", setGate),
		inCircle("stick.clock", run, runs, "Says what follows when a turn's time is up.", setClock),
	}
}

func prepare(t *tx, a PrepareArgs) *rooms.Refusal {
	st := t.state()
	if no := checkID("round", a.Round); no != nil {
		return no
	}
	if r := t.table().Round; r != nil && r.ID == a.Round && r.Life != stick.Proposed {
		return bad("round")
	}
	question, no := words("question", a.Question, maxQuestion, false)
	if no != nil {
		return no
	}
	a = a.withDefaults()
	if no := a.check(); no != nil {
		return no
	}
	if len(a.Order)+len(a.Among) == 0 {
		a.Order = t.openers()
	}
	p := stick.Proposal{
		Round: a.Round, Question: question, Lead: t.me(), LeadSeat: a.Seat, Order: a.Order, Circle: st.in(t.circle()),
		Gate: a.Gate, Clock: a.Clock, Turn: rooms.Millis(a.TurnS) * 1000, Strict: st.Strict,
		Variant: a.Variant, Among: a.Among, Once: a.Once,
	}
	if ph, ok := st.Agenda.Present(); ok {
		p.Phase = ph.ID
	}
	return t.table().Prepare(p)
}

// openers sit first by the rule of the phase: those of the circle who play the part that begins.
func (t *tx) openers() []rooms.MemberID {
	p, ok := t.state().Agenda.Present()
	if !ok || p.Rule == nil || p.Rule.First == "" {
		return nil
	}
	var first []rooms.MemberID
	for _, m := range t.state().Cast.In(p.Rule.First, t.circle()) {
		if t.table().Seatable(m) {
			first = append(first, m)
		}
	}
	return first
}

// withDefaults: the lead last, the holder heard, and a soft clock, unless said otherwise.
func (a PrepareArgs) withDefaults() PrepareArgs {
	if a.Seat == "" {
		a.Seat = stick.LeadLast
	}
	if a.Gate == "" {
		a.Gate = stick.GateHolder
	}
	if a.Clock == "" {
		a.Clock = stick.Soft
	}
	return a
}

// check refuses what no round could be.
func (a PrepareArgs) check() *rooms.Refusal {
	switch {
	case a.TurnS != 0 && (a.TurnS < minTurn || a.TurnS > maxTurn):
		return bad("turn_s")
	case !a.Variant.Valid():
		return bad("variant")
	case a.Seat != stick.LeadFirst && a.Seat != stick.LeadLast && a.Seat != stick.LeadNone:
		return bad("seat")
	case !validGate(a.Gate):
		return bad("gate")
	case !validClock(a.Clock):
		return bad("clock")
	}
	return nil
}

func validGate(g stick.Gate) bool   { return g == stick.GateHolder || g == stick.GateOpen }
func validClock(c stick.Clock) bool { return c == stick.Soft || c == stick.Strict }

// sawRound refuses a gesture about another round than the one that is there now; "" is any.
func (t *tx) sawRound(id rooms.RoundID) *rooms.Refusal {
	if r := t.table().Round; id != "" && (r == nil || r.ID != id) {
		return rooms.Refuse(stick.CodeNoRound)
	}
	return nil
}

func begin(t *tx, a SeenRoundArgs) *rooms.Refusal {
	if no := t.sawRound(a.Round); no != nil {
		return no
	}
	if no := t.table().Begin(); no != nil {
		return no
	}
	t.lowerAll()
	t.table().First()
	return nil
}

// lowerAll takes down the hands of the circle whose round begins.
func (t *tx) lowerAll() {
	st := t.state()
	if !st.Groups.Active() {
		if len(st.Hands.Up) > 0 {
			t.emit(hands.Cleared{})
		}
		return
	}
	for _, m := range sorted(st.Hands.Up) {
		if st.where(m) == t.circle() {
			t.emitAll(st.Hands.Lower(m))
		}
	}
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
