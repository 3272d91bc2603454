// Package session is the live session as one room: it routes commands to the small
// machines (people, agenda, stick, hands, chat, record, desk), lets them react to
// each other, and projects what each person may see.
package session

import (
	"fmt"

	"palabre/rooms"
	"palabre/rooms/stick"
)

// Session is the room of one meeting. It is owned by one goroutine.
type Session struct {
	room  rooms.RoomID
	state state
}

var (
	_ rooms.Room   = (*Session)(nil)
	_ rooms.Voiced = (*Session)(nil)
)

// New is a session before its founding command.
func New(room rooms.RoomID) *Session { return &Session{room: room, state: newState()} }

// Codes of the session's own refusals.
const (
	CodeNotOpen     = "not_open"     // the founding command has not come
	CodeAlreadyOpen = "already_open" // …or came already
	CodeTwoClose    = "two_to_close" // she asked already: another person confirms
)

// Answered tells what a person's command that was given before is answered, nil for a new one (SE-6).
func (s *Session) Answered(c rooms.Command) *rooms.Refusal {
	if c.Actor.System {
		return nil
	}
	return s.state.Dedup.Check(c.Actor.Member, c.Client, c.N)
}

// Handle decides a command and applies what follows. See rooms.Room.
func (s *Session) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	cmd, ok := byName[c.Name]
	if !ok {
		return nil, rooms.Refuse(rooms.CodeUnknown)
	}
	if cmd.host != c.Actor.System {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if no := s.Answered(c); no != nil {
		return nil, no
	}
	switch founding := c.Name == CmdOpen; {
	case founding && s.state.opened():
		return nil, rooms.Refuse(CodeAlreadyOpen)
	case !founding && !s.state.opened():
		return nil, rooms.Refuse(CodeNotOpen)
	case s.state.closed() && (c.Name == CmdRedact || c.Name == CmdPlaced): // words die after the close too, or reach their board
	case s.state.closed() && c.Actor.System:
		return nil, nil // time and connections no longer matter here
	case s.state.closed():
		return nil, rooms.Refuse(rooms.CodeClosed)
	}
	t := &tx{s: s, c: c, at: max(c.At, s.state.At)}
	if no := cmd.run(t); no != nil {
		return nil, no
	}
	if !t.veiled {
		t.follow()
	}
	return t.steps, nil
}

// Apply replays one event of the log; it must be the one after Head.
func (s *Session) Apply(e rooms.Event) error {
	if e.Seq != s.state.Head+1 {
		return fmt.Errorf("session %s: event %d after %d", s.room, e.Seq, s.state.Head)
	}
	p, err := registry.Decode(e)
	if err != nil {
		return fmt.Errorf("session %s: %w", s.room, err)
	}
	if w, ok := p.(Within); ok {
		if _, err := w.Inner(); err != nil {
			return fmt.Errorf("session %s: event %d: %w", s.room, e.Seq, err)
		}
	}
	s.state.record(e, p)
	return nil
}

// Head is the sequence of the last event applied.
func (s *Session) Head() rooms.Seq { return s.state.Head }

// Deadline is the next instant at which the session wants a clock.tick.
func (s *Session) Deadline() rooms.Millis {
	if s.state.closed() {
		return 0
	}
	d := s.state.Team.Deadline()
	if s.state.Agenda.Pause == nil {
		d = earlier(d, s.state.Groups.Deadline())
	}
	(&tx{s: s}).tables(func(t *stick.Table) { d = earlier(d, t.Deadline()) })
	return d
}

// earlier is the first of two instants; 0 is never.
func earlier(a, b rooms.Millis) rooms.Millis {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// Audible says who is heard: in a gated round the holder alone, with whom she lets ask
// something, and nobody while the stick is offered, suspended, paused or in the centre;
// whoever rang the bell, once its silence is over; nobody while people write; otherwise
// everyone.
func (s *Session) Audible() rooms.Audible {
	a := rooms.Audible{Grant: s.state.Voice}
	a.Mode, a.Members = s.state.Heard.audible()
	a.Turn = s.state.Heard.Turn
	for _, h := range s.state.Apart {
		c := rooms.Circle{Group: string(h.Group), Grant: h.Grant, People: append([]rooms.MemberID{}, h.People...), Turn: h.Turn}
		c.Mode, c.Members = h.audible()
		a.Apart = append(a.Apart, c)
	}
	return a
}
