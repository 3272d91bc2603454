package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/record"
	"palabre/rooms/stick"
)

// Phase is one step of the run of show.
type Phase = agenda.Phase

// View is what one person may see of the session. A person outside (not entered
// yet, waiting at the door, refused, gone) has Kind, Status, OpenedAt, ClosedAt,
// Mode, Me and Listed alone. Instants are Unix milliseconds.
type View struct {
	Kind     rooms.Kind   `json:"kind"`
	Status   Status       `json:"status"`
	OpenedAt rooms.Millis `json:"opened_at"`
	ClosedAt rooms.Millis `json:"closed_at,omitempty"`
	Mode     Mode         `json:"mode"`
	Me       Me           `json:"me"`
	// Listed tells whether I let the minutes name me among those present.
	Listed bool `json:"listed"`
	// MyOffer is there while the stick is offered to me.
	MyOffer *MyOffer `json:"my_offer,omitempty"`

	People map[rooms.MemberID]Person   `json:"people,omitzero"`
	Agenda *Agenda                     `json:"agenda,omitzero"`
	Hands  map[rooms.MemberID]Hand     `json:"hands,omitzero"`
	Round  *Round                      `json:"round,omitempty"`
	Chat   map[rooms.MessageID]Message `json:"chat,omitzero"`
	Record map[string]Item             `json:"record,omitzero"`
	Boards map[rooms.BoardID]Board     `json:"boards,omitzero"`
	// Closing is there when someone asked to close a session that nobody leads.
	Closing *Closing `json:"closing,omitempty"`

	// Door and Facil are for those who facilitate.
	Door  map[rooms.MemberID]AtDoor `json:"door,omitzero"`
	Facil *Facil                    `json:"facil,omitempty"`
}

// Status is whether the session runs.
type Status string

// A session is open from its founding until its close.
const (
	StatusOpen   Status = "open"
	StatusClosed Status = "closed"
)

// Me is what I am here.
type Me struct {
	Member  rooms.MemberID `json:"member"`
	Role    rooms.Role     `json:"role"`
	Waiting bool           `json:"waiting"`
	// Outside is true before I enter, and after I left.
	Outside bool `json:"outside,omitempty"`
	Refused bool `json:"refused,omitempty"`
	// Missed is true when my offers went by unanswered twice in the round that runs:
	// it is no longer offered to me unless I ask (stick.later).
	Missed bool `json:"missed,omitempty"`
	// Again is true when I passed in the round that runs, and will be offered it once more.
	Again bool  `json:"again,omitempty"`
	Hint  *Hint `json:"hint,omitempty"`
}

// Hint is a private word; its Seq lets a client show it once.
type Hint struct {
	Seq  rooms.Seq      `json:"seq"`
	Kind stick.HintKind `json:"kind"`
	Text string         `json:"text,omitempty"`
}

// MyOffer is the stick offered to me: Prendre, Passer, Revenir à moi (the last
// not in a second offer).
type MyOffer struct {
	Round    rooms.RoundID `json:"round"`
	Second   bool          `json:"second"`
	At       rooms.Millis  `json:"at"`
	Reminded bool          `json:"reminded,omitempty"`
}

// Person is someone who is or was in the room. Order rises with arrival.
type Person struct {
	Role      rooms.Role   `json:"role"`
	Here      bool         `json:"here"`
	AwaySince rooms.Millis `json:"away_since,omitempty"`
	Listen    bool         `json:"listen,omitempty"`
	Order     int          `json:"order"`
	Left      bool         `json:"left,omitempty"`
}

// AtDoor is someone waiting to be admitted.
type AtDoor struct {
	Since rooms.Millis `json:"since"`
}

// Agenda is the run of show; At is the index of the present phase, -1 before the
// first. Times are those of the present phase.
type Agenda struct {
	Phases    []Phase      `json:"phases"`
	At        int          `json:"at"`
	StartedAt rooms.Millis `json:"started_at,omitempty"`
	EndsAt    rooms.Millis `json:"ends_at,omitempty"`
}

// Hand is a raised hand; Seq orders hands raised in the same millisecond.
type Hand struct {
	Since rooms.Millis `json:"since"`
	Seq   rooms.Seq    `json:"seq"`
}

