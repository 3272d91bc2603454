package stick

import (
	"slices"

	"palabre/rooms"
)

// Proposal is a round as it is asked for.
type Proposal struct {
	Round    rooms.RoundID
	Phase    rooms.PhaseID
	Question string
	Lead     rooms.MemberID
	LeadSeat LeadSeat
	Order    []rooms.MemberID // empty: the circle's
	Circle   []rooms.MemberID // everyone inside, in order of arrival
	Gate     Gate
	Clock    Clock
	Turn     rooms.Millis
	Strict   bool // the charter adopts the strict clock
	Variant  Variant
	Once     bool             // those who passed are not offered it once more
	Among    []rooms.MemberID // only these are seated; empty: the whole circle
}

// Prepare proposes a round whose order everyone sees; a new proposal replaces one
// that has not begun (ST-1, ST-2).
func (t *Table) Prepare(p Proposal) *rooms.Refusal {
	if t.Active() {
		return rooms.Refuse(CodeRoundRuns)
	}
	if p.Clock == Strict && !p.Strict {
		return rooms.Refuse(CodeStrictClock)
	}
	circle, lead := p.Circle, p.Lead
	if len(p.Among) > 0 {
		circle = p.Among
		if !slices.Contains(p.Among, lead) {
			lead = ""
		}
	}
	order, no := t.line(p.Order, circle, lead, p.LeadSeat)
	if no != nil {
		return no
	}
	if len(order) == 0 {
		return rooms.Refuse(CodeNobody)
	}
	t.Emit(Prepared{
		Variant: p.Variant, Once: p.Once, Among: len(p.Among) > 0,
		Round: p.Round, Phase: p.Phase, Question: p.Question, Lead: p.Lead, LeadSeat: p.LeadSeat,
		Order: order, Gate: p.Gate, Clock: p.Clock, TurnMS: p.Turn,
	})
	return nil
}

// Reorder changes the order of a round that has not begun (ST-3).
func (t *Table) Reorder(asked, circle []rooms.MemberID) *rooms.Refusal {
	r := t.Round
	switch {
	case r == nil || r.Life == Ended:
		return rooms.Refuse(CodeNoRound)
	case r.Life == Running:
		return rooms.Refuse(CodeRoundBegun)
	}
	lead := r.Lead
	if r.Among { // those who are seated, in another order
		if circle = r.Order; !r.seated(lead) {
			lead = ""
		}
		for _, m := range asked {
			if !r.seated(m) {
				return &rooms.Refusal{Code: CodeUnknownSeat, Data: map[string]any{"member": m}}
			}
		}
	}
	order, no := t.line(asked, circle, lead, r.LeadSeat)
	if no != nil {
		return no
	}
	t.Emit(Ordered{Order: order})
	return nil
}

// line is the order asked for, then whoever it forgot in the circle's order; the
// lead sits where she said, unless the order names her (ST-2).
func (t *Table) line(asked, circle []rooms.MemberID, lead rooms.MemberID, seat LeadSeat) ([]rooms.MemberID, *rooms.Refusal) {
	order := make([]rooms.MemberID, 0, len(circle))
	for _, m := range asked {
		if !t.Seatable(m) || slices.Contains(order, m) {
			return nil, &rooms.Refusal{Code: CodeUnknownSeat, Data: map[string]any{"member": m}}
		}
		order = append(order, m)
	}
	named := slices.Contains(order, lead)
	for _, m := range circle {
		if m != lead && t.Seatable(m) && !slices.Contains(order, m) {
			order = append(order, m)
		}
	}
	if named || !t.Seatable(lead) {
		return order, nil
	}
	switch seat {
	case LeadFirst:
		order = slices.Insert(order, 0, lead)
	case LeadLast:
		order = append(order, lead)
	case LeadNone:
	}
	return order, nil
}

// Begin starts the proposed round: its order is fixed, the first is offered (ST-4).
func (t *Table) Begin() *rooms.Refusal {
	r := t.Round
	switch {
	case r == nil || r.Life == Ended:
		return rooms.Refuse(CodeNoRound)
	case r.Life == Running:
		return rooms.Refuse(CodeRoundRuns)
	case t.firstHere(r.Queue) < 0:
		return rooms.Refuse(CodeNobody)
	}
	t.Emit(Begun{Number: t.Rounds + 1})
	return nil
}

// First holds the stick out to the first, once what begins with a round is said.
func (t *Table) First() { t.onwards("") }

// Offer is the facilitators' gesture that holds the stick out to the next: from the
// centre, or past a person who has not answered for 45 s (ST-16).
func (t *Table) Offer(by rooms.MemberID) *rooms.Refusal {
	r, no := t.moving()
	switch {
	case no != nil:
		return no
	case r.Holder != nil:
		return rooms.Refuse(CodeHeld)
	case r.Offer != nil && (r.Offer.Second || !r.Offer.Asked):
		return rooms.Refuse(CodeOfferPending)
	case r.Offer != nil:
		t.unanswered(WhyMovedOn)
		t.onwards(by)
		return nil
	case t.firstHere(r.Queue) < 0:
		return rooms.Refuse(CodeNobody)
	}
	t.advance(by)
	return nil
}

