package poll

import (
	"maps"
	"slices"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
)

// Bounds: polls of a session, what one holds, and the characters of each.
const (
	maxPolls    = 60
	maxOptions  = 40
	maxAsks     = 12
	maxWords    = 24
	maxPoints   = 20
	maxQuestion = 300
	maxOption   = 120
	maxWord     = 40
	maxReason   = 500
	maxOwn      = 200
	fewest      = 3 // ballots of which a secret poll tells sums
	fewestCell  = 5 // answers of which a survey tells anything
)

// Codes of this machine's refusals.
const (
	CodePollThere   = "poll_already_there"
	CodeNoPoll      = "no_such_poll"
	CodeManyPolls   = "too_many_polls"
	CodeOpened      = "poll_options_fixed" // it is open, or over
	CodeNotOpen     = "poll_not_open"      // not yet
	CodeOver        = "poll_over"
	CodeNoOption    = "no_such_option"
	CodeOptionThere = "option_already_there"
	CodeOptionEmpty = "option_empty"
	CodeOptionLong  = "option_too_long"  // Data "max"
	CodeManyOptions = "too_many_options" // Data "max"
	CodeFewOptions  = "too_few_options"  // Data "min"
	CodeNoAsks      = "survey_without_questions"
	CodeManyPoints  = "too_many_points" // Data "max"
	CodeStacked     = "points_one_each"
	CodeObjectWords = "objection_without_words"
	CodeReasonLong  = "reason_too_long" // Data "max"
	CodeOwnLong     = "answer_too_long" // Data "max"
	CodeBadBallot   = "ballot_unreadable"
	CodeFew         = "ballots_too_few" // Data "min"
)

// The arguments of each command.
type (
	// PrepareArgs come with poll.prepare.
	PrepareArgs struct {
		Poll ID `json:"poll"`
		Setup
	}
	// ProposeArgs come with poll.propose.
	ProposeArgs struct {
		Poll   ID     `json:"poll"`
		Option Option `json:"option"`
	}
	// OptionArgs come with poll.take_back.
	OptionArgs struct {
		Poll   ID       `json:"poll"`
		Option OptionID `json:"option"`
	}
	// PollArgs come with poll.open and poll.give_up.
	PollArgs struct {
		Poll ID `json:"poll"`
	}
	// VoteArgs come with poll.vote: my whole ballot.
	VoteArgs struct {
		Poll   ID     `json:"poll"`
		Ballot Ballot `json:"ballot"`
	}
	// CloseArgs come with poll.close. Few closes a secret poll of fewer than three
	// ballots, without its sums.
	CloseArgs struct {
		Poll ID   `json:"poll"`
		Few  bool `json:"few,omitempty"`
	}
)

func refuseMax(code string, most int) *rooms.Refusal {
	return &rooms.Refusal{Code: code, Data: map[string]any{"max": most}}
}

func refuseMin(code string, least int) *rooms.Refusal {
	return &rooms.Refusal{Code: code, Data: map[string]any{"min": least}}
}

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

func long(text string, most int) bool { return utf8.RuneCountInString(text) > most }

// Prepare decides a new poll (PO-1).
func (s *State) Prepare(a PrepareArgs) (codec.Event, *rooms.Refusal) {
	if s.Polls[a.Poll] != nil {
		return nil, rooms.Refuse(CodePollThere)
	}
	if len(s.Polls) >= maxPolls {
		return nil, rooms.Refuse(CodeManyPolls)
	}
	a.Question = chat.Clean(a.Question)
	a.Secret = a.Secret || a.Kind == Secret || a.Kind == Survey
	if a.Poll == "" {
		return nil, bad("poll")
	}
	if field := a.wrong(); field != "" {
		return nil, bad(field)
	}
	options, no := cleanOptions(a.Options)
	if no != nil {
		return nil, no
	}
	asks, no := cleanAsks(a.Asks)
	if no != nil {
		return nil, no
	}
	a.Options, a.Asks = options, asks
	return Prepared{Poll: a.Poll, Setup: a.Setup}, nil
}

// wrong names the part of a setup that does not go with its kind, "" when all do.
func (s Setup) wrong() string {
	choosing := s.Kind != Consent && s.Kind != Survey
	switch {
	case !slices.Contains([]Kind{Dots, Consent, Rank, Secret, Survey}, s.Kind):
		return "kind"
	case s.Question == "" || long(s.Question, maxQuestion):
		return "question"
	case !s.points():
		return "points"
	case s.Told != ForAll && s.Told != ForFacilitators:
		return "told"
	case !choosing && (len(s.Options) > 0 || s.Propose):
		return "options"
	case s.Kind != Survey && len(s.Asks) > 0 || len(s.Asks) > maxAsks:
		return "asks"
	default:
		return ""
	}
}

// points tells whether a poll gives points when it is one of points, and only then.
func (s Setup) points() bool {
	if s.Kind == Dots {
		return s.Points >= 1 && s.Points <= maxPoints
	}
	return s.Points == 0 && !s.Stack
}

func cleanOptions(given []Option) ([]Option, *rooms.Refusal) {
	var kept []Option
	for _, o := range given {
		o, no := fits(kept, o)
		if no != nil {
			return nil, no
		}
		kept = append(kept, o)
	}
	return kept, nil
}

