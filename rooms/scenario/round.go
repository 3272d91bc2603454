package scenario

const (
	between  = 10 // s, from one turn to the next
	shortest = 30 // s of a turn, below which no fitting goes
	toFives  = 5  // s: turns that were shortened are multiples of it
)

// need is the minutes of a round of so many seats (SC-6).
func (u Rule) need(seats int) int {
	rounds := max(1, u.Rounds)
	return (rounds*seats*(u.TurnS+u.AnswerS+between) + 59) / 60
}

// quickest is the minutes of the shortest such round: once round, short turns.
func (u Rule) quickest(seats int) int {
	u.Rounds, u.TurnS, u.AnswerS = 1, min(u.TurnS, shortest), min(u.AnswerS, shortest)
	return max(1, u.need(seats))
}

// within is the rule with turns that end within the minutes. Rounds are given up when turns would be less than half.
func (u Rule) within(minutes, seats int) Rule {
	if seats == 0 || u.need(seats) <= minutes {
		return u
	}
	for rounds := max(1, u.Rounds); rounds > 0; rounds-- {
		per := minutes*60/(seats*rounds) - between
		turn, answer := min(per, u.TurnS), 0
		if u.AnswerS > 0 {
			turn = min(u.TurnS, per*u.TurnS/(u.TurnS+u.AnswerS))
			answer = max(min(u.AnswerS, per-turn), min(u.AnswerS, shortest))
			turn = min(turn, per-answer)
		}
		if rounds > 1 && turn < max(shortest, u.TurnS/2) {
			continue
		}
		turn = max(turn-turn%toFives, min(u.TurnS, shortest))
		if u.Rounds != 0 {
			u.Rounds = rounds
		}
		u.TurnS, u.AnswerS = turn, answer
		return u
	}
	return u
}

// For is how many groups so many people make: as many as comes nearest to the size wanted, the fewer when two are as
// near, and more when one would be too large and nobody would be alone; 1 in plenary.
func (g Groups) For(people int) int {
	count := g.Count
	if g.Size > 0 {
		count = (2*people + g.Size - 1) / (2 * g.Size)
		for count > 0 && g.Most > 0 && (people+count-1)/count > g.Most && people/(count+1) > 1 {
			count++
		}
	}
	return min(max(count, 1), max(people, 1))
}

// circle is how many people the largest circle of a phase has: all, or the largest group.
func circle(people int, g Groups) int {
	count := g.For(people)
	return (people + count - 1) / count
}

// seats is how many sit in a phase's round (SC-7).
func seats(people int, p Phase) int {
	n := people
	if p.Groups != nil {
		n = circle(people, *p.Groups)
	}
	if p.Rule.Not != "" || p.Rule.Answers != "" {
		n--
	}
	return max(n, 1)
}

// seat gives a round the time of the people who are there (SC-6). Words around the round keep theirs.
func seat(p Phase, people int) Phase {
	if p.Rule.Kind != WithStick {
		return p
	}
	n := seats(people, p)
	if n == p.Seats {
		return p
	}
	kept := max(0, p.Least-p.Rule.quickest(p.Seats))
	p.Minutes = max(p.Minutes+p.Rule.need(n)-p.Rule.need(p.Seats), p.Rule.need(n))
	p.Seats = n
	p.Least = min(p.Rule.quickest(n)+kept, p.Minutes)
	return p
}

// least is the minutes that a phase keeps when a file does not say: a break its time, silence half, others three fifths.
func least(p Phase) int {
	switch {
	case p.Kind == KindBreak || p.Minutes <= 2:
		return p.Minutes
	case p.Rule.Kind == Silence:
		return (p.Minutes + 1) / 2
	default:
		return (3*p.Minutes + 4) / 5
	}
}
