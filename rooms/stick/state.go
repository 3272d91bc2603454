// Package stick is the talking stick: rounds, offers, turns, and the time they
// take. Its rules are numbered ST in rooms/SPEC.md.
package stick

import (
	"slices"

	"palabre/rooms"
)

// Gate says who is heard while a round runs.
type Gate string

// Only the holder is heard, or everyone.
const (
	GateHolder Gate = "holder"
	GateOpen   Gate = "open"
)

// Clock says what follows when a turn's time is up.
type Clock string

// Soft: a private sign to the holder. Strict: a shared chime, then the stick moves on.
const (
	Soft   Clock = "soft"
	Strict Clock = "strict"
)

// LeadSeat is where the person who prepares a round sits in it.
type LeadSeat string

// First, last, or not seated.
const (
	LeadFirst LeadSeat = "first"
	LeadLast  LeadSeat = "last"
	LeadNone  LeadSeat = "none"
)

// HintKind is the kind of a private word.
type HintKind string

// The private words.
const (
	HintOffer     HintKind = "offer_reminder"
	HintTimeUp    HintKind = "time_up"
	HintConclude  HintKind = "conclude"
	HintNudge     HintKind = "nudge"
	HintTakenBack HintKind = "taken_back"
	HintSecond    HintKind = "second_offer"
)

// SeatView is a seat as all may see it. "heard" hides whether she spoke or passed.
type SeatView string

// The seats as seen.
const (
	SeenWaiting SeatView = "waiting"
	SeenOffered SeatView = "offered"
	SeenHolding SeatView = "holding"
	SeenHeard   SeatView = "heard"
	SeenLater   SeatView = "later"
	SeenAway    SeatView = "away"
)

// SeatState is what a seat has lived in this round.
type SeatState string

// The seats as they are.
const (
	Waiting SeatState = "waiting"
	Offered SeatState = "offered"
	Holding SeatState = "holding"
	Spoke   SeatState = "spoke"
	Passed  SeatState = "passed"
	Later   SeatState = "later"  // in the queue again, at its end
	Missed  SeatState = "missed" // twice unanswered: not in the queue, may ask to be
	Gone    SeatState = "gone"   // left the room, or listens only
)

// Phase of a round's life.
type Phase string

// A round is proposed, then runs, then has ended.
const (
	Proposed Phase = "proposed"
	Running  Phase = "running"
	Ended    Phase = "ended"
)

// Spans, in milliseconds (ST-10 to ST-29).
const (
	RemindAfter   rooms.Millis = 20_000 // an offer unanswered: a soft reminder to her
	AskAfter      rooms.Millis = 45_000 // …the facilitators are asked
	OfferFor      rooms.Millis = 90_000 // …the seat is to come back to
	SecondFor     rooms.Millis = 45_000 // a second offer
	SuspendFor    rooms.Millis = 60_000 // a dropped holder is waited for
	RestFor       rooms.Millis = 60_000 // the last absent people are waited for
	CentreFor     rooms.Millis = 45_000 // in the centre, with nobody who facilitates
	AlertAfter    rooms.Millis = 30_000 // soft clock: facilitators are told
	ConcludeAfter rooms.Millis = 60_000 // soft clock: a private invitation to conclude
	GraceFor      rooms.Millis = 15_000 // strict clock: from the chime to the next
)

// Seat is one person's place in a round.
type Seat struct {
	State SeatState `json:"s"`
	// Held is true once she has held the stick in this round.
	Held bool `json:"h,omitempty"`
	// Owed is true when her turn was cut by a lost connection; Left is what remains of it.
	Owed bool         `json:"o,omitempty"`
	Left rooms.Millis `json:"l,omitempty"`
	// Silences counts the offers that she did not answer.
	Silences int `json:"q,omitempty"`
}

// spoke: she had the whole of her turn, and is owed nothing when she is named again (ST-33).
func (s *Seat) spoke() bool { return s.Held && !s.Owed }

// Awaits tells whether the round still has something for this seat: an offer, or its turn.
func (s *Seat) Awaits() bool { return s.State != Spoke && s.State != Passed && s.State != Gone }

// Offer is the stick held out to someone.
type Offer struct {
	To       rooms.MemberID `json:"to"`
	By       rooms.MemberID `json:"by,omitempty"`
	At       rooms.Millis   `json:"at"`
	Until    rooms.Millis   `json:"until"`
	Second   bool           `json:"second,omitempty"`
	Reminded bool           `json:"reminded,omitempty"`
	Asked    bool           `json:"asked,omitempty"`
}

