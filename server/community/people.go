package community

import "palabre/rooms"

// Lang is a language of the interface.
type Lang string

// The languages Palabre speaks.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Person is someone with an account. Email is unique and in lower case; it is
// empty only for an administrator who has not given hers yet.
type Person struct {
	ID        MemberID
	Email     string
	Name      string
	Lang      Lang
	Admin     bool
	CreatedAt rooms.Millis
}

// Guest is someone invited to one meeting, known by a name alone. Email is where
// a personal invitation went, empty for one who came by the meeting's link.
type Guest struct {
	ID        MemberID
	Name      string
	Email     string
	Meeting   MeetingID
	CreatedAt rooms.Millis
	RevokedAt rooms.Millis // since when she may not enter any more
}

// Visit lets a person with an account into one meeting of a community that is not
// hers, with a guest's standing.
type Visit struct {
	Meeting   MeetingID
	Member    MemberID
	CreatedAt rooms.Millis
	RevokedAt rooms.Millis
}

// Role is what a person is in a community.
type Role string

// The roles of a community. A liaison agent comes later.
const (
	Facilitator Role = "facilitator"
	Member      Role = "member"
)

// Valid tells whether the role exists.
func (r Role) Valid() bool { return r == Facilitator || r == Member }

// Standing is the role this membership gives in the community's live sessions.
func (r Role) Standing() rooms.Role {
	switch r {
	case Facilitator:
		return rooms.RoleFacilitator
	case Member:
		return rooms.RoleMember
	default:
		return ""
	}
}

// Membership makes a person belong to a community. Organization is the group she
// works with, Region where, and Function what she does there: each as she wrote it, empty for nothing said.
type Membership struct {
	Community    CommunityID
	Member       MemberID
	Role         Role
	Organization string
	Region       string
	Function     string
	Since        rooms.Millis
}

// MemberLine is a membership with the person's name, for the community's page.
type MemberLine struct {
	Membership
	Name string
}
