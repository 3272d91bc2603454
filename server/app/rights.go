package app

import (
	"palabre/rooms"
	"palabre/rooms/rights"
	"palabre/server/community"
)

// oneTable answers the communities' questions of rights from the one table that
// live rooms ask too.
type oneTable struct{}

var _ community.Authorize = oneTable{}

// verbs says what the communities' verbs are called in the table. Founding a
// community is not among them: any person with an account may.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var verbs = map[community.Verb]rights.Verb{
	community.SeeCommunity: rights.CommunityRead, community.ChangeCommunity: rights.CommunityEdit,
	community.InviteMembers: rights.CommunityInvite, community.ManageMembers: rights.CommunityRole,
	community.PlanMeetings: rights.MeetingPlan, community.ChangeMeetings: rights.MeetingEdit,
	community.SeeMeeting: rights.MeetingRead, community.InviteGuests: rights.MeetingInvite,
	community.EnterMeeting: rights.SessionEnter, community.SeeDocuments: rights.DocumentRead,
	community.SeeBoards: rights.BoardRead, community.WriteBoards: rights.BoardWrite, community.ResumeBoards: rights.BoardGovern,
}

// May implements community.Authorize. An administrator has the role that her own
// membership gives her, and no eye into other communities.
func (oneTable) May(actor community.Actor, verb community.Verb, s community.Standing) bool {
	if actor.Nobody() {
		return false
	}
	if verb == community.CreateCommunities {
		return !actor.Guest
	}
	v, known := verbs[verb]
	if !known {
		return false
	}
	role := rights.RoleNone
	switch {
	case actor.Guest && s.Invited:
		role = rooms.RoleGuest
	case actor.Guest:
	default:
		role = s.Role.Standing()
	}
	// A guest is let into her meeting's room; its page, with who else is invited and
	// what past meetings left, is the community's.
	invited := s.Invited && verb == community.EnterMeeting
	return rights.Authorize(rights.Actor{Role: role}, v, rights.Resource{Guests: invited, Level: rights.LevelCommunity})
}
