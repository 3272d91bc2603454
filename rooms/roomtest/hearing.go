package roomtest

import (
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// listens: who is heard follows from what all may see of the round (AU-1 to AU-4),
// and its number rises with each change.
func (w *World) listens() error {
	a, before := w.Live.Audible(), w.heard
	w.heard = a
	same := a.Mode == before.Mode && slices.Equal(a.Members, before.Members)
	if a.Grant < before.Grant || !same && a.Grant == before.Grant && before.Mode != "" {
		return fmt.Errorf("heard %+v after %+v", a, before)
	}
	for _, c := range w.Watchers {
		v := w.See(c.Member)
		if v.Agenda == nil {
			continue // outside: she sees no round
		}
		mode, members := expected(v)
		if a.Mode != mode || !slices.Equal(a.Members, members) {
			return fmt.Errorf("heard %+v, should be %s %v", a, mode, members)
		}
		return nil
	}
	return nil
}

func expected(v session.View) (rooms.Hearing, []rooms.MemberID) {
	r := v.Round
	if r != nil && r.Gate == stick.GateHolder && (r.State == session.RoundRunning || r.State == session.RoundPaused) {
		if r.Holder != nil && r.Holder.SuspendedAt == 0 && r.Pause == nil {
			return rooms.HearOnly, []rooms.MemberID{r.Holder.Member}
		}
		return rooms.HearOnly, nil
	}
	if i := v.Agenda.At; i >= 0 && v.Agenda.Phases[i].Kind == agenda.Write && v.Status == session.StatusOpen {
		return rooms.HearOnly, nil
	}
	return rooms.HearEveryone, nil
}
