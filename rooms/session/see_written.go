package session

import (
	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
)

// Written is what a person sees of what is written, chosen and offered: what everyone
// sees, and what is hers alone.
type Written struct {
	Sheets map[cards.SheetID]cards.SheetView `json:"sheets,omitzero"`
	Polls  map[poll.ID]poll.View             `json:"polls,omitzero"`
	// Harvest are the sentences offered to the minutes.
	Harvest map[string]harvest.View `json:"harvest,omitzero"`
	// Own is mine alone; for one whom somebody carries, it is in her Company.
	Own
	// Results are those that only those who facilitate are told, Gather that there are
	// sentences without a name to show together; all three are for them.
	Results map[poll.ID]poll.Result `json:"results,omitzero"`
	// Voices are the objections and reservations that stand in such a poll while it is open.
	Voices map[poll.ID][]poll.Voice `json:"voices,omitzero"`
	Gather bool                     `json:"gather,omitempty"`
}

// Own is what one person wrote, chose and offered, and nobody else is shown.
type Own struct {
	MyCards map[cards.CardID]cards.MyCard `json:"my_cards,omitzero"`
	// Finished are the sheets on which I have said that I finished.
	Finished map[cards.SheetID]bool `json:"finished,omitzero"`
	// Ballots are mine in the polls that are open, Proposed the options that I may take back.
	Ballots     map[poll.ID]poll.Ballot     `json:"ballots,omitzero"`
	Proposed    map[poll.ID][]poll.OptionID `json:"proposed,omitzero"`
	MySentences map[harvest.ID]harvest.Mine `json:"my_sentences,omitzero"`
}

// written is what a person inside sees.
func (st *state) written(m rooms.MemberID, facilitates bool) Written {
	at := st.where(m)
	v := Written{
		Sheets: map[cards.SheetID]cards.SheetView{}, Polls: map[poll.ID]poll.View{}, Harvest: st.Harvest.Seen(), Own: st.own(m),
	}
	for id, sh := range st.Cards.Sheets {
		if st.paperSeen(sh.Group, at) {
			v.Sheets[id], _ = st.Cards.Seen(id, st.present(sh.Group))
		}
	}
	for id, p := range st.Polls.Polls {
		if st.paperSeen(p.Group, at) {
			v.Polls[id], _ = st.Polls.Seen(id, len(st.present(p.Group)), false)
		}
	}
	if facilitates {
		v.Results, v.Voices, v.Gather = map[poll.ID]poll.Result{}, map[poll.ID][]poll.Voice{}, st.gathers()
		for id := range st.Polls.Polls {
			if r := st.told(id); r != nil {
				v.Results[id] = *r
			}
			if said := st.toldAlone(id); len(said) > 0 {
				v.Voices[id] = said
			}
		}
	}
	return v
}

// own is what is one person's alone.
func (st *state) own(m rooms.MemberID) Own {
	return Own{
		MyCards: st.Cards.Mine(m), Finished: st.Cards.Finished(m), Ballots: st.Polls.Mine(m), Proposed: st.Polls.Proposed(m),
		MySentences: st.Harvest.Mine(m),
	}
}

// ownOf is the same for one who is carried, without what is empty.
func (st *state) ownOf(m rooms.MemberID) Own {
	o := st.own(m)
	some(&o.MyCards)
	some(&o.Finished)
	some(&o.Ballots)
	some(&o.Proposed)
	some(&o.MySentences)
	return o
}

func some[K comparable, V any](m *map[K]V) {
	if len(*m) == 0 {
		*m = nil
	}
}

// told is a result that only those who facilitate are told; nil for any other.
func (st *state) told(id poll.ID) *poll.Result {
	if p := st.Polls.Polls[id]; p.Told == poll.ForFacilitators {
		return p.Result
	}
	return nil
}

// toldAlone are the words of an open vote that only those who facilitate are told.
func (st *state) toldAlone(id poll.ID) []poll.Voice {
	if p := st.Polls.Polls[id]; p.Told == poll.ForFacilitators {
		return p.Standing()
	}
	return nil
}

// gathers tells whether there are sentences to show together.
func (st *state) gathers() bool { return !st.closed() && st.Harvest.Ready(st.People.Line) }
