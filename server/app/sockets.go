package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/jobs"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// sockets is the gateway with what it asks of the rest.
type sockets struct{ *gateway.Gateway }

func newSockets(n *Node, origins []string) *sockets {
	var sound gateway.Media = n.sound
	if n.relay != nil {
		sound = n.relay.MediaServer()
	}
	return &sockets{Gateway: gateway.New(gateway.Options{
		Origins: origins, Auth: socketAuth{n.Auth}, Admission: admission{n}, Directory: directory{n.Communities},
		Rooms: timedRooms{n.rooms, n.metrics.commands}, Bus: n.bus, Media: sound, Clock: n.clock, Elapsed: sinceNow(), Logger: n.log,
		NewID:  func() host.ConnID { return host.ConnID(chance{}.ID()) },
		Chance: rand.Float64,
	})}
}

// sinceNow tells the time since it was made, by a clock that nobody sets.
func sinceNow() func() rooms.Millis {
	began := time.Now()
	return func() rooms.Millis { return rooms.Millis(time.Since(began).Milliseconds()) }
}

// socketAuth proves who opens a socket.
type socketAuth struct{ auth *auth.Service }

// Who implements gateway.Auth.
func (a socketAuth) Who(r *http.Request) (gateway.Identity, error) {
	id, err := a.auth.Who(r)
	if errors.Is(err, auth.ErrNobody) {
		return gateway.Identity{}, gateway.ErrNobody
	}
	if err != nil {
		return gateway.Identity{}, err
	}
	return gateway.Identity{Member: id.Actor.Member, Session: string(id.Session), Guest: id.Actor.Guest}, nil
}

// admission says what the community gives somebody in a room.
type admission struct{ n *Node }

// settleWithin is how long somebody who joins a board waits for what her session
// just decided about it: a board that was opened this instant has its record soon.
const settleWithin = time.Second

// codeTooEarly keeps people out before the door opens.
const codeTooEarly = "too_early"

// Standing implements gateway.Admission.
func (a admission) Standing(ctx context.Context, who gateway.Identity, room rooms.RoomID) (rooms.Role, *rooms.Refusal, error) {
	actor := community.Actor{Member: who.Member, Guest: who.Guest}
	if room.Kind() == rooms.KindBoard {
		if err := a.n.settle(ctx, jobs.GovernorName, a.n.sockets.Follows(who.Member)...); err != nil {
			return "", nil, err
		}
	}
	role, err := a.n.Communities.Standing(ctx, actor, room)
	if err != nil {
		return "", nil, err
	}
	if role == "" {
		return "", rooms.Refuse(a.why(ctx, actor, room)), nil
	}
	if room.Kind() != rooms.KindSession {
		return role, nil, nil
	}
	open, err := a.doorOpen(ctx, room, role)
	if err == nil && !open {
		return "", rooms.Refuse(codeTooEarly), nil
	}
	return role, nil, err
}

// why somebody may not be in a room: a guest's way in ended with the meeting.
func (a admission) why(ctx context.Context, actor community.Actor, room rooms.RoomID) string {
	if room.Kind() != rooms.KindSession {
		return wire.CodeNotAdmitted
	}
	meeting := community.MeetingID(room.Meeting())
	if m, err := a.n.Store.Records.FindMeeting(ctx, meeting); err != nil || m.Status != community.Closed {
		return wire.CodeNotAdmitted
	}
	if !actor.Guest {
		if v, err := a.n.Store.Records.FindVisit(ctx, meeting, actor.Member); err != nil || v.RevokedAt != 0 {
			return wire.CodeNotAdmitted
		}
		return rooms.CodeClosed
	}
	if g, err := a.n.Store.Records.FindGuest(ctx, actor.Member); err != nil || g.Meeting != meeting || g.RevokedAt != 0 {
		return wire.CodeNotAdmitted
	}
	return rooms.CodeClosed
}

// doorOpen tells whether somebody may go to a meeting's room now. A session that is
// over is still read by those who were in it. When a facilitator opened the door
// this instant, the meeting's status follows: it is awaited before saying no.
func (a admission) doorOpen(ctx context.Context, room rooms.RoomID, role rooms.Role) (bool, error) {
	for last := false; ; last = true {
		m, err := a.n.Store.Records.FindMeeting(ctx, community.MeetingID(room.Meeting()))
		if err != nil {
			return false, err
		}
		if m.Status != community.Planned || community.MayEnterAt(m, role, a.n.clock.Now()) {
			return true, nil
		}
		if last {
			return false, nil
		}
		if err := a.n.settle(ctx, jobs.StatusName, room); err != nil {
			return false, err
		}
	}
}

// settle waits, for a moment, until a projector has had its effect on what is
// committed in these sessions: it works where they are hosted.
func (n *Node) settle(ctx context.Context, projector string, sessions ...rooms.RoomID) error {
	n.settleElsewhere(ctx, projector, sessions)
	brief, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	if err := n.jobs.QuietIn(brief, projector, sessions...); err != nil && ctx.Err() != nil {
		return err
	}
	return nil // late effects are not worth a refusal: what is known now decides
}

// directory joins names to ids.
type directory struct{ communities *community.Service }

// Names implements gateway.Directory.
func (d directory) Names(ctx context.Context, _ rooms.RoomID, ids []rooms.MemberID) (map[rooms.MemberID]string, error) {
	return d.communities.Names(ctx, ids)
}