// Holder is one holding of the stick. Its clock runs from Since, where Left
// remained, unless it is suspended or the round is paused.
type Holder struct {
	Member      rooms.MemberID `json:"member"`
	Grant       uint64         `json:"grant"`
	Since       rooms.Millis   `json:"since"`
	Left        rooms.Millis   `json:"left"`
	Ran         rooms.Ran      `json:"ran,omitempty"` // what Left was lessened by, lately
	TimeUp      bool           `json:"time_up,omitempty"`
	Alerted     rooms.Millis   `json:"alerted,omitempty"` // when her time was up, once facilitators were told
	Concluded   bool           `json:"concluded,omitempty"`
	OverAt      rooms.Millis   `json:"over_at,omitempty"` // strict: when the chime rang
	SuspendedAt rooms.Millis   `json:"suspended_at,omitempty"`
	Until       rooms.Millis   `json:"until,omitempty"` // suspended: moves on then

	Asking     []rooms.MemberID `json:"asking,omitempty"` // would have something made clear, in order
	Clarifying *Clarifying      `json:"clarifying,omitempty"`
	Page       *Page            `json:"page,omitempty"` // of a holder who takes part in writing
}

// Centre is the stick lying in the centre; Until is set when it rests there before the round ends.
type Centre struct {
	Since rooms.Millis `json:"since"`
	Until rooms.Millis `json:"until,omitempty"`
}

// Pause is a pause of the round; with Bell, that of a bell.
type Pause struct {
	Since rooms.Millis   `json:"since"`
	By    rooms.MemberID `json:"by"`
	Bell  *Bell          `json:"bell,omitempty"`
}

// Note is a private word waiting for its person.
type Note struct {
	Seq  rooms.Seq `json:"seq"`
	Kind HintKind  `json:"kind"`
	Text string    `json:"text,omitempty"`
}

// Reminder is the frame recalled to all.
type Reminder struct {
	Seq rooms.Seq    `json:"seq"`
	At  rooms.Millis `json:"at"`
}

// TakenBack is the last time the stick was taken back, and why.
type TakenBack struct {
	Seq    rooms.Seq      `json:"seq"`
	Member rooms.MemberID `json:"member"`
	Reason string         `json:"reason"`
}

// Round is one round of the stick.
type Round struct {
	ID       rooms.RoundID            `json:"id"`
	Number   int                      `json:"number"`
	Phase    rooms.PhaseID            `json:"phase,omitempty"`
	Question string                   `json:"question"`
	Lead     rooms.MemberID           `json:"lead"`
	LeadSeat LeadSeat                 `json:"lead_seat"`
	Life     Phase                    `json:"life"`
	Variant  Variant                  `json:"variant,omitempty"`
	Once     bool                     `json:"once,omitempty"`  // no second offers
	Among    bool                     `json:"among,omitempty"` // those named when it was prepared, and who asks
	Gate     Gate                     `json:"gate"`
	Clock    Clock                    `json:"clock"`
	Turn     rooms.Millis             `json:"turn"` // 0: no measure
	Order    []rooms.MemberID         `json:"order"`
	Seats    map[rooms.MemberID]*Seat `json:"seats"`
	// Why it has ended; none before.
	Why Why `json:"why,omitempty"`
	// Queue holds those to be offered, in order; Again those who passed and are
	// offered once more when Queue has nobody present.
	Queue  []rooms.MemberID `json:"queue"`
	Again  []rooms.MemberID `json:"again"`
	Second bool             `json:"second,omitempty"`

	Offer    *Offer    `json:"offer,omitempty"`
	Holder   *Holder   `json:"holder,omitempty"`
	Centre   *Centre   `json:"centre,omitempty"`
	Pause    *Pause    `json:"pause,omitempty"`
	Reminder *Reminder `json:"reminder,omitempty"`

	// More are those who have something to add, in the order in which they said so.
	More      []rooms.MemberID         `json:"more,omitempty"`
	TakenBack *TakenBack               `json:"taken_back,omitempty"`
	Hints     map[rooms.MemberID]*Note `json:"hints"`
}

