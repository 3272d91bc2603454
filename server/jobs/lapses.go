package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/server/community"
)

// Lapses closes the sessions that their people left without closing (SE-11): the draft of the minutes, the return of boards and
// the destruction of what is confidential all wait for the close. The session itself decides.
type Lapses struct {
	Store interface {
		ListOpen(context.Context) ([]community.Meeting, error)
	}
	Rooms Commander
	Now   func() rooms.Millis
}

// lapsesName is whose commands these are.
const lapsesName = "lapses"

// Sweep asks every session that is still open after its meeting should have ended. Those that could not be asked are asked the
// next time; the error says why.
func (l Lapses) Sweep(ctx context.Context) error {
	open, err := l.Store.ListOpen(ctx)
	if err != nil {
		return fmt.Errorf("jobs: lapses: %w", err)
	}
	var failed error
	for _, m := range open {
		if m.EndsAt() >= l.Now() {
			continue
		}
		if err := l.ask(ctx, m); err != nil {
			failed = errors.Join(failed, fmt.Errorf("jobs: lapses: %s: %w", m.ID, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return failed
}

func (l Lapses) ask(ctx context.Context, m community.Meeting) error {
	args, err := json.Marshal(session.LapseArgs{Ends: m.EndsAt()})
	if err != nil {
		return err
	}
	_, refusal, err := l.Rooms.Do(ctx, m.ID.Room(), rooms.Command{
		Client: lapsesName, Actor: rooms.Actor{System: true}, At: l.Now(), Name: session.CmdLapse, Args: args,
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	return err
}
