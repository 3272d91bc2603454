package session

import (
	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/equity"
	"palabre/rooms/scenario"
)

// Mode is how much of the meeting remains outside of it.
type Mode string

// Open meetings may be named in mails; confidential ones (the default) may not,
// and their chat is destroyed at the close save what its authors keep.
const (
	ModeOpen         Mode = "open"
	ModeConfidential Mode = "confidential"
)

// Plan is what a session is born from: the meeting as it was planned. It is the
// argument of the founding command CmdOpen.
type Plan struct {
	Mode Mode `json:"mode"`
	// StrictClock is true when the charter of the community adopts the strict
	// clock; without it only the soft one may be chosen.
	StrictClock bool    `json:"strict_clock,omitempty"`
	Phases      []Phase `json:"phases"`
	// Boards are opened with the session, in this order.
	Boards []PlanBoard `json:"boards,omitempty"`
	// Lang is the language of the phases' words, and of the boards made from their templates: "fr" when empty.
	Lang string `json:"lang,omitempty"`
	// Parts are those that the scenario has to be played: client, narrator, table host.
	Parts []cast.Part `json:"parts,omitempty"`
	// Door is closed when nobody new comes in by herself once the first phase has begun; nobody leaves before the phases of Until
	// without saying that she does so anyway.
	Door  scenario.Door  `json:"door,omitempty"`
	Until scenario.RowID `json:"stay_until,omitempty"`
	// Season is what each was heard in the earlier sessions of the season.
	Season map[rooms.MemberID]equity.Share `json:"season,omitempty"`
	// Uncounted: the group does not want the time of each to be counted.
	Uncounted bool `json:"uncounted,omitempty"`
	// Together are those who sat together in small groups of the season's earlier sessions, a list for each time.
	Together [][]rooms.MemberID `json:"together,omitempty"`
	// Lead are the people who facilitate this meeting whatever their standing, until
	// they are given another role.
	Lead []rooms.MemberID `json:"lead,omitempty"`
}

// PlanBoard is a board that the meeting opens with.
type PlanBoard struct {
	Board rooms.BoardID `json:"board"`
	Title string        `json:"title"`
}

// CmdOpen is the founding command, given by the host alone: its arguments are a Plan.
const CmdOpen = "session.open"

// CmdExpel puts out someone whose place was taken back outside of the room, given by
// the host alone: its arguments are MemberArgs. Should she belong again, a person who
// facilitates lets her in.
const CmdExpel = "people.expel"

// CmdStanding says that a person's standing changed outside of the room, given by the
// host alone: its arguments are RoleArgs, the role that her new standing gives here.
const CmdStanding = "people.standing"

// CmdRedact records that words are destroyed, given by the host alone: its arguments
// are RedactArgs. It is the one command that a closed session still takes.
const CmdRedact = "session.redact"

// CodeVersion is the version of the snapshots that this code writes and reads. A
// snapshot of another version is thrown away and the log replayed.
const CodeVersion = 11
