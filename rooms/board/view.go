package board

import (
	"encoding/json"

	"palabre/rooms"
)

// View is what a person who joins is given. Elements that are deleted are left out.
type View struct {
	Kind rooms.Kind                 `json:"kind"` // "board"
	Els  map[string]json.RawMessage `json:"els"`  // by id; each with "by", who put it
	May  Right                      `json:"may"`
	// Why is a code of this package when May is "read".
	Why    string       `json:"why,omitempty"`
	Locked bool         `json:"locked"`
	Lent   rooms.RoomID `json:"lent,omitempty"`
}

// View is what the viewer sees now, a View. Its bytes are never written to again.
func (b *Board) View(v rooms.Viewer) any {
	view := View{Kind: rooms.KindBoard, Els: make(map[string]json.RawMessage, b.live), May: Write, Locked: b.access.Locked, Lent: b.access.Lent}
	if view.Why = b.access.readOnly(v.Member); view.Why != "" {
		view.May = Read
	}
	for id, e := range b.els {
		if !e.deleted() {
			view.Els[id] = e.encode(id)
		}
	}
	return view
}

// Viewer tells how audiences see a person: a board has one audience, everyone who may
// see it. False for who may not.
func (b *Board) Viewer(m rooms.MemberID, standing rooms.Role) (rooms.Viewer, bool) {
	if !b.access.admits(m, standing) {
		return rooms.Viewer{}, false
	}
	if standing == "" {
		standing = rooms.RoleGuest
	}
	return rooms.Viewer{Member: m, Role: standing}, true
}

// Mentions names nobody (B9). A meeting that works with the board tells its people each other's names itself.
func (*Board) Mentions(rooms.Viewer) []rooms.MemberID { return nil }

// Sent tells whether an event of a board's log goes to the people in it as it is. The
// others name who is in a meeting, which those outside it need not know: they change
// what people may do, and whom they concern is given a new view instead.
func Sent(e rooms.Event) bool { return e.Name == NameOp }

// Answer is the "v" of the answer to the command that made this event: {"fix":[…]}
// when the board decided something differently, nil otherwise.
func Answer(e rooms.Event) json.RawMessage {
	if e.Name != NameOp {
		return nil
	}
	var done struct {
		Fix json.RawMessage `json:"fix"`
	}
	if json.Unmarshal(e.Data, &done) != nil || done.Fix == nil {
		return nil
	}
	return json.RawMessage(`{"fix":` + string(done.Fix) + `}`)
}
