package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/groups"
	"palabre/rooms/record"
	"palabre/rooms/stick"
	"palabre/rooms/team"
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
	// Company are those whom I carry, with what each would be told alone.
	Company map[rooms.MemberID]Companion `json:"company,omitzero"`

	People map[rooms.MemberID]Person `json:"people,omitzero"`
	Agenda *Agenda                   `json:"agenda,omitzero"`
	Hands  map[rooms.MemberID]Hand   `json:"hands,omitzero"`
	// Voice is who is heard in my circle by their own lines; without it, everyone is.
	Voice *Voice `json:"voice,omitempty"`
	// Floor is the rule of my circle where no round runs.
	Floor *floor.View `json:"floor,omitzero"`
	// Cast is who plays the parts of the scenario.
	Cast []cast.Seen `json:"cast,omitzero"`
	// Share is what I was heard, while the group counts it.
	Share *equity.Mine `json:"share,omitempty"`
	// Team is who leads, and who wears which post.
	Team *team.View `json:"team,omitzero"`
	// Groups are the small groups while they are open; Group is mine, or the one that I visit.
	Groups *groups.View `json:"groups,omitempty"`
	Group  *groups.Own  `json:"group,omitempty"`
	// Coming is the group to which I shall go, once those who run have announced it.
	Coming *groups.Own `json:"coming,omitempty"`
	// Proposal is a proposal of groups, in a room that nobody leads.
	Proposal *groups.Led                 `json:"proposal,omitempty"`
	Round    *Round                      `json:"round,omitempty"`
	Chat     map[rooms.MessageID]Message `json:"chat,omitzero"`
	Record   map[string]Item             `json:"record,omitzero"`
	Boards   map[rooms.BoardID]Board     `json:"boards,omitzero"`
	Written
	// Closing is there when someone asked to close a session that nobody leads.
	Closing *Closing `json:"closing,omitempty"`

	// Door and Facil are for those who facilitate.
	Door  map[rooms.MemberID]AtDoor `json:"door,omitzero"`
	Facil *Facil                    `json:"facil,omitempty"`
	// Says is what the scenario lets those who facilitate say, by phase.
	Says map[rooms.PhaseID]string `json:"says,omitzero"`
	// Spread is how the word is shared, naming nobody; Order what the next circle is proposed,
	// while no round runs.
	Spread *equity.Spread `json:"spread,omitempty"`
	Order  []equity.Place `json:"order,omitempty"`
	// Led is the groups as those who facilitate see them, proposed or open; CastAll the parts of
	// all groups, while they are open.
	Led     *groups.Led `json:"led,omitempty"`
	CastAll []cast.Seen `json:"cast_all,omitempty"`
	// Replan is what the rest of the meeting would become so that it ends in time.
	Replan *agenda.Proposal `json:"replan,omitempty"`
	// Takeover is the declared order in which those who facilitate take the lead over.
	Takeover []rooms.MemberID `json:"takeover,omitzero"`
}

// Voice is whose lines are heard in a circle, and no others, as the media server enforces it: those whose turn it is, for
// whom taking it was the gesture that opens a microphone, and those who may be heard beside them.
type Voice struct {
	Turn   []rooms.MemberID `json:"turn,omitempty"`
	Others []rooms.MemberID `json:"others,omitempty"`
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
	// Until is when the door should open to me, of a meeting that nobody comes into once it began; as it was planned when I rang.
	Until rooms.Millis `json:"until,omitempty"`
	// Outside is true before I enter, and after I left.
	Outside bool `json:"outside,omitempty"`
	Refused bool `json:"refused,omitempty"`
	// Missed is true when my offers went by unanswered twice in the round that runs:
	// it is no longer offered to me unless I ask (stick.later).
	Missed bool `json:"missed,omitempty"`
	// Again is true when I passed in the round that runs, and will be offered it once more.
	Again bool  `json:"again,omitempty"`
	Hint  *Hint `json:"hint,omitempty"`
	// Asking are those who would have me, the holder, make something clear, in order.
	Asking []rooms.MemberID `json:"asking,omitempty"`
	// Asked is true while I would have the holder make something clear.
	Asked bool `json:"asked,omitempty"`
	// Invited is true when I am invited to go out of the inner circle, where I have been longest.
	Invited bool `json:"invited,omitempty"`
	// Claim is true when I may take the lead again, which I lost by absence.
	Claim bool `json:"claim,omitempty"`
	// Alone is true when nobody else is connected in my group.
	Alone bool `json:"alone,omitempty"`
}

