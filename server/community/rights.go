package community

// Verb is something that one may do to a resource outside the live rooms.
type Verb string

// The verbs of this package.
const (
	CreateCommunities Verb = "community.create"
	SeeCommunity      Verb = "community.see"
	ChangeCommunity   Verb = "community.change"
	InviteMembers     Verb = "community.invite"
	ManageMembers     Verb = "community.members"
	PlanMeetings      Verb = "meeting.plan"
	ChangeMeetings    Verb = "meeting.change"
	SeeMeeting        Verb = "meeting.see"
	EnterMeeting      Verb = "meeting.enter"
	InviteGuests      Verb = "meeting.invite"
	SeeDocuments      Verb = "document.see"
	SeeBoards         Verb = "board.see"
	WriteBoards       Verb = "board.write"
	ResumeBoards      Verb = "board.resume"
)

// Standing is what ties the asker to the resource, as the records say: her role
// in its community ("" for none), and whether she is a guest of the meeting.
type Standing struct {
	Role    Role
	Invited bool
}

// Authorize is the one question of rights. It must refuse what it does not know.
type Authorize interface {
	May(actor Actor, verb Verb, standing Standing) bool
}

// Table is the table of rights outside live rooms (domain §5): facilitators run
// their community, members see it and its traces, guests only enter their
// meeting. An administrator of the instance creates communities; being one gives
// no eye into a community she does not belong to.
type Table struct{}

// May answers from the table.
func (Table) May(actor Actor, verb Verb, s Standing) bool {
	if actor.Nobody() {
		return false
	}
	if actor.Guest {
		return s.Invited && verb == EnterMeeting
	}
	switch verb {
	case CreateCommunities:
		return true
	case ChangeCommunity, InviteMembers, ManageMembers, PlanMeetings, ChangeMeetings, InviteGuests, ResumeBoards:
		return s.Role == Facilitator
	case SeeCommunity, SeeMeeting, EnterMeeting, SeeDocuments, SeeBoards, WriteBoards:
		return s.Role.Valid()
	default:
		return false
	}
}
