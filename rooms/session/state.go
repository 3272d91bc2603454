package session

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cards"
	"palabre/rooms/cast"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/dedup"
	"palabre/rooms/desk"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/groups"
	"palabre/rooms/hands"
	"palabre/rooms/harvest"
	"palabre/rooms/people"
	"palabre/rooms/poll"
	"palabre/rooms/record"
	"palabre/rooms/scenario"
	"palabre/rooms/stick"
	"palabre/rooms/team"
)

// state is all that a session is. Its JSON is the snapshot.
type state struct {
	Head     rooms.Seq        `json:"head"`
	At       rooms.Millis     `json:"at"`    // the instant of the last event
	Lived    rooms.Millis     `json:"lived"` // …that shows that people live the session
	OpenedAt rooms.Millis     `json:"opened_at"`
	ClosedAt rooms.Millis     `json:"closed_at,omitempty"`
	Mode     Mode             `json:"mode"`
	Strict   bool             `json:"strict,omitempty"`
	Lead     []rooms.MemberID `json:"lead,omitempty"`
	Lang     string           `json:"lang,omitempty"` // of the plan
	Door     scenario.Door    `json:"door,omitempty"`
	Until    scenario.RowID   `json:"stay_until,omitempty"`
	Closing  *Closing         `json:"closing,omitempty"`

	// Voice counts the changes of who is heard; Heard is the last of them.
	Voice uint64 `json:"voice"`
	Heard heard  `json:"heard"`
	// Apart is who is heard in each small group.
	Apart []heard `json:"apart,omitempty"`

	People people.State `json:"people"`
	Agenda agenda.State `json:"agenda"`
	Stick  stick.State  `json:"stick"`
	Hands  hands.State  `json:"hands"`
	Chat   chat.State   `json:"chat"`
	Record record.State `json:"record"`
	Desk   desk.State   `json:"desk"`
	Floor  floor.State  `json:"floor"`
	Cast   cast.State   `json:"cast"`
	Equity equity.State `json:"equity"`
	Team   team.State   `json:"team"`
	Groups groups.State `json:"groups"`
	// Sticks are those of the small groups, by group.
	Sticks map[rooms.GroupID]*stick.State `json:"sticks,omitempty"`
	Dedup  dedup.State                    `json:"dedup"`

	Cards   cards.State   `json:"cards"`
	Polls   poll.State    `json:"polls"`
	Harvest harvest.State `json:"harvest"`
}

// heard is who is heard in one circle: everyone, or these lines only. People are there for a
// group: the lines of those who sit in it.
type heard struct {
	Group  rooms.GroupID    `json:"group,omitempty"`
	Grant  uint64           `json:"grant,omitempty"` // of a group: since when
	People []rooms.MemberID `json:"people,omitempty"`
	Only   bool             `json:"only,omitempty"`
	Lines  []rooms.MemberID `json:"lines,omitempty"`
	Turn   rooms.Turn       `json:"turn,omitzero"` // of the stick that says so
}

func (h heard) same(as heard) bool {
	return h.Group == as.Group && h.Only == as.Only && h.Turn == as.Turn && slices.Equal(h.People, as.People) && slices.Equal(h.Lines, as.Lines)
}

func newState() state {
	return state{
		People: people.New(), Agenda: agenda.New(nil), Hands: hands.New(), Chat: chat.New(),
		Record: record.New(), Desk: desk.New(), Dedup: dedup.New(),
		Floor: floor.New(), Cast: cast.New(nil), Equity: equity.New(nil), Team: team.New(nil), Groups: groups.New(nil),
		Cards: cards.New(), Polls: poll.New(), Harvest: harvest.New(),
	}
}