// Companion is what somebody whom I carry would be told alone.
type Companion struct {
	Offer  *MyOffer         `json:"offer,omitempty"`
	Hint   *Hint            `json:"hint,omitempty"`
	Missed bool             `json:"missed,omitempty"`
	Again  bool             `json:"again,omitempty"`
	Asking []rooms.MemberID `json:"asking,omitempty"`
	Asked  bool             `json:"asked,omitempty"`
	Listed bool             `json:"listed,omitempty"`
	// Invited and Share are hers as mine are mine (PE-17, EQ-5).
	Invited bool         `json:"invited,omitempty"`
	Share   *equity.Mine `json:"share,omitempty"`
	Own
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
	// Behind is who carries her: she has no connection of her own, and whose gestures are hers.
	Behind rooms.MemberID `json:"behind,omitempty"`
	// Writes: she takes part in writing.
	Writes bool `json:"writes,omitempty"`
}

// AtDoor is someone waiting to be admitted.
type AtDoor struct {
	Since rooms.Millis `json:"since"`
}

// Agenda is the run of show; At is the index of the present phase, -1 before the
// first. Times are those of the present phase.
type Agenda struct {
	Phases    []Phase      `json:"phases"` // without what is for those who facilitate
	At        int          `json:"at"`
	StartedAt rooms.Millis `json:"started_at,omitempty"`
	EndsAt    rooms.Millis `json:"ends_at,omitempty"`
	// By is when the meeting should be over.
	By rooms.Millis `json:"by,omitempty"`
	// Pause is a pause of the whole meeting.
	Pause *agenda.Pause `json:"pause,omitempty"`
	// Skipped are coming phases that will not be.
	Skipped []rooms.PhaseID `json:"skipped,omitempty"`
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
	Variant  stick.Variant                     `json:"variant,omitempty"`
	Among    bool                              `json:"among,omitempty"` // some are seated, and whoever asks
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
	// Why it has ended: of itself once all had the stick before them, by those who run it, with its group or the meeting.
	Why stick.Why `json:"why,omitempty"`
	// More are those who have something to add, once the round has ended.
	More []rooms.MemberID `json:"more,omitempty"`
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
	// Clarifying is somebody whom she lets ask: both are heard, her clock stands still.
	Clarifying *stick.Clarifying `json:"clarifying,omitempty"`
	// Page is what a holder who takes part in writing contributes, and who reads it aloud.
	Page *stick.Page `json:"page,omitempty"`
}

// Centre says that the stick lies in the centre.
type Centre struct {
	Since rooms.Millis `json:"since"`
}

// Pause is a pause of the round; with Bell, that of a bell which By rang.
type Pause struct {
	Since rooms.Millis   `json:"since"`
	By    rooms.MemberID `json:"by"`
	Bell  *stick.Bell    `json:"bell,omitempty"`
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
	Circle    rooms.GroupID  `json:"circle,omitempty"` // the group that it was said in
	Bare      bool           `json:"bare,omitempty"`   // said in a phase that leaves its artifact only: never kept
	Team      bool           `json:"team,omitempty"`   // between those who facilitate
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
	// Group has it, while groups are open: it is that group's and theirs who facilitate.
	Group rooms.GroupID `json:"group,omitempty"`
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
