package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
	"palabre/signaling/host"
)

// founder says how rooms are born: one session, and boards.
type founder struct{ w *world }

var _ host.Rooms = founder{}

// Open is part of host.Rooms.
func (founder) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	switch id.Kind() {
	case rooms.KindSession:
		return session.New(id), nil
	case rooms.KindBoard:
		return boardRoom{board.New(id)}, nil
	default:
		return nil, host.ErrNoRoom
	}
}

// Found is part of host.Rooms: the same plan whenever the room is founded.
func (f founder) Found(_ context.Context, id rooms.RoomID) ([]rooms.Command, error) {
	if id.Kind() != rooms.KindSession {
		return nil, nil
	}
	plan, err := roomtest.AnyPlan(dice{rand.New(rand.NewPCG(f.w.opt.Seed, 2))}, session.ModeConfidential) //nolint:gosec // chance, not secrets
	if err != nil {
		return nil, fmt.Errorf("sim: plan: %w", err)
	}
	args, err := json.Marshal(plan)
	if err != nil {
		return nil, fmt.Errorf("sim: plan: %w", err)
	}
	return []rooms.Command{{Client: "host", Name: session.CmdOpen, Args: args}}, nil
}

// dice is chance of its own, so that a plan is the same whenever its room is opened.
type dice struct{ *rand.Rand }

// Roll is part of roomtest.Dice.
func (d dice) Roll(sides int, _ string) int { return d.IntN(sides) }

// Restore is part of host.Rooms.
func (founder) Restore(_ context.Context, id rooms.RoomID, snapshot []byte) (rooms.Room, error) {
	if id.Kind() == rooms.KindSession {
		return session.Restore(id, snapshot)
	}
	b, err := board.Restore(snapshot)
	if err != nil {
		return nil, fmt.Errorf("sim: %w", err)
	}
	return boardRoom{b}, nil
}

// boardRoom is a board as the server gives it to hosts.
type boardRoom struct{ *board.Board }

// Answer is part of host.Answerer.
func (boardRoom) Answer(steps []rooms.Step) []byte {
	for _, s := range steps {
		if v := board.Answer(s.Event); v != nil {
			return v
		}
	}
	return nil
}

// Sent is part of host.Sender.
func (boardRoom) Sent(e rooms.Event) bool { return board.Sent(e) }

// sessionRoom and boardName name the rooms of a simulation.
const sessionRoom = roomtest.Room

func boardName(n int) rooms.RoomID {
	return rooms.RoomID(fmt.Sprintf("brd_0192f000-0000-7000-8000-0000000001%02d", n))
}
