package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/poll"
	"palabre/rooms/rights"
)

// A sheet or a vote may be a small group's: its people's while it is open, everyone's to see
// once its group has closed (CK-15, PO-13). Its group stays the same name all along.

// keeper is the circle that has a group's sheets and votes now: the group while people are in
// it, the plenary before and after.
func (st *state) keeper(group string) rooms.GroupID {
	if g := rooms.GroupID(group); slices.Contains(st.Groups.Circles(), g) {
		return g
	}
	return plenary
}

// paperFor is who sees a group's sheets and votes: the group, or, when it is done before the
// others, those who are in the plenary; everyone when groups have closed, and of what is no
// group's.
func (st *state) paperFor(group string) rooms.Audience {
	if group == "" || !st.Groups.Active() || st.Groups.Group(rooms.GroupID(group)) == nil {
		return rooms.Everyone
	}
	return st.audience(st.keeper(group))
}

// paperSeen tells whether those of a circle see a group's sheets and votes.
func (st *state) paperSeen(group string, at rooms.GroupID) bool {
	to := st.paperFor(group)
	return to == rooms.Everyone || to == st.audience(at)
}

// paperOf tells whether somebody writes on a group's sheets and votes in it: who sits there.
func (st *state) paperOf(group string, m rooms.MemberID) bool {
	return group == "" || st.Groups.Member(st.People.Line(m)) == rooms.GroupID(group)
}

// writes refuses who does not write on a sheet of a group: it is not there for another's, and
// over for all once groups have closed.
func (st *state) writes(group string, m rooms.MemberID) *rooms.Refusal {
	switch {
	case st.paperOf(group, m):
		return nil
	case st.paperSeen(group, st.where(m)):
		return rooms.Refuse(cards.CodeSheetOver)
	default:
		return rooms.Refuse(cards.CodeNoSheet)
	}
}

// present are those of a group, or of the room, who are inside and take part.
func (st *state) present(group string) []rooms.MemberID {
	return slices.DeleteFunc(st.seated(), func(m rooms.MemberID) bool { return !st.paperOf(group, m) })
}

// endVotes closes the votes of groups whose people go elsewhere, with the result that each has
// (PO-13).
func (t *tx) endVotes() {
	st := t.state()
	for _, id := range sorted(st.Polls.Polls) {
		p := st.Polls.Polls[id]
		if p.Group == "" || !slices.Contains(st.Groups.All(), rooms.GroupID(p.Group)) {
			continue
		}
		switch p.Life {
		case poll.Open:
			_ = t.then(st.Polls.Close(poll.CloseArgs{Poll: id, Few: true}, st.People.Line)) // open: never refused
		case poll.Preparing:
			_ = t.then(st.Polls.GiveUp(poll.PollArgs{Poll: id}))
		case poll.Closed, poll.GivenUp:
		}
	}
}

// unvote takes out of the votes of groups the ballots of those who sit there no more (PO-13):
// they would count for a group that is not theirs, and their authors could not change them.
func (t *tx) unvote() {
	st := t.state()
	for _, id := range sorted(st.Polls.Polls) {
		p := st.Polls.Polls[id]
		if p.Group == "" || p.Life != poll.Open {
			continue
		}
		for _, m := range sorted(p.Ballots) {
			if !st.paperOf(p.Group, m) {
				t.emit(poll.Uncast{Poll: id, Nth: p.Ballots[m].Nth})
			}
		}
	}
}

// runsPaper tells whether whoever acts runs a group's sheets and votes: those who facilitate do,
// and the people of the group while none of them is there; of what is everyone's, those who run
// the meeting.
func (t *tx) runsPaper(group string) bool {
	st := t.state()
	at := st.keeper(group)
	r := rights.Resource{Led: st.led(at)}
	if at != plenary {
		r.Group = st.Groups.Member(st.People.Line(t.me())) == at
		r.Led = r.Led || !r.Group
	}
	return rights.Authorize(t.actor(), rights.SessionRun, r)
}

// onPaper is a command of those who run the circle that a sheet or a vote is of.
func onPaper[A any](name, doc string, of func(*state, A) string, do func(*tx, A) *rooms.Refusal) command {
	return inside(name, rights.SessionTakePart, runs, doc, func(t *tx, a A) *rooms.Refusal {
		if !t.runsPaper(of(t.state(), a)) {
			return rooms.Refuse(rooms.CodeNotAllowed)
		}
		return do(t, a)
	})
}
