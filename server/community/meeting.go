package community

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/scenario"
	"palabre/rooms/template"
)

// Mode is how far what happens in a meeting may be known.
type Mode string

// The modes; Confidential is the default.
const (
	Open         Mode = "open"
	Confidential Mode = "confidential"
)

// MeetingKind is the place of a meeting in its cycle.
type MeetingKind string

// The kinds of meeting.
const (
	Welcome  MeetingKind = "welcome"
	Monthly  MeetingKind = "monthly"
	Review   MeetingKind = "review"
	Workshop MeetingKind = "workshop"
)

// Status is where a meeting stands, as its session's log told it.
type Status string

// The statuses.
const (
	Planned Status = "planned"
	Opened  Status = "open"
	Closed  Status = "closed"
)

// DefaultMinutes is how long a meeting lasts when nobody says otherwise.
const DefaultMinutes = 180

// Phase is one step of a run of show; its JSON is that of the session's plan. One that
// nobody took from a scenario has no Rule: the session then goes by its kind.
type Phase struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Kind     string `json:"kind"` // one of agenda.Kinds
	Minutes  int    `json:"minutes"`
	Question string `json:"question,omitempty"`
	TurnS    int    `json:"turn_s,omitempty"` // seconds per turn of a stick round
	Board    string `json:"board,omitempty"`

	Say      string            `json:"say,omitempty" doc:"For those who facilitate alone."`
	Rule     *scenario.Rule    `json:"rule,omitempty"`
	Template template.Name     `json:"template,omitempty" doc:"What its board is made from, or the screen shown in its place."`
	Artifact string            `json:"artifact,omitempty"`
	From     scenario.From     `json:"from,omitempty"`
	Traces   scenario.Traces   `json:"traces,omitempty"`
	Cast     []scenario.PartID `json:"cast,omitempty"`
	Groups   *scenario.Groups  `json:"groups,omitempty"`
	Loop     *scenario.Pass    `json:"loop,omitempty"`
	Row      scenario.RowID    `json:"row,omitempty"`
	Seats    int               `json:"seats,omitempty"`
	Least    int               `json:"least,omitempty"`
}

// PhaseOf is the phase that a scenario unfolds to.
func PhaseOf(p scenario.Phase) Phase {
	rule := p.Rule
	return Phase{
		ID: string(p.ID), Title: p.Title, Kind: string(p.Kind), Minutes: p.Minutes, Question: p.Question, TurnS: p.Rule.TurnS,
		Board: string(p.Board), Say: p.Say, Rule: &rule, Template: p.Template, Artifact: p.Artifact, From: p.From,
		Traces: p.Traces, Cast: p.Cast, Groups: p.Groups, Loop: p.Loop, Row: p.Row, Seats: p.Seats, Least: p.Least,
	}
}

// Scenario is the phase as scenarios know it. Without a rule it has the one that the session
// would go by.
func (p Phase) Scenario() scenario.Phase {
	return agenda.Phase{
		ID: rooms.PhaseID(p.ID), Title: p.Title, Kind: agenda.Kind(p.Kind), Minutes: p.Minutes, Question: p.Question, TurnS: p.TurnS,
		Board: rooms.BoardID(p.Board), Say: p.Say, Rule: p.Rule, Template: p.Template, Artifact: p.Artifact, From: p.From,
		Traces: p.Traces, Cast: p.Cast, Groups: p.Groups, Loop: p.Loop, Row: p.Row, Seats: p.Seats, Least: p.Least,
	}.Scenario()
}

// Origin is the scenario that a run of show came from, and what the phases do not say of it.
type Origin struct {
	Scenario string      `json:"scenario,omitempty"` // its id: one of Palabre's, or a community's
	Title    string      `json:"title"`
	Lang     Lang        `json:"lang,omitempty"` // of the phases' words
	Parts    []cast.Part `json:"parts,omitempty"`

	Door  scenario.Door  `json:"door,omitempty"`
	Until scenario.RowID `json:"stay_until,omitempty"` // nobody leaves before this row
}

// Meeting is one gathering of a community. Status, OpenedAt and ClosedAt follow
// the session's log (a projector writes them); a cancelled meeting keeps its row
// so that its links can say so.
type Meeting struct {
	ID          MeetingID
	Community   CommunityID
	Title       string
	Kind        MeetingKind // "" when it is none in particular
	StartsAt    rooms.Millis
	Zone        string // IANA name, the one its time was chosen in
	Minutes     int
	Intention   string
	Mode        Mode
	Phases      []Phase
	Origin      *Origin // nil: made by hand
	Status      Status
	OpenedAt    rooms.Millis
	ClosedAt    rooms.Millis
	CancelledAt rooms.Millis
	CreatedBy   MemberID
	CreatedAt   rooms.Millis
	// Version is how often people had to be told of a change: its hour, its end.
	Version int
	// Told is how many members are written to about what was just done; it is in the
	// answer of a use case alone, and not kept.
	Told int
}

// EndsAt is when the meeting should end.
func (m Meeting) EndsAt() rooms.Millis {
	return m.StartsAt + rooms.Millis(m.Minutes)*60_000
}

// Board is what is known of a board outside its room. Origin is the meeting that
// made it, "" for one made apart.
type Board struct {
	ID        BoardID
	Community CommunityID
	Title     string
	Origin    MeetingID
	CreatedBy MemberID
	CreatedAt rooms.Millis
	UpdatedAt rooms.Millis
	// EmptiedAt is when what people wrote there went for good, with a phase that leaves no traces; 0 for never. Nobody works with it
	// any more.
	EmptiedAt rooms.Millis
}

// DocumentKind is what a document is.
type DocumentKind string

// Minutes is the compte rendu of a meeting. Others come later.
const Minutes DocumentKind = "minutes"

// DocumentStatus is how far a document has gone towards publication.
type DocumentStatus string

// Draft is the first status, and for now the only one.
const Draft DocumentStatus = "draft"

// Document is a document made from a room's log: Room, LogID and Seq say from
// which log and how much of it (I9). HTML, PDF and Markdown name blobs; Tree is
// the document's tree as JSON. A meeting has one document of a kind at most.
type Document struct {
	ID        DocumentID
	Meeting   MeetingID
	Community CommunityID
	Kind      DocumentKind
	Status    DocumentStatus
	Title     string
	Room      rooms.RoomID
	LogID     string
	Seq       rooms.Seq
	MadeAt    rooms.Millis
	HTML      string
	PDF       string
	Markdown  string
	Tree      []byte // empty in lists
}
