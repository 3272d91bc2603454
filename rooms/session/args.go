package session

import (
	"palabre/rooms"
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
	RedactArgs struct {
		Seqs []rooms.Seq `json:"seqs"`
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
	// ExtendArgs lengthen the present phase (or shorten it, when negative).
	ExtendArgs struct {
		Minutes int `json:"minutes"`
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
	}
	// OrderArgs come with stick.order.
	OrderArgs struct {
		Order []rooms.MemberID `json:"order"`
	}
	// RoundArgs say which round the gesture answers.
	RoundArgs struct {
		Round rooms.RoundID `json:"round"`
	}
	// GrantArgs say which holding of the stick the gesture ends.
	GrantArgs struct {
		Grant uint64 `json:"grant"`
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
