package board

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/dedup"
)

// Names of the commands and of the events they leave; they are the same.
const (
	NameOp       = "board.op"       // anyone who may write
	NameWithdraw = "board.withdraw" // anyone, her own words
	NameLend     = "board.lend"     // the others: actor System, for a live session or the server
	NameAdmit    = "board.admit"    //
	NameRevoke   = "board.revoke"   //
	NamePolicy   = "board.policy"   //
	NameRelease  = "board.release"  //
)

// Board is the state. It implements rooms.Room and is owned by one goroutine.
type Board struct {
	room   rooms.RoomID
	head   rooms.Seq
	els    map[string]*element
	order  order
	live   int // elements that are not deleted
	bytes  int // approximate, of all elements
	access access
	dedup  dedup.State
}

// New is an empty board, nobody's: community members may write, nothing is locked.
func New(room rooms.RoomID) *Board {
	return &Board{room: room, els: map[string]*element{}, dedup: dedup.New()}
}

// Room is the board's own id.
func (b *Board) Room() rooms.RoomID { return b.room }

// Apart lists those who alone see the board while a small group has it; nil for everyone's.
func (b *Board) Apart() []rooms.MemberID {
	if !b.access.Apart {
		return nil
	}
	return append([]rooms.MemberID{}, slices.Sorted(maps.Keys(b.access.Members))...)
}

// Head is the sequence of the last event applied.
func (b *Board) Head() rooms.Seq { return b.head }

// Deadline is always 0: a board waits for nobody.
func (b *Board) Deadline() rooms.Millis { return 0 }

// Answered tells what a command that was given before is answered, nil for a new one.
func (b *Board) Answered(c rooms.Command) *rooms.Refusal {
	return b.dedup.Check(c.Actor.Member, c.Client, c.N)
}

// Handle decides a command; see rooms.Room. A governing command that changes nothing
// yields no step and no refusal.
func (b *Board) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	if refusal := b.Answered(c); refusal != nil {
		return nil, refusal
	}
	switch c.Name {
	case NameOp:
		return b.change(c)
	case NameWithdraw:
		return b.withdraw(c)
	case NameLend, NameAdmit, NameRevoke, NamePolicy, NameRelease:
		return b.govern(c)
	default:
		return nil, rooms.Refuse(rooms.CodeUnknown)
	}
}

// change decides a command "board.op".
func (b *Board) change(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	asked, err := decodeChange(c.Args)
	if err != nil || len(asked.Ops) == 0 || len(asked.Fix) != 0 {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	if refusal := b.allow(c.Actor, asked); refusal != nil {
		return nil, refusal
	}
	if len(asked.Ops) > maxOps {
		return nil, b.refuse(asked, -1, &problem{code: CodeTooMany, data: map[string]any{"what": "ops", "max": maxOps}})
	}
	s := newStage(b, c.Actor.Member, false)
	for i, o := range asked.Ops {
		if p := s.apply(o); p != nil {
			return nil, b.refuse(asked, i, p)
		}
	}
	if p := s.full(); p != nil {
		return nil, b.refuse(asked, -1, p)
	}
	event := b.record(c, NameOp, s.commit().encode())
	return []rooms.Step{{Event: event, Deltas: toAll()}}, nil
}

// allow checks who asks; the server itself may always write (a template, a restored
// version).
func (b *Board) allow(a rooms.Actor, asked change) *rooms.Refusal {
	if a.System && !b.access.Emptied {
		return nil
	}
	if a.System {
		return rooms.Refuse(CodeEmptied)
	}
	if !b.access.admits(a.Member, a.Standing) {
		return rooms.Refuse(rooms.CodeNotAdmitted)
	}
	if why := b.access.readOnly(a.Member); why != "" {
		return b.refuse(asked, -1, &problem{code: why})
	}
	if asked.At < b.access.Shed {
		return b.refuse(asked, -1, &problem{code: CodeShed})
	}
	return nil
}

// toAll tells everyone, and names nobody (B9).
func toAll() []rooms.Delta { return []rooms.Delta{{To: rooms.Everyone}} }

// record gives the event its place.
func (b *Board) record(c rooms.Command, name string, data json.RawMessage) rooms.Event {
	b.head++
	event := rooms.Event{Seq: b.head, At: c.At, By: c.Actor.Member, Client: c.Client, N: c.N, Name: name, Data: data}
	b.dedup.Note(event.By, event.Client, event.N, event.Seq)
	return event
}

// refuse says no, with what the board really has of each element that was named, so
// that the asker's replica heals: null for an element that is not there. "at" and
// "id" tell the operation, when it is one's fault.
func (b *Board) refuse(asked change, at int, p *problem) *rooms.Refusal {
	data := map[string]any{}
	for k, v := range p.data {
		data[k] = v
	}
	if at >= 0 {
		data["at"] = at
		if id := asked.Ops[at].ID; validID(id) {
			data["id"] = id
		}
	}
	els, size := map[string]json.RawMessage{}, 0
	for _, o := range asked.Ops[:min(len(asked.Ops), maxOps)] {
		if _, done := els[o.ID]; done || !validID(o.ID) {
			continue
		}
		e := b.els[o.ID]
		if e == nil {
			els[o.ID] = json.RawMessage("null")
			continue
		}
		if size += e.size(); size > maxCanon {
			data["refresh"] = true // too much to say here: join again for a whole view
			break
		}
		els[o.ID] = e.encode(o.ID)
	}
	data["els"] = els
	return &rooms.Refusal{Code: p.code, Data: data}
}

// Apply replays one event.
func (b *Board) Apply(e rooms.Event) error {
	if e.Seq != b.head+1 {
		return fmt.Errorf("board: event %d after %d", e.Seq, b.head)
	}
	switch e.Name {
	case NameOp:
		done, err := decodeChange(e.Data)
		if err != nil {
			return err
		}
		s := newStage(b, e.By, true)
		for _, o := range done.Ops {
			if p := s.apply(o); p != nil {
				return fmt.Errorf("board: event %d: %s", e.Seq, p.code)
			}
		}
		s.replay()
	case NameWithdraw:
		if !b.applyWithdrawal(e) {
			return fmt.Errorf("board: event %d: %s", e.Seq, rooms.CodeBadArgs)
		}
	case NameForgotten:
	default:
		if err := b.access.apply(e); err != nil {
			return err
		}
		shed, err := ShedOf(e)
		if err == nil && shed != nil {
			err = b.shed(shed)
		}
		if err != nil {
			return err
		}
	}
	b.head = e.Seq
	b.dedup.Note(e.By, e.Client, e.N, e.Seq)
	return nil
}
