package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/record"
	"palabre/rooms/stick"
)

// The arguments of each command. Absent members are their zero value.
type (
	// NoArgs is for commands that say everything by their name.
	NoArgs struct{}
	// EnterArgs come with people.enter.
	EnterArgs struct {
		Listen bool `json:"listen,omitempty"` // I listen only
		Listed bool `json:"listed,omitempty"` // the minutes may name me among those present
	}
	// MemberArgs name one person.
	MemberArgs struct {
		Member rooms.MemberID `json:"member"`
	}
	// OnArgs switch something on or off.
	OnArgs struct {
		On bool `json:"on"`
	}
	// RoleArgs come with people.role.
	RoleArgs struct {
		Member rooms.MemberID `json:"member"`
		Role   rooms.Role     `json:"role"`
	}
	// SeatArgs come with people.seat: Member is new here, Behind carries her.
	SeatArgs struct {
		Member rooms.MemberID `json:"member"`
		Behind rooms.MemberID `json:"behind"`
	}
	// AsArgs say whose gesture it is when it is not mine: that of a person whom I carry.
	AsArgs struct {
		As rooms.MemberID `json:"as,omitempty"`
	}
	// AsOnArgs switch something on or off for me, or for a person whom I carry.
	AsOnArgs struct {
		On bool           `json:"on"`
		As rooms.MemberID `json:"as,omitempty"`
	}
	// DroppedArgs come with people.dropped: Since is when her last connection was
	// lost, 10 s before when absent.
	DroppedArgs struct {
		Member rooms.MemberID `json:"member"`
		Since  rooms.Millis   `json:"since,omitempty"`
	}
	// ResumedArgs come with host.resumed.
	ResumedArgs struct {
		GapMS rooms.Millis `json:"gap_ms"`
	}
	// RedactArgs come with session.redact: places in the log, rising.
	// Of those of Floor nothing stays but their places; a session that is open has none.
	RedactArgs struct {
		Seqs  []rooms.Seq `json:"seqs,omitempty"`
		Floor []rooms.Seq `json:"floor,omitempty"`
	}
	// FromArgs carry the index of the phase that the person saw, so that two
	// presses at once have one effect.
	FromArgs struct {
		From int `json:"from"`
	}
	// GoArgs come with agenda.go.
	GoArgs struct {
		Phase rooms.PhaseID `json:"phase"`
		From  int           `json:"from"`
	}
	// ExtendArgs lengthen the present phase, or shorten it, when negative. From is the index of
	// the phase that the person saw as the present one, EndsAt when she saw it end: so that two
	// presses at once have one effect. Clients of before say neither.
	ExtendArgs struct {
		Minutes int          `json:"minutes"`
		From    *int         `json:"from,omitempty"`
		EndsAt  rooms.Millis `json:"ends_at,omitempty"`
	}
	// PauseArgs say how long the meeting pauses.
	PauseArgs struct {
		Minutes int `json:"minutes"`
	}
	// SkipArgs come with agenda.skip.
	SkipArgs struct {
		Phase rooms.PhaseID `json:"phase"`
		On    bool          `json:"on"`
	}
	// ReplanArgs come with agenda.replan: From is the index of the phase seen as the present one.
	ReplanArgs struct {
		From   int             `json:"from"`
		Phases []agenda.Length `json:"phases"`
	}
	// PrepareArgs come with stick.prepare. TurnS is in seconds, 0 for turns without
	// a measure. People who are missing from Order are seated after it.
	PrepareArgs struct {
		Round    rooms.RoundID    `json:"round"`
		Question string           `json:"question"`
		Order    []rooms.MemberID `json:"order,omitempty"`
		Seat     stick.LeadSeat   `json:"seat,omitempty"` // where the one who prepares sits: first, last (default) or none
		Gate     stick.Gate       `json:"gate,omitempty"`
		Clock    stick.Clock      `json:"clock,omitempty"`
		TurnS    int              `json:"turn_s,omitempty"`
		Variant  stick.Variant    `json:"variant,omitempty"` // how it goes from one to the next; the circle's order when absent
		Once     bool             `json:"once,omitempty"`    // those who pass are not offered it once more
		Among    []rooms.MemberID `json:"among,omitempty"`   // only these are seated; everyone when absent
	}
	// OrderArgs come with stick.order. Round is the one that the person saw.
	OrderArgs struct {
		Order []rooms.MemberID `json:"order"`
		Round rooms.RoundID    `json:"round,omitempty"`
	}
	// SeenRoundArgs say which round the person saw, so that her gesture is about no other.
	// Clients of before do not say it.
	SeenRoundArgs struct {
		Round rooms.RoundID `json:"round,omitempty"`
	}
	// RoundArgs say which round the gesture answers.
	RoundArgs struct {
		Round rooms.RoundID  `json:"round"`
		As    rooms.MemberID `json:"as,omitempty"`
	}
	// GrantArgs say which holding of the stick the gesture ends.
	GrantArgs struct {
		Grant uint64         `json:"grant"`
		As    rooms.MemberID `json:"as,omitempty"`
	}
	// WriteArgs are the words of a holder who takes part in writing, as they now are.
	WriteArgs struct {
		Grant uint64         `json:"grant"`
		Text  string         `json:"text"`
		As    rooms.MemberID `json:"as,omitempty"`
	}
	// ReleaseArgs say which holding of the stick the gesture ends, and to whom it goes where
	// the variant lets the holder name somebody.
	ReleaseArgs struct {
		Grant uint64         `json:"grant"`
		To    rooms.MemberID `json:"to,omitempty"`
		As    rooms.MemberID `json:"as,omitempty"`
	}
	// BellArgs come with stick.ring: how long all are silent, in seconds (15 to 60).
	BellArgs struct {
		Seconds int            `json:"seconds"`
		As      rooms.MemberID `json:"as,omitempty"`
	}
	// ClarifyArgs are the answer to somebody who would have something made clear: on, she
	// is heard too. Whoever asked takes it back with on false.
	ClarifyArgs struct {
		Grant  uint64         `json:"grant"`
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on,omitempty"`
		As     rooms.MemberID `json:"as,omitempty"`
	}
	// MoreArgs say, of the round that has ended, whether I have something to add.
	MoreArgs struct {
		Round rooms.RoundID  `json:"round"`
		On    bool           `json:"on,omitempty"`
		As    rooms.MemberID `json:"as,omitempty"`
	}
	// NudgeArgs come with stick.nudge. Grant is the holding that the word is for; a
	// word that comes after it has ended is refused and reaches nobody else.
	NudgeArgs struct {
		Grant uint64 `json:"grant"`
		Text  string `json:"text,omitempty"`
	}
	// TakeBackArgs come with stick.take_back.
	TakeBackArgs struct {
		Grant  uint64 `json:"grant"`
		Reason string `json:"reason"`
	}
	// GateArgs come with stick.gate.
	GateArgs struct {
		Gate stick.Gate `json:"gate"`
	}
	// ClockArgs come with stick.clock.
	ClockArgs struct {
		Clock stick.Clock `json:"clock"`
	}
	// LowerArgs come with hands.lower; without a member, my own hand.
	LowerArgs struct {
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// SayArgs come with chat.say; the client mints the id.
	SayArgs struct {
		ID   rooms.MessageID `json:"id"`
		Text string          `json:"text"`
		Team bool            `json:"team,omitempty"` // between those who facilitate
		// In is the group in which this was written, empty for the plenary: elsewhere by now, one says it to nobody.
		In *rooms.GroupID `json:"in,omitempty"`
	}
	// KeepArgs come with chat.keep.
	KeepArgs struct {
		ID rooms.MessageID `json:"id"`
		On bool            `json:"on"`
	}
	// RetractArgs come with chat.retract.
	RetractArgs struct {
		ID rooms.MessageID `json:"id"`
	}
	// ItemArgs come with record.add and record.edit; the client mints the id.
	ItemArgs struct {
		ID   string         `json:"id"`
		Kind record.Kind    `json:"kind"`
		Text string         `json:"text"`
		Who  rooms.MemberID `json:"who,omitempty"`
		Due  string         `json:"due,omitempty"` // "2026-12-01"
	}
	// ItemIDArgs come with record.remove.
	ItemIDArgs struct {
		ID string `json:"id"`
	}
	// BoardArgs come with boards.open and boards.rename.
	BoardArgs struct {
		Board rooms.BoardID `json:"board"`
		Title string        `json:"title"`
	}
	// ShowArgs come with boards.show; an empty board shows the circle again.
	ShowArgs struct {
		Board rooms.BoardID `json:"board"`
	}
)
