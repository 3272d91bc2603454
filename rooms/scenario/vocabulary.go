package scenario

// Kind is what a phase is for.
type Kind string

// The kinds of phase.
const (
	KindPlenary Kind = "plenary"
	KindStick   Kind = "stick"
	KindWrite   Kind = "write"
	KindGroups  Kind = "groups"
	KindBoard   Kind = "board"
	KindVote    Kind = "vote"
	KindBreak   Kind = "break"
	KindClosing Kind = "closing"
	everyKind        = "plenary, stick, write, groups, board, vote, break, closing"
)

// RuleKind says who is heard.
type RuleKind string

// The rules of hearing.
const (
	Open      RuleKind = "open"
	Hands     RuleKind = "hands"
	OneRole   RuleKind = "role"
	Silence   RuleKind = "silence"
	WithStick RuleKind = "stick"
	Inside    RuleKind = "inside"
	everyRule          = "open, hands, role, silence, stick, inside"
)

// Note is what is asked of those who speak or write.
type Note string

// The notes.
const (
	NoteQuestions Note = "questions" // questions only
	NoteFacts     Note = "facts"     // questions of fact only
	NoteAgree     Note = "agree"     // the group agrees
	NoteListens   Note = "listens"   // the one who has no seat listens and takes notes
	NoteBack      Note = "back"      // she turns her back: camera and microphone off
	NoteOneEach   Note = "one_each"  // one idea per group
	NoteMove      Note = "move"      // the first minute is to change tables
	NoteIdeas     Note = "ideas"     // ideas written in silence
	NoteDots      Note = "dots"      // dots are given
	NoteMeta      Note = "meta"      // about how we worked, no longer about the case
	NoteRead      Note = "read"      // a text is read
	NoteOptional  Note = "optional"  // the stick is there for who wants it
	everyNote          = "questions, facts, agree, listens, back, one_each, move, ideas, dots, meta, read, optional"
)

// Order is in which order those who ask for the floor have it.
type Order string

// The orders of hands.
const (
	ByArrival  Order = "arrival"
	FirstFirst Order = "first" // who has not spoken yet comes first
	LeastHeard Order = "least"
	everyOrder       = "arrival, first, least"
)

// Variant is how the stick goes from one to the next.
type Variant string

// The variants of a round.
const (
	Circle       Variant = "circle"
	Centre       Variant = "centre"
	Naming       Variant = "naming"
	Popcorn      Variant = "popcorn"
	everyVariant         = "circle, centre, naming, popcorn"
)

// Traces is what a phase leaves in the log once the meeting is closed.
type Traces string

// Full is the default; Bare keeps the artifact only; with NoTraces the chat is closed and floor events go at the close.
const (
	Full        Traces = "full"
	Bare        Traces = "bare"
	NoTraces    Traces = "none"
	everyTraces        = "full, bare, none"
)

// From is the way by which an artifact comes to be.
type From string

// The ways: the phase's board, cards revealed on it, a vote, sentences offered by their authors, the record (decisions, follow-ups),
// a document's section, or notes that never leave their author's device.
const (
	FromBoard    From = "board"
	FromCards    From = "cards"
	FromPoll     From = "poll"
	FromHarvest  From = "harvest"
	FromRecord   From = "record"
	FromDocument From = "document"
	FromPrivate  From = "private"
	everyFrom         = "board, cards, poll, harvest, record, document, private"
)

// GroupBy is how groups are made.
type GroupBy string

// The ways to make groups.
const (
	ByLot    GroupBy = "lot"
	ByChoice GroupBy = "chosen"
	ByFacet  GroupBy = "facet"
	ByFresh  GroupBy = "fresh" // never the same pair twice
	BySelf   GroupBy = "self"
	everyBy          = "lot, chosen, facet, fresh, self"
)

// Door says whether people come in once it began.
type Door string

// The door.
const (
	DoorOpen   Door = "open"
	DoorClosed Door = "closed"
	everyDoor       = "open, closed"
)

// Per says how many people play a part.
type Per string

// One in the room, or one in each group.
const (
	PerRoom  Per = "room"
	PerGroup Per = "group"
	everyPer     = "room, group"
)

// Bounds of a file and of a scenario.
const (
	MaxBytes    = 64 << 10
	MaxProblems = 20
	MaxRows     = 40
	MaxPhases   = 40 // unfolded, as many as a plan may have
	MaxSteps    = 4
	MaxCast     = 8
	MaxLoops    = 4
	MinTimes    = 2
	MaxTimes    = 8
	MaxPeople   = 400
	MaxMinutes  = 600 // of a scenario
	MaxRow      = 240 // of a row
	MaxRounds   = 5
	MinTurnS    = 10
	MaxTurnS    = 1800
	maxTitle    = 80
	maxText     = 600
	maxID       = 20
)
