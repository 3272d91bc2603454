package community

import (
	"palabre/rooms"
	"palabre/rooms/rights"
)

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
	SeeScenarios      Verb = "scenario.see"
	WriteScenarios    Verb = "scenario.write"
	ShareScenarios    Verb = "scenario.share"
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

// Table answers from the one table of rights (rooms/rights), by the role that the
// records give. Being an administrator of the instance gives no eye into a
// community one does not belong to. One answer is narrower than its row: a guest,
// with or without an account, only enters her meeting, its page being the community's.
type Table struct{}

var _ Authorize = Table{}

// May answers from the table.
func (Table) May(actor Actor, verb Verb, s Standing) bool {
	if actor.Nobody() {
		return false
	}
	if actor.Guest || s.Invited && !s.Role.Valid() {
		return verb == EnterMeeting &&
			rights.Authorize(rights.Actor{Role: rooms.RoleGuest}, rights.SessionEnter, rights.Resource{Guests: s.Invited})
	}
	row, known := row(verb)
	return known && rights.Authorize(rights.Actor{Role: s.Role.Standing()}, row, rights.Resource{Level: rights.LevelCommunity})
}

// row finds the table's row for a verb of this package.
func row(verb Verb) (rights.Verb, bool) {
	r, ok := rows[verb]
	return r, ok
}

//nolint:gochecknoglobals // a constant: Go has no constant maps
var rows = map[Verb]rights.Verb{
	CreateCommunities: rights.CommunityCreate,
	SeeCommunity:      rights.CommunityRead,
	ChangeCommunity:   rights.CommunityEdit,
	InviteMembers:     rights.CommunityInvite,
	ManageMembers:     rights.CommunityRole,
	PlanMeetings:      rights.MeetingPlan,
	ChangeMeetings:    rights.MeetingEdit,
	SeeMeeting:        rights.MeetingRead,
	EnterMeeting:      rights.SessionEnter,
	InviteGuests:      rights.MeetingInvite,
	SeeDocuments:      rights.DocumentRead,
	SeeBoards:         rights.BoardRead,
	WriteBoards:       rights.BoardWrite,
	ResumeBoards:      rights.BoardGovern,
	SeeScenarios:      rights.ScenarioRead,
	WriteScenarios:    rights.ScenarioWrite,
	ShareScenarios:    rights.ScenarioShare,
}
