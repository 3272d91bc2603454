package app

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/people"
	"palabre/rooms/session"
	"palabre/server/api"
	"palabre/server/community"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

func (n *Node) readonly(readonly, full bool) {
	n.log.Warn().Bool("readonly", readonly).Bool("full", full).Msg("état de l’enregistrement / state of saving")
	n.sockets.Readonly(readonly, full)
}

// closed is told that a room was given up here. Among many nodes another has it, or will: who follows it finds it there.
func (n *Node) closed(room rooms.RoomID, err error) {
	if n.relay == nil {
		n.media.Forget(string(room))
		n.sockets.RoomClosed(room, err)
		return
	}
	n.relay.Gone(room)
}

// released is told that a room is hosted here no more, before it can be again.
func (n *Node) released(room rooms.RoomID) {
	n.metrics.holders.forget(room)
	if n.relay != nil {
		n.hush(room)
		n.relay.Released(room)
	}
}

// hush ends a room's sound on this node without a word: it begins again where the room is.
func (n *Node) hush(room rooms.RoomID) {
	n.media.HearUntil(string(room), time.Time{})
	n.media.Hush(string(room))
	n.sound.silence(func(r rooms.RoomID, _ rooms.MemberID) bool { return r == room })
}

// held lets people be heard in a room for as long as its lease is good for.
func (n *Node) held(room rooms.RoomID, begun rooms.Millis) {
	if room.Kind() == rooms.KindSession {
		n.media.HearUntil(string(room), time.Now().Add(hearFor(n.clock.Now()-begun)))
	}
}

// hearFor is how much longer people are heard when what won or renewed the lease began so long ago. A clock that was set back meanwhile
// does not make it longer than a lease.
func hearFor(ago rooms.Millis) time.Duration {
	return gateHold - time.Duration(max(ago, 0))*time.Millisecond
}

func (n *Node) moved(room rooms.RoomID) { n.sockets.Moved(room) }

func (n *Node) displaced(room rooms.RoomID, conn host.ConnID, by rooms.ClientID) {
	n.sockets.Displaced(room, conn, by)
}

// cutOff is told that this node cannot reach the one that hosts a room.
func (n *Node) cutOff(room rooms.RoomID) { n.sockets.SendAway(room) }

// tidings is how another node says that there is something to be read.
func (n *Node) tidings(ctx context.Context, _ []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, hearWithin) // who asks gives up; the next one must not wait for it
	defer cancel()
	return []byte("null"), n.hearTidings(ctx)
}

// everybody matches all.
func everybody(gateway.Identity) bool { return true }

const closeRestart = wire.CloseRestart

// forget drops what the nodes remember of a room up to a place: words were destroyed.
func (n *Node) forget(ctx context.Context, room rooms.RoomID, upto rooms.Seq) error {
	return n.tellAll(ctx, tidingForget, tiding{Room: room, Upto: upto})
}

func (n *Node) forgetHere(room rooms.RoomID, upto rooms.Seq) {
	n.sockets.Forget(room, upto)
	n.Host.ForgetTold(room) // it may be this node's again, which was cut off then
	if room.Kind() == rooms.KindBoard {
		n.boards.looks.forget(room.Board(), upto)
	}
}

// ended closes the sockets of a browser that was signed out, wherever they are, and ends
// their sound at once. Sound that outlived a socket of hers ends too, unless she is signed
// in on another device, which it may be.
func (n *Node) ended(member rooms.MemberID, session community.AuthSessionID) {
	ctx, cancel := context.WithTimeout(context.Background(), expelWithin)
	defer cancel()
	t := tiding{Member: member, Session: session}
	t.Elsewhere = n.anywhere(ctx, t)
	n.tellNodes(ctx, tidingEnded, t)
}

func (n *Node) endedHere(t tiding) {
	n.sockets.Close(func(who gateway.Identity) bool { return who.Session == string(t.Session) }, wire.CloseSignedOut)
	if !t.Elsewhere {
		n.sound.silence(func(_ rooms.RoomID, m rooms.MemberID) bool { return m == t.Member })
	}
}

// expelWithin bounds how long a room may take to put somebody out: a slow disk.
const expelWithin = 10 * time.Second

