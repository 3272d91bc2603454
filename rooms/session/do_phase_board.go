package session

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/desk"
	"palabre/rooms/template"
)

// TemplateBoard is the board that a session makes from a template: one for all its phases that name it. Its name follows
// from theirs, so that a phase which begins twice has one.
func TemplateBoard(room rooms.RoomID, n template.Name) rooms.BoardID {
	sum := sha256.Sum256([]byte(string(room) + "/" + string(n)))
	h := hex.EncodeToString(sum[:16])
	return rooms.BoardID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}

// lay brings a phase its board: the meeting's own that the plan names, or one made from its template (DE-4). In small groups
// boards are the groups'. A scenario's phase without one shows the circle; one made by hand lets a board stay that somebody
// showed, but none that another phase brought.
func (t *tx) lay(p agenda.Phase) {
	st := t.state()
	if p.Groups != nil {
		return
	}
	show := p.Board
	if p.Rule == nil && show == "" && !t.brought(st.Desk.Shown) {
		return
	}
	if show == "" {
		show = t.made(p.Template)
	}
	if e, no := st.Desk.Show(show); no == nil && e != nil {
		t.emit(e)
	}
}

// brought tells whether a board is there for a phase of the plan.
func (t *tx) brought(b rooms.BoardID) bool {
	return b != "" && slices.ContainsFunc(t.state().Agenda.Phases, func(p agenda.Phase) bool {
		return p.Board == b || p.Template != "" && TemplateBoard(t.s.room, p.Template) == b
	})
}

// made is the board made from a template, opened when it is not there; "" for a screen, and when there are boards enough.
func (t *tx) made(n template.Name) rooms.BoardID {
	st := t.state()
	title := template.Title(n, template.Lang(st.Lang))
	if title == "" {
		return ""
	}
	b := TemplateBoard(t.s.room, n)
	if _, there := st.Desk.Boards[b]; there {
		return b
	}
	if !st.Desk.Room(1) {
		return ""
	}
	t.emit(desk.Opened{Board: b, Title: title, Template: string(n), Lang: st.Lang})
	return b
}

// stencil is what a group's board is made from: the template of the present phase, when it is a board.
func (t *tx) stencil() string {
	p, ok := t.state().Agenda.Present()
	if !ok || template.Title(p.Template, template.French) == "" {
		return ""
	}
	return string(p.Template)
}
