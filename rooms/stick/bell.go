package stick

import (
	"palabre/rooms"
)

// Codes of the bell's refusals.
const (
	CodeBellLength = "bell_length" // a bell's silence lasts 15 to 60 s
	CodeNotRinger  = "not_ringer"  // she did not ring, or the moment is over
)

// Spans of a bell, in milliseconds (ST-31).
const (
	BellMin rooms.Millis = 15_000 // the shortest silence
	BellMax rooms.Millis = 60_000 // the longest
	WhyFor  rooms.Millis = 60_000 // then whoever rang says why
)

// Bell is why a round waits: somebody rang. First nobody is heard, then she alone.
type Bell struct {
	Until rooms.Millis `json:"until"` // of the silence, then of her words
	Says  bool         `json:"says,omitempty"`
}

type (
	// Rung is the bell: a silence of all until then. The stick stays where it is.
	Rung struct {
		By    rooms.MemberID `json:"by"`
		Until rooms.Millis   `json:"until"`
	}
	// Explained is the end of that silence: whoever rang is heard, until then at most.
	Explained struct {
		By    rooms.MemberID `json:"by"`
		Until rooms.Millis   `json:"until"`
	}
)

// EventName is the name in the log.
func (Rung) EventName() string { return "stick.rung" }

// EventName is the name in the log.
func (Explained) EventName() string { return "stick.explained" }

// Ring begins a silence of all, of so many milliseconds (ST-31).
func (t *Table) Ring(by rooms.MemberID, silence rooms.Millis) *rooms.Refusal {
	if _, no := t.moving(); no != nil {
		return no
	}
	if silence < BellMin || silence > BellMax {
		return rooms.Refuse(CodeBellLength)
	}
	t.Emit(Rung{By: by, Until: t.At + silence})
	return nil
}

// Rang lets whoever rang end her moment: what she had to say is said.
func (t *Table) Rang(by rooms.MemberID) *rooms.Refusal {
	r, no := t.running()
	if no != nil {
		return no
	}
	if r.Pause == nil || r.Pause.Bell == nil || r.Pause.By != by {
		return rooms.Refuse(CodeNotRinger)
	}
	return t.GoOn()
}

// dueBell: after the silence she says why, if she is there; then the round goes on.
func (t *Table) dueBell(p *Pause) due {
	if !p.Bell.Says && t.Present(p.By) {
		return due{p.Bell.Until, func() { t.Emit(Explained{By: p.By, Until: t.At + WhyFor}) }}
	}
	return due{p.Bell.Until, func() { t.resume() }}
}

// silent lets a bell's moment end when whoever rang is no longer there to say why.
func (t *Table) silent(m rooms.MemberID) {
	if p := t.Round.Pause; p != nil && p.Bell != nil && p.Bell.Says && p.By == m {
		t.resume()
	}
}

// Rest lets the round wait with the whole meeting (AG-5): a bell is over, and a round that is
// paused stays so.
func (t *Table) Rest(by rooms.MemberID) {
	if !t.Active() {
		return
	}
	if p := t.Round.Pause; p != nil {
		if p.Bell == nil {
			return
		}
		t.Emit(Resumed{LastedMS: t.At - p.Since})
	}
	t.Emit(Paused{By: by})
}

// Rests tells whether the round waits since then, by her gesture.
func (r *Round) Rests(by rooms.MemberID, since rooms.Millis) bool {
	return r.Pause != nil && r.Pause.Bell == nil && r.Pause.By == by && r.Pause.Since == since
}

// resume ends the pause.
func (t *Table) resume() {
	t.Emit(Resumed{LastedMS: t.At - t.Round.Pause.Since})
	t.settle()
}

func (r *Round) rung(at rooms.Millis, e Rung) {
	r.paused(at, Paused{By: e.By})
	r.Pause.Bell = &Bell{Until: e.Until}
}

func (r *Round) explained(e Explained) {
	if r.Pause != nil && r.Pause.Bell != nil {
		r.Pause.Bell.Until, r.Pause.Bell.Says = e.Until, true
	}
}
