package groups

import (
	"palabre/rooms"
	"palabre/rooms/codec"
)

// Why groups closed, or why somebody's place did.
type Why string

// The reasons.
const (
	WhyReturned Why = "returned" // the countdown of the recall was over
	WhyEnded    Why = "ended"    // at once, by those who run
	WhyDone     Why = "done"     // every group was
	WhyPhase    Why = "phase"    // another phase began
	WhySession  Why = "session"  // the session closed

	WhyMoved  Why = "moved"  // by those who run
	WhyJoined Why = "joined" // by herself
	WhyLeft   Why = "left"   // out of the room, or back in the plenary
)

// Named is a group as it is proposed.
type Named struct {
	Title   string           `json:"title,omitempty"`
	Members []rooms.MemberID `json:"members"`
	Host    rooms.MemberID   `json:"host,omitempty"`
}

type (
	// Made is a set proposed. What was drawn is told, not what it was drawn from.
	Made struct {
		Set     SetID         `json:"set"`
		Phase   rooms.PhaseID `json:"phase,omitempty"`
		By      Method        `json:"by"`
		Groups  []Named       `json:"groups"`
		Limit   int           `json:"limit,omitempty"`
		Minutes int           `json:"minutes,omitempty"`
		Repeats int           `json:"repeats,omitempty"`
		Sure    bool          `json:"sure,omitempty"`
	}
	// Announced is a proposal of which each is told her own group.
	Announced struct{}
	// Withdrawn is a proposal that will not be.
	Withdrawn struct{}
	// Placed is somebody in a group, wherever she was before.
	Placed struct {
		Member rooms.MemberID `json:"member"`
		Group  rooms.GroupID  `json:"group"`
		Why    Why            `json:"why"`
	}
	// Swapped is two people who change groups.
	Swapped struct {
		A rooms.MemberID `json:"a"`
		B rooms.MemberID `json:"b"`
	}
	// Freed is somebody without a group any more.
	Freed struct {
		Member rooms.MemberID `json:"member"`
		Why    Why            `json:"why"`
	}
	// Titled is a group's name.
	Titled struct {
		Group rooms.GroupID `json:"group"`
		Title string        `json:"title"`
	}
	// Hosted is who hosts a table; "" for nobody.
	Hosted struct {
		Group  rooms.GroupID  `json:"group"`
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// Opened is people in their groups. Boards are theirs, by the order of groups.
	Opened struct {
		Until  rooms.Millis    `json:"until,omitempty"`
		Boards []rooms.BoardID `json:"boards,omitempty"`
	}
	// Extended is another end; a recall under way is taken back.
	Extended struct {
		Minutes int          `json:"minutes"`
		Until   rooms.Millis `json:"until"`
	}
	// Called is the return announced: everyone is in the plenary at that instant.
	Called struct {
		ClosesAt rooms.Millis `json:"closes_at"`
	}
	// Ended is everyone in the plenary.
	Ended struct {
		Why Why `json:"why"`
	}
	// Turned is the next table: who sits where now, by the order of groups.
	Turned struct {
		Round   int                `json:"round"`
		Groups  [][]rooms.MemberID `json:"groups"`
		Until   rooms.Millis       `json:"until,omitempty"`
		Repeats int                `json:"repeats,omitempty"`
		Back    int                `json:"back,omitempty"` // how many come back to a table
		Sure    bool               `json:"sure,omitempty"`
	}
	// Asked is a call for help from a group.
	Asked struct {
		Group rooms.GroupID `json:"group"`
	}
	// Answered is a call that is no more: Taken back by the group, or heard.
	Answered struct {
		Group rooms.GroupID `json:"group"`
		Taken bool          `json:"taken,omitempty"`
	}
	// Visited is somebody who facilitates in a group that is not hers; "" when back.
	Visited struct {
		Member rooms.MemberID `json:"member"`
		Group  rooms.GroupID  `json:"group,omitempty"`
	}
	// Said is a sentence told to all groups; its author is the event's By.
	Said struct {
		Text string `json:"text"`
	}
	// Done is a group back in the plenary before the others, or in its place again.
	Done struct {
		Group rooms.GroupID `json:"group"`
		On    bool          `json:"on"`
	}
	// Wished is somebody who facilitates and wants a place, or no longer.
	Wished struct {
		Member rooms.MemberID `json:"member"`
		On     bool           `json:"on"`
	}
)

// EventName is the name in the log.
func (Announced) EventName() string { return "groups.announced" }

// EventName is the name in the log.
func (Made) EventName() string { return "groups.proposed" }

// EventName is the name in the log.
func (Withdrawn) EventName() string { return "groups.withdrawn" }

// EventName is the name in the log.
func (Placed) EventName() string { return "groups.placed" }

// EventName is the name in the log.
func (Swapped) EventName() string { return "groups.swapped" }

// EventName is the name in the log.
func (Freed) EventName() string { return "groups.freed" }

// EventName is the name in the log.
func (Titled) EventName() string { return "groups.titled" }

// EventName is the name in the log.
func (Hosted) EventName() string { return "groups.hosted" }

// EventName is the name in the log.
func (Opened) EventName() string { return "groups.opened" }

// EventName is the name in the log.
func (Extended) EventName() string { return "groups.extended" }

// EventName is the name in the log.
func (Called) EventName() string { return "groups.recalled" }

// EventName is the name in the log.
func (Ended) EventName() string { return "groups.closed" }

// EventName is the name in the log.
func (Turned) EventName() string { return "groups.turned" }

// EventName is the name in the log.
func (Asked) EventName() string { return "groups.help_asked" }

// EventName is the name in the log.
func (Answered) EventName() string { return "groups.help_answered" }

// EventName is the name in the log.
func (Visited) EventName() string { return "groups.visited" }

// EventName is the name in the log.
func (Said) EventName() string { return "groups.said" }

// EventName is the name in the log.
func (Done) EventName() string { return "groups.done" }

// EventName is the name in the log.
func (Wished) EventName() string { return "groups.wished" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Made](r)
	codec.Put[Announced](r)
	codec.Put[Withdrawn](r)
	codec.Put[Placed](r)
	codec.Put[Swapped](r)
	codec.Put[Freed](r)
	codec.Put[Titled](r)
	codec.Put[Hosted](r)
	codec.Put[Opened](r)
	codec.Put[Extended](r)
	codec.Put[Called](r)
	codec.Put[Ended](r)
	codec.Put[Turned](r)
	codec.Put[Asked](r)
	codec.Put[Answered](r)
	codec.Put[Visited](r)
	codec.Put[Said](r)
	codec.Put[Done](r)
	codec.Put[Wished](r)
	return r
}
