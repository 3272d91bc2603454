package poll

import (
	"slices"

	"palabre/rooms"
)

// Clients mint these at random.
type (
	// ID names a poll.
	ID string
	// OptionID names an option of a poll.
	OptionID string
	// QuestionID names a question of a survey.
	QuestionID string
)

// Kind is how a group chooses.
type Kind string

// The kinds of poll.
const (
	Dots    Kind = "dots"
	Consent Kind = "consent"
	Rank    Kind = "rank"
	Secret  Kind = "ballot"
	Survey  Kind = "survey"
)

// Life is where a poll is; it only goes forward.
type Life string

// The lives of a poll.
const (
	Preparing Life = "preparing"
	Open      Life = "open"
	Closed    Life = "closed"
	GivenUp   Life = "given_up"
)

// Option is one thing to choose: words, or a person of the session.
type Option struct {
	ID     OptionID       `json:"id"`
	Text   string         `json:"text,omitempty"`
	Member rooms.MemberID `json:"member,omitempty"`
}

// AnswerKind is how a question of a survey is answered.
type AnswerKind string

// A scale from 1 to 5, words among some, or words of one's own.
const (
	Scale AnswerKind = "scale"
	Words AnswerKind = "words"
	Own   AnswerKind = "own"
)

// Question is one question of a survey.
type Question struct {
	ID    QuestionID `json:"id"`
	Text  string     `json:"text"`
	Kind  AnswerKind `json:"kind"`
	Words []string   `json:"words,omitempty"` // those to choose among
}

// Audience is who is told the result.
type Audience string

// Everyone of the poll's circle, or those who facilitate.
const (
	ForAll          Audience = ""
	ForFacilitators Audience = "facilitators"
)

// Leaves is what stays of a poll once its session is over. The phase in which it was prepared says so.
type Leaves string

// All, the choice that was made, or nothing.
const (
	All     Leaves = ""
	Choice  Leaves = "choice"
	Nothing Leaves = "nothing"
)

// Setup is what a poll is prepared with.
type Setup struct {
	Kind     Kind          `json:"kind"`
	Question string        `json:"question"`
	Phase    rooms.PhaseID `json:"phase,omitempty"`
	Group    string        `json:"group,omitempty"`  // its people vote and see it; "" for everyone
	Secret   bool          `json:"secret,omitempty"` // always true of ballots and surveys
	Options  []Option      `json:"options,omitempty"`
	Propose  bool          `json:"propose,omitempty"` // everyone adds options until it opens
	Points   int           `json:"points,omitempty"`  // dots: of each person
	Stack    bool          `json:"stack,omitempty"`   // dots: several on one option
	Asks     []Question    `json:"asks,omitempty"`    // a survey's questions
	Told     Audience      `json:"told,omitempty"`
}

// Stance is a vote of a consent poll.
type Stance string

// The stances.
const (
	Agree   Stance = "agree"
	Reserve Stance = "reserve"
	Object  Stance = "object"
)

// Ballot is one person's whole vote: the part that its kind of poll asks for.
type Ballot struct {
	Dots    map[OptionID]int      `json:"dots,omitempty"`
	Rank    []OptionID            `json:"rank,omitempty"`   // the best first; those left out are last, together
	Choice  OptionID              `json:"choice,omitempty"` // "" for a blank vote
	Stance  Stance                `json:"stance,omitempty"`
	Text    string                `json:"text,omitempty"` // of an objection or a reservation
	Answers map[QuestionID]Answer `json:"answers,omitempty"`
}

// Answer is what one person says to one question of a survey.
type Answer struct {
	Scale int      `json:"scale,omitempty"` // 1 to 5
	Words []string `json:"words,omitempty"`
	Own   string   `json:"own,omitempty"`
}

// State is the polls.
type State struct {
	Polls map[ID]*Poll `json:"polls"`
}

// Poll is one of them.
type Poll struct {
	Setup
	Leaves Leaves    `json:"leaves,omitempty"`
	Seq    rooms.Seq `json:"seq"`   // where it was prepared
	Order  int       `json:"order"` // rises with each poll prepared
	Life   Life      `json:"life"`
	// Added says who added an option, and where in the log: for options that were not
	// there from the beginning.
	Added map[OptionID]Added `json:"added"`
	// Ballots are there while the poll is open.
	Ballots map[rooms.MemberID]Cast `json:"ballots"`
	Next    int                     `json:"next"` // the highest number of a voter
	// Result is there once it is closed, ResultAt is the place of that event.
	Result   *Result   `json:"result,omitempty"`
	ResultAt rooms.Seq `json:"result_at,omitempty"`
}

// Added is where an option comes from.
type Added struct {
	By  rooms.MemberID `json:"by"`
	Seq rooms.Seq      `json:"seq"`
}

// Cast is a ballot in the box. Nth numbers its voter among those of the poll.
type Cast struct {
	Nth    int       `json:"nth"`
	Seq    rooms.Seq `json:"seq"`
	Ballot Ballot    `json:"ballot"`
}

// New is no poll.
func New() State { return State{Polls: map[ID]*Poll{}} }

func (p *Poll) option(id OptionID) bool {
	return slices.ContainsFunc(p.Options, func(o Option) bool { return o.ID == id })
}

// drop forgets sums of options that the log forgot: of a choice, what was not chosen.
func (p *Poll) drop() {
	if p.Leaves == Choice && p.Result != nil {
		r := *p.Result
		r.Sums = slices.DeleteFunc(slices.Clone(r.Sums), func(s Sum) bool { return !p.option(s.Option) })
		p.Result = &r
	}
}

func (p *Poll) asks(id QuestionID) (Question, bool) {
	i := slices.IndexFunc(p.Asks, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return p.Asks[i], true
}
