package minutes

import (
	"strings"

	"palabre/assets/document"
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/codec"
	"palabre/rooms/session"
)

// course is the run of show as people changed it on their way: steps made longer or shorter, the rest planned anew.
type course struct {
	agenda  agenda.State
	replans []replan
}

// replan is one time that the rest was planned anew: at which step, and what each of the others became. At is -1 before the first.
type replan struct {
	at      int
	changes []change
}

// change is the length of a step before and after, in minutes.
type change struct{ phase, was, now int }

// follow takes in what happened to the run of show, and tells by how many minutes the present step was made longer or shorter.
func (c *course) follow(p codec.Event) (minutes int) {
	was := c.agenda.EndsAt
	switch p := p.(type) {
	case session.HostResumed:
		c.agenda.Shift(p.GapMS)
	case agenda.Replanned:
		c.replan(p)
		c.agenda.Apply(p)
	case agenda.Extended:
		c.agenda.Apply(p)
		return int((c.agenda.EndsAt - was + signed(c.agenda.EndsAt-was, 30_000)) / 60_000)
	default:
		c.agenda.Apply(p)
	}
	return 0
}

// signed is a span with the sign of another one: rounding goes away from nought.
func signed(of, span rooms.Millis) rooms.Millis {
	if of < 0 {
		return -span
	}
	return span
}

func (c *course) replan(p agenda.Replanned) {
	r := replan{at: c.agenda.At}
	for _, l := range p.Phases {
		for i, was := range c.agenda.Phases {
			if was.ID == l.Phase && was.Minutes != l.Minutes {
				r.changes = append(r.changes, change{phase: i, was: was.Minutes, now: l.Minutes})
			}
		}
	}
	c.replans = append(c.replans, r)
}

// gained says that a step was made longer or shorter on purpose; "" when it was neither in the end.
func gained(minutes int) string {
	switch {
	case minutes > 0:
		return " (prolongée de " + minutesOf(minutes) + ")"
	case minutes < 0:
		return " (raccourcie de " + minutesOf(-minutes) + ")"
	}
	return ""
}

// replans tells when the rest of the meeting was planned anew, and what its steps became.
func (w *writer) replans() []document.Block {
	var out []document.Block
	for _, r := range w.story.course.replans {
		text := "Avant la première étape, le déroulement a été replanifié"
		if r.at >= 0 && r.at < len(w.story.phases) {
			text = "À l’étape " + quoted(oneLine(w.story.phases[r.at].Title)) + ", le reste de la rencontre a été replanifié"
		}
		var steps []string
		for _, c := range r.changes {
			steps = append(steps, oneLine(w.story.phases[c.phase].Title)+", "+minutesOf(c.was)+" → "+minutesOf(c.now))
		}
		if len(steps) > 0 {
			text += nbsp + ": " + strings.Join(steps, "; ")
		}
		out = append(out, document.Paragraph{Words: document.Plain(text + ".")})
	}
	return out
}
