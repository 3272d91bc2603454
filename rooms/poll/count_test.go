package poll_test

import (
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/poll"
	"palabre/rooms/veil/veiltest"
)

// drawSetup is a poll of any kind, ready to open.
func drawSetup(rt *rapid.T) poll.Setup {
	setup := poll.Setup{
		Kind: rapid.SampledFrom(kinds).Draw(rt, "kind"), Question: "et?", Secret: rapid.Bool().Draw(rt, "secret"),
	}
	switch setup.Kind {
	case poll.Dots:
		setup.Points, setup.Stack = 4, true
		fallthrough
	case poll.Rank, poll.Secret:
		for i := range 4 {
			setup.Options = append(setup.Options, poll.Option{ID: poll.OptionID(veiltest.Name("o", i)), Text: veiltest.Name("thème ", i)})
		}
	case poll.Consent:
	case poll.Survey:
		setup.Asks = []poll.Question{
			{ID: "scale", Text: "?", Kind: poll.Scale},
			{ID: "own", Text: "?", Kind: poll.Own},
			{ID: "words", Text: "?", Kind: poll.Words, Words: []string{"élan", "calme", "peine"}},
		}
	}
	return setup
}

// drawBallot is a ballot that this poll takes.
func drawBallot(rt *rapid.T, k poll.Kind) poll.Ballot {
	n := func(most int, what string) int { return rapid.IntRange(0, most).Draw(rt, what) }
	option := rapid.Custom(func(t *rapid.T) poll.OptionID {
		return poll.OptionID(veiltest.Name("o", rapid.IntRange(0, 3).Draw(t, "option")))
	})
	switch k {
	case poll.Dots:
		return poll.Ballot{Dots: map[poll.OptionID]int{"o0": n(2, "points"), option.Draw(rt, "another"): n(2, "points")}}
	case poll.Rank:
		return poll.Ballot{Rank: rapid.SliceOfDistinct(option, rapid.ID).Draw(rt, "rank")}
	case poll.Secret:
		return poll.Ballot{Choice: rapid.SampledFrom([]poll.OptionID{"", "o0", "o1", "o3"}).Draw(rt, "choice")}
	case poll.Consent:
		if n(3, "words") == 0 {
			stance := rapid.SampledFrom([]poll.Stance{poll.Reserve, poll.Object}).Draw(rt, "stance")
			return poll.Ballot{Stance: stance, Text: veiltest.Name("parce que ", n(9, "reason"))}
		}
		return poll.Ballot{Stance: rapid.SampledFrom([]poll.Stance{poll.Agree, poll.Agree, poll.Reserve}).Draw(rt, "stance")}
	default:
		words := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"élan", "calme", "peine"}), rapid.ID).Draw(rt, "words")
		return poll.Ballot{Answers: map[poll.QuestionID]poll.Answer{
			"scale": {Scale: rapid.SampledFrom([]int{0, 1, 3, 4, 4, 4, 4, 5, 5, 5, 5}).Draw(rt, "scale")},
			"words": {Words: words}, "own": {Own: veiltest.Name("plus de ", n(3, "own"))},
		}}
	}
}

// TestCounts (PO-5 to PO-10): results of up to 24 ballots are what the oracle adds up, and in
// whatever order they were cast, unsigned results and what was told on the way's end are the same.
func TestCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		setup := drawSetup(rt)
		ballots := map[rooms.MemberID]poll.Ballot{}
		n := rapid.IntRange(0, 24).Draw(rt, "voters")
		order := make([]int, n)
		for i := range n {
			order[i] = i
			ballots[rooms.MemberID(veiltest.Name("v", i))] = drawBallot(rt, setup.Kind)
		}
		var first string
		for _, order := range [][]int{order, rapid.Permutation(order).Draw(rt, "order")} {
			p := newPlay(rt)
			p.gestures = []gesture{{what: "prepare", poll: "p", setup: setup}, {what: "open", poll: "p"}}
			e, no := p.State.Prepare(poll.PrepareArgs{Poll: "p", Setup: setup})
			p.Try("m-ana", e, no)
			e, no = p.State.Open(poll.PollArgs{Poll: "p"})
			p.Try("m-ana", e, no)
			for _, i := range order {
				m := rooms.MemberID(veiltest.Name("v", i))
				e, no := p.State.Vote(m, poll.VoteArgs{Poll: "p", Ballot: ballots[m]})
				if code := p.Try(m, e, no); code != "" {
					rt.Fatalf("%+v: %s", ballots[m], code)
				}
				p.after(gesture{what: "vote", by: m, poll: "p", ballot: *e.(poll.Voted).Ballot}, "")
			}
			told := p.told("m-nobody")
			for p.life("p") != poll.Closed { // refused until she says that she knows they are few
				p.close(gesture{by: "m-ana", poll: "p"})
			}
			told += p.told("m-nobody")
			if signed := setup.Kind == poll.Consent && !setup.Secret; first == "" || signed {
				first = told
			} else if told != first {
				rt.Fatalf("%s\nor\n%s", first, told)
			}
		}
	})
}
