package stick

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Apply records what happened at this instant and place of the log. An event that
// has no round to happen in is passed over.
func (s *State) Apply(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	if p, ok := e.(Prepared); ok {
		s.prepared(p)
		return
	}
	r := s.Round
	if r == nil {
		return
	}
	switch e := e.(type) {
	case Begun:
		r.Life, r.Number, s.Rounds = Running, e.Number, e.Number
	case Withdrawn:
		s.Round = nil
	case Granted:
		s.Grant = max(s.Grant, e.Grant)
		r.granted(at, e)
	case Ordered, Seated, Unseated:
		r.applySeating(e)
	case Given, Reminded, Asked, Deferred, Declined, SecondSweep:
		r.applyOffer(at, seq, e)
	case TurnEnded, Suspended, Recovered, SetAside, Marked, Nudged:
		r.applyTurn(at, seq, e)
	case Waited:
		r.waited(e.Until)
	case Centred:
		r.Centre = &Centre{Since: at, Until: e.Until}
	case Paused:
		r.paused(at, e)
	case Rung:
		r.rung(at, e)
	case Explained:
		r.explained(e)
	case Resumed:
		r.resumed(at, e)
	case Finished:
		r.finished(e.Why)
	case Recalled:
		r.Reminder = &Reminder{Seq: seq, At: at}
	default:
		r.applyRest(at, seq, e)
	}
}

// applyRest is what goes with a turn, or changes of a round without one.
func (r *Round) applyRest(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case ClarityAsked, ClarityDropped, ClarityBegun, ClarityEnded:
		r.clarity(at, e)
	case Written, Reading:
		r.written(seq, e)
	case MoreAsked:
		r.More = append(r.More, e.Member)
	case MoreDropped:
		r.More = without(r.More, e.Member)
	case GateSet:
		r.Gate = e.Gate
	case ClockSet:
		r.clockSet(e)
	}
}

func (s *State) prepared(e Prepared) {
	r := &Round{
		ID: e.Round, Number: s.Rounds + 1, Phase: e.Phase, Question: e.Question, Lead: e.Lead, LeadSeat: e.LeadSeat,
		Variant: e.Variant, Among: e.Among, Once: e.Once, Life: Proposed, Gate: e.Gate, Clock: e.Clock, Turn: e.TurnMS,
		Seats: map[rooms.MemberID]*Seat{}, Hints: map[rooms.MemberID]*Note{},
	}
	r.order(e.Order)
	s.Round = r
}

func (r *Round) order(ms []rooms.MemberID) {
	r.Order = append([]rooms.MemberID{}, ms...)
	r.Queue = append([]rooms.MemberID{}, ms...)
	r.Seats = map[rooms.MemberID]*Seat{}
	for _, m := range ms {
		r.Seats[m] = &Seat{State: Waiting}
	}
}

func (r *Round) seat(m rooms.MemberID) *Seat {
	s := r.Seats[m]
	if s == nil {
		s = &Seat{State: Waiting}
		r.Seats[m] = s
		r.Order = append(r.Order, m)
	}
	return s
}

func (r *Round) applySeating(e codec.Event) {
	switch e := e.(type) {
	case Ordered:
		r.order(e.Order)
	case Seated:
		seat := r.seat(e.Member)
		if r.Life == Running && (seat.State == Gone || seat.State == Missed) {
			seat.State = Later
		}
		r.Queue = append(without(r.Queue, e.Member), e.Member)
	case Unseated:
		r.unseated(e.Member)
	}
}

func (r *Round) unseated(m rooms.MemberID) {
	r.Queue, r.Again = without(r.Queue, m), without(r.Again, m)
	if r.Life == Proposed {
		r.Order = without(r.Order, m)
		delete(r.Seats, m)
		return
	}
	switch seat := r.seat(m); {
	case seat.spoke():
		seat.State = Spoke
	case seat.State != Passed:
		*seat = Seat{State: Gone, Held: seat.Held}
	}
	if r.Offer != nil && r.Offer.To == m {
		r.Offer = nil
	}
	delete(r.Hints, m)
}

