package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/signaling/host"
)

// snapshotVersion changes when the snapshots of either kind of room do: a snapshot
// of another version is thrown away and the log read instead.
const snapshotVersion = session.CodeVersion*1000 + boardSnapshots

// boardSnapshots is raised when the snapshots of boards change.
const boardSnapshots = 4

// roomFactory says how rooms are born: sessions from their meeting, boards from nothing.
type roomFactory struct {
	communities *community.Service
	records     community.Store
	season      season
	logger      zerolog.Logger
}

var _ host.Rooms = roomFactory{}

// Open implements host.Rooms.
func (f roomFactory) Open(ctx context.Context, id rooms.RoomID) (rooms.Room, error) {
	switch id.Kind() {
	case rooms.KindSession:
		if _, err := f.meeting(ctx, id); err != nil {
			return nil, err
		}
		return session.New(id), nil
	case rooms.KindBoard:
		_, err := f.records.FindBoard(ctx, id.Board())
		if errors.Is(err, community.ErrNotFound) {
			return nil, host.ErrNoRoom
		}
		if err != nil {
			return nil, fmt.Errorf("app: find board: %w", err)
		}
		return boardRoom{board.New(id)}, nil
	default:
		return nil, host.ErrNoRoom
	}
}

// Found implements host.Rooms: a session is founded on its plan, a board on nothing.
func (f roomFactory) Found(ctx context.Context, id rooms.RoomID) ([]rooms.Command, error) {
	if id.Kind() != rooms.KindSession {
		return nil, nil
	}
	plan, err := f.plan(ctx, id)
	if err != nil {
		return nil, err
	}
	args, err := json.Marshal(plan)
	if err != nil {
		return nil, fmt.Errorf("app: plan of %s: %w", id, err)
	}
	return []rooms.Command{{Client: "host", Name: session.CmdOpen, Args: args}}, nil
}

// Restore implements host.Rooms.
func (roomFactory) Restore(_ context.Context, id rooms.RoomID, snapshot []byte) (rooms.Room, error) {
	switch id.Kind() {
	case rooms.KindSession:
		return session.Restore(id, snapshot)
	case rooms.KindBoard:
		b, err := board.Restore(snapshot)
		if err != nil {
			return nil, err
		}
		return boardRoom{b}, nil
	default:
		return nil, host.ErrNoRoom
	}
}

// meeting is the one whose session this is, as it was planned: host.ErrNoRoom when it was cancelled.
func (f roomFactory) meeting(ctx context.Context, id rooms.RoomID) (community.Plan, error) {
	p, err := f.communities.Plan(ctx, community.MeetingID(id.Meeting()))
	var refused *community.Refusal
	if errors.As(err, &refused) {
		return p, fmt.Errorf("%w: %w", host.ErrNoRoom, err)
	}
	return p, err
}

// plan is what the meeting's session is founded on.
func (f roomFactory) plan(ctx context.Context, id rooms.RoomID) (session.Plan, error) {
	p, err := f.meeting(ctx, id)
	if err != nil {
		return session.Plan{}, err
	}
	// Charters are sentences, the default one among them: they leave the choice of the
	// clock to whoever facilitates, who announces it with the round.
	out := session.Plan{Mode: session.ModeConfidential, StrictClock: true, Phases: make([]session.Phase, 0, len(p.Meeting.Phases))}
	if p.Meeting.Mode == community.Open {
		out.Mode = session.ModeOpen
	}
	// A season that cannot be read, or not soon, keeps nobody from meeting.
	before, err := f.season.of(ctx, p.Meeting)
	if err != nil {
		f.logger.Error().Err(err).Str("room", string(id)).
			Msg("la rencontre s’ouvre sans le temps de la saison, qui n’a pu être lu / the meeting opens without the time of its season, which could not be read")
	}
	out.Season, out.Uncounted, out.Together = before.heard, before.off, before.together
	if p.Lead != "" {
		out.Lead = []rooms.MemberID{p.Lead}
	}
	for _, b := range p.Boards {
		out.Boards = append(out.Boards, session.PlanBoard{Board: b.ID, Title: b.Title})
	}
	if p.Meeting.Origin != nil {
		out.Parts, out.Lang = p.Meeting.Origin.Parts, string(p.Meeting.Origin.Lang)
		out.Door, out.Until = p.Meeting.Origin.Door, p.Meeting.Origin.Until
	}
	// Both are the same JSON: the plan's, which is the contract between the two.
	phases, err := json.Marshal(p.Meeting.Phases)
	if err != nil {
		return out, fmt.Errorf("app: phases: %w", err)
	}
	if err := json.Unmarshal(phases, &out.Phases); err != nil {
		return out, fmt.Errorf("app: phases: %w", err)
	}
	return out, nil
}

// boardRoom gives the host what a board has to say beside its events.
type boardRoom struct{ *board.Board }

var (
	_ host.Answerer = boardRoom{}
	_ host.Namer    = boardRoom{}
	_ host.Sender   = boardRoom{}
)

// Answer implements host.Answerer: what the board decided otherwise than was asked.
func (boardRoom) Answer(steps []rooms.Step) []byte {
	for _, s := range steps {
		if v := board.Answer(s.Event); v != nil {
			return v
		}
	}
	return nil
}

// Sent implements host.Sender.
func (boardRoom) Sent(e rooms.Event) bool { return board.Sent(e) }