// fits cleans an option and refuses it beside those that are there.
func fits(there []Option, o Option) (Option, *rooms.Refusal) {
	o.Text = chat.Clean(o.Text)
	same := func(k Option) bool {
		return k.ID == o.ID || o.Text != "" && k.Text == o.Text || o.Member != "" && k.Member == o.Member
	}
	switch {
	case o.ID == "":
		return o, bad("option")
	case (o.Text == "") == (o.Member == ""):
		return o, rooms.Refuse(CodeOptionEmpty)
	case long(o.Text, maxOption):
		return o, refuseMax(CodeOptionLong, maxOption)
	case slices.ContainsFunc(there, same):
		return o, rooms.Refuse(CodeOptionThere)
	case len(there) >= maxOptions:
		return o, refuseMax(CodeManyOptions, maxOptions)
	default:
		return o, nil
	}
}

func cleanAsks(given []Question) ([]Question, *rooms.Refusal) {
	var kept []Question
	for _, q := range given {
		q.Text = chat.Clean(q.Text)
		words := make([]string, 0, len(q.Words))
		for _, w := range q.Words {
			w = chat.Clean(w)
			if w == "" || long(w, maxWord) || slices.Contains(words, w) {
				return nil, bad("words")
			}
			words = append(words, w)
		}
		if len(words) == 0 {
			words = nil
		}
		q.Words = words
		switch {
		case q.ID == "" || q.Text == "" || long(q.Text, maxQuestion):
			return nil, bad("asks")
		case q.Kind != Scale && q.Kind != Words && q.Kind != Own:
			return nil, bad("asks")
		case (q.Kind == Words) != (len(words) > 0) || len(words) > maxWords:
			return nil, bad("words")
		case slices.ContainsFunc(kept, func(k Question) bool { return k.ID == q.ID }):
			return nil, bad("asks")
		}
		kept = append(kept, q)
	}
	return kept, nil
}

// preparing gives a poll whose options still change.
func (s *State) preparing(id ID) (*Poll, *rooms.Refusal) {
	switch p := s.Polls[id]; {
	case p == nil:
		return nil, rooms.Refuse(CodeNoPoll)
	case p.Life != Preparing:
		return nil, rooms.Refuse(CodeOpened)
	default:
		return p, nil
	}
}

// open gives a poll that is voted in.
func (s *State) open(id ID) (*Poll, *rooms.Refusal) {
	switch p := s.Polls[id]; {
	case p == nil:
		return nil, rooms.Refuse(CodeNoPoll)
	case p.Life == Preparing:
		return nil, rooms.Refuse(CodeNotOpen)
	case p.Life != Open:
		return nil, rooms.Refuse(CodeOver)
	default:
		return p, nil
	}
}

// Propose decides one more option; runs tells that she who asks runs the meeting (PO-1).
func (s *State) Propose(m rooms.MemberID, runs bool, a ProposeArgs) (codec.Event, *rooms.Refusal) {
	p, no := s.preparing(a.Poll)
	if no != nil {
		return nil, no
	}
	if !runs && !p.Propose || p.Kind == Consent || p.Kind == Survey {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	o, no := fits(p.Options, a.Option)
	if no != nil {
		return nil, no
	}
	return OptionAdded{Poll: a.Poll, Option: o, Member: m}, nil
}

// TakeBack decides that an option leaves: who added it, or who runs, takes it back (PO-1).
func (s *State) TakeBack(m rooms.MemberID, runs bool, a OptionArgs) (codec.Event, *rooms.Refusal) {
	p, no := s.preparing(a.Poll)
	if no != nil {
		return nil, no
	}
	if !p.option(a.Option) {
		return nil, rooms.Refuse(CodeNoOption)
	}
	if !runs && p.Added[a.Option].By != m {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	return OptionRemoved(a), nil
}

// Open decides that the vote begins.
func (s *State) Open(a PollArgs) (codec.Event, *rooms.Refusal) {
	p, no := s.preparing(a.Poll)
	if no != nil {
		return nil, no
	}
	if choosing := p.Kind != Consent && p.Kind != Survey; choosing && len(p.Options) < 2 {
		return nil, refuseMin(CodeFewOptions, 2)
	}
	if p.Kind == Survey && len(p.Asks) == 0 {
		return nil, rooms.Refuse(CodeNoAsks)
	}
	return Started(a), nil
}

// Vote decides a ballot, her first or anew (PO-2, PO-3).
func (s *State) Vote(m rooms.MemberID, a VoteArgs) (codec.Event, *rooms.Refusal) {
	p, no := s.open(a.Poll)
	if no != nil {
		return nil, no
	}
	b, no := p.read(a.Ballot)
	if no != nil {
		return nil, no
	}
	old, anew := p.Ballots[m]
	if anew && same(old.Ballot, b) {
		return nil, nil
	}
	nth := old.Nth
	if !anew {
		nth = p.Next + 1
	}
	return Voted{Poll: a.Poll, Nth: nth, Member: m, Ballot: &b}, nil
}

// Close decides the result (PO-9, PO-11).
func (s *State) Close(a CloseArgs, hand rooms.Hand) (codec.Event, *rooms.Refusal) {
	p, no := s.open(a.Poll)
	if no != nil {
		return nil, no
	}
	if p.Secret && p.Kind != Survey && hand.Count(maps.Keys(p.Ballots)) < fewest && !a.Few {
		return nil, refuseMin(CodeFew, fewest)
	}
	return Counted{Poll: a.Poll, Result: p.count(hand)}, nil
}

// GiveUp decides that a poll has no result.
func (s *State) GiveUp(a PollArgs) (codec.Event, *rooms.Refusal) {
	switch p := s.Polls[a.Poll]; {
	case p == nil:
		return nil, rooms.Refuse(CodeNoPoll)
	case p.Life == Closed || p.Life == GivenUp:
		return nil, rooms.Refuse(CodeOver)
	default:
		return Abandoned(a), nil
	}
}
