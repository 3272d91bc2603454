package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/cards"
	"palabre/rooms/session"
	"palabre/server/community"
)

// Placer puts the cards that a session revealed on their board, as ordinary notes, once:
// their commands are the same each time that they are made, and the session then records
// that they are there. Whenever the process dies between, the board answers "repeated".
type Placer struct {
	Store  community.Store
	Log    Log
	Rooms  Commander
	Now    func() rooms.Millis
	Logger zerolog.Logger
}

// PlacerName is the placer's cursor.
const PlacerName = "placer"

// Name implements Projector.
func (Placer) Name() string { return PlacerName }

// Reads implements Projector.
func (Placer) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: []string{cards.Unveiled{}.EventName()}}
}

// Project implements Projector.
func (p Placer) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	var sheets []cards.SheetID
	for _, e := range events {
		if e.Name != (cards.Unveiled{}).EventName() {
			continue
		}
		d, err := payload[cards.Unveiled](e)
		if err != nil {
			return false, err
		}
		sheets = append(sheets, d.Sheet)
	}
	if len(sheets) == 0 {
		return false, nil
	}
	st, err := p.sheets(ctx, room, at.To)
	if err != nil {
		return false, err
	}
	for _, id := range sheets {
		if err := p.place(ctx, room, st, id); err != nil {
			return false, fmt.Errorf("cards of %s in %s: %w", id, room, err)
		}
	}
	return true, p.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, PlacerName, room, at.Kept, at.To)
	})
}

// sheets are the session's, as its log says that they are; its close does not keep revealed
// cards from their board.
func (p Placer) sheets(ctx context.Context, room rooms.RoomID, to rooms.Seq) (*cards.State, error) {
	log, err := ReadAll(ctx, p.Log, room, to)
	if err != nil {
		return nil, err
	}
	st := cards.New()
	for _, e := range log {
		d, err := session.Decode(e)
		if err != nil {
			return nil, fmt.Errorf("cards of %s: %w", room, err)
		}
		st.Apply(e.At, e.Seq, d)
		if gone, ok := d.(session.Redacted); ok {
			places := map[rooms.Seq]bool{}
			for _, s := range gone.Seqs {
				places[s] = true
			}
			st.Redact(places)
		}
	}
	return &st, nil
}

// place gives a sheet's commands to its board, then lets the session record it. A board that
// does not take them is said in the journal, and the sheet stays as one whose cards are on
// none.
func (p Placer) place(ctx context.Context, room rooms.RoomID, st *cards.State, id cards.SheetID) error {
	batches, err := st.Batches(id)
	if err != nil || len(batches) == 0 {
		return err
	}
	to := st.Sheets[id].Board
	if ours, err := ours(ctx, p.Store, room, to); err != nil || !ours {
		return err
	}
	for _, b := range batches {
		_, refusal, err := p.Rooms.Do(ctx, rooms.BoardRoom(to), rooms.Command{
			Client: b.Client, N: b.N, Actor: rooms.Actor{System: true, Member: b.By}, At: p.Now(), Name: board.NameOp, Args: b.Args,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", to, err)
		}
		if refusal != nil && refusal.Code != rooms.CodeRepeated && refusal.Code != rooms.CodeStale {
			p.Logger.Warn().Str("board", string(to)).Str("session", string(room)).Str("code", refusal.Code).
				Msg("cartes non posées / cards not put on their board")
			return nil
		}
	}
	args, err := json.Marshal(cards.SheetArgs{Sheet: id})
	if err != nil {
		return fmt.Errorf("%s: %w", session.CmdPlaced, err)
	}
	_, refusal, err := p.Rooms.Do(ctx, room, rooms.Command{
		Client: PlacerName, Actor: rooms.Actor{System: true}, At: p.Now(), Name: session.CmdPlaced, Args: args,
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	if err != nil {
		return fmt.Errorf("%s: %w", session.CmdPlaced, err)
	}
	return nil
}

// errNotKept: the governor has not written the board's record yet; it soon will have.
var errNotKept = fmt.Errorf("the board is not known: %w", ErrNotYet)

// ours tells whether a board belongs to the community that meets: a client may name any.
func ours(ctx context.Context, store community.Store, room rooms.RoomID, id rooms.BoardID) (bool, error) {
	m, err := store.FindMeeting(ctx, community.MeetingID(room.Meeting()))
	if err != nil {
		return false, fmt.Errorf("find meeting: %w", err)
	}
	b, err := store.FindBoard(ctx, id)
	if errors.Is(err, community.ErrNotFound) {
		return false, fmt.Errorf("%s: %w", id, errNotKept)
	}
	if err != nil {
		return false, fmt.Errorf("find board: %w", err)
	}
	return b.Community == m.Community, nil
}
