package session

import (
	"palabre/rooms"
	"palabre/rooms/scenario"
)

// CodeStay means that it was agreed to stay until a phase; who says so anyway leaves.
const CodeStay = "stay_until"

// LeaveArgs are how somebody leaves: anyway, though it was agreed to stay.
type LeaveArgs struct {
	Anyway bool `json:"anyway,omitempty"`
}

// doorClosed tells whether nobody new comes in by herself (PE-15).
func (st *state) doorClosed() bool {
	return st.Door == scenario.DoorClosed && st.Agenda.At >= 0 && !st.closed()
}

// shutOut tells whether who acts finds the door closed.
func (t *tx) shutOut() bool { return t.state().doorClosed() && !t.role().Facilitates() }

// opensAt is when a closed door should open: at the end of the meeting as it is planned now; 0 for one that is not closed.
func (st *state) opensAt() rooms.Millis {
	if !st.doorClosed() {
		return 0
	}
	return st.Agenda.By
}

// stays gives the title of the phase until which everyone stays, while it has not begun (PE-16).
func (st *state) stays() (title string, ok bool) {
	if st.Until == "" || st.Agenda.At < 0 || st.closed() {
		return "", false
	}
	for i, p := range st.Agenda.Phases {
		if p.Row == st.Until {
			return p.Title, st.Agenda.At < i
		}
	}
	return "", false
}