func (r *Round) applyOffer(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case SecondSweep:
		r.Second = true
	case Given:
		r.given(at, seq, e)
	case Reminded:
		if r.Offer != nil {
			r.Offer.Reminded = true
			r.Hints[e.To] = &Note{Seq: seq, Kind: HintOffer}
		}
	case Asked:
		if r.Offer != nil {
			r.Offer.Asked = true
		}
	case Deferred:
		r.deferred(e)
	case Declined:
		r.offerEnds(e.Member)
		r.Queue = without(r.Queue, e.Member)
		seat := r.seat(e.Member)
		seat.State, seat.Owed, seat.Left = Passed, false, 0
		if seat.Held {
			seat.State = Spoke
		}
		if e.Again {
			r.Again = append(without(r.Again, e.Member), e.Member)
		}
	}
}

func (r *Round) given(at rooms.Millis, seq rooms.Seq, e Given) {
	r.Centre = nil
	r.Offer = &Offer{To: e.To, By: e.By, At: at, Until: e.Until, Second: e.Second}
	r.Queue, r.Again = without(r.Queue, e.To), without(r.Again, e.To)
	if e.Second {
		r.Hints[e.To] = &Note{Seq: seq, Kind: HintSecond}
		return
	}
	r.seat(e.To).State = Offered
}

func (r *Round) deferred(e Deferred) {
	second := r.Offer != nil && r.Offer.Second && r.Offer.To == e.Member
	if !e.Skipped {
		r.offerEnds(e.Member)
	}
	if second {
		if e.Queued {
			r.Again = append(r.Again, e.Member)
		}
		return
	}
	seat := r.seat(e.Member)
	if e.Why == WhySilence || e.Why == WhyMovedOn {
		seat.Silences++
	}
	r.Queue = without(r.Queue, e.Member)
	seat.State = Missed
	if !e.Queued {
		return
	}
	seat.State = Later
	if seat.Owed && e.Why == WhyAbsent {
		r.Queue = append([]rooms.MemberID{e.Member}, r.Queue...)
		return
	}
	r.Queue = append(r.Queue, e.Member)
}

// offerEnds takes the offer away with the private words that went with it.
func (r *Round) offerEnds(m rooms.MemberID) {
	r.Offer = nil
	if h := r.Hints[m]; h != nil && (h.Kind == HintOffer || h.Kind == HintSecond) {
		delete(r.Hints, m)
	}
}

func (r *Round) granted(at rooms.Millis, e Granted) {
	r.offerEnds(e.Member)
	r.Centre = nil
	r.Queue, r.Again = without(r.Queue, e.Member), without(r.Again, e.Member)
	delete(r.Hints, e.Member)
	*r.seat(e.Member) = Seat{State: Holding, Held: true}
	r.Holder = &Holder{Member: e.Member, Grant: e.Grant, Since: at, Left: e.LeftMS}
}

func (r *Round) applyTurn(at rooms.Millis, seq rooms.Seq, e codec.Event) {
	h := r.Holder
	if h == nil {
		return
	}
	switch e := e.(type) {
	case TurnEnded:
		r.turnEnds()
		*r.seat(e.Member) = Seat{State: Spoke, Held: true}
		if e.Why == WhyTakenBack {
			r.Hints[e.Member] = &Note{Seq: seq, Kind: HintTakenBack, Text: e.Reason}
			r.TakenBack = &TakenBack{Seq: seq, Member: e.Member, Reason: e.Reason}
		}
	case Suspended:
		h.Left, h.SuspendedAt, h.Until = e.LeftMS, e.Since, e.Until
		h.Asking, h.Clarifying, h.Ran = nil, nil, nil
		if h.Page != nil {
			h.Page.Reader = ""
		}
		if h.Left > 0 {
			h.TimeUp, h.Alerted, h.Concluded, h.OverAt = false, 0, false, 0
		}
	case Recovered:
		h.Since, h.Left, h.SuspendedAt, h.Until = at, e.LeftMS, 0, 0
		if h.OverAt != 0 {
			h.OverAt = at // the grace begins again: nobody loses it to a bad line
		}
	case SetAside:
		r.turnEnds()
		*r.seat(e.Member) = Seat{State: Later, Held: true, Owed: true, Left: e.LeftMS}
		r.Queue = append([]rooms.MemberID{e.Member}, without(r.Queue, e.Member)...)
	case Marked:
		r.marked(at, seq, e)
	case Nudged:
		r.Hints[e.Member] = &Note{Seq: seq, Kind: HintNudge, Text: e.Text}
	}
}

func (r *Round) turnEnds() {
	delete(r.Hints, r.Holder.Member)
	r.Holder = nil
}

