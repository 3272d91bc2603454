package poll

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

type (
	// Prepared is a poll that is not open yet. Without a question, its words were taken out of the log.
	Prepared struct {
		Poll ID `json:"poll"`
		Setup
		Leaves Leaves `json:"leaves,omitempty"`
	}
	// OptionAdded is one more option. Without words or person, it was taken out of the log.
	OptionAdded struct {
		Poll   ID             `json:"poll"`
		Option Option         `json:"option"`
		Member rooms.MemberID `json:"member,omitempty"`
	}
	// OptionRemoved is an option taken back.
	OptionRemoved struct {
		Poll   ID       `json:"poll"`
		Option OptionID `json:"option"`
	}
	// Started is a poll open to votes.
	Started struct {
		Poll ID `json:"poll"`
	}
	// Voted is a vote, her first or anew. Without a ballot, it was taken out of the log.
	Voted struct {
		Poll   ID             `json:"poll"`
		Nth    int            `json:"nth"`
		Member rooms.MemberID `json:"member,omitempty"`
		Ballot *Ballot        `json:"ballot,omitempty"`
		veil.Mark
	}
	// Uncast is a ballot that no longer counts: its voter sits in the group that votes no more.
	Uncast struct {
		Poll ID  `json:"poll"`
		Nth  int `json:"nth"`
	}
	// Counted is the end of a poll, with its result.
	Counted struct {
		Poll   ID     `json:"poll"`
		Result Result `json:"result"`
	}
	// Abandoned is a poll that has no result: its ballots are destroyed.
	Abandoned struct {
		Poll ID `json:"poll"`
	}
)

// EventName is the name in the log.
func (Prepared) EventName() string { return "poll.prepared" }

// EventName is the name in the log.
func (OptionAdded) EventName() string { return "poll.option_added" }

// EventName is the name in the log.
func (OptionRemoved) EventName() string { return "poll.option_removed" }

// EventName is the name in the log.
func (Started) EventName() string { return "poll.opened" }

// EventName is the name in the log.
func (Voted) EventName() string { return "poll.voted" }

// EventName is the name in the log.
func (Uncast) EventName() string { return "poll.uncast" }

// EventName is the name in the log.
func (Counted) EventName() string { return "poll.closed" }

// EventName is the name in the log.
func (Abandoned) EventName() string { return "poll.given_up" }

// Marked implements veil.Event.
func (e Voted) Marked(m veil.Mark) codec.Event { e.Mark = m; return e }

var _ veil.Event = Voted{}

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Prepared](r)
	codec.Put[OptionAdded](r)
	codec.Put[OptionRemoved](r)
	codec.Put[Started](r)
	codec.Put[Voted](r)
	codec.Put[Uncast](r)
	codec.Put[Counted](r)
	codec.Put[Abandoned](r)
	return r
}
