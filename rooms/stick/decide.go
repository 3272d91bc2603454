package stick

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Codes of this machine's refusals.
const (
	CodeNoRound       = "no_round"      // no round runs, or not that one
	CodeRoundRuns     = "round_running" // a round runs: end it first
	CodeRoundBegun    = "order_fixed"   // the order is fixed once the round runs
	CodeNobody        = "nobody_seated" // nobody present has a seat
	CodeUnknownSeat   = "order_unknown" // the order names someone who has no seat, or twice; Data "member"
	CodeNotOffered    = "not_offered"   // the stick is not offered to her; Data "holder" when someone holds it
	CodeNotHolder     = "not_holder"    // she does not hold the stick, or no longer that holding
	CodeNobodyAfter   = "nobody_after"  // later: nobody else is to come
	CodeSecondOffer   = "second_offer"  // later: not in a second offer
	CodePaused        = "round_paused"
	CodeNotPaused     = "round_not_paused"
	CodeNotInCentre   = "not_in_centre"
	CodeNotNext       = "not_next"      // the stick in the centre is for someone else first; Data "next"
	CodeHeld          = "stick_held"    // someone holds it
	CodeOfferPending  = "offer_pending" // the person offered still has time
	CodeNoHolder      = "nobody_holds"
	CodeNothingToWait = "nothing_to_wait"    // nobody is waited for
	CodeStrictClock   = "strict_not_adopted" // the charter does not adopt the strict clock
)

// Table is one moment at the round's table: the state with what surrounds it, and
// the way to make things happen. Emit applies an event to State before it returns.
type Table struct {
	*State
	At       rooms.Millis
	Here     func(rooms.MemberID) bool // can be offered the stick now: seatable, with a connection
	Present  func(rooms.MemberID) bool // in this circle with a connection, with a seat or none: who visits, listens or answers too
	Seatable func(rooms.MemberID) bool // inside, and not only listening
	Led      bool                      // someone who facilitates is connected
	Emit     func(codec.Event)
}

// running is the round that runs, for gestures that need one.
func (t *Table) running() (*Round, *rooms.Refusal) {
	if !t.Active() {
		return nil, rooms.Refuse(CodeNoRound)
	}
	return t.Round, nil
}

// moving is the round that runs and is not paused.
func (t *Table) moving() (*Round, *rooms.Refusal) {
	r, no := t.running()
	if no == nil && r.Pause != nil {
		return nil, rooms.Refuse(CodePaused)
	}
	return r, no
}

// offered is the round in which the stick is held out to this person.
func (t *Table) offered(m rooms.MemberID, id rooms.RoundID) (*Round, *rooms.Refusal) {
	r, no := t.moving()
	if no != nil {
		return nil, no
	}
	if r.ID != id {
		return nil, rooms.Refuse(CodeNoRound)
	}
	if r.Offer == nil || r.Offer.To != m {
		return nil, notOffered(r)
	}
	return r, nil
}

// asked is the round in which this person answers: the stick is held out to her, or
// lies in the centre and she comes next (ST-8, ST-14). Those absent before her are
// then put off, as when she takes it.
func (t *Table) asked(m rooms.MemberID, id rooms.RoundID) (*Round, *rooms.Refusal) {
	r, no := t.moving()
	if no != nil {
		return nil, no
	}
	if _, ok := t.atCentre(m); ok && r.ID == id {
		return r, nil
	}
	return t.offered(m, id)
}

func notOffered(r *Round) *rooms.Refusal {
	no := rooms.Refuse(CodeNotOffered)
	if r.Holder != nil {
		no.Data = map[string]any{"holder": r.Holder.Member}
	}
	return no
}

// Take is the gesture that opens the microphone: the offered person's own (ST-7).
func (t *Table) Take(m rooms.MemberID, id rooms.RoundID) *rooms.Refusal {
	if _, no := t.offered(m, id); no != nil {
		return no
	}
	t.grant(m)
	return nil
}

func (t *Table) grant(m rooms.MemberID) {
	r := t.Round
	left := r.Turn
	if s := r.Seats[m]; s != nil && s.Owed {
		left = s.Left
	}
	t.Emit(Granted{Member: m, Grant: t.Grant + 1, LeftMS: left})
}

// Pass lets the stick go on, with no reason (ST-8); from the centre too, for whoever
// comes next.
func (t *Table) Pass(m rooms.MemberID, id rooms.RoundID) *rooms.Refusal {
	r, no := t.asked(m, id)
	if no != nil {
		return no
	}
	second := r.Offer != nil && r.Offer.Second
	t.reach(m)
	t.Emit(Declined{Member: m, Again: !second && !r.Once && !r.Seats[m].Held})
	t.onwards("") // not "by" her: only who handed the stick on is named
	return nil
}

