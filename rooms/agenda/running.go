package agenda

import (
	"maps"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/scenario"
)

const (
	maxPause = 60 // minutes of a pause of the whole meeting
	early    = 10 // minutes before the end at which the rest is proposed more time
)

// Pause is a pause of the whole meeting: until then, as announced; it ends at a gesture.
type Pause struct {
	By    rooms.MemberID `json:"by"`
	Since rooms.Millis   `json:"since"`
	Until rooms.Millis   `json:"until"`
}

type (
	// Paused is a pause of the whole meeting that begins.
	Paused struct {
		By    rooms.MemberID `json:"by"`
		Since rooms.Millis   `json:"since"`
		Until rooms.Millis   `json:"until"`
	}
	// Resumed is the meeting that goes on after so long: the present phase has its time still.
	Resumed struct {
		LastedMS rooms.Millis `json:"lasted_ms"`
	}
	// Skipped is a coming phase that next passes over, or no longer does.
	Skipped struct {
		Phase rooms.PhaseID `json:"phase"`
		On    bool          `json:"on"`
	}
	// Replanned is the rest of the meeting with other lengths. By is when the meeting should
	// then be over.
	Replanned struct {
		Phases []Length     `json:"phases"`
		By     rooms.Millis `json:"by,omitempty"`
	}
	// Length is what a phase has from now on. TurnS is that of its round, 0 when it is as it was.
	Length struct {
		Phase   rooms.PhaseID `json:"phase"`
		Minutes int           `json:"minutes"`
		TurnS   int           `json:"turn_s,omitempty"`
	}
)

// EventName is the name in the log.
func (Paused) EventName() string { return "agenda.paused" }

// EventName is the name in the log.
func (Resumed) EventName() string { return "agenda.resumed" }

// EventName is the name in the log.
func (Skipped) EventName() string { return "agenda.skipped" }

// EventName is the name in the log.
func (Replanned) EventName() string { return "agenda.replanned" }

// PauseFor pauses the whole meeting for some minutes (AG-5).
func (s *State) PauseFor(by rooms.MemberID, minutes int, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	switch {
	case s.Pause != nil:
		return nil, rooms.Refuse(CodePaused)
	case minutes < 1 || minutes > maxPause:
		return nil, rooms.Refuse(CodeNoTime)
	}
	return Paused{By: by, Since: at, Until: at + rooms.Millis(minutes)*minute}, nil
}

// GoOn ends the pause.
func (s *State) GoOn(at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if s.Pause == nil {
		return nil, rooms.Refuse(CodeNotPaused)
	}
	return Resumed{LastedMS: at - s.Pause.Since}, nil
}

// Skip lets next pass over a coming phase, or no longer (AG-6).
func (s *State) Skip(phase rooms.PhaseID, on bool) (codec.Event, *rooms.Refusal) {
	for i, p := range s.Phases {
		switch {
		case p.ID != phase:
		case i <= s.At:
			return nil, rooms.Refuse(CodePast)
		case s.Skipped[phase] == on:
			return nil, nil
		default:
			return Skipped{Phase: phase, On: on}, nil
		}
	}
	return nil, rooms.Refuse(CodeNoPhase)
}

// Proposal is what the rest of the meeting would become so that it ends in time (AG-7): the
// lengths that would change, and when it would be over. Late is by how much the rest as it
// stands goes beyond the end, in ms; below 0, by how much it is short.
type Proposal struct {
	Phases []Length     `json:"phases"`
	Ends   rooms.Millis `json:"ends"`
	Late   rooms.Millis `json:"late"`
}

