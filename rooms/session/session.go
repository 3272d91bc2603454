// Package session is the live session as one room: it routes commands to the small
// machines (people, agenda, stick, hands, chat, record, desk), lets them react to
// each other, and projects what each person may see.
package session

import "palabre/rooms"

// Session is the room of one meeting.
type Session struct {
	room  rooms.RoomID
	state state
}

type state struct{ Head rooms.Seq }

var (
	_ rooms.Room   = (*Session)(nil)
	_ rooms.Voiced = (*Session)(nil)
)

// New is a session before its founding command.
func New(room rooms.RoomID) *Session { return &Session{room: room} }

// Restore reads a snapshot of this CodeVersion back.
func Restore(room rooms.RoomID, snapshot []byte) (*Session, error) { return New(room), nil }

// Handle decides a command.
func (s *Session) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	return nil, rooms.Refuse(rooms.CodeUnknown)
}

// Apply replays one event.
func (s *Session) Apply(e rooms.Event) error { return nil }

// Head is the sequence of the last event applied.
func (s *Session) Head() rooms.Seq { return s.state.Head }

// View is what this person may see now.
func (s *Session) View(v rooms.Viewer) any { return View{} }

// Viewer tells how audiences see a person.
func (s *Session) Viewer(m rooms.MemberID, standing rooms.Role) (rooms.Viewer, bool) {
	return rooms.Viewer{Member: m, Role: standing, Waiting: true}, standing != ""
}

// Deadline is when the session wants a tick.
func (s *Session) Deadline() rooms.Millis { return 0 }

// Snapshot encodes the state.
func (s *Session) Snapshot() ([]byte, error) { return nil, nil }

// Audible says who is heard.
func (s *Session) Audible() rooms.Audible { return rooms.Audible{Mode: rooms.HearEveryone} }