// Later moves the seat to the end of the round (ST-9). One whose offers went by
// unanswered asks in the same way to be offered again.
func (t *Table) Later(m rooms.MemberID, id rooms.RoundID) *rooms.Refusal {
	r, no := t.moving()
	if no != nil {
		return no
	}
	if seat := r.Seats[m]; r.ID == id && seat != nil && seat.State == Missed {
		t.Emit(Seated{Member: m})
		t.settle()
		return nil
	}
	if _, no := t.asked(m, id); no != nil {
		return no
	}
	if r.Offer != nil && r.Offer.Second {
		return rooms.Refuse(CodeSecondOffer)
	}
	if r.Offer == nil && r.Variant.central() {
		return rooms.Refuse(CodeNotOffered) // in the centre it waits for her as for all
	}
	if t.firstHere(without(r.Queue, m)) < 0 {
		return rooms.Refuse(CodeNobodyAfter)
	}
	t.reach(m)
	t.Emit(Deferred{Member: m, Why: WhyLater, Queued: true})
	t.onwards("")
	return nil
}

// reach puts off the absent before her who answers from the centre; one who is
// offered is no longer in the queue.
func (t *Table) reach(m rooms.MemberID) {
	if t.Round.Variant.central() {
		return // there is no order to wait for
	}
	if i := slices.Index(t.Round.Queue, m); i >= 0 {
		t.skip(i)
	}
}

// holding is the round in which this person holds the stick by that grant.
func (t *Table) holding(m rooms.MemberID, grant uint64) *rooms.Refusal {
	r, no := t.moving()
	if no != nil {
		return no
	}
	if r.Holder == nil || r.Holder.Member != m || r.Holder.Grant != grant {
		return rooms.Refuse(CodeNotHolder)
	}
	return nil
}

// Release ends the holder's turn; the stick is offered to the next (ST-12), or to whom she
// names where the variant lets her (ST-33).
func (t *Table) Release(m rooms.MemberID, grant uint64, to rooms.MemberID) *rooms.Refusal {
	if no := t.holding(m, grant); no != nil {
		return no
	}
	if to != "" {
		if no := t.named(m, to); no != nil {
			return no
		}
	}
	t.Emit(TurnEnded{Member: m, Grant: grant, Why: WhyReleased})
	if to != "" {
		t.Emit(Given{To: to, By: m, Until: t.At + OfferFor})
		return nil
	}
	t.onwards(m)
	return nil
}

// ToCentre ends the holder's turn without a successor (ST-13).
func (t *Table) ToCentre(m rooms.MemberID, grant uint64) *rooms.Refusal {
	if no := t.holding(m, grant); no != nil {
		return no
	}
	t.Emit(TurnEnded{Member: m, Grant: grant, Why: WhyCentre})
	t.centre()
	return nil
}

// centre lays the stick in the centre when someone present is still to come, and
// otherwise lets the round go to its end.
func (t *Table) centre() {
	if t.firstHere(t.Round.Queue) >= 0 {
		t.Emit(Centred{})
		return
	}
	t.advance("")
}

// Pick takes the stick from the centre; the next in order has it first (ST-14), anyone who
// has not had it where the variant says so (ST-33).
func (t *Table) Pick(m rooms.MemberID) *rooms.Refusal {
	r, no := t.moving()
	if no != nil {
		return no
	}
	if i, ok := t.atCentre(m); ok {
		if !r.Variant.central() {
			t.skip(i)
		}
		t.grant(m)
		return nil
	}
	if t.speaksAgain(m) {
		t.grant(m)
		return nil
	}
	i := t.firstHere(r.Queue)
	switch {
	case r.Centre == nil || i < 0:
		return rooms.Refuse(CodeNotInCentre)
	case r.Variant.central():
		return rooms.Refuse(CodeHadIt)
	default:
		return &rooms.Refusal{Code: CodeNotNext, Data: map[string]any{"next": r.Queue[i]}}
	}
}

// End ends the round, or withdraws one that has not begun (ST-30).
func (t *Table) End(why Why) *rooms.Refusal {
	switch {
	case t.Round == nil || t.Round.Life == Ended:
		return rooms.Refuse(CodeNoRound)
	case t.Round.Life == Proposed:
		t.Emit(Withdrawn{})
	default:
		t.Emit(Finished{Why: why})
	}
	return nil
}
