package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/desk"
	"palabre/rooms/template"
	"palabre/server/community"
)

// Stencil draws templates on the boards that a session opened for its phases, once: the command
// is the same each time that it is made, so that the board answers "repeated" when the process
// died in between.
type Stencil struct {
	Store  community.Store
	Rooms  Commander
	Now    func() rooms.Millis
	Logger zerolog.Logger
}

// StencilName is the stencil's cursor.
const StencilName = "stencil"

// Name implements Projector.
func (Stencil) Name() string { return StencilName }

// Reads implements Projector.
func (Stencil) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: []string{desk.Opened{}.EventName()}}
}

// Project implements Projector.
func (s Stencil) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	for _, e := range events {
		if e.Name != (desk.Opened{}).EventName() {
			continue
		}
		d, err := payload[desk.Opened](e)
		if err != nil {
			return false, err
		}
		if d.Template == "" {
			continue
		}
		if err := s.draw(ctx, room, d); err != nil {
			return false, fmt.Errorf("template of %s in %s: %w", d.Board, room, err)
		}
		kept = true
	}
	if !kept {
		return false, nil
	}
	return true, s.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, StencilName, room, at.Kept, at.To)
	})
}

func (s Stencil) draw(ctx context.Context, room rooms.RoomID, d desk.Opened) error {
	if ours, err := ours(ctx, s.Store, room, d.Board); err != nil || !ours {
		return err
	}
	n := 0
	ops, ok := template.Ops(template.Name(d.Template), template.Lang(d.Lang), func() string {
		n++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", d.Board, n))
		return hex.EncodeToString(sum[:10])
	})
	if !ok {
		return nil
	}
	_, refusal, err := s.Rooms.Do(ctx, rooms.BoardRoom(d.Board), rooms.Command{
		Client: board.TemplateClient, N: 1, Actor: rooms.Actor{System: true}, At: s.Now(), Name: board.NameOp, Args: ops,
	})
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	if refusal != nil && refusal.Code != rooms.CodeRepeated && refusal.Code != rooms.CodeStale {
		s.Logger.Warn().Str("board", string(d.Board)).Str("session", string(room)).Str("code", refusal.Code).
			Msg("gabarit non dessiné / template not drawn")
	}
	return nil
}