// unanswered puts off the person offered: once to the end of the round, then until
// she asks (ST-11). A second offer simply ends.
func (t *Table) unanswered(why Why) {
	o := t.Round.Offer
	if o.Second || t.Round.Seats[o.To].spoke() {
		t.Emit(Declined{Member: o.To})
		return
	}
	t.Emit(Deferred{Member: o.To, Why: why, Queued: t.Round.Seats[o.To].Silences == 0})
}

// Nudge is a private word to the holder whom the facilitator saw (ST-19).
func (t *Table) Nudge(grant uint64, text string) *rooms.Refusal {
	r, no := t.running()
	if no != nil {
		return no
	}
	if r.Holder == nil {
		return rooms.Refuse(CodeNoHolder)
	}
	if r.Holder.Grant != grant {
		return rooms.Refuse(CodeNotHolder)
	}
	t.Emit(Nudged{Member: r.Holder.Member, Text: text})
	return nil
}

// Remind recalls the frame to all, naming nobody (ST-19).
func (t *Table) Remind() *rooms.Refusal {
	if _, no := t.running(); no != nil {
		return no
	}
	t.Emit(Recalled{})
	return nil
}

// PauseNow makes the round wait: nobody is heard, every clock stands still (ST-20).
func (t *Table) PauseNow(by rooms.MemberID) *rooms.Refusal {
	r, no := t.running()
	if no != nil {
		return no
	}
	if r.Pause != nil {
		return rooms.Refuse(CodePaused)
	}
	t.Emit(Paused{By: by})
	return nil
}

// GoOn ends the pause.
func (t *Table) GoOn() *rooms.Refusal {
	r, no := t.running()
	if no != nil {
		return no
	}
	if r.Pause == nil {
		return rooms.Refuse(CodeNotPaused)
	}
	t.resume()
	return nil
}

// TakeBack ends the holder's turn by a facilitator's gesture; the reason is for the
// facilitators and the holder (ST-21).
func (t *Table) TakeBack(grant uint64, reason string) *rooms.Refusal {
	r, no := t.running()
	if no != nil {
		return no
	}
	if r.Holder == nil || r.Holder.Grant != grant {
		return rooms.Refuse(CodeNotHolder)
	}
	t.Emit(TurnEnded{Member: r.Holder.Member, Grant: grant, Why: WhyTakenBack, Reason: reason})
	t.centre()
	return nil
}

// Wait gives more time to whoever is waited for: a suspended holder, an offer that
// is unanswered, or those for whom the stick rests before the end (ST-23).
func (t *Table) Wait() *rooms.Refusal {
	r, no := t.moving()
	switch {
	case no != nil:
		return no
	case r.Holder != nil && r.Holder.SuspendedAt != 0:
		t.Emit(Waited{Until: t.At + SuspendFor})
	case r.Offer != nil && r.Offer.Asked && !r.Offer.Second:
		t.Emit(Waited{Until: t.At + OfferFor})
	case r.Centre != nil && r.Centre.Until != 0:
		t.Emit(Waited{Until: t.At + RestFor})
	default:
		return rooms.Refuse(CodeNothingToWait)
	}
	return nil
}

// Continue goes on without waiting for a suspended holder, an unanswered offer or
// those for whom the stick rests before the end (ST-23).
func (t *Table) Continue(by rooms.MemberID) *rooms.Refusal {
	r, no := t.moving()
	switch {
	case no != nil:
		return no
	case r.Holder != nil && r.Holder.SuspendedAt != 0:
		t.setAside()
		t.onwards(by)
	case r.Offer != nil && r.Offer.Asked && !r.Offer.Second:
		t.unanswered(WhyMovedOn)
		t.onwards(by)
	case r.Centre != nil && r.Centre.Until != 0:
		t.Emit(Finished{Why: WhyComplete})
	default:
		return rooms.Refuse(CodeNothingToWait)
	}
	return nil
}

// setAside ends the wait for a suspended holder: what remains of her turn is kept
// for her return; with nothing left the turn is over (ST-25).
func (t *Table) setAside() {
	h := t.Round.Holder
	if t.Round.Turn > 0 && h.Left <= 0 {
		t.Emit(TurnEnded{Member: h.Member, Grant: h.Grant, Why: WhyDropped})
		return
	}
	t.Emit(SetAside{Member: h.Member, Grant: h.Grant, LeftMS: h.Left})
}

// SetGate says who is heard from now on (ST-6).
func (t *Table) SetGate(g Gate) *rooms.Refusal {
	if t.Round == nil || t.Round.Life == Ended {
		return rooms.Refuse(CodeNoRound)
	}
	if t.Round.Gate != g {
		t.Emit(GateSet{Gate: g})
	}
	return nil
}

// SetClock says what follows when a turn's time is up (ST-6).
func (t *Table) SetClock(c Clock, adopted bool) *rooms.Refusal {
	switch {
	case t.Round == nil || t.Round.Life == Ended:
		return rooms.Refuse(CodeNoRound)
	case c == Strict && !adopted:
		return rooms.Refuse(CodeStrictClock)
	case t.Round.Clock != c:
		t.Emit(ClockSet{Clock: c})
	}
	return nil
}
