package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/chat"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
	"palabre/rooms/record"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/signaling/host"
)

// Shreddable is a log out of which words can be taken.
type Shreddable interface {
	Log
	// Redact rewrites events; given an empty list it finishes what was begun.
	Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error
}

// Shredder destroys the words that a session's log says are due: what was retracted
// at once, with those who wrote without a name or voted, and at the close of a confidential
// session what was not kept. It lets the
// session record it, and after that event takes the words out of the log; whenever the
// process dies between, what is recorded and still there is taken out next time.
type Shredder struct {
	Store community.Store
	Log   Shreddable
	Rooms Commander
	// Forget makes what is in memory of a room forget what came before a place.
	Forget func(ctx context.Context, room rooms.RoomID, upto rooms.Seq) error
	Now    func() rooms.Millis
}

// ShredderName is the shredder's cursor.
const ShredderName = "shredder"

// Name implements Projector.
func (Shredder) Name() string { return ShredderName }

// Reads implements Projector.
func (Shredder) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: append(dueAfter(), session.Redacted{}.EventName())}
}

// dueAfter are the events after which words are due: what was retracted, withdrawn, decided otherwise, shown
// without its authors, counted, given up; and the close.
func dueAfter() []string {
	return []string{
		chat.Retracted{}.EventName(), sessionClosed, cards.Withdrawn{}.EventName(), cards.Unveiled{}.EventName(), cards.Abandoned{}.EventName(),
		poll.OptionRemoved{}.EventName(), poll.Counted{}.EventName(), poll.Abandoned{}.EventName(), harvest.Withdrawn{}.EventName(),
		record.Edited{}.EventName(), record.Removed{}.EventName(),
	}
}

// Project implements Projector.
func (s Shredder) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	var due bool
	var recorded rooms.Seq
	for _, e := range events {
		due = due || slices.Contains(dueAfter(), e.Name)
		if e.Name == (session.Redacted{}).EventName() {
			recorded = e.Seq
		}
	}
	if !due && recorded == 0 {
		return false, nil
	}
	if due {
		if err := recordDue(ctx, s.Log, s.Rooms, room, s.Now()); err != nil {
			return false, err
		}
	}
	if recorded != 0 {
		if err := s.shred(ctx, room, recorded); err != nil {
			return false, err
		}
	}
	return true, s.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, ShredderName, room, at.Kept, at.To)
	})
}

// shred takes out all words that the log says are destroyed, up to a place.
func (s Shredder) shred(ctx context.Context, room rooms.RoomID, upto rooms.Seq) error {
	log, err := ReadAll(ctx, s.Log, room, upto)
	if err != nil {
		return err
	}
	words, err := session.WordsOf(log, s.Now())
	if err != nil {
		return fmt.Errorf("words of %s: %w", room, err)
	}
	var list []host.Redaction
	whole := make(map[rooms.Seq]bool, len(words.Forgotten))
	for _, e := range words.Forgotten {
		whole[e.Seq] = true
		list = append(list, host.Redaction{Seq: e.Seq, Forgotten: e.Name, At: e.At})
	}
	for _, at := range words.Redacted {
		if whole[at] {
			continue
		}
		// Sequences are dense: the event numbered n is the n-th.
		bare, ok := session.Redact(log[at-1])
		if !ok {
			bare, ok = session.Unname(log[at-1])
		}
		if ok {
			list = append(list, host.Redaction{Seq: at, Data: bare.Data})
		}
	}
	slices.SortFunc(list, func(a, b host.Redaction) int { return cmp.Compare(a.Seq, b.Seq) })
	if err := s.Log.Redact(ctx, room, list); err != nil {
		return fmt.Errorf("redact: %w", err)
	}
	return s.Forget(ctx, room, upto)
}

// recordDue lets a session record the words that are due by now, if any.
func recordDue(ctx context.Context, log Log, to Commander, room rooms.RoomID, now rooms.Millis) error {
	words, _, err := wordsOf(ctx, log, room, now)
	if err != nil || len(words.Due) == 0 && len(words.Floor) == 0 {
		return err
	}
	args, err := json.Marshal(session.RedactArgs{Seqs: words.Due, Floor: words.Floor})
	if err != nil {
		return fmt.Errorf("%s: %w", session.CmdRedact, err)
	}
	_, refusal, err := to.Do(ctx, room, rooms.Command{
		Client: ShredderName, Actor: rooms.Actor{System: true}, At: now, Name: session.CmdRedact, Args: args,
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	if err != nil {
		return fmt.Errorf("%s in %s: %w", session.CmdRedact, room, err)
	}
	return nil
}

// wordsOf reads a session's log to its very end, so that what was recorded a moment
// ago is not recorded again.
func wordsOf(ctx context.Context, log Log, room rooms.RoomID, now rooms.Millis) (session.Words, rooms.Seq, error) {
	var all []rooms.Event
	var at rooms.Seq
	for {
		to, events, err := read(ctx, log, room, at)
		if err != nil {
			return session.Words{}, 0, err
		}
		if to == at {
			break
		}
		all, at = append(all, events...), to
	}
	words, err := session.WordsOf(all, now)
	if err != nil {
		return words, 0, fmt.Errorf("words of %s: %w", room, err)
	}
	return words, at, nil
}

// Retention destroys what is kept for a time only, when that time is over: the talk of
// open sessions. Nothing happens in their logs then, so somebody has to look.
type Retention struct {
	Store community.Store
	Log   Log
	Rooms Commander
	Now   func() rooms.Millis
}

// retentionName is the retention's cursor: a session is looked at until its cursor is
// at its head, which is when nothing of it will ever fall due again.
const retentionName = "retention"

// Sweep looks at every session once. The sessions that it could not see to are looked
// at the next time; the error says why.
func (r Retention) Sweep(ctx context.Context) error {
	heads, err := r.Log.Heads(ctx, "ses_", 0)
	if err != nil {
		return fmt.Errorf("jobs: retention: %w", err)
	}
	read, err := r.Store.ListCursors(ctx, retentionName)
	if err != nil {
		return fmt.Errorf("jobs: retention: %w", err)
	}
	var failed error
	for room, head := range heads {
		if read[room] >= head {
			continue
		}
		if err := r.look(ctx, room, read[room]); err != nil {
			failed = errors.Join(failed, fmt.Errorf("jobs: retention: %w", err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return failed
}

func (r Retention) look(ctx context.Context, room rooms.RoomID, from rooms.Seq) error {
	now := r.Now()
	words, head, err := wordsOf(ctx, r.Log, room, now)
	if err != nil || words.ClosedAt == 0 || words.Later > now {
		return err
	}
	if len(words.Due) > 0 || len(words.Floor) > 0 {
		// The next look finds it recorded, and is the last.
		return recordDue(ctx, r.Log, r.Rooms, room, now)
	}
	err = r.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, retentionName, room, from, head)
	})
	if errors.Is(err, community.ErrCursorMoved) {
		return nil
	}
	return err
}
