package app

import (
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/api"
	"palabre/server/community"
	"palabre/signaling/gateway"
	"palabre/signaling/wire"
)

func (n *Node) readonly(readonly, full bool) {
	n.log.Warn().Bool("readonly", readonly).Bool("full", full).Msg("état de l’enregistrement / state of saving")
	n.sockets.Readonly(readonly, full)
}

func (n *Node) closed(room rooms.RoomID, err error) {
	n.media.Forget(string(room))
	n.sockets.RoomClosed(room, err)
}

func (n *Node) forget(room rooms.RoomID, upto rooms.Seq) { n.sockets.Forget(room, upto) }

// ended closes the sockets of a browser that was signed out.
func (n *Node) ended(session community.AuthSessionID) {
	n.sockets.Close(func(who gateway.Identity) bool { return who.Session == string(session) }, wire.CloseSignedOut)
}

// removed silences somebody and makes her sockets begin again: what she may hear
// is asked anew.
func (n *Node) removed(member rooms.MemberID) {
	n.sockets.media.silence(func(_ rooms.RoomID, m rooms.MemberID) bool { return m == member })
	n.sockets.Close(func(who gateway.Identity) bool { return who.Member == member }, wire.CloseRestart)
}

// catalogue is what travels on the socket, for the description.
func catalogue() []api.Message {
	var out []api.Message
	for _, e := range wire.Catalogue() {
		out = append(out, api.Message{Name: e.Tag, Side: string(e.From), Value: e.Message})
	}
	out = append(out,
		api.Message{Name: "session", Side: "view", Value: session.View{}},
		api.Message{Name: "board", Side: "view", Value: board.View{}})
	for _, c := range session.Commands() {
		out = append(out, api.Message{Name: c.Name, Side: "command", Value: c.Args})
	}
	return out
}