func (r *Round) marked(at rooms.Millis, seq rooms.Seq, e Marked) {
	h := r.Holder
	switch e.Mark {
	case MarkTimeUp:
		h.TimeUp = true
		r.Hints[e.Member] = &Note{Seq: seq, Kind: HintTimeUp}
	case MarkAlert:
		h.Alerted = e.UpAt
	case MarkConclude:
		h.Concluded = true
		r.Hints[e.Member] = &Note{Seq: seq, Kind: HintConclude}
	case MarkOver:
		h.OverAt = at
	}
}

func (r *Round) waited(until rooms.Millis) {
	switch {
	case r.Holder != nil && r.Holder.SuspendedAt != 0:
		r.Holder.Until = until
	case r.Offer != nil:
		r.Offer.Until, r.Offer.Asked = until, true
	case r.Centre != nil && r.Centre.Until != 0:
		r.Centre.Until = until
	}
}

func (r *Round) paused(at rooms.Millis, e Paused) {
	r.Pause = &Pause{Since: at, By: e.By}
	if h := r.Holder; h != nil && h.runs() {
		h.stops(at)
	}
}

// resumed lets every clock go on from where the pause stopped it.
func (r *Round) resumed(at rooms.Millis, e Resumed) {
	r.Pause = nil
	if h := r.Holder; h != nil && h.SuspendedAt == 0 {
		h.Since = at
		if h.OverAt != 0 {
			h.OverAt += e.LastedMS
		}
	}
	r.shiftWaits(func(began rooms.Millis) rooms.Millis { return min(e.LastedMS, max(0, at-began)) })
}

// Shift lets every clock of the round stand still for that long.
func (s *State) Shift(by rooms.Millis) {
	r := s.Round
	if r == nil || r.Life != Running {
		return
	}
	if r.Pause != nil {
		r.Pause.Since += by
		if r.Pause.Bell != nil {
			r.Pause.Bell.Until += by
		}
	}
	if h := r.Holder; h != nil {
		h.Since += by
		if h.OverAt != 0 {
			h.OverAt += by
		}
		if h.Alerted != 0 {
			h.Alerted += by
		}
	}
	r.shiftWaits(func(rooms.Millis) rooms.Millis { return by })
}

// shiftWaits moves the waits that no turn measures; by tells how far, from the
// instant at which a wait began.
func (r *Round) shiftWaits(by func(began rooms.Millis) rooms.Millis) {
	if h := r.Holder; h != nil && h.SuspendedAt != 0 {
		d := by(h.SuspendedAt)
		h.SuspendedAt += d
		h.Until += d
	}
	if h := r.Holder; h != nil && h.Clarifying != nil {
		d := by(h.Clarifying.Since)
		h.Clarifying.Since += d
		h.Clarifying.Until += d
	}
	if r.Offer != nil {
		d := by(r.Offer.At)
		r.Offer.At += d
		r.Offer.Until += d
	}
	if r.Centre != nil {
		d := by(r.Centre.Since)
		r.Centre.Since += d
		if r.Centre.Until != 0 {
			r.Centre.Until += d
		}
	}
}

func (r *Round) clockSet(e ClockSet) {
	r.Clock = e.Clock
	if h := r.Holder; h != nil && e.Clock == Soft {
		h.OverAt = 0
	}
}

func (r *Round) finished(why Why) {
	if r.Holder != nil {
		*r.seat(r.Holder.Member) = Seat{State: Spoke, Held: true}
		r.turnEnds()
	}
	if r.Offer != nil && !r.Offer.Second {
		r.seat(r.Offer.To).State = Waiting
	}
	r.Life, r.Why, r.Offer, r.Centre, r.Pause, r.Second = Ended, why, nil, nil, nil, false
	r.Queue, r.Again = []rooms.MemberID{}, []rooms.MemberID{}
	for m, h := range r.Hints {
		if h.Kind != HintTakenBack {
			delete(r.Hints, m)
		}
	}
}

// Redact takes out the words that were said at these places: to a holder alone, or as
// the reason of taking back.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	if s.Round == nil {
		return
	}
	for _, h := range s.Round.Hints {
		if gone[h.Seq] {
			h.Text = ""
		}
	}
	if h := s.Round.Holder; h != nil && h.Page != nil && gone[h.Page.Seq] {
		h.Page.Text = ""
	}
	if b := s.Round.TakenBack; b != nil && gone[b.Seq] {
		b.Reason = ""
	}
}
