package session

import (
	"palabre/rooms"
	"palabre/rooms/poll"
)

type (
	// OptionArgs come with poll.propose.
	OptionArgs struct {
		poll.ProposeArgs
		AsArgs
	}
	// TakeOptionArgs come with poll.take_back.
	TakeOptionArgs struct {
		poll.OptionArgs
		AsArgs
	}
	// VoteArgs come with poll.vote.
	VoteArgs struct {
		poll.VoteArgs
		AsArgs
	}
)

func pollCommands() []command {
	of := func(st *state, a poll.PollArgs) string { return st.pollGroup(a.Poll) }
	return []command{
		onPaper("poll.prepare", "Prepares a vote of all, or of a group; nobody votes yet.",
			func(_ *state, a poll.PrepareArgs) string { return a.Group }, preparePoll),
		onPaper("poll.open", "Opens the vote: its options stay as they are.", of,
			func(t *tx, a poll.PollArgs) *rooms.Refusal { return t.then(t.state().Polls.Open(a)) }),
		onPaper("poll.close", "Closes the vote and tells its result.",
			func(st *state, a poll.CloseArgs) string { return st.pollGroup(a.Poll) },
			func(t *tx, a poll.CloseArgs) *rooms.Refusal {
				return t.then(t.state().Polls.Close(a, t.state().People.Line))
			}),
		onPaper("poll.give_up", "Ends a vote without a result; its ballots are destroyed.", of,
			func(t *tx, a poll.PollArgs) *rooms.Refusal { return t.then(t.state().Polls.GiveUp(a)) }),
		gesture("poll.propose", "anyone inside, or in the group that votes, where the vote says so; "+runs, "Adds an option to a vote that is not open yet.",
			func(t *tx, m rooms.MemberID, a OptionArgs) *rooms.Refusal {
				if no := t.optionFits(a.Option); no != nil {
					return no
				}
				runs, no := t.votes(m, a.Poll)
				if no != nil {
					return no
				}
				return t.then(t.state().Polls.Propose(m, runs, a.ProposeArgs))
			}),
		gesture("poll.take_back", "who added it; "+runs, "Takes an option away before the vote opens.",
			func(t *tx, m rooms.MemberID, a TakeOptionArgs) *rooms.Refusal {
				return t.then(t.state().Polls.TakeBack(m, t.runsPaper(t.state().pollGroup(a.Poll)), a.OptionArgs))
			}),
		gesture("poll.vote", anyone+", or in the group that votes", "Votes: my whole ballot, which takes the place of the one before.",
			func(t *tx, m rooms.MemberID, a VoteArgs) *rooms.Refusal {
				if !t.state().paperOf(t.state().pollGroup(a.Poll), m) {
					return rooms.Refuse(poll.CodeNoPoll)
				}
				return t.then(t.state().Polls.Vote(m, a.VoteArgs))
			}),
	}
}

// pollGroup is the group that votes, "" for everyone's vote and for no vote.
func (st *state) pollGroup(id poll.ID) string {
	if p := st.Polls.Polls[id]; p != nil {
		return p.Group
	}
	return ""
}

// votes refuses another group's vote, as one that is not there; runs tells whether whoever acts
// runs it.
func (t *tx) votes(m rooms.MemberID, id poll.ID) (runs bool, no *rooms.Refusal) {
	group := t.state().pollGroup(id)
	runs = t.runsPaper(group)
	if !runs && !t.state().paperOf(group, m) {
		return false, rooms.Refuse(poll.CodeNoPoll)
	}
	return runs, nil
}

// optionFits refuses an option whose id is none, or whose person is not someone of this session.
func (t *tx) optionFits(o poll.Option) *rooms.Refusal {
	if no := checkID("option", o.ID); no != nil {
		return no
	}
	if p := t.state().People.All[o.Member]; o.Member != "" && (p == nil || p.Order == 0) {
		return bad("member")
	}
	return nil
}

func preparePoll(t *tx, a poll.PrepareArgs) *rooms.Refusal {
	if no := checkID("poll", a.Poll); no != nil {
		return no
	}
	if no := t.placed(a.Phase, a.Group); no != nil {
		return no
	}
	for _, o := range a.Options {
		if no := t.optionFits(o); no != nil {
			return no
		}
	}
	for _, q := range a.Asks {
		if no := checkID("asks", q.ID); no != nil {
			return no
		}
	}
	e, no := t.state().Polls.Prepare(a)
	if no != nil {
		return no
	}
	t.emitAll(poll.Leave(e, t.state().votesLeave())...)
	return nil
}
