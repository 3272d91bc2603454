package hosttest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Parlour is a small room: people say things to everyone, to those who facilitate or to one person; some wait at the
// door, are let in, are put out; one voice at a time may be heard; a bell rings at a set time.
//
// Commands: say{text}, tell{to,text}, note{text}, admit{member}, remove{member}, voice{member}, bell{in}, break{},
// found{} and the host's own.
type Parlour struct {
	board bool
	s     parlour
}

type parlour struct {
	Head    rooms.Seq
	Lines   []line
	In      map[rooms.MemberID]bool
	Out     map[rooms.MemberID]bool
	Away    map[rooms.MemberID]bool
	Last    map[string]rooms.Seq // client and number of each command, and its answer
	Voice   rooms.MemberID
	Grant   uint64
	Bell    rooms.Millis
	Gaps    []int64
	Founded bool
}

type line struct {
	Seq  rooms.Seq
	To   rooms.Audience
	Text string
}

type words struct {
	Text   string         `json:"text,omitempty"`
	To     rooms.MemberID `json:"to,omitempty"`
	Member rooms.MemberID `json:"member,omitempty"`
	In     int64          `json:"in,omitempty"`
	Gap    int64          `json:"gap_ms,omitempty"`
}

// NewParlour makes an empty room of the kind that its id says.
func NewParlour(room rooms.RoomID) *Parlour {
	return &Parlour{board: room.Kind() == rooms.KindBoard, s: parlour{
		In: map[rooms.MemberID]bool{}, Out: map[rooms.MemberID]bool{}, Away: map[rooms.MemberID]bool{}, Last: map[string]rooms.Seq{},
	}}
}

var (
	_ rooms.Room   = (*Parlour)(nil)
	_ rooms.Voiced = (*Parlour)(nil)
)

// Rooms gives parlours to a host.
type Rooms struct{}

// Open is part of host.Rooms.
func (Rooms) Open(_ context.Context, room rooms.RoomID) (rooms.Room, error) {
	if room == "ses_none" {
		return nil, host.ErrNoRoom
	}
	return NewParlour(room), nil
}

// Found is part of host.Rooms.
func (Rooms) Found(context.Context, rooms.RoomID) ([]rooms.Command, error) {
	return []rooms.Command{{Client: "founder", N: 1, Name: "found"}}, nil
}

// Restore is part of host.Rooms.
func (Rooms) Restore(_ context.Context, room rooms.RoomID, snapshot []byte) (rooms.Room, error) {
	p := NewParlour(room)
	if err := json.Unmarshal(snapshot, &p.s); err != nil {
		return nil, fmt.Errorf("parlour: %w", err)
	}
	return p, nil
}

// Answered is part of host.Rememberer.
func (p *Parlour) Answered(c rooms.Command) *rooms.Refusal {
	id := fmt.Sprintf("%s/%s/%d", c.Actor.Member, c.Client, c.N)
	if seq, ok := p.s.Last[id]; ok && c.N > 0 {
		return &rooms.Refusal{Code: rooms.CodeRepeated, Data: map[string]any{"seq": seq}}
	}
	return nil
}

