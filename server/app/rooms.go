package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

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
const boardSnapshots = 3

// roomFactory says how rooms are born: sessions from their meeting, boards from nothing.
type roomFactory struct {
	communities *community.Service
	records     community.Store
}

var _ host.Rooms = roomFactory{}

// Open implements host.Rooms.
func (f roomFactory) Open(ctx context.Context, id rooms.RoomID) (rooms.Room, []rooms.Command, error) {
	switch id.Kind() {
	case rooms.KindSession:
		plan, err := f.plan(ctx, community.MeetingID(id.Meeting()))
		if err != nil {
			return nil, nil, err
		}
		args, err := json.Marshal(plan)
		if err != nil {
			return nil, nil, fmt.Errorf("app: plan of %s: %w", id, err)
		}
		return session.New(id), []rooms.Command{{Client: "host", Name: session.CmdOpen, Args: args}}, nil
	case rooms.KindBoard:
		_, err := f.records.FindBoard(ctx, id.Board())
		if errors.Is(err, community.ErrNotFound) {
			return nil, nil, host.ErrNoRoom
		}
		if err != nil {
			return nil, nil, fmt.Errorf("app: find board: %w", err)
		}
		return boardRoom{board.New(id)}, nil, nil
	default:
		return nil, nil, host.ErrNoRoom
	}
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

// plan is what the meeting's session is founded on. A closed or cancelled meeting
// founds none: a closed one's log is there, and is read.
func (f roomFactory) plan(ctx context.Context, id community.MeetingID) (session.Plan, error) {
	p, err := f.communities.Plan(ctx, id)
	var refused *community.Refusal
	if errors.As(err, &refused) {
		return session.Plan{}, fmt.Errorf("%w: %w", host.ErrNoRoom, err)
	}
	if err != nil {
		return session.Plan{}, err
	}
	// Charters are sentences, the default one among them: they leave the choice of the
	// clock to whoever facilitates, who announces it with the round.
	out := session.Plan{Mode: session.ModeConfidential, StrictClock: true, Phases: make([]session.Phase, 0, len(p.Meeting.Phases))}
	if p.Meeting.Mode == community.Open {
		out.Mode = session.ModeOpen
	}
	if p.Lead != "" {
		out.Lead = []rooms.MemberID{p.Lead}
	}
	for _, b := range p.Boards {
		out.Boards = append(out.Boards, session.PlanBoard{Board: b.ID, Title: b.Title})
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
