package rehearsal

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/poll"
	"palabre/rooms/session"
)

// papers are the sheets and votes that are open somewhere, in a group too: while there are none, nobody has to look.
type papers map[string]bool

func (p papers) follow(e codec.Event) {
	switch e := e.(type) {
	case cards.Opened:
		p["sheet "+string(e.Sheet)] = true
	case cards.Unveiled:
		delete(p, "sheet "+string(e.Sheet))
		for _, id := range e.With {
			delete(p, "sheet "+string(id))
		}
	case cards.Abandoned:
		delete(p, "sheet "+string(e.Sheet))
	case poll.Started:
		p["poll "+string(e.Poll)] = true
	case poll.Counted:
		delete(p, "poll "+string(e.Poll))
	case poll.Abandoned:
		delete(p, "poll "+string(e.Poll))
	case session.Closed:
		clear(p)
	}
}

// onPaper is what a seat writes or chooses: on what is everyone's, and on what is her group's.
func (h *hall) onPaper(m rooms.MemberID) (wish, bool) {
	if len(h.papers) == 0 {
		return wish{}, false
	}
	v := h.view(m)
	hers := func(group string) bool {
		return group == "" || v.Group != nil && string(v.Group.Group) == group && slices.Contains(v.Group.Members, m)
	}
	for _, id := range slices.Sorted(maps.Keys(v.Polls)) {
		p := v.Polls[id]
		if _, cast := v.Ballots[id]; p.Life == poll.Open && !cast && hers(p.Group) {
			key := "votes " + string(id)
			return wish{key: key, due: h.seconds(m, key, 5, 45), name: "poll.vote", args: args(poll.VoteArgs{Poll: id, Ballot: h.ballot(m, p)})}, true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.Sheets)) {
		if s := v.Sheets[id]; s.Life == cards.Open && !v.Finished[id] && hers(s.Group) {
			return h.writes(m, v, id, s), true
		}
	}
	return wish{}, false
}

// writes is a card or two, then saying that one has finished.
func (h *hall) writes(m rooms.MemberID, v session.View, id cards.SheetID, s cards.SheetView) wish {
	mine := 0
	for _, c := range v.MyCards {
		if c.Sheet == id {
			mine++
		}
	}
	key := fmt.Sprintf("writes %s %d", id, mine)
	if mine >= min(s.Per, 1+h.chance(m, "cards "+string(id), 2)) {
		return wish{key: key, due: h.seconds(m, key, 2, 10), name: "cards.done", args: args(cards.DoneArgs{Sheet: id, On: true})}
	}
	card := fmt.Sprintf("%s-%s-%d", id, m, mine+1)
	return wish{key: key, due: h.seconds(m, key, 10, 60), name: "cards.write", args: args(cards.WriteArgs{
		Sheet: id, Card: cards.CardID(card), Text: h.words(m, mine+1),
	})}
}

// words are what a simulated seat writes: nothing that could be taken for somebody's.
func (h *hall) words(m rooms.MemberID, n int) string {
	if h.lang == "en" {
		return fmt.Sprintf("Sample idea %s-%d", string(m)[1:], n)
	}
	return fmt.Sprintf("Idée d’essai %s-%d", string(m)[1:], n)
}

// ballot is a choice as good as another.
func (h *hall) ballot(m rooms.MemberID, p poll.View) poll.Ballot {
	drawn := func(o poll.Option) int { return h.chance(m, "option "+string(o.ID), 1000) }
	options := slices.SortedFunc(slices.Values(p.Options), func(a, b poll.Option) int {
		return cmp.Or(drawn(a)-drawn(b), cmp.Compare(a.ID, b.ID))
	})
	switch p.Kind {
	case poll.Dots:
		dots := map[poll.OptionID]int{}
		for _, o := range options[:min(p.Points, len(options))] {
			dots[o.ID] = 1
		}
		return poll.Ballot{Dots: dots}
	case poll.Rank:
		rank := []poll.OptionID{}
		for _, o := range options {
			rank = append(rank, o.ID)
		}
		return poll.Ballot{Rank: rank}
	case poll.Consent:
		if h.chance(m, "stance "+p.Question, 8) == 0 {
			return poll.Ballot{Stance: poll.Reserve}
		}
		return poll.Ballot{Stance: poll.Agree}
	case poll.Survey:
		return poll.Ballot{Answers: h.answers(m, p.Asks)}
	default:
		if len(options) == 0 {
			return poll.Ballot{}
		}
		return poll.Ballot{Choice: options[0].ID}
	}
}

func (h *hall) answers(m rooms.MemberID, asks []poll.Question) map[poll.QuestionID]poll.Answer {
	given := map[poll.QuestionID]poll.Answer{}
	for _, q := range asks {
		switch {
		case q.Kind == poll.Scale:
			given[q.ID] = poll.Answer{Scale: 1 + h.chance(m, string(q.ID), 5)}
		case len(q.Words) > 0:
			given[q.ID] = poll.Answer{Words: []string{q.Words[h.chance(m, string(q.ID), len(q.Words))]}}
		default:
			given[q.ID] = poll.Answer{Own: h.words(m, 1)}
		}
	}
	return given
}