func (h heard) audible() (rooms.Hearing, []rooms.MemberID) {
	if !h.Only {
		return rooms.HearEveryone, nil
	}
	return rooms.HearOnly, append([]rooms.MemberID{}, h.Lines...)
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
		// Lapsed is when something happened last, of a session that closed by itself (SE-11).
		Lapsed rooms.Millis `json:"lapsed,omitempty"`
	}
	// Redacted says that the words of the events at these places are taken out of the
	// log: it is recorded first, the log is rewritten after it.
	// Of the events at the places Floor nothing stays but their places (TR-3).
	Redacted struct {
		Seqs  []rooms.Seq `json:"seqs,omitempty"`
		Floor []rooms.Seq `json:"floor,omitempty"`
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
	codec.Put[Forgotten](r)
	codec.Put[HostResumed](r)
	codec.Put[Within](r)
	return r.Merge(people.Events(), agenda.Events(), stick.Events(), hands.Events(),
		chat.Events(), record.Events(), desk.Events(), floor.Events(), cast.Events(), equity.Events(), team.Events(), groups.Events(),
		cards.Events(), poll.Events(), harvest.Events())
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
	if lived(e, p) {
		st.Lived = st.At
	}
	st.note(e, p)
	machine, _, _ := strings.Cut(e.Name, ".")
	switch machine {
	case "people":
		st.People.Apply(e.At, p)
		st.unlead(p)
	case "agenda":
		st.recordAgenda(e.At, p)
	case "stick":
		st.Stick.Apply(e.At, e.Seq, p)
		st.count(func() { st.Equity.Stick("", e.At, p) })
	case "floor":
		st.recordFloor(e.At, p)
	case "cast":
		st.Cast.Apply(p)
	case "equity":
		st.Equity.Apply(e.At, p)
	case "team":
		st.Team.Apply(e.At, p)
	case "groups":
		st.recordGroups(e, p)
	case "hands":
		st.Hands.Apply(e.At, e.Seq, p)
	case "chat":
		st.Chat.Apply(e.At, e.Seq, e.By, p)
	case "record":
		st.Record.Apply(e.Seq, p)
	case "boards":
		st.Desk.Apply(e.Seq, p)
	case "cards":
		st.Cards.Apply(e.At, e.Seq, p)
	case "poll":
		st.Polls.Apply(e.Seq, p)
	case "harvest":
		st.Harvest.Apply(e.Seq, p)
	default:
		st.apply(e.At, p)
	}
	st.rest(e.At)
	st.listen()
}

func (st *state) recordFloor(at rooms.Millis, p codec.Event) {
	st.Floor.Apply(at, p)
	if _, given := p.(floor.Given); given {
		st.count(func() { st.Equity.Floor(at, p) })
	} else {
		st.Equity.Floor(at, p) // one may be over that was given in a phase before
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
		st.Agenda, st.Lang = agenda.New(p.Phases), p.Lang
		st.Door, st.Until = p.Door, p.Until
		st.Cast, st.Equity = cast.New(p.Parts), equity.New(p.Season)
		st.Equity.Off = p.Uncounted
		st.Team = team.New(p.Lead)
		st.Groups = groups.New(p.Together)
		for _, b := range p.Boards {
			st.Desk.Apply(0, desk.Opened{Board: b.Board, Title: b.Title})
		}
	case CloseAsked:
		st.Closing = &Closing{By: p.Member, At: at}
	case Closed:
		st.ClosedAt, st.Closing, st.Lived = at, nil, 0
		if p.Forget {
			st.Chat.Forget()
		} else {
			st.Chat.ForgetBare()
		}
		st.shut(p.Forget)
		st.Equity.Close()
	case Redacted:
		gone := p.places()
		st.Chat.Redact(gone)
		st.Stick.Redact(gone)
		st.Groups.Redact(gone)
		st.Desk.Redact(gone)
		for _, s := range st.Sticks {
			s.Redact(gone)
		}
		st.unsay(gone)
		if len(p.Floor) > 0 {
			st.forgetFloors()
		}
	case HostResumed:
		st.Agenda.Shift(p.GapMS)
		st.Stick.Shift(p.GapMS)
		st.Floor.Shift(p.GapMS)
		st.Equity.Shift(p.GapMS)
		st.Team.Shift(p.GapMS)
		st.Groups.Shift(p.GapMS)
		for _, s := range st.Sticks {
			s.Shift(p.GapMS)
		}
	}
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
