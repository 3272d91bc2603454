package community

import "palabre/rooms"

// Identities of what this package keeps: UUIDs (v7) as text.
type (
	// NetworkID names a network of communities.
	NetworkID string
	// CommunityID names a community.
	CommunityID string
	// MeetingID names a meeting, and the room of its session.
	MeetingID string
	// DocumentID names a document.
	DocumentID string
	// ScenarioID names a scenario that a community keeps.
	ScenarioID string
	// InvitationID names an invitation by e-mail.
	InvitationID string
	// GuestLinkID names a link for guests.
	GuestLinkID string
	// LoginLinkID names a link to sign in.
	LoginLinkID string
	// AuthSessionID names a browser that is signed in.
	AuthSessionID string
)

// MemberID names a person or a guest: one id space for both, the one the live
// rooms use.
type MemberID = rooms.MemberID

// BoardID names a board; its live room is rooms.BoardRoom of it.
type BoardID = rooms.BoardID

// Room is the room of the meeting's live session.
func (m MeetingID) Room() rooms.RoomID { return rooms.SessionRoom(string(m)) }

// Actor is who asks, as package auth proved it. The zero value is nobody.
type Actor struct {
	Member MemberID
	Guest  bool // a guest of one meeting, without an account
	Admin  bool // administrator of this instance
}

// Nobody tells that no one is signed in.
func (a Actor) Nobody() bool { return a.Member == "" }

// Clock says what time it is.
type Clock interface{ Now() rooms.Millis }

// IDs mints identities and secrets. ID is a UUID v7; Secret is a token of at
// least 256 bits of chance, safe in a URL.
type IDs interface {
	ID() string
	Secret() string
}
