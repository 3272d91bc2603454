package poll

import (
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/chat"
)

// read gives a ballot in its one form for this poll: no part of another kind's, nothing
// that is not there, no more than is allowed.
func (p *Poll) read(b Ballot) (Ballot, *rooms.Refusal) {
	if !b.only(p.Kind) {
		return b, rooms.Refuse(CodeBadBallot)
	}
	switch p.Kind {
	case Dots:
		return p.readDots(b)
	case Rank:
		return p.readRank(b)
	case Consent:
		return readStance(b)
	case Survey:
		return p.readAnswers(b)
	default:
		if b.Choice != "" && !p.option(b.Choice) {
			return b, rooms.Refuse(CodeNoOption)
		}
		return b, nil
	}
}

// only tells whether a ballot has the parts of one kind alone.
func (b Ballot) only(k Kind) bool {
	return (k == Dots || len(b.Dots) == 0) && (k == Rank || len(b.Rank) == 0) && (k == Secret || b.Choice == "") &&
		(k == Consent || b.Stance == "" && b.Text == "") && (k == Survey || len(b.Answers) == 0)
}

func (p *Poll) readDots(b Ballot) (Ballot, *rooms.Refusal) {
	sum := 0
	kept := map[OptionID]int{}
	for id, n := range b.Dots {
		switch {
		case !p.option(id):
			return b, rooms.Refuse(CodeNoOption)
		case n < 0:
			return b, rooms.Refuse(CodeBadBallot)
		case n > 1 && !p.Stack:
			return b, rooms.Refuse(CodeStacked)
		case n > p.Points:
			return b, refuseMax(CodeManyPoints, p.Points)
		case n > 0:
			kept[id] = n
		}
		sum += n
	}
	if sum > p.Points {
		return b, refuseMax(CodeManyPoints, p.Points)
	}
	if len(kept) == 0 {
		kept = nil
	}
	return Ballot{Dots: kept}, nil
}

func (p *Poll) readRank(b Ballot) (Ballot, *rooms.Refusal) {
	for i, id := range b.Rank {
		if !p.option(id) {
			return b, rooms.Refuse(CodeNoOption)
		}
		if slices.Contains(b.Rank[:i], id) {
			return b, rooms.Refuse(CodeBadBallot)
		}
	}
	if len(b.Rank) == 0 {
		b.Rank = nil
	}
	return b, nil
}

// readStance: an objection is stated in words; who agrees has none to state.
func readStance(b Ballot) (Ballot, *rooms.Refusal) {
	b.Text = chat.Clean(b.Text)
	switch {
	case long(b.Text, maxReason):
		return b, refuseMax(CodeReasonLong, maxReason)
	case b.Stance == Object && b.Text == "":
		return b, rooms.Refuse(CodeObjectWords)
	case b.Stance == Object || b.Stance == Reserve, b.Stance == Agree && b.Text == "":
		return b, nil
	default:
		return b, rooms.Refuse(CodeBadBallot)
	}
}

func (p *Poll) readAnswers(b Ballot) (Ballot, *rooms.Refusal) {
	kept := map[QuestionID]Answer{}
	for _, id := range slices.Sorted(maps.Keys(b.Answers)) {
		q, ok := p.asks(id)
		if !ok {
			return b, rooms.Refuse(CodeNoOption)
		}
		a, no := q.read(b.Answers[id])
		if no != nil {
			return b, no
		}
		if !a.empty() {
			kept[id] = a
		}
	}
	if len(kept) == 0 {
		kept = nil
	}
	return Ballot{Answers: kept}, nil
}

func (q Question) read(a Answer) (Answer, *rooms.Refusal) {
	a.Own = chat.Clean(a.Own)
	var words []string
	for _, w := range a.Words {
		if !slices.Contains(q.Words, w) {
			return a, rooms.Refuse(CodeNoOption)
		}
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	a.Words = words
	switch {
	case q.Kind != Scale && a.Scale != 0, q.Kind != Own && a.Own != "", a.Scale < 0, a.Scale > 5:
		return a, rooms.Refuse(CodeBadBallot)
	case long(a.Own, maxOwn):
		return a, refuseMax(CodeOwnLong, maxOwn)
	default:
		return a, nil
	}
}

func (a Answer) empty() bool { return a.Scale == 0 && len(a.Words) == 0 && a.Own == "" }

func same(a, b Ballot) bool {
	return maps.Equal(a.Dots, b.Dots) && slices.Equal(a.Rank, b.Rank) && a.Choice == b.Choice && a.Stance == b.Stance && a.Text == b.Text &&
		maps.EqualFunc(a.Answers, b.Answers, func(x, y Answer) bool {
			return x.Scale == y.Scale && x.Own == y.Own && slices.Equal(x.Words, y.Words)
		})
}
