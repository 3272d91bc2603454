package stick

import (
	"slices"

	"palabre/rooms"
)

type (
	// MoreAsked is somebody who has something to add: another round may begin with those
	// who do.
	MoreAsked struct {
		Member rooms.MemberID `json:"member"`
	}
	// MoreDropped is somebody who has nothing to add after all.
	MoreDropped struct {
		Member rooms.MemberID `json:"member"`
	}
)

// EventName is the name in the log.
func (MoreAsked) EventName() string { return "stick.more_asked" }

// EventName is the name in the log.
func (MoreDropped) EventName() string { return "stick.more_dropped" }

// More says that somebody has something to add once the round has ended, or no longer
// has. While a round among some runs, it seats her at its end (ST-34).
func (t *Table) More(m rooms.MemberID, id rooms.RoundID, on bool) *rooms.Refusal {
	r := t.Round
	switch {
	case r == nil || r.ID != id || r.Life == Proposed:
		return rooms.Refuse(CodeNoRound)
	case !t.Seatable(m):
		return rooms.Refuse(rooms.CodeNotAllowed)
	case r.Life == Running && (!r.Among || !on):
		return rooms.Refuse(CodeRoundRuns)
	case r.Life == Running && r.seated(m) && r.Seats[m].State != Gone:
		return nil
	case r.Life == Running:
		t.Emit(Seated{Member: m})
		t.settle()
		return nil
	}
	switch asked := slices.Contains(r.More, m); {
	case on && !asked:
		t.Emit(MoreAsked{Member: m})
	case !on && asked:
		t.Emit(MoreDropped{Member: m})
	}
	return nil
}