// State is the stick of one session: its last round and what outlives rounds.
type State struct {
	Round *Round `json:"round,omitempty"`
	// Rounds counts those begun; Grant is the last one given, in any round.
	Rounds int    `json:"rounds"`
	Grant  uint64 `json:"grant"`
}

// Active tells whether a round runs (paused or not).
func (s *State) Active() bool { return s.Round != nil && s.Round.Life == Running }

// Hearing tells whether the round limits who is heard, and to whom: to nobody, to the
// holder, to her and whom she lets ask, to whoever rang the bell.
func (s *State) Hearing() (limited bool, members []rooms.MemberID) {
	if !s.Active() {
		return false, nil
	}
	r := s.Round
	switch {
	case r.Pause != nil && r.Pause.Bell != nil && r.Pause.Bell.Says:
		return true, []rooms.MemberID{r.Pause.By}
	case r.Pause != nil && r.Pause.Bell != nil:
		return true, nil
	case r.Gate != GateHolder:
		return false, nil
	case r.Holder == nil || r.Holder.SuspendedAt != 0 || r.Pause != nil:
		return true, nil
	case r.Holder.Clarifying != nil:
		return true, []rooms.MemberID{r.Holder.Member, r.Holder.Clarifying.Member}
	case r.Holder.Page != nil && r.Holder.Page.Reader != "":
		return true, []rooms.MemberID{r.Holder.Member, r.Holder.Page.Reader}
	default:
		return true, []rooms.MemberID{r.Holder.Member}
	}
}

// Turn is the holding behind which people are heard now; zero while the round lets everyone or nobody be heard, or whoever
// rang the bell.
func (s *State) Turn() rooms.Turn {
	if !s.Active() {
		return rooms.Turn{}
	}
	r := s.Round
	if r.Gate != GateHolder || r.Holder == nil || r.Holder.SuspendedAt != 0 || r.Pause != nil {
		return rooms.Turn{}
	}
	return rooms.Turn{Grant: r.Holder.Grant, Holder: r.Holder.Member}
}

// Seen is a seat as all may see it.
func (r *Round) Seen(m rooms.MemberID, here bool) SeatView {
	switch seat := r.Seats[m]; seat.State {
	case Offered:
		return SeenOffered
	case Holding:
		return SeenHolding
	case Spoke, Passed:
		return SeenHeard
	case Gone:
		return SeenAway
	case Waiting:
		if !here {
			return SeenAway
		}
		return SeenWaiting
	case Later, Missed:
		if !here {
			return SeenAway
		}
		return SeenLater
	default:
		return SeenWaiting
	}
}

// Missed tells whether this seat is no longer offered by itself (ST-11).
func (r *Round) Missed(m rooms.MemberID) bool {
	s := r.Seats[m]
	return s != nil && s.State == Missed
}

// Returns tells whether this seat, which passed, will be offered the stick once more (ST-15).
func (r *Round) Returns(m rooms.MemberID) bool { return slices.Contains(r.Again, m) }

// awaited tells whether someone may still ask to be offered again (ST-11).
func (r *Round) awaited() bool {
	for m := range r.Seats {
		if r.Missed(m) {
			return true
		}
	}
	return false
}

// Next is the next two who will be offered, among those present. Whoever has a
// second offer to come is never in it.
func (r *Round) Next(here func(rooms.MemberID) bool) []rooms.MemberID {
	next := []rooms.MemberID{}
	if r.Life == Ended {
		return next
	}
	if r.Life == Running && r.Variant != Circle {
		return next // who it will be, nobody knows
	}
	for _, m := range r.Queue {
		if here(m) && len(next) < 2 {
			next = append(next, m)
		}
	}
	return next
}

func (r *Round) seated(m rooms.MemberID) bool { return r.Seats[m] != nil }

func without(list []rooms.MemberID, m rooms.MemberID) []rooms.MemberID {
	return slices.DeleteFunc(slices.Clone(list), func(x rooms.MemberID) bool { return x == m })
}

// stops counts what her time has run until now.
func (h *Holder) stops(at rooms.Millis) {
	h.Ran = h.Ran.With(h.Since, at)
	h.Left -= at - h.Since
	h.Since = at
}

// leftAt is what remained of her time at an instant before now, that in which her connection was lost.
func (h *Holder) leftAt(since rooms.Millis, paused bool) rooms.Millis {
	left := h.Left + h.Ran.Since(since)
	if !paused && h.Clarifying == nil {
		left -= max(0, since-h.Since)
	}
	return left
}
