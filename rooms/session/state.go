package session

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/dedup"
	"palabre/rooms/desk"
	"palabre/rooms/hands"
	"palabre/rooms/people"
	"palabre/rooms/record"
	"palabre/rooms/stick"
)

// state is all that a session is. Its JSON is the snapshot.
type state struct {
	Head     rooms.Seq        `json:"head"`
	At       rooms.Millis     `json:"at"` // the instant of the last event
	OpenedAt rooms.Millis     `json:"opened_at"`
	ClosedAt rooms.Millis     `json:"closed_at,omitempty"`
	Mode     Mode             `json:"mode"`
	Strict   bool             `json:"strict,omitempty"`
	Lead     []rooms.MemberID `json:"lead,omitempty"`
	Closing  *Closing         `json:"closing,omitempty"`

	// Voice counts the changes of who is heard; Heard is the last of them.
	Voice uint64 `json:"voice"`
	Heard heard  `json:"heard"`

	People people.State `json:"people"`
	Agenda agenda.State `json:"agenda"`
	Stick  stick.State  `json:"stick"`
	Hands  hands.State  `json:"hands"`
	Chat   chat.State   `json:"chat"`
	Record record.State `json:"record"`
	Desk   desk.State   `json:"desk"`
	Dedup  dedup.State  `json:"dedup"`
}

// heard is who is heard: everyone, or one person alone ("" for nobody).
type heard struct {
	Only   bool           `json:"only,omitempty"`
	Member rooms.MemberID `json:"member,omitempty"`
}

func newState() state {
	return state{
		People: people.New(), Agenda: agenda.New(nil), Hands: hands.New(), Chat: chat.New(),
		Record: record.New(), Desk: desk.New(), Dedup: dedup.New(),
	}
}

func (st *state) opened() bool { return st.OpenedAt != 0 }
func (st *state) closed() bool { return st.ClosedAt != 0 }

type (
	// Opened founds the session. Plan says how.
	Opened struct {
		Plan
	}
	// CloseAsked is one of the two people that close a session nobody leads.
	CloseAsked struct {
		Member rooms.MemberID `json:"member"`
	}
	// Closed is the end of the session. Forget: the chat is destroyed, save what
	// its authors kept.
	Closed struct {
		Forget bool `json:"forget,omitempty"`
	}
	// Redacted says that the words of the events at these places are taken out of the
	// log: it is recorded first, the log is rewritten after it.
	Redacted struct {
		Seqs []rooms.Seq `json:"seqs"`
	}
	// HostResumed is a room without a host for that long: clocks stood still.
	HostResumed struct {
		GapMS rooms.Millis `json:"gap_ms"`
	}
)

// EventName is the name in the log.
func (Opened) EventName() string { return "session.opened" }

// EventName is the name in the log.
func (CloseAsked) EventName() string { return "session.close_asked" }

// EventName is the name in the log.
func (Closed) EventName() string { return "session.closed" }

// EventName is the name in the log.
func (Redacted) EventName() string { return "session.redacted" }

// EventName is the name in the log.
func (HostResumed) EventName() string { return "host.resumed" }

// registry reads every payload that a session's log may hold.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var registry = events()

func events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Opened](r)
	codec.Put[CloseAsked](r)
	codec.Put[Closed](r)
	codec.Put[Redacted](r)
	codec.Put[HostResumed](r)
	return r.Merge(people.Events(), agenda.Events(), stick.Events(), hands.Events(),
		chat.Events(), record.Events(), desk.Events())
}

// Decode reads the payload of a session's event, for those who read logs (minutes,
// projectors): one of the event types of this package and of the machines.
func Decode(e rooms.Event) (codec.Event, error) { return registry.Decode(e) }

// Events lists the names of all events of a session's log.
func Events() []string {
	names := make([]string, 0, len(registry))
	for n := range registry {
		names = append(names, n)
	}
	return names
}

// record makes an event part of the state. It never refuses.
func (st *state) record(e rooms.Event, p codec.Event) {
	st.Head, st.At = e.Seq, max(st.At, e.At)
	st.Dedup.Note(e.By, e.Client, e.N, e.Seq)
	machine, _, _ := strings.Cut(e.Name, ".")
	switch machine {
	case "people":
		st.People.Apply(e.At, p)
		st.unlead(p)
	case "agenda":
		st.Agenda.Apply(p)
	case "stick":
		st.Stick.Apply(e.At, e.Seq, p)
	case "hands":
		st.Hands.Apply(e.At, e.Seq, p)
	case "chat":
		st.Chat.Apply(e.At, e.Seq, e.By, p)
	case "record":
		st.Record.Apply(e.Seq, p)
	case "boards":
		st.Desk.Apply(p)
	default:
		st.apply(e.At, p)
	}
	if h := st.hearing(); h != st.Heard {
		st.Heard = h
		st.Voice++
	}
}

// unlead: who is given another role leads no longer by the plan.
func (st *state) unlead(p codec.Event) {
	if r, ok := p.(people.RoleGiven); ok && !r.Role.Facilitates() {
		st.Lead = slices.DeleteFunc(slices.Clone(st.Lead), func(m rooms.MemberID) bool { return m == r.Member })
	}
}

func (st *state) apply(at rooms.Millis, p codec.Event) {
	switch p := p.(type) {
	case Opened:
		st.OpenedAt, st.Mode, st.Strict, st.Lead = at, p.Mode, p.StrictClock, p.Lead
		st.Agenda = agenda.New(p.Phases)
		for _, b := range p.Boards {
			st.Desk.Apply(desk.Opened{Board: b.Board, Title: b.Title})
		}
	case CloseAsked:
		st.Closing = &Closing{By: p.Member, At: at}
	case Closed:
		st.ClosedAt, st.Closing = at, nil
		if p.Forget {
			st.Chat.Forget()
		}
	case Redacted:
		gone := p.places()
		st.Chat.Redact(gone)
		st.Stick.Redact(gone)
	case HostResumed:
		st.Agenda.Shift(p.GapMS)
		st.Stick.Shift(p.GapMS)
	}
}

// hearing is who is heard: the stick's round first, then the phase (AU-1 to AU-3).
func (st *state) hearing() heard {
	if limited, m := st.Stick.Hearing(); limited {
		return heard{Only: true, Member: m}
	}
	if p, ok := st.Agenda.Present(); ok && p.Kind == agenda.Write && !st.closed() {
		return heard{Only: true}
	}
	return heard{}
}

// snapshot is the form of a snapshot: the state with the version of its code.
type snapshot struct {
	Version int   `json:"version"`
	State   state `json:"state"`
}

// Snapshot encodes the state; the same state gives the same bytes.
func (s *Session) Snapshot() ([]byte, error) {
	b, err := json.Marshal(snapshot{Version: CodeVersion, State: s.state})
	if err != nil {
		return nil, fmt.Errorf("session %s: snapshot: %w", s.room, err)
	}
	return b, nil
}

// Restore reads a snapshot of this CodeVersion back; another version is an error,
// after which the log is to be replayed from its beginning.
func Restore(room rooms.RoomID, data []byte) (*Session, error) {
	s := New(room)
	snap := snapshot{State: s.state}
	if err := json.Unmarshal(data, &snap); err != nil {
		return nil, fmt.Errorf("session %s: restore: %w", room, err)
	}
	if snap.Version != CodeVersion {
		return nil, fmt.Errorf("session %s: snapshot of version %d, this code reads %d", room, snap.Version, CodeVersion)
	}
	s.state = snap.State
	return s, nil
}
