package session

import (
	"palabre/rooms"
	"palabre/rooms/harvest"
	"palabre/rooms/rights"
)

type (
	// SentenceArgs come with harvest.offer.
	SentenceArgs struct {
		harvest.OfferArgs
		AsArgs
	}
	// TakeSentenceArgs come with harvest.withdraw.
	TakeSentenceArgs struct {
		harvest.IDArgs
		AsArgs
	}
)

func harvestCommands() []command {
	return []command{
		gesture("harvest.offer", anyone, "Offers a sentence to the minutes, or mine as it shall read.",
			func(t *tx, m rooms.MemberID, a SentenceArgs) *rooms.Refusal {
				if no := checkID("id", a.ID); no != nil {
					return no
				}
				return t.then(t.state().Harvest.Offer(m, a.OfferArgs))
			}),
		gesture("harvest.withdraw", "its author", "Takes a sentence of mine away.",
			func(t *tx, m rooms.MemberID, a TakeSentenceArgs) *rooms.Refusal {
				return t.then(t.state().Harvest.Withdraw(m, a.IDArgs))
			}),
		inside("harvest.gather", rights.SessionRun, runs, "Shows together the sentences that are offered without a name.",
			func(t *tx, _ NoArgs) *rooms.Refusal { return t.all(t.state().Harvest.Gather(t.state().People.Line)) }),
	}
}
