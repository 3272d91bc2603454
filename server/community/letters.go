package community

import (
	"crypto/sha256"
	"encoding/hex"

	"palabre/rooms"
)

// Hash is what is kept of a secret: SHA-256 in hexadecimal. Secrets have 256 bits
// of chance, so nothing slower is needed.
type Hash string

// HashOf hashes a secret.
func HashOf(secret string) Hash {
	sum := sha256.Sum256([]byte(secret))
	return Hash(hex.EncodeToString(sum[:]))
}

// Invitation asks one person, by e-mail, into a community (Community set, Role
// says as what) or as a guest to one meeting (Meeting set). One into a community
// works once; one to a meeting gives the same guest again each time, until it
// expires, so that she may change devices.
type Invitation struct {
	ID        InvitationID
	Token     Hash
	Email     string
	Name      string
	Community CommunityID
	Meeting   MeetingID
	Role      Role
	InvitedBy MemberID
	CreatedAt rooms.Millis
	ExpiresAt rooms.Millis
	UsedAt    rooms.Millis
	UsedBy    MemberID
	Lang      Lang // of its letters; French when none is given
}

// GuestLink lets whoever has it ask to enter one meeting as a guest.
type GuestLink struct {
	ID        GuestLinkID
	Token     Hash
	Meeting   MeetingID
	CreatedBy MemberID
	CreatedAt rooms.Millis
	RevokedAt rooms.Millis
}

// LoginLink signs a person in, once, for ten minutes. Admin makes its visitor an
// administrator of the instance; such a link may have no Email. With Member it makes
// Email the address of that person, who must be the one signed in.
type LoginLink struct {
	ID        LoginLinkID
	Token     Hash
	Email     string
	Next      string // path of the client to go to afterwards
	Admin     bool
	Member    MemberID
	CreatedAt rooms.Millis
	ExpiresAt rooms.Millis
	UsedAt    rooms.Millis
}

// LoginLinkLife is how long an e-mailed login link works, in ms.
const LoginLinkLife rooms.Millis = 10 * 60 * 1000

// AuthSession is one signed-in browser. Meeting is set for a guest: her session
// is good for that meeting alone.
type AuthSession struct {
	ID        AuthSessionID
	Token     Hash
	Member    MemberID
	Meeting   MeetingID
	CreatedAt rooms.Millis
	SeenAt    rooms.Millis
	ExpiresAt rooms.Millis
	RevokedAt rooms.Millis
	Agent     string // "Firefox, Linux": enough for its owner to know it again
}

// Guest tells that the session is a guest's.
func (s AuthSession) Guest() bool { return s.Meeting != "" }

// Live tells whether the session may still be used.
func (s AuthSession) Live(now rooms.Millis) bool {
	return s.RevokedAt == 0 && now < s.ExpiresAt
}
