package session

import (
	"palabre/rooms"
	"palabre/rooms/rights"
	"palabre/rooms/team"
)

// teamCommands are of those who facilitate, among themselves. The machine says who among
// them may.
func teamCommands() []command {
	const run = rights.SessionTemper
	return []command{
		inside("team.hand_over", run, "the lead", "Lets somebody else who facilitates lead.",
			func(t *tx, a team.HandArgs) *rooms.Refusal {
				return t.then(t.state().Team.HandOver(t.me(), a, t.state().teamRoom(t.at)))
			}),
		inside("team.take_back", run, "who lost the lead by absence", "Leads again.",
			func(t *tx, _ NoArgs) *rooms.Refusal {
				return t.then(t.state().Team.TakeBack(t.me(), t.state().teamRoom(t.at)))
			}),
		inside("team.wear", run, "the lead; a free post, any facilitator", "Says who is guardian, scribe, or watches the technique.",
			func(t *tx, a team.WearArgs) *rooms.Refusal {
				return t.then(t.state().Team.Wear(t.me(), a, t.state().teamRoom(t.at)))
			}),
		inside("team.order", run, "the lead", "Says who takes over, in order.",
			func(t *tx, a team.OrderArgs) *rooms.Refusal {
				return t.then(t.state().Team.Declare(t.me(), a, t.state().teamRoom(t.at)))
			}),
	}
}

// parted lets the team follow somebody who is no longer inside, or no longer facilitates.
// Barred: by another's gesture.
func (t *tx) parted(m rooms.MemberID, barred bool) {
	t.emitAll(t.state().Team.Parted(m, barred, t.state().teamRoom(t.at))...)
}
