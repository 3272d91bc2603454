package roomtest

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/groups"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// lived is what a round has to show when it is over.
type livedRound struct {
	id      rooms.RoundID
	lead    rooms.MemberID // who proposed it, whose circle it is
	turnS   int
	once    bool
	offered map[rooms.MemberID]int
	held    map[rooms.MemberID]int
	passer  rooms.MemberID
	silent  bool // the first holder says nothing for ninety seconds
	inside  []rooms.MemberID
}

// round lives a round of the stick in somebody's circle. Once in a meeting somebody passes in one, somebody's connection is
// lost while she holds, and somebody comes late.
func (l *Lived) round(by rooms.MemberID, turnS int, once bool) {
	r := &livedRound{
		id: rooms.RoundID(l.id("ronde")), lead: by, turnS: turnS, once: once, offered: map[rooms.MemberID]int{}, held: map[rooms.MemberID]int{},
		silent: l.Scenario.ID == "CP" && turnS > 120,
	}
	p, _ := l.present()
	l.does(by, "stick.prepare", session.PrepareArgs{Round: r.id, Question: p.Question, TurnS: turnS, Once: once})
	seated := slices.Clone(l.see(by).Round.Order)
	for _, m := range seated {
		l.must(l.where(m) == l.where(by), "%s has a seat in a circle that is not hers", m)
	}
	if p.Rule != nil {
		for _, part := range []string{string(p.Rule.Not), string(p.Rule.Answers)} {
			for _, m := range l.plays(by, p.Rule.Not+p.Rule.Answers) {
				l.must(part == "" || !slices.Contains(seated, m), "%s, who plays %s, has a seat", m, part)
			}
		}
		for _, m := range l.plays(by, p.Rule.First) {
			l.must(seated[0] == m, "%s sits first, should be %s", seated[0], m)
		}
	}
	l.does(by, "stick.begin", session.NoArgs{})
	if !l.passed && len(seated) > 1 {
		r.passer = seated[1]
	}
	for range 400 {
		v := l.see(by).Round
		if v.State == session.RoundEnded {
			l.over(r, seated)
			return
		}
		l.goesOn(r, v)
	}
	l.must(false, "the round goes round and round")
}

func (l *Lived) where(m rooms.MemberID) rooms.GroupID {
	if g := l.see(m).Group; g != nil {
		return g.Group
	}
	return ""
}

// goesOn is the next gesture of a round.
func (l *Lived) goesOn(r *livedRound, v *session.Round) {
	switch {
	case v.Holder != nil:
		l.speaks(r, v)
	case v.Offer != nil:
		l.answers(r, v.Offer.To)
	default: // a second offer is seen by nobody but its person
		for _, m := range l.People {
			if o := l.see(m).MyOffer; o != nil && o.Round == r.id {
				l.answers(r, m)
				return
			}
		}
		l.wait(5 * second)
	}
}

func (l *Lived) answers(r *livedRound, m rooms.MemberID) {
	l.heard(r.lead, rooms.HearOnly)
	r.offered[m]++
	l.wait(4 * second)
	if m == r.passer && r.offered[m] == 1 {
		l.does(m, "stick.pass", session.RoundArgs{Round: r.id})
		l.must(l.see(m).Me.Again != r.once, "%s passed, and is told again: %t", m, l.see(m).Me.Again)
		l.passed = true
		return
	}
	if r.offered[m] == 1 { // nobody else takes it
		other := l.People[0]
		if other == m {
			other = l.People[1]
		}
		l.must(l.tries(other, "stick.take", session.RoundArgs{Round: r.id}) != nil, "%s took what was held out to %s", other, m)
	}
	l.does(m, "stick.take", session.RoundArgs{Round: r.id})
	r.held[m]++
}

// speaks is a turn, from the taking to the passing on.
func (l *Lived) speaks(r *livedRound, v *session.Round) {
	h := *v.Holder
	l.must(len(r.held) > 0, "nobody took it and %s holds it", h.Member)
	p, _ := l.present()
	heard := []rooms.MemberID{h.Member}
	if p.Rule != nil && p.Rule.Answers != "" {
		heard = append(heard, l.plays(r.lead, p.Rule.Answers)...)
	}
	l.heard(r.lead, rooms.HearOnly, heard...)
	if r.silent {
		head := l.Live.Head()
		l.wait(90 * second)
		l.must(l.Live.Head() == head, "something rang in ninety seconds of silence")
		r.silent = false
	}
	if !l.dropped && h.Member != r.lead {
		l.drops(r, h)
	}
	if !l.met && len(r.held) > 1 {
		l.comesLate(r)
	}
	l.wait(rooms.Millis(r.turnS) * second / 3)
	l.does(h.Member, "stick.release", session.ReleaseArgs{Grant: h.Grant})
}

// drops: her connection is lost for forty seconds, and what remains of her turn is what remained.
func (l *Lived) drops(r *livedRound, h session.Holder) {
	l.wait(7 * second)
	since := l.Now
	l.wait(10 * second)
	l.host(rooms.CmdDropped, session.DroppedArgs{Member: h.Member, Since: since})
	l.heard(r.lead, rooms.HearOnly)
	l.wait(30 * second)
	l.host(rooms.CmdBack, session.MemberArgs{Member: h.Member})
	now := l.see(r.lead).Round.Holder
	l.must(now != nil && now.Member == h.Member && now.Grant == h.Grant, "%s came back and holds it no longer", h.Member)
	left := h.LeftMS - (since - h.Since)
	l.must(r.turnS == 0 || now.LeftMS-(l.Now-now.Since) == left, "%s has %d ms, had %d", h.Member, now.LeftMS-(l.Now-now.Since), left)
	l.dropped = true
}

// comesLate: she hears who speaks, sees the round, and is seated at its end.
func (l *Lived) comesLate(r *livedRound) {
	l.enters(l.Late)
	if g := l.where(r.lead); g != "" {
		l.must(l.where(l.Late) == "", "who comes late sits in the plenary first")
		l.does(l.Late, "groups.join", groups.JoinArgs{})
		if l.where(l.Late) != g {
			l.does("ana", "groups.move", groups.MoveArgs{Member: l.Late, Group: g})
		}
	}
	order := l.see(l.Late).Round.Order
	l.must(order[len(order)-1] == l.Late, "who comes late sits at the end, not in %v", order)
	l.must(l.see(l.Late).Round.Question != "" || r.lead != "ana", "who comes late sees no question")
	r.inside = append(r.inside, l.Late)
	l.met = true
}

// over: everyone who has a seat had the stick held out to her, nobody twice before all had it once, and whoever passed once more.
func (l *Lived) over(r *livedRound, seated []rooms.MemberID) {
	for _, m := range append(seated, r.inside...) {
		want := 1
		if m == r.passer && !r.once {
			want = 2
		}
		l.must(r.offered[m] == want, "%s was offered it %d times, should be %d", m, r.offered[m], want)
		l.must(r.held[m] == 1 || m == r.passer && r.once, "%s held it %d times", m, r.held[m])
	}
	v := l.see(r.lead).Round
	for _, m := range v.Order {
		l.must(v.Seats[m] == stick.SeenHeard, "%s is seen as %s when all is over", m, v.Seats[m])
	}
}
