package poll_test

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/poll"
	"palabre/rooms/veil/veiltest"
)

// world is the machine with its log, as a session would keep them.
type world struct{ *veiltest.World[poll.State] }

func newWorld() *world {
	return &world{veiltest.New(veiltest.Machine[poll.State]{
		New:    poll.New,
		Apply:  func(s *poll.State, _ rooms.Millis, seq rooms.Seq, e codec.Event) { s.Apply(seq, e) },
		Forget: (*poll.State).Redact,
		Events: poll.Events(),
		Redact: poll.Redact,
		Words:  func() veiltest.Words { return poll.NewLog() },
	})}
}

// told is all that a person is told: what everyone sees, and what she alone does.
func (w *world) told(m rooms.MemberID) string {
	polls := map[poll.ID]poll.View{}
	for id := range w.State.Polls {
		polls[id], _ = w.State.Seen(id, 5, false)
	}
	return veiltest.Text([]any{polls, w.State.Mine(m), w.State.Proposed(m)})
}

// oracle is the slow, obviously right machine: it keeps every gesture that was accepted
// and reads them all again for each question.
type oracle struct{ gestures []gesture }

type gesture struct {
	what   string
	by     rooms.MemberID
	poll   poll.ID
	option poll.OptionID
	ballot poll.Ballot
	setup  poll.Setup
}

func (o *oracle) setup(id poll.ID) poll.Setup {
	for _, g := range o.gestures {
		if g.poll == id && g.what == "prepare" {
			return g.setup
		}
	}
	return poll.Setup{}
}

func (o *oracle) life(id poll.ID) poll.Life {
	life := poll.Life("")
	for _, g := range o.gestures {
		if g.poll == id {
			if next, ok := map[string]poll.Life{"prepare": poll.Preparing, "open": poll.Open, "close": poll.Closed, "give up": poll.GivenUp}[g.what]; ok {
				life = next
			}
		}
	}
	return life
}

// options are those of a poll in their order, with who may take each back.
func (o *oracle) options(id poll.ID) (ids []poll.OptionID, by map[poll.OptionID]rooms.MemberID) {
	by = map[poll.OptionID]rooms.MemberID{}
	for _, option := range o.setup(id).Options {
		ids = append(ids, option.ID)
	}
	for _, g := range o.gestures {
		switch {
		case g.poll != id:
		case g.what == "propose":
			ids, by[g.option] = append(ids, g.option), g.by
		case g.what == "take back":
			ids = slices.DeleteFunc(ids, func(x poll.OptionID) bool { return x == g.option })
			delete(by, g.option)
		}
	}
	return ids, by
}

// box is the last ballot of each.
func (o *oracle) box(id poll.ID) map[rooms.MemberID]poll.Ballot {
	box := map[rooms.MemberID]poll.Ballot{}
	for _, g := range o.gestures {
		if g.poll == id && g.what == "vote" {
			box[g.by] = g.ballot
		}
	}
	return box
}

// sum adds up one option, the slow way: a ranking is compared pair by pair.
func (o *oracle) sum(id poll.ID, option poll.OptionID) int {
	all, _ := o.options(id)
	n := 0
	for _, b := range o.box(id) {
		switch o.setup(id).Kind {
		case poll.Consent, poll.Survey: // they have no options
		case poll.Dots:
			n += b.Dots[option]
		case poll.Secret:
			if b.Choice == option {
				n++
			}
		case poll.Rank:
			for _, other := range all {
				mine, its := slices.Index(b.Rank, option), slices.Index(b.Rank, other)
				switch {
				case other == option:
				case mine >= 0 && (its < 0 || mine < its):
					n += 2
				case mine < 0 && its < 0:
					n++
				}
			}
		}
	}
	return n
}
