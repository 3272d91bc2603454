package poll

import (
	"cmp"
	"maps"
	"slices"

	"palabre/rooms"
)

// Result is what a poll tells once it is closed: sums, and the words of objections.
type Result struct {
	Cast int `json:"cast"` // ballots
	// Few says that there were too few ballots for a secret poll, or answers for a survey,
	// to tell more.
	Few     bool     `json:"few,omitempty"`
	Blank   int      `json:"blank,omitempty"` // ballots that chose nothing
	Sums    []Sum    `json:"sums,omitempty"`  // in order of proposal
	Consent *Outcome `json:"consent,omitempty"`
	Answers []Tally  `json:"answers,omitempty"`
}

// Chosen are the options that came first, together when their sums are equal; none of a poll in which nobody chose.
func (r Result) Chosen() map[OptionID]bool {
	first := map[OptionID]bool{}
	for _, s := range r.Sums {
		if s.Place == 1 && s.N > 0 {
			first[s.Option] = true
		}
	}
	return first
}

// Sum is an option's points, votes, or half points of Borda's count. Place is 1 for the
// highest; equal sums share a place.
type Sum struct {
	Option OptionID `json:"option"`
	N      int      `json:"n"`
	Place  int      `json:"place"`
}

// Outcome is the result of a consent poll.
type Outcome struct {
	Consented bool    `json:"consented"`
	Agree     int     `json:"agree"`
	Reserve   int     `json:"reserve"`
	Object    int     `json:"object"`
	Voices    []Voice `json:"voices,omitempty"`
}

// Voice is an objection or a reservation in words; By is not there in a secret poll.
type Voice struct {
	Stance Stance         `json:"stance"`
	Text   string         `json:"text"`
	By     rooms.MemberID `json:"by,omitempty"`
}

// Tally is what a survey tells of one question.
type Tally struct {
	Question QuestionID `json:"question"`
	Cast     int        `json:"cast"` // answers to it
	Few      bool       `json:"few,omitempty"`
	// Cells are the answers 1 to 5 of a scale, or of each word; null is masked: under five.
	Cells []*int `json:"cells,omitempty"`
	// Middle is the median of a scale, the lower one of two.
	Middle int `json:"middle,omitempty"`
	// Own are people's own words, each once, in alphabetical order.
	Own []string `json:"own,omitempty"`
}

// box is the ballots in the order of their voters' numbers, which no result depends on
// but the order of signed voices.
func (p *Poll) box() []Cast {
	return slices.SortedFunc(maps.Values(p.Ballots), func(a, b Cast) int { return cmp.Compare(a.Nth, b.Nth) })
}

func (p *Poll) count(hand rooms.Hand) Result {
	r := Result{Cast: len(p.Ballots)}
	switch p.Kind {
	case Consent:
		r.Consent = p.outcome()
	case Survey:
		r.Few = r.Cast < fewestCell
		for _, q := range p.Asks {
			r.Answers = append(r.Answers, p.tally(q))
		}
		return r
	default:
		r.Sums, r.Blank = p.sums()
	}
	if p.Secret && hand.Count(maps.Keys(p.Ballots)) < fewest {
		r.Few, r.Sums, r.Blank = true, nil, 0
		if r.Consent != nil {
			r.Consent.Agree, r.Consent.Reserve, r.Consent.Object = 0, 0, 0
		}
	}
	return r
}

func (p *Poll) sums() (sums []Sum, blank int) {
	n := map[OptionID]int{}
	switch p.Kind {
	case Dots:
		for _, c := range p.Ballots {
			for id, points := range c.Ballot.Dots {
				n[id] += points
			}
			blank += one(len(c.Ballot.Dots) == 0)
		}
	case Rank:
		for _, c := range p.Ballots {
			borda(n, p.Options, c.Ballot.Rank)
			blank += one(len(c.Ballot.Rank) == 0)
		}
	default:
		for _, c := range p.Ballots {
			n[c.Ballot.Choice]++
			blank += one(c.Ballot.Choice == "")
		}
	}
	for _, o := range p.Options {
		s := Sum{Option: o.ID, N: n[o.ID], Place: 1}
		for _, other := range p.Options {
			s.Place += one(n[other.ID] > s.N)
		}
		sums = append(sums, s)
	}
	return sums, blank
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// borda adds one ranking to the sums, in half points: an option has two for each option
// that the ballot puts below it, and one for each that it puts beside it. Options that
// are left out stand beside each other, below all that are ranked.
//
// This is the count of Jean-Charles de Borda (« Mémoire sur les élections au scrutin »,
// Histoire de l’Académie royale des sciences, 1781), with ties shared, so that leaving
// options out gains nothing over ranking them (compare P. Emerson, "The original Borda
// count and partial voting", Social Choice and Welfare 40, 2013). It is chosen over
// Schulze's method because a group can add it up by hand and see why, because the sums
// are a full order whose ties are plain, and because it favours what suits nearly
// everyone over what a narrow majority prefers: a community choosing its themes wants
// that. What all comparisons two by two reject never comes first. Its known weakness, that near-copies of an
// option help that option's side, is why options are looked at together before the vote.
func borda(n map[OptionID]int, options []Option, rank []OptionID) {
	rank = slices.DeleteFunc(slices.Clone(rank), func(id OptionID) bool { // taken out of the log since
		return !slices.ContainsFunc(options, func(o Option) bool { return o.ID == id })
	})
	left := len(options) - len(rank)
	for _, o := range options {
		if i := slices.Index(rank, o.ID); i >= 0 {
			n[o.ID] += 2 * (len(options) - 1 - i)
		} else {
			n[o.ID] += left - 1
		}
	}
}

func (p *Poll) outcome() *Outcome {
	o := &Outcome{Voices: p.voices()}
	for _, c := range p.Ballots {
		o.Agree += one(c.Ballot.Stance == Agree)
		o.Reserve += one(c.Ballot.Stance == Reserve)
		o.Object += one(c.Ballot.Stance == Object)
	}
	o.Consented = len(p.Ballots) > 0 && o.Object == 0
	return o
}

// voices are the words said to all: in the order in which their authors first voted; in a
// secret poll in alphabetical order, objections first, which says nothing of who spoke when.
func (p *Poll) voices() []Voice {
	var said []Voice
	by := map[int]rooms.MemberID{}
	for m, c := range p.Ballots {
		by[c.Nth] = m
	}
	for _, c := range p.box() {
		if c.Ballot.Text == "" {
			continue
		}
		v := Voice{Stance: c.Ballot.Stance, Text: c.Ballot.Text}
		if !p.Secret {
			v.By = by[c.Nth]
		}
		said = append(said, v)
	}
	if p.Secret {
		slices.SortFunc(said, func(a, b Voice) int {
			return cmp.Or(cmp.Compare(a.Stance, b.Stance), cmp.Compare(a.Text, b.Text))
		})
	}
	return said
}
