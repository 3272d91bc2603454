package cast

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Codes of this machine's refusals.
const (
	CodeNoPart   = "no_such_part"  // the scenario has no such part, or not in this circle
	CodeTaken    = "part_taken"    // somebody plays it
	CodeNotYours = "part_not_held" // who gives it up does not play it
	CodeCannot   = "part_cannot"   // she is not here, only listens, or sits elsewhere
	CodeLed      = "part_given"    // it is given, not volunteered for
)

type (
	// Given is a part that somebody plays from now on, in the place of whoever did.
	Given struct {
		Part   PartID         `json:"part"`
		Group  rooms.GroupID  `json:"group,omitempty"`
		Member rooms.MemberID `json:"member"`
	}
	// Freed is a part that nobody plays any more. Own: she left it herself.
	Freed struct {
		Part   PartID         `json:"part"`
		Group  rooms.GroupID  `json:"group,omitempty"`
		Member rooms.MemberID `json:"member"`
		Own    bool           `json:"own,omitempty"`
	}
	// Turned is a pass that began, with who plays the parts that go round: all of them, in every group.
	Turned struct {
		Loop LoopID `json:"loop"`
		Pass int    `json:"pass"`
		Held []Held `json:"held,omitempty"`
	}
)

// EventName is the name in the log.
func (Given) EventName() string { return "cast.given" }

// EventName is the name in the log.
func (Freed) EventName() string { return "cast.freed" }

// EventName is the name in the log.
func (Turned) EventName() string { return "cast.turned" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Given](r)
	codec.Put[Freed](r)
	codec.Put[Turned](r)
	return r
}

// Arguments of commands.
type (
	// GiveArgs come with cast.give and cast.hand. Without a group, a group's part is of the group in which the member sits.
	GiveArgs struct {
		Part   PartID         `json:"part"`
		Group  rooms.GroupID  `json:"group,omitempty"`
		Member rooms.MemberID `json:"member"`
	}
	// PartArgs come with cast.volunteer and cast.leave: of a group's part, in my own group.
	PartArgs struct {
		Part PartID `json:"part"`
	}
	// TakeArgs come with cast.take.
	TakeArgs struct {
		Part  PartID        `json:"part"`
		Group rooms.GroupID `json:"group,omitempty"`
	}
)