// removed puts somebody who lost her place in a community out of its open sessions. She
// leads there no longer either: should she be invited anew, it is as what she is then.
func (n *Node) removed(ctx context.Context, c community.CommunityID, member rooms.MemberID) {
	n.tellNodes(ctx, tidingUnplug, tiding{Member: member})
	n.standing.Lock()
	defer n.standing.Unlock()
	for _, m := range n.living(ctx, c) {
		n.tell(ctx, m, session.CmdStanding, session.RoleArgs{Member: member, Role: rooms.RoleMember})
		n.expel(ctx, m, member)
	}
}

// stands gives somebody her role of now in the community's rooms, those that she has not
// entered yet among them. Sockets first: none speaks to a room for what she was after
// the room was told. One at a time: of two changes at once, the rooms hear last what holds.
func (n *Node) stands(ctx context.Context, c community.CommunityID, member rooms.MemberID) {
	n.standing.Lock()
	defer n.standing.Unlock()
	n.tellNodes(ctx, tidingRestand, tiding{Member: member})
	is, err := n.Store.Records.FindMembership(ctx, c, member)
	if err != nil {
		if !errors.Is(err, community.ErrNotFound) { // else she was removed since, and the rooms were told
			n.log.Error().Err(err).Str("community", string(c)).Msg("rôle non trouvé / role not found")
		}
		return
	}
	for _, m := range n.living(ctx, c) {
		n.tell(ctx, m, session.CmdStanding, session.RoleArgs{Member: member, Role: is.Role.Standing()})
	}
}

// living lists the meetings of a community that are not over.
func (n *Node) living(ctx context.Context, c community.CommunityID) []community.MeetingID {
	all, err := n.Store.Records.ListMeetings(ctx, c)
	if err != nil {
		n.log.Error().Err(err).Str("community", string(c)).Msg("séances non trouvées / sessions not found")
	}
	var out []community.MeetingID
	for _, m := range all {
		if m.Status != community.Closed {
			out = append(out, m.ID)
		}
	}
	return out
}

// barred puts a guest out of her meeting.
func (n *Node) barred(ctx context.Context, m community.MeetingID, guest rooms.MemberID) {
	n.tellNodes(ctx, tidingUnplug, tiding{Member: guest})
	n.expel(ctx, m, guest)
}

// unplugHere silences somebody at once and makes her sockets begin again: what she may
// hear and see is asked anew.
func (n *Node) unplugHere(member rooms.MemberID) {
	n.sound.silence(func(_ rooms.RoomID, m rooms.MemberID) bool { return m == member })
	n.sockets.Close(func(who gateway.Identity) bool { return who.Member == member }, wire.CloseRestart)
}

// expel takes her seat, hand and turn in a session that was opened. She is unplugged
// already and does not come back, whatever becomes of this.
func (n *Node) expel(ctx context.Context, m community.MeetingID, member rooms.MemberID) {
	n.tell(ctx, m, session.CmdExpel, session.MemberArgs{Member: member})
}

// tell gives a session that was opened a command of the records'.
func (n *Node) tell(ctx context.Context, m community.MeetingID, name string, what any) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), expelWithin)
	defer cancel()
	room := m.Room()
	id, err := n.Store.Log.LogID(ctx, room)
	if err == nil && id == "" {
		return // nobody was ever in it
	}
	var args []byte
	if err == nil {
		args, err = json.Marshal(what)
	}
	if err == nil {
		_, _, err = n.rooms.Do(ctx, room, rooms.Command{
			Client: "records", Actor: rooms.Actor{System: true}, At: n.clock.Now(), Name: name, Args: args,
		})
	}
	if err != nil {
		n.log.Error().Err(err).Str("room", string(room)).Str("command", name).Msg("séance non prévenue / session not told")
	}
}

// seated asks a meeting's room to seat a person behind another. A room that nobody was ever in has nobody to carry her.
func (n *Node) seated(ctx context.Context, m community.MeetingID, person, behind rooms.MemberID) (*rooms.Refusal, error) {
	room := m.Room()
	id, err := n.Store.Log.LogID(ctx, room)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return rooms.Refuse(people.CodeNoPerson), nil
	}
	args, err := json.Marshal(session.SeatArgs{Member: person, Behind: behind})
	if err != nil {
		return nil, err
	}
	_, no, err := n.rooms.Do(ctx, room, rooms.Command{
		Client: "records", Actor: rooms.Actor{System: true}, At: n.clock.Now(), Name: session.CmdSeat, Args: args,
	})
	return no, err
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
