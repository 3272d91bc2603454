package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"palabre/assets/blob"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
)

const cursorsTable = "cursors"

// The projectors that destroy words, by the names of their cursors.
const (
	shredder    = "shredder"
	withdrawals = "withdrawals"
)

// destroys tells whether it is this projector that destroys the words of a room.
func destroys(projector string, room rooms.RoomID) bool {
	return projector == shredder && room.Kind() == rooms.KindSession || projector == withdrawals && room.Kind() == rooms.KindBoard
}

func withdraws(room rooms.RoomID, e rooms.Event) bool {
	return room.Kind() == rooms.KindBoard && e.Name == board.NameWithdraw
}

// words gathers what a log says was destroyed, up to where the projector came that does
// it: what is recorded later is about to be.
type words struct {
	kind  rooms.Kind
	upto  rooms.Seq
	log   []rooms.Event // a session's
	board []board.Withdrawal
	bad   rooms.Seq // an event that cannot be read
}

func newWords(room rooms.RoomID, upto rooms.Seq) words { return words{kind: room.Kind(), upto: upto} }

func (w *words) read(e rooms.Event) {
	switch {
	case e.Seq > w.upto:
	case w.kind == rooms.KindSession:
		w.log = append(w.log, e)
	case w.kind == rooms.KindBoard && e.Name == board.NameWithdraw:
		list, err := board.Withdrawals([]rooms.Event{e})
		if err != nil {
			w.bad = e.Seq
			return
		}
		w.board = append(w.board, list...)
	}
}

// destroyed looks whether what the log says was destroyed is gone (I10).
func (v Verifier) destroyed(ctx context.Context, r *reading, room rooms.RoomID) error {
	if r.words.bad != 0 {
		r.wrong(Refused, room, r.words.bad)
		return nil
	}
	if len(r.words.log) > 0 {
		told, err := session.WordsOf(r.words.log, 0)
		if err != nil {
			r.wrong(Refused, room, rooms.Seq(len(r.words.log)))
			return nil //nolint:nilerr // it is what was looked for
		}
		for _, at := range told.Redacted {
			if at < 1 || at > rooms.Seq(len(r.words.log)) {
				continue
			}
			if e := r.words.log[at-1]; left(e) {
				r.wrong(Undestroyed, room, at)
			}
		}
	}
	if len(r.words.board) == 0 {
		return nil
	}
	return v.erased(ctx, r, room)
}

// left tells whether an event still has the words that may be taken out of it.
func left(e rooms.Event) bool {
	bare, ok := session.Redact(e)
	return ok && !bytes.Equal(bare.Data, e.Data)
}

// erased reads a board's log once more, with what was withdrawn from it.
func (v Verifier) erased(ctx context.Context, r *reading, room rooms.RoomID) error {
	eraser := board.NewEraser(r.words.board)
	last := r.words.board[len(r.words.board)-1].At
	for at := rooms.Seq(0); at < last; {
		list, err := v.Log.Read(ctx, room, at, readBytes)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return nil
		}
		for _, s := range list {
			events, err := decode(s.Data)
			if err != nil {
				return fmt.Errorf("backup: %s changed while it was read: %w", room, err)
			}
			for _, e := range events {
				if _, changed, err := eraser.Read(e); err != nil {
					r.wrong(Refused, room, e.Seq)
					return nil //nolint:nilerr // it is what was looked for
				} else if changed {
					r.wrong(Undestroyed, room, e.Seq)
				}
			}
			at = s.To
		}
	}
	return nil
}

// readBlob reads a file to its end, where its name is compared with its bytes.
func readBlob(ctx context.Context, blobs Blobs, name blob.Name) (_ int64, err error) {
	r, err := blobs.Get(ctx, name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.Copy(io.Discard, r)
}
