// Package rights is the one table of who may do what. Sessions, REST and the
// gateway all ask it; nothing is allowed that no row allows.
package rights

import "palabre/rooms"

// Standings that a community or a network gives beside the four roles of a session.
const (
	RolePassive  rooms.Role = "passive"  // takes part by reading
	RoleLiaison  rooms.Role = "liaison"  // answers for several communities
	RoleDirector rooms.Role = "director" // as employer: never sees attendance or words
	RoleFunder   rooms.Role = "funder"
	RoleAdmin    rooms.Role = "admin" // keeps the installation; sees nothing of communities that are not hers
	RoleNone     rooms.Role = ""      // signed in, nothing in this community
)

// Actor is who asks: Role is her standing for the resource (in its community, or
// in the session once she is in it). System is the host.
type Actor struct {
	Role   rooms.Role
	System bool
}

// Resource is what the rows need to know of what is acted upon. Facts that a verb
// does not ask about stay zero.
type Resource struct {
	Own    bool       // hers: her message, her item, her hand, her words, her draft
	Led    bool       // session: someone who facilitates is connected; of a small group, someone of them is in it
	Group  bool       // session: it is the small group in which she sits
	Guests bool       // meeting: guests are invited
	Open   bool       // session: its mode is open
	Target rooms.Role // the role of the person acted upon
	Gives  rooms.Role // the role given
	Here   bool       // she is, or was, in the meeting that this comes from
	Locked bool       // board: its writers are limited to those who facilitate
	Apart  bool       // board: a small group has it, while groups are open
	Level  Level      // document: how far it is shown
}

// Level is how far a document is shown.
type Level int

// The levels: those who were there, the community, the network, everyone.
const (
	LevelMeeting Level = iota
	LevelCommunity
	LevelNetwork
	LevelPublic
)
