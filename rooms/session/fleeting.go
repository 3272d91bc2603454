package session

import (
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/desk"
	"palabre/rooms/groups"
	"palabre/rooms/scenario"
	"palabre/rooms/template"
)

// Fleeting follows a session's log for what people write on its boards that goes at the close (TR-5): what they write while a
// phase of none lasts, on a board that this phase does not leave.
type Fleeting struct {
	room   rooms.RoomID
	phases []agenda.Phase
	stays  []stay
	left   map[int]map[rooms.BoardID]bool // of a phase that leaves its boards, those
	named  map[rooms.BoardID]bool         // whose name goes too
}

// stay is a phase, from an instant on.
type stay struct {
	phase int
	from  rooms.Millis
}

// NewFleeting has read nothing of a session.
func NewFleeting(room rooms.RoomID) *Fleeting {
	return &Fleeting{room: room, left: map[int]map[rooms.BoardID]bool{}, named: map[rooms.BoardID]bool{}}
}

// FleetingEvents are those that it needs; it passes over others.
func FleetingEvents() []string {
	return []string{Opened{}.EventName(), agenda.Moved{}.EventName(), desk.Opened{}.EventName(), desk.Renamed{}.EventName(), cards.Unveiled{}.EventName()}
}

// Read takes in the log's next event.
func (f *Fleeting) Read(at rooms.Millis, p codec.Event) {
	switch p := p.(type) {
	case Opened:
		f.phases = p.Phases
	case agenda.Moved:
		f.stays = append(f.stays, stay{p.At, at})
		if ph, ok := f.phase(p.At); ok {
			f.leaves(ph.Board)
			if ph.Template != "" {
				f.leaves(TemplateBoard(f.room, ph.Template))
			}
		}
	case desk.Opened:
		f.leaves(p.Board)
		f.names(p.Board, p)
	case desk.Renamed:
		f.names(p.Board, p)
	case cards.Unveiled:
		f.leaves(p.Board)
	}
}

func (f *Fleeting) phase(i int) (agenda.Phase, bool) {
	if i < 0 || i >= len(f.phases) {
		return agenda.Phase{}, false
	}
	return f.phases[i], true
}

// leaves notes that the present phase works with a board: it leaves it, if it leaves boards.
func (f *Fleeting) leaves(b rooms.BoardID) {
	if b == "" || len(f.stays) == 0 {
		return
	}
	i := f.stays[len(f.stays)-1].phase
	if ph, ok := f.phase(i); !ok || ph.Traces == scenario.NoTraces && !leavesBoards(ph) {
		return
	}
	if f.left[i] == nil {
		f.left[i] = map[rooms.BoardID]bool{}
	}
	f.left[i][b] = true
}

func (f *Fleeting) names(b rooms.BoardID, p codec.Event) {
	ph, ok := agenda.Phase{}, false
	if n := len(f.stays); n > 0 {
		ph, ok = f.phase(f.stays[n-1].phase)
	}
	_, byHand := withoutName(p)
	f.named[b] = ok && byHand && ph.Traces == scenario.NoTraces && !leavesBoards(ph)
}

// Named tells whether the name of a board goes at the close.
func (f *Fleeting) Named(b rooms.BoardID) bool { return f.named[b] }

// leavesBoards tells whether what a phase leaves is what is on its boards.
func leavesBoards(p agenda.Phase) bool {
	switch p.From {
	case scenario.FromBoard, scenario.FromCards, scenario.FromDocument, "":
		return p.Artifact != ""
	default:
		return false
	}
}

// Of tells of an instant whether what people wrote on that board then is to go; nil when nothing ever is.
func (f *Fleeting) Of(b rooms.BoardID) func(rooms.Millis) bool {
	none := func(i int) bool {
		p, ok := f.phase(i)
		return ok && p.Traces == scenario.NoTraces && !f.left[i][b]
	}
	some := false
	for _, s := range f.stays {
		some = some || none(s.phase)
	}
	if !some {
		return nil
	}
	return func(at rooms.Millis) bool {
		for i := len(f.stays) - 1; i >= 0; i-- {
			if f.stays[i].from <= at {
				return none(f.stays[i].phase)
			}
		}
		return false
	}
}

// Unname takes out of an event the name that somebody gave to a board or a group; false when there is none (any more).
func Unname(e rooms.Event) (rooms.Event, bool) {
	p, err := registry.Decode(e)
	if err != nil {
		return e, false
	}
	bare, ok := withoutName(p)
	if !ok {
		return e, false
	}
	data, err := codec.Encode(bare)
	if err != nil {
		return e, false
	}
	e.Data = data
	return e, true
}

func withoutName(p codec.Event) (codec.Event, bool) {
	switch p := p.(type) {
	case desk.Opened:
		named := p.Title != "" && p.Title != template.Title(template.Name(p.Template), template.Lang(p.Lang))
		p.Title = ""
		return p, named
	case desk.Renamed:
		named := p.Title != ""
		p.Title = ""
		return p, named
	default:
		return groups.Unname(p)
	}
}
