package rooms

import "encoding/json"

// Role is what a person is in one room.
type Role string

// The roles of a live session (domain: facilitator, co-facilitator, member, guest).
const (
	RoleFacilitator   Role = "facilitator"
	RoleCoFacilitator Role = "cofacilitator"
	RoleMember        Role = "member"
	RoleGuest         Role = "guest"
)

// Facilitates tells whether the role may run phases and the stick.
func (r Role) Facilitates() bool { return r == RoleFacilitator || r == RoleCoFacilitator }

// Actor is who asks, as proven at the edge; Standing is the role that the
// community gives her in this meeting (a session may have given another since).
// System is true for the host's own commands (time passed, a connection was lost)
// and for a session that governs a board; no client can be it.
type Actor struct {
	Member   MemberID
	Standing Role
	System   bool
}

// Command is one wish, numbered by its client so that a retry has one effect.
type Command struct {
	Client ClientID // the tab that asks, or a name of the host's own for System
	N      uint64   // rises by one per command of this client in this room; 0 for commands that cannot be retried
	Actor  Actor
	// Under is the term of the host that its page had heard of when it said it: no other host decides it. 0: not known, any may.
	Under uint64
	// After is the command of the same client that it was said after and that had no answer then: it is not decided before that one. 0: none.
	After uint64
	At    Millis          // the host's clock when it took the command
	Name  string          // "stick.take", "chat.say"…
	Args  json.RawMessage // the command's own arguments, already bounded in size
}

// Event is one thing that happened, at its place in the log. Cause is the command
// it came from: replay rebuilds from it what each client was answered.
type Event struct {
	Seq    Seq             `json:"s"`
	At     Millis          `json:"at"`
	By     MemberID        `json:"by,omitempty"`
	Client ClientID        `json:"k,omitempty"`
	N      uint64          `json:"n,omitempty"`
	Name   string          `json:"e"`
	Data   json.RawMessage `json:"d,omitempty"`
}

// Refusal says why a command had no effect. Code finds its sentences in both
// languages (package refusals); Data fills their blanks and helps the client
// recover (never content of others).
type Refusal struct {
	Code string         `json:"code"`
	Data map[string]any `json:"data,omitempty"`
}

// Error makes a refusal usable as an error inside the pure packages.
func (r *Refusal) Error() string { return r.Code }

// Refuse is the short way to say no.
func Refuse(code string) *Refusal { return &Refusal{Code: code} }