// Propose says what the rest would become for so many people; nil when it ends in time as
// it is, or nothing can be changed.
func (s *State) Propose(people int) *Proposal {
	phases, at := s.coming()
	if at < 0 || s.By == 0 || at+1 >= len(phases) {
		return nil
	}
	late := s.EndsAt + rooms.Millis(scenario.Minutes(phases[at+1:]))*minute - s.By
	if late < minute && late > -early*minute {
		return nil
	}
	plan := scenario.Replan(phases, scenario.Moment{At: at, Now: s.EndsAt, Ends: s.EndsAt, End: s.By, People: people})
	p := &Proposal{Ends: plan.Ends, Late: late}
	for i := at + 1; i < len(phases); i++ {
		was, now := phases[i], plan.Phases[i]
		l := Length{Phase: now.ID, Minutes: now.Minutes}
		if was.Rule.TurnS != now.Rule.TurnS {
			l.TurnS = now.Rule.TurnS
		}
		if was.Minutes != now.Minutes || l.TurnS != 0 {
			p.Phases = append(p.Phases, l)
		}
	}
	if len(p.Phases) == 0 {
		return nil
	}
	return p
}

// coming are the phases up to the present one and those to come, without the skipped ones,
// and the index of the present one among them, -1 for none.
func (s *State) coming() ([]scenario.Phase, int) {
	var phases []scenario.Phase
	at := -1
	for i, p := range s.Phases {
		if i > s.At && s.Skipped[p.ID] {
			continue
		}
		if i == s.At {
			at = len(phases)
		}
		phases = append(phases, p.Scenario())
	}
	return phases, at
}

// Replan applies lengths that somebody saw (AG-7). From is the index of the phase that she
// saw as the present one.
func (s *State) Replan(from int, lengths []Length) (codec.Event, *rooms.Refusal) {
	if from != s.At {
		return nil, &rooms.Refusal{Code: CodeAlreadyMoved, Data: map[string]any{"at": s.At}}
	}
	seen := map[rooms.PhaseID]bool{}
	for _, l := range lengths {
		switch i := s.index(l.Phase); {
		case i < 0 || seen[l.Phase]:
			return nil, rooms.Refuse(CodeNoPhase)
		case i <= s.At:
			return nil, rooms.Refuse(CodePast)
		case l.Minutes < 0 || l.Minutes > maxMinutes || l.TurnS < 0 || l.TurnS > maxMinutes*60:
			return nil, rooms.Refuse(CodeNoTime)
		}
		seen[l.Phase] = true
	}
	if len(lengths) == 0 {
		return nil, nil
	}
	e := Replanned{Phases: lengths}
	if s.At < 0 {
		return e, nil // nothing has begun: the end follows from the beginning
	}
	after := *s
	after.replanned(e)
	e.By = s.EndsAt
	for i, p := range after.Phases {
		if i > s.At && !s.Skipped[p.ID] {
			e.By += rooms.Millis(p.Minutes) * minute
		}
	}
	return e, nil
}

func (s *State) index(phase rooms.PhaseID) int {
	for i, p := range s.Phases {
		if p.ID == phase {
			return i
		}
	}
	return -1
}

func (s *State) replanned(e Replanned) {
	phases := append([]Phase{}, s.Phases...)
	for _, l := range e.Phases {
		i := s.index(l.Phase)
		if i < 0 {
			continue
		}
		phases[i].Minutes = l.Minutes
		if l.TurnS == 0 {
			continue
		}
		phases[i].TurnS = l.TurnS
		if r := phases[i].Rule; r != nil {
			rule := *r
			rule.TurnS = l.TurnS
			phases[i].Rule = &rule
		}
	}
	s.Phases = phases
	if e.By != 0 {
		s.By = e.By
	}
}

func (s *State) skip(e Skipped) {
	skipped := maps.Clone(s.Skipped)
	delete(skipped, e.Phase)
	if e.On {
		if skipped == nil {
			skipped = map[rooms.PhaseID]bool{}
		}
		skipped[e.Phase] = true
	}
	if len(skipped) == 0 {
		skipped = nil
	}
	s.Skipped = skipped
}

// planned is how long all phases last together, in ms.
func (s *State) planned() rooms.Millis {
	sum := 0
	for _, p := range s.Phases {
		sum += p.Minutes
	}
	return rooms.Millis(sum) * minute
}