// Handle is part of rooms.Room.
func (p *Parlour) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	if r := p.Answered(c); r != nil {
		return nil, r
	}
	var w words
	if len(c.Args) > 0 && json.Unmarshal(c.Args, &w) != nil {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	if r := p.refuse(c, w); r != nil {
		return nil, r
	}
	e := rooms.Event{Seq: p.s.Head + 1, At: c.At, By: c.Actor.Member, Client: c.Client, N: c.N, Name: c.Name, Data: c.Args}
	if c.Name == "bell" {
		e.Data = fmt.Appendf(nil, `{"in":%d}`, int64(c.At)+w.In) // outcomes, not recipes
	}
	if err := p.Apply(e); err != nil {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	return []rooms.Step{{Event: e, Deltas: p.deltas(e, w)}}, nil
}

// may: some commands are the host's alone, some anybody's, the rest people's.
func (*Parlour) may(c rooms.Command) bool {
	switch c.Name {
	case "found", rooms.CmdTick, rooms.CmdDropped, rooms.CmdBack, rooms.CmdResumed:
		return c.Actor.System
	case "admit", "remove":
		return true
	default:
		return !c.Actor.System
	}
}

func (p *Parlour) refuse(c rooms.Command, w words) *rooms.Refusal {
	if !p.may(c) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	switch c.Name {
	case "say", "tell":
		if w.Text == "" {
			return rooms.Refuse("silence")
		}
	case "note", "admit", "remove", "voice", "bell", "found", rooms.CmdResumed:
	case "once":
		if slices.ContainsFunc(p.s.Lines, func(l line) bool { return l.Text == w.Text }) {
			return rooms.Refuse("said_already")
		}
	case "break":
		panic("a fault of the room")
	case rooms.CmdTick:
		if p.s.Bell == 0 || c.At < p.s.Bell {
			return rooms.Refuse("early")
		}
	case rooms.CmdDropped:
		if p.s.Away[w.Member] {
			return rooms.Refuse("away")
		}
	case rooms.CmdBack:
		if !p.s.Away[w.Member] {
			return rooms.Refuse("here")
		}
	default:
		return rooms.Refuse(rooms.CodeUnknown)
	}
	return nil
}

// Apply is part of rooms.Room.
func (p *Parlour) Apply(e rooms.Event) error {
	var w words
	if len(e.Data) > 0 {
		if err := json.Unmarshal(e.Data, &w); err != nil {
			return fmt.Errorf("parlour: %w", err)
		}
	}
	s := &p.s
	s.Head = e.Seq
	if e.N > 0 {
		s.Last[fmt.Sprintf("%s/%s/%d", e.By, e.Client, e.N)] = e.Seq
	}
	switch e.Name {
	case "poison":
		panic("an event that this room cannot apply")
	case "say", "once":
		s.Lines = append(s.Lines, line{e.Seq, rooms.Everyone, w.Text})
	case "tell":
		s.Lines = append(s.Lines, line{e.Seq, rooms.Only(w.To), w.Text})
	case "note":
		s.Lines = append(s.Lines, line{e.Seq, rooms.Facilitators(), w.Text})
	case "admit":
		s.In[w.Member] = true
	case "remove":
		s.Out[w.Member] = true
	case "voice":
		s.Voice, s.Grant = w.Member, s.Grant+1
	case "bell":
		s.Bell = rooms.Millis(w.In)
	case rooms.CmdTick:
		s.Bell = 0
	case rooms.CmdDropped:
		s.Away[w.Member] = true
	case rooms.CmdBack:
		delete(s.Away, w.Member)
	case rooms.CmdResumed:
		s.Gaps = append(s.Gaps, w.Gap)
	}
	return nil
}

func (p *Parlour) deltas(e rooms.Event, w words) []rooms.Delta {
	switch e.Name {
	case "say", "once", "tell", "note":
		l := p.s.Lines[len(p.s.Lines)-1]
		return []rooms.Delta{{To: l.To, Mentions: []rooms.MemberID{e.By}, Ops: []rooms.Op{{Path: []string{"lines", fmt.Sprint(l.Seq)}, Value: l.Text}}}}
	case "admit":
		return []rooms.Delta{{To: rooms.Only(w.Member), Afresh: true}}
	case rooms.CmdDropped, rooms.CmdBack:
		return []rooms.Delta{{Ops: []rooms.Op{{Path: []string{"away", string(w.Member)}, Value: true, Gone: !p.s.Away[w.Member]}}}}
	default:
		return nil
	}
}

// Head is part of rooms.Room.
func (p *Parlour) Head() rooms.Seq { return p.s.Head }

// View is what a viewer may see: lines by number, and who is away.
func (p *Parlour) View(v rooms.Viewer) any {
	lines := map[string]string{}
	for _, l := range p.s.Lines {
		if l.To.Sees(v) {
			lines[fmt.Sprint(l.Seq)] = l.Text
		}
	}
	away := map[rooms.MemberID]bool{}
	if !v.Waiting {
		maps.Copy(away, p.s.Away)
	}
	return map[string]any{"lines": lines, "away": away}
}

// Viewer is part of rooms.Room: guests wait until they are admitted.
func (p *Parlour) Viewer(m rooms.MemberID, standing rooms.Role) (rooms.Viewer, bool) {
	v := rooms.Viewer{Member: m, Role: standing, Waiting: standing == rooms.RoleGuest && !p.s.In[m]}
	return v, standing != "" && !p.s.Out[m]
}

// Deadline is part of rooms.Room.
func (p *Parlour) Deadline() rooms.Millis { return p.s.Bell }

// Snapshot is part of rooms.Room.
func (p *Parlour) Snapshot() ([]byte, error) { return json.Marshal(p.s) } //nolint:wrapcheck // a test's room

// Audible is part of rooms.Voiced.
func (p *Parlour) Audible() rooms.Audible {
	if p.s.Voice == "" {
		return rooms.Audible{Grant: p.s.Grant, Mode: rooms.HearEveryone}
	}
	return rooms.Audible{Grant: p.s.Grant, Mode: rooms.HearOnly, Members: []rooms.MemberID{p.s.Voice}}
}
