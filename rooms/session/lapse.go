package session

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// CmdLapse closes a session that its people left without closing it, given by the host alone: its arguments are LapseArgs. While
// somebody may still come back to it, it has no effect.
const CmdLapse = "session.lapse"

// LapseArgs come with CmdLapse: when the meeting was to end, as its people planned it.
type LapseArgs struct {
	Ends rooms.Millis `json:"ends"`
}

const (
	// lapsesAfter is how long after its end a session is left in peace, and for how long nothing must have happened in it.
	lapsesAfter rooms.Millis = 2 * 60 * 60_000
	// lapsesConnected is for how long nothing must have happened while somebody's device is still connected: one left open on a
	// desk keeps no meeting open for ever.
	lapsesConnected rooms.Millis = 12 * 60 * 60_000
)

// lapse closes what was forgotten (SE-11): all that is promised for the close happens then.
func lapse(t *tx, a LapseArgs) *rooms.Refusal {
	st := t.state()
	quiet := t.at - st.Lived
	switch {
	case t.at < max(a.Ends, st.Agenda.By)+lapsesAfter || quiet < lapsesAfter:
	case quiet < lapsesConnected && st.anyoneHere():
	default:
		t.close(Closed{Forget: st.Mode == ModeConfidential, Lapsed: st.Lived})
	}
	return nil
}

func (st *state) anyoneHere() bool {
	for m := range st.People.All {
		if st.People.Here(m) {
			return true
		}
	}
	return false
}

// lived tells whether an event shows that people live the session: somebody's gesture, and nothing that follows from lost lines,
// from clocks, from takeovers or from words that are destroyed.
func lived(e rooms.Event, p codec.Event) bool {
	_, veiled := p.(veil.Event)
	return veiled || e.By != ""
}
