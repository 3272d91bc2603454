package session

import (
	"palabre/rooms"
	"palabre/rooms/rights"
)

// by is whose gesture the arguments say it is.
func (a AsArgs) by() rooms.MemberID      { return a.As }
func (a AsOnArgs) by() rooms.MemberID    { return a.As }
func (a RoundArgs) by() rooms.MemberID   { return a.As }
func (a GrantArgs) by() rooms.MemberID   { return a.As }
func (a WriteArgs) by() rooms.MemberID   { return a.As }
func (a ReleaseArgs) by() rooms.MemberID { return a.As }
func (a ClarifyArgs) by() rooms.MemberID { return a.As }
func (a MoreArgs) by() rooms.MemberID    { return a.As }
func (a BellArgs) by() rooms.MemberID    { return a.As }

// gesture is a command that a person gives for herself, or for one whom she carries.
func gesture[A interface{ by() rooms.MemberID }](name, who, doc string, do func(*tx, rooms.MemberID, A) *rooms.Refusal) command {
	return inCircle(name, rights.SessionTakePart, who, doc, func(t *tx, a A) *rooms.Refusal {
		m, no := t.as(a.by())
		if no != nil {
			return no
		}
		return do(t, m, a)
	})
}

// gestureCommands are those of the person the stick is with, and of those who listen.
func gestureCommands() []command {
	return []command{
		gesture("stick.take", "the person offered", "Takes the stick held out to me: my microphone opens.",
			func(t *tx, m rooms.MemberID, a RoundArgs) *rooms.Refusal { return t.table().Take(m, a.Round) }),
		gesture("stick.pass", "the person offered, or next at the centre", "Lets the stick go on; no reason is asked, nothing is shown.",
			func(t *tx, m rooms.MemberID, a RoundArgs) *rooms.Refusal { return t.table().Pass(m, a.Round) }),
		gesture("stick.later", "the person offered, or next at the centre; one whose offers went by unanswered", "Keeps my place for the end of the round.",
			func(t *tx, m rooms.MemberID, a RoundArgs) *rooms.Refusal { return t.table().Later(m, a.Round) }),
		gesture("stick.release", "the holder", "Hands the stick on: it is offered to the next, or to whom I name.",
			func(t *tx, m rooms.MemberID, a ReleaseArgs) *rooms.Refusal {
				return t.table().Release(m, a.Grant, a.To)
			}),
		gesture("stick.centre", "the holder", "Lays the stick in the centre, with no successor.",
			func(t *tx, m rooms.MemberID, a GrantArgs) *rooms.Refusal { return t.table().ToCentre(m, a.Grant) }),
		gesture("stick.pick", "the next in order", "Takes the stick from the centre.",
			func(t *tx, m rooms.MemberID, _ AsArgs) *rooms.Refusal { return t.table().Pick(m) }),
		gesture("stick.ring", anyone, "Rings the bell: all are silent for so many seconds, then I say why.", ring),
		gesture("stick.rang", "who rang", "Ends the moment of my bell: what I had to say is said.",
			func(t *tx, m rooms.MemberID, _ AsArgs) *rooms.Refusal { return t.table().Rang(m) }),
		gesture("stick.ask", "anyone but the holder", "Tells the holder alone that I would have something made clear.",
			func(t *tx, m rooms.MemberID, a GrantArgs) *rooms.Refusal { return t.table().AskClarity(m, a.Grant) }),
		gesture("stick.clarify", "the holder; whoever asked takes it back", "Lets somebody ask me, or not now.",
			func(t *tx, m rooms.MemberID, a ClarifyArgs) *rooms.Refusal {
				return t.table().AnswerAsking(m, a.Member, a.Grant, a.On)
			}),
		gesture("stick.clarified", "the holder; whoever asked; "+runs, "Ends a clarification: the holder alone is heard.",
			func(t *tx, m rooms.MemberID, _ AsArgs) *rooms.Refusal {
				return t.table().EndClarity(m, t.may(rights.SessionRun, rights.Resource{}))
			}),
		gesture("stick.write", "a holder who takes part in writing", "Writes what I contribute, for all to read; again, to write it otherwise.", writeTurn),
		gesture("stick.read", anyone+" but the holder", "Reads aloud what the holder has written.",
			func(t *tx, m rooms.MemberID, a GrantArgs) *rooms.Refusal { return t.table().Read(m, a.Grant) }),
		gesture("stick.read_done", "who reads; the holder; "+runs, "Ends the reading.",
			func(t *tx, m rooms.MemberID, a GrantArgs) *rooms.Refusal {
				return t.table().EndReading(m, a.Grant, t.may(rights.SessionRun, rights.Resource{}))
			}),
		gesture("stick.more", anyone, "Says that I have something to add once the round has ended; while a round among some runs, seats me at its end.",
			func(t *tx, m rooms.MemberID, a MoreArgs) *rooms.Refusal { return t.table().More(m, a.Round, a.On) }),
	}
}

func ring(t *tx, m rooms.MemberID, a BellArgs) *rooms.Refusal {
	if a.Seconds < 0 || a.Seconds > maxTurn {
		return bad("seconds")
	}
	return t.table().Ring(m, rooms.Millis(a.Seconds)*1000)
}

func writeTurn(t *tx, m rooms.MemberID, a WriteArgs) *rooms.Refusal {
	text, no := words("text", a.Text, maxTurnWords, false)
	if no != nil {
		return no
	}
	if !t.state().People.All[m].Writes {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.table().WriteTurn(m, a.Grant, text)
}