// Round is a round of the stick as all may see it: who passed is not in it.
type Round struct {
	ID       rooms.RoundID                     `json:"id"`
	Number   int                               `json:"number"`
	Phase    rooms.PhaseID                     `json:"phase,omitempty"`
	Question string                            `json:"question"`
	State    RoundState                        `json:"state"`
	Gate     stick.Gate                        `json:"gate"`
	Clock    stick.Clock                       `json:"clock"`
	TurnMS   rooms.Millis                      `json:"turn_ms"` // 0: turns have no measure
	Order    []rooms.MemberID                  `json:"order"`
	Seats    map[rooms.MemberID]stick.SeatView `json:"seats"`
	Next     []rooms.MemberID                  `json:"next"`
	Offer    *Offer                            `json:"offer,omitempty"`
	Second   bool                              `json:"second,omitempty"`
	Holder   *Holder                           `json:"holder,omitempty"`
	Centre   *Centre                           `json:"centre,omitempty"`
	Pause    *Pause                            `json:"pause,omitempty"`
	// Reminder is the last neutral reminder of the frame, said to all.
	Reminder *Reminder `json:"reminder,omitempty"`
}

// RoundState is where a round is.
type RoundState string

// A round is proposed, then runs (sometimes paused), then has ended.
const (
	RoundProposed RoundState = "proposed"
	RoundRunning  RoundState = "running"
	RoundPaused   RoundState = "paused"
	RoundEnded    RoundState = "ended"
)

// Offer is the stick held out to someone, seen by all. Second offers are not in it.
type Offer struct {
	To rooms.MemberID `json:"to"`
	At rooms.Millis   `json:"at"`
	By rooms.MemberID `json:"by,omitempty"`
}

// Holder is who holds the stick. LeftMS is what remained at Since; the clock runs
// from there unless Suspended or the round is paused. Negative: beyond the measure.
type Holder struct {
	Member      rooms.MemberID `json:"member"`
	Grant       uint64         `json:"grant"`
	Since       rooms.Millis   `json:"since"`
	LeftMS      rooms.Millis   `json:"left_ms"`
	Over        bool           `json:"over,omitempty"`
	SuspendedAt rooms.Millis   `json:"suspended_at,omitempty"`
}

// Centre says that the stick lies in the centre.
type Centre struct {
	Since rooms.Millis `json:"since"`
}

// Pause is a pause of the round.
type Pause struct {
	Since rooms.Millis   `json:"since"`
	By    rooms.MemberID `json:"by"`
}

// Reminder is the frame recalled to all, with nobody named.
type Reminder struct {
	Seq rooms.Seq    `json:"seq"`
	At  rooms.Millis `json:"at"`
}

// Message is one line of the chat. A retracted one keeps its place without words.
type Message struct {
	Seq       rooms.Seq      `json:"seq"`
	By        rooms.MemberID `json:"by"`
	At        rooms.Millis   `json:"at"`
	Text      string         `json:"text"`
	Kept      bool           `json:"kept,omitempty"`
	Retracted bool           `json:"retracted,omitempty"`
}

// Item is a decision or a follow-up; Due is a date "2026-12-01".
type Item struct {
	Seq  rooms.Seq      `json:"seq"`
	Kind record.Kind    `json:"kind"`
	Text string         `json:"text"`
	Who  rooms.MemberID `json:"who,omitempty"`
	Due  string         `json:"due,omitempty"`
	By   rooms.MemberID `json:"by"`
}

// Board is a board of this session; its content is a room of its own.
type Board struct {
	Title string `json:"title"`
	Order int    `json:"order"`
	Shown bool   `json:"shown,omitempty"`
}

// Closing says who asked to close; a second person confirms.
type Closing struct {
	By rooms.MemberID `json:"by"`
	At rooms.Millis   `json:"at"`
}

// Facil is what those who facilitate are told and nobody else.
type Facil struct {
	// OfferUnanswered is who has had the stick before her for 45 s.
	OfferUnanswered rooms.MemberID `json:"offer_unanswered,omitempty"`
	// OfferAgain is true when an offer of hers already went by: after this one she is
	// no longer offered the stick unless she asks.
	OfferAgain bool `json:"offer_again,omitempty"`
	// HolderOver is the instant at which the holder's time was up, told 30 s later.
	HolderOver rooms.Millis `json:"holder_over,omitempty"`
	Suspended  *Suspended   `json:"suspended,omitempty"`
	// RestUntil is there when only the absent and those who must ask remain: the round
	// ends then unless one comes back or asks, or someone chooses to wait.
	RestUntil rooms.Millis `json:"rest_until,omitempty"`
	TakenBack *TakenBack   `json:"taken_back,omitempty"`
}

// Suspended is a holder whose connection dropped.
type Suspended struct {
	Member rooms.MemberID `json:"member"`
	Since  rooms.Millis   `json:"since"`
	Until  rooms.Millis   `json:"until"`
}

// TakenBack is the last time the stick was taken back in this round, and why.
type TakenBack struct {
	Member rooms.MemberID `json:"member"`
	Reason string         `json:"reason"`
}
