package rooms

// Audience says who may see a change. Exactly one of its forms is used: the zero
// value is everyone admitted to the room.
type Audience struct {
	Role   Role     // everyone of this role; RoleFacilitator means all who facilitate
	Group  string   // the people of this group
	Member MemberID // this person alone
}

// Everyone is the audience of all who are admitted to the room.
var Everyone = Audience{} //nolint:gochecknoglobals // a constant: Go has no constant structs

// Facilitators is the audience of those who run the meeting.
func Facilitators() Audience { return Audience{Role: RoleFacilitator} }

// Only is the audience of one person.
func Only(m MemberID) Audience { return Audience{Member: m} }

// Viewer is a person as audiences see her.
type Viewer struct {
	Member MemberID
	Role   Role
	Group  string
	// Waiting is true for a person at the door: she sees her own waiting and
	// nothing of the room, not even what everyone inside may see.
	Waiting bool
}

// Sees tells whether the viewer belongs to the audience.
func (a Audience) Sees(v Viewer) bool {
	switch {
	case a.Member != "":
		return a.Member == v.Member
	case v.Waiting:
		return false
	case a.Group != "":
		return a.Group == v.Group
	case a.Role == RoleFacilitator:
		return v.Role.Facilitates()
	case a.Role != "":
		return a.Role == v.Role
	default:
		return true
	}
}

// Op sets the value at a path of the view, or removes what is there when Gone.
// Paths walk objects only; lists are replaced whole. So a client folds changes
// without knowing one rule of the session.
type Op struct {
	Path  []string
	Value any
	Gone  bool
}

// Delta is what one audience is told of one event. Mentions are the people it
// names for the first time: their names are joined at the edge, logs have none.
// Afresh means that what the audience's one member may see changed as a whole
// (admitted, given a role): she gets a new view in the stream's order.
type Delta struct {
	To       Audience
	Ops      []Op
	Mentions []MemberID
	Afresh   bool
}

// Step is one event with what it tells to whom.
type Step struct {
	Event  Event
	Deltas []Delta
}

// Room is one live room. Handle and Apply change it; everything else only looks.
// A Room is owned by one goroutine.
type Room interface {
	// Handle decides a command and applies all that follows from it: events in
	// order, already applied, each with its deltas. A refusal changes nothing.
	// A repeated command (same actor, client and N) yields no step and a Refusal
	// with code CodeRepeated whose Data has the "seq" it was first answered with.
	Handle(Command) ([]Step, *Refusal)
	// Apply replays one event of the log. It never refuses an event that Handle
	// made, in this version or an earlier one.
	Apply(Event) error
	// Head is the sequence of the last event applied.
	Head() Seq
	// View is what this person may see now, as JSON-encodable value.
	View(Viewer) any
	// Viewer tells how audiences see a person, and whether she may receive this
	// room's frames at all. Standing is her role in the community, "" for none.
	Viewer(m MemberID, standing Role) (Viewer, bool)
	// Deadline is the next instant at which the room wants a "clock.tick" command
	// from its host; 0 when it waits for nobody.
	Deadline() Millis
	// Snapshot encodes the state; Restore of the same package reads it back.
	Snapshot() ([]byte, error)
}

// Codes that the engine itself uses; every other code belongs to a machine.
const (
	CodeRepeated    = "repeated"     // had its effect before: the first answer again
	CodeStale       = "stale"        // older than what is remembered of this client
	CodeUnknown     = "unknown_type" // no such command in this room
	CodeBadArgs     = "bad_args"     // arguments that do not decode or are out of bounds
	CodeNotAllowed  = "not_allowed"  // the rights table says no
	CodeNotAdmitted = "not_admitted" // not (yet) in this room
	CodeClosed      = "room_closed"  // the session is over
)

// Names of the commands that only a host gives.
const (
	CmdTick    = "clock.tick"     // Deadline reached
	CmdDropped = "people.dropped" // args {"member"}: no connection of hers for 10 s
	CmdBack    = "people.back"    // args {"member"}: connected again
	CmdResumed = "host.resumed"   // args {"gap_ms"}: the room had no host for that long; people's clocks stood still
)
